"""The date range report in the languages of Europe: booked as the English one, and as the settlement it belongs to."""

from pathlib import Path

import pytest

from tests.readers.exports import Reader

GERMAN = (
    '"Datum/Uhrzeit","Abrechnungsnummer","Typ","Bestellnummer","SKU","Beschreibung","Menge","Marketplace","Versand",'
    '"Ort der Bestellung","Bundesland","Postleitzahl","Steuererhebungsmodell","Umsätze","Produktumsatzsteuer",'
    '"Gutschrift für Versandkosten","Steuer auf Versandgutschrift","Gutschrift für Geschenkverpackung",'
    '"Steuer auf Geschenkverpackungsgutschriften","Rabatte aus Werbeaktionen","Steuer auf Aktionsrabatte",'
    '"Einbehaltene Steuer auf Marketplace","Verkaufsgebühren","Gebühren zu Versand durch Amazon",'
    '"Andere Transaktionsgebühren","Andere","Gesamt"'
)
FRENCH = (
    '"date/heure","numéro de versement","type","numéro de la commande","sku","description","quantité","Marketplace",'
    '"traitement","ville d\'où provient la commande","Région d\'où provient la commande",'
    '"code postal de la commande","Modèle de perception des taxes","ventes de produits",'
    '"Taxes sur la vente des produits","crédits d\'expédition","taxe sur les crédits d’expédition",'
    '"crédits sur l\'emballage cadeau","Taxes sur les crédits cadeaux","Rabais promotionnels",'
    '"Taxes sur les remises promotionnelles","Taxes retenues sur le site de vente","frais de vente",'
    '"Frais Expédié par Amazon","autres frais de transaction","autre","total"'
)
TAIL = '"Amazon","Ort","Land","1",""'
LANGUAGES = {
    "de": (GERMAN, "amazon.de", ("01.05.2024 23:30:00 UTC", "02.05.2024 08:00:00 UTC", "31.05.2024 08:00:00 UTC"),
           ("Bestellung", "Erstattung", "Servicegebühr", "Übertrag"), "Werbekosten"),
    "fr": (FRENCH, "amazon.fr", ("1 mai 2024 23:30:00 UTC", "2 mai 2024 08:00:00 UTC", "31 mai 2024 08:00:00 UTC"),
           ("Commande", "Remboursement", "Frais de service", "Transfert"), "Prix de la publicité"),
}  # fmt: skip


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_localised_reports_are_booked_as_the_english_one(tmp_path: Path, language: str) -> None:
    head, place, (sold, back, end), (order, refund, service, transfer), ads = LANGUAGES[language]
    none = ",".join(['"0"'] * 11)
    lines = [
        (
            f'"{sold}","2748","{order}","302-1","S1","Lampe","1","{place}",{TAIL},"1.006,58","191,25","4,19","0","0","0",'
            '"0","0","0","-150,75","-3,10","0","0","1.048,17"'
        ),
        (
            f'"{back}","2748","{refund}","302-1","S1","Lampe","1","{place}",{TAIL},"-1.006,58","-191,25","0","0","0",'
            '"0","0","0","0","120,60","0","0","0","-1.077,23"'
        ),
        f'"{end}","2748","{service}","","","{ads}","","{place}",{TAIL},{none},"-55,40","0","-55,40"',
        f'"{end}","2748","{transfer}","","","Bank","","{place}",{TAIL},{none},"0","-9,99","-9,99"',
    ]
    read = Reader(tmp_path).one(
        "r.csv", ("Alle Beträge\r\n\r\n" + "\r\n".join([head, *lines]) + "\r\n").encode()
    )
    assert (read.format, read.kept, read.refused, read.codes) == ("amazon_date_range", 4, 0, [])
    assert sorted(read.pick("fee", "kind", "amount")) == [
        ("ads", "55.4"),
        ("commission", "-120.6"),
        ("commission", "150.75"),
        ("logistics", "3.1"),
        ("receipt", "1202.02"),
        ("refund", "1197.83"),
        ("transfer", "9.99"),
    ]
    assert read.pick("refund", "settled_day", "amount") == [("2024-05-02", "1006.58")]
    assert set(read.pick("fee", "shop", "currency")) == {("Amazon" + place[6:], "EUR")}
    assert ("2024-05-02", "receipt") in read.pick("fee", "day", "kind")  # 23:30 UTC is the next day there


def test_japan_gives_points_and_no_column_is_lost(tmp_path: Path) -> None:
    head = (
        '"日付/時間","決済番号","トランザクションの種類","注文番号","SKU","説明","数量","Amazon 出品サービス","フルフィルメント","市町村",'  # noqa: E501
        '"都道府県","郵便番号","税金徴収型","商品売上","商品の売上税","配送料","配送料の税金","ギフト包装手数料",'
        '"ギフト包装クレジットの税金","Amazonポイントの費用","プロモーション割引額","プロモーション割引の税金",'
        '"源泉徴収税を伴うマーケットプレイス","手数料","FBA 手数料","新しい手数料","トランザクションに関するその他の手数料","その他","合計"'  # noqa: E501
    )
    line = (
        '"2024/05/01 8:30:05 JST","1234567890","注文","250-1","S1","灯","1","amazon.co.jp","Amazon","港区","東京都","105","",'  # noqa: E501
        '"1,980","198","0","0","0","0","-19","0","0","0","-297","-434","-7","0","0","1,421"'
    )
    read = Reader(tmp_path).one("jp.csv", f"マーケットプレイス\r\n{head}\r\n{line}\r\n".encode("cp932"))
    assert (read.format, read.kept, read.refused) == ("amazon_date_range", 1, 0)
    assert sorted(read.pick("fee", "kind", "amount", "day")) == [
        ("commission", "297", "2024-05-01"),
        ("logistics", "434", "2024-05-01"),
        ("other", "7", "2024-05-01"),
        ("receipt", "2159", "2024-05-01"),
    ]
    assert set(read.pick("fee", "shop", "currency")) == {("Amazon.co.jp", "JPY")}


def test_india_withholds_and_deferred_rows_wait(tmp_path: Path) -> None:
    head = (
        '"date/time","settlement id","type","order id","Sku","description","quantity","marketplace","product sales",'
        '"shipping credits","gift wrap credits","promotional rebates",'
        '"Total sales tax liable(GST before adjusting TCS)","TCS-CGST","TCS-SGST","TCS-IGST","TDS (Section 194-O)",'
        '"selling fees","fba fees","other transaction fees","other","total","Transaction Status"'
    )
    lines = [
        (
            '"1 Jun 2024 10:05:06 am UTC","17","Order","405-1","S1","Kurta","1","amazon.in","1,000.00","40.00","0","-40.00",'  # noqa: E501
            '"50.00","-2.50","-2.50","0","-10.00","-150.00","-60.00","0","0","825.00","Released"'
        ),
        (
            '"2 Jun 2024 10:05:06 am UTC","","Order","405-2","S1","Kurta","1","amazon.in","1,000.00","0","0","0",'
            '"0","0","0","0","0","-150.00","0","0","0","850.00","Deferred"'
        ),
    ]
    data = ("All amounts in INR\r\n" + "\r\n".join([head, *lines]) + "\r\n").encode()
    read = Reader(tmp_path).one("in.csv", data)
    assert (read.format, read.kept, read.refused) == ("amazon_date_range", 1, 0)
    assert sorted(read.pick("fee", "order_id", "kind", "amount", "shop")) == [
        ("405-1", "commission", "150", "Amazon.in"),
        ("405-1", "logistics", "60", "Amazon.in"),
        ("405-1", "other", "10", "Amazon.in"),
        ("405-1", "receipt", "1045", "Amazon.in"),
    ]

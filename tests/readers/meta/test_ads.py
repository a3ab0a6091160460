"""Meta ads: currency in a name, an unnamed total, subtotals named All, six languages."""

from pathlib import Path

import pytest

from tests.readers.exports import Reader, book, row, same, text, turned
from tests.readers.headers_global import META_ADS as HEADER

LINE = {
    "Reporting starts": "2026-09-01",
    "Reporting ends": "2026-09-30",
    "Ad name": "Video 1",
    "Ad delivery": "active",
    "Results": "12",
    "Result indicator": "actions:offsite_conversion.fb_pixel_purchase",
    "Cost per results": "8.35",
    "Amount spent (USD)": "100.25",
    "Impressions": "23456",
    "Reach": "20000",
    "Purchases": "12",
    "Attribution setting": "7-day click or 1-day view",
    "Ad set name": "Broad",
    "Purchase ROAS (return on ad spend)": "3.50623441",
}
OTHER = LINE | {
    "Ad name": "Video 2",
    "Amount spent (USD)": "50",
    "Impressions": "1000",
    "Purchases": "",
    "Results": "",
}
OTHER |= {"Purchase ROAS (return on ad spend)": ""}
TOTAL = {
    "Reporting starts": "2026-09-01",
    "Reporting ends": "2026-09-30",
    "Amount spent (USD)": "150.25",
    "Impressions": "24456",
    "Reach": "20500",
    "Purchases": "12",
}
COLUMNS = ("day", "days", "channel", "grain", "campaign", "ad_group", "creative")
FIGURES = ("impressions", "clicks", "spend", "orders", "sales", "window_days", "currency")


def test_genuine_header_with_a_total_on_top(tmp_path: Path) -> None:
    rows = [row(HEADER, line) for line in (TOTAL, LINE, OTHER)]
    first = Reader(tmp_path).one("ads.csv", text(HEADER, rows, encoding="utf-8-sig"))
    assert first.format == "meta_ads"
    head = ("2026-09-01", 30, "meta_ads", "creative", "", "Broad")
    assert first.pick("ad", *COLUMNS) == [(*head, "Video 1"), (*head, "Video 2")]
    assert first.pick("ad", *FIGURES) == [
        (23456, None, "100.25", 12, "351.5", 7, "USD"),
        (1000, None, "50", None, None, 7, "USD"),
    ]
    assert (first.kept, first.refused) == (2, 0)
    same(first, Reader(tmp_path).one("b.csv", text(*turned(HEADER, rows))))


def test_campaigns_by_day_with_subtotals(tmp_path: Path) -> None:
    header = [
        "Campaign name",
        "Day",
        "Reporting starts",
        "Reporting ends",
        "Amount spent (SGD)",
        "Impressions",
        "Link clicks",
    ]
    header += ["Clicks (all)", "Adds to cart", "Website purchases", "Purchases conversion value"]
    rows = [
        ["Sale", "All", "2026-09-01", "2026-09-02", 30, 300, 12, 20, 4, 2, 90],
        ["Sale", "2026-09-01", "2026-09-01", "2026-09-01", 10, 100, 5, 8, 1, 0, 0],
        ["Sale", "2026-09-02", "2026-09-02", "2026-09-02", 20, 200, 7, 12, 3, 2, 90.5],
    ]
    read = Reader(tmp_path).one("campaigns.xlsx", book(header, rows))
    assert read.pick("ad", "day", "days", "grain", "campaign", *FIGURES, "cart_adders") == [
        ("2026-09-01", 1, "campaign", "Sale", 100, 5, "10", 0, "0", None, "SGD", 1),
        ("2026-09-02", 1, "campaign", "Sale", 200, 7, "20", 2, "90.5", None, "SGD", 3),
    ]


LANGUAGES = {
    "zh": (
        "报告开始日期",
        "报告结束日期",
        "广告系列名称",
        "已花费金额 (USD)",
        "展示次数",
        "链接点击量",
        "购物次数",
        "购物转化价值",
    ),
    "fr": (
        "Début des rapports",
        "Fin des rapports",
        "Nom de la campagne",
        "Montant dépensé (USD)",
        "Impressions",
        "Clics sur un lien",
        "Achats",
        "Valeur de conversion des achats",
    ),
    "es": (
        "Inicio del informe",
        "Fin del informe",
        "Nombre de la campaña",
        "Importe gastado (USD)",
        "Impresiones",
        "Clics en el enlace",
        "Compras",
        "Valor de conversión de compras",
    ),
    "de": (
        "Auswertungsstart",
        "Auswertungsende",
        "Kampagnenname",
        "Ausgegebener Betrag (USD)",
        "Impressionen",
        "Link-Klicks",
        "Käufe",
        "Conversion-Wert von Käufen",
    ),
    "pt": (
        "Início dos relatórios",
        "Encerramento dos relatórios",
        "Nome da campanha",
        "Valor usado (USD)",
        "Impressões",
        "Cliques no link",
        "Compras",
        "Valor de conversão da compra",
    ),
    "it": (
        "Inizio dei report",
        "Fine dei report",
        "Nome della campagna",
        "Importo speso (USD)",
        "Impressioni",
        "Clic sul link",
        "Acquisti",
        "Valore di conversione degli acquisti",
    ),
}


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_other_languages(tmp_path: Path, language: str) -> None:
    data = text(
        LANGUAGES[language],
        [["2026-09-01", "2026-09-30", "Sale", "10.5", "100", "5", "2", "90.00"]],
        encoding="utf-8-sig",
    )
    read = Reader(tmp_path).one("a.csv", data)
    assert read.format == "meta_ads"
    assert read.pick("ad", "day", "days", "campaign", *FIGURES) == [
        ("2026-09-01", 30, "Sale", 100, 5, "10.5", 2, "90", None, "USD")
    ]


def test_damaged_ids_and_bad_cells(tmp_path: Path) -> None:
    header = [
        "Campaign name",
        "Campaign ID",
        "Reporting starts",
        "Reporting ends",
        "Amount spent (USD)",
        "Impressions",
    ]
    rows = [
        ["A", "120253000000001", "2026-09-01", "2026-09-02", "1", "10"],
        ["B", "1.20253E+17", "2026-09-01", "2026-09-02", "2", "20"],
        ["C", "120253000000003", "2026-09-01", "2026-09-02", "x", "30"],
    ]
    read = Reader(tmp_path).one("a.csv", text(header, rows))
    assert read.pick("ad", "campaign", "campaign_id") == [("A", "120253000000001")]
    assert read.codes == [
        ("Purchases conversion value", "column_absent"),
        ("Campaign ID", "damaged_id"),
        ("Amount spent (USD)", "bad_number"),
    ]


def test_unknown_currency_in_the_name(tmp_path: Path) -> None:
    header = ["Campaign name", "Reporting starts", "Reporting ends", "Amount spent (QQQ)", "Impressions"]
    read = Reader(tmp_path).one("a.csv", text(header, [["A", "2026-09-01", "2026-09-02", "1", "10"]]))
    assert [code for _, code in read.codes] == ["bad_currency"]


def test_sales_of_a_currency_of_large_figures(tmp_path: Path) -> None:
    header = [name.replace("(USD)", "(IDR)") for name in HEADER]
    line = LINE | {"Amount spent (USD)": "1100250000", "Purchase ROAS (return on ad spend)": "35.12345678"}
    read = Reader(tmp_path).one("m.csv", text(header, [row(HEADER, line)]))
    assert read.pick("ad", "spend", "sales", "currency") == [("1100250000", "38644583322.2", "IDR")]


def test_few_columns_in_french_and_of_money_alone(tmp_path: Path) -> None:
    reader = Reader(tmp_path)
    french = "Jour;Nom de la campagne;Montant dépensé (USD);Impressions\n01/08/2026;A;1 234,56;45012\n02/08/2026;A;1 002,00;39887\n"  # noqa: E501
    read = reader.one("a.csv", french.encode())
    assert (read.format, read.pick("ad", "day", "spend", "currency")) == (
        "meta_ads",
        [("2026-08-01", "1234.56", "USD"), ("2026-08-02", "1002", "USD")],
    )
    short = 'Reporting starts,Reporting ends,Campaign name,Amount spent (PEN)\n2026-10-01,2026-10-07,"Promo, Lima",1234.56\n'  # noqa: E501
    read = reader.one("b.csv", short.encode())
    assert read.pick("ad", "day", "days", "campaign", "impressions", "spend", "currency") == [
        ("2026-10-01", 7, "Promo, Lima", None, "1234.56", "PEN")
    ]

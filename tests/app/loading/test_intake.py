"""One recognised table into the books."""

from datetime import datetime
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from tests.app.shops import FIRST, loaded, pdd
from zhanggui.app.kpi import kpi
from zhanggui.app.loading.intake import context, refused
from zhanggui.metrics.question import Question
from zhanggui.readers import formats, recognise
from zhanggui.store.folder import ShopFolder
from zhanggui.store.load import LoadRecord


@pytest.mark.parametrize(
    "kind", [duckdb.IOException, duckdb.OutOfRangeException, duckdb.InvalidInputException]
)
def test_a_file_that_fails_while_it_is_read_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: type[Exception]
) -> None:
    path = pdd(tmp_path / "a.csv", FIRST, FIRST)
    folder = ShopFolder.open(tmp_path / "shop", create=True)

    def fails(*_: object) -> None:
        raise kind("IO Error: Cannot open file\nmore")

    monkeypatch.setattr("zhanggui.app.loading.intake.stage", fails)
    (told,) = loaded(folder, path)
    assert (told.status, told.issues[0].value) == ("refused", "IO Error: Cannot open file")


def test_a_reader_learns_the_zone_and_currency_of_the_shop(tmp_path: Path) -> None:
    folder = ShopFolder.open(tmp_path / "shop", create=True)
    record = LoadRecord("a.csv", "h", "h", "a.csv", datetime(2024, 6, 1, 8))
    for platform, currency, zone in (
        ("amazon", "USD", "America/Los_Angeles"),
        ("pdd", "CNY", "Asia/Shanghai"),
        ("nobody", "CNY", "Asia/Shanghai"),
    ):
        told = context(folder, platform, record)
        assert (told.currency, told.zone, told.today.isoformat()) == (currency, zone, "2024-06-01")
    assert context(folder, "pdd", record).date_order is None


def test_a_table_that_nobody_knows_is_told(tmp_path: Path) -> None:
    path = tmp_path / "notes.csv"
    path.write_text("to do,when\nbuy tea,soon\ncall mum,later\n", "utf-8")
    (found,) = recognise(path, formats(), tmp_path)
    told = refused(found)
    assert (told.status, told.kept, [issue.code for issue in told.issues]) == (
        "refused",
        0,
        [issue.code for issue in found.issues],
    )
    assert told.issues


def zone_after(tmp_path: Path, name: str, text: str) -> dict[str, tuple[str, str, str]]:
    """Region, currency and zone of the shops that a file makes."""
    path = tmp_path / name
    path.write_text(text, "utf-8")
    folder = ShopFolder.open(tmp_path / "shop", create=True)
    (told,) = loaded(folder, path)
    assert told.kept
    shops = ShopFolder.open(tmp_path / "shop").settings.shops
    return {key: (one.shop.region, one.shop.currency, one.shop.zone) for key, one in shops.items()}


SHOPIFY = (
    "Name,Email,Financial Status,Paid at,Currency,Subtotal,Total,Created at,Lineitem quantity,Lineitem name,"
)


@pytest.mark.parametrize(
    ("offset", "zone"), [("+0800", "Asia/Shanghai"), ("-0500", "America/New_York"), ("", "America/New_York")]
)
def test_a_new_shop_lives_where_the_clocks_of_its_orders_run(tmp_path: Path, offset: str, zone: str) -> None:
    at = f"2024-01-05 09:03:00 {offset}".strip()
    text = f"{SHOPIFY}Lineitem price,Lineitem sku\n#1001,a@b.c,paid,{at},USD,1,1,{at},1,Tea,1.00,T\n"
    assert zone_after(tmp_path, "orders_export.csv", text)["shopify"][1:] == ("USD", zone)


def test_a_marketplace_says_where_its_shop_is(tmp_path: Path) -> None:
    text = (
        "amazon-order-id\tpurchase-date\tlast-updated-date\torder-status\tsales-channel\tsku\tasin\titem-status\t"
        "quantity\tcurrency\titem-price\n"
        "302-1\t2024-01-05T23:30:00+00:00\t2024-01-06T09:03:00+00:00\tShipped\tAmazon.de\tT\tB0\tShipped\t1\tEUR\t10.00\n"
    )
    assert zone_after(tmp_path, "orders.txt", text) == {"amazon-de": ("DE", "EUR", "Europe/Berlin")}


def test_a_later_file_of_another_offset_says_so(tmp_path: Path) -> None:
    folder = ShopFolder.open(tmp_path / "shop", create=True)
    told = []
    for number, offset in enumerate(("-0500", "-0500", "+0800")):
        at = f"2024-01-0{number + 5} 09:03:00 {offset}"
        row = f"#100{number},a@b.c,paid,{at},USD,1,1,{at},1,Tea,1.00,T"
        path = tmp_path / f"orders_{number}.csv"
        path.write_text(f"{SHOPIFY}Lineitem price,Lineitem sku\n{row}\n", "utf-8")
        (one,) = loaded(folder, path)
        told.append([issue.value for issue in one.issues if issue.code == "other_zone"])
    assert told == [[], [], ["+08:00"]]


def priced(folder: ShopFolder) -> list[tuple[object, ...]]:
    with folder.read() as reading:
        found = reading.con.execute("SELECT shop, sku, currency FROM sku_cost ORDER BY ALL").fetchall()
    return [tuple(row) for row in found]


TWO = """
[shops.amazon]
platform = "amazon"
names = ["Amazon.com"]
[shops.jd]
platform = "jd"
"""


@pytest.mark.parametrize("first", [True, False])
def test_costs_without_a_currency_are_in_that_of_the_shops(tmp_path: Path, first: bool) -> None:
    settings = tmp_path / "shop" / "zhanggui.toml"
    costs, named = tmp_path / "costs.csv", tmp_path / "named.csv"
    costs.write_text("sku,cost\nTS,7\n", "utf-8")
    named.write_text("sku,cost,shop,currency\nA,7,Amazon.com,\nB,7,jd,\nC,7,,EUR\nD,7,,\n", "utf-8")
    folder = ShopFolder.open(tmp_path / "shop", create=True)
    if first:
        loaded(folder, costs)
    settings.write_text(settings.read_text("utf-8") + TWO.partition("[shops.jd]")[0], "utf-8")
    folder = ShopFolder.open(tmp_path / "shop")
    (only,) = loaded(folder, costs)
    assert (priced(folder), only.refused) == ([("", "TS", "USD")], 0)
    settings.write_text(settings.read_text("utf-8") + '[shops.jd]\nplatform = "jd"\n', "utf-8")
    folder = ShopFolder.open(tmp_path / "shop")
    told = {one.file: one for one in loaded(folder, named)}
    assert priced(folder) == [("", "C", "EUR"), ("amazon", "A", "USD"), ("jd", "B", "CNY")]
    told_of = [*told["named.csv"].issues, *told["costs.csv"].issues]
    issues = [(one.row, one.column, one.code) for one in told_of if one.level == "refused"]
    assert issues == [(5, "currency", "currency_unknown"), (2, "cost", "currency_unknown")]
    settings.write_text(settings.read_text("utf-8").replace("# reporting", "reporting", 1), "utf-8")
    folder = ShopFolder.open(tmp_path / "shop")
    loaded(folder, named)
    assert [row for row in priced(folder) if not row[0]] == [
        ("", "C", "EUR"),
        ("", "D", "CNY"),
        ("", "TS", "CNY"),
    ]


def test_of_two_partial_reports_of_advertising_the_one_of_more_spend_counts_and_is_told(
    tmp_path: Path,
) -> None:
    downloads = tmp_path / "downloads"
    downloads.mkdir()
    (downloads / "a.csv").write_text(
        "Day,Item ID,Campaign,Currency code,Clicks,Impr.,Cost,Conv. value\n2024-05-01,A1,Shopping,USD,9,90,12.5,40\n"
    )
    (downloads / "b.csv").write_text(
        "Day,Search term,Campaign,Currency code,Clicks,Impr.,Cost,Conv. value\n2024-05-01,cup,Search,USD,9,90,30,40\n"
    )
    folder = ShopFolder.open(tmp_path / "shop", create=True)
    told = [
        (i.code, i.value) for one in loaded(folder, downloads) for i in one.issues if i.code == "ads_partial"
    ]
    assert told == [("ads_partial", "google_ads (1)")]
    (row,) = kpi(folder, Question(("ad_spend",), (), None, (), "USD")).rows
    assert row["ad_spend"] == Decimal(30)

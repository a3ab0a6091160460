"""Exports that tell the same money in two ways: the books count it once."""

from decimal import Decimal
from pathlib import Path

from tests.app.shops import loaded, nobody
from tests.store.staging import print_of
from zhanggui.app.kpi import kpi
from zhanggui.app.upkeep import rebuild
from zhanggui.metrics.question import Question
from zhanggui.store.folder import ShopFolder
from zhanggui.store.load import StatedShop


def test_an_account_without_order_numbers_tells_no_refund_a_second_time(tmp_path: Path) -> None:
    downloads = tmp_path / "downloads"
    downloads.mkdir()
    (downloads / "账务.csv").write_text(
        "账务流水号,发生时间,业务类型,业务描述,收入金额（+元）,支出金额（-元）\n"
        "88,2022-03-10 10:00:00,交易退款,0020011|交易退款-交易退款,,-30.00\n"
        "89,2022-03-11 10:00:00,交易退款,0020011|交易退款-交易退款,,-50.00\n"
        "90,2022-03-11 11:00:00,交易退款,0020011|交易退款-交易退款,,-7.00\n",
        "gb18030",
    )
    (downloads / "退款.csv").write_text(
        "订单编号,退款编号,退款申请时间,退款完结时间,退款状态,退给买家金额,退款原因\n"
        "900,1,2022-03-09 10:00:00,2022-03-10 09:59:59,退款成功,30.00,不想要了\n"
        "901,2,2022-03-10 10:00:00,2022-03-11 09:59:59,退款成功,50.00,不想要了\n",
        "gb18030",
    )
    folder = ShopFolder.open(tmp_path / "shop", create=True)
    told = loaded(folder, downloads)
    assert [(i.code, i.value) for one in told for i in one.issues if "unlinked" in i.code] == [
        ("orders_unlinked", ""),
        ("refunds_unlinked", "7.00 CNY (1)"),
    ]
    (row,) = kpi(folder, Question(("refunds",), ("shop",), None, (), "CNY")).rows
    assert row["refunds"] == Decimal(87)
    before = print_of(folder)
    rebuild(folder, "me", nobody)
    assert print_of(folder) == before


def test_advertising_counts_once_with_and_without_the_numbers_of_plans(tmp_path: Path) -> None:
    downloads = tmp_path / "downloads"
    downloads.mkdir()
    head = "日期,计划ID,计划名字,场景名字,展现量,点击量,花费,总成交金额\n"
    rows = "2024-05-01,101,夏季,货品,1000,20,15.5,100\n2024-05-01,,,货品,800,10,4.5,50\n"
    (downloads / "a.csv").write_text(head + rows, "utf-8")
    (downloads / "b.csv").write_text((head + rows).replace("计划ID,", "").replace(",101", ""), "utf-8")
    text = (downloads / "b.csv").read_text("utf-8").replace("2024-05-01,,,", "2024-05-01,,")
    (downloads / "b.csv").write_text(text, "utf-8")
    folder = ShopFolder.open(tmp_path / "shop", create=True)
    told = [(i.code, i.value) for one in loaded(folder, downloads) for i in one.issues]
    assert told == [("plans_unnamed", "1")] * 2
    (row,) = kpi(folder, Question(("ad_spend",), ("shop",), None, (), "CNY")).rows
    assert row["ad_spend"] == 20


def test_a_marketplace_that_a_later_file_names_places_the_shop(tmp_path: Path) -> None:
    """A statement of fees names no marketplace; the shop that it makes is where the next one says."""
    head = "settlement-id,currency,transaction-type,marketplace-name,posted-date,price-type,price-amount,"
    head += "item-related-fee-type,item-related-fee-amount,other-amount\n"
    fees = "1,CAD,,,,,,,,\n1,,Subscription Fee,,2024-03-06T23:04:51+00:00,,,,,-32.09\n"
    sale = "2,CAD,,,,,,,,\n2,,Order,Amazon.ca,2024-03-07T23:04:51+00:00,Principal,35.00,,,\n"
    for number, loads in enumerate((("a.csv", "b.csv"), (".",))):
        place = tmp_path / str(number)
        place.mkdir()
        (place / "a.csv").write_text(head + fees)
        (place / "b.csv").write_text(head + sale)
        folder = ShopFolder.open(tmp_path / f"shop{number}", create=True)
        for name in loads:
            loaded(folder, place / name)
        (one,) = folder.settings.shops.values()
        assert (one.shop.region, one.shop.currency, one.shop.names) == ("CA", "CAD", ("Amazon.ca",))
        (row,) = kpi(folder, Question(("fees", "receipts"), ("shop",), None, (), "CAD")).rows
        assert (row["fees"], row["receipts"]) == (Decimal("32.09"), Decimal(35))


def test_a_shop_that_somebody_placed_stays_there(tmp_path: Path) -> None:
    folder = ShopFolder.open(tmp_path / "shop", create=True)
    folder.resolve_shop("amazon", None)
    settings = folder.path / "zhanggui.toml"
    settings.write_text(settings.read_text("utf-8").replace('currency = "USD"', 'currency = "MXN"'), "utf-8")
    folder = ShopFolder.open(tmp_path / "shop")
    folder.introduce(StatedShop("amazon", "Amazon.ca", "CA", "CAD", "America/Toronto"))
    assert folder.resolve_shop("amazon", "Amazon.ca") == "amazon"
    shop = folder.shop("amazon")
    assert (shop.region, shop.currency, shop.names) == ("", "MXN", ("Amazon.ca",))

"""A small shop in real export formats: ten weeks of Pinduoduo orders, two Taobao files, an Amazon ad report, costs."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

import openpyxl

from tests.readers.china import grid, save
from tests.readers.exports import row, text
from tests.readers.headers_global import AMAZON_SP_SEARCH_TERM, META_ADS, SHOPIFY_ORDERS
from zhanggui.actions.action import Cell
from zhanggui.app.load import Options, load
from zhanggui.readers.own.template import write_template
from zhanggui.reports.briefing import ReadFile
from zhanggui.store.folder import ShopFolder

FIRST = date(2024, 3, 4)  # a Monday
DAYS = 70
LAST = FIRST + timedelta(days=DAYS - 1)  # a Sunday
NOW = datetime(2024, 5, 13, 8, 0)
PRICE = {"T01-M": 84, "K02": 40}


def sold(day: date) -> dict[str, int]:
    """Orders of each SKU on a day: a weekly rhythm; on the last two days T01-M loses most of its orders."""
    base = 6 + day.weekday() % 3
    late = (LAST - day).days < 2
    return {"T01-M": 2 if late else base, "K02": 3}


def pdd_rows(first: date = FIRST, last: date = LAST) -> list[dict[str, object]]:
    """One line an order of every day."""
    out: list[dict[str, object]] = []
    day = first
    while day <= last:
        number = 0
        for sku, orders in sold(day).items():
            for _ in range(orders):
                number += 1
                refunded = sku == "T01-M" and number == 1 and (LAST - day).days < 50
                out.append(
                    {
                        "商品": "纯棉T恤" if sku == "T01-M" else "厨房剪刀",
                        "订单号": f"{day:%y%m%d}-{number:015d}",
                        "订单状态": "未发货，退款成功" if refunded else "已收货",
                        "商品总价(元)": f"{PRICE[sku]}.00",
                        "邮费(元)": "0.00",
                        "店铺优惠折扣(元)": "0.00",
                        "平台优惠折扣(元)": "0.00",
                        "多多支付立减金额(元)": "0.00",
                        "用户实付金额(元)": f"{PRICE[sku]}.00",
                        "商家实收金额(元)": f"{PRICE[sku]}.00",
                        "商品数量(件)": "1",
                        "商品id": "5501" if sku == "T01-M" else "5502",
                        "商家编码-规格维度": sku,
                        "商家编码-商品维度": sku.split("-", maxsplit=1)[0],
                        "售后状态": "退款成功" if refunded else "无售后或售后取消",
                        "发货时间": "" if refunded else f"{day} 18:00:00",
                        "订单成交时间": f"{day} {9 + number % 12:02d}:30:00",
                    }
                )
        day += timedelta(days=1)
    return out


def pdd(path: Path, first: date = FIRST, last: date = LAST, **changed: object) -> Path:
    """A Pinduoduo order export; ``changed`` replaces cells of every row."""
    rows = [{**one, **changed} for one in pdd_rows(first, last)]
    return save(path, grid("pdd_orders_2026_a", *rows), "utf-8-sig")


def taobao(folder: Path) -> list[Path]:
    """Order heads and items of one Taobao order, in two files."""
    heads = grid(
        "taobao_ExportOrderList_2018",
        {
            "订单编号": "7001", "买家会员名": "小明", "买家应付货款": "150.00", "买家应付邮费": "0.00",
            "总金额": "150.00",
            "买家实际支付金额": "150.00", "订单状态": "交易成功", "订单创建时间": "2024-05-12 10:00:00",
            "订单付款时间": "2024-05-12 10:05:00", "宝贝标题": "杯子", "宝贝总数量": "2", "店铺名称": "测试小店",
            "退款金额": "0.00",
        },
    )  # fmt: skip
    items = grid(
        "taobao_ExportOrderDetailList_2018",
        {"订单编号": "7001", "标题": "=杯子", "价格": "100.00", "购买数量": "1", "商家编码": "B1",
         "订单状态": "交易成功"},
        {"订单编号": "7001", "标题": "杯垫", "价格": "50.00", "购买数量": "1", "商家编码": "B2",
         "订单状态": "交易成功"},
    )  # fmt: skip
    return [
        save(folder / "ExportOrderList202405130900.csv", heads),
        save(folder / "ExportOrderDetailList202405130900.csv", items),
    ]


def search_terms(path: Path) -> Path:
    """Amazon search terms: one that sells, one that only costs and is named like a formula."""
    line = {
        "Start Date": "May 10, 2024", "End Date": "May 10, 2024", "Portfolio name": "Not grouped", "Currency": "USD",
        "Campaign Name": "SP auto", "Ad Group Name": "all", "Retailer": "Amazon", "Country": "United States",
        "Targeting": "close-match", "Match Type": "-", "Customer Search Term": "crew tee", "Impressions": "9,204",
        "Clicks": "300", "Spend": "$ 156.22", "7 Day Total Sales ": "$ 800.00", "7 Day Total Orders (#)": "40",
        "7 Day Total Units (#)": "50",
    }  # fmt: skip
    waste = line | {
        "Customer Search Term": "+cmd tee", "Clicks": "120", "Spend": "$ 90.00", "7 Day Total Sales ": "$ 0.00",
        "7 Day Total Orders (#)": "0", "7 Day Total Units (#)": "0",
    }  # fmt: skip
    more = [line | {"Customer Search Term": f"tee {n}", "Clicks": f"{50 + n}"} for n in range(8)]
    header = AMAZON_SP_SEARCH_TERM
    path.write_bytes(text(header, [row(header, one) for one in (line, waste, *more)]))
    return path


def site(path: Path) -> Path:
    """Shopify: one order of 20 dollars."""
    order = {
        "Name": "#1001", "Email": "a@b.c", "Financial Status": "paid", "Paid at": "2024-04-02 10:00:00 -0400",
        "Currency": "USD", "Subtotal": "20.00", "Shipping": "0.00", "Taxes": "0.00", "Total": "20.00",
        "Created at": "2024-04-02 10:00:00 -0400", "Lineitem quantity": "1", "Lineitem name": "Lamp",
        "Lineitem price": "20.00", "Lineitem sku": "L1",
    }  # fmt: skip
    path.write_bytes(text(SHOPIFY_ORDERS, [row(SHOPIFY_ORDERS, order)]))
    return path


def account(path: Path) -> Path:
    """Meta: one day of an advertising account."""
    spent = {
        "Reporting starts": "2024-04-01", "Reporting ends": "2024-04-01", "Ad name": "Video", "Results": "1",
        "Amount spent (USD)": "7.00", "Impressions": "500", "Purchases": "1", "Ad set name": "Broad",
    }  # fmt: skip
    path.write_bytes(text(META_ADS, [row(META_ADS, spent)]))
    return path


def filled(name: str, path: Path, *rows: tuple[Cell, ...]) -> Path:
    """The product's own template, filled in with ``rows`` in the order of its columns."""
    write_template(name, "zh", path)
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    for at, cells in enumerate(rows, start=2):
        for column, value in enumerate(cells, start=1):
            sheet.cell(at, column, value)
    book.save(path)
    book.close()
    return path


@dataclass(frozen=True)
class Downloads:
    """A folder of exports."""

    folder: Path

    @property
    def files(self) -> list[Path]:
        """Its files."""
        return sorted(self.folder.iterdir())


def downloads(folder: Path) -> Downloads:
    """All of it in one folder."""
    folder.mkdir(parents=True, exist_ok=True)
    pdd(folder / "orders_export.csv")
    taobao(folder)
    search_terms(folder / "Sponsored Products Search term report.csv")
    return Downloads(folder)


def options(**changed: object) -> Options:
    """How the tests load."""
    return Options(**{"now": NOW, "owner": "test", **changed})  # type: ignore[arg-type]


def loaded(folder: ShopFolder, *paths: Path, **changed: object) -> tuple[ReadFile, ...]:
    """Load ``paths``."""
    return load(folder, paths, options(**changed))


def nobody(_holder: object) -> None:
    """Nobody waits."""

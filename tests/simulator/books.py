"""A second bookkeeper: the ledger of a shop worked out from its export files alone, with the csv and xlsx readers
of other people and nothing of the simulator."""

import csv
import io
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import python_calamine

Row = dict[str, str]


def sheet(path: Path, skip: int = 0) -> list[Row]:
    """Rows of the first sheet by column name; ``skip`` title rows."""
    rows = python_calamine.load_workbook(str(path)).get_sheet_by_index(0).to_python()
    header = [str(cell) for cell in rows[skip]]
    return [dict(zip(header, map(str, row), strict=True)) for row in rows[skip + 1 :]]


def table(path: Path, encoding: str, separator: str = ",", skip: int = 0) -> list[Row]:
    """Rows of a text file by column name; lines that are too short (footers) are left out."""
    text = path.read_bytes().decode(encoding)
    lines = text.splitlines(keepends=True)[skip:]
    reader = csv.reader(io.StringIO("".join(lines)), delimiter=separator)
    header = next(reader)
    return [dict(zip(header, row, strict=True)) for row in reader if len(row) == len(header)]


def cash(text: str) -> Decimal:
    """An amount as written: dollar signs, thousands commas, blanks."""
    text = text.replace("$", "").replace(",", "").strip()
    return Decimal(text) if text not in {"", "-", "--", "无退款申请"} else Decimal(0)


def _costs(folder: Path, key: str) -> list[tuple[str, str, Decimal]]:
    (path,) = folder.glob(f"sku_cost_{key}_*.xlsx")
    rows = [list(row.values()) for row in sheet(path)]
    return [(sku, day, cash(cost)) for sku, day, _, _, cost, *_ in rows]


def slots(folder: Path) -> Decimal:
    """What the shop notes of creators' slots, which no account shows."""
    return sum((cash(row["金额"]) for path in folder.glob("fee_*.xlsx") for row in sheet(path)), Decimal(0))


def cost_of_goods(folder: Path, key: str, sold: Iterator[tuple[str, str, int]]) -> Decimal:
    """``sold``: SKU, day, units; the cost that held on the day."""
    history: dict[str, list[tuple[str, Decimal]]] = {}
    for sku, day, cost in _costs(folder, key):
        history.setdefault(sku, []).append((day, cost))
    for steps in history.values():
        steps.sort()
    total = Decimal(0)
    for sku, day, units in sold:
        total += units * [cost for start, cost in history[sku] if start <= day][-1]
    return total


def full_only(paths: list[Path]) -> list[Path]:
    """Of exports that begin on the same day, the one that reaches furthest."""
    best: dict[str, Path] = {}
    for path in sorted(paths):
        stem = (
            path.stem.replace("_AllOrders", "")
            .replace("_", "-")
            .rsplit("-", 3 if "AllOrders" in path.stem else 1)[0]
        )
        best[stem] = path
    return sorted(best.values())


def taobao(folder: Path) -> dict[str, Decimal]:
    heads = [row for path in sorted(folder.glob("ExportOrderList*.xlsx")) for row in sheet(path)]
    paid = {row["订单编号"]: row for row in heads if row["订单付款时间"]}
    details = full_only(list(folder.glob("ExportOrderDetailList*.xlsx")))
    items = [row for path in details for row in sheet(path) if row["主订单编号"] in paid]
    account = [
        row
        for path in sorted(folder.glob("alipay_record_*.csv"))
        for row in table(path, "gb18030", skip=1)
        if not row["账务流水号"].startswith("#")
    ]
    charges = [row for row in account if row["业务类型"] == "收费"]
    ads = [row for path in sorted(folder.glob("万相台*.csv")) for row in table(path, "gb18030")]
    days = {number: row["订单付款时间"][:10] for number, row in paid.items()}
    gmv = sum((cash(row["总金额"]) - cash(row["买家应付邮费"]) for row in paid.values()), Decimal(0))
    assert gmv == sum((cash(row["买家应付货款"]) for row in items), Decimal(0))
    refunds = sum((cash(row["退款金额"]) for row in paid.values()), Decimal(0))
    assert refunds == sum(
        (-cash(r["支出金额（-元）"]) for r in account if r["业务类型"].startswith("退款")), Decimal(0)
    )
    for row in paid.values():
        assert cash(row["总金额"]) == cash(row["买家实际支付金额"]) + cash(row["退款金额"])
    sold = ((r["外部系统编号"], days[r["主订单编号"]], int(r["购买数量"])) for r in items)
    return {
        "gmv": gmv,
        "shipping": sum((cash(row["买家应付邮费"]) for row in paid.values()), Decimal(0)),
        "refunds": refunds,
        "fees": sum(
            (-cash(r["支出金额（-元）"]) - cash(r["收入金额（+元）"]) for r in charges), slots(folder)
        ),
        "ad_spend": sum((cash(row["花费"]) for row in ads), Decimal(0)),
        "cost_of_goods": cost_of_goods(folder, folder.name, sold),
    }


def douyin(folder: Path) -> dict[str, Decimal]:
    paths = full_only(list(folder.glob("1*.csv")))
    by_number: dict[str, Row] = {}
    for path in sorted(paths, key=lambda p: int(p.stem.split("_")[0])):
        for row in table(path, "utf-8-sig"):
            by_number[row["子订单编号"]] = row
    lines = [row for row in by_number.values() if row["支付完成时间"] not in {"", "-"}]
    account = [row for path in sorted(folder.glob("动账明细_*.csv")) for row in table(path, "utf-8-sig")]
    sold = ((r["商家编码"].strip(), r["支付完成时间"][:10], int(r["商品数量"])) for r in lines)
    names = ("平台服务费", "佣金", "其他分成")
    sales = ("订单实付应结", "运费实付", "订单退款")
    # A charge without a column of its own is the movement itself.
    charges = (r for r in account if not any(cash(r[name]) for name in (*names, *sales)))
    return {
        "gmv": sum((cash(r["订单应付金额"]) - cash(r["运费"]) for r in lines), Decimal(0)),
        "shipping": sum((cash(r["运费"]) for r in lines), Decimal(0)),
        "refunds": sum((-cash(r["订单退款"]) for r in account), Decimal(0)),
        "fees": sum((-cash(r[name]) for r in account for name in names), slots(folder))
        - sum((cash(r["动账金额"]) for r in charges), Decimal(0)),
        "ad_spend": Decimal(0),
        "cost_of_goods": cost_of_goods(folder, folder.name, sold),
    }


def amazon(folder: Path) -> dict[str, Decimal]:
    newest: dict[str, tuple[str, list[Row]]] = {}
    for path in sorted(folder.glob("*_AllOrders.txt")):
        orders: dict[str, list[Row]] = {}
        for row in table(path, "utf-8", "\t"):
            orders.setdefault(row["amazon-order-id"], []).append(row)
        reach = path.stem.split("_")[1]
        for number, rows in orders.items():
            if number not in newest or reach >= newest[number][0]:
                newest[number] = (reach, rows)
    lines = [row for _, rows in newest.values() for row in rows if row["item-price"]]
    account = [
        row
        for path in sorted(folder.glob("settlement_*.txt"))
        for row in table(path, "utf-8", "\t")
        if row["transaction-type"]
    ]
    goods = ("ItemPrice", "ItemWithheldTax", "Promotion")
    ads = [row for path in sorted(folder.glob("Sponsored*.csv")) for row in table(path, "utf-8-sig")]
    # The cost of a simulated shop that never changes its costs does not depend on the local day.
    sold = ((r["sku"], r["purchase-date"][:10], int(r["quantity"])) for r in lines)
    return {
        "gmv": sum((cash(r["item-price"]) - cash(r["item-promotion-discount"]) for r in lines), Decimal(0)),
        "shipping": sum((cash(r["shipping-price"]) for r in lines), Decimal(0)),
        "refunds": sum(
            (
                -cash(r["amount"])
                for r in account
                if r["transaction-type"] == "Refund" and r["amount-type"] == "ItemPrice"
            ),
            Decimal(0),
        ),
        "fees": sum((-cash(r["amount"]) for r in account if r["amount-type"] not in goods), Decimal(0)),
        "ad_spend": sum((cash(r["Spend"]) for r in ads), Decimal(0)),
        "cost_of_goods": cost_of_goods(folder, folder.name, sold),
    }


def shopify(folder: Path) -> dict[str, Decimal]:
    newest: dict[str, tuple[str, list[Row]]] = {}
    for path in sorted(folder.glob("orders_export_*.csv")):
        orders: dict[str, list[Row]] = {}
        for row in table(path, "utf-8"):
            orders.setdefault(row["Name"], []).append(row)
        reach = path.stem.rsplit("-", 1)[1]
        for number, rows in orders.items():
            if number not in newest or reach >= newest[number][0]:
                newest[number] = (reach, rows)
    paid = [rows for _, rows in newest.values() if rows[0]["Paid at"]]
    (fees,) = folder.glob("fee_*.xlsx")
    google = [
        row
        for path in sorted(folder.glob("Search terms report*.csv"))
        for row in table(path, "utf-8", skip=2)
        if not row["Search term"].startswith("Total:")
    ]
    meta = [
        row
        for path in sorted(folder.glob("meta-ads_*.csv"))
        for row in table(path, "utf-8-sig")
        if row["Ad name"]
    ]
    sold = (
        (r["Lineitem sku"], rows[0]["Paid at"][:10], int(r["Lineitem quantity"]))
        for rows in paid
        for r in rows
    )
    return {
        "gmv": sum((cash(rows[0]["Subtotal"]) for rows in paid), Decimal(0)),
        "shipping": sum((cash(rows[0]["Shipping"]) for rows in paid), Decimal(0)),
        "refunds": sum((cash(rows[0]["Refunded Amount"]) for rows in paid), Decimal(0)),
        "fees": sum((cash(row["amount"]) for row in sheet(fees)), Decimal(0)),
        "ad_spend": sum((cash(r["Cost"]) for r in google), Decimal(0))
        + sum((cash(r["Amount spent (USD)"]) for r in meta), Decimal(0)),
        "cost_of_goods": cost_of_goods(folder, folder.name, sold),
    }


READERS = {"taobao": taobao, "douyin": douyin, "amazon": amazon, "shopify": shopify}

"""A proposal for an unknown file that reads it."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from zhanggui.model.issue import Issue
from zhanggui.readers import Formats, formats, recognise
from zhanggui.readers.grammar import load
from zhanggui.readers.mapping import Draft, kind, propose

KNOWN = formats()


def proposed(path: Path, text: str) -> Draft:
    path.write_text(text, "utf-8")
    draft = propose(path, path.parent, KNOWN, date(2024, 12, 31))
    assert isinstance(draft, Draft), draft
    return draft


def test_a_sales_list(tmp_path: Path) -> None:
    lines = "".join(f"{70000 + n},SKU-{n},Tea {n},2,2024-05-0{n},3.50,{n}\n" for n in range(1, 6))
    draft = proposed(
        tmp_path / "My sales.csv",
        "List of May\n\nReceipt,ItemCode,Description,Qty,SaleDate,UnitPrice,CustomerID\n" + lines,
    )
    assert (draft.key, draft.table, draft.missing, draft.issues) == ("my_sales", "order_line", (), ())
    taken = {guess.header: guess.column for guess in draft.guesses}
    assert taken == {
        "Receipt": "order_id",
        "ItemCode": "sku",
        "Description": "title",
        "Qty": "quantity",
        "SaleDate": "created_at",
        "UnitPrice": "price",
        "CustomerID": "buyer",
    }
    shown = dict(zip(draft.columns, draft.rows[0], strict=True))
    assert (shown["order_id"], shown["sku"], shown["quantity"], shown["paid"]) == (
        "70001",
        "SKU-1",
        2,
        Decimal("7.00"),
    )
    assert shown["buyer"] != "1"


def test_an_advertising_report_in_chinese(tmp_path: Path) -> None:
    draft = proposed(
        tmp_path / "推广.csv",
        "日期,计划,曝光量,点击量,花费\n2024-05-06,夏季,1000,20,15.50\n2024-05-07,夏季,900,18,12.00\n",
    )
    assert (draft.table, draft.missing) == ("ad", ())
    assert [str(draft.rows[0][draft.columns.index(name)]) for name in ("day", "clicks", "spend")] == [
        "2024-05-06",
        "20",
        "15.5000",
    ]


def test_what_is_proposed_is_then_recognised(tmp_path: Path) -> None:
    draft = proposed(tmp_path / "a.csv", "SKU,Cost,Supplier\nT1,2.50,Hill\nT2,3.00,Hill\n")
    assert draft.table == "sku_cost"
    made = load(draft.toml, "a.toml", own=True)
    assert recognise(tmp_path / "a.csv", Formats((made, *KNOWN)), tmp_path)[0].format == draft.key


def test_what_lacks_is_said(tmp_path: Path) -> None:
    draft = proposed(tmp_path / "a.csv", "Order ID,Colour\n1,red\n2,blue\n")
    assert draft.missing
    assert draft.rows == ()


def test_no_table_no_proposal(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("")
    issue = propose(tmp_path / "a.csv", tmp_path, KNOWN)
    assert isinstance(issue, Issue)
    assert issue.code == "empty_file"


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        (["2024-05-06", "2024-05-07"], "date"),
        (["5/6/2024 10:00"], "time"),
        (["12%", "3.5%"], "percent"),
        (["1", "2,000"], "count"),
        (["1.50", "$2"], "money"),
        (["202405061234", "202405061235"], "id"),
        (["85123A", "POST"], "id"),
        (["a long text", "of words"], "text"),
        ([], "text"),
    ],
)
def test_shapes(cells: list[str], said: str) -> None:
    assert kind(cells) == said


def test_a_sales_book_of_a_chinese_shop_program(tmp_path: Path) -> None:
    lines = "".join(f"2024/5/{n},XS{n},客户{n},SKU{n},杯子,2,10.50,21.00\n" for n in range(1, 6))
    draft = proposed(tmp_path / "a.csv", "单据日期,单据编号,客户,货品编号,货品名称,数量,单价,金额\n" + lines)
    assert (draft.table, draft.missing) == ("order_line", ())
    shown = dict(zip(draft.columns, draft.rows[0], strict=True))
    assert (shown["order_id"], shown["sku"], shown["title"], str(shown["paid"])) == (
        "XS1",
        "SKU1",
        "杯子",
        "21.0000",
    )


def test_a_table_without_a_header_has_no_columns_to_propose(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("1,22683,pv,1511544070\n1,23333,cart,1511561733\n", "utf-8")
    told = propose(tmp_path / "a.csv", tmp_path, KNOWN, date(2024, 12, 31))
    assert isinstance(told, Issue)
    assert told.code == "no_header"


def test_a_table_parted_by_blanks_is_proposed(tmp_path: Path) -> None:
    rows = "".join(f" 0000{n} 1997010{n}  {n}   11.7{n}\n" for n in range(1, 7))
    draft = proposed(tmp_path / "m.txt", f" customer_id  date number_of_cds  dollar_value\n{rows}")
    taken = {guess.header: guess.column for guess in draft.guesses}
    assert taken["customer_id"] == "buyer"
    assert taken["dollar_value"] == "paid"
    assert len(draft.rows) == 5


def test_orders_of_a_chinese_erp_find_their_money_shop_and_status(tmp_path: Path) -> None:
    head = (
        "内部订单号,线上订单号,店铺名称,下单时间,付款日期,买家账号,状态,应付金额,"
        "商品编码,商品名称,颜色及规格,数量,商品单价,商品金额,成本价,快递单号"
    )
    lines = "".join(
        f"88{n},33001{n:09d},木棉店,2024-05-0{n} 09:00,2024-05-0{n} 09:01,张{n},{'取消' if n == 1 else '已发货'},"
        f"99.00,BW{n},杯子,蓝;大,2,24.50,49.00,9.00,7531{n}\n"
        for n in range(1, 7)
    )
    draft = proposed(tmp_path / "erp.csv", f"{head}\n{lines}")
    taken = {guess.header: guess.column for guess in draft.guesses if guess.column}
    assert taken == {
        "线上订单号": "order_id", "店铺名称": "shop_name", "下单时间": "created_at", "付款日期": "paid_at",
        "买家账号": "buyer",
        "状态": "status_text", "商品编码": "sku", "商品名称": "title", "颜色及规格": "variant", "数量": "quantity",
        "商品单价": "price", "商品金额": "paid",
    }  # fmt: skip
    places = [draft.columns.index(name) for name in ("paid", "status")]
    assert [[str(row[at]) for at in places] for row in draft.rows[:2]] == [
        ["49.0000", "cancelled"],
        ["49.0000", "paid"],
    ]
    assert load(draft.toml, "erp.toml", own=True).shop.name == "shop_name"


def test_a_spanish_shops_orders_that_were_called_off_were_not_paid(tmp_path: Path) -> None:
    head = (
        "Nº de pedido;Fecha del pedido;Estado;Cliente;Referencia del producto;Unidades;"
        "Precio unitario (IVA incl.);Importe total;País"
    )
    lines = "".join(
        f"{500 + n};0{n}/05/2024 10:20;{state};Ana {n};REF-{n};1;24,50 €;24,50 €;España\n"
        for n, state in enumerate(("Cancelado", "Pago aceptado", "Pendiente de pago", "Reembolsado"), 1)
    )
    draft = proposed(tmp_path / "tienda.csv", f"{head}\n{lines}")
    assert (draft.missing, {g.column for g in draft.guesses} >= {"price", "paid", "sku", "region"}) == (
        (),
        True,
    )
    moment, status = draft.columns.index("paid_at"), draft.columns.index("status")
    assert [(row[status], row[moment] is not None) for row in draft.rows] == [
        ("cancelled", False),
        ("paid", True),
        ("unpaid", False),
        ("refunded", True),
    ]


HEAD = "Order ID,Order date,SKU,Qty,Unit price,Postage,Total\n"
SHAPES = {
    "on each line": ("8.00", "8.00", "19.00", "19.00"),
    "on the first line": ("8.00", "", "19.00", ""),
    "of each line": ("5.00", "3.00", "10.00", "9.00"),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_money_of_an_order_counts_once_however_the_file_has_it(tmp_path: Path, shape: str) -> None:
    first, second, paid, other = SHAPES[shape]
    draft = proposed(
        tmp_path / "a.csv",
        HEAD
        + f"1,2024-05-01,A,1,5.00,{first},{paid}\n1,2024-05-01,B,2,3.00,{second},{other}\n"
        + "2,2024-05-02,A,1,5.00,8.00,13.00\n",
    )
    shown = [dict(zip(draft.columns, row, strict=True)) for row in draft.rows]
    once = {guess.column for guess in draft.guesses if guess.once}
    assert sum(Decimal(str(row["shipping"])) for row in shown[:2]) == 8
    if shape == "of each line":
        assert not once
        assert "[allocate]" not in draft.toml
        assert [row["paid"] for row in shown[:2]] == [10, 9]
        return
    assert once == {"shipping", "paid"}
    assert [row["paid"] for row in shown] == [5, 6, 5]
    assert 'paid_share = "paid - coalesce(shipping, 0)"' in draft.toml
    changed = draft.toml.replace('shipping_share = "shipping"\n', "").replace(
        'shipping = "shipping_share"', 'shipping = "shipping"'
    )
    assert "shipping_share" not in changed
    load(changed, "a.toml", own=True)

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from zhanggui.app.kpi import kpi
from zhanggui.app.load import Options, load
from zhanggui.app.mapping import assumptions, propose_map, save_map
from zhanggui.metrics.question import Question
from zhanggui.model.issue import Issue
from zhanggui.readers.mapping import Draft
from zhanggui.store.folder import ShopFolder

NOW = datetime(2026, 3, 1, 9)
ROWS = "\n".join(
    f"SO-{1000 + n},2026-02-{1 + n % 27:02d} 10:0{n % 10}:00,ITEM-{n % 4},Mug {n % 4},{1 + n % 3},"
    f"{(1 + n % 3) * 12.5:.2f},USD"
    for n in range(40)
)
ERP = f"Order number,Payment time,SKU,Product name,Quantity,Amount paid,Currency\n{ROWS}\n"


def test_an_unknown_file_is_proposed_saved_and_then_loads(tmp_path: Path) -> None:
    folder = ShopFolder.open(tmp_path / "shop")
    file = tmp_path / "erp.csv"
    file.write_text(ERP, encoding="utf-8")
    draft = propose_map(folder, file, date(2026, 3, 1))
    assert isinstance(draft, Draft)
    assert draft.table == "order_line"
    assert {"order_id", "paid_at", "sku", "quantity"} <= {guess.column for guess in draft.guesses}
    saved = save_map(folder, draft)
    assert saved.parent == folder.formats
    (told,) = load(folder, [file], Options(now=NOW, owner="test"))
    assert (told.rows, told.refused) == (40, 0)
    answer = kpi(folder, Question(("orders", "units"), ()))
    assert answer.cells == {"orders": [40], "units": [sum(1 + n % 3 for n in range(40))]}


def test_what_holds_no_table_is_said_and_a_place_can_be_named(tmp_path: Path) -> None:
    folder = ShopFolder.open(tmp_path / "shop")
    empty = tmp_path / "empty.csv"
    empty.write_bytes(b"")
    assert isinstance(propose_map(folder, empty, date(2026, 3, 1)), Issue)
    with pytest.raises(FileNotFoundError):
        propose_map(folder, tmp_path / "none.csv", date(2026, 3, 1))
    file = tmp_path / "erp.csv"
    file.write_text(ERP, encoding="utf-8")
    draft = propose_map(folder, file, date(2026, 3, 1))
    assert isinstance(draft, Draft)
    assert save_map(folder, draft, tmp_path / "maps" / "mine.toml").read_text("utf-8") == draft.toml


def test_a_proposal_that_lacks_a_column_is_a_draft_that_loading_leaves_alone(tmp_path: Path) -> None:
    folder = ShopFolder.open(tmp_path / "shop")
    file = tmp_path / "a.csv"
    file.write_text("Order ID,Colour\n1,red\n2,blue\n", encoding="utf-8")
    draft = propose_map(folder, file, date(2026, 3, 1))
    assert isinstance(draft, Draft)
    assert save_map(folder, draft).name == "a.toml.draft"
    assert [one.status for one in load(folder, [file], Options(now=NOW, owner="test"))] == ["refused"]


@pytest.mark.parametrize(
    ("header", "told"),
    [
        ("单据编号,客户名称,出库日期,数量,单价", ["paid_status", "paid_moment", "price_times"]),
        ("订单号,付款时间,订单状态,实付金额", []),
        ("客户名称,付款时间,单价", ["paid_status", "no_order", "price_alone"]),
        ("Order ID,Date Paid,Order Status,Amount Paid", ["no_currency"]),
        ("Order ID,Date Paid,Order Status,Amount Paid,Currency", []),
    ],
)
def test_what_is_taken_for_granted_is_said(
    empty: ShopFolder, tmp_path: Path, header: str, told: list[str]
) -> None:
    cells = {
        "单据编号": "A{}",
        "订单号": "A{}",
        "客户名称": "张三{}",
        "出库日期": "2026-05-0{}",
        "数量": "{}",
    }
    cells |= {
        "Order ID": "A{}",
        "Date Paid": "2026-05-0{} 10:00:00",
        "Order Status": "Paid",
        "Currency": "GBP",
    }
    cells |= {
        "Amount Paid": "{}9.90",
        "付款时间": "2026-05-0{} 10:00:00",
        "订单状态": "已付款",
        "实付金额": "{}9.90",
        "单价": "{}.50",
    }
    lines = [header, *(",".join(cells[name].format(n) for name in header.split(",")) for n in range(1, 6))]
    path = tmp_path / "sold.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    draft = propose_map(empty, path, date(2026, 6, 1))
    assert isinstance(draft, Draft)
    assert [code for code, _ in assumptions(draft)] == told


def test_maps_of_several_files_with_chinese_names_stand_side_by_side(tmp_path: Path) -> None:
    folder = ShopFolder.open(tmp_path / "shop")
    heads = ("订单编号,付款时间,商家编码,数量,分摊后总价", "单据号,销售日期,货号,件数,实收金额")
    files = [tmp_path / "旺店通 订单.csv", tmp_path / "门店.csv"]
    for file, head in zip(files, heads, strict=True):
        rows = "".join(f"{file.stem}{n},2026-02-0{n} 10:00:00,B-1,2,{n}.50\n" for n in range(1, 6))
        file.write_text(f"{head}\n{rows}", "utf-8")
        draft = propose_map(folder, file, date(2026, 3, 1))
        assert isinstance(draft, Draft)
        save_map(folder, draft)
    assert [path.name for path in folder.map_files()] == ["旺店通_订单.toml", "门店.toml"]
    assert [one.kept for one in load(folder, files, Options(now=NOW, owner="test"))] == [5, 5]
    assert kpi(folder, Question(("gmv",), ())).cells == {"gmv": [Decimal("35.0")]}


def test_a_second_map_of_one_name_takes_another_and_of_one_header_keeps_the_former(tmp_path: Path) -> None:
    folder = ShopFolder.open(tmp_path / "shop")
    file = tmp_path / "1.csv"

    def mapped(text: str) -> str:
        file.write_text(text, encoding="utf-8")
        draft = propose_map(folder, file, date(2026, 3, 1))
        assert isinstance(draft, Draft)
        return save_map(folder, draft).name

    assert mapped(ERP) == "file_1.toml"
    made = folder.formats / "file_1.toml"
    made.write_text(made.read_text("utf-8") + "# mended by hand\n", "utf-8")
    assert mapped(ERP) == "file_1.toml"
    assert (folder.formats / "file_1.toml.before").read_text("utf-8").endswith("# mended by hand\n")
    assert (
        mapped("Bestellnummer,Bezahlt am,Artikelnummer,Menge,Betrag\nA1,2026-02-01,X,1,3.00\n")
        == "file_1_2.toml"
    )

"""Templates: read back in both languages, the example never loaded, the same bytes every time, nothing runs."""

import zipfile
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from tests.readers.exports import FORMATS, Reader
from zhanggui.readers import recognise
from zhanggui.readers.names import normal
from zhanggui.readers.own import template as made
from zhanggui.readers.own.template import LANGUAGES, templates, write_template

NAMES = (
    "costs",
    "stock",
    "purchase_orders",
    "tickets",
    "candidates",
    "promotions",
    "competitor_prices",
    "fx",
    "fees",
    "ads",
    "reviews",
    "plan",
)
BOTH = [(name, language) for name in NAMES for language in LANGUAGES]


def filled(path: Path, name: str, language: str) -> bytes:
    """The template with its own examples entered on the first sheet, as a person would."""
    write_template(name, language, path)
    workbook = openpyxl.load_workbook(path)
    sheet = workbook.worksheets[0]
    for index, column in enumerate(templates()[name].columns, 1):
        words = dict(
            zip(templates()[name].words(column, "en"), templates()[name].words(column, language), strict=True)
        )
        value: str | float | datetime = words.get(column.example, column.example)
        if column.example and column.kind in {"count", "money", "rate"}:
            value = float(column.example)
        elif column.kind == "share":
            value = 0.05
        elif column.example and column.kind in {"day", "time"}:
            value = datetime.fromisoformat(column.example)
        if value != "":
            sheet.cell(2, index, value)
    workbook.save(path)
    return path.read_bytes()


EXPECTED: dict[str, tuple[str, dict[str, object]]] = {
    "costs": (
        "sku_cost",
        {
            "sku": "TS-001-BLK-M",
            "from_day": "2026-01-01",
            "cost": "23.5",
            "currency": "CNY",
            "product": "TS-001",
            "lead_days": 21,
            "moq": 100,
        },
    ),
    "stock": (
        "stock",
        {
            "day": "2026-09-01",
            "sku": "TS-001-BLK-M",
            "location": "",
            "on_hand": 120,
            "available": 110,
            "reserved": 10,
            "inbound": 0,
        },
    ),
    "purchase_orders": (
        "purchase_order",
        {
            "po_id": "PO-2026-017",
            "sku": "TS-001-BLK-M",
            "ordered_day": "2026-08-01",
            "expected_day": "2026-08-22",
            "received_day": None,
            "quantity": 200,
            "received": None,
            "cost": "20",
        },
    ),
    "tickets": (
        "ticket",
        {
            "ticket_id": "T-1001",
            "order_id": "118000000001",
            "kind": "return",
            "opened_at": "2026-09-01 10:23:00",
            "first_reply_at": "2026-09-01 10:25:00",
            "closed_at": None,
            "opened_day": "2026-09-01",
        },
    ),
    "reviews": (
        "review",
        {
            "review_id": "R-1001",
            "listing_id": "652000000001",
            "sku": "TS-001-BLK-M",
            "at": "2026-09-01 10:23:00",
            "day": "2026-09-01",
            "stars": 2,
            "text": "用了一次就坏 / Broke on first use",
        },
    ),
    "plan": (
        "plan",
        {"first_day": "2026-09-01", "days": 30, "metric": "gmv", "target": "300000", "currency": "CNY"},
    ),
    "candidates": (
        "candidate",
        {
            "name": "真丝眼罩 / Silk eye mask",
            "cost": "12",
            "price": "39",
            "market_size": "500000",
            "rivals": 85,
            "review_stars": "4.3",
            "return_share": "0.05",
            "lead_days": 15,
            "moq": 200,
        },
    ),
    "promotions": (
        "promotion",
        {
            "name": "99 大促 / 9.9 sale",
            "first_day": "2026-09-09",
            "last_day": "2026-09-11",
            "sku": "",
            "mechanics": "spend-X-save-Y",
            "threshold": "300",
            "saving": "40",
            "price": None,
            "budget": "2000",
            "plan": "30000",
        },
    ),
    "competitor_prices": (
        "price",
        {
            "day": "2026-09-01",
            "listing_id": "652000000001",
            "seller": "某某旗舰店 / Rival store",
            "list_price": "129",
            "deal_price": "99",
            "final_price": "89",
            "sales_month": 1000,
        },
    ),
    "fx": ("fx", {"day": "2026-09-01", "base": "USD", "quote": "CNY", "rate": "7.1234"}),
    "fees": (
        "fee",
        {
            "fee_id": "F-1001",
            "day": "2026-09-01",
            "order_id": "118000000001",
            "kind": "payment",
            "amount": "1.2",
        },
    ),
    "ads": (
        "ad",
        {
            "day": "2026-09-01",
            "days": 1,
            "grain": "campaign",
            "impressions": 12000,
            "clicks": 300,
            "spend": "150",
            "orders": 8,
            "sales": "640",
        },
    ),
}


def test_every_table_that_no_platform_exports_has_a_template() -> None:
    assert tuple(templates()) == NAMES


@pytest.mark.parametrize(("name", "language"), BOTH)
def test_filled_in_it_is_read_back(tmp_path: Path, name: str, language: str) -> None:
    data = filled(tmp_path / "blank.xlsx", name, language)
    read = Reader(tmp_path).one("filled.xlsx", data)
    table, values = EXPECTED[name]
    assert read.format == templates()[name].format
    assert [{key: line[key] for key in values} for line in read.tables[table]] == [values]
    assert (read.kept, read.refused, read.issues) == (1, 0, ())


@pytest.mark.parametrize("name", NAMES)
def test_empty_it_holds_nothing_and_the_example_is_not_loaded(tmp_path: Path, name: str) -> None:
    path = tmp_path / "t.xlsx"
    write_template(name, "en", path)
    found = recognise(path, FORMATS, tmp_path / "work")
    assert [item.format for item in found] == [templates()[name].format]
    read = Reader(tmp_path).one("again.xlsx", path.read_bytes())
    assert read.tables == {}
    assert [code for _, code in read.codes] == ["no_rows"]


@pytest.mark.parametrize(("name", "language"), BOTH)
def test_guide_explains_every_column(tmp_path: Path, name: str, language: str) -> None:
    path = tmp_path / "t.xlsx"
    write_template(name, language, path)
    data, guide = openpyxl.load_workbook(path).worksheets
    template = templates()[name]
    heads = [cell.value for cell in data[1]]
    assert heads == [made.header(column, language) for column in template.columns]
    told = [[cell.value or "" for cell in line] for line in guide.iter_rows(min_row=6)]
    assert [(line[0], line[2], line[3]) for line in told] == [
        (column.header[language], column.help[language], column.example) for column in template.columns
    ]
    assert guide["A2"].value == template.about[language]


@pytest.mark.parametrize("name", NAMES)
def test_headers_are_names_of_the_format(name: str) -> None:
    template = templates()[name]
    fields = FORMATS.get(template.format).fields
    assert {column.field for column in template.columns} <= set(fields)
    for column in template.columns:
        known = {normal(alias) for alias in fields[column.field].names}
        assert {normal(made.header(column, language)) for language in LANGUAGES} <= known
        assert (
            column.field.removesuffix("_name") in known or column.field in known or column.field == "on_day"
        )
        assert fields[column.field].key == column.required


def test_dropdowns_offer_what_the_reader_knows(tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    write_template("tickets", "zh", path)
    checks = openpyxl.load_workbook(path).worksheets[0].data_validations.dataValidation
    lists = [check.formula1 for check in checks if check.type == "list"]
    assert lists == ['"咨询,退货,换货,投诉,物流,其他"']
    values = FORMATS.get("own_tickets").fields["kind"].values
    assert {"咨询", "退货"} < {word for words in values.values() for word in words}
    assert all(check.prompt for check in checks)


def test_same_bytes_on_any_day(tmp_path: Path) -> None:
    first, second = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    write_template("costs", "zh", first)
    write_template("costs", "zh", second)
    assert first.read_bytes() == second.read_bytes()
    with zipfile.ZipFile(first) as parts:
        stamps = {info.date_time for info in parts.infolist()}
        core = parts.read("docProps/core.xml").decode()
    assert stamps == {(1980, 1, 31, 0, 0, 0)}
    assert "2020-01-01T00:00:00Z" in core


def test_nothing_in_a_template_can_run(tmp_path: Path) -> None:
    assert [made.safe(text) for text in ("=1+1", "+1", "-1", "@x", "\tx", "a=1", "")] == [
        "'=1+1",
        "'+1",
        "'-1",
        "'@x",
        "'\tx",
        "a=1",
        "",
    ]
    for name, language in BOTH:
        path = tmp_path / f"{name}{language}.xlsx"
        write_template(name, language, path)
        for sheet in openpyxl.load_workbook(path).worksheets:
            for line in sheet.iter_rows():
                assert not any(
                    cell.data_type == "f" or str(cell.value or "").startswith(made.FORMULA) for cell in line
                )


def test_unknown_name_language_and_kind(tmp_path: Path) -> None:
    with pytest.raises(KeyError):
        write_template("salaries", "zh", tmp_path / "t.xlsx")
    with pytest.raises(ValueError, match="fr"):
        write_template("costs", "fr", tmp_path / "t.xlsx")
    with pytest.raises(ValueError, match=r"x\.y: odd"):
        made._template(
            "x",
            {"zh": "x", "en": "x", "about": ["", ""], "columns": [["y", "odd", True, "", "", "", "", ""]]},
        )

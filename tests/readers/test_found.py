"""What is in files and folders, and why something cannot be read."""

import hashlib
import io
import os
import zipfile
from pathlib import Path

import openpyxl
import pytest

from tests.readers.plain import HEADER, TOML, codes, found_in, line, reading, rows, sales, text
from zhanggui.readers import Formats, find, formats, recognise
from zhanggui.readers.found import fingerprint, shown_name, wanted
from zhanggui.readers.grammar import load


def test_folders_are_walked_in_order(tmp_path: Path) -> None:
    for name in ("b.csv", "a/c.csv", ".hidden.csv", "~$b.xlsx", "x.tmp", "__MACOSX/d.csv"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    assert [path.name for path in find([tmp_path, tmp_path / "b.csv"])] == ["c.csv", "b.csv"]
    with pytest.raises(FileNotFoundError):
        find([tmp_path / "none.csv"])
    assert not wanted("a.csv.part")


def test_content_decides_not_the_name(tmp_path: Path) -> None:
    path = tmp_path / "photo.xls"
    path.write_bytes(text(*rows(3)).replace(b",", b"\t"))
    (found,) = found_in(path)
    assert found.format == "sales"
    assert found.header == tuple(HEADER.split(","))
    assert found.hash == found.sha == hashlib.sha256(path.read_bytes()).hexdigest() == fingerprint(path)


def test_a_zip_of_a_workbook_of_two_tables(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for name in ("one", "two"):
        page = book.create_sheet(name)
        for row in (HEADER, line(1)):
            page.append(row.split(","))
    sink = io.BytesIO()
    book.save(sink)
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as box:
        box.writestr("in/b.xlsx", sink.getvalue())
    found = found_in(tmp_path / "a.zip")
    assert [item.name for item in found] == ["a.zip/in/b.xlsx/one", "a.zip/in/b.xlsx/two"]
    assert len({item.hash for item in found}) == 2
    assert {item.path for item in found} == {tmp_path / "a.zip"}


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty_file"),
        (b"\xef\xbb\xbf\r\n", "empty_file"),
        (b"<html><body><table><tr><td>1</td></tr></table>", "html_as_xls"),
        (b"%PDF-1.7", "not_a_table"),
        (b"Dear Sir,\nnothing here\n", "not_a_table"),
        (bytes(range(256)) * 40, "not_a_table"),
        (b"colour,size\nred,1\n", "unknown_format"),
        (b"PK\x03\x04broken", "damaged_file"),
        ("锟斤拷锟斤拷,size,x\n1,2,3\n".encode(), "wrong_encoding"),
        (text(line(1), header=HEADER.replace("Order No", "Number")), "missing_column"),
    ],
)
def test_why_not(tmp_path: Path, data: bytes, code: str) -> None:
    (tmp_path / "a.xls").write_bytes(data)
    assert codes(tmp_path / "a.xls") == [code]


@pytest.mark.parametrize(
    ("name", "inside", "code"),
    [("a.html", "<p>", "not_a_table"), ("a.htm", "<table>", "html_as_xls"), ("a.xls", "<p>", "html_as_xls")],
)
def test_a_web_page_is_no_export_and_a_table_saved_as_one_is(
    tmp_path: Path, name: str, inside: str, code: str
) -> None:
    (tmp_path / name).write_text(f"<!DOCTYPE html><html><body>{inside}</body></html>", "utf-8")
    assert codes(tmp_path / name) == [code]


def test_two_formats_that_fit_alike_are_asked_about(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(text(line(1)))
    both = Formats(tuple(load(TOML.replace('key = "sales"', f'key = "{key}"'), key) for key in "ab"))
    (found,) = recognise(tmp_path / "a.csv", both, tmp_path)
    assert found.format is None
    assert (found.issues[0].code, found.issues[0].value) == ("ambiguous_format", "a / b")


def test_a_dead_link_or_a_pipe_in_a_folder_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "good.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    (tmp_path / "gone.csv").symlink_to(tmp_path / "nowhere")
    os.mkfifo(tmp_path / "pipe.csv")
    assert [path.name for path in find([tmp_path])] == ["good.csv"]


def test_a_table_parted_by_blanks_is_read_like_any_other(tmp_path: Path) -> None:
    rows = "".join(f" A{n}  TEA-1   1 2024-05-0{n}    10.50\n" for n in range(1, 6))
    (tmp_path / "a.txt").write_text(f" Order_No Product Units  Sold Amount\n{rows}", "utf-8")
    toml = TOML.replace('"Order No"', '"Order_No"').replace('"Sold at"', '"Sold"')
    with reading(tmp_path / "a.txt", sales(toml)) as got:
        assert got.rows("source_row, order_id, paid") == [(n + 1, f"A{n}", 10.5) for n in range(1, 6)]
        assert got.found.name == "a.txt"


def test_a_table_without_a_header_says_so(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(
        "1,2268318,2520377,pv,1511544070\n1,2333346,2520771,cart,1511561733\n", "utf-8"
    )
    assert codes(tmp_path / "a.csv") == ["no_header"]
    (tmp_path / "b.csv").write_text("user,item,kind\n1,2333346,cart\n1,2333347,pv\n", "utf-8")
    assert codes(tmp_path / "b.csv") == ["unknown_format"]


@pytest.mark.parametrize(
    ("raw", "name"), [("销售.csv".encode("gbk"), "销售.csv"), (b"\xff\xfe.csv", "\ufffd\ufffd.csv")]
)
def test_a_name_that_is_no_utf8_is_read_and_shown(tmp_path: Path, raw: bytes, name: str) -> None:
    path = Path(os.fsdecode(os.fsencode(str(tmp_path)) + b"/" + raw))
    path.write_bytes(text(*rows(3)))
    assert shown_name(path) == name
    with reading(path) as got:
        assert (got.found.name, got.found.path, got.staged.kept) == (name, path, 3)


def test_advertising_split_by_what_overlaps_is_told_by_its_column(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("Asset,Campaign,Day,Currency code,Clicks,Impr.,Cost\nBuy,C,2026-03-01,USD,1,10,5.00\n")
    (found,) = recognise(path, formats(), tmp_path / "work")
    (issue,) = found.issues
    assert (found.format, issue.row, issue.column, issue.code) == (None, 1, "Asset", "only_slices")
    assert "Google Ads campaigns by day" in issue.value

"""Delimited text: its separator, its first rows, and an even copy of an uneven file."""

import io
from pathlib import Path

import duckdb
import pytest

from zhanggui.readers.encoding import Encoding
from zhanggui.readers.names import normal
from zhanggui.readers.text import Slice, clean, delimiter, head, rows

UTF8 = Encoding("utf-8")


@pytest.mark.parametrize("sign", [",", "\t", ";", "|"])
def test_the_separator_shows_itself(sign: str) -> None:
    text = "\n".join(sign.join(row) for row in [["a", "b", "c"], ["1", "2", "3"], ["4", "5", "6"]])
    assert delimiter(text, frozenset(), normal) == sign


def test_known_names_decide_about_the_separator() -> None:
    text = "title, with, commas, in it\nOrder No;Units\n1;2,5\n2;3,5\n3;4,5\n"
    assert delimiter(text, frozenset({"order no", "units"}), normal) == ";"


def test_a_record_begins_on_its_line() -> None:
    got = list(rows(io.StringIO('a,b\n"x\ny",1\n\nz,2\n', newline=""), ","))
    assert [(row.line, len(row.cells)) for row in got] == [(1, 2), (2, 2), (4, 0), (5, 2)]


def test_the_head_stops() -> None:
    assert len(head(b"a,b\n" * 500, UTF8, ",", 10)) == 11


def test_an_even_copy_names_what_it_leaves_out(tmp_path: Path) -> None:
    source, target = tmp_path / "a.csv", tmp_path / "b.csv"
    source.write_bytes(b"h,i,j\n1,2,3\n4,5\n\n6,7,8,9\n\xe5\xba\x97,\xe5\xba,x\n7,8,9\n1,")
    flaws = clean(source, UTF8, ",", Slice(2, None, 3, (0, 1)), target)
    assert target.read_text("utf-8").splitlines() == ["2,1,2,3", "3,4,5,", "7,7,8,9"]
    assert [(flaw.line, flaw.column, flaw.code) for flaw in flaws] == [
        (5, -1, "extra_cells"),
        (6, 1, "wrong_encoding"),
        (8, -1, "cut_off"),
    ]


def test_a_damaged_cell_that_nobody_reads_does_no_harm(tmp_path: Path) -> None:
    source, target = tmp_path / "a.csv", tmp_path / "b.csv"
    source.write_bytes(b"1,\xff\n")
    assert clean(source, UTF8, ",", Slice(1, None, 2, (0,)), target) == []
    assert target.read_text("utf-8").startswith("1,1,")


def test_a_last_line_cut_within_a_character_is_cut_off(tmp_path: Path) -> None:
    source, target = tmp_path / "a.csv", tmp_path / "b.csv"
    source.write_bytes("编号,名称,数量\n1,杯子,2\n2,杯".encode("gb18030")[:-1])
    flaws = clean(source, Encoding("gb18030"), ",", Slice(2, None, 3, (0, 1, 2)), target)
    assert [(flaw.line, flaw.column, flaw.code) for flaw in flaws] == [(3, -1, "cut_off")]
    assert target.read_text("utf-8").splitlines() == ["2,1,杯子,2"]


def test_lines_within_cells_end_as_those_of_the_copy(tmp_path: Path) -> None:
    source, target = tmp_path / "a.csv", tmp_path / "b.csv"
    source.write_bytes(b'id,note\r\n1,"2" pipe\r\n2,"two\r\nlines\rhere"\r\n')
    assert clean(source, UTF8, ",", Slice(2, None, 2, (0,)), target) == []
    assert b"\r" not in target.read_bytes()
    names = "columns = {'line': 'VARCHAR', 'c0': 'VARCHAR', 'c1': 'VARCHAR'}, auto_detect = false"
    with duckdb.connect() as con:
        got = con.execute(
            f"SELECT c0, c1 FROM read_csv('{target}', {names}, quote = '\"', escape = '\"')"
        ).fetchall()
    assert [row[0] for row in got] == ["1", "2"]
    assert got[1][1] == "two\nlines\nhere"

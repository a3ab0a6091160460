from pathlib import Path

import pytest

from zhanggui.readers.blanks import respaced, spaced, unwrapped, wrapped
from zhanggui.readers.encoding import Encoding

TABLE = (
    " customer_id  date number spent\n 00001 19970101  1   11.77\n"
    " 00002 19970112  5   77.00\n 00003 19970102  2   20.76\n"
)


def test_a_table_parted_by_blanks(tmp_path: Path) -> None:
    assert spaced(TABLE)
    assert spaced(TABLE + " 0000")  # the sample ends within a line
    (tmp_path / "a.txt").write_bytes(b"\xef\xbb\xbf" + TABLE.replace("\n", "\r\n", 1).encode())
    respaced(tmp_path / "a.txt", Encoding("utf-8", 3), tmp_path / "a.csv")
    lines = (tmp_path / "a.csv").read_text("utf-8").splitlines()
    assert lines[:2] == ["customer_id,date,number,spent", "00001,19970101,1,11.77"]
    assert len(lines) == 4


@pytest.mark.parametrize(
    "text",
    [
        "",
        "one two\nthree four\n",
        "one,two\nthree,four\n1,2\n",
        "one\ntwo\nthree\nfour\n",
        "A sentence of words\nand another one that is longer\nand one\nthen the last of them all\n",
    ],
)
def test_what_is_no_such_table(text: str) -> None:
    assert not spaced(text)


WRAPPED = '"id,name,spent"\r\n"1,""a, b"",2.5"\r\n"2,c,3"\r\n'


def test_lines_in_quotes_as_a_whole(tmp_path: Path) -> None:
    assert wrapped(WRAPPED)
    assert wrapped(WRAPPED + '"3,')  # the sample ends within a line
    (tmp_path / "a.csv").write_bytes(b"\xef\xbb\xbf" + WRAPPED.encode())
    unwrapped(tmp_path / "a.csv", Encoding("utf-8", 3), tmp_path / "b.csv")
    assert (tmp_path / "b.csv").read_text("utf-8") == 'id,name,spent\n1,"a, b",2.5\n2,c,3\n'


@pytest.mark.parametrize(
    "text", ["", '"a,b"\n', '"a","b"\n"1","2"\n', "a,b\n1,2\n", '"a"\n"b"\n"c"\n', '"a,b"\n1,2\n']
)
def test_what_is_not_wrapped(text: str) -> None:
    assert not wrapped(text)

import zipfile
from pathlib import Path

import pytest
import python_calamine

from zhanggui.simulator.exports.sheet import Dialect, Sheet, text_of, write_text, write_xlsx, xlsx_bytes


def test_text_is_quoted_where_it_must_be() -> None:
    text = text_of(("a", "b"), (["1,5", 'say "x"'], "same"), Dialect(preamble=("top",), footer=("end",)))
    assert text == 'top\r\na,b\r\n"1,5",same\r\n"say ""x""",same\r\nend\r\n'
    assert text_of(("a",), (["x"],), Dialect(quote_all=True, newline="\n")) == '"a"\n"x"\n'
    assert text_of(("a", "b"), (["x,y"], ["z"]), Dialect(separator="\t", newline="\n")) == "a\tb\nx,y\tz\n"


def test_no_rows_still_has_a_header(tmp_path: Path) -> None:
    write_text(tmp_path / "deep" / "x.csv", ("甲",), ([],), Dialect("gb18030"))
    assert (tmp_path / "deep" / "x.csv").read_bytes() == "甲\r\n".encode("gb18030")


def test_columns_must_fit(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="different lengths"):
        text_of(("a", "b"), (["1"], ["1", "2"]), Dialect())
    with pytest.raises(ValueError, match="2 names for 1"):
        write_text(tmp_path / "x.csv", ("a", "b"), (["1"],), Dialect())
    with pytest.raises(ValueError, match="2 names for 1"):
        write_xlsx(tmp_path / "x.xlsx", Sheet("s", ("a", "b"), (["1"],)))


def test_a_workbook_is_read_by_others_and_its_bytes_do_not_change(tmp_path: Path) -> None:
    sheet = Sheet("数据", ("名", "n"), (["a<b>&", ""], ["1.5", ""]), (("title",),), frozenset({"n"}))
    write_xlsx(tmp_path / "x.xlsx", sheet)
    book = python_calamine.load_workbook(str(tmp_path / "x.xlsx"))
    assert book.sheet_names == ["数据"]
    rows = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    assert [row[:2] for row in rows[:3]] == [["title", ""], ["名", "n"], ["a<b>&", 1.5]]
    assert xlsx_bytes(sheet) == (tmp_path / "x.xlsx").read_bytes()
    with zipfile.ZipFile(tmp_path / "x.xlsx") as archive:
        assert {entry.date_time[0] for entry in archive.infolist()} == {1980}

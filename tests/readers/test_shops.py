from pathlib import Path

import duckdb
import pytest

from tests.readers.plain import HEADER, SALT, sales
from zhanggui.readers import Formats, recognise
from zhanggui.readers.shops import shops_stated


def stated(path: Path, text: str, encoding: str = "utf-8") -> frozenset[str]:
    path.write_bytes(text.encode(encoding))
    work = path.parent / "work"
    work.mkdir()
    with duckdb.connect() as con:
        return shops_stated(con, recognise(path, Formats((sales(),)), work)[0], SALT)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_names_are_those_that_the_rows_will_state(tmp_path: Path, encoding: str) -> None:
    rows = "".join(
        f"{n},p,1,2024-05-01 10:00:00,5,买家,{name}\n" for n, name in enumerate([" 一店\t", "二店", "", "-"])
    )
    assert stated(tmp_path / "a.csv", f"{HEADER}\n{rows}{HEADER}\n", encoding) == {"一店", "二店"}


def test_rows_that_are_uneven_are_read_from_a_clean_copy(tmp_path: Path) -> None:
    rows = "1,p,1,2024-05-01,5,x,a,b,c,d,e\n2,p\n3,p,1,2024-05-01,5,x,b\n"
    assert stated(tmp_path / "a.csv", f"{HEADER}\n{rows}") == {"b"}


def test_a_file_without_the_column_or_of_no_format_states_none(tmp_path: Path) -> None:
    header = HEADER.removesuffix(",Shop")
    assert stated(tmp_path / "a.csv", f"{header}\n1,p,1,2024-05-01,5,x\n") == frozenset()
    (tmp_path / "b").mkdir()
    assert stated(tmp_path / "b" / "b.csv", "what,is\nthis,1\n") == frozenset()

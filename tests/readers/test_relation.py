"""A table is read straight from its file where that is safe."""

from pathlib import Path

import duckdb

from tests.readers.plain import found_in, line, rows, text
from zhanggui.readers.relation import cleaned, straight


def test_straight_from_a_clean_file(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"Title\n" + text(*rows(2)))
    (found,) = found_in(tmp_path / "a.csv")
    assert found.source is not None
    assert found.section is not None
    relation = straight(found.source, found.section, tmp_path)
    assert relation is not None
    assert relation.path == tmp_path / "a.csv"
    assert duckdb.execute(f"SELECT c0 FROM {relation.sql()}").fetchall() == [("A0001",), ("A0002",)]


def test_another_encoding_is_transcoded(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(text(line(1, product="绿茶")).decode().encode("gb18030"))
    (found,) = found_in(tmp_path / "a.csv")
    assert found.source is not None
    assert found.section is not None
    relation = straight(found.source, found.section, tmp_path)
    assert relation is not None
    assert duckdb.execute(f"SELECT c1 FROM {relation.sql()}").fetchall() == [("绿茶",)]


def test_a_cleaned_copy_has_the_lines_of_the_file(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(text(line(1), "", line(2)))
    (found,) = found_in(tmp_path / "a.csv")
    assert found.source is not None
    assert found.section is not None
    relation = cleaned(found.source, found.section, (0,), tmp_path)
    assert duckdb.execute(f"SELECT line, c0 FROM {relation.sql()}").fetchall() == [
        ("2", "A0001"),
        ("4", "A0002"),
    ]

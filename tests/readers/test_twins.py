"""Rows with an id of their own stand once."""

from pathlib import Path

from tests.readers.plain import TOML, line, reading, sales, text

UNIQUE = sales(TOML.replace("[fields.order_id]", "unique = true\n[fields.order_id]", 1))


def test_the_last_of_two_that_differ_is_kept_and_told(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(text(line(1, amount=5), line(2), line(1, amount=7), line(2)))
    with reading(tmp_path / "a.csv", UNIQUE) as got:
        assert got.rows("order_id, paid, source_row") == [("A0002", 10.5, 3), ("A0001", 7, 4)]
        assert got.issues == [(2, "Order No", "conflict")]
        assert (got.staged.rows, got.staged.kept, got.staged.refused) == (4, 3, 1)


def test_without_ids_equal_rows_are_real(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(text(line(1), line(1)))
    with reading(tmp_path / "a.csv") as got:
        assert len(got.rows("order_id")) == 2

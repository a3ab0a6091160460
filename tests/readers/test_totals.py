"""Totals without a word, and ids that lost their last digits."""

from pathlib import Path

from tests.readers.plain import line, reading, text


def test_a_nameless_row_that_is_the_sum_is_a_total(tmp_path: Path) -> None:
    total = line(0, order="", product="", units=6, at="", amount="31.50", customer="")
    (tmp_path / "a.csv").write_bytes(text(total, *(line(n, units=n) for n in (1, 2, 3))))
    with reading(tmp_path / "a.csv") as got:
        assert (got.staged.rows, got.issues) == (3, [])


def test_a_nameless_row_that_is_not_is_refused(tmp_path: Path) -> None:
    odd = line(0, order="", product="", units=5, at="", amount="31.00", customer="")
    (tmp_path / "a.csv").write_bytes(text(odd, *(line(n, units=n) for n in (1, 2, 3))))
    with reading(tmp_path / "a.csv") as got:
        assert got.issues == [(2, "Order No", "missing_key")]


def test_a_row_that_names_something_is_no_total(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(text(line(1), line(2, order="")))
    with reading(tmp_path / "a.csv") as got:
        assert got.issues == [(3, "Order No", "missing_key")]


def test_ids_that_a_spreadsheet_rounded(tmp_path: Path) -> None:
    rounded = [line(n, order=f"20240101123{n}000") for n in (4561, 4562, 4563)]
    (tmp_path / "a.csv").write_bytes(text(*rounded, line(9, order="202401011234567891")))
    with reading(tmp_path / "a.csv") as got:
        assert [code for _, _, code in got.issues] == ["damaged_id"] * 3
        assert got.staged.kept == 1


def test_one_id_that_ends_in_zeros_is_chance(tmp_path: Path) -> None:
    fine = [line(n, order=f"2024010112345678{n}") for n in range(11, 30)]
    (tmp_path / "a.csv").write_bytes(text(*fine, line(9, order="202401011234567800")))
    with reading(tmp_path / "a.csv") as got:
        assert got.issues == []

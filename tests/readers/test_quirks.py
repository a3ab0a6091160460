"""Every quirk of exporters and spreadsheets on one format or another: the same rows come out, or the test says which.

The whole matrix is formats x quirks; a run takes each quirk once, on formats of every family in turn.
"""

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path

import duckdb
import pytest

from tests.readers.quirks import QUIRKS, Quirk, place
from tests.readers.sheets import Sheet, csv_text, sheet
from zhanggui.readers import Context, formats, recognise, release, stage

KNOWN = formats()
KEYS = (
    "taobao_items sycm_shop amazon_business_asin_dated jd_ads_account pdd_settlement douyin_insurance alipay "
    "wanxiangtai_goods google_ads_campaigns_daily own_costs"
).split()

TRIED = [(quirk, KEYS[number % len(KEYS)]) for number, quirk in enumerate(QUIRKS)]


@dataclass
class Outcome:
    """Formats found, rows per table without their place in the file, how many were kept and refused, and why."""

    formats: set[str | None] = field(default_factory=set)
    tables: dict[str, list[tuple[object, ...]]] = field(default_factory=dict)
    kept: int = 0
    refused: int = 0
    issues: list[tuple[int, str, str, str]] = field(default_factory=list)


SEEN: dict[tuple[object, ...], Outcome] = {}


@cache
def connection() -> duckdb.DuckDBPyConnection:
    return duckdb.connect(config={"threads": 1})


def outcome(path: Path, made: Sheet) -> Outcome:
    """Everything that comes of a file."""
    out, con = Outcome(), connection()
    zone = "Asia/Shanghai" if made.currency == "CNY" else "UTC"
    given = Context(bytes(32), date(2026, 10, 31), zone, made.currency, day=date(2026, 1, 5))
    for found in recognise(path, KNOWN, path.parent / "work"):
        out.formats.add(found.format)
        out.issues += [(i.row, i.column, i.code, i.value) for i in found.issues]
        if found.format is None:
            continue
        staged = stage(con, found, given)
        out.kept, out.refused = out.kept + staged.kept, out.refused + staged.refused
        out.issues += [(i.row, i.column, i.code, i.value) for i in staged.issues if i.level == "refused"]
        for table, name in staged.tables.items():
            rows = con.execute(f"SELECT * EXCLUDE (source_row, version) FROM {name}").fetchall()
            out.tables[table] = sorted([*out.tables.get(table, []), *rows], key=repr)
        release(con, found)
    return out


def plainly(made: Sheet) -> Outcome:
    """What comes of the sheet as plain UTF-8 CSV, read once."""
    same = made.item.key, made.header, made.rows
    if same not in SEEN:
        SEEN[same] = _plainly(made)
    return SEEN[same]


def _plainly(made: Sheet) -> Outcome:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "plain.csv"
        path.write_bytes(csv_text(made).encode())
        return outcome(path, made)


@pytest.mark.parametrize(("quirk", "key"), TRIED, ids=lambda value: getattr(value, "name", value))
def test_the_same_rows_come_out(tmp_path: Path, quirk: Quirk, key: str) -> None:
    made = sheet(KNOWN.get(key))
    expected = plainly(quirk.base(made))
    assert expected.formats == {key}
    assert expected.refused == 0
    path = place(tmp_path, quirk, made)
    if path is None:
        pytest.skip("this encoding cannot hold the file")
    got = outcome(path, made)
    assert (got.formats, got.issues) == ({key}, [])
    assert (got.kept, got.refused) == (expected.kept, 0)
    assert differing(got.tables, expected.tables) == []


def differing(
    got: Mapping[str, list[tuple[object, ...]]], expected: Mapping[str, list[tuple[object, ...]]]
) -> list[tuple[str, tuple[object, ...], tuple[object, ...]]]:
    """The first rows that differ, per table."""
    assert {table: len(rows) for table, rows in got.items()} == {t: len(rows) for t, rows in expected.items()}
    pairs = ((table, zip(got[table], rows, strict=True)) for table, rows in expected.items())
    return [(table, one, other) for table, rows in pairs for one, other in rows if one != other][:3]

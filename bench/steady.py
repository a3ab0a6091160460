"""Whether loading the same files always makes the same books: a library that spoils memory shows here, not in a test.

`python -m bench.steady [TIMES]`: simulates a shop, loads its files into new folders, each time in a process of its own,
and holds the sums of every figure against the first. Fails when a process ends badly or a sum differs.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

import duckdb

from zhanggui.model.tables import TABLES
from zhanggui.store.folder import ShopFolder

TIMES = 20
MODULUS = 1_000_003
FIGURES = ("count", "money", "share", "rate")
RIGHT = (0, 1)  # read whole, or read with something refused: the folder holds the truth of the shop too


def run(*words: str) -> int:
    """What the command ends with."""
    return subprocess.run(
        [sys.executable, "-m", "zhanggui", *words], capture_output=True, check=False
    ).returncode


def sums(shop: Path) -> list[tuple[object, ...]]:
    """Rows and sums of every table."""
    books = ShopFolder.open(shop).books
    out: list[tuple[object, ...]] = []
    with duckdb.connect(str(books.path(books.pointer().current)), read_only=True) as con:
        for table in TABLES.values():
            names = [column.name for column in table.columns if column.type in FIGURES]
            told = "".join(f', sum(CAST("{name}" AS HUGEINT)) % {MODULUS}' for name in names)
            out += [
                (table.name, *row)
                for row in con.execute(f"SELECT count(*){told} FROM {table.name}").fetchall()
            ]
    return out


def main(times: int) -> int:
    """Print how many loads were alike; 1 when one was not."""
    with tempfile.TemporaryDirectory(prefix="zhanggui-bench-") as place:
        files, bad = Path(place) / "files", 0
        run("simulate", "--shops", "1", "--days", "150", "--seed", "1", "--out", str(files))
        first: list[tuple[object, ...]] = []
        for number in range(times):
            shop = Path(place) / f"shop{number}"
            code = run("--shop", str(shop), "today", str(files))
            found = sums(shop) if code in RIGHT else []
            first = first or found
            bad += found != first or not found
        print(
            f"{times - bad} of {times} loads of the same files made the same books (DuckDB {duckdb.__version__})"
        )
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else TIMES))

"""Loading, against the least the engine needs: a clean order file, and a month that overlaps what is there.

The least is one `INSERT … SELECT … FROM read_csv` of the same columns, typed, into an empty table. Ratios are of
processor time, so that a busy machine does not decide; wall seconds are printed beside them.
`ZHANGGUI_BENCH_LINES` sets the size (5,000,000).
"""

import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from zhanggui.app.load import Options, load
from zhanggui.store.folder import ShopFolder

LINES = int(os.environ.get("ZHANGGUI_BENCH_LINES", "5000000"))
LOAD_BOUND = 2.5
AGAIN_BOUND = 2.0
GB_BOUND = 3.5
MEMORY_BOUND = 2048  # MiB

# Columns of a JD order export: header, SQL of a cell, type in the bare table.
COLUMNS = (
    ("订单号", "CAST(100000000000 + i // 2 AS VARCHAR)", "VARCHAR"),
    ("商品ID", "CAST(80000000 + hash(i) % 5000 AS VARCHAR)", "VARCHAR"),
    ("商品名称", "'夏季新款连衣裙 ' || (hash(i) % 5000)", "VARCHAR"),
    ("订购数量", "1 + i % 3", "BIGINT"),
    (
        "下单时间",
        "strftime(TIMESTAMP '2023-01-01' + INTERVAL (i * 2) SECOND, '%Y-%m-%d %H:%M:%S')",
        "TIMESTAMP",
    ),
    (
        "付款确认时间",
        "strftime(TIMESTAMP '2023-01-01' + INTERVAL (i * 2 + 60) SECOND, '%Y-%m-%d %H:%M:%S')",
        "TIMESTAMP",
    ),
    ("京东价", "printf('%d.%02d', 20 + i % 900, i % 100)", "DECIMAL(18,4)"),
    ("应付金额", "printf('%d.%02d', 2 * (20 + i // 2 % 900), i // 2 % 100)", "DECIMAL(18,4)"),
    ("订单状态", "'完成'", "VARCHAR"),
    ("下单帐号", "'jd_' || (hash(i // 2) % 400000)", "VARCHAR"),
    ("商家SKUID", "'SKU' || (hash(i) % 8000)", "VARCHAR"),
)


@dataclass(frozen=True, slots=True)
class Cost:
    """What something took: seconds of the processor and of the clock."""

    cpu: float
    wall: float


def timed(work: Callable[[], object]) -> Cost:
    """Run it once."""
    cpu, wall = time.process_time(), time.perf_counter()
    work()
    return Cost(time.process_time() - cpu, time.perf_counter() - wall)


def write(path: Path, first: int, last: int) -> None:
    """An order file of lines ``first``..``last`` - 1, UTF-8."""
    cells = ", ".join(f'{cell} AS "{name}"' for name, cell, _ in COLUMNS)
    duckdb.execute(f"COPY (SELECT {cells} FROM range({first}, {last}) t(i)) TO '{path}' (HEADER)")


def bare(path: Path, into: Path) -> None:
    """The least: the same columns, typed, straight into a table."""
    types = ", ".join(f"'{name}': '{kind}'" for name, _, kind in COLUMNS)
    with duckdb.connect(str(into)) as con:
        con.execute("SET enable_progress_bar = false")
        con.execute("CREATE TABLE lines (" + ", ".join(f'"{name}" {kind}' for name, _, kind in COLUMNS) + ")")
        con.execute(
            f"INSERT INTO lines SELECT * FROM read_csv('{path}', header = true, columns = {{{types}}})"
        )


def product(folder: ShopFolder, path: Path) -> None:
    """What `zhanggui load` does; raises SystemExit when not every line was kept."""
    (told,) = load(folder, [path], Options(datetime(2026, 6, 1, tzinfo=UTC), "bench"))
    if told.refused or not told.kept:
        sys.exit(f"{told.kept} kept, {told.refused} refused: {told.issues[:3]}")


def report(name: str, ours: Cost, theirs: Cost, bound: float) -> bool:
    """One line; whether it is within the bound."""
    ratio = ours.cpu / theirs.cpu
    print(f"{name}: {ratio:.2f} x ({ours.cpu:.1f} / {theirs.cpu:.1f} s processor, {ours.wall:.1f} / {theirs.wall:.1f} s"
          f" clock), bound {bound}")  # fmt: skip
    return ratio <= bound


def main() -> int:
    """Print the ratios; 1 when one is out of bounds."""
    with tempfile.TemporaryDirectory(prefix="zhanggui-bench-") as place:
        home = Path(place)
        whole, month, again, chinese = (
            home / f"{name}.csv" for name in ("whole", "month", "again", "gb18030")
        )
        days = LINES // 12
        write(whole, 0, LINES)
        write(month, LINES, LINES + days)
        write(again, LINES + days // 10, LINES + days + days // 10)
        least = timed(lambda: bare(whole, home / "bare.duckdb"))
        folder = ShopFolder.open(home / "shop")
        good = report(f"load of {LINES:,} lines", timed(lambda: product(folder, whole)), least, LOAD_BOUND)
        first = timed(lambda: product(folder, month))
        second = timed(lambda: product(folder, again))
        good &= report(f"a month of {days:,} lines again, 90 % known", second, first, AGAIN_BOUND)
        with whole.open(encoding="utf-8") as source, chinese.open("w", encoding="gb18030") as target:
            for line in source:
                target.write(line)
        other = ShopFolder.open(home / "other")
        good &= report("the same file in GB18030", timed(lambda: product(other, chinese)), least, GB_BOUND)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"greatest memory: {memory} MiB, bound {MEMORY_BOUND}")
    return 0 if good and memory <= MEMORY_BOUND else 1


if __name__ == "__main__":
    sys.exit(main())

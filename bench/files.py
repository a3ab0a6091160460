"""From files on disk to the daily KPI table: this product beside the script an analyst would write with pandas.

`python -m bench.files [LINES]` (10 million unless told). The script reads all its files again every morning. Here they
are read once; what they hold is kept in the books, and a later morning asks those. Both are printed: the first morning
(six files loaded, then the table) and a later one (the table alone, in a process that starts cold). The bounds are held
against the later one; memory against the greater of the two. Exit 1 when one is missed or the totals of sales differ.
"""

import json
import sys
import tempfile
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

from bench.kpi import LINES, METRICS, files
from bench.watched import Cost, run

FASTER = 5.0
LEANER = 3.0
MAPPED = ("orders", "refunds", "traffic")
OWN = ("ads", "fees", "costs")
MAPS = Path(__file__).parent / "maps"


def together(parts: Sequence[Cost]) -> Cost:
    """One after the other."""
    return Cost(
        sum(one.wall for one in parts),
        sum(one.cpu for one in parts),
        max(one.memory for one in parts),
        parts[-1].said,
    )


def product(folder: Path, shop: Path) -> tuple[Cost, Cost]:
    """The first morning and a later one."""
    words = ("zhanggui", "load", "--shop", str(shop))
    loads = [run(*words, str(folder / f"{name}.csv"), "--map", str(MAPS / f"{name}.toml")) for name in MAPPED]
    loads.append(run(*words, *(str(folder / f"{name}.csv") for name in OWN)))
    table = (
        "zhanggui",
        "kpi",
        "--shop",
        str(shop),
        "--by",
        "day,shop",
        "--metrics",
        ",".join(METRICS),
        "--json",
    )
    asked = run(*table)
    return together([*loads, asked]), run(*table)


def sales(said: str) -> Decimal:
    """Total of sales of our table."""
    rows = json.loads(said)["rows"]
    return sum((Decimal(row["gmv"]) for row in rows if row["gmv"] is not None), Decimal(0))


def main() -> int:
    """Measure and print; 1 when a bound is missed."""
    lines = int(sys.argv[1]) if len(sys.argv) > 1 else LINES
    with tempfile.TemporaryDirectory(prefix="zhanggui-bench-") as place:
        folder = Path(place) / "csv"
        files(folder, lines)
        script = run("bench.analyst", str(folder))
        first, later = product(folder, Path(place) / "shop")
    ours, theirs = sales(later.said), Decimal(script.said.split()[-1])
    print(f"daily KPI table of {lines:,} lines from files: sales {ours:.2f}, script {theirs:.2f}")
    print(f"  script, every morning: {script}")
    print(
        f"  first morning: {first}; script / ours {script.wall / first.wall:.1f} x, memory {_leaner(script, first)}"
    )
    print(
        f"  later morning: {later}; script / ours {script.wall / later.wall:.1f} x (at least {FASTER:g}), "
        f"memory {_leaner(script, later)} (at least {LEANER:g} x)"
    )
    lean = script.memory >= LEANER * max(first.memory, later.memory)
    return 0 if ours == theirs and lean and script.wall >= FASTER * later.wall else 1


def _leaner(script: Cost, ours: Cost) -> str:
    return f"{script.memory / ours.memory:.1f} x"


if __name__ == "__main__":
    sys.exit(main())

"""The simulator: seconds for 100 listings x 180 days x 4 shops, and memory for 5,000 listings x 365 days.

Each is one run of `zhanggui simulate` in processes of its own. Memory is that of all of them together. Processor
seconds are printed beside those of the clock: on a busy machine only they mean something. `ZHANGGUI_BENCH_LARGE=0`
leaves the large one out; it takes a while.
"""

import os
import sys
import tempfile
from pathlib import Path

from bench.watched import Cost, run

SECONDS_BOUND = 15.0
MEMORY_BOUND = 4096  # MiB


def measure(name: str, *options: str) -> Cost:
    """One run of `zhanggui simulate` with ``options``, and a line of its figures; raises SystemExit when it fails."""
    with tempfile.TemporaryDirectory(prefix="zhanggui-bench-") as place:
        cost = run("zhanggui", "simulate", "--out", place, *options)
        size = sum(path.stat().st_size for path in Path(place).rglob("*") if path.is_file())
    print(f"{name}: {cost}, {size / 2**20:.0f} MiB written", flush=True)
    return cost


def main() -> int:
    """Print the figures; 1 when one is out of bounds."""
    told = f"100 listings x 180 days x 4 shops (bound {SECONDS_BOUND:.0f} s)"
    small = measure(told, "--listings", "100", "--days", "180", "--shops", "4")
    good = small.wall <= SECONDS_BOUND
    if os.environ.get("ZHANGGUI_BENCH_LARGE", "1") != "0":
        large = measure(
            f"5,000 listings x 365 days x 4 shops (bound {MEMORY_BOUND} MiB)", "--preset", "large"
        )
        good &= large.memory <= MEMORY_BOUND
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())

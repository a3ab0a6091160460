"""The simulator: seconds for 100 listings x 180 days x 4 shops, and memory for 5,000 listings x 365 days.

Each is one run of `zhanggui simulate` in processes of its own. Memory is that of all of them together, looked at
five times a second where the system has /proc, else the greatest of one process. Processor seconds are printed
beside those of the clock: on a busy machine only they mean something. `ZHANGGUI_BENCH_LARGE=0` leaves the large
one out; it takes a while.
"""

import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

SECONDS_BOUND = 15.0
MEMORY_BOUND = 4096  # MiB
_PAUSE = 0.2
_PAGE = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds of the clock and of the processors, greatest memory in MiB, bytes written."""

    wall: float
    cpu: float
    memory: float
    size: int


def family(pid: int) -> Iterator[int]:
    """``pid`` and all its descendants that are alive."""
    yield pid
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            children = task.read_text().split()
        except OSError:
            continue
        for child in children:
            yield from family(int(child))


def resident(pid: int) -> float:
    """MiB that the process holds; 0 when it is gone."""
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * _PAGE / 2**20
    except (OSError, IndexError):
        return 0.0


def measure(*options: str) -> Cost:
    """One run of `zhanggui simulate` with ``options``; raises SystemExit when it fails."""
    with tempfile.TemporaryDirectory(prefix="zhanggui-bench-") as place:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        start, peak = time.perf_counter(), 0.0
        command = (sys.executable, "-m", "zhanggui", "simulate", "--out", place, *options)
        with subprocess.Popen(command, stdout=subprocess.DEVNULL) as work:
            while work.poll() is None:
                peak = max(peak, sum(map(resident, family(work.pid))))
                time.sleep(_PAUSE)
        if work.returncode:
            sys.exit(work.returncode)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        size = sum(path.stat().st_size for path in Path(place).rglob("*") if path.is_file())
        return Cost(time.perf_counter() - start, cpu, peak or after.ru_maxrss / 1024, size)


def report(name: str, cost: Cost) -> None:
    """One line of figures."""
    print(
        f"{name}: {cost.wall:.1f} s clock, {cost.cpu:.1f} s processor, {cost.memory:.0f} MiB,"
        f" {cost.size / 2**20:.0f} MiB written",
        flush=True,
    )


def main() -> int:
    """Print the figures; 1 when one is out of bounds."""
    small = measure("--listings", "100", "--days", "180", "--shops", "4")
    report(f"100 listings x 180 days x 4 shops (bound {SECONDS_BOUND:.0f} s)", small)
    good = small.wall <= SECONDS_BOUND
    if os.environ.get("ZHANGGUI_BENCH_LARGE", "1") != "0":
        large = measure("--preset", "large")
        report(f"5,000 listings x 365 days x 4 shops (bound {MEMORY_BOUND} MiB)", large)
        good &= large.memory <= MEMORY_BOUND
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())

"""A command in processes of its own: seconds, the greatest memory of all of them together, and what it printed.

Memory is looked at many times a second where the system has /proc, else it is that of the greatest child so far.
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

_PAUSE = 0.05
_PAGE = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds of the clock and of the processors, greatest memory in MiB, and what was printed."""

    wall: float
    cpu: float
    memory: float
    said: str

    def __str__(self) -> str:
        return f"{self.wall:.1f} s clock, {self.cpu:.1f} s processor, {self.memory:.0f} MiB"


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


def run(*words: str) -> Cost:
    """One module of this interpreter, with its arguments; raises SystemExit when it fails."""
    with tempfile.TemporaryFile("w+") as sink:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        start, peak = time.perf_counter(), 0.0
        with subprocess.Popen((sys.executable, "-m", *words), stdout=sink) as work:
            while work.poll() is None:
                peak = max(peak, sum(map(resident, family(work.pid))))
                time.sleep(_PAUSE)
        if work.returncode:
            sys.exit(work.returncode)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        sink.seek(0)
        return Cost(time.perf_counter() - start, cpu, peak or after.ru_maxrss / 1024, sink.read())

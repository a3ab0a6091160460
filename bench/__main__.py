"""Run every measurement in a process of its own and say on which machine; exit 1 if one is out of bounds."""

import os
import platform
import subprocess
import sys
from pathlib import Path

# `bench.root_cause` is not among them: it needs a folder of cases, see `make bench-root-cause`.
MEASUREMENTS = (
    "bench.start_up",
    "bench.steady",
    "bench.load",
    "bench.kpi",
    "bench.files",
    "bench.why",
    "bench.simulator",
)


def machine() -> str:
    """Processor, cores at hand, memory, system and Python version of this machine, on one line."""
    cpuinfo = Path("/proc/cpuinfo")
    names = [
        line.partition(":")[2].strip()
        for line in (cpuinfo.read_text("utf-8").splitlines() if cpuinfo.is_file() else ())
        if line.startswith("model name")
    ]
    processor = names[0] if names else platform.processor() or platform.machine()
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{processor}, {os.cpu_count()} cores, {memory:.0f} GiB, {platform.system()} {platform.release()}, "
        f"Python {platform.python_version()}"
    )


def main() -> int:
    """Print the machine, then what each measurement prints; 1 when one of them failed, else 0."""
    print(machine(), flush=True)
    codes = [subprocess.run([sys.executable, "-m", name], check=False).returncode for name in MEASUREMENTS]
    return 1 if any(codes) else 0


if __name__ == "__main__":
    sys.exit(main())

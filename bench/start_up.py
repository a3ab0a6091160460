"""What `zhanggui --help` costs beside an interpreter that does nothing: at most five times as much."""

import statistics
import subprocess
import sys
import time

BOUND = 5.0
ROUNDS = 15
BARE = (sys.executable, "-c", "pass")
HELP = (sys.executable, "-m", "zhanggui", "--help")


def seconds(command: tuple[str, ...]) -> float:
    """Wall-clock seconds of one run of `command`.

    Raises:
        subprocess.CalledProcessError: the command failed.
    """
    begin = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - begin


def main() -> int:
    """Print both medians and their ratio; 1 when the ratio is above the bound, else 0."""
    seconds(HELP)  # once unmeasured: byte code is written
    pairs = [(seconds(BARE), seconds(HELP)) for _ in range(ROUNDS)]
    bare, helped = (statistics.median(column) for column in zip(*pairs, strict=True))
    ratio = helped / bare
    print(
        f"zhanggui --help: {helped * 1000:.0f} ms, bare interpreter {bare * 1000:.0f} ms, "
        f"ratio {ratio:.2f} (at most {BOUND:g}), medians of {ROUNDS} runs in turn"
    )
    return 1 if ratio > BOUND else 0


if __name__ == "__main__":
    sys.exit(main())

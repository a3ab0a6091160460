"""Run every house rule on this repository: breaches on standard output, exit 1 if there is one."""

import sys
from pathlib import Path

from checks import docs, length, mirror, packaged, pages, purity, rooms, traces

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    """Print one line per breach and a closing count; 0 when there is none, else 1."""
    rules = (length, mirror, packaged, pages, purity, rooms, traces, docs)
    found = [f"{rule.__name__}: {problem}" for rule in rules for problem in rule.problems(ROOT)]
    for line in found:
        print(line)
    print(f"{len(rules)} house rules, {len(found)} breaches")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())

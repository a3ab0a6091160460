"""No trace of a machine in the repository: no path of somebody's disk, no host but well-known ones.

The locks hold no address at all. Fixtures of export files are left alone: they keep what platforms write.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from checks.tree import text, tracked

HOSTS = Path("checks") / "hosts.txt"
DATA = "../" + "shared"
DATA_SETTING = Path("tests") / "conftest.py"
FIXTURE_SUFFIXES = frozenset({".csv", ".tsv", ".txt", ".xls", ".xlsx", ".zip", ".gz"})
# Names that are reserved for examples or mean this machine.
NEUTRAL_HOST = re.compile(
    r"^(localhost|127\.0\.0\.1|0\.0\.0\.0|example\.(com|org|net)|.+\.(example|test|invalid|localhost))$"
)
URL = re.compile(r"\b(?:https?|ftp|file)://([^/\s\"'<>()\[\]{}:,;]*)")
DISK = re.compile(r"(?<![\w./~$}-])(?:/(?:home|root|work|opt|Users|mnt|srv|media)/[\w.-]+|[A-Z]:\\Users\\)")
LOCK_OPTION = re.compile(r"^\s*--(?:(?:extra-)?index-url|find-links|trusted-host)", re.MULTILINE)


def known_hosts(listing: str) -> frozenset[str]:
    """Hosts that may be named, one a line; `#` opens a comment."""
    lines = (line.split("#")[0].strip() for line in listing.splitlines())
    return frozenset(line for line in lines if line)


def _in_line(line: str, hosts: frozenset[str]) -> Iterator[str]:
    for match in DISK.finditer(line):
        yield f"a path of one machine: {match.group()}"
    for host in URL.findall(line):
        if host not in hosts and not NEUTRAL_HOST.match(host):
            yield f"a host that {HOSTS} does not name: {host or '(none)'}"


def problems(root: Path) -> list[str]:
    """One line, with file and line number, for each path, host or data folder that should not be there."""
    listing = root / HOSTS
    hosts = known_hosts(listing.read_text("utf-8")) if listing.is_file() else frozenset()
    found = []
    for path in tracked(root):
        content = None if path.suffix in FIXTURE_SUFFIXES else text(root / path)
        if content is None:
            continue
        for number, line in enumerate(content.splitlines(), start=1):
            found += [f"{path}:{number}: {what}" for what in _in_line(line, hosts)]
            if DATA in line and path != DATA_SETTING:
                found.append(f"{path}:{number}: only {DATA_SETTING} says where real files are")
        if path.suffix == ".lock" and (LOCK_OPTION.search(content) or "://" in content):
            found.append(f"{path}: a lock names packages and hashes, never where they come from")
    return found

"""What `zhanggui why` costs on 10 million order lines, and beside the SQL that it has run.

`python -m bench.why [LINES]`: makes a shop folder with synthetic books, asks why sales changed on the last day, each
time with the books opened afresh, and prints the median seconds of an answer and its ratio to the seconds spent in the
database: fails above either bound.
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb

from bench.books import DAYS, fill, shops
from zhanggui.app.why import Asked, why
from zhanggui.engines.duck import DuckEngine
from zhanggui.store.folder import ShopFolder

SECONDS = 3.0
RATIO = 2.0
ROUNDS = 5
LINES = 10_000_000
LAST = date(2023, 1, 1) + timedelta(days=DAYS - 1)
METRICS = ("gmv", "contribution", "conversion")

SHOP = """
[shops.{shop.key}]
platform = "{shop.platform}"
region = "{shop.region}"
currency = "{shop.currency}"
zone = "{shop.zone}"
names = []
"""


@dataclass(slots=True)
class Spent:
    """Seconds in the database."""

    seconds: float = 0.0
    statements: int = 0


class Timed:
    """A connection that measures what it runs, from the statement to the fetched rows."""

    def __init__(self, con: duckdb.DuckDBPyConnection, spent: Spent) -> None:
        self._con = con
        self._spent = spent

    def execute(self, sql: str) -> "Timed":
        """Run a statement."""
        begin = time.perf_counter()
        self._con.execute(sql)
        self._spent.seconds += time.perf_counter() - begin
        self._spent.statements += 1
        return self

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401  # whatever the connection has
        def fetch(*arguments: object) -> object:
            begin = time.perf_counter()
            found = getattr(self._con, name)(*arguments)
            self._spent.seconds += time.perf_counter() - begin
            return found

        return fetch


@contextmanager
def measured(spent: Spent) -> Iterator[None]:
    """Every engine that is made measures its statements."""
    plain = DuckEngine.__init__

    def made(self: DuckEngine, *arguments: Any, **named: Any) -> None:  # noqa: ANN401  # passed on as they are
        plain(self, *arguments, **named)
        self._con = Timed(self._con, spent)  # type: ignore[assignment]

    DuckEngine.__init__ = made  # type: ignore[method-assign]
    try:
        yield
    finally:
        DuckEngine.__init__ = plain  # type: ignore[method-assign]


def folder(place: Path, lines: int) -> ShopFolder:
    """A shop folder whose books hold the synthetic ones."""
    ShopFolder.open(place)
    settings = place / "zhanggui.toml"
    told = "".join(SHOP.format(shop=shop) for shop in shops())
    settings.write_text(settings.read_text("utf-8") + told, "utf-8")
    made = ShopFolder.open(place)
    con = duckdb.connect(str(made.books.path(made.books.pointer().current)))
    con.execute("SET enable_progress_bar = false")
    fill(con, lines)
    con.close()
    return made


def measure(place: ShopFolder, metric: str) -> int:
    """Print what one metric costs; 1 when it is above a bound."""
    spent = Spent()
    seconds = []
    with measured(spent):
        for _ in range(ROUNDS):
            begin = time.perf_counter()
            answer = why(place, Asked(metric), LAST + timedelta(days=1))
            seconds.append(time.perf_counter() - begin)
    whole = statistics.median(seconds)
    ratio = sum(seconds) / spent.seconds
    print(
        f"why {metric}: {whole:.2f} s (at most {SECONDS:g}), median of {ROUNDS}; {ratio:.2f} x (at most {RATIO:g}) the "
        f"{spent.seconds / ROUNDS:.2f} s of its {spent.statements // ROUNDS} statements; "
        f"{'no answer' if answer is None or answer.value is None else f'{len(answer.places)} places'}"
    )
    return 1 if whole > SECONDS or ratio > RATIO else 0


def main() -> int:
    """Measure."""
    words = sys.argv[1:]
    with tempfile.TemporaryDirectory() as scratch:
        place = folder(Path(scratch) / "shop", int(words[0]) if words else LINES)
        codes = [measure(place, metric) for metric in METRICS]
    return 1 if any(codes) else 0


if __name__ == "__main__":
    sys.exit(main())

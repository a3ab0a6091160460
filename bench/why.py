"""What `zhanggui why` costs on 10 million order lines, and beside the SQL that it has run.

`python -m bench.why [LINES]`: makes a shop folder with synthetic books, asks why sales changed on the last day, each
time with the books opened afresh, and prints the median seconds of an answer, those of the processor, and the ratio of
all processor seconds to those spent in the database: fails above either bound. Then lines of the last day are taken
away, one place after the other, and the first three places of the answer must name it.
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
from zhanggui.metrics.dimensions import DIMENSIONS
from zhanggui.store.folder import ShopFolder

SECONDS = 3.0
RATIO = 2.0
ROUNDS = 5
LINES = 10_000_000
LAST = date(2023, 1, 1) + timedelta(days=DAYS - 1)
METRICS = ("gmv", "contribution", "conversion")
# Where lines are taken away, and of how many ten orders there.
FALLS = (
    ("shop", "shop05", 8),
    ("region", "region7", 8),
    ("category", "kind3", 6),
    ("listing", "item123", 10),
)
FEWEST = 5_000_000  # lines below which a listing has too few orders a day to be told from noise
TOP = 3

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
    """Processor seconds in the database, of all its threads."""

    seconds: float = 0.0
    statements: int = 0


class Timed:
    """A connection that measures what it runs, from the statement to the fetched rows."""

    def __init__(self, con: duckdb.DuckDBPyConnection, spent: Spent) -> None:
        self._con = con
        self._spent = spent

    def execute(self, sql: str) -> "Timed":
        """Run a statement."""
        begin = time.process_time()
        self._con.execute(sql)
        self._spent.seconds += time.process_time() - begin
        self._spent.statements += 1
        return self

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401  # whatever the connection has
        def fetch(*arguments: object) -> object:
            begin = time.process_time()
            found = getattr(self._con, name)(*arguments)
            self._spent.seconds += time.process_time() - begin
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
    seconds, processor = [], []
    with measured(spent):
        for _ in range(ROUNDS):
            begin, used = time.perf_counter(), time.process_time()
            answer = why(place, Asked(metric), LAST + timedelta(days=1))
            seconds.append(time.perf_counter() - begin)
            processor.append(time.process_time() - used)
    whole = statistics.median(seconds)
    ratio = sum(processor) / spent.seconds
    print(
        f"why {metric}: {whole:.2f} s (at most {SECONDS:g}), {statistics.median(processor):.2f} s of the processor, "
        f"median of {ROUNDS}; {ratio:.2f} x (at most {RATIO:g}) the "
        f"{spent.seconds / ROUNDS:.2f} s of its {spent.statements // ROUNDS} statements; "
        f"{'no answer' if answer is None or answer.value is None else f'{len(answer.places)} places'}"
    )
    return 1 if whole > SECONDS or ratio > RATIO else 0


def fall(place: ShopFolder, dim: str, value: str, tenths: int) -> int:
    """Take away most of the last day's lines of one place, ask, and put them back; 1 when the place is not named."""
    column = DIMENSIONS[dim].columns["order_line"]
    lost = f"paid_day = DATE '{LAST}' AND {column} = '{value}' AND hash(order_id, 'fall') % 10 < {tenths}"
    path = str(place.books.path(place.books.pointer().current))
    with duckdb.connect(path) as con:
        con.execute("SET enable_progress_bar = false")
        con.execute(f"CREATE TABLE taken AS SELECT * FROM order_line WHERE {lost}")
        con.execute(f"DELETE FROM order_line WHERE {lost}")
    answer = why(place, Asked("gmv"), LAST + timedelta(days=1))
    with duckdb.connect(path) as con:
        taken = con.execute("INSERT INTO order_line SELECT * FROM taken").fetchall()[0][0]
        con.execute("DROP TABLE taken")
    places = () if answer is None else answer.places[:TOP]
    named = any((dim, value) in {pair[:2] for pair in one.where} for one in places)
    p = None if answer is None else answer.p_noise
    print(f"{taken} lines of {dim} {value} gone: {'named' if named else 'NOT named'}; p of the whole {p}")
    return 0 if named else 1


def main() -> int:
    """Measure."""
    words = sys.argv[1:]
    with tempfile.TemporaryDirectory() as scratch:
        lines = int(words[0]) if words else LINES
        place = folder(Path(scratch) / "shop", lines)
        codes = [measure(place, metric) for metric in METRICS]
        codes += [fall(place, *one) for one in FALLS if one[0] != "listing" or lines >= FEWEST]
    return 1 if any(codes) else 0


if __name__ == "__main__":
    sys.exit(main())

"""Refunds of an account that carry no order number, held against those that cases and orders tell.

An account's file (a bill of Alipay, a ledger of movements, a settlement) may tell that money went back and not of which
order; the list of after-sales cases, or the order file, tells the same money with its order. It counts once:

- An entry without an order number is the money of a case, or of what an order states, of the same shop, currency and
  amount: of the same day first, else of the case that may wait the shortest, in the days that refunds take.
- Where all that is left of a day's entries is all that is left of that day's cases, they are the same money too: one
  entry may be the sum of several cases, and one case may be paid in parts.
- Whatever is left counts, of either side: nothing goes away where no case tells it. `doubtful` says of what is left in
  the days of the cases.

The order's own refund is the one that counts, on the day and under the number of the entry that tells when the money
went; the entry keeps its row, of the kind ``told``. All of it is a function of the rows in the books.
"""

import heapq
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

import duckdb

from zhanggui.store.resolve import ACCOUNTED, DERIVED, any_row
from zhanggui.store.schema import past

TOLD = "told"
BEFORE = timedelta(3)  # that an entry may stand before its case is closed
AFTER = timedelta(31)  # that it may follow a case that is closed
ASKED = timedelta(60)  # that it may follow a case of which only the asking is known
STATED = timedelta(120)  # that it may follow the payment of an order that states it


def _loose(row: str = "refund") -> str:
    """SQL: a row is an entry of an account without an order number."""
    return f"{row}.order_id = '' AND {row}.kind = 'refund' AND {row}.amount > 0 AND {row}.settled_day IS NOT NULL"


@dataclass(frozen=True, slots=True)
class Doubt:
    """Refunds of a shop without an order that no case tells, within the days of its cases; they count beside them."""

    shop: str
    number: int
    amount: Decimal
    currency: str


@dataclass(frozen=True, slots=True)
class _Claim:
    """A refund made of a case or an order: its row, its own day (None unknown), and the days an entry may have."""

    place: int
    day: date | None
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class _Entry:
    """A refund of an account: its row and day."""

    place: int
    day: date


def widen(con: duckdb.DuckDBPyConnection) -> None:
    """Add to `zg_touched` the orders whose refunds were or may be told by entries without a number."""
    con.execute(
        f"""
        INSERT INTO zg_touched SELECT DISTINCT shop, order_id FROM refund r
        WHERE order_id <> '' AND {DERIVED} AND shop IN (
            SELECT shop FROM refund WHERE order_id = '' AND kind IN ('refund', '{TOLD}')
            UNION SELECT shop FROM refund WHERE order_id <> '' AND starts_with(refund_id, order_id || '{ACCOUNTED}'))
        AND NOT EXISTS (SELECT 1 FROM zg_touched z WHERE z.shop = r.shop AND z.order_id = r.order_id)
        """
    )


def match(con: duckdb.DuckDBPyConnection) -> None:
    """Let each refund count once; those of cases and orders have been made anew of `zg_touched`, as `widen` left it."""
    for name in ("refund", past("refund")):
        if any_row(con, name, f"kind = '{TOLD}'"):
            con.execute(f"UPDATE {name} SET kind = 'refund' WHERE kind = '{TOLD}'")
    if not any_row(con, "refund", _loose()) or not any_row(con, "refund", f"order_id <> '' AND {DERIVED}"):
        return
    pairs = list(_pairs(con))
    if pairs:
        _join(con, pairs)
    _level(con)


def _pairs(con: duckdb.DuckDBPyConnection) -> Iterator[tuple[int, int]]:
    """Rows of an entry and of the claim whose money it is: same shop, currency and amount."""
    by = "shop, coalesce(currency, ''), amount"
    claims: dict[tuple[str, str, Decimal], list[_Claim]] = defaultdict(list)
    found = con.execute(
        f"""
        SELECT {by}, rowid, settled_day, requested_day, order_day FROM refund r
        WHERE order_id <> '' AND {DERIVED} AND coalesce(settled_day, requested_day, order_day) IS NOT NULL AND EXISTS (
            SELECT 1 FROM refund u WHERE {_loose("u")} AND u.shop = r.shop
            AND u.amount = r.amount)
        ORDER BY shop, order_id, refund_id, source_row, source_file
        """
    )
    for shop, coin, amount, place, settled, asked, paid in found.fetchall():
        claims[shop, coin, amount].append(_claim(place, settled, asked, paid))
    entries: dict[tuple[str, str, Decimal], list[_Entry]] = defaultdict(list)
    found = con.execute(
        f"SELECT {by}, rowid, settled_day FROM refund WHERE {_loose()} "
        "ORDER BY settled_day, settled_at, refund_id, source_row, source_file"
    )
    for shop, coin, amount, place, day in found.fetchall():
        if (shop, coin, amount) in claims:
            entries[shop, coin, amount].append(_Entry(place, day))
    for key, given in entries.items():
        yield from paired(given, claims[key])


def _claim(place: int, settled: date | None, asked: date | None, paid: date | None) -> _Claim:
    """A claim with the days that its entry may have."""
    if settled is not None:
        return _Claim(place, settled, settled - BEFORE, settled + AFTER)
    if asked is not None:
        return _Claim(place, None, asked, asked + ASKED)
    assert paid is not None  # noqa: S101 - asked for in SQL
    return _Claim(place, None, paid, paid + STATED)


def paired(entries: Sequence[_Entry], claims: Sequence[_Claim]) -> Iterator[tuple[int, int]]:
    """Rows of entries, in the order of their days, and of the claims of one amount that are theirs.

    Those of one day first; then, day by day, the claim whose days end first, so that as many as can be find one.
    """
    same: dict[date, list[_Claim]] = defaultdict(list)
    for claim in reversed(claims):
        if claim.day is not None:
            same[claim.day].append(claim)
    taken: set[int] = set()
    rest: list[_Entry] = []
    for entry in entries:
        if same.get(entry.day):
            claim = same[entry.day].pop()
            taken.add(claim.place)
            yield entry.place, claim.place
        else:
            rest.append(entry)
    yield from _soonest(rest, [claim for claim in claims if claim.place not in taken])


def _soonest(entries: Iterable[_Entry], claims: Iterable[_Claim]) -> Iterator[tuple[int, int]]:
    """Each entry, by day, with the open claim whose days end first."""
    coming = sorted(enumerate(claims), key=lambda item: (item[1].first, item[0]))
    coming.reverse()
    waiting: list[tuple[date, int, int]] = []
    for entry in entries:
        while coming and coming[-1][1].first <= entry.day:
            number, claim = coming.pop()
            heapq.heappush(waiting, (claim.last, number, claim.place))
        while waiting and waiting[0][0] < entry.day:
            heapq.heappop(waiting)
        if waiting:
            yield entry.place, heapq.heappop(waiting)[2]


def _join(con: duckdb.DuckDBPyConnection, pairs: Sequence[tuple[int, int]]) -> None:
    """The claim counts, when its entry says; the entry is told."""
    con.execute(
        "CREATE OR REPLACE TEMP TABLE zg_pair AS SELECT c.entry, c.claim, u.refund_id, u.settled_at, u.settled_day "
        "FROM (SELECT unnest(?::BIGINT[]) AS entry, unnest(?::BIGINT[]) AS claim) c JOIN refund u ON u.rowid = c.entry",
        [[entry for entry, _ in pairs], [claim for _, claim in pairs]],
    )
    con.execute(
        f"UPDATE refund SET refund_id = order_id || '{ACCOUNTED}' || p.refund_id, settled_at = p.settled_at, "
        "settled_day = p.settled_day FROM zg_pair p WHERE refund.rowid = p.claim"
    )
    con.execute(
        f"UPDATE refund SET kind = '{TOLD}' WHERE order_id = '' AND rowid IN (SELECT entry FROM zg_pair)"
    )
    con.execute("DROP TABLE zg_pair")


def _level(con: duckdb.DuckDBPyConnection) -> None:
    """Entries of a day that are together what is left of that day's cases are told."""
    con.execute(
        f"""
        UPDATE refund SET kind = '{TOLD}' WHERE {_loose()} AND (shop, coalesce(currency, ''), settled_day) IN (
            SELECT (shop, coalesce(currency, ''), settled_day) FROM refund r
            WHERE kind = 'refund' AND amount > 0 AND settled_day IS NOT NULL AND (
                order_id = '' OR ({DERIVED} AND NOT starts_with(refund_id, order_id || '{ACCOUNTED}')))
            GROUP BY shop, coalesce(currency, ''), settled_day
            HAVING sum(CASE WHEN order_id = '' THEN amount ELSE -amount END) = 0)
        """
    )


def doubtful(con: duckdb.DuckDBPyConnection, shops: Sequence[str]) -> tuple[Doubt, ...]:
    """What is left without an order in ``shops``, from the first day of their cases to the last, by shop and currency.

    Of orders that state refunds the days are those on which they were paid.
    """
    if not any_row(con, "refund", _loose()):
        return ()
    found = con.execute(
        f"""
        SELECT u.shop, count(*), sum(u.amount), coalesce(u.currency, '') FROM refund u JOIN (
            SELECT shop, min(coalesce(requested_day, settled_day, order_day)) AS first,
                max(coalesce(settled_day, requested_day, order_day)) AS last
            FROM refund r WHERE order_id <> '' AND {DERIVED} GROUP BY shop
        ) c ON c.shop = u.shop AND u.settled_day BETWEEN c.first AND c.last
        WHERE {_loose("u")} AND u.shop IN (SELECT unnest(?::VARCHAR[]))
        GROUP BY u.shop, coalesce(u.currency, '') ORDER BY ALL
        """,
        [list(shops)],
    ).fetchall()
    return tuple(Doubt(*row) for row in found)

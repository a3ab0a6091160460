"""A found table into a connection: canonical rows as temporary relations, and an issue for what was refused."""

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from itertools import islice
from pathlib import Path

import duckdb

from zhanggui.model.issue import Issue
from zhanggui.readers import (
    absent,
    coins,
    faults,
    mend,
    neighbours,
    period,
    portions,
    recovered,
    shape,
    tally,
)
from zhanggui.readers.base import Plan, create, known_currency, lined
from zhanggui.readers.catalogue import tail
from zhanggui.readers.cells import Habits, macros
from zhanggui.readers.faults import Where
from zhanggui.readers.found import WHOLE, Found, Source
from zhanggui.readers.habits import Unclear, again, learn
from zhanggui.readers.header import Section
from zhanggui.readers.openquotes import swallows
from zhanggui.readers.relation import Relation, cleaned, straight
from zhanggui.readers.spec import NUMERIC
from zhanggui.readers.tally import Counts
from zhanggui.readers.text import rows
from zhanggui.readers.totals import damaged_ids, drop_totals
from zhanggui.readers.twins import alike, keep_one
from zhanggui.readers.undated import split_by_day
from zhanggui.readers.words import literal

SMALL = 20_000  # records up to which copies are cheaper than views that are taken apart again and again
FEW = 1 << 17  # bytes up to which it takes longer to make statements better than to run them


@dataclass(frozen=True, slots=True)
class Context:
    """What the file does not say itself.

    ``salt`` for hashes of buyers; ``today`` the last day that is not the future; ``zone`` and ``currency`` of the
    shop; ``day`` given by the operator for files without a date; ``date_order`` 'dmy' or 'mdy', her answer to
    ``ambiguous_dates``; ``shop`` forces the shop's name whatever the file says. ``currencies``: of shops by the name
    that rows may state; ``currency`` '' means that nobody can tell that of a row that states neither.
    """

    salt: bytes
    today: date
    zone: str = "Asia/Shanghai"
    currency: str = "CNY"
    day: date | None = None
    date_order: str | None = None
    shop: str | None = None
    currencies: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Staged:
    """What a table became.

    ``tables``: canonical table → temporary table or view in the connection, to be read only; all canonical columns
    (``shop`` is the name that the file states, NULL where it does not) plus ``source_row`` and ``version``.
    ``rows`` counts data rows; ``kept`` + ``refused`` = ``rows``. ``stated``: shop as the file names it ('' where it
    does not) → kept rows. ``currency``: the one that all orders are in, '' where there are none or several.
    ``first_day``/``last_day``: days covered, None when no row has a date. ``exported``: when the file says it was made.
    """

    format: str
    platform: str
    tables: Mapping[str, str]
    rows: int
    kept: int
    refused: int
    issues: tuple[Issue, ...] = ()
    stated: Mapping[str, int] = field(default_factory=dict)
    first_day: date | None = None
    last_day: date | None = None
    exported: datetime | None = None
    currency: str = ""


@dataclass(frozen=True, slots=True)
class _Work:
    """One table on its way: where it is read from, how, and under which names things stand in the connection."""

    con: duckdb.DuckDBPyConnection
    found: Found
    source: Source
    section: Section
    context: Context
    folder: Path
    prefix: str

    @property
    def base(self) -> str:
        """Name of the typed table."""
        return f"{self.prefix}_base"

    @property
    def where(self) -> Where:
        """How places in the file are named."""
        holes = frozenset(self.source.formulas)
        return Where(self.found.name, self.section.first, self.section.header.cells, holes)


def stage(con: duckdb.DuckDBPyConnection, found: Found, context: Context) -> Staged:
    """Read ``found`` into ``con``; raises ValueError when nothing was recognised in it.

    A file that cannot be read as a whole gives a Staged without tables whose issues say why.
    """
    if found.source is None or found.section is None or found.section.match is None or found.format is None:
        raise ValueError(f"{found.name}: no format")
    prepare(con)
    with tempfile.TemporaryDirectory(prefix="zhanggui-") as folder:
        work = _Work(con, found, found.source, found.section, context, Path(folder), prefix_of(found))
        release(con, found)
        if found.source.size > FEW:
            return _stage(work)
        con.execute("PRAGMA disable_optimizer")
        try:
            return _stage(work)
        finally:
            con.execute("PRAGMA enable_optimizer")


def prepare(con: duckdb.DuckDBPyConnection) -> None:
    """Define the macros, once per connection."""
    try:
        con.execute("SELECT zg_ready()")
    except duckdb.CatalogException:
        con.execute(macros())


def release(con: duckdb.DuckDBPyConnection, found: Found) -> None:
    """Drop what ``stage`` made of ``found`` in ``con``."""
    if found.section is None or found.section.match is None:
        return
    prefix = prefix_of(found)
    for table in {target.table for target in found.section.match.format.tables}:
        drop(con, f"{prefix}_{table}")
        con.execute(f"DROP TABLE IF EXISTS temp.{prefix}_{table}_once")
    for name in (*neighbours.MADE, "typed", "base"):
        drop(con, f"{prefix}_{name}")


def drop(con: duckdb.DuckDBPyConnection, name: str) -> None:
    """Drop a temporary relation, be it a table, a view or not there."""
    try:
        con.execute(f"DROP TABLE IF EXISTS temp.{name}")
    except duckdb.CatalogException:
        con.execute(f"DROP VIEW IF EXISTS temp.{name}")


def prefix_of(found: Found) -> str:
    """Beginning of the names of all relations made of ``found``."""
    return f"stage_{found.hash[:16]}"


def _stage(work: _Work) -> Staged:
    """Try the file itself, then a cleaned copy of it."""
    match = work.section.match
    assert match is not None  # noqa: S101 - checked by stage
    if match.currency and not known_currency(match.currency):
        return _refused(work, "bad_currency", match.currency, work.section.header.line)
    plan = plan_of(work.section, work.context)
    relation = straight(work.source, work.section, work.folder)
    if relation is not None:
        try:
            return _read(work, plan, relation)
        except duckdb.InvalidInputException:
            work.con.execute(f"DROP TABLE IF EXISTS temp.{work.base}")
    return _read(work, plan, _cleaned(work, plan))


def plan_of(section: Section, context: Context) -> Plan:
    """How a table is read, before its habits are known."""
    match, header = section.match, section.header.cells
    assert match is not None  # noqa: S101 - checked by stage
    item = match.format
    if context.shop is not None:
        item = replace(item, shop=replace(item.shop, name=literal(context.shop)))
    wide = tail(item, match.columns, header) if item.unpivot else range(0)
    return Plan(item, match.columns, header, Habits(), context.salt, context.today, wide)


def _cleaned(work: _Work, plan: Plan) -> Relation:
    """An even copy of the table; a damaged byte costs the row only where a figure depends on the cell."""
    soft = tuple(sorted(plan.columns[name] for name in absent.decorative(plan.format) & plan.columns.keys()))
    used = {i for i in plan.columns.values() if i >= 0} | set(plan.wide)
    hard = tuple(sorted(used - set(soft)))
    return cleaned(work.source, work.section, hard, work.folder, soft, _kinds(work, plan))


def _kinds(work: _Work, plan: Plan) -> str:
    """What each column holds, as far as a cell can show it; '' where columns are rows."""
    if plan.wide:
        return ""
    kinds = [mend.OTHER] * work.section.width
    for item in plan.fields:
        kind = mend.NUMBER if item.type in NUMERIC and not item.joined else mend.FIXED
        kind = mend.TEXT if item.type == "text" else kind
        kinds[plan.columns[item.name]] = mend.MOMENT if item.type in {"date", "time"} else kind
    return "".join(kinds)


def _refused(work: _Work, code: str, value: str = "", line: int = 0, column: str = "") -> Staged:
    """Nothing of the file is loaded."""
    item = work.section.match
    assert item is not None  # noqa: S101 - checked by stage
    issue = Issue(work.found.name, line, column, code, value[:80])
    return Staged(item.format.key, item.format.platform, {}, 0, 0, 0, (issue,))


def _read(work: _Work, plan: Plan, relation: Relation) -> Staged:
    """Read the relation with the habits of the file, and once more when the bad cells show others."""
    learned = learn(work.con, plan, relation, work.context.date_order)
    counts = None
    for _ in range(2):
        if isinstance(learned, Unclear):
            if learned.line and not lined(plan, relation):
                return _read(work, plan, _cleaned(work, plan))  # whose lines are exact
            column = _named(plan, learned.field)
            return _refused(work, "ambiguous_dates", learned.example, learned.line, column)
        if learned == plan.habits and counts:
            break
        plan = replace(plan, habits=learned)
        work.con.execute(f"DROP TABLE IF EXISTS temp.{work.base}")
        work.con.execute(create(plan, relation, work.base))
        counts = tally.count(work.con, plan, work.base)
        if not counts.bits:
            break
        learned = again(work.con, plan, relation, work.context.date_order, counts.bits)
    if counts is not None and counts.bits:
        drop_totals(work.con, plan, work.base)
    portions.refuse_lone(work.con, plan, work.base)
    damaged_ids(work.con, plan, work.base)
    faults.refuse_formulas(work.con, plan, relation, work.base, work.where)
    if unknown := coins.carried(work.con, plan, work.base):
        row, name, said = unknown
        return _refused(work, "bad_currency", said, work.section.first + row, _named(plan, name))
    neighbours.hand_on(work.con, plan, work.base)
    foreign = coins.refuse_mixed(work.con, plan, work.base, work.context.currency)
    if not work.context.currency and not (work.section.match and work.section.match.currency):
        coins.refuse_untold(work.con, plan, work.base)
    counts = tally.count(work.con, plan, work.base)
    unsure = counts.bits and not lined(plan, relation)
    hidden = not relation.numbered and _hidden(work, relation, counts.records)
    if hidden or (unsure and (not _exact(work, relation, counts.records) or _torn(work, relation))):
        work.con.execute(f"DROP TABLE temp.{work.base}")
        return _read(work, plan, _cleaned(work, plan))
    return _finish(work, plan, relation, (counts, foreign))


def _named(plan: Plan, name: str) -> str:
    """The header of a field as written."""
    index = plan.columns[name]
    return plan.header[index].strip() if index >= 0 else name


def _exact(work: _Work, relation: Relation, records: int) -> bool:
    """Whether record numbers are line numbers: no blank line and no cell of several lines."""
    lines, last = 0, b""
    with work.source.path.open("rb") as source:
        while chunk := source.read(1 << 22):
            lines, last = lines + chunk.count(b"\n"), chunk[-2:]
    return records == lines + (b"\n" not in last) - (relation.first - 1)


def _hidden(work: _Work, relation: Relation, records: int) -> bool:
    """Whether DuckDB does not see rows: for line ends of two kinds, or a record that has taken in those behind it.

    The latter is known already of a file that was looked at as a whole.
    """
    if not records or work.source.size <= WHOLE or _exact(work, relation, records):
        return not records
    names = [f"c{index}" for index in range(relation.width)]
    several = " OR ".join(f"contains({name}, chr(10))" for name in names)
    found = work.con.execute(f"SELECT {', '.join(names)} FROM {relation.sql()} WHERE {several}")
    while some := found.fetchmany(1000):
        if any(swallows([cell or "" for cell in row], relation.sign, relation.width) for row in some):
            return True
    return False


def _torn(work: _Work, relation: Relation) -> bool:
    """Whether one of the first refused rows has more cells than the table has columns, the last of them empty."""
    places = work.con.execute(
        f"SELECT rowid + {relation.first} FROM {work.base} WHERE NOT _drop AND _bad <> 0 "
        f"ORDER BY 1 LIMIT {faults.LIMIT}"
    ).fetchall()
    asked = {int(row[0]) for row in places}
    last = max(asked, default=0)
    with relation.path.open(encoding="utf-8", errors="replace", newline="\n") as source:
        lines = (line for number, line in enumerate(islice(source, last), 1) if number in asked)
        return any(len(row.cells) > relation.width for row in rows(lines, relation.sign))


def _finish(work: _Work, plan: Plan, relation: Relation, seen: tuple[Counts, str]) -> Staged:
    """Make the canonical relations and gather the issues."""
    counts, foreign = seen
    issues = [*faults.flaws(relation, work.where), *faults.formulas(plan, work.where)]
    issues += absent.twice(work.con, plan, relation, work.where)
    if counts.bits:
        issues += faults.bad_rows(work.con, plan, relation, work.base, work.where)
    if not counts.rows and not relation.flaws:
        return _refused(work, "no_rows")
    told = period.told(work.found, work.section, plan.format, work.context)
    if told is None:
        return _refused(work, "day_unknown")
    split = split_by_day(work.con, plan, relation, (told.day, told.last)) if told.day and told.last else None
    if split:
        return _refused(work, "unread_days", split[1], work.section.header.line, split[0])
    line = "_line" if lined(plan, relation) else f"rowid + {relation.first}"
    facts = facts_of(work.section, work.context, (counts, foreign), told, line)
    kind = "TABLE" if counts.records <= SMALL else "VIEW"
    work.con.execute(f"CREATE TEMP {kind} {work.prefix}_typed AS {shape.typed(plan, facts, work.base)}")
    rows, disagreements = neighbours.gather(work.con, plan, work.prefix, work.found.name)
    plan = replace(plan, alike=alike(work.con, plan, relation))
    lost = keep_one(work.con, plan, (kind, work.prefix, rows), facts, work.where)
    issues += lost.issues + disagreements
    issues += recovered.notices(work.con, plan, rows, work.where)
    issues += absent.notices(work.con, plan, lost.tables, work.where)
    left_out = sum(not flaw.kept for flaw in relation.flaws)
    refused = counts.refused + left_out + lost.refused
    total = counts.rows + left_out
    whole = rows if plan.format.carry else f"{work.prefix}_typed"
    shops = _shops(work, plan, whole)
    issues += two_shops(work.found, shops)
    return Staged(
        plan.format.key,
        plan.format.platform,
        lost.tables,
        total,
        total - refused,
        refused,
        tuple(sorted(issues, key=lambda i: (i.row, i.column, i.code))),
        shops,
        *covered(counts, told),
        told.exported,
        _sold_in(work, shape.sold_in(plan, facts, whole)),
    )


def facts_of(
    section: Section, context: Context, seen: tuple[Counts, str], told: period.Told, line: str
) -> shape.Facts:
    """What holds for a file as a whole; ``seen``: its counts, and the one sign of its amounts."""
    counts, foreign = seen
    first, last = counts.first or told.day or context.today, counts.last or told.last or context.today
    end = max(day for day in (counts.last, told.last, None if counts.last else last) if day)
    version = told.exported or datetime.combine(end, datetime.max.time().replace(microsecond=0))
    match = section.match
    assert match is not None  # noqa: S101 - checked by stage
    stated = coins.agreed(match.currency, foreign, context.currency)
    return shape.Facts(
        told.day,
        told.days,
        stated,
        context.currency,
        context.zone,
        version,
        first,
        last,
        line,
        currencies=context.currencies,
    )


def _sold_in(work: _Work, asked: str) -> str:
    """The currency of all orders; '' where there are none, or several."""
    found = work.con.execute(asked).fetchall() if asked else []
    return str(found[0][0]) if len(found) == 1 else ""


def _shops(work: _Work, plan: Plan, rows: str) -> dict[str, int]:
    """Rows per stated shop."""
    sql = f"SELECT coalesce({shape.stated(plan)}, ''), count(*) FROM {rows} GROUP BY 1 ORDER BY 1"
    return dict(work.con.execute(sql).fetchall())


def two_shops(found: Found, shops: Mapping[str, int]) -> list[Issue]:
    """The notice that a file names more than one shop."""
    names = [name for name in shops if name]
    if len(names) < 2:  # noqa: PLR2004 - one shop is the rule
        return []
    return [Issue(found.name, 0, "", "two_shops", ", ".join(names)[:80], "notice")]


def covered(counts: Counts, told: period.Told) -> tuple[date | None, date | None]:
    """First and last day that the rows cover."""
    return told.day or counts.first, told.last or counts.last

"""Small files of one kind, read in one pass: what a statement costs is paid once for all of them.

A file is bound with others only where its rows speak for themselves. One with a cell that may be read in two ways, with
a row that is refused, dropped for another or told of, is left out, to be read alone. What comes out for the rest is
what reading each alone gives: every record keeps the line that says its file, and files are never looked at together.
"""

import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import duckdb

from zhanggui.readers import absent, coins, habits, neighbours, period, recovered, shape, tally, totals, twins
from zhanggui.readers.base import Plan, create
from zhanggui.readers.faults import Where
from zhanggui.readers.found import Found
from zhanggui.readers.portions import split
from zhanggui.readers.relation import SPAN, Bound, Relation, file_of, straight
from zhanggui.readers.stage import (
    Context,
    Staged,
    covered,
    drop,
    facts_of,
    plan_of,
    prefix_of,
    prepare,
    two_shops,
)
from zhanggui.readers.tally import Counts
from zhanggui.readers.words import literal

LEAST = 3  # files, below which binding them costs more than it saves
MOST = 64
SMALL = 1 << 19  # bytes of a file
TOTAL = 1 << 24  # bytes of all of them

Kind = tuple[object, ...]
Name = tuple[Path, str, str]


def kind(found: Found) -> Kind | None:
    """What files have in common that can be bound together; None for a file that is read alone."""
    source, section = found.source, found.section
    if found.format is None or source is None or section is None or section.match is None:
        return None
    if source.size > SMALL or source.formulas or section.match.format.unpivot:
        return None
    columns = section.match.columns
    if split(section.match.format, columns) or absent.repeated(section.header.cells, columns):
        return None
    # Titles above the header may state the days, so that they are each file's own.
    return (found.format, section.header.cells, source.sign, section.first, section.width)


def chosen(files: Iterable[Found]) -> tuple[Found, ...]:
    """The first of ``files``, all of one kind, that are bound together."""
    out: list[Found] = []
    size = 0
    for found in files:
        size += found.source.size if found.source else 0
        if len(out) == MOST or size > TOTAL:
            break
        out.append(found)
    return tuple(out)


def name_of(found: Found) -> Name:
    """By what a table of a file is known: the same bytes under another name are another one."""
    return found.path, found.name, found.hash


@dataclass(frozen=True, slots=True)
class Sheaf:
    """Files that were bound in ``con`` for ``context``.

    ``tables``: canonical table → relation of the rows of all files, their lines as `relation.Bound` numbers them.
    ``ready``: what became of each file that was not left out, without its tables, and its place. ``asked``: every file,
    also those that were left out.
    """

    con: duckdb.DuckDBPyConnection
    context: Context
    asked: frozenset[Name]
    tables: Mapping[str, str] = field(default_factory=dict)
    ready: Mapping[Name, tuple[int, Staged]] = field(default_factory=dict)

    def take(self, found: Found) -> Staged | None:
        """One file as `stage` gives it, its rows in temporary tables of its own; None where it was left out."""
        if name_of(found) not in self.ready:
            return None
        place, staged = self.ready[name_of(found)]
        own = {}
        for table, relation in self.tables.items():
            own[table] = f"{prefix_of(found)}_{table}"
            self.con.execute(
                f"CREATE OR REPLACE TEMP TABLE {own[table]} AS SELECT * REPLACE (source_row % {SPAN} AS source_row) "
                f"FROM {relation} WHERE source_row >= {place * SPAN} AND source_row < {(place + 1) * SPAN}"
            )
        return replace(staged, tables=own)

    def drop(self) -> None:
        """Forget the rows that nobody took."""
        for relation in self.tables.values():
            self.con.execute(f"DROP TABLE IF EXISTS temp.{relation}")
            self.con.execute(f"DROP TABLE IF EXISTS temp.{relation.removesuffix('_once')}")


def bind(
    con: duckdb.DuckDBPyConnection, files: Sequence[Found], context: Context, prefix: str = "sheaf"
) -> Sheaf:
    """Read ``files``, all of one kind, together; ``prefix`` begins the names of what is made in ``con``."""
    prepare(con)
    asked = frozenset(map(name_of, files))
    con.execute("PRAGMA disable_optimizer")  # it takes longer than it saves with so few rows
    try:
        with tempfile.TemporaryDirectory(prefix="zhanggui-") as folder:
            bound = _gathered(con, files, Path(folder), f"{prefix}_raw")
        made = _Binding(con, files, context, prefix).made(bound) if bound else None
    finally:
        con.execute("PRAGMA enable_optimizer")
        for name in (*neighbours.MADE, "typed", "base", "raw"):
            drop(con, f"{prefix}_{name}")
    tables, ready = made or ({}, {})
    return Sheaf(con, context, asked, tables, ready)


def _gathered(
    con: duckdb.DuckDBPyConnection, files: Sequence[Found], folder: Path, table: str
) -> Bound | None:
    """The records of all files in one table; a file that the engine cannot read as it is is left out."""
    relations: dict[int, Relation] = {}
    for place, found in enumerate(files):
        assert found.source is not None  # noqa: S101 - else it has no kind
        assert found.section is not None  # noqa: S101 - else it has no kind
        own = folder / str(place)
        own.mkdir()
        relation = straight(found.source, found.section, own)
        if relation is not None:
            relations[place] = relation
    if not relations:
        return None
    model = next(iter(relations.values()))
    cells = ", ".join(f"c{index} VARCHAR" for index in range(model.width))
    con.execute(f"CREATE OR REPLACE TEMP TABLE {table} (_file BIGINT, {cells})")
    _insert(con, table, tuple(relations.items()))
    rows = con.execute(f"SELECT _file, min(rowid), count(*) FROM {table} GROUP BY _file").fetchall()
    starts = {place: begin for place, begin, _ in rows}
    first = [starts.get(place, 0) for place in range(len(files))]
    # Of several files the engine passes over a record that it would refuse of one.
    seen = {place: found.section.records for place, found in enumerate(files) if found.section}
    whole = {place for place, _, number in rows if number == seen[place]}
    left = frozenset(range(len(files))) - whole
    return Bound(
        model.path, model.sign, 0, model.width, numbered=True, first=model.first, table=table, starts=first,
        left=left,
    )  # fmt: skip


def _insert(con: duckdb.DuckDBPyConnection, table: str, relations: Sequence[tuple[int, Relation]]) -> None:
    """Put the records of the files behind one another; where one cannot be read, it alone is not."""
    model = relations[0][1]
    columns = ", ".join(f"'c{index}': 'VARCHAR'" for index in range(model.width))
    paths = ", ".join(literal(str(relation.path)) for _, relation in relations)
    places = ", ".join(str(place) for place, _ in relations)
    try:
        con.execute(
            f"INSERT INTO {table} SELECT [{places}][list_position([{paths}], zg_path)], * EXCLUDE (zg_path) "
            f"FROM read_csv([{paths}], delim = {literal(model.sign)}, header = false, skip = {model.skip}, "
            "quote = '\"', escape = '\"', auto_detect = false, max_line_size = 16000000, filename = 'zg_path', "
            f"columns = {{{columns}}})"
        )
    except duckdb.InvalidInputException:
        if len(relations) > 1:
            half = len(relations) // 2
            _insert(con, table, relations[:half])
            _insert(con, table, relations[half:])


class _Binding:
    """Several files on their way through the steps that one takes alone; ``left`` grows as they show what they are."""

    def __init__(
        self, con: duckdb.DuckDBPyConnection, files: Sequence[Found], context: Context, prefix: str
    ) -> None:
        self.con = con
        self.files = files
        self.context = context
        self.prefix = prefix
        self.left: set[int] = set()

    def made(self, bound: Bound) -> tuple[Mapping[str, str], Mapping[Name, tuple[int, Staged]]] | None:
        """Canonical tables of all files, and what became of those that were not left out; None where none is left."""
        section = self.files[0].section
        assert section is not None  # noqa: S101 - else it has no kind
        plan = replace(plan_of(section, self.context), many=True)
        plan = replace(plan, alike=twins.counted(plan))  # what a file has twice is looked at alone
        learned, odd = habits.sure(self.con, plan, bound)
        plan = replace(plan, habits=learned)
        self.left |= bound.left | odd
        base = f"{self.prefix}_base"
        self.con.execute(create(plan, replace(bound, left=frozenset(self.left)), base))
        holds = self._holding(plan, base)
        if not holds or coins.carried(self.con, plan, base):
            return None
        neighbours.hand_on(self.con, plan, base)
        first = min(one.facts.first for one in holds.values())
        last = max(one.facts.last for one in holds.values())
        usual = next(iter(holds.values())).facts
        each = tuple(holds[k].facts if k in holds else usual for k in range(len(self.files)))
        facts = replace(usual, first=first, last=last, each=each)
        tables, whole = self._canonical(plan, facts, Where("", section.first, section.header.cells))
        return tables, self._told(plan, (tables, shape.sold_in(plan, facts, whole), whole), holds)

    def _holding(self, plan: Plan, base: str) -> "dict[int, _Holds]":
        """By its place, what holds for each file of which nothing is refused."""
        counts = tally.by_file(self.con, plan, base)
        self.left |= totals.files_with_damage(self.con, plan, base)
        signs = coins.files_in_doubt(self.con, plan, base, self.context.currency)
        out = {}
        for place, found in enumerate(self.files):
            sign = signs.get(place, "")
            seen = counts.get(place)
            if place in self.left or seen is None or seen.bits or not seen.rows or sign is None:
                self.left.add(place)
                continue
            assert found.section is not None  # noqa: S101 - else it has no kind
            told = period.told(found, found.section, plan.format, self.context)
            if told is None or _may_split(plan, found, told):
                self.left.add(place)
                continue
            facts = facts_of(found.section, self.context, (seen, sign), told, "_line")
            out[place] = _Holds(seen, told, facts)
        return out

    def _canonical(self, plan: Plan, facts: shape.Facts, where: Where) -> tuple[Mapping[str, str], str]:
        """The canonical tables, and the relation of the typed rows; files that have something told are left out."""
        typed = f"{self.prefix}_typed"
        self.con.execute(f"CREATE TEMP TABLE {typed} AS {shape.typed(plan, facts, f'{self.prefix}_base')}")
        rows, issues = neighbours.gather(self.con, plan, self.prefix, "")
        kept = twins.keep_one(self.con, plan, ("TABLE", self.prefix, rows), facts, where)
        issues += [*kept.issues, *recovered.notices(self.con, plan, rows, where)]
        self.left |= {issue.row // SPAN for issue in issues}
        return kept.tables, rows if plan.format.carry else typed

    def _told(
        self, plan: Plan, made: tuple[Mapping[str, str], str, str], holds: "Mapping[int, _Holds]"
    ) -> Mapping[Name, tuple[int, Staged]]:
        """What became of each file; ``made``: canonical tables, how their currency is asked, the typed rows."""
        tables, currency, rows = made
        good = [place for place in holds if place not in self.left]
        notices = absent.by_file(self.con, plan, tables, {place: self.files[place].name for place in good})
        shops: dict[int, dict[str, int]] = {}
        asked = f"SELECT {file_of('source_row')}, coalesce({shape.stated(plan)}, ''), count(*) FROM {rows}"
        for place, shop, number in self.con.execute(f"{asked} GROUP BY 1, 2 ORDER BY 1, 2").fetchall():
            shops.setdefault(place, {})[shop] = number
        sold: dict[int, list[str]] = {}
        for place, code in self.con.execute(currency).fetchall() if currency else []:
            sold.setdefault(place, []).append(code)
        out = {}
        for place in good:
            found, one = self.files[place], holds[place]
            issues = [*notices[place], *two_shops(found, shops[place])]
            coin = sold.get(place, [])
            out[name_of(found)] = (
                place,
                Staged(
                    plan.format.key,
                    plan.format.platform,
                    {},
                    one.counts.rows,
                    one.counts.rows,
                    0,
                    tuple(sorted(issues, key=lambda i: (i.row, i.column, i.code))),
                    shops[place],
                    *covered(one.counts, one.told),
                    one.told.exported,
                    str(coin[0]) if len(coin) == 1 else "",
                ),
            )
        return out


@dataclass(frozen=True, slots=True)
class _Holds:
    """What holds for one file as a whole."""

    counts: Counts
    told: period.Told
    facts: shape.Facts


def _may_split(plan: Plan, found: Found, told: period.Told) -> bool:
    """Whether a column that is not read could hold the days of a file of several."""
    several = told.day is not None and told.day != told.last
    width = min(found.section.width, len(plan.header)) if found.section else 0
    return several and not set(range(width)) <= set(plan.columns.values())

"""Typed fields become canonical rows: local times, the file's own facts, one SELECT per canonical table."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from zhanggui.model.tables import SQL_TYPES, TABLES, Column, Table
from zhanggui.readers import coins, neighbours
from zhanggui.readers.base import Plan, currency
from zhanggui.readers.cells import TYPES, masked
from zhanggui.readers.relation import file_of
from zhanggui.readers.spec import Field, Target
from zhanggui.readers.words import identifiers, literal, quoted

WHOLE = "OVER ()"  # in the SQL of a format: over the rows of its file


@dataclass(frozen=True, slots=True)
class Facts:
    """What holds for the file as a whole.

    ``day`` and ``days``: the period of a file whose rows have no date. ``currency`` the header states, else '';
    ``fallback`` is the shop's. ``zone`` of the shop; ``version``: the export time, else the end of the last day.
    ``first``/``last``: bounds of the instants in the file, for the time zone's changes. ``line``: SQL for a row's line.
    ``each``: where several files are read as one, what holds for each of them, by its place. ``currencies``: of the
    shops that rows may name.
    """

    day: date | None
    days: int
    currency: str
    fallback: str
    zone: str
    version: datetime
    first: date
    last: date
    line: str
    each: tuple["Facts", ...] = ()
    currencies: tuple[tuple[str, str], ...] = ()

    def said(self, make: Callable[["Facts"], str], line: str) -> str:
        """SQL for what ``make`` says of a file, or of the file that the row of ``line`` is of."""
        values = [make(one) for one in self.each or (self,)]
        return values[0] if len(set(values)) == 1 else f"[{', '.join(values)}][{file_of(line)} + 1]"


def offsets(zone: str, first: date, last: date) -> list[tuple[datetime, int]]:
    """Changes of ``zone``'s offset from UTC between two days: (from this UTC moment on, minutes)."""
    info, utc = ZoneInfo(zone), ZoneInfo("UTC")

    def minutes(moment: datetime) -> int:
        delta = moment.replace(tzinfo=utc).astimezone(info).utcoffset()
        return int((delta or timedelta()).total_seconds() // 60)

    here = datetime.combine(first - timedelta(days=2), datetime.min.time())
    end = datetime.combine(last + timedelta(days=2), datetime.min.time())
    out = [(here, minutes(here))]
    while here < end:
        following = here + timedelta(days=1)
        if minutes(following) != out[-1][1]:
            low, high = here, following
            while high - low > timedelta(minutes=1):
                middle = low + timedelta(minutes=(high - low) // timedelta(minutes=2))
                low, high = (middle, high) if minutes(middle) == out[-1][1] else (low, middle)
            out.append((high, minutes(high)))
        here = following
    return out


def local(sql: str, zone: str, facts: Facts) -> str:
    """SQL for the local wall clock of the UTC timestamp ``sql``."""
    steps = offsets(zone, facts.first, facts.last)
    cases = "".join(
        f"WHEN {sql} < TIMESTAMP '{until}' THEN {was} "
        for (until, _), (_, was) in zip(steps[1:], steps, strict=False)
    )
    shift = f"CASE {cases}ELSE {steps[-1][1]} END" if cases else str(steps[-1][1])
    return f"{sql} + to_minutes({shift})"


def typed(plan: Plan, facts: Facts, table: str) -> str:
    """SELECT of all fields of the format, times local, and what holds for the whole file; good rows only."""
    parts = ["rowid AS _rowid"]
    for item in plan.format.fields.values():
        for name in _columns(plan, item.name):
            if item.name not in plan.columns:
                parts.append(f"CAST(NULL AS {_kind(item, name)}) AS {quoted(name)}")
            elif item.personal:
                parts.append(f"nullif({quoted(name)}, {literal(masked(plan.salt))}) AS {quoted(name)}")
            elif item.type == "time" and item.zone == "utc":
                parts.append(f"{_zoned(plan, facts, quoted(name))} AS {quoted(name)}")
            elif item.blank:
                parts.append(f"{_filled(plan, item, table)} AS {quoted(name)}")
            else:
                parts.append(quoted(name))
    parts += [
        f"{facts.said(_day, facts.line)} AS file_day",
        f"CAST({facts.said(lambda one: str(one.days), facts.line)} AS BIGINT) AS file_days",
        f"{facts.said(_coin, facts.line)} AS file_currency",
        f"{facts.line} AS source_row",
        *([_group(plan, facts)] if plan.many else []),
        *(["_coin"] if plan.signed else []),
    ]
    return f"SELECT {', '.join(parts)} FROM {table} WHERE NOT _drop AND _bad = 0"


def _day(facts: Facts) -> str:
    return f"DATE '{facts.day}'" if facts.day else "CAST(NULL AS DATE)"


def _coin(facts: Facts) -> str:
    return literal(facts.currency) if facts.currency else "CAST(NULL AS VARCHAR)"


def _group(plan: Plan, facts: Facts) -> str:
    """What holds rows of one file together."""
    by = quoted(neighbours.grouping(plan))
    said = by if neighbours.grouping(plan) in plan.columns else "CAST(NULL AS VARCHAR)"
    return f"concat({file_of(facts.line)}, CASE WHEN {said} IS NULL THEN '' ELSE '=' END, {said}) AS {neighbours.GROUP}"


def _filled(plan: Plan, item: Field, table: str) -> str:
    """A field whose empty cells say something, in files where any cell of the column does."""
    name = quoted(item.name)
    told = f"(SELECT count({name}) FROM {table} WHERE NOT _drop) > 0"
    if plan.many:
        told = f"count({name}) OVER (PARTITION BY {file_of('_line')}) > 0"
    return f"coalesce({name}, CASE WHEN {told} THEN {literal(item.blank)} END)"


def _columns(plan: Plan, name: str) -> list[str]:
    kind = plan.format.fields[name].type
    if kind == "days":
        return [name, f"{name}_days"]
    return [f"{name}_low", f"{name}_high"] if kind == "range" else [name]


def _kind(item: Field, name: str) -> str:
    """SQL type of a column that the file lacks."""
    if item.personal:
        return "VARCHAR"
    return "BIGINT" if item.type == "days" and name != item.name else TYPES[item.type]


def _zoned(plan: Plan, facts: Facts, sql: str) -> str:
    """Local time by the zone of the shop that the row states, else the shop's own."""
    rule = plan.format.shop
    here = local(sql, facts.zone, facts)
    if not rule.zones or not rule.name or not set(identifiers(rule.name)) <= set(plan.columns):
        return here
    cases = " ".join(
        f"WHEN {literal(name)} THEN {local(sql, zone, facts)}" for name, zone in rule.zones.items()
    )
    return f"CASE {rule.name} {cases} ELSE {here} END"


def canonical(plan: Plan, facts: Facts, target: Target, rows: str) -> str:
    """SELECT of the rows of one canonical table from the typed rows ``rows``."""
    table = TABLES[target.table]
    made = [f"{stated(plan)} AS shop"]
    made += [
        f"{_column(plan, facts, table, column, target)} AS {quoted(column.name)}"
        for column in table.columns[1:]
    ]
    made += ["CAST(source_row AS BIGINT) AS source_row", f"{_version(plan, facts)} AS version"]
    where = f" WHERE {target.when}" if target.when else ""
    chosen = f"SELECT {', '.join(made)} FROM {rows}{where}"
    return chosen.replace(WHOLE, f"OVER (PARTITION BY {file_of('source_row')})") if plan.many else chosen


def sold_in(plan: Plan, facts: Facts, rows: str) -> str:
    """SELECT of the currencies of a file of orders, at most two; of several files of each; '' for any other file."""
    file = f", {file_of('source_row')} AS file" if plan.many else ""
    parts = [
        f"SELECT {_currency(plan, facts, target.columns.get('currency', ''))} AS currency{file} FROM {rows}"
        for target in plan.format.tables
        if target.table == "order_line"
    ]
    made = " UNION ALL ".join(parts)
    if not parts:
        return ""
    found = "DISTINCT file, currency" if plan.many else "DISTINCT currency"
    return f"SELECT {found} FROM ({made}) WHERE currency IS NOT NULL{'' if plan.many else ' LIMIT 2'}"


def stated(plan: Plan) -> str:
    """The shop that a row names."""
    rule = plan.format.shop.name
    return f"nullif(trim(CAST({rule} AS VARCHAR)), '')" if rule else "CAST(NULL AS VARCHAR)"


def _version(plan: Plan, facts: Facts) -> str:
    fixed = facts.said(lambda one: f"TIMESTAMP '{one.version}'", "source_row")
    return f"CAST(coalesce({plan.format.updated}, {fixed}) AS TIMESTAMP)" if plan.format.updated else fixed


def _column(plan: Plan, facts: Facts, table: Table, column: Column, target: Target) -> str:
    """SQL of one canonical column, '' for an unknown text of a key."""
    given = target.columns.get(column.name) or _derived(column.name, table, target)
    kind = SQL_TYPES[column.type]
    if column.name == "currency":
        return _currency(plan, facts, given)
    if column.name == "days" and not given:
        given = "coalesce(file_days, 1)"
    if column.name == "device" and column.name in table.key:  # of visits; an order has one, or none is told
        given = given or "'all'"
    made = f"TRY_CAST(({given}) AS {kind})" if given else f"CAST(NULL AS {kind})"
    if kind == "VARCHAR" and (column.name in table.key or "''" in column.note):
        return f"coalesce({made}, '')" if given else "''"
    return made


def _derived(name: str, table: Table, target: Target) -> str:
    """Days and hours follow from the time they belong to."""
    if name in {"paid_hour", "paid_weekday"} and target.columns.get("paid_at"):
        part = "hour" if name == "paid_hour" else "isodow"
        return f"{part}(CAST(({target.columns['paid_at']}) AS TIMESTAMP))"
    sources = [name.removesuffix("_day") + "_at"] if name.endswith("_day") else []
    if name == "day":
        sources = ["settled_at", "at"]
    for source in sources:
        if source in table.names and target.columns.get(source):
            return f"CAST(({target.columns[source]}) AS DATE)"
    return "file_day" if name == table.day == "day" else ""


def _currency(plan: Plan, facts: Facts, given: str) -> str:
    """What the row says, else the file's header or amounts, else its market's or stated shop's, else the shop's own."""
    rule, market = plan.format.shop, plan.format.market
    last = literal(facts.fallback)
    known = {**rule.currencies, **dict(facts.currencies)}
    if known and rule.name:
        cases = " ".join(f"WHEN {literal(name)} THEN {literal(code)}" for name, code in known.items())
        last = f"CASE {stated(plan)} {cases} ELSE {last} END"
    if market.field in plan.columns:
        cases = " ".join(
            f"WHEN {literal(name)} THEN {literal(code)}" for name, code in market.currencies.items()
        )
        last = f"CASE lower({quoted(market.field)}) {cases} ELSE {last} END"
    said = f"nullif({currency(f'CAST(({given}) AS VARCHAR)')}, ''), " if given else ""
    written = f"{coins.sql('_coin', last)}, " if plan.signed else ""
    return f"coalesce({said}file_currency, {written}{last})"

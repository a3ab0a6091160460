"""Typed fields become canonical rows: local times, values carried down, order amounts spread, one SELECT per table."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from zhanggui.model.tables import SQL_TYPES, TABLES, Column, Table
from zhanggui.readers.base import Plan, currency
from zhanggui.readers.cells import TYPES, masked
from zhanggui.readers.spec import Allocate, Field, Target
from zhanggui.readers.words import identifiers, literal, quoted


@dataclass(frozen=True, slots=True)
class Facts:
    """What holds for the file as a whole.

    ``day`` and ``days``: the period of a file whose rows have no date. ``currency`` the header states, else '';
    ``fallback`` is the shop's. ``zone`` of the shop; ``version``: the export time, else the end of the last day.
    ``first``/``last``: bounds of the instants in the file, for the time zone's changes.
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
    """SELECT of all fields of the format, times local, values carried and amounts spread; good rows only."""
    return _spread(plan, _first_line(plan, _carried(plan, _plain(plan, facts, table))))


def _plain(plan: Plan, facts: Facts, table: str) -> str:
    """SELECT of all fields, those that the file lacks as NULL, and what holds for the whole file."""
    parts = ["rowid AS _rowid"]
    for item in plan.format.fields.values():
        for name in _columns(plan, item.name):
            if item.name not in plan.columns:
                parts.append(f"CAST(NULL AS {_kind(item, name)}) AS {quoted(name)}")
            elif item.personal:
                parts.append(f"nullif({quoted(name)}, {literal(masked(plan.salt))}) AS {quoted(name)}")
            elif item.type == "time" and item.zone == "utc":
                parts.append(f"{_zoned(plan, facts, quoted(name))} AS {quoted(name)}")
            else:
                parts.append(quoted(name))
    day = f"DATE '{facts.day}'" if facts.day else "CAST(NULL AS DATE)"
    parts += [
        f"{day} AS file_day",
        f"CAST({facts.days} AS BIGINT) AS file_days",
        f"{literal(facts.currency) if facts.currency else 'CAST(NULL AS VARCHAR)'} AS file_currency",
        f"{facts.line} AS source_row",
    ]
    return f"SELECT {', '.join(parts)} FROM {table} WHERE NOT _drop AND _bad = 0"


def windows(plan: Plan) -> bool:
    """Whether rows look at their neighbours, so that the typed rows are worth keeping."""
    return bool(plan.format.carry or plan.format.allocate) or _asks_first(plan)


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


def _carried(plan: Plan, sql: str) -> str:
    """Values that stand on the first row of a group only, on all its rows."""
    rule = plan.format.carry
    if rule is None:
        return sql
    over = _over(quoted(rule.by))
    names = ", ".join(f"first_value({quoted(f)} IGNORE NULLS) {over} AS {quoted(f)}" for f in rule.fields)
    return f"SELECT * REPLACE ({names}) FROM ({sql})"


def _over(by: str) -> str:
    """Window over all rows of a group, in file order."""
    return (
        f"OVER (PARTITION BY {by} ORDER BY _rowid ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)"
    )


def _asks_first(plan: Plan) -> bool:
    return any(
        "first_line" in identifiers(s) for t in plan.format.tables for s in [*t.columns.values(), t.when]
    )


def _group(plan: Plan) -> str:
    """Field that holds an order together."""
    if plan.format.allocate:
        return plan.format.allocate.by
    if plan.format.carry:
        return plan.format.carry.by
    return "order_id" if "order_id" in plan.format.fields else plan.format.need[0]


def _first_line(plan: Plan, sql: str) -> str:
    """Adds ``first_line``."""
    if not windows(plan):
        return sql
    number = f"row_number() OVER (PARTITION BY {quoted(_group(plan))} ORDER BY _rowid) = 1"
    return f"SELECT *, {number} AS first_line FROM ({sql})"


def _spread(plan: Plan, sql: str) -> str:
    """Adds the spread amounts: rounded running shares, whose differences add up to the amount exactly."""
    rule = plan.format.allocate
    if rule is None:
        return sql
    by = quoted(rule.by)
    whole = f"OVER (PARTITION BY {by})"
    running = f"OVER (PARTITION BY {by} ORDER BY _rowid ROWS UNBOUNDED PRECEDING)"
    weighed = f"greatest(coalesce(CAST(({rule.weight}) AS DOUBLE), 0), 0)"
    first = f"SELECT *, {weighed} AS _w{_amounts(rule)} FROM ({sql})"
    totals = f"SELECT *, sum(_w) {whole} AS _all, count(*) {whole} AS _n, row_number() {running} AS _i FROM ({first})"
    second = (
        f"SELECT *, CASE WHEN _all > 0 THEN sum(_w) {running} / _all ELSE _i / _n END AS _to FROM ({totals})"
    )
    made = ", ".join(_share(name, rule, by) for name in rule.amounts)
    return f"SELECT * EXCLUDE (_w, _all, _n, _i, _to), {made} FROM ({second})"


def disagreeing(plan: Plan, facts: Facts, table: str) -> str:
    """SELECT of the rows whose repeated order amount is not that of the order's first row: row, order, amount."""
    rule = plan.format.allocate
    if rule is None or rule.take != "same":
        return ""
    by = quoted(rule.by)
    over = (
        f"OVER (PARTITION BY {by} ORDER BY _rowid ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)"
    )
    names = [quoted("_a_" + name) for name in rule.amounts]
    first = ", ".join(f'first_value({name} IGNORE NULLS) {over} AS {name[:-1]}_1"' for name in names)
    differs = " OR ".join(f'{name} <> {name[:-1]}_1"' for name in names)
    rows = _first_line(plan, _carried(plan, _plain(plan, facts, table)))
    inner = f"SELECT *, {first} FROM (SELECT *{_amounts(rule)} FROM ({rows}))"
    return (
        f"SELECT source_row, CAST({names[0]} AS VARCHAR) FROM ({inner}) WHERE {differs} ORDER BY 1 LIMIT 100"
    )


def _amounts(rule: Allocate) -> str:
    return "".join(
        f", CAST(({sql}) AS DECIMAL(18,4)) AS {quoted('_a_' + name)}" for name, sql in rule.amounts.items()
    )


def _share(name: str, rule: Allocate, by: str) -> str:
    """A row's part of one amount: what the running share reaches here less what it had reached before."""
    over = (
        f"OVER (PARTITION BY {by} ORDER BY _rowid ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)"
    )
    ignore = " IGNORE NULLS" if rule.take == "same" else ""
    amount = f"first_value({quoted('_a_' + name)}{ignore}) {over}"
    step = f"OVER (PARTITION BY {by} ORDER BY _rowid)"

    def reached(to: str, place: str) -> str:
        share = f"CAST(round(CAST({amount} AS DOUBLE) * {to}, 2) AS DECIMAL(18,4))"
        return f"CASE WHEN {place} >= _n THEN {amount} WHEN {place} <= 0 THEN CAST(0 AS DECIMAL(18,4)) ELSE {share} END"

    return (
        f"{reached('_to', '_i')} - {reached(f'coalesce(lag(_to) {step}, 0)', '(_i - 1)')} AS {quoted(name)}"
    )


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
    return f"SELECT {', '.join(made)} FROM {rows}{where}"


def stated(plan: Plan) -> str:
    """The shop that a row names."""
    rule = plan.format.shop.name
    return f"nullif(trim(CAST({rule} AS VARCHAR)), '')" if rule else "CAST(NULL AS VARCHAR)"


def _version(plan: Plan, facts: Facts) -> str:
    fixed = f"TIMESTAMP '{facts.version}'"
    return f"CAST(coalesce({plan.format.updated}, {fixed}) AS TIMESTAMP)" if plan.format.updated else fixed


def _column(plan: Plan, facts: Facts, table: Table, column: Column, target: Target) -> str:
    """SQL of one canonical column, '' for an unknown text of a key."""
    given = target.columns.get(column.name) or _derived(column.name, table, target)
    kind = SQL_TYPES[column.type]
    if column.name == "currency":
        return _currency(plan, facts, given)
    if column.name in {"days", "device"} and not given:
        given = "coalesce(file_days, 1)" if column.name == "days" else "'all'"
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
    """What the row says, else the header, else what the stated shop trades in, else the shop's own."""
    rule = plan.format.shop
    last = literal(facts.fallback)
    if rule.currencies and rule.name:
        cases = " ".join(
            f"WHEN {literal(name)} THEN {literal(code)}" for name, code in rule.currencies.items()
        )
        last = f"CASE {rule.name} {cases} ELSE {last} END"
    said = f"nullif({currency(f'CAST(({given}) AS VARCHAR)')}, ''), " if given else ""
    return f"coalesce({said}file_currency, {last})"

"""One streaming pass: a relation of text becomes a temporary table of typed fields, with marks for what is wrong.

The table keeps every record of the file in order, so that its ``rowid`` is the place in the file: ``_drop`` marks
records that are no data (blank, totals, repeated headers, remarks), ``_bad`` has one bit per field that could not
be read. Raw text is not kept; the few bad rows are read again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from zhanggui.model.money import CURRENCIES
from zhanggui.readers.cells import Habits, hashed, open_text, wrong
from zhanggui.readers.names import visible
from zhanggui.readers.relation import Relation
from zhanggui.readers.spec import Field, Format
from zhanggui.readers.words import identifiers, literal, quoted, replaced

ANCIENT = date(1990, 1, 1)
EVENTS = frozenset(
    "created_at paid_at shipped_at received_at requested_at settled_at opened_at first_reply_at closed_at at more_at "
    "created_day paid_day settled_day requested_day day ordered_day received_day".split()
)
CURRENCY_WORDS = {
    "RMB": "CNY",
    "人民币": "CNY",
    "元": "CNY",
    "¥": "CNY",
    "￥": "CNY",
    "CNH": "CNY",
    "$": "USD",
    "€": "EUR",
    "£": "GBP",
}

# What spreadsheets and exporters wrap around a cell.
WORN = literal(" \t\u00a0\u3000\ufeff\u200b'`\"=")


@dataclass(frozen=True, slots=True)
class Plan:
    """All that one pass needs to know.

    ``columns``: field → index of its column, present fields only. ``wide`` are the columns that are unpivoted.
    ``today`` is the last day that is not in the future (a day of grace is added for other time zones). ``many``: the
    rows are of several files, whose lines are numbered as `relation.Bound` says; each is a table on its own. ``alike``:
    no column of the file tells rows of one key apart, so that they are the same thing told twice.
    """

    format: Format
    columns: Mapping[str, int]
    header: Sequence[str]
    habits: Habits
    salt: bytes
    today: date
    wide: range = range(0)
    many: bool = False
    alike: bool = False

    @property
    def fields(self) -> tuple[Field, ...]:
        """Fields that the file has, in the format's order; a field's place is its bit."""
        return tuple(f for f in self.format.fields.values() if f.name in self.columns)

    def using(self, name: str) -> frozenset[str]:
        """Fields that feed the canonical column ``name`` in any table."""
        return frozenset(f for t in self.format.tables for f in identifiers(t.columns.get(name, "")))

    @property
    def signed(self) -> tuple[str, ...]:
        """Amounts whose cells hold more than digits: a currency may stand beside them."""
        return tuple(f.name for f in self.fields if f.type == "money" and f.name not in self.habits.plain)

    @property
    def events(self) -> frozenset[str]:
        """Date fields that tell when something happened, so that they cannot lie in the future."""
        return frozenset(f for name in EVENTS for f in self.using(name)) | frozenset(self.format.covers)


def raw(plan: Plan, relation: Relation, *, place: bool = False) -> str:
    """SQL for the text of every field, named as the field; ``place`` adds ``_place``, the record's place from 0."""
    picked = [
        f"c{plan.columns[f.name]} AS {quoted(f.name)}" for f in plan.fields if plan.columns[f.name] >= 0
    ]
    absent = set().union(*(identifiers(sql) for sql in (*plan.format.drop, *plan.format.parts))) - set(
        plan.columns
    )
    picked += [f"CAST(NULL AS VARCHAR) AS {quoted(name)}" for name in sorted(absent)]
    picked.append("c0 AS _first")
    if relation.numbered:
        picked.append("CAST(line AS BIGINT) AS _line")
    if not plan.wide:
        places = ["row_number() OVER () - 1 AS _place"] if place else []
        return f"SELECT {', '.join(picked + places)} FROM {relation.sql()}"
    return _unpivoted(plan, relation, picked, place=place)


def _unpivoted(plan: Plan, relation: Relation, picked: list[str], *, place: bool) -> str:
    """One record per column of the wide part; its place counts these records, its line the file's."""
    rule = plan.format.unpivot
    assert rule is not None  # noqa: S101 - only formats with a wide part come here
    names = ", ".join(literal(visible(plan.header[i])) for i in plan.wide if plan.header[i].strip())
    cells = ", ".join(f"c{i}" for i in plan.wide if plan.header[i].strip())
    line = "" if relation.numbered else f", row_number() OVER () + {relation.first - 1} AS _line"
    inner = f"SELECT *{line} FROM {relation.sql()}"
    picked = [p for p in picked if not p.startswith("CAST(line")] + [
        "CAST(_line AS BIGINT) AS _line" if not relation.numbered else "CAST(line AS BIGINT) AS _line",
        f"unnest([{names}]) AS {quoted(rule.name)}",
        f"unnest([{cells}]) AS {quoted(rule.value)}",
    ]
    sql = f"SELECT {', '.join(picked)} FROM ({inner})"
    return f"SELECT *, row_number() OVER () - 1 AS _place FROM ({sql})" if place else sql


def heading(plan: Plan, sql: str) -> str:
    """The header as written of the first column of the file that ``sql`` speaks of; '' where it speaks of none."""
    places = (plan.columns[name] for name in identifiers(sql) if plan.columns.get(name, -1) >= 0)
    place = next(places, -1)
    return plan.header[place].strip() if place >= 0 else ""


def lined(plan: Plan, relation: Relation) -> bool:
    """Whether the typed table has a column ``_line``; otherwise its rowid tells the line."""
    return relation.numbered or bool(plan.wide)


def create(plan: Plan, relation: Relation, table: str) -> str:
    """SQL that makes the typed table."""
    typed = [(f, open_text(f, quoted(f.name), plan.habits)) for f in plan.fields]
    second = [f"{quoted(f.name)} AS {quoted('r_' + f.name)}" for f in plan.fields]
    second += [f"{sql} AS {quoted('t_' + name)}" for _, made in typed for name, sql in made.items()]
    second.append(f"{dropped(plan)} AS _drop")
    third = [
        f"{hashed(quoted('t_' + name), plan.salt) if f.personal else quoted('t_' + name)} AS {quoted(name)}"
        for f, made in typed
        for name in made
    ]
    third += ["_drop", f"{_faults(plan)} AS _bad"]
    if lined(plan, relation):
        second.append("_line")
        third.append("_line")
    if plan.signed:
        written = ", ".join(f"zg_coin({quoted('r_' + name)})" for name in plan.signed)
        coin = f"list_distinct(list_filter([{written}], lambda m: m IS NOT NULL))"
        third.append(f"CASE len({coin}) WHEN 0 THEN NULL WHEN 1 THEN {coin}[1] ELSE '?' END AS _coin")
    inner = f"SELECT {', '.join(second)} FROM ({raw(plan, relation)})"
    return f"CREATE TEMP TABLE {table} AS SELECT {', '.join(third)} FROM ({inner})"


def _faults(plan: Plan) -> str:
    """SQL for the bits of the fields that could not be read or hold what cannot be."""
    bits = [(place, test) for place, f in enumerate(plan.fields) if (test := _either(_tests(plan, f)))]
    kind = "BIGINT" if len(plan.fields) < 62 else "HUGEINT"  # noqa: PLR2004 - bits of a BIGINT
    if not bits:
        return f"CAST(0 AS {kind})"
    total = " + ".join(f"CASE WHEN {test} THEN CAST({2**place} AS {kind}) ELSE 0 END" for place, test in bits)
    # Most rows have no fault: which one it is, is asked of the others. In most rows the columns that a sample shows to
    # be filled hold something that was read, which is asked at the least cost of all.
    full = [f for f in plan.fields if f.name in plan.habits.filled and f.type != "range"]
    held = [f"{quoted('t_' + f.name)} IS NOT NULL" for f in full]
    rest = [_either(_limits(plan, f) if f in full else _tests(plan, f)) for f in plan.fields]
    sound = " AND ".join([*held, f"NOT ({_either(rest) or 'false'})"])
    fault = " OR ".join(f"({test})" for _, test in bits)
    return f"CASE WHEN _drop OR ({sound}) THEN 0 WHEN NOT ({fault}) THEN 0 ELSE CAST({total} AS {kind}) END"


def _either(tests: Sequence[str]) -> str:
    """SQL that is true where one of ``tests`` is, '' for none."""
    return " OR ".join(test for test in tests if test)


def dropped(plan: Plan) -> str:
    """SQL on the text fields: whether a record is no data."""
    names = [quoted(f.name) for f in plan.fields if not (plan.wide and f.name == _value(plan))]
    others = [quoted(f.name) for f in plan.fields if plan.columns[f.name] > 0]
    keys = [quoted(f.name) for f in plan.format.keys if f.name in plan.columns]
    named = (
        f"list_filter([{', '.join(keys)}], lambda k: k IS NOT NULL AND NOT zg_missing(k) AND NOT zg_total(k))"
    )
    real = f"len({named}) > 0" if keys else "false"
    begins = " OR ".join(f"coalesce(zg_total({name}), false)" for name in ["_first", *keys])
    beside = f" AND coalesce({', '.join(others)}) IS NOT NULL" if others else ""
    # A key that begins with a digit, and anything beside it: the rule, told from the rest at little cost.
    sure = [] if plan.wide else [f"WHEN {key} >= '0' AND {key} < ':'{beside} THEN false" for key in keys]
    whens = [f"coalesce({', '.join([*names, 'NULL'])}) IS NULL"]
    whens.append(f"CASE WHEN {begins} THEN NOT ({real}) ELSE false END")
    whens += [f"coalesce({' AND '.join(repeats)}, false)" for repeats in [_repeats(plan)] if repeats]
    if len(others) >= 2:  # noqa: PLR2004 - with fewer columns a lone cell is nothing odd
        whens.append(f"CASE WHEN coalesce({', '.join(others)}) IS NULL THEN zg_remark(_first) ELSE false END")
    if plan.wide:
        whens.append(f"{quoted(_value(plan))} IS NULL")
    # Words are looked for in cells without what is wrapped around them.
    told = (*plan.format.drop, *plan.format.parts)
    bare = {name: f"trim({quoted(name)}, {WORN})" for sql in told for name in identifiers(sql)}
    own = [f"coalesce({replaced(sql, bare)}, false)" for sql in told]
    return f"CASE {_true(own)} {' '.join(sure)} {_true(whens)} ELSE false END"


def _true(conditions: Sequence[str]) -> str:
    """The branches of a CASE in which it is true."""
    return " ".join(f"WHEN {condition} THEN true" for condition in conditions)


def _value(plan: Plan) -> str:
    return plan.format.unpivot.value if plan.format.unpivot else ""


def _repeats(plan: Plan) -> list[str]:
    """The condition of a header repeated among the rows: two of its first columns hold their own name.

    A byte-order mark stands before the first where files were put together.
    """
    known = [f for f in plan.fields if plan.columns[f.name] >= 0][:3]
    same = [
        f"CAST(trim({quoted(f.name)}, ' \ufeff') = {literal(plan.header[plan.columns[f.name]].strip())} AS INTEGER)"
        for f in known
    ]
    return [f"{' + '.join(f'coalesce({one}, 0)' for one in same)} >= {min(2, len(same))}"] if same else []


def _tests(plan: Plan, item: Field) -> list[str]:
    """Conditions that a field of a row is at fault."""
    typed, cell = quoted("t_" + item.name), quoted("r_" + item.name)
    read = quoted("t_" + item.name + ("_low" if item.type == "range" else ""))
    tests = [wrong(item, cell, read, plain=item.name in plan.habits.plain)]
    if item.key:
        tests.append(f"{typed} IS NULL")
    return tests + _limits(plan, item)


def _limits(plan: Plan, item: Field) -> list[str]:
    """Conditions that what was read cannot be."""
    typed = quoted("t_" + item.name)
    tests = []
    if item.floor is not None:
        tests.append(f"coalesce({typed} < {item.floor}, false)")
    if item.type in {"date", "days", "time"}:
        late = plan.today + timedelta(days=1)
        tests.append(f"coalesce({typed} < DATE '{ANCIENT}', false)")
        if item.name in plan.events:
            tests.append(f"coalesce(CAST({typed} AS DATE) > DATE '{late}', false)")
    if item.name in plan.using("currency") and item.type in {"id", "text"}:
        tests.append(f"coalesce({currency(typed)} NOT IN ({codes()}), false)")
    return tests


def currency(sql: str) -> str:
    """SQL for the ISO code of a currency as files write it."""
    cases = " ".join(f"WHEN {literal(word)} THEN {literal(code)}" for word, code in CURRENCY_WORDS.items())
    return f"CASE upper(trim({sql})) {cases} ELSE upper(trim({sql})) END"


def codes() -> str:
    """Known currencies as SQL literals."""
    return ", ".join(literal(code) for code in sorted(CURRENCIES))


def known_currency(code: str) -> bool:
    """Whether ``code``, as a header states it, is a currency that is known."""
    return CURRENCY_WORDS.get(code.upper(), code.upper()) in CURRENCIES

"""The grammar of format files: TOML tables into a :class:`Format`, with an error that names the place."""

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import cast

from zhanggui.model.money import CURRENCIES
from zhanggui.model.tables import SYSTEM, TABLES
from zhanggui.readers.spec import (
    ADDITIVE,
    NUMERIC,
    PERIODS,
    TYPES,
    VARIABLES,
    Allocate,
    Carry,
    Field,
    Format,
    Market,
    MoneyMeaning,
    ShopRule,
    SpecError,
    Target,
    Unpivot,
)
from zhanggui.readers.words import identifiers

_TOP = frozenset(
    "key platform title headers need one_of never unique fields rows carry allocate unpivot period version "
    "shop tables instead currency_of market apart noon".split()
)
COUNTS = ("impressions", "clicks", "page_views", "visitors")
_FIELD = frozenset("names patterns type key zone money min values personal joined blank".split())
_MONEY = frozenset("refunds shipping tax discounts per".split())
_NAME = re.compile(r"[a-z][a-z0-9_]*")
# Words that SQL keeps for itself, so that no expression could speak of a field of that name.
_KEPT = frozenset(
    "all and any as asc at both case cast desc else end false for from group in is like limit not null on or order "
    "select table then to true union using when where with".split()
)


class _Node:
    """A TOML table that knows where it stands, so that an error can say so."""

    def __init__(self, data: object, where: str, known: Iterable[str] | None = None) -> None:
        if not isinstance(data, Mapping):
            raise SpecError(f"{where}: a table is expected")
        self.data = cast("Mapping[str, object]", data)
        self.where = where
        unknown = sorted(set(self.data) - set(known)) if known is not None else []
        if unknown:
            raise SpecError(f"{where}: unknown name {unknown[0]!r}")

    def fail(self, name: str, why: str) -> SpecError:
        """Error at ``name`` of this table."""
        return SpecError(f"{self.where}: {name}: {why}")

    def text(self, name: str, default: str | None = None) -> str:
        """String at ``name``."""
        value = self.data.get(name, default)
        if not isinstance(value, str):
            raise self.fail(name, "text is expected")
        return value

    def flag(self, name: str) -> bool:
        """Boolean at ``name``, False where absent."""
        value = self.data.get(name, False)
        if not isinstance(value, bool):
            raise self.fail(name, "true or false is expected")
        return value

    def texts(self, name: str) -> tuple[str, ...]:
        """List of strings at ``name``, () where absent."""
        return self._strings(name, self.data.get(name, []))

    def groups(self, name: str) -> tuple[tuple[str, ...], ...]:
        """List of lists of strings at ``name``."""
        value = self.data.get(name, [])
        if not isinstance(value, list):
            raise self.fail(name, "a list of lists is expected")
        return tuple(self._strings(name, inner) for inner in value)

    def words(self, name: str) -> dict[str, str]:
        """Table of strings at ``name``."""
        inner = _Node(self.data.get(name, {}), f"{self.where}: {name}")
        return {key: inner.text(key) for key in inner.data}

    def part(self, name: str, known: Iterable[str]) -> "_Node | None":
        """The table ``name`` inside this one, None where absent."""
        if name not in self.data:
            return None
        return _Node(self.data[name], f"{self.where}: [{name}]", known)

    def _strings(self, name: str, value: object) -> tuple[str, ...]:
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise self.fail(name, "a list of texts is expected")
        return tuple(cast("list[str]", value))


def load(text: str, where: str, *, own: bool = False) -> Format:
    """Read one format from TOML ``text``; ``where`` names it in errors. ``own`` marks a user's map.

    Raises SpecError when the text is no TOML or breaks the grammar.
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SpecError(f"{where}: {error}") from error
    return build(data, where, own=own)


def build(data: Mapping[str, object], where: str, *, own: bool = False) -> Format:
    """Make the Format that ``data`` describes; raises SpecError."""
    top = _Node(data, where, _TOP)
    raw_fields = _Node(data.get("fields"), f"{where}: [fields]")
    fields = {name: _field(name, raw, where) for name, raw in raw_fields.data.items()}
    if not fields:
        raise top.fail("fields", "at least one field is needed")
    tables = () if "instead" in data else _targets(data.get("tables"), where)
    rows = top.part("rows", ["drop", "parts"])
    period = top.part("period", ["from"])
    version = top.part("version", ["updated", "covers"])
    made = Format(
        key=top.text("key"),
        platform=top.text("platform"),
        title=top.words("title"),
        fields=_counting(fields, tables),
        tables=tables,
        need=top.texts("need"),
        one_of=top.groups("one_of"),
        never=top.texts("never"),
        headers=top.texts("headers"),
        unique=top.flag("unique"),
        drop=rows.texts("drop") if rows else (),
        parts=rows.texts("parts") if rows else (),
        carry=_carry(top),
        allocate=_allocate(top),
        unpivot=_unpivot(top),
        period=period.texts("from") if period else (),
        updated=version.text("updated", "") if version else "",
        covers=version.texts("covers") if version else (),
        shop=_shop(top),
        own=own,
        instead=top.text("instead", ""),
        currency_of=_currency_of(top, "currency_of"),
        market=_market(top),
        apart=top.texts("apart"),
        noon=top.text("noon", ""),
    )
    _check(made, where)
    return made


def _counting(fields: Mapping[str, Field], tables: Sequence[Target]) -> dict[str, Field]:
    """The fields, of which those that alone make a count of what was seen or clicked may not be below nought."""
    counts = {target.columns.get(column, "") for target in tables for column in COUNTS}
    return {
        name: replace(item, floor=Decimal(0)) if name in counts and item.floor is None else item
        for name, item in fields.items()
    }


def _currency_of(node: _Node, place: str) -> dict[str, str]:
    """Currency by header, or by market."""
    found = node.words(place)
    for name, code in found.items():
        if code not in CURRENCIES:
            raise node.fail(f"{place}: {name}", f"no currency {code!r}")
    return found


def _market(top: _Node) -> Market:
    part = top.part("market", ["field", "currencies"])
    return Market(_currency_of(part, "currencies"), part.text("field")) if part else Market()


def _field(name: str, raw: object, where: str) -> Field:
    """One [fields.NAME]."""
    node = _Node(raw, f"{where}: [fields.{name}]", _FIELD)
    kind = node.text("type")
    if kind not in TYPES:
        raise node.fail("type", f"{kind!r} is none of {', '.join(sorted(TYPES))}")
    if not _NAME.fullmatch(name):
        raise node.fail("name", "small letters, digits and _ only")
    if name in _KEPT:
        raise node.fail("name", f"{name!r} is a word of SQL: call it {name}_")
    zone = node.text("zone", "written")
    if zone not in {"written", "utc"}:
        raise node.fail("zone", "'written' or 'utc' is expected")
    values = _Node(node.data.get("values", {}), f"{node.where}: values")
    return Field(
        name=name,
        names=node.texts("names"),
        type=kind,
        patterns=_patterns(node),
        key=node.flag("key"),
        zone=zone,
        money=_money(node, kind),
        floor=_floor(node, kind),
        values={word: values.texts(word) for word in values.data},
        personal=node.flag("personal"),
        joined=_joined(node, kind),
        blank=_blank(node, kind),
    )


def _blank(node: _Node, kind: str) -> str:
    """What an empty cell says."""
    said = node.text("blank", "")
    if said and (kind != "text" or node.flag("personal")):
        raise node.fail("blank", "only of a text that is not personal")
    return said


def _joined(node: _Node, kind: str) -> str:
    """The sign between figures of one cell."""
    sign = node.text("joined", "")
    if sign and (kind not in ADDITIVE or len(sign) != 1):
        raise node.fail("joined", "one sign, on a field of money or counts, is expected")
    return sign


def _patterns(node: _Node) -> tuple[re.Pattern[str], ...]:
    try:
        return tuple(re.compile(text) for text in node.texts("patterns"))
    except re.error as error:
        raise node.fail("patterns", str(error)) from error


def _money(node: _Node, kind: str) -> MoneyMeaning | None:
    part = node.part("money", _MONEY)
    if part is None:
        if kind in {"money", "fen"}:
            raise node.fail("money", "say whether refunds, shipping and tax are in, and per what")
        return None
    for name in _MONEY - {"per"}:
        if part.text(name, "unknown") not in {"in", "out", "unknown"}:
            raise part.fail(name, "'in', 'out' or 'unknown' is expected")
    if part.text("per", "row") not in {"order", "line", "unit", "row"}:
        raise part.fail("per", "'order', 'line', 'unit' or 'row' is expected")
    return MoneyMeaning(**{name: part.text(name) for name in part.data})


def _floor(node: _Node, kind: str) -> Decimal | None:
    value = node.data.get("min")
    if value is None:
        return None
    if kind not in NUMERIC or isinstance(value, bool) or not isinstance(value, (int, float)):
        raise node.fail("min", "a number, on a numeric field, is expected")
    return Decimal(str(value))


def _targets(raw: object, where: str) -> tuple[Target, ...]:
    """All [[tables]]."""
    if not isinstance(raw, list) or not raw:
        raise SpecError(f"{where}: [[tables]]: at least one is needed")
    out = []
    for number, item in enumerate(raw, 1):
        node = _Node(item, f"{where}: [[tables]] {number}", ["table", "when", "columns"])
        table = node.text("table")
        if table not in TABLES:
            raise node.fail("table", f"no canonical table {table!r}")
        columns = node.words("columns")
        known = set(TABLES[table].names) - {column.name for column in SYSTEM}
        for column in columns:
            if column not in known:
                raise node.fail(f"columns.{column}", f"no such column in {table}")
        out.append(Target(table, columns, node.text("when", "")))
    return tuple(out)


def _carry(top: _Node) -> Carry | None:
    part = top.part("carry", ["by", "fields"])
    return Carry(part.text("by"), part.texts("fields")) if part else None


def _allocate(top: _Node) -> Allocate | None:
    part = top.part("allocate", ["by", "weight", "take", "amounts"])
    if part is None:
        return None
    take = part.text("take", "same")
    if take not in {"same", "first"}:
        raise part.fail("take", "'same' or 'first' is expected")
    return Allocate(part.text("by"), part.text("weight"), take, part.words("amounts"))


def _unpivot(top: _Node) -> Unpivot | None:
    part = top.part("unpivot", ["after", "name", "value"])
    return Unpivot(part.text("after"), part.text("name"), part.text("value")) if part else None


def _shop(top: _Node) -> ShopRule:
    part = top.part("shop", ["name", "zones", "regions", "currencies"])
    if part is None:
        return ShopRule()
    return ShopRule(
        part.text("name", ""), part.words("zones"), part.words("regions"), part.words("currencies")
    )


def _mentioned(made: Format) -> list[tuple[str, tuple[str, ...]]]:
    """Places of the format that name fields, and the names."""
    lists = [("need", made.need), ("covers", made.covers), *(("one_of", group) for group in made.one_of)]
    if made.carry:
        lists.append(("[carry]", (made.carry.by, *made.carry.fields)))
    if made.allocate:
        lists.append(("[allocate]", (made.allocate.by,)))
    if made.market.field:
        lists.append(("[market]", (made.market.field,)))
    if made.unpivot:
        lists.append(("[unpivot]", (made.unpivot.name, made.unpivot.value)))
    return lists


def _check(made: Format, where: str) -> None:
    """Names that are referred to must exist."""
    for place, names in _mentioned(made):
        for name in names:
            if name not in made.fields:
                raise SpecError(f"{where}: {place}: no field {name!r}")
    for source in made.period:
        if source not in PERIODS:
            raise SpecError(f"{where}: [period] from: {source!r} is none of {', '.join(PERIODS)}")
    if made.noon not in {"", "mdy", "dmy"}:
        raise SpecError(f"{where}: noon: {made.noon!r} is neither mdy nor dmy")
    if not made.need:
        raise SpecError(f"{where}: need: at least one field must be needed to recognise the file")
    _check_sql(made, where)


def _check_sql(made: Format, where: str) -> None:
    """Every name in the SQL is a field, a spread amount or a variable."""
    known = set(VARIABLES)
    for item in made.fields.values():
        known |= {f"{item.name}_low", f"{item.name}_high"} if item.type == "range" else {item.name}
        known |= {f"{item.name}_days"} if item.type == "days" else set()
    raw = set(made.fields)
    pieces = [("[rows] drop", text, raw) for text in made.drop]
    pieces += [("[rows] parts", text, raw) for text in made.parts]
    pieces += [("[version] updated", made.updated, known), ("[shop] name", made.shop.name, known)]
    if made.allocate:
        pieces.append(("[allocate] weight", made.allocate.weight, known))
        pieces += [("[allocate] amounts", text, known) for text in made.allocate.amounts.values()]
        known = known | set(made.allocate.amounts)
    for target in made.tables:
        pieces.append((f"{target.table}: when", target.when, known))
        pieces += [(f"{target.table}.{name}", text, known) for name, text in target.columns.items()]
    for place, text, allowed in pieces:
        for name in identifiers(text):
            if name not in allowed:
                raise SpecError(f"{where}: {place}: no field {name!r}")

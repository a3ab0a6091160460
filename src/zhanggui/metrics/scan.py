"""What one query means, said once for all engines: which table, which rows of it, at which grain.

Platforms tell the same thing at several grains: a day of all devices and of each device, a source and its
details, an account's spend and its keywords'. A `Pick` says which rows stand for the whole, so that nothing is
counted twice: a day's whole is preferred to its parts, the advertising report of an account or of its campaigns to
finer ones, of these the one that tells most of the spend, and of a stock the latest snapshot. Settlements mostly name
orders: by item their entries are spread over the lines of these (`Scan.by_item`).
"""

from collections.abc import Iterable
from dataclasses import dataclass

from zhanggui.metrics.catalogue import CATALOGUE
from zhanggui.metrics.dimensions import DIMENSIONS, OF_ITEMS, OF_SHOP, TIMES, How, has
from zhanggui.metrics.kinds import Aggregate, Definition, Source, Unit
from zhanggui.metrics.query import MONEY_SCALE, Query, Where
from zhanggui.model.shop import Shop
from zhanggui.model.tables import TABLES

# What a row of an advertising report is of, the coarsest first. A report that splits its items by scene, plan or unit
# is another than that of the items alone: each is the whole account in other rows.
AD_GRAINS = (
    *("account", "campaign", "ad_group", "listing", "listing_part", "campaign_listing", "ad_group_listing"),
    *("creative", "audience", "keyword", "search_term"),
)
# Those that tell all of an account; any other may leave something out (a report of items has no search campaigns).
AD_WHOLE = 2
# Dimensions that only the finer advertising reports tell, '' elsewhere.
_AD_PARTS = ("campaign", "ad_group", "listing", "sku", "creative", "keyword", "search_term")
# Not a column: the day of a refund, else that of its order.
ANY_DAY = "any_day"
SCALES = {"share": 1_000_000, "rate": 100_000_000, "money": MONEY_SCALE}


@dataclass(frozen=True, slots=True)
class Pick:
    """Of the rows that agree in ``partition`` only those stand whose values come first in ``prefer``.

    ``prefer``: (column, values in order of preference; values not listed come last), more important first.
    ``latest``: the latest day goes before all preferences, and SKUs (listings where the SKU is unknown) and the
    time dimensions asked for are part of the partition. ``most``: a column; of the values of the only preference
    after the first ``whole``, that whose rows sum to most of it goes before the others.
    """

    partition: tuple[str, ...]
    prefer: tuple[tuple[str, tuple[str, ...]], ...] = ()
    latest: bool = False
    most: str = ""
    whole: int = 0


@dataclass(frozen=True, slots=True)
class Scan:
    """A query resolved: ``measures`` pairs each asked name with its definition; ``filters`` are on columns.

    ``day`` is the column that places a row in time, or `ANY_DAY`; rows without it are out. ``by`` and ``where`` hold
    dimensions. ``shape``: 'plain', 'daily' (distinct per day, then added) or 'repeat' (buyers by number of orders).
    """

    table: str
    day: str
    shape: str
    measures: tuple[tuple[str, Definition], ...]
    filters: tuple[Where, ...]
    pick: Pick | None
    query: Query

    @property
    def dims(self) -> frozenset[str]:
        """Every dimension that splits or filters."""
        return frozenset(self.query.by) | {where.dim for where in self.query.where}

    @property
    def by_item(self) -> bool:
        """Whether entries are taken apart into the items of their orders, as `engines.by_item` says; an entry is then
        counted where its first part is.
        """
        return self.table == "fee" and not OF_ITEMS.isdisjoint(self.dims)

    @property
    def until(self) -> bool:
        """Whether everything up to the period's end counts: the last snapshot before it, not only within it."""
        latest = self.pick is not None and self.pick.latest
        return latest and not any(DIMENSIONS[dim].how in TIMES for dim in self.query.by)


def source_of(name: str) -> tuple[Definition, Source]:
    """Definition and source of a measure ('name' or 'name@table'). Raises KeyError when it is not a measure."""
    definition = CATALOGUE[name.partition("@")[0]]
    if definition.source is None:
        raise KeyError(name)
    return definition, definition.source


def table_of(name: str, dims: Iterable[str]) -> str:
    """The table that answers a measure split or filtered by ``dims``: the first of its tables that tells them all,
    else its first table.
    """
    _, source = source_of(name)
    if "@" in name:
        return name.partition("@")[2]
    asked = tuple(dims)
    fits = [table for table in source.tables if all(has(table, dim) for dim in asked)]
    return (fits or list(source.tables))[0]


def shape_of(source: Source, by: Iterable[str]) -> str:
    """How rows are grouped before they are counted."""
    if source.aggregate is Aggregate.REPEAT:
        return "repeat"
    return "daily" if source.aggregate is Aggregate.DISTINCT_DAYS and "day" not in by else "plain"


def scale_of(name: str) -> int:
    """Units per whole in which a measure's numbers travel."""
    definition, source = source_of(name)
    if definition.unit is Unit.MONEY:
        return MONEY_SCALE
    if source.minus or source.aggregate in (Aggregate.COUNT, Aggregate.DISTINCT, Aggregate.REPEAT):
        return 1
    return SCALES.get(TABLES[source.tables[0]].column(source.columns[0]).type, 1)


def scan(query: Query) -> Scan:
    """Resolve a query. Raises KeyError for unknown names and ValueError when its measures are of several tables,
    days or shapes, or when the table does not tell one of the dimensions.
    """
    dims = (*query.by, *(where.dim for where in query.where))
    found = {
        (table_of(name, dims), source.day, shape_of(source, query.by))
        for name in query.measures
        for _, source in (source_of(name),)
    }
    if len(found) != 1:
        raise ValueError(f"one table, day and shape at a time: {sorted(found)}")
    table, day, shape = found.pop()
    lacking = [dim for dim in dims if not has(table, dim)]
    if lacking:
        raise ValueError(f"{table} does not tell {', '.join(lacking)}")
    if query.undated and (table, day) == ("refund", "settled_day"):
        day = ANY_DAY
    measures = tuple((name, source_of(name)[0]) for name in query.measures)
    return Scan(table, day, shape, measures, _filters(table, set(dims)), _pick(table, set(dims)), query)


def _filters(table: str, dims: set[str]) -> tuple[Where, ...]:
    filters = []
    if "days" in TABLES[table].names and "row_days" not in dims:
        filters.append(Where("days", (1,)))
    if table == "ad":
        told = [dim for dim in _AD_PARTS if dim in dims]
        filters += [Where(DIMENSIONS[dim].columns[table], ("",), exclude=True) for dim in told]
    if table == "traffic_source":
        parts = (("listing", "listing_id"), ("sku", "listing_id"), ("source_detail", "detail"))
        filters += [Where(column, ("",), exclude=True) for dim, column in parts if dim in dims]
    return tuple(filters)


def _pick(table: str, dims: set[str]) -> Pick | None:
    if table in ("traffic_shop", "traffic_listing") and "device" not in dims:
        listing = ("listing_id",) if table == "traffic_listing" else ()
        return Pick(("shop", "day", "days", *listing), (("device", ("all",)),))
    if table == "traffic_source":
        return _pick_source(dims)
    if table == "ad":
        return Pick(("shop", "day", "days", "channel"), (("grain", AD_GRAINS),), most="spend", whole=AD_WHOLE)
    if table == "stock":
        return Pick(("shop", "sku"), () if "location" in dims else (("location", ("",)),), latest=True)
    return None


def _pick_source(dims: set[str]) -> Pick | None:
    prefer = []
    partition: tuple[str, ...] = ("shop", "day", "days", "source")
    if "listing" in dims:
        partition = (*partition, "listing_id")
    else:
        prefer.append(("listing_id", ("",)))
    if "source_detail" not in dims:
        prefer.append(("detail", ("",)))
    return Pick(partition, tuple(prefer)) if prefer else None


def shop_where(shops: Iterable[Shop], where: Where) -> Where:
    """A filter of platforms or markets as one of shops; a shop that is not known has None of both."""
    how = DIMENSIONS[where.dim].how
    strangers = None in where.values
    keys = sorted(one.key for one in shops if (of_shop(one, how) in where.values) is not strangers)
    return Where("shop", tuple(keys), where.exclude is not strangers)


def of_shop(shop: Shop | None, how: How) -> str | None:
    """Platform or market of a shop; None for a shop that is not known."""
    if shop is None:
        return None
    return shop.platform if how is How.PLATFORM else shop.region


def splits_shops(by: Iterable[str]) -> bool:
    """Whether platform or market is told from the shop."""
    return any(DIMENSIONS[dim].how in OF_SHOP for dim in by)

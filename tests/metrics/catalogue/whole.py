"""What every entry of the catalogue must be."""

from zhanggui.metrics.catalogue import CATALOGUE, ENTRIES
from zhanggui.metrics.formula import FormulaError, leaves
from zhanggui.metrics.kinds import Aggregate, Definition, Kind, Source, Unit
from zhanggui.model.shop import PLATFORMS
from zhanggui.model.tables import TABLES
from zhanggui.reports.messages import keys


def sound(entries: tuple[Definition, ...]) -> None:
    """Assert that entries are in the catalogue, stand on columns that exist, and speak both languages."""
    assert entries
    assert len(ENTRIES) == len(CATALOGUE), "two entries have one name"
    for one in entries:
        assert CATALOGUE[one.name] is one
        assert set(one.title) == set(one.meaning) == {"zh", "en"}, one.name
        assert all((*one.title.values(), *one.meaning.values())), f"{one.name}: Chinese | English, none empty"
        assert one.basis.whose in ("own", "platform", "own/platform"), one.name
        assert f"time.{one.basis.time}" in keys("zh"), f"{one.name}: no sentence time.{one.basis.time}"
        foreign = sorted(set(one.known_as) - set(PLATFORMS))
        assert not foreign, f"{one.name}: known_as: {foreign} are none of {sorted(PLATFORMS)}"
        if one.source is None:
            _formula(one)
        else:
            _source(one, one.source)


def _formula(one: Definition) -> None:
    assert one.kind in (Kind.RATIO, Kind.ADDITIVE), f"{one.name}: a metric is Kind.RATIO or Kind.ADDITIVE"
    try:
        assert leaves(one.name)
    except (FormulaError, KeyError) as error:
        raise AssertionError(f"{one.name}: {one.formula!r} names what is not in the catalogue") from error


def _source(one: Definition, source: Source) -> None:
    distinct = source.aggregate in (Aggregate.DISTINCT, Aggregate.REPEAT)
    told = one.unit is not Unit.MONEY or one.basis.tax
    assert told, f"{one.name}: give money its basis: whether refunds, shipping and tax are in"
    assert not distinct or one.kind is Kind.DISTINCT, f"{one.name}: say kind=Kind.DISTINCT"
    for table in source.tables:
        assert table in TABLES, f"{one.name}: no table {table!r}"
        for column in (source.day, *source.columns, *(where.dim for where in source.filters)):
            assert column in TABLES[table].names, f"{one.name}: {table} has no column {column!r}"

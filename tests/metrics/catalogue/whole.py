"""What every entry of the catalogue must be."""

from zhanggui.metrics.catalogue import CATALOGUE, ENTRIES
from zhanggui.metrics.formula import leaves
from zhanggui.metrics.kinds import Aggregate, Definition, Kind
from zhanggui.model.tables import TABLES


def sound(entries: tuple[Definition, ...]) -> None:
    """Assert that entries are in the catalogue, stand on columns that exist, and speak both languages."""
    assert entries
    for one in entries:
        assert CATALOGUE[one.name] is one
        assert set(one.title) == set(one.meaning) == {"zh", "en"}
        assert all((*one.title.values(), *one.meaning.values()))
        assert (one.source is None) is bool(one.formula)
        assert one.basis.whose in ("own", "platform", "own/platform")
        assert leaves(one.name)
        _source(one)
    assert len(ENTRIES) == len(CATALOGUE)


def _source(one: Definition) -> None:
    if one.source is None:
        assert one.kind in (Kind.RATIO, Kind.ADDITIVE)
        return
    distinct = one.source.aggregate in (Aggregate.DISTINCT, Aggregate.REPEAT)
    assert not distinct or one.kind is Kind.DISTINCT
    for table in one.source.tables:
        for column in (one.source.day, *one.source.columns, *(where.dim for where in one.source.filters)):
            assert column in TABLES[table].names, one.name

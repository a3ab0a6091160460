import pytest

from zhanggui.metrics.catalogue.entry import both, but, entry, names, only, read
from zhanggui.metrics.kinds import Aggregate, Basis, Kind, Unit
from zhanggui.metrics.query import Where


def test_texts_in_both_languages() -> None:
    assert both("访客 | visitors") == {"zh": "访客", "en": "visitors"}
    with pytest.raises(ValueError, match="is expected"):
        both("visitors")
    assert names("taobao: 访客数; amazon: Sessions") == {"taobao": "访客数", "amazon": "Sessions"}


def test_a_measure_and_a_metric() -> None:
    measure = entry(
        "x", "甲 | a", "乙 | b", read("fee", "amount", "day", only("kind", "tax"), but("name", None))
    )
    assert measure.source is not None
    assert (measure.kind, measure.unit, measure.basis) == (Kind.ADDITIVE, Unit.COUNT, Basis())
    assert measure.source.aggregate is Aggregate.SUM
    assert measure.source.filters == (Where("kind", ("tax",)), Where("name", (None,), exclude=True))
    metric = entry("y", "甲 | a", "乙 | b", "x / x", traps=("小心 | beware",), known_as="jd: 甲")
    assert (metric.kind, metric.unit, metric.formula, metric.source) == (
        Kind.RATIO,
        Unit.SHARE,
        "x / x",
        None,
    )
    assert (metric.traps, metric.known_as) == ((("小心", "beware"),), {"jd": "甲"})

import pytest

from tests.reports.making import briefing, kpi


def test_a_rate_changes_by_a_difference_and_an_amount_by_a_share() -> None:
    assert kpi("conversion", "0.03", "0.04", unit="share").change == pytest.approx(-0.01)
    assert kpi("gmv", "150", "100").change == pytest.approx(0.5)


@pytest.mark.parametrize(("value", "usual"), [(None, "1"), ("1", None), ("1", "0")])
def test_what_is_not_known_has_no_change(value: str | None, usual: str | None) -> None:
    assert kpi("gmv", value, usual).change is None


def test_the_headline_is_sales() -> None:
    made = briefing()
    assert made.headline is made.kpis[0]
    assert briefing(kpis=made.kpis[1:]).headline is None

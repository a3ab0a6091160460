from tests.metrics.catalogue.whole import sound
from zhanggui.metrics.catalogue import CATALOGUE
from zhanggui.metrics.catalogue.traffic import TRAFFIC
from zhanggui.metrics.kinds import Kind


def test_every_entry_is_sound() -> None:
    sound(TRAFFIC)


def test_visitors_of_days_become_another_name() -> None:
    assert CATALOGUE["visitors"].kind is Kind.DISTINCT
    assert CATALOGUE["visitor_days"].kind is Kind.ADDITIVE
    assert CATALOGUE["visitors"].known_as["amazon"] == "Sessions"

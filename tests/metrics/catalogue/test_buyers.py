from tests.metrics.catalogue.whole import sound
from zhanggui.metrics.catalogue import CATALOGUE
from zhanggui.metrics.catalogue.buyers import BUYERS
from zhanggui.metrics.kinds import Kind


def test_every_entry_is_sound() -> None:
    sound(BUYERS)


def test_new_and_returning_are_distinct() -> None:
    assert CATALOGUE["new_buyers"].kind is CATALOGUE["returning_buyers"].kind is Kind.DISTINCT

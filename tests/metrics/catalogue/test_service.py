from tests.metrics.catalogue.whole import sound
from zhanggui.metrics.catalogue import CATALOGUE
from zhanggui.metrics.catalogue.service import SERVICE


def test_every_entry_is_sound() -> None:
    sound(SERVICE)


def test_means_come_from_sums() -> None:
    assert CATALOGUE["review_stars"].formula == "star_sum / rated_reviews"
    assert CATALOGUE["first_reply_seconds"].formula == "reply_seconds / answered_tickets"

import pytest

from zhanggui.app.define import above, document, near, resolve
from zhanggui.metrics.catalogue import CATALOGUE


@pytest.mark.parametrize("word", ["spend_per_buyer", "客单价", "Spend per buyer", "  客单价 "])
def test_a_metric_is_found_by_name_title_or_a_platforms_word(word: str) -> None:
    assert resolve(word) == "spend_per_buyer"


def test_an_unknown_one_has_a_neighbour() -> None:
    assert resolve("gnv") is None
    assert near("gnv") == "gmv"


def test_every_definition_can_be_written_down() -> None:
    for one in CATALOGUE.values():
        shown = document(one, "en")
        assert shown["name"] == one.name
        assert shown["lineage"], one.name
        assert shown["definition"], one.name


def test_lineage_and_place_in_the_tree() -> None:
    shown = document(CATALOGUE["margin"], "zh")
    assert "cost_of_goods" in str(shown["lineage"])
    assert above("contribution")[0] == "contribution"
    assert above("visitor_days")[-1] == "visitor_days"
    assert above("no_such") == ()

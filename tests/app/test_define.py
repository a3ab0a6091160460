import pytest

from zhanggui.app.define import above, document, formula, near, resolve
from zhanggui.metrics.catalogue import CATALOGUE


@pytest.mark.parametrize(
    "word", ["spend_per_buyer", "客单价", "Spend per buyer", "  客单价 ", "SPEND_PER_BUYER"]
)
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


def test_a_formula_of_the_users_own_is_read_in_any_words_and_held_against_known_mistakes() -> None:
    right = formula("支付金额 ÷ orders")
    assert right is not None
    assert (right.text, right.measures, right.cautions) == ("gmv / orders", ("gmv", "orders"), ())
    wrong = formula("gmv - refunds")
    assert wrong is not None
    assert [one.code for one in wrong.cautions] == ["mixed_basis"]
    half = formula("gmv / no_such")
    assert half is not None
    assert (half.unknown, half.measures) == (("no_such",), ())


@pytest.mark.parametrize("text", ["gmv", "no_such", "no-such", "no such", "2 * 3", ""])
def test_what_is_no_formula(text: str) -> None:
    assert formula(text) is None

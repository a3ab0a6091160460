from zhanggui.outcomes.verdict import Code, Strength
from zhanggui.reports.messages import Texts


def test_every_verdict_has_its_sentence() -> None:
    assert all(Texts("zh").has(f"verdict.{code}") and Texts("en").has(f"verdict.{code}") for code in Code)
    assert list(Strength) == ["randomised", "matched", "weak"]

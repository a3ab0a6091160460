import math
from decimal import Decimal

import pytest

from zhanggui.reports.numbers import DASH, Style

ZH, EN = Style("zh"), Style("en")


@pytest.mark.parametrize(
    ("value", "zh", "en"),
    [
        (6863, "6,863", "6,863"),
        (94400, "9.44万", "94.4K"),
        (1286000, "128.6万", "1.29M"),
        (129_000_000, "1.29亿", "129.00M"),
        (-94400, "−9.44万", "−94.4K"),
        (None, DASH, DASH),
        (float("nan"), DASH, DASH),
    ],
)
def test_counts(value: float | None, zh: str, en: str) -> None:
    assert (ZH.count(value), EN.count(value)) == (zh, en)


def test_money_has_its_sign_in_front_and_minus_before_it() -> None:
    assert ZH.money(Decimal(-94400), "CNY") == "−¥9.44万"
    assert EN.money(Decimal("1204.5"), "USD", short=False) == "$1,204.50"
    assert EN.money(Decimal(1204), "JPY") == "JP¥1,204"
    assert EN.money(Decimal(5), "PLN") == "PLN 5.00"
    assert ZH.money(None, "CNY") == DASH
    assert ZH.money(Decimal("-0.001"), "CNY") == "¥0.00"


def test_a_change_of_money_is_signed() -> None:
    assert ZH.signed(Decimal(30), "CNY") == "+¥30.00"
    assert ZH.signed(Decimal(-30), "CNY") == "−¥30.00"
    assert (ZH.signed(Decimal(0), "CNY"), ZH.signed(None, "CNY")) == ("¥0.00", DASH)


def test_rates_change_in_points_and_amounts_in_per_cent() -> None:
    assert (ZH.points(0.0068), EN.points(-0.0068)) == ("+0.68 个百分点", "−0.68 pp")
    assert (EN.change(0.068), EN.change(-0.07)) == ("+6.8%", "−7.0%")
    assert (EN.share(0.0312), EN.share(-0.5), EN.share(-0.000001)) == ("3.12%", "−50.00%", "0.00%")
    assert (EN.ratio(3.4167), EN.ratio(None)) == ("3.42", DASH)
    assert [f(None) for f in (ZH.points, ZH.change, ZH.share)] == [DASH] * 3


def test_exact_amounts_have_their_sign_and_nothing_has_none() -> None:
    style = Style("en")
    assert style.exact(Decimal("1204.5")) == "1,204.50"
    assert style.exact(Decimal("1204.5"), signed=True) == "+1,204.50"
    assert style.exact(Decimal("-3.5"), signed=True) == "−3.50"
    assert style.exact(Decimal("0.00"), signed=True) == "0.00"


def test_a_mean_of_few_keeps_its_decimals() -> None:
    assert [EN.count(value) for value in (2.5, Decimal("66.25"), 3, 3.0, 2.999, 166.5, -2.5, None)] == [
        "2.50", "66.25", "3", "3", "3", "166", "\N{MINUS SIGN}2.50", "—",
    ]  # fmt: skip
    assert EN.count(math.nan) == "—"

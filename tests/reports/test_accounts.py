from dataclasses import replace

import pytest

from tests.reports.making import SHOPS, WORST
from zhanggui.reports import accounts
from zhanggui.reports.messages import Language
from zhanggui.reports.phrases import Phrases

ZH = Phrases("zh")


def test_columns_have_short_names_and_figures_no_cents() -> None:
    assert accounts.heads(SHOPS, ZH) == ["店铺", "支付金额", "退款", "推广", "利润", "利润率"]
    assert accounts.cells(SHOPS, SHOPS.rows[0], ZH) == ["¥1,235", "−¥12", "—", "—", "—"]
    assert accounts.cells(SHOPS, None, ZH) == ["¥3,456", "−¥12", "−¥300", "¥3,144", "91.29%"]
    assert accounts.cells(WORST, WORST.rows[0], ZH) == ["¥90", "3", "−¥6", "−6.67%"]


def test_items_are_told_apart_by_their_shop_where_there_are_several() -> None:
    assert [accounts.name(WORST, row, ZH) for row in WORST.rows] == ["A1 <b>cup</b> (taobao)", "=B2 (jd)"]
    alone = replace(WORST, rows=WORST.rows[:1])
    assert accounts.name(alone, alone.rows[0], ZH) == "A1 <b>cup</b>"
    assert [accounts.name(SHOPS, row, ZH) for row in SHOPS.rows] == ["taobao", "jd"]
    called = Phrases("zh", {"jd": "旗舰店"})
    assert [accounts.name(SHOPS, row, called) for row in SHOPS.rows] == ["taobao", "旗舰店"]
    assert accounts.name(WORST, WORST.rows[1], called) == "=B2 (旗舰店)"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_is_to_be_known_is_said_once(language: Language) -> None:
    phrases = Phrases(language)
    (_, shops), (_, items) = accounts.noted((SHOPS, WORST), phrases)
    say = phrases.texts.say
    assert shops == [say("account.young")]
    assert items == [
        say("account.only_cm2"),
        say("account.unknown", share="12.5%"),
        say("account.bare", measure=phrases.metric("fees"), share="9.8%"),
    ]
    assert accounts.noted((replace(SHOPS, young=False),), phrases) == [(replace(SHOPS, young=False), [])]


def test_the_unit_of_a_column() -> None:
    assert [accounts.unit(name) for name in ("gmv", "units", "margin", "other_income")] == [
        "money", "count", "share", "money"
    ]  # fmt: skip

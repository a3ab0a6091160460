from pathlib import Path

import pytest

from tests.app.shops import LAST
from tests.cli.calling import Cli
from zhanggui.metrics.catalogue import CATALOGUE


@pytest.fixture
def cli(shop: Path, capsys: pytest.CaptureFixture[str]) -> Cli:
    return Cli(capsys, shop)


def test_figures_by_day_and_shop(cli: Cli) -> None:
    code, told = cli.json(
        "kpi", "--from", LAST, "--to", LAST, "--by", "day,shop", "--metrics", "gmv,orders,visitors"
    )
    assert code == 0
    assert told["rows"][0] == {
        "day": str(LAST), "shop": "pdd", "gmv": "288.00", "orders": 5, "visitors": None, "currency": "CNY",
    }  # fmt: skip
    assert told["refused"] == []


def test_filters_and_words_for_metrics(cli: Cli) -> None:
    code, told = cli.json("kpi", "--metrics", "支付金额", "--where", "sku=T01-M", "--where", f"day={LAST}")
    assert (code, [row["gmv"] for row in told["rows"]]) == (0, ["168.00"])


def test_the_largest_and_the_smallest_rows(cli: Cli) -> None:
    words = ("kpi", "--by", "sku", "--metrics", "gmv,orders")
    _, told = cli.json(*words)
    sold = sorted(float(row["gmv"]) for row in told["rows"])
    for more, wanted in ((("--top", "2"), sold[:-3:-1]), (("--bottom", "2", "--sort", "支付金额"), sold[:2])):
        code, told = cli.json(*words, *more)
        assert (code, [float(row["gmv"]) for row in told["rows"]]) == (0, wanted)
        assert told["rows_left_out"] == len(sold) - 2
    assert f"还有 {len(sold) - 2} 行没有列出" in cli.run(*words, "--top", "2")[1]
    assert "没有列出" not in cli.run(*words, "--sort", "gmv")[1]


def test_a_question_without_a_true_answer_is_refused(cli: Cli) -> None:
    code, told = cli.json("kpi", "--metrics", "visitors", "--by", "week")
    assert code == 2
    assert set(told) == {"error"}
    assert told["error"]["code"] == "adds_distinct"
    assert told["error"]["nearest"] == "visitor_days --by week"
    code, out, err = cli.run("kpi", "--metrics", "visitors", "--by", "week")
    assert (code, out) == (2, "")
    assert "visitor_days" in err


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--by", "nothing"), "unknown_dimension"),
        (("--metrics", "nothing_like_it"), "unknown_metric"),
        (("--from", "2026-02-30"), "bad_date"),
        (("--as-of", "someday"), "bad_date"),
        (("--from", "2024-05-02", "--to", "2024-05-01"), "period_order"),
        (("--where", "sku"), "bad_where"),
        (("--top", "0"), "bad_count"),
        (("--top", "2", "--bottom", "2"), "top_and_bottom"),
        (("--metrics", "gmv", "--sort", "orders"), "bad_sort"),
        (("--sort", "nothing_like_it"), "bad_sort"),
        (("--where", "day=monday"), "bad_date"),
    ],
)
def test_wrong_questions_leave_with_two_and_say_why(cli: Cli, words: tuple[str, ...], code: str) -> None:
    left, told = cli.json("kpi", *words)
    assert (left, told["error"]["code"]) == (2, code)
    assert set(told["error"]) == {"code", "message", "nearest"}
    assert told["error"]["message"]
    left, out, err = cli.run("kpi", *words)
    assert (left, out) == (2, "")
    assert err.strip() == told["error"]["message"]


def test_books_as_known_before_the_files(cli: Cli) -> None:
    code, told = cli.json("kpi", "--as-of", "2020-01-01", "--metrics", "gmv", "--by", "day")
    assert (code, told["rows"]) == (3, [])


def test_a_table_for_people(cli: Cli) -> None:
    code, out, _ = cli.run("kpi", "--from", LAST, "--to", LAST, "--by", "shop", "--metrics", "gmv,roas")
    assert code == 0
    assert "¥288.00" in out
    assert "—" in out


def test_definitions(cli: Cli) -> None:
    code, told = cli.json("define", "客单价")
    assert (code, told["name"], told["known_as"]["taobao"]) == (0, "spend_per_buyer", "客单价")
    assert told["traps"]
    code, told = cli.json("define")
    assert (code, len(told["metrics"])) == (0, len(CATALOGUE))
    code, told = cli.json("define", "no_such_metric_at_all")
    assert (code, told["error"]["code"]) == (2, "unknown_metric")


@pytest.mark.parametrize(
    ("formula", "code"),
    [
        ("uv_value * conversion / cpc", "conversion_twice"),
        ("cart_adder_days + favourite_days", "people_twice"),
        ("bounce_rate * visitor_days", "mean_reweighted"),
        ("gmv * 365", "yearly_effect"),
        ("repeat_rate / returning_share", "repeat_compared"),
        ("ctr + conversion", "averaged_ratio"),
        ("visitors + buyers", "not_additive"),
        ("gmv - 退款金额", "mixed_basis"),
        ("gmv - net_sales", "mixed_basis"),
    ],
)
def test_a_wrong_formula_is_told_in_words(cli: Cli, formula: str, code: str) -> None:
    for language in ("zh", "en"):
        status, told = cli.json("define", formula, "--lang", language)
        assert status == 0
        assert code in {one["code"] for one in told["cautions"]}
        said = next(one["text"] for one in told["cautions"] if one["code"] == code)
        assert "{" not in said
        assert said.replace("\n", " ") in " ".join(cli.run("define", formula, "--lang", language)[1].split())


def test_a_right_formula_is_told_too_and_an_unknown_name_has_a_neighbour(cli: Cli) -> None:
    assert cli.json("define", "gmv / orders") == (
        0,
        {"formula": "gmv / orders", "lineage": ["gmv", "orders"], "cautions": []},
    )
    code, told = cli.json("define", "gmv / odrers")
    assert (code, told["error"]["code"]) == (2, "unknown_metric")
    assert "odrers" in told["error"]["message"]
    assert cli.run("define", "gmv / orders", "--lang", "en")[0] == 0


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_definition_can_be_shown(cli: Cli, language: str) -> None:
    for name in CATALOGUE:
        code, out, _ = cli.run("define", name, "--lang", language)
        assert code == 0
        assert name in out
    assert cli.run("define", "--lang", language)[0] == 0


def test_days_and_names_outside_the_books_are_said(cli: Cli) -> None:
    code, told = cli.json("kpi", "--from", "2024-07-01")
    assert (code, [gap["code"] for gap in told["missing"]]) == (3, ["after_books"])
    code, out, _ = cli.run("kpi", "--from", "2024-07-01")
    assert (code, str(LAST) in out, "─" in out) == (3, True, False)
    code, told = cli.json("kpi", "--where", "shop=nosuch")
    assert (code, told["error"]["code"]) == (2, "unknown_value")
    assert "taobao" in told["error"]["message"]
    code, out, err = cli.run("kpi", "--where", "category=nosuch", "--lang", "en")
    assert (code, out) == (2, "")
    assert "nosuch" in err


def test_words_that_operators_type(cli: Cli) -> None:
    code, told = cli.json(
        "kpi",
        "--metrics",
        "成交额,订单数",
        "--by",
        "店铺",
        "--from",
        f"{LAST:%Y/%m/%d}",
        "--where",
        "平台=PDD",
    )
    assert code == 0
    assert [(row["shop"], row["gmv"], row["orders"]) for row in told["rows"]] == [("pdd", "288.00", 5)]
    code, told = cli.json("kpi", "--metrics", "GMV", "--where", f"月={LAST:%Y-%m}", "--by", "month")
    assert (code, len(told["rows"])) == (0, 1)
    code, out, err = cli.run("define", "conversoin", "--lang", "en")
    assert (code, "(conversion)" in out, "conversoin" in err) == (0, True, True)


def test_what_is_not_known_is_said_in_sentences(cli: Cli) -> None:
    for language in ("zh", "en"):
        for verb in (
            ("define", "qqq"),
            ("why", "qqq"),
            ("kpi", "--metrics", "qqq"),
            ("kpi", "--by", "qqq"),
            ("why", "--by", "qqq"),
        ):
            code, out, err = cli.run(*verb, "--lang", language)
            assert (code, out) == (2, "")
            assert "qqq" in err
            assert "—" not in err
            assert "：全部指标：" not in err

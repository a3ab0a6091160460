from checks.metrics_page import contents, origin, page, render
from zhanggui.metrics.catalogue import CATALOGUE
from zhanggui.metrics.kinds import Aggregate, Basis, Definition, Kind, Source, Unit

BOTH = {"zh": "金额", "en": "amount"}
SALES = Definition(
    name="sales",
    title=BOTH,
    meaning=BOTH,
    kind=Kind.ADDITIVE,
    unit=Unit.MONEY,
    basis=Basis("paid", refunds="in", tax="out"),
    source=Source(("order_line", "traffic_shop"), ("paid", "due"), Aggregate.SUM, "paid_day", minus="back"),
    known_as={"taobao": "支付金额"},
    traps=(("别相加", "do not add"),),
)
SHARE = Definition(
    "share", BOTH, BOTH, Kind.RATIO, Unit.SHARE, Basis(whose="platform"), formula="sales / all"
)


def test_contents_say_only_what_was_stated() -> None:
    assert contents(SALES.basis) == "by paid, own figure, refunds in, tax out"
    assert contents(SHARE.basis) == "by paid, platform figure"


def test_origin_of_a_measure_and_of_a_metric() -> None:
    assert (
        origin(SALES)
        == "sum of `paid`, else `due` minus `back` in `order_line`, `traffic_shop`, by `paid_day`"
    )
    assert origin(SHARE) == "`sales / all`"


def test_measures_come_before_metrics_with_names_and_traps() -> None:
    text = render([SHARE, SALES])
    assert (
        text.index("## Read")
        < text.index("### `sales`")
        < text.index("## Computed")
        < text.index("### `share`")
    )
    assert "- taobao: 支付金额\n- ⚠ 别相加  \n  do not add\n" in text


def test_the_page_holds_the_whole_catalogue() -> None:
    text = page()
    assert all(f"### `{name}` " in text for name in CATALOGUE)

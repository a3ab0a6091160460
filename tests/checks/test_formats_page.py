from checks.formats_page import money, needs, page, render
from zhanggui.readers.spec import Field, Format, MoneyMeaning, Target

SPEC = Format(
    key="shop_orders",
    platform="shop",
    title={"zh": "订单", "en": "Orders"},
    fields={
        "order": Field("order", ("订单编号", "Order | No"), "id", key=True),
        "paid": Field("paid", ("实付",), "money", money=MoneyMeaning(refunds="in", per="line")),
        "due": Field("due", ("应付",), "money"),
    },
    tables=(Target("order_line", {}), Target("refund", {}), Target("order_line", {})),
    need=("order", "day"),
    one_of=(("paid", "due"),),
)


def test_needs_are_told_by_header_not_by_field() -> None:
    assert needs(SPEC) == "订单编号, day, 实付 / 应付"


def test_money_says_what_is_known_and_nothing_else() -> None:
    assert money(SPEC.fields["paid"]) == "per line, refunds in"
    assert money(SPEC.fields["due"]) == ""


def test_a_format_names_each_table_once_and_all_headers() -> None:
    text = render([SPEC])
    assert "1 formats." in text
    assert "### `shop_orders` 订单 · Orders" in text
    assert "Fills `order_line`, `refund`." in text
    assert "| order | id | 订单编号; Order \\| No | key |  |\n" in text


def test_the_page_holds_every_shipped_format_under_its_platform() -> None:
    lines = page().splitlines()
    assert "## taobao" in lines
    assert len([line for line in lines if line.startswith("### ")]) == int(lines[2].split()[0])

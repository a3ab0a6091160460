"""Write the files of a world: each shop's folder, as its operator would find it in the download folder."""

from pathlib import Path

from zhanggui.simulator.exports import adreports, amazon, compass, douyin, own, shopify, sycm, taobao
from zhanggui.simulator.exports.view import Quirks, View, whole
from zhanggui.simulator.world import Progress, Story, World


def write_exports(
    world: World,
    out_dir: Path,
    until_day: int | None = None,
    quirks: Quirks | None = None,
    since_day: int = 0,
    progress: Progress | None = None,
) -> None:
    """Write every shop's files under ``out_dir``/<shop>/, known as on the evening of ``until_day`` (0 is the first).

    ``until_day`` None: the last day of the simulation. ``since_day``: files begin there, for a shop that loads daily.
    """
    last = world.config.days - 1 if until_day is None else until_day
    for done, (key, story) in enumerate(world.stories.items()):
        view = View(story.shop, story.levers, story.run, story.fees, last, quirks or Quirks())
        write_shop(view, out_dir / key, since_day)
        if progress is not None:
            progress("exports", done + 1, len(world.stories))
    own.write_rates(world.config.start, last, out_dir)


def view_of(story: Story, until: int, quirks: Quirks) -> View:
    """The view of one shop on the evening of day ``until``."""
    return View(story.shop, story.levers, story.run, story.fees, until, quirks)


def write_shop(view: View, out: Path, since: int = 0) -> None:
    """Write the files of one shop."""
    _PLATFORM[view.shop.plan.platform](view, out, since)
    own.write_costs(view, out)
    own.write_purchases(view, out)
    own.write_prices(view, out, since)
    own.write_promotions(view, out)


def _taobao(view: View, out: Path, since: int) -> None:
    taobao.write_orders(view, out, since)
    taobao.write_alipay(view, out, since)
    taobao.write_reviews(view, out, since)
    sycm.write_goods(view, out, since)
    sycm.write_shop_days(view, out, since)
    sycm.write_sources(view, out, since)
    sycm.write_ads(view, out, since)
    own.write_stock(view, out, since)
    own.write_tickets(view, out, whole(taobao.main_numbers(view)), since)
    own.write_slots(view, out, since)


def _douyin(view: View, out: Path, since: int) -> None:
    douyin.write_orders(view, out, since)
    douyin.write_account(view, out, since)
    if view.quirks.both_settlements:
        douyin.write_settlement(view, out, since)
    compass.write_goods(view, out, since)
    compass.write_shop_days(view, out, since)
    own.write_stock(view, out, since)
    own.write_no_ads(view, out, since)
    own.write_tickets(view, out, whole(douyin.main_numbers(view)), since)
    own.write_slots(view, out, since)
    own.write_reviews(view, out, since)


def _amazon(view: View, out: Path, since: int) -> None:
    amazon.write_orders(view, out, since)
    amazon.write_settlements(view, out, since)
    amazon.write_business_reports(view, out, since)
    amazon.write_inventory(view, out, since)
    amazon.write_returns(view, out, since)
    adreports.write_amazon_terms(view, out, since)
    own.write_reviews(view, out, since)


def _shopify(view: View, out: Path, since: int) -> None:
    shopify.write_orders(view, out, since)
    shopify.write_products(view, out)
    shopify.write_inventory(view, out, since)
    shopify.write_new_returning(view, out, since)
    adreports.write_google_terms(view, out, since)
    adreports.write_meta(view, out, since)
    own.write_fees(view, out, shopify.order_names(view), since)
    own.write_tickets(view, out, shopify.order_names(view), since)
    own.write_reviews(view, out, since)


_PLATFORM = {"taobao": _taobao, "douyin": _douyin, "amazon": _amazon, "shopify": _shopify}

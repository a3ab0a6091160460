import numpy as np

from tests.simulator.worlds import busy_shop
from zhanggui.simulator.content import ContentModel, content_visits, make_posts
from zhanggui.simulator.levers import Effect
from zhanggui.simulator.platforms import PLATFORMS
from zhanggui.simulator.streams import Stream

SHOP = busy_shop()
ONES = np.ones(SHOP.shelf.listings)


def test_posts_come_in_bursts_with_a_fee_and_fade() -> None:
    posts = make_posts(
        ContentModel(), Stream.named(1, "c"), SHOP.shelf, PLATFORMS["douyin"], (ONES * 50_000, 300)
    )
    assert posts.day.size > 0
    assert (posts.fee >= 0).all()
    day, at = int(posts.day[0]), int(posts.listing[0])
    assert posts.boost[day, at] > posts.boost[min(day + 5, 299), at] >= 1.0


def test_creators_and_viral_posts_move_the_visits() -> None:
    def visits(*effects: Effect) -> int:
        view = (SHOP.levers(effects), 30.0)
        return int(content_visits(Stream.named(1, "c"), 0, ONES * 3, ONES, view).sum())

    assert visits(Effect("creator_visits", 0.2, 0, 9)) < visits() < visits(Effect("viral", 5.0, 0, 9))

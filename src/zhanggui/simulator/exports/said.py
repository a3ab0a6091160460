"""What buyers and others say of the goods: the reviews of a shop in the order in which they were written."""

from dataclasses import dataclass

import numpy as np

from zhanggui.simulator.aftersales import DAY
from zhanggui.simulator.exports.view import View
from zhanggui.simulator.streams import Ints, Stream

# market -> what is said, by stars
_WORDS = {
    "cn": (
        (),
        ("质量太差了，用了一次就坏", "和图片完全不一样，失望", "客服不理人，差评"),
        ("一般般，有点小问题", "物流太慢，包装破了", "尺码偏小，退货麻烦"),
        ("还行吧，对得起这个价格", "中规中矩", "颜色和图片有点差别"),
        ("不错，就是发货慢了点", "质量可以，会再来", "挺好的，满意"),
        ("非常满意，质量很好", "物流快，包装好，推荐", "回购好几次了，一如既往的好", "颜值高，家人都喜欢"),
    ),
    "global": (
        (),
        ("Broke after the first use", "Nothing like the picture", "Nobody answers, avoid"),
        ("Arrived late and the box was torn", "Runs small, returning it is a pain", "So-so"),
        ("Fine for the price", "It is okay", "Colour is a bit off"),
        ("Good, shipping took a while", "Good quality, would buy again", "Happy with it"),
        ("Love it, great quality", "Fast delivery, well packed", "Third time I order this", "Looks great"),
    ),
}
_DRAWS = 97


@dataclass(frozen=True, slots=True)
class Said:
    """One element a review: second, listing, row of its order line (-1: no order of ours), stars, who, words."""

    at: Ints
    listing: Ints
    line: Ints
    stars: Ints
    who: Ints
    words: list[str]


def gathered(view: View, since: int) -> Said:
    """Everything said from day ``since`` up to the evening of the view."""
    lines, posted = view.run.lines, view.run.posted
    own = np.nonzero(lines.stars > 0)[0]
    at = np.concatenate([lines.reviewed_at[own], posted.at])
    stars = np.concatenate([lines.stars[own], posted.stars])
    listing = np.concatenate([lines.listing[own], posted.listing])
    line = np.concatenate([own, np.full_like(posted.at, -1)])
    who = np.concatenate([view.run.orders.customer[lines.order[own]], posted.at + 7])
    turn = np.lexsort((who, at))
    rows = turn[(at[turn] >= since * DAY) & (at[turn] < view.end)]
    draw = (Stream(3).bits(at[rows], who[rows]) % np.uint64(_DRAWS)).astype(np.int64).tolist()
    known = _WORDS["cn" if view.shop.platform.market == "cn" else "global"]
    words = [known[s][d % len(known[s])] for s, d in zip(stars[rows].tolist(), draw, strict=True)]
    return Said(at[rows], listing[rows], line[rows], stars[rows], who[rows], words)


def of_orders(said: Said, values: list[str]) -> list[str]:
    """``values`` where an order of ours stands behind the review, '' elsewhere."""
    return [value if line >= 0 else "" for value, line in zip(values, said.line.tolist(), strict=True)]

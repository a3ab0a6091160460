"""Whether a header tells of a finer table than a format reads, so that its rows would be taken for what they are not.

A report by keyword, source or category often has every column of the report by day, and one more: read as the latter,
each of its rows would pass for the whole shop's day. And a header of which another format knows far more is of that
other format, whatever it lacks.
"""

from collections.abc import Iterable, Mapping

from zhanggui.readers.names import normal
from zhanggui.readers.spec import Format
from zhanggui.readers.words import identifiers

# Canonical columns that say what a row is about, by kind.
KINDS: Mapping[str, tuple[str, ...]] = {
    "item": ("listing_id", "sku", "asin"),
    "source": ("source", "detail"),
    "term": ("term", "keyword", "search_term"),
    "campaign": ("campaign_id", "ad_group_id", "creative"),
    "order": ("order_id",),
}
# Columns by which platforms split a shop's figures and that no table of the books keeps.
SEGMENTS = frozenset(
    map(
        normal,
        (
            "类目 类目名称 一级类目 一级类目名称 二级类目 二级类目名称 三级类目 三级类目名称 叶子类目 "
            "行业类目 品牌 品牌名称 省份 省 城市 地域 地区 小时 时段 年龄 性别 人群 人群名称 人群名字 "
            "主播 主播名称 直播间 直播间ID 直播场次 短视频 视频ID 词类型 价格带 会员等级 新老客 "
            "Country Region City Hour Category Brand Gender Age"
        ).split(),
    )
)
# Columns by which platforms split advertising into parts that overlap (an impression shows several assets) or that are
# not all of it (audiences, topics): no sum of them is the campaign's.
SLICES = frozenset(
    map(
        normal,
        (
            "Asset|Asset type|Asset status|素材资源|素材资源类型|アセット|Asset-Typ|Asset-Status|Audience segment|"
            "Audience segment state|受众群体细分|受众细分|Zielgruppensegment|Segment d'audience|"
            "Segmento de audiencia|Topic|人群名称|人群名字|人群包名称"
        ).split("|"),
    )
)
# What a header may not tell of beside the columns that are read, by canonical table.
FINER: Mapping[str, tuple[str, ...]] = {
    "traffic_shop": ("item", "source", "term", "campaign", "order", "segment"),
    "traffic_listing": ("source", "term", "campaign", "order"),
    "traffic_source": ("term", "campaign", "order"),
    "search": ("order",),
    "ad": ("slice",),
    "sku_cost": ("order", "campaign"),
    "stock": ("order", "campaign"),
}
TIMES = 2  # a format that knows so many times as many columns, and
MORE = 4  # so many more, is what the header is of


class Doubts:
    """What the headers of all formats tell, learnt once."""

    def __init__(self, formats: Iterable[Format]) -> None:
        self.kinds: dict[str, set[str]] = {kind: set() for kind in KINDS} | {
            "segment": set(SEGMENTS),
            "slice": set(SLICES),
        }
        self.names: dict[str, frozenset[str]] = {}
        for item in formats:
            self.names[item.key] = frozenset(normal(n) for f in item.fields.values() for n in f.names)
            for kind, columns in KINDS.items():
                self.kinds[kind] |= _feeding(item, columns)

    def finer(self, item: Format, named: frozenset[str]) -> bool:
        """Whether a header that names ``named`` splits its figures by what ``item`` does not read."""
        forbidden = {kind for target in item.tables for kind in FINER.get(target.table, ())}
        unread = named - self.names[item.key]
        return any(not unread.isdisjoint(self.kinds[kind]) for kind in forbidden)

    def slices(self, item: Format, named: frozenset[str]) -> frozenset[str]:
        """Columns that ``item`` does not read and by which advertising is split into parts that are no whole."""
        if not any(target.table == "ad" for target in item.tables):
            return frozenset()
        return (named - self.names[item.key]) & self.kinds["slice"]

    def other(self, item: Format, read: int, named: frozenset[str]) -> bool:
        """Whether another format knows far more of a header than the ``read`` columns that ``item`` takes from it."""
        if len(named) < max(TIMES * read, read + MORE):
            return False
        most = max(len(named & names) for key, names in self.names.items() if key != item.key)
        return most >= max(TIMES * read, read + MORE)


def _feeding(item: Format, columns: tuple[str, ...]) -> set[str]:
    """Names of the id and text fields that alone make one of these canonical columns."""
    found: set[str] = set()
    for target in item.tables:
        for column in columns:
            fed = [
                item.fields[name]
                for name in identifiers(target.columns.get(column, ""))
                if name in item.fields
            ]
            if len(fed) == 1 and fed[0].type in {"id", "text"} and not fed[0].values:
                found |= {normal(name) for name in fed[0].names}
    return found

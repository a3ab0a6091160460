"""Reports of one account at several levels, for the same days, in any order: the money counts once."""

import itertools
from decimal import Decimal
from pathlib import Path

import pytest

from tests.app.shops import loaded
from tests.readers.exports import text
from zhanggui.app.kpi import kpi
from zhanggui.metrics.question import Question
from zhanggui.store.folder import ShopFolder

META = "Reporting starts|Reporting ends|Amount spent (USD)|Impressions|Link clicks|Campaign name"
META_ROW = "2024-03-01|2024-03-01|{spend}|1000|50|C1"
WXT = "日期|场景ID|场景名字|计划ID|计划名字|展现量|点击量|花费|总成交金额|总成交笔数"
WXT_ROW = "2024-03-01|9001|关键词推广|7001|日常|1000|50|{spend}|400|8"
GOOGLE = "Day|Campaign|Currency code|Impr.|Clicks|Cost|Conversions|Conv. value"
GOOGLE_ROW = "2024-03-01|C1|USD|1000|50|{spend}|5|300"
# More columns of each level and the values of its two rows, of 60 and of 40.
LEVELS = {
    "meta": (META, META_ROW, [("Ad set name", "A1 A2"), ("Ad set name|Ad name", "A1|x A2|y")]),
    "wanxiangtai": (
        WXT,
        WXT_ROW,
        [
            ("单元ID|单元名字", "81|一 82|二"),
            ("创意ID|创意名字|主体ID|主体类型|主体名称", "1|a|6|商品|壶 2|b|6|商品|壶"),
            ("主体ID|主体类型|主体名称", "6|商品|壶 7|商品|杯"),
            ("单元ID|单元名字|主体ID|主体类型|主体名称", "81|一|6|商品|壶 82|二|7|商品|杯"),
        ],
    ),
    "google": (
        GOOGLE,
        GOOGLE_ROW,
        [("Ad group", "G1 G2"), ("Ad group|Search term|Match type", "G1|tea|Exact G2|pot|Exact")],
    ),
}


def written(folder: Path, name: str) -> list[Path]:
    """The report by campaign and those of finer levels."""
    head, row, finer = LEVELS[name]
    tables = [(head, [row.format(spend="100.00")])]
    for more, values in finer:
        rows = [
            f"{row.format(spend=spend)}|{value}"
            for spend, value in zip(("60.00", "40.00"), values.split(), strict=True)
        ]
        tables.append((f"{head}|{more}", rows))
    paths = []
    for place, (header, lines) in enumerate(tables):
        paths.append(folder / f"{place}.csv")
        paths[-1].write_bytes(text(header.split("|"), [line.split("|") for line in lines]))
    return paths


@pytest.mark.parametrize("name", LEVELS)
def test_spend_of_several_levels_counts_once(name: str, tmp_path: Path) -> None:
    paths = written(tmp_path, name)
    orders = [*itertools.combinations(paths, 2), paths[::-1]]
    for place, files in enumerate(orders):
        folder = ShopFolder.open(tmp_path / f"shop{place}", create=True)
        for file in files:
            (told,) = loaded(folder, file)
            assert (told.status, told.refused) == ("applied", 0), told
        (row,) = kpi(folder, Question(("ad_spend", "clicks"), ("shop",), None, (), "")).rows
        assert row["ad_spend"] == Decimal(100)

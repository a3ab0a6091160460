"""Qianchuan: plans by day, and accounts under 全域推广."""

from pathlib import Path

from tests.readers.exports import Reader, text

PLAN = (
    "日期",
    "计划名称",
    "计划ID",
    "消耗(元)",
    "展示次数",
    "点击次数",
    "点击率",
    "直接成交订单数",
    "直接成交金额(元)",
    "直接支付ROI",
)
WHOLE = (
    "时间",
    "账户名称",
    "整体消耗(元)",
    "整体成交金额(元)",
    "整体支付ROI",
    "整体成交订单数",
    "整体展示次数",
    "整体点击次数",
)
FIGURES = ("day", "channel", "grain", "campaign", "impressions", "clicks", "spend", "orders", "sales")


def test_plans_by_day(tmp_path: Path) -> None:
    rows = [
        [
            "2026-09-01",
            "计划一",
            "1780000000000001",
            "1,234.50",
            "20000",
            "400",
            "2.00%",
            "12",
            "3600.00",
            "2.92",
        ],
        ["合计", "-", "-", "1,234.50", "20000", "400", "2.00%", "12", "3600.00", "2.92"],
    ]
    read = Reader(tmp_path).one("q.csv", text(PLAN, rows, encoding="utf-8-sig"))
    assert read.format == "qianchuan"
    assert read.pick("ad", *FIGURES) == [
        ("2026-09-01", "qianchuan", "campaign", "计划一", 20000, 400, "1234.5", 12, "3600")
    ]


def test_the_whole_shop(tmp_path: Path) -> None:
    rows = [["2026-09-01", "店铺账户", "500.00", "2,000.00", "4.00", "8", "9000", "100"]]
    read = Reader(tmp_path).one("q.csv", text(WHOLE, rows))
    assert read.pick("ad", *FIGURES) == [
        ("2026-09-01", "qianchuan", "account", "店铺账户", 9000, 100, "500", 8, "2000")
    ]


def test_a_plan_whose_name_is_lost_is_of_the_grain_of_the_others(tmp_path: Path) -> None:
    """Of rows of two grains only the coarser would count."""
    line = ["2026-09-01", "计划一", "1780000000000001", "30.00", "200", "4", "2.00%", "1", "36.00", "1.2"]
    nameless = ["2026-09-01", "-", "-", "5.00", "100", "2", "2.00%", "0", "0.00", "0"]
    read = Reader(tmp_path).one("q.csv", text(PLAN, [line, nameless]))
    assert read.pick("ad", "grain", "campaign", "spend") == [
        ("campaign", "计划一", "30"),
        ("campaign", "", "5"),
    ]

"""A real wholesaler's year through the shop folder: published figures, whatever the order of the files."""

import random
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from tests.app.shops import loaded
from tests.conftest import ROOT
from zhanggui.app.kpi import kpi
from zhanggui.metrics.question import Question
from zhanggui.store.folder import ShopFolder

MAP = ROOT / "examples" / "uci_online_retail.toml"
# Sales after credit notes and write-offs, by month; the last month has nine days.
NET = {
    "2010-12": "748957.02", "2011-01": "560000.26", "2011-02": "498062.65", "2011-03": "683267.08",
    "2011-04": "493207.12", "2011-05": "723333.51", "2011-06": "691123.12", "2011-07": "681300.11",
    "2011-08": "682680.51", "2011-09": "1019687.62", "2011-10": "1070704.67", "2011-11": "1461756.25",
    "2011-12": "433668.01",
}  # fmt: skip


def total(folder: ShopFolder, *metrics: str) -> tuple[str, ...]:
    """Money to the cent: some of its prices have three decimals."""
    answer = kpi(folder, Question(metrics, (), None))
    cells = (answer.cells[name][0] for name in metrics)
    return tuple(f"{cell:.2f}" if isinstance(cell, Decimal) else str(cell) for cell in cells)


@pytest.mark.real
def test_a_year_of_daily_files_shuffled_and_twice(data_dir: Path, tmp_path: Path) -> None:
    folder = ShopFolder.open(tmp_path / "shop", create=True)
    files = sorted((data_dir / "uci_online_retail" / "by-day").glob("*.csv"))
    random.Random(11).shuffle(files)
    half = len(files) // 2
    for part in (files[:half], files[half - 20 :]):
        assert {one.status for one in loaded(folder, *part, map_file=MAP)} <= {"applied", "same"}
    monthly = kpi(folder, Question(("net_sales",), ("month",)))
    told = {row["month"]: row["net_sales"] for row in monthly.rows}
    assert {
        f"{month:%Y-%m}": f"{value:.2f}" for month, value in told.items() if isinstance(month, date)
    } == NET
    assert total(folder, "gmv", "net_sales") == ("10666684.54", "9747747.93")
    assert total(folder, "buyers", "repeat_buyers") == ("4338", "2845")
    assert {one.status for one in loaded(folder, *files[::7], map_file=MAP)} == {"same"}
    assert total(folder, "gmv", "buyers") == ("10666684.54", "4338")

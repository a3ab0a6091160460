from pathlib import Path

import numpy as np

from tests.simulator.books import cash, sheet, table
from tests.simulator.worlds import DAYS, view
from zhanggui.simulator.exports.sycm import attributed, write_ads, write_goods, write_shop_days, write_sources


def test_goods_have_four_title_rows_text_cells_and_running_totals(tmp_path: Path) -> None:
    write_goods(view("taobao"), tmp_path)
    first, second = sorted(tmp_path.iterdir())
    rows = sheet(first, 4) + sheet(second, 4)
    assert len(rows) == DAYS * 20
    ids = {row["商品ID"] for row in rows}
    for one in sorted(ids)[:5]:
        april = [row for row in rows if row["商品ID"] == one and row["统计日期"].startswith("2026-04")]
        assert sum(cash(row["支付金额"]) for row in april) == cash(april[-1]["月累计支付金额"])
    assert any("," in row["支付金额"] for row in rows)
    assert {row["商品支付转化率"][-1] for row in rows} <= {"%", "-"}


def test_days_that_are_not_published_are_not_there(tmp_path: Path) -> None:
    from dataclasses import replace

    late = replace(view("taobao"), missing=frozenset({("sycm_goods", 5), ("sycm_shop", 5)}))
    write_goods(late, tmp_path)
    write_shop_days(late, tmp_path)
    days = {row["统计日期"] for row in sheet(min(tmp_path.glob("【*")), 4)}
    assert "2026-04-06" not in days
    assert "2026-04-05" in days
    assert len(sheet(next(iter(tmp_path.glob("生意参谋_店铺*"))))) == DAYS - 1


def test_sources_have_rows_where_somebody_came(tmp_path: Path) -> None:
    write_sources(view("taobao"), tmp_path)
    rows = [row for path in sorted(tmp_path.iterdir()) for row in sheet(path)]
    assert all(int(row["访客数"]) > 0 for row in rows)
    assert {"手淘搜索", "手淘推荐"} <= {row["流量来源"] for row in rows}


def test_ads_spend_what_the_account_spent(tmp_path: Path) -> None:
    one = view("taobao")
    write_ads(one, tmp_path)
    rows = [row for path in sorted(tmp_path.iterdir()) for row in table(path, "gb18030")]
    spent = int(one.run.traffic.ad_spend[:DAYS].sum())
    assert sum(cash(row["花费"]) for row in rows) * 100 == spent
    assert all("," in row["主体ID"] for row in rows)
    deals, sales, units = attributed(one)
    assert deals.sum() == sum(int(row["总成交笔数"]) for row in rows)
    assert (units >= deals).all()
    assert np.all((sales > 0) | (deals == 0))


def test_a_shop_without_ads_writes_no_report(tmp_path: Path) -> None:
    write_ads(view("douyin"), tmp_path)
    assert not list(tmp_path.iterdir())

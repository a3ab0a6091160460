import csv
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from bench import ripple, root_cause, styles
from zhanggui.diagnosis.baseline import choose
from zhanggui.diagnosis.leaves import History, LeafTable
from zhanggui.diagnosis.locate import Location, locate
from zhanggui.diagnosis.trading import learn
from zhanggui.model.calendar import Calendar, Market
from zhanggui.model.period import day

SHAPE = (12, 6, 8)


def shop(seed: int) -> tuple[dict[str, np.ndarray], dict[str, list[str]], np.ndarray, np.random.Generator]:
    rng = np.random.default_rng(seed)
    codes = dict(zip(("listing", "source", "region"), np.indices(SHAPE).reshape(3, -1), strict=True))
    labels = {d: [f"{d}{i}" for i in range(n)] for d, n in zip(codes, SHAPE, strict=True)}
    return codes, labels, rng.gamma(1.5, 200.0, int(np.prod(SHAPE))) + 20, rng


def places(answer: Location) -> list[tuple[tuple[str, str], ...]]:
    return [s.where for s in answer.slices]


def test_a_sum_that_fell_in_one_listing_from_one_source() -> None:
    codes, labels, usual, rng = shop(1)
    hit = (codes["listing"] == 4) & (codes["source"] == 2)
    actual = rng.poisson(np.where(hit, 0.4 * usual, usual)).astype(float)
    answer = locate(LeafTable(codes, labels, actual, usual))
    assert places(answer) == [(("listing", "listing4"), ("source", "source2"))]
    first = answer.slices[0]
    assert first.leaves == 8
    assert first.change == pytest.approx(first.actual - first.expected)
    assert answer.change == pytest.approx(actual.sum() - usual.sum())
    assert first.share == pytest.approx(first.change / answer.change)
    assert answer.explained == pytest.approx(first.share)


def test_a_ratio_of_counts_without_history() -> None:
    codes, labels, usual, rng = shop(2)
    rate = np.where(codes["source"] == 3, 0.02, 0.05)
    den = np.round(usual * 5)
    before, now = rng.binomial(den.astype(int), 0.05), rng.binomial(den.astype(int), rate)
    answer = locate(LeafTable(codes, labels, now.astype(float), before.astype(float), den, den))
    assert places(answer) == [(("source", "source3"),)]
    assert answer.change < 0


def test_a_ratio_of_counts_with_history_in_which_the_fault_had_shown_already() -> None:
    codes, labels, usual, rng = shop(3)
    den = np.broadcast_to(np.round(usual), (6, len(usual))).copy()
    rate = np.full(den.shape, 0.03)
    rate[4, codes["region"] == 1] = 0.25
    past = History(rng.binomial(den.astype(int), rate).astype(float), den)
    bad = np.where(codes["region"] == 1, 0.25, 0.03)
    now = rng.binomial(den[0].astype(int), bad).astype(float)
    table = LeafTable(codes, labels, now, now, den[0], den[0], past)
    assert places(locate(table)) == [(("region", "region1"),)]


@pytest.mark.parametrize("history", [True, False])
def test_a_share_near_one_is_searched_by_its_misses(history: bool) -> None:
    codes, labels, size, rng = shop(8)
    paid = np.full(len(size), 0.96)
    hit = codes["source"] == 3
    cases = rng.poisson(size).astype(float)
    table = LeafTable(
        codes=codes,
        labels=labels,
        actual=rng.binomial(cases.astype(int), np.where(hit, 0.75, paid)).astype(float),
        expected=np.floor(size) * 0.96,
        actual_den=cases,
        expected_den=np.floor(size),
        history=History(np.stack([np.floor(size) * 0.96] * 5), np.stack([np.floor(size)] * 5))
        if history
        else None,
    )
    answer = locate(table)
    assert places(answer) == [(("source", "source3"),)]
    assert answer.slices[0].change < 0
    assert answer.change < 0


def test_a_price_is_searched_on_today_s_units_so_that_volume_does_not_speak() -> None:
    codes, labels, usual, rng = shop(4)
    before, units = (
        rng.poisson(usual).astype(float),
        rng.poisson(np.where(codes["region"] == 5, 3 * usual, usual)),
    )
    paid = 40.0 * units * np.where(codes["listing"] == 7, 0.75, 1.0) * rng.normal(1, 0.02, len(usual))
    table = LeafTable(codes, labels, paid, 40.0 * before, units.astype(float), before)
    assert places(locate(table)) == [(("listing", "listing7"),)]
    past = History(np.stack([40.0 * before] * 3), np.stack([before] * 3))
    table = LeafTable(codes, labels, paid, paid, units.astype(float), units.astype(float), past)
    assert places(locate(table)) == [(("listing", "listing7"),)]


def test_two_causes_of_a_ratio_in_the_same_strength() -> None:
    codes, labels, usual, rng = shop(5)
    den = np.round(usual * 5)
    hit = np.isin(codes["listing"], [2, 9])
    now = rng.binomial(den.astype(int), np.where(hit, 0.2, 0.05)).astype(float)
    answer = locate(LeafTable(codes, labels, now, 0.05 * den, den, den))
    assert set(places(answer)) == {(("listing", "listing2"),), (("listing", "listing9"),)}
    assert len(places(locate(LeafTable(codes, labels, now, 0.05 * den, den, den), limit=1))) == 1


def test_a_fee_that_hides_a_rise_is_named_as_working_against_it() -> None:
    codes, labels, usual, rng = shop(8)
    actual = rng.poisson(usual * np.where(codes["source"] == 1, 1.6, 1.0)).astype(float)
    actual[100] -= 0.5 * (actual.sum() - usual.sum())
    answer = locate(LeafTable(codes, labels, actual, usual), least=0.05)
    assert answer.against is not None
    assert answer.against.change < 0 < answer.change
    assert places(answer)[0] == (("source", "source1"),)


def test_noise_is_explained_by_nothing() -> None:
    named = 0
    for seed in range(20):
        codes, labels, usual, rng = shop(100 + seed)
        named += len(locate(LeafTable(codes, labels, rng.poisson(usual).astype(float), usual)).slices)
    assert named <= 2


def test_a_slice_that_holds_little_of_the_change_may_be_left_out() -> None:
    codes, labels, usual, rng = shop(7)
    big, small = codes["listing"] == 4, (codes["listing"] == 8) & (codes["source"] == 1)
    actual = rng.poisson(usual * np.where(big, 0.5, 1.0) * np.where(small, 0.3, 1.0)).astype(float)
    table = LeafTable(codes, labels, actual, usual)
    assert len(places(locate(table))) == 2
    assert places(locate(table, least=0.4)) == [(("listing", "listing4"),)]


def test_an_empty_table_a_flat_one_and_one_without_dimensions() -> None:
    none = np.zeros(0)
    assert locate(LeafTable({"a": none.astype(int)}, {"a": ["x", "y"]}, none, none)) == Location(
        (), (), None, 0.0, None
    )
    one = np.ones(2)
    flat = locate(LeafTable({"a": np.arange(2)}, {"a": ["x", "y"]}, one, one))
    assert flat.slices == ()
    assert flat.explained is None
    single = locate(LeafTable({"a": np.zeros(2, dtype=int)}, {"a": ["x"]}, one, 3 * one))
    assert (single.slices, single.change, single.explained) == ((), -4.0, 0.0)


def test_a_total_that_did_not_change_has_no_shares() -> None:
    codes, labels, usual, _ = shop(6)
    actual = usual.copy()
    actual[codes["listing"] == 1] *= 0.3
    actual[0] += usual.sum() - actual.sum()
    answer = locate(LeafTable(codes, labels, np.append(actual[:-1], 0.0) + 0.0, np.append(actual[:-1], 0.0)))
    assert answer.change == 0
    assert all(s.share is None for s in answer.rivals)


def test_depth_and_limit_start_at_one() -> None:
    with pytest.raises(ValueError, match="start at 1"):
        locate(LeafTable({"a": np.arange(1)}, {"a": ["x"]}, np.ones(1), np.ones(1)), depth=0)


def test_ripple_cases_are_found(capsys: pytest.CaptureFixture[str]) -> None:
    import sys

    assert ripple.run(range(900, 906), ripple.Recipe(), sys.stdout) > 0.8
    assert ripple.run(range(900, 906), ripple.DEEP, sys.stdout) > 0.9
    uneven = replace(ripple.Recipe(), sizes=(6, 8, 5, 4), deviation=(0.1, 0.3), elements=(1, 2))
    assert ripple.run(range(900, 920), uneven, sys.stdout) > 0.7
    noisier = replace(ripple.Recipe(), noise=(0.3, 0.4))
    assert ripple.run(range(900, 910), noisier, sys.stdout) > 0.8
    assert "F1" in capsys.readouterr().out


def morning(seed: int, kept: float, region: int | None = None) -> LeafTable:
    """Money of single orders against the mean of four days; a share of a region's orders, or of all, is kept."""
    rng = np.random.default_rng(seed)
    sizes = {"item": 300, "region": 12, "channel": 4}
    lots = []
    for day_no in range(5):
        size = rng.poisson(1500)
        rows = {dim: rng.integers(0, n, size) for dim, n in sizes.items()}
        stays = rng.random(size) < kept if day_no == 0 else np.ones(size, dtype=np.bool_)
        if region is not None:
            stays |= rows["region"] != region
        amount = 40.0 * (1 + rows["item"] % 5)
        lots.append((np.stack([column[stays] for column in rows.values()], axis=1), amount[stays]))
    keys, place = np.unique(np.concatenate([rows for rows, _ in lots]), axis=0, return_inverse=True)
    ends = np.cumsum([0, *(len(rows) for rows, _ in lots)])
    sums = [
        np.bincount(place.reshape(-1)[a:b], lot[1], len(keys))
        for a, b, lot in zip(ends, ends[1:], lots, strict=False)
    ]
    codes = {dim: keys[:, n].astype(np.int64) for n, dim in enumerate(sizes)}
    labels = {dim: [f"{dim}{n}" for n in range(size)] for dim, size in sizes.items()}
    return LeafTable(codes, labels, sums[0].astype(np.float64), np.mean(sums[1:], axis=0))


def test_among_single_orders_the_region_that_fell_is_found() -> None:
    found = [places(locate(morning(seed, 0.2, region=5))) for seed in range(6)]
    assert sum((("region", "region5"),) in one for one in found) >= 5


def test_what_moved_alike_everywhere_has_no_place_of_its_own() -> None:
    assert sum(locate(morning(seed, 0.7)).alike for seed in range(8)) >= 6
    assert not any(locate(morning(seed, 0.2, region=5)).alike for seed in range(8))
    flat = morning(1, 1.0)
    assert not locate(LeafTable(flat.codes, flat.labels, flat.expected, flat.expected)).alike
    assert not locate(LeafTable(flat.codes, flat.labels, np.zeros_like(flat.actual), flat.expected)).alike


def test_what_one_slice_made_is_not_alike() -> None:
    """Forty of forty-six new bad reviews are of one shop that had next to none: no common factor tells that."""
    codes = {"shop": np.array([0, 0, 1, 1, 2, 2]), "item": np.arange(6)}
    labels = {"shop": ["a", "b", "c"], "item": [f"i{n}" for n in range(6)]}
    actual = np.array([44.0, 0.0, 2.0, 2.0, 1.0, 0.0])
    found = locate(LeafTable(codes, labels, actual, np.array([0.5, 0.25, 1.0, 1.0, 0.25, 0.25])))
    assert not found.alike
    assert found.slices[0].where in ((("shop", "a"),), (("item", "i0"),))


def test_an_item_sold_where_it_was_not_sold_before_has_its_own_price() -> None:
    """Items of very different price, each order in a region of its own: one item's price is cut to half."""
    rng = np.random.default_rng(11)
    price = rng.lognormal(4.0, 1.0, 20)
    rows = {"item": rng.integers(0, 20, 4000), "region": rng.integers(0, 300, 4000)}
    now = rng.random(4000) < 0.2
    paid = price[rows["item"]] * np.where(now & (rows["item"] == 7), 0.5, 1.0)
    keys, place = np.unique(np.stack(list(rows.values()), axis=1), axis=0, return_inverse=True)
    at = place.reshape(-1)

    def sums(amounts: np.ndarray) -> np.ndarray:
        return np.bincount(at, amounts, len(keys)).astype(np.float64)

    table = LeafTable(
        {dim: keys[:, n] for n, dim in enumerate(rows)},
        {"item": [f"item{n}" for n in range(20)], "region": [f"region{n}" for n in range(300)]},
        sums(paid * now), sums(paid * ~now / 4), sums(now * 1.0), sums(~now / 4),
    )  # fmt: skip
    assert places(locate(table))[0] == (("item", "item7"),)


@pytest.mark.real
@pytest.mark.parametrize(
    ("style", "least"),
    [
        ("squeeze", 0.8), ("adtributor", 0.9), ("counts", 0.6), ("orders", 0.7), ("rate", 0.85), ("rate_two", 0.8),
        ("rate_volume", 0.85), ("high_rate", 0.85),
    ],
)  # fmt: skip
def test_cases_of_other_styles_are_found(
    style: str, least: float, capsys: pytest.CaptureFixture[str]
) -> None:
    figures = styles.run(style, range(500, 512), sys.stdout)
    assert figures["f1"] >= least
    assert figures["top3"] >= 0.68
    assert capsys.readouterr().out.startswith(style)


def test_labelled_cases_are_found(data_dir: Path) -> None:
    import sys

    figures = root_cause.run(data_dir / "root_cause", sys.stdout)
    assert figures["f1"] > 0.75
    assert figures["top3"] > 0.9
    assert figures["cpu_ms"] < 50


def uci_table(folder: Path, judged: date) -> LeafTable:
    """Net sales by product, country and kind of invoice against the days the calendar chooses."""
    days = [date.fromisoformat(f.stem) for f in folder.glob("*.csv")]
    chosen = choose(day(judged), Calendar(Market.WEST), learn(days), days)
    leaves: dict[tuple[str, str, str], list[float]] = {}
    for when, weight in [(judged, 0.0), *chosen.weights().items()]:
        with (folder / f"{when}.csv").open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                kind = {"C": "cancel", "A": "adjust"}.get(row["InvoiceNo"][0], "sale")
                pair = leaves.setdefault((row["StockCode"], row["Country"], kind), [0.0, 0.0])
                amount = float(row["Quantity"]) * float(row["UnitPrice"])
                pair[0] += amount if when == judged else 0.0
                pair[1] += weight * amount
    keys = sorted(leaves)
    sums = np.array([leaves[k] for k in keys])
    dims = dict(zip(("product", "country", "kind"), zip(*keys, strict=True), strict=True))
    labels = {d: sorted(set(column)) for d, column in dims.items()}
    codes = {d: np.array([labels[d].index(x) for x in column]) for d, column in dims.items()}
    return LeafTable(codes, labels, sums[:, 0], sums[:, 1], periods=len(chosen.days[0]))


@pytest.mark.real
@pytest.mark.parametrize(
    ("judged", "cause"),
    [
        (date(2011, 1, 5), ("product", "AMAZONFEE")),
        (date(2011, 3, 18), ("product", "AMAZONFEE")),
        (date(2011, 6, 24), ("product", "AMAZONFEE")),
        (date(2011, 8, 2), ("product", "AMAZONFEE")),
        (date(2011, 8, 12), ("kind", "adjust")),
    ],
)
def test_uci_odd_days_have_their_cause_named_first(
    data_dir: Path, judged: date, cause: tuple[str, str]
) -> None:
    answer = locate(uci_table(data_dir / "uci_online_retail" / "by-day", judged), least=0.05)
    assert cause in answer.slices[0].where

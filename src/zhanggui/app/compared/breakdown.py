"""A change taken apart along the tree: factors of a product or terms of a sum, each told from noise by its own past.

Drivers of one day have the verdict of their own history (`signal`); every driver has the reach of chance over the very
comparison that is made (`stretch`), which gives its interval, whatever the number of days.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from math import isclose, prod

import numpy as np

from zhanggui.app.compared.comparison import Comparison, Pair
from zhanggui.diagnosis.chain import log_mean, split_product
from zhanggui.diagnosis.finding import Driver, Finding, drivers, in_line
from zhanggui.diagnosis.parts import Effect, Method, to_cents
from zhanggui.diagnosis.stretch import Reach
from zhanggui.metrics.ask import LATE
from zhanggui.metrics.query import Value
from zhanggui.model.money import cents, decimals
from zhanggui.stats.fdr import adjusted
from zhanggui.stats.intervals import LEVEL, z_of

Chain = tuple[tuple[str, str, str | None], ...]
Sums = Mapping[str, Value]
CLOSE = 1e-6
LEAST_KNOWN = 0.95  # share of sales whose buyer must be known for a chain over buyers
MOST_OTHER = (
    0.5  # share of sales up to which shops that lack a factor may stand beside the others as one term
)
MADE = Decimal("0.5")  # of a driver's part that the total has to move by for the driver to have moved it
OTHERS = "other_shops"

# metric → factors, each a sum or a ratio of two sums.
CHAINS: Mapping[str, tuple[tuple[tuple[str, str, str | None], ...], ...]] = {
    "gmv": (
        (
            ("visitor_days", "visitor_days", None), ("conversion", "buyer_days", "visitor_days"),
            ("units_per_buyer_day", "units", "buyer_days"), ("unit_price", "gmv", "units"),
        ),
        (
            ("visitor_days", "visitor_days", None), ("order_conversion", "orders", "visitor_days"),
            ("units_per_order", "units", "orders"), ("unit_price", "gmv", "units"),
        ),
        (("orders", "orders", None), ("units_per_order", "units", "orders"), ("unit_price", "gmv", "units")),
    ),
    "orders": (
        (("visitor_days", "visitor_days", None), ("order_conversion", "orders", "visitor_days")),
    ),
    "ad_spend": (
        (("impressions", "impressions", None), ("ctr", "clicks", "impressions"), ("cpc", "ad_spend", "clicks")),
    ),
}  # fmt: skip
# metric → terms with their sign
SUMS: Mapping[str, tuple[tuple[str, int], ...]] = {
    "net_sales": (("gmv", 1), ("refunds_of_orders", -1), ("adjustments", -1)),
    "contribution": (
        ("gmv", 1), ("refunds_of_orders", -1), ("adjustments", -1), ("shipping_income", 1),
        ("platform_discounts", 1), ("cost_of_goods", -1), ("fees", -1), ("ad_spend", -1),
    ),
    "gross_profit": (("gmv", 1), ("refunds_of_orders", -1), ("adjustments", -1), ("cost_of_goods", -1)),
}  # fmt: skip
OPTIONAL = frozenset({"adjustments", "shipping_income", "platform_discounts"})
SHADOWS = ("known_buyer_sales",)  # measures that say whether a chain may be used


def measures(metric: str) -> tuple[str, ...]:
    """Every measure that the metric's tree is made of; of chains the first, the others are asked for where it fails."""
    chain = [name for one in CHAINS.get(metric, ())[:1] for _, over, under in one for name in (over, under)]
    terms = [name for name, _ in SUMS.get(metric, ())]
    shadows = SHADOWS if metric in CHAINS else ()
    return tuple(dict.fromkeys(name for name in (*chain, *terms, *shadows) if name))


def open_names(names: tuple[str, ...], own: str) -> tuple[str, ...]:
    """The measures that an answer about ``own`` speaks of: without those that only say which chain may be used."""
    return tuple(name for name in names if name not in SHADOWS or name == own)


def gap(now: Value, then: Value, currency: str) -> Decimal | None:
    """The change to the cent; None where a side is unknown."""
    if now is None or then is None:
        return None
    return cents(Decimal(str(now)), currency) - cents(Decimal(str(then)), currency)


def _exact(now: Value, then: Value) -> Decimal | None:
    return None if now is None or then is None else Decimal(str(now)) - Decimal(str(then))


def chance(total: Iterable[float | None], finding: Finding | None) -> float | None:
    """The chance of such a day without a cause: of the total's own tests, or of drivers that moved it their way.

    A driver that others mostly undid did not move the total. The tests are taken together (Simes 1986): the least of
    their values adjusted as for a false discovery rate. None where there was none.
    """
    told = [one for one in total if one is not None]
    if finding is not None and finding.change:
        change = finding.change
        told += [
            one.p_noise if one.change * change > 0 and MADE * abs(one.change) <= abs(change) else 1.0
            for one in finding.drivers
            if one.p_noise is not None
        ]
    return float(adjusted(np.array(told)).min()) if told else None


def together(finding: Finding) -> Finding:
    """The finding as it is shown: chances of its drivers adjusted for being looked at together, intervals in line.

    Of the drivers called real at most one in twenty is chance (Benjamini and Hochberg 1995).
    """
    tested = [one.p_noise for one in finding.drivers if one.p_noise is not None]
    told = iter(adjusted(np.array(tested)).tolist() if tested else ())
    made = (
        one if one.p_noise is None else in_line(replace(one, p_noise=next(told))) for one in finding.drivers
    )
    return replace(finding, drivers=tuple(made))


@dataclass(frozen=True)
class Tree:
    """The tree of one metric over one comparison; ``shops``: of these alone where any are named."""

    metric: str
    comparison: Comparison
    provisional: bool
    shops: tuple[str, ...] = ()

    @property
    def currency(self) -> str:
        """Of the money."""
        return self.comparison.history.currency

    def finding(self, now: Sums, then: Sums) -> Finding | None:
        """The change in parts that add up to the cent; None for a metric without a tree."""
        if self.metric in SUMS:
            return self._sum(now, then)
        change = gap(now.get(self.metric), then.get(self.metric), self.currency)
        if change is None:
            return None
        for chain in CHAINS.get(self.metric, ()):
            found = self._product(chain, (now, then), change)
            if found is not None:
                return found
        return None

    def _made(
        self, method: Method, change: Decimal | None, made: tuple[Driver, ...], unknown: tuple[str, ...] = ()
    ) -> Finding:
        against = self.comparison.against
        return Finding(
            self.metric, self.currency, against, method, change, None, made, unknown, self.provisional
        )

    # --- products -----------------------------------------------------------------------------------

    def _product(self, chain: Chain, sides: tuple[Sums, Sums], change: Decimal) -> Finding | None:
        """The change along one chain; shops that lack one of its factors stand beside it as one term.

        None where the chain does not tell the metric: a factor is unknown, buyers are not known well enough, or the
        shops that know all factors do not make most of the sales.
        """
        names = _names(chain)
        shops = self._knowing(names)
        asked = (*names, *SHADOWS, self.metric)
        lacking = shops or any(name not in side for side in sides for name in names)
        known = self.comparison.sides(asked, shops) if lacking else sides
        now, then = known[0], known[1]
        part = gap(now.get(self.metric), then.get(self.metric), self.currency)
        if part is None or not _buyers_known(chain, now, then) or not self._most(sides, (now, then)):
            return None
        old, new = _factors(chain, then), _factors(chain, now)
        old, new = _held(old, new), _held(new, old)
        if not _multiply(old, then.get(self.metric)) or not _multiply(new, now.get(self.metric)):
            return None
        reaches = {code: self.comparison.reach((over, under), shops) for code, over, under in chain}
        noise = {code: one.deviation for code, one in reaches.items() if one is not None and one.logs}
        split = split_product(old, new, noise=noise)
        told = self._verdicts({code: (over, under) for code, over, under in chain}, reaches, shops)
        made = [
            replace(one, p_noise=told[one.code], before=old[one.code], after=new[one.code])
            for one in drivers(split, part, places=decimals(self.currency))
        ]
        if change != part:
            made.append(self._others(change - part, sides, (now, then), shops))
        made.sort(key=lambda one: (-abs(one.change), one.code))
        return self._made(split.method, change, tuple(made))

    def _others(
        self, change: Decimal, whole: tuple[Sums, Sums], own: tuple[Sums, Sums], shops: tuple[str, ...]
    ) -> Driver:
        """The shops beside those of the chain, as one term, told from noise like any other."""
        every = self.shops or tuple(sorted(self.comparison.history.selling))
        beside = tuple(shop for shop in every if shop not in shops)
        pair = (self.metric, None)
        now, then = (
            _exact(one.get(self.metric), part.get(self.metric)) for one, part in zip(whole, own, strict=True)
        )
        far = self.comparison.reach(pair, beside) if beside else None
        told = self._verdicts({OTHERS: pair}, {OTHERS: far}, beside)[OTHERS] if beside else None
        return replace(self._term(OTHERS, change, (then, now), (far, told)), before=None, after=None)

    def _knowing(self, names: tuple[str, ...]) -> tuple[str, ...]:
        """The shops of this tree that know all of ``names``; empty where all shops are meant and do."""
        found = self.comparison.history.common(names)
        if not self.shops or not found:
            return found or self.shops
        return tuple(shop for shop in found if shop in self.shops) or ("",)

    def _most(self, sides: tuple[Sums, Sums], known: tuple[Sums, Sums]) -> bool:
        """Whether the shops that know every factor make most of the whole, on both sides."""
        for whole, part in zip(sides, known, strict=True):
            all_of, own = whole.get(self.metric), part.get(self.metric)
            if all_of is None or own is None or float(own) < (1 - MOST_OTHER) * float(all_of):
                return False
        return True

    def _verdicts(
        self, pairs: Mapping[str, Pair], reaches: Mapping[str, Reach | None], shops: tuple[str, ...] = ()
    ) -> dict[str, float | None]:
        """Chance of every driver without a cause: by its own history and by the comparison made, taken together."""
        signals = self.comparison.signals(pairs, shops)
        out: dict[str, float | None] = {}
        for code in pairs:
            one, signal = reaches.get(code), signals.get(code)
            out[code] = chance(
                (None if one is None else one.p, None if signal is None else signal.p_noise), None
            )
        return out

    # --- sums ---------------------------------------------------------------------------------------

    def _sum(self, now: Sums, then: Sums) -> Finding:
        gaps = {name: _exact(now.get(name), then.get(name)) for name, _ in SUMS[self.metric]}
        unknown = tuple(name for name, value in gaps.items() if value is None and name not in OPTIONAL)
        change = gap(now.get(self.metric), then.get(self.metric), self.currency)
        if unknown or change is None:
            return self._made(Method.SUM, None, (), unknown)
        moved = self._to_cents(
            {name: sign * (gaps[name] or Decimal(0)) for name, sign in SUMS[self.metric]}, change
        )
        reaches = {name: self.comparison.reach((name, None), self.shops) for name in moved}
        young = LATE if self.provisional and not self.comparison.history.completed else frozenset()
        settled = {name: (name, None) for name in moved if name not in young}
        told = self._verdicts(settled, reaches, self.shops)
        made = [
            self._term(name, value, (then[name], now[name]), (reaches[name], told[name]))
            if name in settled
            else self._term(name, value, (then[name], now[name]), (None, None))  # most is still to come
            for name, value in moved.items()
        ]
        made.sort(key=lambda driver: (-abs(driver.change), driver.code))
        left = tuple(name for name, value in gaps.items() if value is None)
        return self._made(Method.SUM, sum(moved.values(), Decimal(0)), tuple(made), left)

    def _to_cents(self, terms: Mapping[str, Decimal], change: Decimal) -> dict[str, Decimal]:
        """Terms in the currency's decimals, without those of nothing; they add up to ``change`` where they make it."""
        unit = Decimal(1).scaleb(-decimals(self.currency))
        if abs(sum(terms.values(), Decimal(0)) - change) > unit:
            rounded = {name: cents(value, self.currency) for name, value in terms.items()}
        else:
            told = to_cents([float(value) for value in terms.values()], change, decimals(self.currency))
            rounded = dict(zip(terms, told, strict=True))
        return {name: value for name, value in rounded.items() if value}

    def _term(
        self, name: str, change: Decimal, sides: tuple[Value, Value], told: tuple[Reach | None, float | None]
    ) -> Driver:
        before, after = (None if side is None else float(side) for side in sides)
        made = Driver(name, Effect.TERM, change, p_noise=told[1], before=before, after=after)
        far = told[0]
        if far is None or before is None or after is None:
            return made
        scale = log_mean(after, before) if far.logs else 1.0
        half = cents(Decimal(repr(z_of(LEVEL) * scale * far.deviation)), self.currency)
        return replace(made, low=change - half, high=change + half)


def _names(chain: Chain) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for _, over, under in chain for name in (over, under) if name))


def _buyers_known(chain: Chain, *sides: Sums) -> bool:
    """Whether nearly all sales have a known buyer, where the chain counts buyers."""
    if "buyer_days" not in _names(chain):
        return True
    pairs = [(side.get("gmv"), side.get("known_buyer_sales")) for side in sides]
    return all(
        known is not None and float(known) >= LEAST_KNOWN * float(sales) for sales, known in pairs if sales
    )


def _ratio(over: Value, under: Value) -> float | None:
    return float(over) / float(under) if over is not None and under else None


def _factors(chain: Chain, sums: Sums) -> dict[str, float | None]:
    return {
        name: _ratio(sums.get(over), 1 if under is None else sums.get(under)) for name, over, under in chain
    }


def _held(one: Mapping[str, float | None], other: Mapping[str, float | None]) -> dict[str, float | None]:
    """A ratio to nothing has no value of its own: it is held where the other side has it."""
    return {name: other[name] if value is None else value for name, value in one.items()}


def _multiply(factors: Mapping[str, float | None], total: Value) -> bool:
    """Whether the factors are known and multiply to the total."""
    known = [value for value in factors.values() if value is not None]
    if len(known) < len(factors) or total is None:
        return False
    return isclose(prod(known), float(total), rel_tol=CLOSE, abs_tol=CLOSE)

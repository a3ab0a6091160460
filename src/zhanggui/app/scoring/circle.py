"""The closed circle: a shop with faults is lived on for 60 days, and what is done in it has its consequences.

Four ways from the same morning with the same random numbers: nothing is done; the product's list is followed, read
from the export files; the fixed rule book is followed, from the same kind of files; and someone who knows every
fault from its first day mends the best minute first. Each has 120 minutes a day. Gains are contribution profit of
the simulator's ledger over the 60 days, remedies paid, against doing nothing. A fifth way tells how much of it the
files allow: someone who misses nothing that stands out in them, and reads them on the days on which the list does.

An action on the target of a fault, of its stage or of the play made for it, ends that fault by its remedy, after the
remedy's delay and at its cost. Beyond that actions do what they say: negative terms bring no more clicks (good ones
neither), orders of goods arrive after the lead time, the rule book's price cuts stay. To look into what turns out to
be nothing costs its minutes. Simplification: files are exported once every `STEP` days; the days in between work off
what that list left over.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

from zhanggui.actions.action import Action
from zhanggui.actions.plan import Limits, plan
from zhanggui.app.advice.advise import Adviser
from zhanggui.app.load import Options as LoadOptions
from zhanggui.app.load import load
from zhanggui.app.scoring.live import Life, Trouble, born, lead_of, listings_of, terms_of, went_on
from zhanggui.app.scoring.rules import rule_book
from zhanggui.app.scoring.truth import Fault, hits
from zhanggui.engines.duck import DuckEngine
from zhanggui.simulator.exports import own as own_files
from zhanggui.simulator.faults import FOREVER
from zhanggui.simulator.levers import Effect
from zhanggui.store.folder import ShopFolder

MINUTES = 120
DAYS = 60
SILENT_DAYS = 14
CUT = 0.95  # the rule book's price, against today's

# What a way of working says on a day: all that it would do, in its order or unordered, and how a day's part is picked.
Pick = Callable[[Sequence[Action], frozenset[str]], Sequence[Action]]


@dataclass(frozen=True, slots=True)
class Gains:
    """What four ways gained against doing nothing, in the reporting currency; ``shown``: of what files show in time."""

    listed: float = 0.0
    rules: float = 0.0
    best: float = 0.0
    shown: float = 0.0


@dataclass(frozen=True, slots=True)
class Setting:
    """The circle of one shop: it starts before day ``first``; ``step`` days between two exports."""

    trouble: Trouble
    own: Mapping[str, str]
    first: int
    step: int
    rate: float  # the shop's currency in the reporting one

    @property
    def last(self) -> int:
        """The last day that is counted."""
        return self.first + DAYS - 1


def circle(setting: Setting, place: Path) -> Gains:
    """Live the five ways; ``place`` takes the files and shop folders."""
    start = born(setting.trouble)
    start.live_until(setting.first)
    ways = {name: went_on(start) for name in ("nothing", "listed", "rules", "best", "shown")}
    _follow(setting, ways["listed"], place / "listed", rules=False)
    _follow(setting, ways["rules"], place / "rules", rules=True)
    for name, known in (("best", None), ("shown", _read(setting))):
        for number, day in know_all(setting.trouble.faults, _days(setting), known).items():
            ways[name].ends[number] = day + setting.trouble.faults[number].delay
            ways[name].paid += setting.trouble.costs[number]
    earned = {}
    for name, life in ways.items():
        life.live_until(setting.last + 1)
        earned[name] = life.earned(setting.first, setting.last) * setting.rate
    idle = earned["nothing"]
    return Gains(**{name: earned[name] - idle for name in ("listed", "rules", "best", "shown")})


def _days(setting: Setting) -> dict[date, int]:
    """Calendar day → number, of the days that are counted."""
    start = setting.trouble.shop.start
    return {start + timedelta(days=n): n for n in range(setting.first, setting.last + 1)}


def _read(setting: Setting) -> dict[int, date]:
    """Fault number → the first day on which files are read that show it; those that never stand out are missing."""
    start = setting.trouble.shop.start
    read = [start + timedelta(days=n) for n in range(setting.first, setting.last + 1, setting.step)]
    out = {}
    for number, fault in enumerate(setting.trouble.faults):
        later = [day for day in read if fault.visible is not None and day > fault.visible]
        if later:
            out[number] = later[0]
    return out


def _follow(setting: Setting, life: Life, place: Path, *, rules: bool) -> None:
    """Work by the list, or by the rule book, from export to export."""
    folder = ShopFolder.open(place / "shop", create=True)
    done: dict[str, int] = {}
    for number, day in enumerate(range(setting.first, setting.last + 1, setting.step)):
        life.live_until(day)
        files = place / f"files-{number}"
        files.mkdir(parents=True)
        life.export(files, whole=number == 0)
        own_files.write_rates(setting.trouble.shop.start, day - 1, files)
        today = setting.trouble.shop.start + timedelta(days=day)
        load(folder, [files], LoadOptions(datetime.combine(today, time(8)), "zhanggui score"))
        offered, pick = _offered(folder, today - timedelta(days=1), rules=rules)
        for late in range(setting.step):
            silent = frozenset(one for one, when in done.items() if day + late - when < SILENT_DAYS)
            for action in pick(offered, silent):
                done[action.id] = day + late
                carry_out(setting, life, action, day + late)


def _offered(folder: ShopFolder, as_of: date, *, rules: bool) -> tuple[Sequence[Action], Pick]:
    """What could be done, by the list or by the rule book, and how a day picks from it."""
    shops = [one.shop for one in folder.settings.shops.values()]
    with folder.read() as reading:
        books = DuckEngine(reading.con, shops)
        if rules:
            return rule_book(books, as_of), in_order
        adviser = Adviser(books, folder.settings, as_of)
        rates, least = adviser.rates(folder.settings.reporting), adviser.least()
        offered = adviser.proposals()

    def pick(actions: Sequence[Action], silent: frozenset[str]) -> Sequence[Action]:
        return plan(actions, Limits(MINUTES, least, silent), rates).todo

    return offered, pick


def carry_out(setting: Setting, life: Life, action: Action, day: int) -> None:
    """What an action done on ``day`` changes in the shop from the next morning on.

    Of several faults that it finds the one of its play is mended, else the dearest.
    """
    faults, shop = setting.trouble.faults, setting.trouble.shop
    when = shop.start + timedelta(days=day)
    met = [
        n
        for n, fault in enumerate(faults)
        if fault.first <= when and n not in life.ends and hits(action, fault, setting.own)
    ]
    if met:
        life.mend(max(met, key=lambda n: _fits(action, faults[n], setting.own, when)), day + 1)
    sheet = action.sheet
    rows = sheet.rows if sheet is not None else ()
    if action.play in ("negative_terms", "rule_negative"):
        names = {str(row[2]) for row in rows} or {action.target.ident}
        life.done += _always("volume", 0.0, day + 1, terms_of(shop, frozenset(names)))
    elif action.play in ("reorder", "rule_reorder") and not met:
        _order(setting, life, action, day)
    elif action.play == "rule_price":
        at = listings_of(shop, frozenset({action.target.ident}))
        life.done += _always("price", CUT, day + 1, at)


def _always(lever: str, value: float, first: int, targets: tuple[int, ...]) -> list[Effect]:
    return [Effect(lever, value, first, FOREVER, targets)] if targets else []


def _order(setting: Setting, life: Life, action: Action, day: int) -> None:
    """Goods ordered beside the shopkeeper's own orders arrive when the lead time is over."""
    shop = setting.trouble.shop
    for at in listings_of(shop, frozenset({action.target.ident})):
        arrives = day + lead_of(shop, at)
        units = float(str(action.evidence.get("quantity", 0)))
        if units > 0:
            life.done.append(Effect("arrival", units, arrives, arrives, (at,)))


def _fits(action: Action, fault: Fault, own: Mapping[str, str], day: date) -> tuple[bool, float]:
    return own.get(action.play) == fault.key, fault.mended(day)


def in_order(actions: Sequence[Action], silent: frozenset[str]) -> list[Action]:
    """Of a list that is worked off as it stands: what fits into the minutes of a day."""
    left, out = MINUTES, []
    for action in actions:
        if action.id not in silent and action.minutes <= left:
            left -= action.minutes
            out.append(action)
    return out


def know_all(
    faults: Sequence[Fault], days: Mapping[date, int], known: Mapping[int, date] | None = None
) -> dict[int, int]:
    """Fault number → day on which someone mends it who knows all faults from their first day on.

    ``known``: from when each is known, where that is not from its first day; the others are never known. The remedies
    that fit into the day's minutes are done, the dearest minute first; the others wait. What costs more than it
    brings is left.
    """
    since = known if known is not None else {n: fault.first for n, fault in enumerate(faults)}
    ends: dict[int, int] = {}
    for day in sorted(days):
        worth = {n: faults[n].mended(day) for n, first in since.items() if first <= day and n not in ends}
        left = MINUTES
        for n in sorted(worth, key=lambda n: (-worth[n] / max(faults[n].minutes, 1), n)):
            if worth[n] > 0 and faults[n].minutes <= left:
                left -= faults[n].minutes
                ends[n] = days[day] + 1
    return ends

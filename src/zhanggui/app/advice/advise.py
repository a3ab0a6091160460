"""What to do: every play is handed what it needs, and what they propose becomes the day's list."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import numpy as np

from zhanggui.actions.action import Action, Cell, Sheet
from zhanggui.actions.plan import Limits, Plan, plan
from zhanggui.app.advice.pages import pages
from zhanggui.app.labels import labels
from zhanggui.metrics.ask import reckon
from zhanggui.metrics.query import Engine, Key, Value, Where
from zhanggui.metrics.question import Question
from zhanggui.model.period import Period
from zhanggui.model.tables import TABLES
from zhanggui.playbooks import PLAYS
from zhanggui.playbooks.columns import Columns
from zhanggui.playbooks.margin import GIVEN, PARCELS, RETURNED, Margin, Margins, Parcels, margins
from zhanggui.playbooks.play import Given, Play, Settings, last_days
from zhanggui.store.settings import Settings as FolderSettings

MARGIN_DAYS = 90
LEAST_MONEY = Decimal(10)  # profit a week, in the currency of totals, below which nothing is proposed
LEAST_SHARE = Decimal("0.0005")  # of a week's sales, below which nothing is proposed
PACE_DAYS = 28
ASSUMED = Margin(0.10, 0.25, 0.50, known=False)


class Adviser:
    """The plays over one state of the books on one day."""

    def __init__(self, books: Engine, settings: FolderSettings, as_of: date) -> None:
        self.books = books
        self.settings = settings
        self.as_of = as_of
        self.currency = {key: one.shop.currency for key, one in settings.shops.items()}
        self._told: dict[Question, Columns] = {}

    # --- what plays are given -----------------------------------------------------------------------

    def _number(self, name: str, default: float) -> float:
        found = self.settings.thresholds.get(name)
        return default if found is None else float(found)

    def play_settings(self) -> Settings:
        """The thresholds of the shop folder, else the plays' own."""
        usual = Settings()
        return Settings(
            lead_days=int(self._number("lead_days", usual.lead_days)),
            cover_days=int(self._number("cover_days", usual.cover_days)),
            loss_chance=self._number("loss_chance", usual.loss_chance),
        )

    def fee_shares(self) -> dict[str, float]:
        """Shop → fees as a share of sales: from settlements where they are loaded, else from the settings."""
        return {shop: share for shop, (share, _) in self._shares().items()}

    def _shares(self) -> dict[str, tuple[float, Parcels]]:
        """Shop → fees as a share of sales, and the part of it that parcels take.

        Of the days that a settlement reaches: the last statement is often days or weeks old.
        """
        period = Period(self.as_of - timedelta(days=MARGIN_DAYS - 1), self.as_of)
        asked = Question(("fees", "gmv", "lines", "logistics_fees"), ("shop", "day"), period)
        table = Columns.of(reckon(self.books, asked))
        told = np.isfinite(table.floats("fees"))
        cells = np.nan_to_num(np.stack([table.floats(name) for name in asked.metrics]))
        week = np.array([(self.as_of - day).days // 7 for day in table.keys["day"]], np.int64)
        charged = self._charged(period)
        out: dict[str, tuple[float, Parcels]] = {}
        bare: dict[str, float] = {}
        for shop in sorted({str(one) for one in table.keys["shop"]}):
            mine = table.keys["shop"] == shop
            paid, sold, _, sent = cells[:, mine & told].sum(axis=1)
            if sold > 0:
                rows = [np.bincount(week[mine & told], row[mine & told]) for row in cells[:3]]
                weeks = np.array(rows, np.float64)
                share = min(max(float(sent), 0.0), max(float(paid), 0.0)) / float(sold)
                out[shop] = (float(paid / sold), Parcels(share, weeks, charged.get(shop, {})))
            elif cells[1, mine].sum() > 0:
                bare[shop] = float(cells[1, mine].sum())
        return out | self._stated_shares(bare)

    def _charged(self, period: Period) -> dict[str, dict[str, float]]:
        """Shop → SKU → what settlements charge to it by name for parcels, '' what they charge to none."""
        answer = reckon(self.books, Question(("logistics_fees",), ("shop", "charged_sku"), period))
        out: dict[str, dict[str, float]] = {}
        for shop, sku, paid in zip(
            answer.keys["shop"], answer.keys["charged_sku"], answer.cells["logistics_fees"], strict=True
        ):
            out.setdefault(str(shop), {})[str(sku or "")] = float(paid or 0)
        return out

    def _stated_shares(self, sales: Mapping[str, float]) -> dict[str, tuple[float, Parcels]]:
        """The same by the settings, where those state a commission."""
        if not sales:
            return {}
        orders: dict[str, float] = {}
        if self._pays_by_order():
            period = Period(self.as_of - timedelta(days=MARGIN_DAYS - 1), self.as_of)
            answer = reckon(self.books, Question(("orders",), ("shop",), period))
            for shop, found in zip(answer.keys["shop"], answer.cells["orders"], strict=True):
                orders[str(shop)] = float(found or 0)
        stated = {shop: self._stated(shop, orders.get(shop, 0.0) / sold) for shop, sold in sales.items()}
        return {shop: shares for shop, shares in stated.items() if shares is not None}

    def _pays_by_order(self) -> bool:
        """Whether the settings state a fee for each order: orders are dear to count."""
        return any(one.commission is not None and one.logistics for one in self.settings.shops.values())

    def _stated(self, shop: str, orders_per_sale: float) -> tuple[float, Parcels] | None:
        """Fees, and parcels among them, as the settings state them; None unless the commission is set."""
        one = self.settings.shops.get(shop)
        if one is None or one.commission is None:
            return None
        each = float(one.logistics or 0) * orders_per_sale
        return float(one.commission) + float(one.payment or 0) + each, Parcels(each)

    def margins(self, *, by_sku: bool = True) -> Margins:
        """Margins of the last 90 days; without ``by_sku`` those of whole shops alone, of what has a known cost."""
        period = Period(self.as_of - timedelta(days=MARGIN_DAYS - 1), self.as_of)
        dim, known = ("sku", ()) if by_sku else ("cost_known", (Where("cost_known", ("yes",)),))
        asked = Question(("gmv", "cost_of_goods", RETURNED, *GIVEN, *PARCELS), ("shop", dim), period, known)
        answer = reckon(self.books, asked)
        mid = self._number("margin", ASSUMED.mid)
        assumed = Margin(min(ASSUMED.low, mid), mid, max(ASSUMED.high, mid), known=False)
        shares = self._shares()
        fees = {shop: share for shop, (share, _) in shares.items()}
        parcels = {shop: sent for shop, (_, sent) in shares.items()}
        return margins(Columns.of(answer), fees, assumed, self.currency, parcels)

    def _answer(self, question: Question) -> Columns:
        """The answer, asked once however many plays need it."""
        if question not in self._told:
            self._told[question] = Columns.of(reckon(self.books, question))
        return self._told[question]

    def given(self, play: Play, known: Margins) -> Given:
        """What one play is handed."""
        facts = {name: self._answer(question) for name, question in play.needs(self.as_of).items()}
        rows = {name: self._listed(play, name) for name in play.lists}
        return Given(facts, known, self.as_of, self.play_settings(), rows)

    def _listed(self, play: Play, name: str) -> list[tuple[Value | Key, ...]]:
        """The rows of one of a play's lists."""
        table, columns = play.lists[name]
        day = TABLES[table].day
        days = play.recent.get(name)
        where = (
            (Where(day, tuple(last_days(self.as_of, days))),) if days is not None and day is not None else ()
        )
        return self.books.rows(table, columns, where)

    # --- what comes out -----------------------------------------------------------------------------

    def proposals(self) -> list[Action]:
        """Everything the plays propose today, with names for people to read."""
        held = self.books.tables()
        known = self.margins()
        found: list[Action] = []
        for play in PLAYS:
            if set(play.tables) <= held:
                found += self._proposed(play, known)
        return self._named(found)

    def _proposed(self, play: Play, known: Margins) -> list[Action]:
        """What one play proposes, after its second look where it takes one."""
        given = self.given(play, known)
        found = play.propose(given)
        if play.closer is not None and found:
            found = play.closer(given, found, pages(self.books, found, self.as_of))
        return list(found)

    def _named(self, actions: list[Action]) -> list[Action]:
        """Titles in place of bare codes, in targets and files."""
        keys = {(a.target.shop, _named_by(a)) for a in actions}
        names = labels(self.books, "sku", keys)
        out = []
        for action in actions:
            name = names.get((action.target.shop, _named_by(action)))
            if name is not None:
                action = replace(  # noqa: PLW2901 - the same action, with its name
                    action, target=replace(action.target, label=name), sheet=_titled(action.sheet, name)
                )
            out.append(replace(action, sheet=self._orders(action), evidence=self._console(action)))
        return out

    def _console(self, action: Action) -> Mapping[str, Cell]:
        """The evidence, of ads with the platform: its console is where they are changed."""
        of = self.settings.shops.get(action.target.shop)
        return (
            action.evidence
            if action.role != "ads" or of is None
            else {**action.evidence, "platform": of.shop.platform}
        )

    def _orders(self, action: Action) -> Sheet | None:
        """Buyers are known to the books by a code alone: their last order number lets the operator find them."""
        sheet = action.sheet
        if sheet is None or "last_order" not in sheet.columns:
            return sheet
        buyer, order = sheet.columns.index("buyer"), sheet.columns.index("last_order")
        codes = tuple(sorted({str(row[buyer]) for row in sheet.rows}))
        where = (Where("shop", (action.target.shop,)), Where("buyer", codes))
        latest: dict[str, tuple[date, str]] = {}
        for who, number, paid in self.books.rows("order_line", ("buyer", "order_id", "paid_day"), where):
            if isinstance(paid, date):
                latest[str(who)] = max(latest.get(str(who), (date.min, "")), (paid, str(number)))
        rows: list[tuple[Cell, ...]] = []
        for row in sheet.rows:
            found = latest.get(str(row[buyer]), (date.min, ""))[1]
            rows.append((*row[:order], found, *row[order + 1 :]))
        return replace(sheet, rows=tuple(rows))

    def rates(self, home: str = "") -> dict[str, Decimal]:
        """Currency → units of ``home`` (the reporting currency) for one, by the latest rate; unknown ones left out."""
        home = home or self.settings.reporting
        found: dict[str, tuple[date, Decimal]] = {}
        for day, base, quote, rate in self.books.rows("fx", ("day", "base", "quote", "rate")):
            if not isinstance(day, date) or not isinstance(rate, Decimal) or day > self.as_of or rate <= 0:
                continue
            if quote == home:
                found[str(base)] = max(found.get(str(base), (date.min, rate)), (day, rate))
            elif base == home:
                found[str(quote)] = max(found.get(str(quote), (date.min, rate)), (day, 1 / rate))
        return {home: Decimal(1), **{code: rate for code, (_, rate) in found.items()}}

    def least(self) -> Decimal:
        """Profit a week worth mentioning, in the reporting currency: as set, else by the sales of the last weeks."""
        stated = self.settings.thresholds.get("least_money")
        if stated is not None:
            return Decimal(str(stated))
        home = self.settings.reporting
        asked = Question(("gmv",), (), last_days(self.as_of, PACE_DAYS), currency=home)
        answer = reckon(self.books, asked)
        sales = answer.cells["gmv"][0] if len(answer) else None
        weekly = Decimal(str(sales or 0)) * 7 / PACE_DAYS
        return max(LEAST_MONEY, weekly * LEAST_SHARE)

    def plan(self, silent: frozenset[str]) -> Plan:
        """The day's list; ``silent``: ids that were done or skipped so lately that they are not proposed again."""
        return plan(
            self.proposals(),
            Limits(self.settings.minutes, self.least(), silent),
            self.rates(self.settings.reporting),
        )


def _named_by(action: Action) -> str:
    """The SKU whose title names an action's item; '' for what is no item."""
    if action.target.kind == "sku":
        return action.target.ident
    skus = str(action.evidence.get("skus", "")).split()
    return skus[0] if skus and action.target.kind in ("listing", "product") else ""


def _titled(sheet: Sheet | None, name: str) -> Sheet | None:
    if sheet is None or "title" not in sheet.columns:
        return sheet
    at = sheet.columns.index("title")
    return replace(sheet, rows=tuple((*row[:at], name, *row[at + 1 :]) for row in sheet.rows))


def evidence(action: Action) -> Mapping[str, Cell]:
    """What the journal keeps of an action beside its money: target, evidence and what is watched."""
    return {
        **action.evidence,
        "stage": action.stage,
        "cause": action.cause,
        "kind": action.target.kind,
        "ident": action.target.ident,
        "label": action.target.label,
        "metric": action.metric,
    }

"""What the verbs print with --json: fixed shapes that scripts rely on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from zhanggui.actions.action import Action, Cell
from zhanggui.model.money import cents
from zhanggui.outcomes.record import record as recorded
from zhanggui.reports import accounts
from zhanggui.reports.briefing import Account, Briefing, Kpi, Moved, Outcome, ReadFile
from zhanggui.reports.numbers import Figure
from zhanggui.reports.opening import Opening
from zhanggui.reports.outcomes import lately
from zhanggui.reports.phrases import Phrases

if TYPE_CHECKING:  # statistics take a second to import; loading and status do without
    from zhanggui.app.status import Status


def amount(value: Decimal | None) -> str | None:
    """Money as a decimal string, unknown as None."""
    return None if value is None else f"{value:.2f}"


def cell(value: Cell) -> str | int | float | None:
    """One value of an action's evidence."""
    if isinstance(value, Decimal):
        return amount(value)
    return value.isoformat() if isinstance(value, date) else value


def figure(value: Figure, unit: str, currency: str) -> str | int | float | None:
    """A figure: money as a decimal string in the currency's decimals, counts whole, unknown as None."""
    if value is None:
        return None
    if unit == "money":
        return str(cents(value if isinstance(value, Decimal) else Decimal(str(value)), currency))
    return int(value) if unit == "count" and value == int(value) else float(value)


def files(read: Iterable[ReadFile]) -> list[dict[str, object]]:
    """What became of each file."""
    return [
        {
            "file": one.file,
            "format": one.format,
            "shop": one.shop,
            "status": one.status,
            "rows": one.rows,
            "kept": one.kept,
            "refused": one.refused,
            "issues": [
                {
                    "row": issue.row,
                    "column": issue.column,
                    "code": issue.code,
                    "value": issue.value,
                    "level": issue.level,
                }
                for issue in one.issues
            ],
        }
        for one in read
    ]


def action(briefing: Briefing, one: Action, phrases: Phrases) -> dict[str, object]:
    """One thing to do."""
    impact = one.impact
    return {
        "id": one.id,
        "play": one.play,
        "stage": one.stage,
        "target": {
            "kind": one.target.kind,
            "shop": one.target.shop,
            "id": one.target.ident,
            "label": one.target.label,
        },
        "title": phrases.title(one),
        "impact": {
            "low": amount(impact.low),
            "mid": amount(impact.mid),
            "high": amount(impact.high),
            "currency": impact.currency,
            "per": impact.per,
            "basis": impact.basis,
        },
        "minutes": one.minutes,
        "evidence": {key: cell(value) for key, value in one.evidence.items()},
        "steps": list(phrases.steps(one)),
        "undo": phrases.undo(one),
        "owner": phrases.owner(briefing, one),
        "due": one.due.isoformat(),
        "file": briefing.files.get(one.id),
        "check_on": one.check_on.isoformat(),
    }


def tile(kpi: Kpi, phrases: Phrases) -> dict[str, object]:
    """One figure."""
    return {
        "metric": kpi.metric,
        "name": phrases.metric(kpi.metric),
        "value": figure(kpi.value, kpi.unit, kpi.currency),
        "usual": figure(kpi.usual, kpi.unit, kpi.currency),
        "change": kpi.change,
        "noise": kpi.noise,
        "currency": kpi.currency if kpi.unit == "money" else None,
        "provisional": kpi.provisional,
        "expected": figure(kpi.expected, kpi.unit, kpi.currency),
    }


def moved(one: Moved, phrases: Phrases) -> dict[str, object]:
    """A change taken apart."""
    return {
        "kind": one.kind,
        "change": amount(one.change),
        "currency": one.currency,
        "parts": [
            {
                "key": driver.key,
                "name": phrases.driver(driver),
                "before": None if driver.before is None else float(driver.before),
                "after": None if driver.after is None else float(driver.after),
                "part": amount(driver.part),
                "noise": driver.noise,
            }
            for driver in one.drivers
        ],
    }


def account(one: Account) -> dict[str, object]:
    """What shops or items earned; costs are below zero."""

    def named(figures: Sequence[Figure]) -> dict[str, object]:
        told = zip(one.columns, figures, strict=True)
        return {name: figure(value, accounts.unit(name), one.currency) for name, value in told}

    return {
        "kind": one.kind,
        "currency": one.currency,
        "profit": one.profit,
        "rows": [
            {
                "shop": row.shop,
                **({"item": row.ident, "title": row.title or None} if row.ident else {}),
                **named(row.figures),
            }
            for row in one.rows
        ],
        "total": None if one.total is None else named(one.total),
        "provisional": one.young,
        "unknown_share": one.unknown,
        "without_item": dict(one.bare),
    }


def briefing(made: Briefing, phrases: Phrases) -> dict[str, object]:
    """A briefing: of `today` and of `report`."""
    return {
        "kind": made.kind,
        "from": made.period.first.isoformat(),
        "to": made.period.last.isoformat(),
        "sentence": Opening(made, phrases).whole(),
        "one_metric": made.one_metric,
        "against": {"code": made.against, "periods": made.compared},
        "kpis": [tile(kpi, phrases) for kpi in made.kpis],
        "moved": [moved(one, phrases) for one in made.moved],
        "accounts": [account(one) for one in made.accounts],
        "done": [outcome(one) for one in lately(made.done, made.period)],
        "record": record(made.done),
        "actions": [action(made, one, phrases) for one in made.todo],
        "left_out": [
            {
                "id": left.action.id,
                "play": left.action.play,
                "title": phrases.title(left.action),
                "code": left.code,
                "by": left.by or None,
            }
            for left in made.left_out
        ],
        "missing": [{"code": gap.code, **gap.values, "text": phrases.missing(gap)} for gap in made.missing],
        "files": files(made.read),
    }


def status(held: Status) -> dict[str, object]:
    """Coverage and loads."""
    return {
        "coverage": [
            {
                "shop": one.shop,
                "table": one.table,
                "rows": one.rows,
                "from": None if one.first is None else one.first.isoformat(),
                "to": None if one.last is None else one.last.isoformat(),
                "missing": [day.isoformat() for day in one.missing],
            }
            for one in held.coverage
        ],
        "loads": [
            {
                "load": one.load,
                "file": one.file,
                "hash": one.hash,
                "format": one.format,
                "shops": list(one.shops),
                "from": None if one.first_day is None else one.first_day.isoformat(),
                "to": None if one.last_day is None else one.last_day.isoformat(),
                "rows": one.rows,
                "kept": one.kept,
                "refused": one.refused,
                "loaded_at": one.loaded_at.isoformat(),
            }
            for one in held.loads
        ],
    }


def outcome(one: Outcome) -> dict[str, object]:
    """What became of one thing that was done."""
    verdict = one.verdict
    low, mid, high = map(amount, one.forecast)
    return {
        "id": one.id,
        "play": one.play,
        "target": one.target,
        "shop": one.shop,
        "done": None if one.done is None else one.done.isoformat(),
        "check_on": None if one.check_on is None else one.check_on.isoformat(),
        "forecast": {"low": low, "mid": mid, "high": high, "currency": one.currency, "per": "week"},
        "realised": {
            "low": amount(verdict.low),
            "mid": amount(verdict.mid),
            "high": amount(verdict.high),
            "currency": verdict.currency,
            "per": "week",
        },
        "verdict": verdict.code.value,
        "method": verdict.method,
        "strength": verdict.strength.value,
    }


def record(done: Iterable[Outcome]) -> dict[str, object]:
    """The shop's own record: things done and judged, the verdicts, and what forecasts of a week came to."""
    found = recorded((one.forecast[1], one.verdict) for one in done)
    return {
        "done": found.done,
        "judged": found.judged,
        **{str(code): number for code, number in found.verdicts.items()},
        "money": [
            {"currency": currency, "forecast": amount(forecast), "realised": amount(realised), "per": "week"}
            for currency, (forecast, realised) in sorted(found.money.items())
        ],
    }

"""`reconcile`: our figures beside the platforms' own."""

from decimal import Decimal

from zhanggui.app.reconcile import reconcile
from zhanggui.cli.exits import Exit
from zhanggui.cli.screen import Screen
from zhanggui.cli.session import Session, WrongUse
from zhanggui.reports.reconciled import Reconciled, Reconciliation


def run_reconcile(session: Session) -> Exit:
    """Compare, and itemise the gaps."""
    first, last = session.day(session.options.first), session.day(session.options.last)
    if first is not None and last is not None and first > last:
        raise WrongUse("period_order", first=first, last=last)
    told = reconcile(session.folder(), first, last)
    if not told.pairs and not session.options.json:
        session.warn(session.say("reconcile.nothing"))
    session.emit(_document(told), lambda: _draw(session, told))
    return Exit.DONE if told.pairs else Exit.NOTHING


def _number(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:.2f}" if value == round(value, 2) else f"{value:f}"


def _document(told: Reconciliation) -> dict[str, object]:
    return {
        "shops": [_pair(pair) for pair in told.pairs],
        "missing": [{"code": gap.code, **gap.values} for gap in told.missing],
    }


def _pair(pair: Reconciled) -> dict[str, object]:
    return {
        "shop": pair.shop,
        "pair": pair.pair,
        "currency": pair.currency,
        "days": [
            {
                "day": day.day.isoformat(),
                "ours": _number(day.ours),
                "platform": _number(day.platform),
                "gap": _number(day.gap),
            }
            for day in pair.days
        ],
        "ours": _number(pair.ours),
        "platform": _number(pair.theirs),
        "gap": _number(pair.gap),
        "items": [{"code": item.code, "amount": _number(item.amount), **item.values} for item in pair.items],
        "unexplained": _number(pair.unexplained),
    }


def _draw(session: Session, told: Reconciliation) -> None:
    view = Screen(session.phrases)
    style, say = session.phrases.style, session.say
    for pair in told.pairs:
        unknown = style.share(None)
        view.line(
            say(f"reconcile.{pair.pair}", shop=session.phrases.shop(pair.shop), currency=pair.currency),
            "bold",
        )
        days = [
            (
                day.day.isoformat(),
                unknown if day.ours is None else style.exact(day.ours),
                unknown if day.platform is None else style.exact(day.platform),
                style.exact(day.gap, signed=True),
            )
            for day in pair.days
        ]
        days.append(
            (
                say("heading.total"),
                style.exact(pair.ours),
                style.exact(pair.theirs),
                style.exact(pair.gap, signed=True),
            )
        )
        heads = [say(f"reconcile.{key}") for key in ("day", "ours", f"theirs_{pair.pair}", "gap")]
        view.table(heads, days, frozenset({1, 2, 3}))
        items = [
            (say(f"reconcile.item_{item.code}", **item.values), style.exact(item.amount, signed=True))
            for item in pair.items
        ]
        items.append((say("reconcile.unexplained"), style.exact(pair.unexplained, signed=True)))
        items.append((say("reconcile.gap"), style.exact(pair.gap, signed=True)))
        view.table([say("reconcile.item"), say("heading.part")], items, frozenset({1}))
    for gap in told.missing:
        view.line(f"· {say(f'reconcile.{gap.code}', **gap.values)}", "dim")

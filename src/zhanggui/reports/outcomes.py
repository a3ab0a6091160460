"""What became of what was done, in words: rows for every renderer, and the shop's own record in a sentence."""

from collections.abc import Iterable

from zhanggui.model.period import Period
from zhanggui.outcomes.record import record
from zhanggui.reports.briefing import Outcome
from zhanggui.reports.phrases import Phrases

HEADS = ("id", "action", "forecast", "realised", "verdict")


def heads(phrases: Phrases) -> list[str]:
    """Names of the columns."""
    return [phrases.texts.say(f"heading.{key}") for key in HEADS]


def cells(one: Outcome, phrases: Phrases) -> list[str]:
    """Id, what was done, forecast and realised profit a week, verdict."""
    say, style, verdict = phrases.texts.say, phrases.style, one.verdict
    first, last = ("", "") if one.after is None else (str(one.after.first), str(one.after.last))
    low, mid, high = (style.money(value, one.currency) for value in (verdict.low, verdict.mid, verdict.high))
    return [
        one.id,
        f"{say(f'play.{one.play}.name')} {one.label}".strip(),
        style.money(one.forecast[1], one.currency),
        f"{mid} ({phrases.between(low, high)})" if verdict.mid is not None else mid,
        say(f"verdict.{verdict.code}", day=one.due or one.check_on or "", first=first, last=last),
    ]


def lately(done: Iterable[Outcome], period: Period) -> tuple[Outcome, ...]:
    """Those that were done in a period, or could first be judged in it."""
    return tuple(one for one in done if any(day is not None and day in period for day in (one.done, one.due)))


def told(done: Iterable[Outcome], phrases: Phrases) -> str:
    """The shop's own record: what was done and judged, what worked, what forecasts came to; '' before any verdict."""
    found = record((one.forecast[1], one.verdict) for one in done)
    if not found.judged:
        return ""
    counts = {str(code): number for code, number in found.verdicts.items()}
    sentence = phrases.texts.say("record.told", done=found.done, judged=found.judged, **counts)
    money = [
        phrases.texts.say(
            "record.money",
            forecast=phrases.style.money(forecast, currency),
            realised=phrases.style.money(realised, currency),
        )
        for currency, (forecast, realised) in sorted(found.money.items())
    ]
    return phrases.texts.say("record.join").join([sentence, *money])

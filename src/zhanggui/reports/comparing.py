"""What an explained figure is held against, in words, and why it can't be told from noise."""

from zhanggui.diagnosis.baseline import Against, nearest
from zhanggui.model.period import Period
from zhanggui.reports.explained import Explained
from zhanggui.reports.phrases import Phrases


def against(told: Explained, phrases: Phrases) -> str:
    """What the figure is held against; with their days where those are not the last ones of their weekdays."""
    say, several = phrases.texts.say, told.period.days > 1
    if told.against is not Against.WEEKDAY or nearest(told.period, told.days):
        key = "baseline.weekday_one" if len(told.days) == 1 and told.against is Against.WEEKDAY else ""
        key = key or f"baseline.{told.against.value}"
        text = say(f"{key}_days" if several and phrases.texts.has(f"{key}_days") else key)
        return text if several else phrases.dated(text, told.days)
    if several:
        return say("baseline.weekdays_of", days=phrases.span(Period(min(told.days), max(told.days))))
    return say("baseline.weekday_of", n=len(told.days), days=phrases.days(told.days))


def untold(rare: str | None, phrases: Phrases) -> str:
    """Why it can't be told from noise: an event of which too little is known, days of one held against, or a short
    history.
    """
    if rare is None:
        return phrases.texts.say("why.young")
    if not rare:
        return phrases.texts.say("why.rare_none")
    return phrases.texts.say("why.rare", event=event(rare, phrases))


def event(code: str, phrases: Phrases) -> str:
    """Name of an event of the calendar by its code and stage ('mid_year_618.peak'); '' of none."""
    if not code:
        return ""
    name = code.rpartition(".")[0].removeprefix("own:") or "own"
    key = f"event.{name}"
    return phrases.texts.say(key) if phrases.texts.has(key) else name

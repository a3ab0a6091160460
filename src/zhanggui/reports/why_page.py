"""The explanation of a change as a one-file page: answer, tree, places, rows."""

from functools import cache
from typing import TYPE_CHECKING

from zhanggui.reports import order_rows
from zhanggui.reports.drawing import middle
from zhanggui.reports.explanation import Explanation
from zhanggui.reports.numbers import Figure
from zhanggui.reports.page import TONES
from zhanggui.reports.parted import Parted

if TYPE_CHECKING:
    from jinja2 import Template


@cache
def _template() -> "Template":
    from jinja2 import Environment, PackageLoader, StrictUndefined  # noqa: PLC0415

    loader = PackageLoader("zhanggui.reports")
    return Environment(
        loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    ).get_template("why.html.j2")


def why_page(shown: Explanation) -> str:
    """The page as text: no script, no other host; the same explanation gives the same bytes."""
    told, say = shown.told, shown.say
    parts = shown.parts()
    change = told.finding.change if told.finding else told.change
    lever = shown.lever()
    lead, rest = shown.opening()
    return _template().render(
        lang="zh-CN" if shown.phrases.texts.language == "zh" else "en",
        t=say,
        title=f"{shown.phrases.metric(told.metric)} · {shown.phrases.span(told.period)}",
        lead=lead,
        rest=rest,
        made_of=shown.made_of(),
        lever=lever,
        root={
            "name": shown.phrases.metric(told.metric),
            "value": shown.figure(told.value),
            "usual": shown.figure(told.usual),
            "change": shown.signed(change),
            "tone": _tone(shown, change),
        },
        drivers=[
            {"shown": part, "bar": bar, "tone": _tone(shown, part.change)}
            for part, bar in zip(parts, middle([part.change for part in parts]), strict=True)
        ],
        mixture=None
        if told.mixture is None
        else {
            "title": Parted(told, shown.phrases, told.mixture).title(),
            "heads": Parted(told, shown.phrases, told.mixture).heads(),
            "rows": Parted(told, shown.phrases, told.mixture).rows(),
        },
        places=[
            {
                "name": shown.named(place),
                **dict(zip(("expected", "actual", "change"), shown.held(place), strict=True)),
                "bar": bar,
                "tone": _tone(shown, place.change),
                "share": shown.share(place) if shown.shares else "",
                "verdict": shown.verdict(place),
            }
            for place, bar in zip(told.places, middle([place.change for place in told.places]), strict=True)
        ],
        places_title=shown.places_title(),
        shares=shown.shares,
        columns=order_rows.heads(told.proof, shown.phrases) if told.proof else (),
        rows=order_rows.rows(told.proof, shown.phrases) if told.proof and not told.nothing else (),
        besides=list(shown.notes()),
        missing=list(shown.missing()),
    )


def _tone(shown: Explanation, change: Figure) -> str:
    return TONES[shown.good(float(change or 0))]

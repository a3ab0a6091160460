"""The explanation of a change as a one-file page: answer, tree, places, rows."""

from functools import cache
from typing import TYPE_CHECKING

from zhanggui.reports.explanation import Explanation

if TYPE_CHECKING:
    from jinja2 import Template


@cache
def _template() -> "Template":
    from jinja2 import Environment, PackageLoader, StrictUndefined  # noqa: PLC0415

    loader = PackageLoader("zhanggui.reports")
    return Environment(
        loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True
    ).get_template("why.html.j2")


def why_page(shown: Explanation) -> str:
    """The page as text: no script, no other host; the same explanation gives the same bytes."""
    told, say = shown.told, shown.say
    found = told.finding.drivers if told.finding else ()
    most = max((abs(driver.change) for driver in found), default=0)
    verdict = {True: "yes", False: "no"}
    style = shown.phrases.style
    return _template().render(
        lang="zh-CN" if shown.phrases.texts.language == "zh" else "en",
        t=say,
        title=f"{shown.phrases.metric(told.metric)} {shown.phrases.span(told.period)}",
        against=say(f"baseline.{told.against.value}"),
        headline=shown.headline(),
        lever=shown.lever(),
        drivers=[
            {
                "name": shown.name(driver.code),
                "part": shown.part(driver),
                "width": round(float(abs(driver.change) / most * 100)) if most else 0,
                "noise": say(f"noise.{'unknown' if driver.p_noise is None else verdict[driver.noise]}"),
            }
            for driver in found
        ],
        total=shown.figure(told.finding.change if told.finding else told.change),
        places=[
            {
                "name": shown.named(place),
                "expected": f"{place.expected:,.2f}",
                "actual": f"{place.actual:,.2f}",
                "change": f"{place.change:+,.2f}",
                "share": style.share(place.share, 0),
            }
            for place in told.places
        ],
        columns=told.proof.columns if told.proof else (),
        rows=told.proof.rows if told.proof and not told.nothing else (),
        missing=list(shown.notes()),
    )

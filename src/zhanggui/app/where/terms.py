"""Places of the terms of a sum: profit fell because fees of one kind rose, or the spend of one campaign."""

from dataclasses import replace

from zhanggui.app.compared.breakdown import SUMS
from zhanggui.app.compared.comparison import Comparison
from zhanggui.app.where.places import SHOWN, Places
from zhanggui.reports.explained import MEASURE, Explained, Place

MOST = 2  # terms whose places are told


def with_terms(
    told: Explained, places: tuple[Place, ...], search: Places, compared: Comparison, periods: float
) -> tuple[Place, ...]:
    """``places`` of a sum with the first place of each of the terms that moved more than chance does.

    They follow the first place of the sum itself, where that is told from noise. Places of other metrics are left as
    they are. ``search``: that of the sum; ``periods``: days on average that a day is held against.
    """
    signs = dict(SUMS.get(told.metric, ()))
    if told.finding is None or not signs:
        return places
    real = [one.code for one in told.finding.drivers if one.p_noise is not None and not one.noise]
    found: list[Place] = []
    for code in real[:MOST]:
        first = replace(search, parts=(code, None)).find((), compared, periods, real=True).places[:1]
        for one in first if first and first[0].sure else ():
            share = signs[code] * one.change / float(told.change) if told.change else None
            found.append(replace(one, where=((MEASURE, code, code), *one.where), share=share))
    own = 1 if places and places[0].sure else 0
    return (*places[:own], *found, *places[own:])[:SHOWN]

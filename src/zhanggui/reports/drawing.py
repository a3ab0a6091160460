"""Small charts of the page: a line of the last days, a waterfall and bars around a middle, without any script."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from markupsafe import Markup

WIDTH, HEIGHT = 120, 36
LEAST = 2  # known days that a line needs
LINE, FILL = "#7C8DB5", "#E9EDFB"
ROOM = 0.35  # part of the axis left before the lowest bar where the axis does not start at 0
SMALL_CHANGE = 0.4  # changes below this share of the whole can't be seen on an axis from 0


def sparkline(values: Sequence[float | None]) -> Markup:
    """A line over ``values``, oldest first, with a dot on the last; unknown days break it, '' below two known.

    Colours are attributes, so that converters to PDF keep them; the page's classes override them in the dark.
    """
    known = [value for value in values if value is not None]
    if len(known) < LEAST:
        return Markup("")
    low, high = min(known), max(known)
    step = (WIDTH - 6) / (len(values) - 1)
    runs: list[list[tuple[float, float]]] = [[]]
    for at, value in enumerate(values):
        if value is None:
            runs.append([])
            continue
        share = (value - low) / (high - low) if high > low else 0.5
        runs[-1].append((at * step + 3, HEIGHT - 4 - (HEIGHT - 8) * share))
    drawn = "".join(_run(run) for run in runs if run)
    x, y = next(run[-1] for run in reversed(runs) if run)
    dot = f'<circle class="dot" cx="{x:.1f}" cy="{y:.1f}" r="2.5" fill="#2F55D4"/>'
    size = f'width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}"'
    # Only numbers made here stand in the markup.
    return Markup(f'<svg class="spark" {size} aria-hidden="true">{drawn}{dot}</svg>')  # noqa: S704


def _run(points: Sequence[tuple[float, float]]) -> str:
    """One unbroken stretch of days: the line and the area under it."""
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    area = f"{points[0][0]:.1f},{HEIGHT} {line} {points[-1][0]:.1f},{HEIGHT}"
    return (
        f'<polygon class="area" points="{area}" fill="{FILL}"/>'
        f'<polyline class="line" points="{line}" fill="none" stroke="{LINE}" stroke-width="1.5"/>'
    )


@dataclass(frozen=True, slots=True)
class Bar:
    """Where a bar lies on its axis, both in per cent of the width."""

    left: float
    width: float


def waterfall(start: float, parts: Sequence[float]) -> tuple[tuple[Bar, ...], bool]:
    """Bars of ``start``, of each part where the one before it ended, and of the end.

    The axis starts at 0 unless the change would then be too small to see: the second value says whether it does.
    """
    levels = [start]
    for part in parts:
        levels.append(levels[-1] + part)
    low, high = min(levels), max(levels)
    whole = high - min(low, 0.0)
    from_zero = low <= 0 or high - low >= SMALL_CHANGE * whole
    base = min(low, 0.0) if from_zero else max(0.0, low - ROOM * (high - low))
    reach = (high - base) or 1.0

    def bar(one: float, other: float) -> Bar:
        left, right = sorted((one, other))
        return Bar(round(100 * (left - base) / reach, 2), round(max(100 * (right - left) / reach, 0.4), 2))

    ground = 0.0 if from_zero else base
    steps = (bar(before, after) for before, after in pairwise(levels))
    return (bar(ground, levels[0]), *steps, bar(ground, levels[-1])), from_zero


def middle(parts: Sequence[float]) -> tuple[Bar, ...]:
    """A bar for each part from the middle, to the left where it is negative; the widest fills its side."""
    most = max((abs(part) for part in parts), default=0.0) or 1.0
    return tuple(
        Bar(round(50 - 50 * max(-part, 0.0) / most, 2), round(50 * abs(part) / most, 2)) for part in parts
    )

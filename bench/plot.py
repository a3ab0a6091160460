"""Small line charts as SVG text: a few curves over one another, a legend, nothing else."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

WIDTH, HEIGHT = 720, 330
LEFT, RIGHT, TOP, BOTTOM = 58, 190, 34, 46
COLOURS = ("#111827", "#6B7280", "#D9480F", "#2F55D4", "#0F9D76", "#A21CAF", "#B58900")
_TICKS = 5


@dataclass(frozen=True, slots=True)
class Curve:
    """One line in the ``tone``-th colour; ``real`` ones are drawn thicker. Points without a value are left out."""

    name: str
    x: Sequence[float]
    y: Sequence[float]
    tone: int
    real: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart: its ``title``, what the axes hold, the range of x and y, and names of ticks where x has names."""

    title: str
    across: str
    up: str
    xs: tuple[float, float]
    ys: tuple[float, float]
    names: tuple[str, ...] = ()
    percent: bool = True


def _text(x: float, y: float, words: str, anchor: str = "middle", more: str = "") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"{more}>{escape(words)}</text>'


def _axes(chart: Chart) -> list[str]:
    """Frame, ticks and their names."""
    right, bottom = WIDTH - RIGHT, HEIGHT - BOTTOM
    out = [
        _text(LEFT, 20, chart.title, "start", ' font-weight="bold" font-size="14"'),
        _text((LEFT + right) / 2, HEIGHT - 8, chart.across),
        f'<g transform="translate(14 {(TOP + bottom) / 2:.0f}) rotate(-90)">{_text(0, 0, chart.up)}</g>',
    ]
    low, high = chart.ys
    for n in range(_TICKS + 1):
        value = low + (high - low) * n / _TICKS
        y = bottom - (bottom - TOP) * n / _TICKS
        out.append(f'<path d="M{LEFT} {y:.1f}H{right}" stroke="#E5E7EB"/>')
        out.append(_text(LEFT - 6, y + 4, f"{value:.0%}" if chart.percent else f"{value:.3g}", "end"))
    first, last = chart.xs
    count = len(chart.names) - 1 if chart.names else _TICKS
    for n in range(count + 1):
        x = LEFT + (right - LEFT) * n / count
        value = first + (last - first) * n / count
        out.append(_text(x, bottom + 16, chart.names[n] if chart.names else f"{value:.3g}"))
    return out


def svg(chart: Chart, curves: Sequence[Curve]) -> str:
    """The chart as an SVG document of its own."""
    right, bottom = WIDTH - RIGHT, HEIGHT - BOTTOM
    (first, last), (low, high) = chart.xs, chart.ys
    out = _axes(chart)
    for number, curve in enumerate(curves):
        colour, width = COLOURS[curve.tone % len(COLOURS)], 2.4 if curve.real else 1.4
        dash = "" if curve.real else ' stroke-dasharray="5 2"'
        spots = [
            f"{LEFT + (x - first) / (last - first) * (right - LEFT):.1f},"
            f"{bottom - (min(max(y, low), high) - low) / (high - low) * (bottom - TOP):.1f}"
            for x, y in zip(curve.x, curve.y, strict=True)
            if first <= x <= last and y == y  # noqa: PLR0124 - nan is not itself
        ]
        line = f'fill="none" stroke="{colour}" stroke-width="{width}"{dash}'
        out.append(f'<polyline points="{" ".join(spots)}" {line}/>')
        y = TOP + 8 + 20 * number
        out.append(f'<path d="M{right + 14} {y}h26" {line}/>')
        out.append(_text(right + 46, y + 4, curve.name, "start"))
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}"'
        ' font-family="sans-serif" font-size="11" fill="#374151">'
    )
    return "\n".join([head, f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>', *out, "</svg>"]) + "\n"

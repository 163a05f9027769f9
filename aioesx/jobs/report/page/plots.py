"""The plots of a page: bars and columns as inline SVG, their words beside them as HTML. No I/O.

A drawing is stretched to the width that there is, so the words are not in it: at a phone's width
they stay as large as any text. Colours are the style sheet's, by what a class says of a value.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import Final, NamedTuple

__all__ = ["Bar", "bars", "histogram", "level", "parts"]

_WARN: Final = 80
_BAD: Final = 90
_STEPS: Final = 10


class Bar(NamedTuple):
    """A bar with its words.

    Attributes:
        label: what it is of.
        percent: how long it is.
        told: what stands behind the label: the value, for people.
        state: how good that is: ``"good"``, ``"warn"``, ``"bad"``, ``"plain"``.
        mark: where a second value has its line, in percent; none where it is None.
        second: length and state of a thinner bar below it.
    """

    label: str
    percent: float
    told: str
    state: str = "plain"
    mark: float | None = None
    second: tuple[float, str] | None = None


def level(percent: float) -> str:
    """Return how good it is that so much of something is in use."""
    return "bad" if percent >= _BAD else "warn" if percent >= _WARN else "good"


def bars(found: Iterable[Bar]) -> str:
    """Return bars below each other, as a list."""
    return f'<ol class="bars">{"".join(map(_bar, found))}</ol>'


def _bar(bar: Bar) -> str:
    label = escape(bar.label)
    return (
        f'<li><span class="label" title="{label}">{label}</span>'
        f'<span class="told">{escape(bar.told)}</span>{_drawn(bar)}{_second(bar)}</li>'
    )


def _drawn(bar: Bar) -> str:
    length = _bounded(bar.percent)
    mark = ""
    if bar.mark is not None:
        mark = f'<rect class="mark" x="{_bounded(bar.mark) - 0.4:g}" width=".8" height="8"/>'
    return (
        '<svg class="bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">'
        '<rect class="track" width="100" height="8"/>'
        f'<rect class="{bar.state}" width="{length:g}" height="8"/>{mark}</svg>'
    )


def _second(bar: Bar) -> str:
    if bar.second is None:
        return ""
    percent, state = bar.second
    return _drawn(Bar("", percent, "", state)).replace('class="bar"', 'class="bar thin"', 1)


def _bounded(percent: float) -> float:
    return round(min(max(percent, 0.0), 100.0), 2)


def parts(found: Sequence[tuple[str, int, str]]) -> str:
    """Return one bar of several parts, with a legend.

    Args:
        found: for each part its name, its size and its state.
    """
    total = sum(size for _, size, _ in found) or 1
    drawn, at = [], 0.0
    for _, size, state in found:
        length = size * 100 / total
        if size:
            drawn.append(f'<rect class="{state}" x="{at:.3f}" width="{length:.3f}" height="8"/>')
        at += length
    legend = "".join(
        f'<li><i class="{state}"></i>{escape(name)} <b>{size:,}</b></li>'
        for name, size, state in found
    )
    return (
        '<svg class="bar thick" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">'
        f'{"".join(drawn)}</svg><ul class="legend">{legend}</ul>'
    )


def histogram(title: str, percents: Sequence[float]) -> str:
    """Return how many values are in each tenth of 100 percent."""
    counts = [0] * _STEPS
    for percent in percents:
        counts[min(int(max(percent, 0) // (100 / _STEPS)), _STEPS - 1)] += 1
    highest = max(counts) or 1
    columns = "".join(
        f'<rect class="{level(number * 10 + 5) if count else "plain"}" x="{number * 10 + 0.6:g}"'
        f' y="{40 - max(count * 40 / highest, 1.2 if count else 0.5):.2f}" width="8.8"'
        f' height="{max(count * 40 / highest, 1.2 if count else 0.5):.2f}"/>'
        for number, count in enumerate(counts)
    )
    numbers = "".join(f"<span>{count or ''}</span>" for count in counts)
    return (
        f'<figure class="histogram"><figcaption>{escape(title)}</figcaption>'
        f'<div class="counts" aria-hidden="true">{numbers}</div>'
        '<svg viewBox="0 0 100 40" preserveAspectRatio="none" role="img"'
        f' aria-label="{escape(_said(counts))}">{columns}</svg>'
        '<div class="scale" aria-hidden="true">'
        "<span>0</span><span>50 %</span><span>100</span></div>"
        "</figure>"
    )


def _said(counts: Sequence[int]) -> str:
    return "; ".join(
        f"{number * 10} to {number * 10 + 10} %: {count}"
        for number, count in enumerate(counts)
        if count
    )

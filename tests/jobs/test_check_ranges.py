"""Ranges and the text of plugins, by the guidelines' own examples and by properties."""

from __future__ import annotations

import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aioesx.jobs.check import Outcome, PluginState, Range, Reading
from aioesx.jobs.check.outcome import worst

OK, WARNING, CRITICAL, UNKNOWN = PluginState

_NUMBERS = st.integers(-(10**6), 10**6) | st.floats(-1e6, 1e6).map(lambda x: round(x, 3))


@pytest.mark.parametrize(
    ("text", "quiet", "alarming"),
    [
        ("10", [0, 5, 10], [-1, 10.1]),
        ("10:", [10, 11, 1e9], [9.9, -5]),
        ("~:10", [-1e9, 0, 10], [10.5]),
        ("10:20", [10, 15, 20], [9, 21]),
        ("@10:20", [9.9, 20.1, -3], [10, 15, 20]),
        ("@10", [-1, 10.5], [0, 10]),
        ("0", [0], [1, -1]),
        (":5", [0, 5], [-1, 6]),
        ("-5:-2", [-5, -3], [-1, -6]),
        ("~:-2", [-2, -99], [-1.9]),
        (".5:1e3", [0.5, 1000], [0.4, 1001]),
        ("~:", [-1e9, 0, 1e9], [math.nan]),
    ],
)
def test_a_range_alarms_as_the_guidelines_say(
    text: str, quiet: list[float], alarming: list[float]
) -> None:
    found = Range.parse(text)

    assert [found.alarms(value) for value in quiet] == [False] * len(quiet)
    assert [found.alarms(value) for value in alarming] == [True] * len(alarming)


@pytest.mark.parametrize(
    "text",
    ["", "@", ":", "x", "10:5", "~", "5:~", "1:2:3", " 5", "5 ", "nan", "inf", "1e999", "@~:~",
     "--5", "5" * 400, "\u0665", "1,5"],
)  # fmt: skip
def test_what_is_no_range_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        Range.parse(text)


@given(low=st.none() | _NUMBERS, high=st.none() | _NUMBERS, inside=st.booleans())
def test_what_is_written_reads_as_the_same(
    low: float | None, high: float | None, inside: bool
) -> None:
    begin, end = -math.inf if low is None else low, math.inf if high is None else high
    made = Range(min(begin, end), max(begin, end), inside)

    assert Range.parse(str(made)) == made


@given(low=_NUMBERS, high=_NUMBERS, value=_NUMBERS)
def test_inside_is_the_contrary_of_outside(low: float, high: float, value: float) -> None:
    low, high = sorted((low, high))
    body = f"{low!r}:{high!r}"

    assert Range.parse(f"@{body}").alarms(value) is not Range.parse(body).alarms(value)
    assert Range.parse(body).alarms(value) is not (low <= value <= high)


@given(st.text(max_size=20))
def test_whatever_is_typed_is_a_range_or_a_value_error(text: str) -> None:
    try:
        found = Range.parse(text)
    except ValueError:
        return
    assert Range.parse(str(found)) == found


@given(low=_NUMBERS, value=_NUMBERS)
def test_a_scaled_range_judges_scaled_values_alike(low: float, value: float) -> None:
    made = Range(low)

    assert made.scaled(1024.0).alarms(value * 1024.0) is made.alarms(value)


# --- the text ------------------------------------------------------------------------------------

_TEXTS = st.text(max_size=30)
_LABEL = r"(?:'(?:[^'=|\n]|'')+'|[^ '=|\n]+)"
_DATA = re.compile(rf"{_LABEL}=(?:U|-?[\d.]+(?:e-?\d+)?)(?:s|%|B|c)?(?:;[^ ;]*){{0,4}}")


@given(
    text=_TEXTS,
    lines=st.lists(_TEXTS, max_size=3),
    label=_TEXTS,
    value=st.none() | _NUMBERS | st.just(math.inf),
)
def test_no_text_ends_the_line_or_begins_performance_data(
    text: str, lines: list[str], label: str, value: float | None
) -> None:
    outcome = Outcome("X", OK, text, [Reading(label, value, "s", Range(0, 5))], lines)

    head, *rest = str(outcome).split("\n")

    assert len(rest) == len(lines)
    assert head.count("|") == 1
    assert "|" not in "".join(rest)
    assert _DATA.fullmatch(head.partition(" | ")[2])


@pytest.mark.parametrize(
    ("value", "state"), [(1, OK), (6, WARNING), (11, CRITICAL), (None, UNKNOWN)]
)
def test_a_reading_is_as_its_ranges_say(value: float | None, state: PluginState) -> None:
    assert Reading("x", value, "", Range(0, 5), Range(0, 10)).state is state


def test_a_reading_that_nobody_judges_is_well() -> None:
    assert Reading("x", None).state is OK


def test_a_line_is_as_plugins_write_it() -> None:
    reading = Reading("free space", 12.5, "%", Range(20), Range(10), 0, 100)

    assert str(Outcome("DISKS", WARNING, "a|b\nc", [reading], ["d"])) == (
        "DISKS WARNING - a/b c | 'free space'=12.5%;20:;10:;0;100\nd"
    )


def test_of_many_lines_a_hundred_are_shown() -> None:
    assert len(str(Outcome("X", OK, "x", (), ["y"] * 1000)).split("\n")) == 102


@pytest.mark.parametrize(
    ("states", "expected"),
    [([], OK), ([OK, UNKNOWN], UNKNOWN), ([UNKNOWN, WARNING], WARNING), ([CRITICAL, OK], CRITICAL)],
)
def test_what_is_known_to_be_bad_counts_most(
    states: list[PluginState], expected: PluginState
) -> None:
    assert worst(states) is expected


def test_a_unit_that_nobody_reads_is_refused() -> None:
    with pytest.raises(ValueError, match="'KiB' is no unit"):
        Reading("x", 1, "KiB")

"""nagiosplugin, a library for plugins by others, judges ours: ranges, and what a value means."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aioesx.jobs.check import PluginState, Range, Reading

pytestmark = pytest.mark.peer("nagiosplugin")

_NUMBER = st.integers(-999, 999).map(str) | st.integers(-999, 999).map(lambda n: f"{n}.5")
_BODY = (
    _NUMBER
    | st.builds("{}:".format, _NUMBER)
    | st.builds("~:{}".format, _NUMBER)
    | st.builds(":{}".format, _NUMBER)
    | st.builds("{}:{}".format, _NUMBER, _NUMBER)
)
_RANGE = st.builds("{}{}".format, st.sampled_from(["", "@"]), _BODY)
_VALUE = st.integers(-1100, 1100) | st.floats(-1100, 1100)


@given(text=_RANGE, value=_VALUE)
def test_a_range_is_read_and_judged_alike(text: str, value: float) -> None:
    import nagiosplugin

    try:
        theirs = nagiosplugin.Range(text)
    except ValueError:
        with pytest.raises(ValueError, match=r"."):
            Range.parse(text)
        return

    ours = Range.parse(text)

    assert ours.alarms(value) is not theirs.match(value)
    assert nagiosplugin.Range(str(ours)).match(value) is theirs.match(value)


@given(warning=_RANGE, critical=_RANGE, value=_VALUE)
def test_a_reading_has_the_state_that_they_give_it(
    warning: str, critical: str, value: float
) -> None:
    import nagiosplugin

    try:
        context = nagiosplugin.ScalarContext("x", warning, critical)
    except ValueError:
        return
    theirs = context.evaluate(nagiosplugin.Metric("x", value, context="x"), None)
    reading = Reading("x", value, "", Range.parse(warning), Range.parse(critical))

    assert reading.state is PluginState(theirs.state.code)


@given(value=st.integers(-(10**6), 10**6), warning=_RANGE)
def test_performance_data_are_written_alike(value: int, warning: str) -> None:
    import nagiosplugin

    try:
        nagiosplugin.Range(warning)
    except ValueError:
        return
    ours = Range.parse(warning)
    theirs = nagiosplugin.Performance("free space", value, "%", warn=str(ours), min=0, max=100)

    assert str(Reading("free space", value, "%", ours, None, 0, 100)) == str(theirs)

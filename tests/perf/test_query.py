"""Questions of many things, and what answers in either form mean."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

import pytest

from aioesx import vim
from aioesx.errors import LookupFailedError, ProtocolError
from aioesx.perf.entities import Target, targets_of
from aioesx.perf.query import Question, batches, rows_of, series_of
from aioesx.perf.table import CounterTable, table_of
from aioesx.perf.values import MetricCounter, MetricSample, MetricSeries

USAGE: Final = MetricCounter("cpu.usage.average", 2, "percent", "average", "rate")
ACTIVE: Final = MetricCounter("mem.active.average", 33, "kiloBytes", "average", "absolute")
KEYS: Final = {2: USAGE, 33: ACTIVE}
WEB: Final = vim.Ref("VirtualMachine", "vm-1")
NOON: Final = datetime(2026, 1, 2, 12, tzinfo=UTC)


def at(number: int) -> datetime:
    return NOON + timedelta(seconds=20 * number)


def stamps(*numbers: int) -> str:
    return ",".join(f"20,{at(number):%Y-%m-%dT%H:%M:%SZ}" for number in numbers)


def csv(text: str, *values: str) -> vim.PerfEntityMetricCSV:
    return vim.PerfEntityMetricCSV(
        entity=WEB,
        sample_info_csv=text,
        value=[
            vim.PerfMetricSeriesCSV(id=vim.PerfMetricId(counter_id=2, instance=""), value=value)
            for value in values
        ],
    )


def normal(numbers: list[int], values: list[int]) -> vim.PerfEntityMetric:
    return vim.PerfEntityMetric(
        entity=WEB,
        sample_info=[vim.PerfSampleInfo(timestamp=at(number), interval=20) for number in numbers],
        value=[
            vim.PerfMetricIntSeries(id=vim.PerfMetricId(counter_id=2, instance=""), value=values)
        ],
    )


def meant(answer: vim.PerfEntityMetricBase, last: int | None = None) -> list[MetricSeries]:
    return list(series_of(rows_of([answer]), KEYS, {WEB: "web01"}, last))


def test_percent_is_told_from_0_to_100_and_the_servers_number_is_kept() -> None:
    (series,) = meant(csv(stamps(0), "1234"))

    assert (series.values, series.raw, series.unit) == ((12.34,), (1234,), "percent")
    assert series.latest == MetricSample(NOON, 12.34)
    assert series.name == "web01"


@pytest.mark.parametrize(
    ("answer", "values"),
    [
        (csv(stamps(0, 1, 2), "100,-1,300"), (1.0, None, 3.0)),
        (csv(stamps(0, 1, 2), "100"), (1.0, None, None)),
        (csv(stamps(0, 1, 2), "100,,300"), (1.0, None, 3.0)),
        (csv(stamps(0, 1), "100,200,300"), (1.0, 2.0)),
        (csv(stamps(0), "-1"), (None,)),
        (csv(stamps(0), ""), (None,)),
        (csv(stamps(2, 1, 0), "300,200,100"), (1.0, 2.0, 3.0)),
        (csv(stamps(1, 0), "200"), (None, 2.0)),
        (normal([0, 1, 2], [100, -1, 300]), (1.0, None, 3.0)),
        (normal([0, 1, 2], [100]), (1.0, None, None)),
        (normal([0], []), (None,)),
        (normal([1, 0], [200, 100]), (1.0, 2.0)),
    ],
)
def test_what_is_missing_is_none_and_the_oldest_comes_first(
    answer: vim.PerfEntityMetricBase, values: tuple[float | None, ...]
) -> None:
    (series,) = meant(answer)

    assert series.values == values
    assert series.times == tuple(at(number) for number in range(len(values)))


def test_the_latest_is_the_newest_with_a_value() -> None:
    (gap,) = meant(csv(stamps(0, 1, 2), "100,200,-1"))
    (none,) = meant(csv(stamps(0), "-1"))

    assert gap.latest == MetricSample(at(1), 2.0)
    assert none.latest is None


def test_the_last_are_cut_out_of_more() -> None:
    """A vCenter counts none out of what it keeps for long."""
    (series,) = meant(csv(stamps(0, 1, 2), "100,200,300"), last=2)

    assert [each.value for each in series.samples] == [2.0, 3.0]


@pytest.mark.parametrize("answer", [csv("", "1"), csv(""), normal([], [])])
def test_what_has_no_samples_has_no_series(answer: vim.PerfEntityMetricBase) -> None:
    assert meant(answer) == []


def test_a_counter_that_nobody_asked_for_is_left_out() -> None:
    answer = csv(stamps(0), "100")
    answer.value[0].id.counter_id = 77

    assert meant(answer) == []


@pytest.mark.parametrize(
    "answer",
    [
        csv(stamps(0), "many"),
        csv(stamps(0), "1.5"),
        csv(stamps(0, 1), "1,x"),
        csv("20", "1"),
        csv("20,yesterday", "1"),
        csv("often,2026-01-02T12:00:00Z", "1"),
    ],
)
def test_what_is_no_number_is_an_error_of_ours(answer: vim.PerfEntityMetricCSV) -> None:
    with pytest.raises(ProtocolError):
        meant(answer)


# --- questions -----------------------------------------------------------------------------------


def targets(count: int) -> list[Target]:
    return [Target(vim.Ref("VirtualMachine", str(number)), None) for number in range(count)]


@pytest.mark.parametrize(
    ("things", "counters", "most", "calls"),
    [
        (10, 20, 400_000, 1),
        (10, 6, 64, 1),
        (11, 6, 64, 2),
        (3, 64, 64, 3),
        (2, 65, 64, 4),
        (5, 2, 1, 10),
    ],
)
def test_no_call_names_more_counters_than_a_server_takes(
    things: int, counters: int, most: int, calls: int
) -> None:
    ids = [vim.PerfMetricId(counter_id=key, instance="") for key in range(counters)]

    found = list(batches(targets(things), ids, most))

    assert len(found) == calls
    assert max(len(each.targets) * len(each.ids) for each in found) <= most
    asked = [(ref, id_.counter_id) for each in found for ref, _ in each.targets for id_ in each.ids]
    assert len(asked) == len(set(asked)) == things * counters


def test_a_question_asks_for_the_form_that_is_cheaper() -> None:
    question = Question([USAGE], ["", "0"], 20, last=1)

    spec = question.spec(WEB, question.ids(), None)

    assert (spec.format, spec.max_sample, spec.interval_id) == ("csv", 1, 20)
    assert [each.instance for each in spec.metric_id] == ["", "0"]


# --- tables --------------------------------------------------------------------------------------

TABLE: Final = CounterTable([USAGE, ACTIVE])


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("cpu.usge.average", "did you mean 'cpu.usage.average'?"),
        ("CPU.Usage.Average", "did you mean 'cpu.usage.average'?"),
        ("cpu.usage", "there are cpu.usage.average"),
        ("mem.swapped.average", "there are mem.active.average"),
        ("nothing", "there are counters of cpu, mem"),
    ],
)
def test_a_counter_that_there_is_not_is_named_with_what_there_is(name: str, hint: str) -> None:
    with pytest.raises(LookupFailedError) as caught:
        TABLE.find(name)

    assert f"counter '{name}'; {hint}" in str(caught.value)
    assert (caught.value.kind, caught.value.name) == ("counter", name)


def test_servers_of_one_build_share_their_table() -> None:
    def infos(label: str) -> list[vim.PerfCounterInfo]:
        text = vim.ElementDescription(label=label, summary=label, key="usage")
        average, rate = vim.PerfSummaryType.AVERAGE, vim.PerfStatsType.RATE
        return [
            vim.PerfCounterInfo(
                key=2, name_info=text, group_info=text, unit_info=text,
                rollup_type=average, stats_type=rate,
            )
        ]  # fmt: skip

    first, again, other = table_of(infos("a")), table_of(infos("a")), table_of(infos("b"))

    assert first is again
    assert other is not first
    assert other.by_key[2].label == "b"


# --- entities ------------------------------------------------------------------------------------


def test_a_thing_is_asked_once_however_often_it_is_named() -> None:
    assert targets_of([WEB, WEB]) == [Target(WEB, None)] == targets_of(WEB)


def test_what_has_no_reference_is_refused() -> None:
    with pytest.raises(TypeError, match="no thing with a reference"):
        targets_of([7])
    with pytest.raises(ValueError, match="nothing is named"):
        targets_of([])

"""The short form of tests/benchmarks/bench_metrics.py: a hundred hosts beside pyVmomi."""

from __future__ import annotations

import pytest
from benchmarks.bench_metrics import BUDGET, SAMPLE, measure

HOSTS = 100


@pytest.mark.alone
@pytest.mark.peer("pyvmomi")
@pytest.mark.timeout(400)
def test_a_hundred_hosts_are_measured_within_a_sample_for_a_fifth_of_what_threads_take() -> None:
    """Ten machines and the host, twenty counters; both read the same, or `measure` raises."""
    rounds = measure([HOSTS], 2)[HOSTS]
    ours, theirs = rounds["aioesx"], rounds["pyVmomi"]

    # The least of each: whatever else runs on the machine can only add to it.
    assert min(each.cpu for each in ours) <= BUDGET * min(each.cpu for each in theirs)
    assert min(each.wall for each in ours) <= SAMPLE
    assert {each.calls for each in ours} == {1}
    assert {each.numbers for each in ours} == {HOSTS * 11 * 20}
    assert {each.begin_calls for each in ours} == {5}, "content, login, list, place, counters"

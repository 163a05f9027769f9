"""The short form of tests/benchmarks/bench_fleet.py: two hundred hosts beside pyVmomi."""

from __future__ import annotations

import pytest
from benchmarks.bench_fleet import BUDGET, measure

HOSTS = 200


@pytest.mark.alone
@pytest.mark.peer("pyvmomi")
@pytest.mark.timeout(300)
def test_two_hundred_hosts_take_less_than_half_of_what_threads_take() -> None:
    """Both have read the same of every machine of every host, or `measure` raises."""
    rounds = measure([HOSTS], 5)[HOSTS]
    ours, theirs = rounds["aioesx"], rounds["pyVmomi"]

    # The least of each: whatever else runs on the machine can only add to it.
    assert min(each.cpu for each in ours) <= BUDGET * min(each.cpu for each in theirs)
    assert max(each.peak for each in ours) <= min(each.peak for each in theirs)
    assert {each.calls for each in ours} == {4}, "content, login, list, logout"

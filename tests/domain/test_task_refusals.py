"""Changes that the host refuses before any task: row T13 of the fault catalogue."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from support.hosts import connected

import aioesx
from aioesx import errors
from aioesx.simulator import Simulator

pytestmark = pytest.mark.anyio

OFF = "db01"
ON = "web01"


@pytest.mark.fault("T13")
@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        ("InvalidPowerState", errors.InvalidStateError),
        ("TaskInProgress", errors.HostBusyError),
        ("ConcurrentAccess", errors.HostBusyError),
    ],
)
@pytest.mark.parametrize("in_task", [False, True], ids=["call", "task"])
async def test_a_refusal_has_its_type_and_is_not_tried_again(
    plain: Simulator, fault: str, kind: type[errors.FaultError], in_task: bool
) -> None:
    plain.fault_on("PowerOnVM_Task", fault, in_task=in_task, times=1)
    async with connected(plain) as esx:
        domain = await esx.domains.lookup(OFF)
        with pytest.raises(kind) as caught:
            await domain.start()

    assert isinstance(caught.value, errors.TaskFailedError) is in_task
    assert plain.call_count["PowerOnVM_Task"] == 1


@pytest.mark.fault("T13")
@pytest.mark.parametrize(
    ("act", "name", "words"),
    [
        (aioesx.Domain.start, ON, "already active"),
        (aioesx.Domain.start, "build01", "already active"),
        (aioesx.Domain.suspend, OFF, "not powered on"),
        (aioesx.Domain.resume, ON, "not suspended"),
        (aioesx.Domain.destroy, OFF, "not powered on"),
        (aioesx.Domain.reset, "build01", "not powered on"),
    ],
)
async def test_a_wrong_state_is_refused_before_the_task(
    plain: Simulator, act: Callable[[aioesx.Domain], Any], name: str, words: str
) -> None:
    async with connected(plain) as esx:
        domain = await esx.domains.lookup(name)
        plain.forget_calls()
        with pytest.raises(errors.InvalidStateError, match=words):
            await act(domain)

    assert plain.call_count["RetrievePropertiesEx"] == 1
    assert [name for name in plain.call_count if name.endswith("_Task")] == []

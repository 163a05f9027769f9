"""The questions of ESX, answered by libvirt (auto_answer=1) and by pyVmomi (AnswerVM)."""

from __future__ import annotations

import importlib
from typing import Any

import pytest
from support.pyvmomi import pyvmomi
from support.pyvmomi_host import finish
from support.questions import CASES, REFUSED
from support.virsh import Virsh
from support.waiting import until_blocking

from aioesx.simulator import HostState, Options, Simulator, presets

ALL = {**REFUSED, **CASES}


@pytest.fixture
def simulated() -> HostState:
    options = Options(task_seconds=0.02, tools_seconds=0.0)
    return presets.small_host(machines=1, options=options)


@pytest.mark.peer("virsh")
@pytest.mark.parametrize("name", [name for name in CASES if name != "moved or copied"])
def test_virsh_takes_the_default(simulator: Simulator, virsh: Virsh, name: str) -> None:
    simulator.change(CASES[name][0])

    outcome = virsh(f"{simulator.uri}?no_verify=1&auto_answer=1", "start", "asks")

    assert outcome.status == 0, outcome.stderr
    assert [answer[0] for answer in simulator.answers] == ["asks"]
    assert simulator.domain_state("asks") == "poweredOn"


@pytest.mark.peer("virsh")
def test_virsh_may_lose_sight_of_a_machine_that_was_copied(
    simulator: Simulator, virsh: Virsh
) -> None:
    """The default answer gives the machine another UUID, by which libvirt looks for it.

    Libvirt sees the end of the task, or misses the domain before and cancels the task, which may
    have ended meanwhile; all of it happens on a real host.
    """
    simulator.change(CASES["moved or copied"][0])

    outcome = virsh(f"{simulator.uri}?no_verify=1&auto_answer=1", "start", "asks")

    said = ("Could not find domain with UUID", "The task has already ended")
    assert outcome.status == 0 or any(words in outcome.stderr for words in said)
    assert simulator.answers == [("asks", "I copied it")]
    assert "asks" in virsh(f"{simulator.uri}?no_verify=1", "list", "--all").stdout


@pytest.mark.peer("virsh")
@pytest.mark.parametrize("name", ["disk locked", "no space"])
def test_virsh_cannot_start_what_must_not(simulator: Simulator, virsh: Virsh, name: str) -> None:
    simulator.change(ALL[name][0])

    outcome = virsh(f"{simulator.uri}?no_verify=1&auto_answer=1", "start", "asks")

    assert outcome.status == 1
    assert simulator.domain_state("asks") == "poweredOff"


@pytest.mark.peer("pyvmomi")
@pytest.mark.parametrize("name", ALL)
def test_pyvmomi_answers(simulator: Simulator, name: str) -> None:
    prepare, _, label = ALL[name]
    simulator.change(prepare)
    states: Any = importlib.import_module("pyVmomi").vim.VirtualMachine.PowerState
    with pyvmomi(simulator.url) as service:
        folder = service.content.rootFolder.childEntity[0].vmFolder
        machine = next(vm for vm in folder.childEntity if vm.name == "asks")
        task = machine.PowerOn()
        question = until_blocking(lambda: machine.runtime.question)
        assert task.info.state == "running"
        choice = next(item for item in question.choice.choiceInfo if item.label == label)
        machine.AnswerVM(question.id, choice.key)
        finish(task)
        assert (machine.runtime.powerState == states.poweredOn) == (label != "Cancel")

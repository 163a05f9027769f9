"""What a machine knows of the software in it: set, changed and taken away by its configuration."""

from __future__ import annotations

from typing import Any

import pytest
from support.soapcall import Caller, ref

from aioesx import vim
from aioesx.simulator import ManualClock, Simulator

pytestmark = pytest.mark.anyio

ADD = vim.ArrayUpdateOperation.ADD
EDIT = vim.ArrayUpdateOperation.EDIT
REMOVE = vim.ArrayUpdateOperation.REMOVE


def prop(operation: Any, key: int, **facts: Any) -> vim.VAppPropertySpec:
    if operation == REMOVE:
        return vim.VAppPropertySpec(operation=operation, remove_key=key)
    return vim.VAppPropertySpec(operation=operation, info=vim.VAppPropertyInfo(key=key, **facts))


class Machine:
    """A machine that is reconfigured."""

    def __init__(self, call: Caller, simulator: Simulator, clock: ManualClock) -> None:
        self.call, self.clock = call, clock
        moid = simulator.change(lambda host: host.find("db01").moid)
        self.ref = ref("VirtualMachine", moid)

    async def change(self, **facts: Any) -> Any:
        """Reconfigure it; return the fault, if that fails."""
        spec = vim.VirtualMachineConfigSpec(**facts)
        task = await self.call(vim.ReconfigVM_Task(this=self.ref, spec=spec))
        self.clock.advance(20)
        info = (await self.call.read(task, "info"))["info"]
        return None if info.error is None else info.error.fault

    async def known(self) -> Any:
        return (await self.call.read(self.ref, "config.vAppConfig")).get("config.vAppConfig")


@pytest.fixture
def machine(call: Caller, simulator: Simulator, clock: ManualClock) -> Machine:
    return Machine(call, simulator, clock)


async def test_a_machine_knows_of_no_software_at_first(machine: Machine) -> None:
    assert await machine.known() is None


async def test_properties_are_added_edited_and_removed(machine: Machine) -> None:
    added = vim.VmConfigSpec(
        property=[prop(ADD, 1, id="a", label="A", value="1"), prop(ADD, 2, id="b")],
        eula=["Do as you like."],
    )
    edited = vim.VmConfigSpec(property=[prop(EDIT, 1, value="2"), prop(REMOVE, 2)])

    assert await machine.change(v_app_config=added) is None
    assert await machine.change(v_app_config=edited) is None

    told = await machine.known()
    assert [(one.id, one.label, one.value) for one in told.property] == [("a", "A", "2")]
    assert told.eula == ["Do as you like."]


@pytest.mark.parametrize("wrong", [prop(EDIT, 7, value="x"), prop(REMOVE, 7), prop(ADD, 1)])
async def test_what_is_changed_must_be_there_and_what_is_added_not(
    machine: Machine, wrong: vim.VAppPropertySpec
) -> None:
    await machine.change(v_app_config=vim.VmConfigSpec(property=[prop(ADD, 1, id="a")]))

    fault = await machine.change(v_app_config=vim.VmConfigSpec(property=[wrong]))

    assert isinstance(fault, vim.InvalidArgument)
    assert [one.id for one in (await machine.known()).property] == ["a"]


async def test_all_of_it_can_be_taken_away(machine: Machine) -> None:
    await machine.change(v_app_config=vim.VmConfigSpec(property=[prop(ADD, 1, id="a")]))

    await machine.change(v_app_config_removed=True)

    assert await machine.known() is None

"""Templates: a machine becomes one, and one a machine."""

from __future__ import annotations

from typing import Any

import pytest
from support.vcenter import VCenterCaller

from aioesx import vim
from aioesx.errors import FaultError

pytestmark = pytest.mark.anyio

Ref = vim.ManagedObjectReference


async def one(call: VCenterCaller, object_: Ref, path: str) -> Any:
    return (await call.read(object_, path)).get(path)


def pool(call: VCenterCaller, host: str = "esx1") -> Ref:
    vcenter = call.estate.vcenter
    return vcenter.ref(vcenter.members[getattr(call.estate, host)].compute.pool)


async def test_a_template_has_no_pool_and_stays_where_it_is(call: VCenterCaller) -> None:
    db01 = call.machine("db01")

    await call(vim.MarkAsTemplate(this=db01))

    paths = ("config.template", "summary.config.template", "parent", "runtime.host")
    facts = await call.read(db01, *paths, "resourcePool", "config.files.vmPathName")
    assert facts == {
        "config.template": True,
        "summary.config.template": True,
        "parent": call.estate.vcenter.ref(call.estate.dc1.folders["vm"]),
        "runtime.host": call.host("esx1"),
        "config.files.vmPathName": "[datastore1] db01/db01.vmtx",
    }
    assert db01 not in await one(call, pool(call), "vm")
    assert db01 in await one(call, call.host("esx1"), "vm")


async def test_a_template_is_not_started_nor_migrated(call: VCenterCaller) -> None:
    db01 = call.machine("db01")
    await call(vim.MarkAsTemplate(this=db01))
    move = vim.MigrateVM_Task(this=db01, host=call.host("esx2"), priority="defaultPriority")

    assert isinstance(await call.fault(vim.PowerOnVM_Task(this=db01)), vim.NotSupported)
    with pytest.raises(FaultError, match="NotSupported"):
        await call(move)


async def test_a_machine_that_is_on_is_no_template(call: VCenterCaller) -> None:
    with pytest.raises(FaultError, match="InvalidPowerState"):
        await call(vim.MarkAsTemplate(this=call.machine("web01")))


async def test_a_busy_machine_is_no_template(call: VCenterCaller) -> None:
    db01 = call.machine("db01")
    await call(vim.PowerOnVM_Task(this=db01))
    call.estate.world.clock.advance(2)  # type: ignore[attr-defined]  # it is a manual one

    with pytest.raises(FaultError, match="TaskInProgress"):
        await call(vim.MarkAsTemplate(this=db01))


async def test_neither_is_made_of_itself(call: VCenterCaller) -> None:
    db01 = call.machine("db01")

    with pytest.raises(FaultError, match="NotSupported"):
        await call(vim.MarkAsVirtualMachine(this=db01, pool=pool(call)))
    await call(vim.MarkAsTemplate(this=db01))
    with pytest.raises(FaultError, match="NotSupported"):
        await call(vim.MarkAsTemplate(this=db01))


async def test_a_template_becomes_a_machine_in_the_pool_that_is_named(call: VCenterCaller) -> None:
    db01, vcenter = call.machine("db01"), call.estate.vcenter
    with vcenter.looking(changing=True):
        gold = vcenter.ref(vcenter.add_pool(call.estate.cluster, "gold"))
    await call(vim.MarkAsTemplate(this=db01))

    await call(vim.MarkAsVirtualMachine(this=db01, pool=gold))

    facts = await call.read(db01, "config.template", "resourcePool", "config.files.vmPathName")
    assert facts == {
        "config.template": False,
        "resourcePool": gold,
        "config.files.vmPathName": "[datastore1] db01/db01.vmx",
    }
    await call.done(vim.PowerOnVM_Task(this=db01))


async def test_a_template_becomes_a_machine_of_another_host(call: VCenterCaller) -> None:
    db01 = call.machine("db01")
    await call(vim.MarkAsTemplate(this=db01))

    await call(vim.MarkAsVirtualMachine(this=db01, pool=pool(call), host=call.host("esx2")))

    assert await one(call, db01, "runtime.host") == call.host("esx2")
    assert await one(call, db01, "resourcePool") == pool(call)


async def test_the_host_is_one_of_the_pool_that_has_the_files(call: VCenterCaller) -> None:
    db01 = call.machine("db01")
    await call(vim.MarkAsTemplate(this=db01))

    with pytest.raises(FaultError, match="InvalidArgument"):
        await call(vim.MarkAsVirtualMachine(this=db01, pool=pool(call), host=call.host("esx3")))
    with pytest.raises(FaultError, match="InvalidDatastore"):
        await call(vim.MarkAsVirtualMachine(this=db01, pool=pool(call, "esx3")))
    assert await one(call, db01, "config.template") is True


async def test_a_clone_may_be_a_template_and_a_template_s_clone_a_machine(
    call: VCenterCaller,
) -> None:
    vms = call.estate.vcenter.ref(call.estate.dc1.folders["vm"])

    def clone(of: Ref, name: str, *, template: bool, into: Ref | None) -> vim.CloneVM_Task:
        location = vim.VirtualMachineRelocateSpec(pool=into)
        spec = vim.VirtualMachineCloneSpec(location=location, power_on=False, template=template)
        return vim.CloneVM_Task(this=of, folder=vms, name=name, spec=spec)

    golden = await call.done(clone(call.machine("db01"), "golden", template=True, into=None))
    assert await one(call, golden, "resourcePool") is None
    assert await one(call, golden, "config.files.vmPathName") == "[datastore1] golden/golden.vmtx"
    made = await call.done(clone(golden, "made", template=False, into=pool(call)))
    assert await one(call, made, "resourcePool") == pool(call)

"""Linked clones: disks that stand on those of another machine's snapshot, and what keeps them."""

from __future__ import annotations

from typing import Any

import pytest
from support.vcenter import VCenterCaller

from aioesx import vim
from aioesx.errors import FaultError

pytestmark = pytest.mark.anyio

Ref = vim.ManagedObjectReference
LINKED = "createNewChildDiskBacking"


def clone(
    call: VCenterCaller, snapshot: Ref | None, name: str = "copy", **where: Any
) -> vim.CloneVM_Task:
    location = vim.VirtualMachineRelocateSpec(**{"disk_move_type": LINKED, **where})
    spec = vim.VirtualMachineCloneSpec(
        location=location, power_on=False, template=False, snapshot=snapshot
    )
    folder = call.estate.vcenter.ref(call.estate.dc1.folders["vm"])
    return vim.CloneVM_Task(this=call.machine("db01"), folder=folder, name=name, spec=spec)


async def snapshot(call: VCenterCaller, machine: Ref | None = None) -> Ref:
    made: Ref = await call.done(
        vim.CreateSnapshot_Task(
            this=machine or call.machine("db01"), name="base", memory=False, quiesce=False
        )
    )
    return made


async def disk_of(call: VCenterCaller, machine: Ref) -> Any:
    """Return the backing of a machine's disk."""
    devices = (await call.read(machine, "config.hardware.device"))["config.hardware.device"]
    return next(d.backing for d in devices if isinstance(d, vim.VirtualDisk))


def files(call: VCenterCaller, folder: str) -> dict[str, int]:
    """Return the disks in a folder of datastore1, and the bytes that each takes."""
    store = call.estate.esx1.datastore("datastore1")
    found = store.files_in(folder)
    return {f.path.rpartition("/")[2]: f.content.stored for f in found if ".vmdk" in f.path}


async def test_its_disk_stands_on_that_of_the_snapshot(call: VCenterCaller) -> None:
    copy = await call.done(clone(call, await snapshot(call)))

    backing = await disk_of(call, copy)

    assert backing.file_name == "[datastore1] copy/copy.vmdk"
    assert backing.parent.file_name == "[datastore1] db01/db01.vmdk"
    assert backing.uuid != backing.parent.uuid
    assert files(call, "copy").keys() == {"copy.vmdk", "copy-sesparse.vmdk"}
    assert files(call, "copy")["copy-sesparse.vmdk"] == 65536
    text = call.estate.esx1.datastore("datastore1").files["copy/copy.vmdk"].content
    mount = call.estate.esx1.datastore("datastore1").mount
    assert f'parentFileNameHint="{mount}/db01/db01.vmdk"' in text.read(0, text.size).decode()


async def test_without_a_snapshot_it_is_refused(call: VCenterCaller) -> None:
    with pytest.raises(FaultError) as refused:
        await call(clone(call, None))

    assert isinstance(refused.value.fault, vim.InvalidArgument)
    assert refused.value.fault.invalid_property == "spec.snapshot"


async def test_a_way_that_there_is_not_is_refused(call: VCenterCaller) -> None:
    with pytest.raises(FaultError, match="InvalidArgument"):
        await call(clone(call, None, disk_move_type="byMagic"))


async def test_it_runs_on_a_host_that_sees_the_snapshot_s_disk(call: VCenterCaller) -> None:
    base = await snapshot(call)
    store = call.estate.vcenter.ref(call.estate.esx3.datastore("datastore1 (esx3.example)"))

    near = await call.done(clone(call, base, host=call.host("esx2")))
    fault = await call.fault(clone(call, base, "far", host=call.host("esx3"), datastore=store))

    assert (await call.read(near, "runtime.host"))["runtime.host"] == call.host("esx2")
    assert isinstance(fault, vim.CannotAccessVmDisk)
    assert fault.backing == "[datastore1] db01/db01.vmdk"


async def test_it_may_lie_on_another_datastore(call: VCenterCaller) -> None:
    nfs = call.estate.vcenter.ref(call.estate.esx1.datastore("nfs1"))

    copy = await call.done(clone(call, await snapshot(call), datastore=nfs))

    backing = await disk_of(call, copy)
    assert backing.file_name == "[nfs1] copy/copy.vmdk"
    assert backing.parent.file_name == "[datastore1] db01/db01.vmdk"


async def test_the_disk_below_outlives_its_snapshot_and_its_machine(call: VCenterCaller) -> None:
    base = await snapshot(call)
    copy = await call.done(clone(call, base))

    await call.done(vim.RemoveSnapshot_Task(this=base, remove_children=False))
    assert (await disk_of(call, copy)).parent.file_name == "[datastore1] db01/db01.vmdk"
    assert (await disk_of(call, call.machine("db01"))).file_name.endswith("db01-000001.vmdk")
    await call.done(vim.Destroy_Task(this=call.machine("db01")))

    assert "db01.vmdk" in files(call, "db01")
    await call.done(vim.PowerOnVM_Task(this=copy))


async def test_without_clones_a_snapshot_s_disk_is_merged_again(call: VCenterCaller) -> None:
    base = await snapshot(call)
    copy = await call.done(clone(call, base))

    await call.done(vim.Destroy_Task(this=copy))
    await call.done(vim.RemoveSnapshot_Task(this=base, remove_children=False))

    assert files(call, "db01").keys() == {"db01.vmdk", "db01-flat.vmdk"}
    assert "copy-delta.vmdk" not in files(call, "copy")


@pytest.mark.parametrize("name", ["datastore1", "nfs1"])
async def test_it_has_snapshots_of_its_own(call: VCenterCaller, name: str) -> None:
    store = call.estate.vcenter.ref(call.estate.esx1.datastore(name))
    copy = await call.done(clone(call, await snapshot(call), datastore=store))
    own = await snapshot(call, copy)

    backing = await disk_of(call, copy)
    assert backing.file_name == f"[{name}] copy/copy-000001.vmdk"
    assert backing.parent.parent.file_name == "[datastore1] db01/db01.vmdk"
    await call.done(vim.RemoveSnapshot_Task(this=own, remove_children=False))

    backing = await disk_of(call, copy)
    assert backing.file_name == f"[{name}] copy/copy.vmdk"
    assert backing.parent.file_name == "[datastore1] db01/db01.vmdk"


async def test_a_clone_of_a_clone_stands_on_both(call: VCenterCaller) -> None:
    copy = await call.done(clone(call, await snapshot(call)))
    own = await snapshot(call, copy)
    again = clone(call, own, "again").__replace__(this=copy)

    backing = await disk_of(call, await call.done(again))

    assert backing.parent.file_name == "[datastore1] copy/copy.vmdk"
    assert backing.parent.parent.file_name == "[datastore1] db01/db01.vmdk"


async def test_a_full_clone_of_it_stands_alone_and_has_all_its_bytes(call: VCenterCaller) -> None:
    copy = await call.done(clone(call, await snapshot(call)))
    full = clone(call, None, "full", disk_move_type=None).__replace__(this=copy)

    backing = await disk_of(call, await call.done(full))

    assert backing.parent is None
    assert files(call, "full").keys() == {"full.vmdk", "full-flat.vmdk"}
    assert files(call, "full")["full-flat.vmdk"] > 65536


async def test_it_goes_where_the_disk_below_is_seen(call: VCenterCaller) -> None:
    copy = await call.done(clone(call, await snapshot(call)))
    nfs = call.estate.vcenter.ref(call.estate.esx1.datastore("nfs1"))
    alone = call.estate.vcenter.ref(call.estate.esx3.datastore("datastore1 (esx3.example)"))
    here = vim.VirtualMachineRelocateSpec(datastore=nfs)
    there = vim.VirtualMachineRelocateSpec(host=call.host("esx3"), datastore=alone)

    assert isinstance(
        await call.fault(vim.RelocateVM_Task(this=copy, spec=there)), vim.CannotAccessVmDisk
    )
    await call.done(vim.RelocateVM_Task(this=copy, spec=here))

    backing = await disk_of(call, copy)
    assert backing.file_name == "[nfs1] copy/copy.vmdk"
    assert backing.parent.file_name == "[datastore1] db01/db01.vmdk"
    assert "db01.vmdk" in files(call, "db01")


async def test_a_machine_that_moves_leaves_the_disk_that_a_clone_stands_on(
    call: VCenterCaller,
) -> None:
    copy = await call.done(clone(call, await snapshot(call)))
    nfs = call.estate.vcenter.ref(call.estate.esx1.datastore("nfs1"))

    move = vim.RelocateVM_Task(
        this=call.machine("db01"), spec=vim.VirtualMachineRelocateSpec(datastore=nfs)
    )
    await call.done(move)

    assert files(call, "db01").keys() == {"db01.vmdk", "db01-flat.vmdk"}
    assert (await disk_of(call, copy)).parent.file_name == "[datastore1] db01/db01.vmdk"
    moved = await disk_of(call, call.machine("db01"))
    assert moved.parent.file_name == "[nfs1] db01/db01.vmdk"

"""Clones, linked clones and machines that move keep the bytes of their disks."""

from __future__ import annotations

from typing import Any

import pytest
from support.vcenter import VCenterCaller

from aioesx import vim
from aioesx.simulator import Simulator

pytestmark = pytest.mark.anyio

Ref = vim.ManagedObjectReference


@pytest.fixture
def disks(call: VCenterCaller) -> Simulator:
    """Where disks of esx1, on which db01 is, are read and written."""
    return Simulator(call.estate.esx1, password="secret", tls=False)


async def snapshot(call: VCenterCaller) -> Ref:
    made: Ref = await call.done(
        vim.CreateSnapshot_Task(this=call.machine("db01"), name="base", memory=False, quiesce=False)
    )
    return made


def clone(call: VCenterCaller, taken: Ref | None, **where: Any) -> vim.CloneVM_Task:
    spec = vim.VirtualMachineCloneSpec(
        location=vim.VirtualMachineRelocateSpec(**where),
        power_on=False,
        template=False,
        snapshot=taken,
    )
    folder = call.estate.vcenter.ref(call.estate.dc1.folders["vm"])
    return vim.CloneVM_Task(this=call.machine("db01"), folder=folder, name="copy", spec=spec)


async def test_a_clone_reads_as_its_machine_and_is_apart(
    call: VCenterCaller, disks: Simulator
) -> None:
    disks.write_disk("db01", "", 0, b"base")
    await snapshot(call)
    disks.write_disk("db01", "", 2, b"TOP")
    await call.done(clone(call, None))
    disks.write_disk("db01", "", 0, b"other")
    assert disks.read_disk("copy")[:6] == b"baTOP\0"


async def test_a_clone_of_a_snapshot_reads_as_the_snapshot(
    call: VCenterCaller, disks: Simulator
) -> None:
    disks.write_disk("db01", "", 0, b"base")
    taken = await snapshot(call)
    disks.write_disk("db01", "", 2, b"TOP")
    await call.done(clone(call, taken))
    assert disks.read_disk("copy")[:6] == b"base\0\0"


async def test_a_linked_clone_reads_through_and_writes_its_own(
    call: VCenterCaller, disks: Simulator
) -> None:
    disks.write_disk("db01", "", 0, b"base")
    taken = await snapshot(call)
    await call.done(clone(call, taken, disk_move_type="createNewChildDiskBacking"))
    disks.write_disk("copy", "", 2, b"OWN")
    assert disks.read_disk("copy")[:6] == b"baOWN\0"
    assert disks.read_disk("db01")[:6] == b"base\0\0"
    store = call.estate.esx1.datastore("datastore1")
    base, own = store.disk("db01/db01.vmdk"), store.disk("copy/copy.vmdk")
    assert own.parent_cid == base.cid


async def test_a_machine_that_moves_takes_its_chain_along_in_the_forms_of_the_target(
    call: VCenterCaller, disks: Simulator
) -> None:
    disks.write_disk("db01", "", 0, b"base")
    await snapshot(call)
    disks.write_disk("db01", "", 2, b"TOP")
    nfs = call.estate.esx1.datastore("nfs1")
    spec = vim.VirtualMachineRelocateSpec(datastore=call.estate.vcenter.ref(nfs))
    await call.done(vim.RelocateVM_Task(this=call.machine("db01"), spec=spec))
    assert {f.path for f in nfs.files_in("db01") if ".vmdk" in f.path} == {
        "db01/db01.vmdk",
        "db01/db01-flat.vmdk",
        "db01/db01-000001.vmdk",
        "db01/db01-000001-delta.vmdk",
    }
    assert disks.read_disk("db01")[:6] == b"baTOP\0"
    assert disks.read_disk("[nfs1] db01/db01.vmdk")[:6] == b"base\0\0"
    assert nfs.file("db01/db01-000001-delta.vmdk").content.read(0, 4) == b"COWD"
    top, base = nfs.disk("db01/db01-000001.vmdk"), nfs.disk("db01/db01.vmdk")
    assert top.parent_cid == base.cid
    remove = vim.RemoveAllSnapshots_Task(this=call.machine("db01"))
    await call.done(remove)
    assert disks.read_disk("[nfs1] db01/db01.vmdk")[:6] == b"baTOP\0"
    assert nfs.stored == sum(f.content.stored for f in nfs.files.values())


async def test_a_single_disk_that_moves_keeps_its_bytes(
    call: VCenterCaller, disks: Simulator
) -> None:
    disks.write_disk("db01", "", 0, b"base")
    nfs = call.estate.vcenter.ref(call.estate.esx1.datastore("nfs1"))
    locator = vim.VirtualMachineRelocateSpecDiskLocator(disk_id=2000, datastore=nfs)
    spec = vim.VirtualMachineRelocateSpec(disk=[locator])
    await call.done(vim.RelocateVM_Task(this=call.machine("db01"), spec=spec))
    assert repr(disks.read_disk("db01")) == "<DiskBytes of [nfs1] db01/db01.vmdk>"
    assert disks.read_disk("db01")[:4] == b"base"

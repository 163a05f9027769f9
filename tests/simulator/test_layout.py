"""layoutEx, storage and the devices' backings tell of the same files, chains and sizes."""

from __future__ import annotations

from typing import Any

import pytest
from support.soapcall import Caller, ref

from aioesx.simulator import Simulator
from aioesx.simulator.state.disks import Disk

pytestmark = pytest.mark.anyio

DB = ref("VirtualMachine", "2")
GRAIN = 4096


def take(simulator: Simulator) -> Any:
    return simulator.change(
        lambda host: host.find("db01").snapshots.take("s", "", memory=False, quiesce=False)
    )


def attach(host: Any) -> None:
    """Give db01 a second disk, in a folder of another datastore."""
    store = host.datastore("nfs1")
    store.make_folder("far")
    store.make_disk("far/far.vmdk", Disk(1024))
    path = f"{store.mount}/far/far.vmdk"
    host.find("db01").change({"scsi0:1.present": "TRUE", "scsi0:1.fileName": path})


async def test_every_file_has_a_key_a_type_and_a_size(call: Caller, simulator: Simulator) -> None:
    take(simulator)
    simulator.write_disk("db01", "", 0, b"x")
    found = (await call.read(DB, "layoutEx"))["layoutEx"].file
    assert {(info.name.partition("/")[2], info.type) for info in found} == {
        ("db01.vmx", "config"),
        ("vmware.log", "log"),
        ("db01.vmdk", "diskDescriptor"),
        ("db01-flat.vmdk", "diskExtent"),
        ("db01-000001.vmdk", "diskDescriptor"),
        ("db01-000001-sesparse.vmdk", "diskExtent"),
        ("db01-Snapshot1.vmsn", "snapshotData"),
        ("db01.vmsd", "snapshotList"),
    }
    assert len({info.key for info in found}) == len(found)
    sizes = {info.name.rpartition("/")[2]: info.size for info in found}
    assert sizes["db01-000001-sesparse.vmdk"] == 64 * 1024 + GRAIN


async def chains(call: Caller) -> tuple[list[list[list[str]]], list[list[list[list[str]]]]]:
    """Return the files of each link of each disk: of the machine, and of each snapshot."""
    layout = (await call.read(DB, "layoutEx"))["layoutEx"]
    names = {info.key: info.name for info in layout.file}

    def links(disks: Any) -> list[list[list[str]]]:
        return [[[names[key] for key in unit.file_key] for unit in disk.chain] for disk in disks]

    return links(layout.disk), [links(snapshot.disk) for snapshot in layout.snapshot]


async def test_the_chains_are_those_of_machine_and_snapshots(
    call: Caller, simulator: Simulator
) -> None:
    simulator.change(attach)
    first = take(simulator)
    own, (kept,) = await chains(call)
    base = ["[datastore1] db01/db01.vmdk", "[datastore1] db01/db01-flat.vmdk"]
    top = ["[datastore1] db01/db01-000001.vmdk", "[datastore1] db01/db01-000001-sesparse.vmdk"]
    far = ["[nfs1] far/far.vmdk", "[nfs1] far/far-flat.vmdk"]
    delta = ["[nfs1] far/far-000001.vmdk", "[nfs1] far/far-000001-delta.vmdk"]
    assert own == [[base, top], [far, delta]]
    assert kept == [[base], [far]]
    layout = (await call.read(DB, "layoutEx"))["layoutEx"]
    assert [disk.key for disk in layout.disk] == [2000, 2001]
    (snapshot,) = layout.snapshot
    assert snapshot.key.value == first.moid
    data = next(info for info in layout.file if info.key == snapshot.data_key)
    assert data.name == "[datastore1] db01/db01-Snapshot1.vmsn"


async def test_the_backings_nest_as_the_chains_do(call: Caller, simulator: Simulator) -> None:
    for _ in range(2):
        simulator.write_disk("db01", "", 0, b"x")
        take(simulator)
    devices = (await call.read(DB, "config.hardware.device"))["config.hardware.device"]
    backing = next(device.backing for device in devices if device.key == 2000)
    found = []
    while backing is not None:
        found.append((backing.file_name, backing.delta_disk_format))
        text = simulator.state.datastore("datastore1").file(
            backing.file_name.removeprefix("[datastore1] ")
        )
        assert f"CID={backing.content_id}\n".encode() in text.content.read(0, 4096)
        backing = backing.parent
    assert found == [
        ("[datastore1] db01/db01-000002.vmdk", "seSparseFormat"),
        ("[datastore1] db01/db01-000001.vmdk", "seSparseFormat"),
        ("[datastore1] db01/db01.vmdk", None),
    ]
    own, _ = await chains(call)
    assert [unit[0] for unit in own[0]] == [name for name, _ in reversed(found)]


async def test_the_storage_is_told_for_each_datastore(call: Caller, simulator: Simulator) -> None:
    simulator.change(attach)
    found = await call.read(DB, "storage.perDatastoreUsage", "summary.storage")
    home, far = found["storage.perDatastoreUsage"]
    stores = [simulator.state.datastore(name) for name in ("datastore1", "nfs1")]
    assert [home.datastore.value, far.datastore.value] == [store.moid for store in stores]
    assert home.committed == sum(f.content.stored for f in stores[0].files_in("db01"))
    assert home.uncommitted == 64 * 1024**3 * 3 // 4
    assert (far.committed - 1024**2, far.uncommitted) == (
        stores[1].file("far/far.vmdk").content.size,
        0,
    )
    total = found["summary.storage"]
    assert total.committed == home.committed + far.committed
    assert total.uncommitted == home.uncommitted


async def test_what_is_left_in_pieces_is_told_and_consolidated(
    call: Caller, simulator: Simulator
) -> None:
    snapshot = take(simulator)
    simulator.write_disk("db01", "", 0, b"x")

    def lose(host: Any) -> None:
        snapshots = host.find("db01").snapshots
        snapshots.roots, snapshots.current = [], None

    simulator.change(lose)
    assert snapshot.children == []
    path = "runtime.consolidationNeeded"
    assert (await call.read(DB, path))[path] is True
    simulator.change(lambda host: host.find("db01").snapshots.consolidate())
    assert (await call.read(DB, path))[path] is False
    assert simulator.read_disk("[datastore1] db01/db01.vmdk")[0] == ord("x")

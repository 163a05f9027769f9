"""Disks hold bytes: written, kept by snapshots, copied, moved and merged; their files agree."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.soapcall import Caller, ref

from aioesx import vim
from aioesx.errors import FaultError
from aioesx.simulator import FileContent, ManualClock, Pattern, Simulator, presets
from aioesx.simulator.profile import ESXI_5_5, ESXI_6_5, Profile
from aioesx.simulator.state.disks import Disk
from aioesx.simulator.state.extents import GRAIN, FlatContent, Layer
from aioesx.simulator.state.files import ZeroContent

MIB = 1024**2
DISKS = ref("VirtualDiskManager", "ha-vdiskmanager")
FILES = ref("FileManager", "ha-nfc-file-manager")


def take(simulator: Simulator, name: str = "db01") -> Any:
    return simulator.change(
        lambda host: host.find(name).snapshots.take("s", "", memory=False, quiesce=False)
    )


def text_of(simulator: Simulator, path: str) -> str:
    content = simulator.state.datastore("datastore1").file(path).content
    return content.read(0, content.size).decode()


def fact(simulator: Simulator, path: str, name: str) -> str:
    found = re.search(rf'^{name}="?([^"\n]*)', text_of(simulator, path), re.MULTILINE)
    assert found is not None
    return found[1]


# --- bytes ----------------------------------------------------------------------------------------


def test_what_is_written_is_read(simulator: Simulator) -> None:
    simulator.write_disk("db01", "scsi0:0", 5 * GRAIN - 3, b"across grains")
    disk = simulator.read_disk("db01")
    assert disk[5 * GRAIN - 4 : 5 * GRAIN + 11] == b"\0across grains\0"
    assert len(disk) == 64 * 1024 * MIB


@pytest.mark.parametrize(
    "look", [len, bytes, lambda disk: disk[0], lambda disk: disk[0:512], lambda disk: disk.read()]
)
def test_a_disk_that_is_gone_is_not_found(
    simulator: Simulator, look: Callable[[Any], object]
) -> None:
    snapshot = take(simulator)
    disk = simulator.read_disk("db01")
    simulator.change(lambda host: host.find("db01").snapshots.remove(snapshot, children=False))

    with pytest.raises(LookupError, match="db01-000001"):
        look(disk)


def test_a_disk_is_named_by_its_machine_its_place_or_its_path(simulator: Simulator) -> None:
    simulator.write_disk("", "[datastore1] db01/db01.vmdk", 0, b"x")
    ways = [("db01", ""), ("db01", "scsi0:0"), ("[datastore1] db01/db01.vmdk", "")]
    assert [simulator.read_disk(*way)[0] for way in ways] == [ord("x")] * 3


@pytest.mark.parametrize(
    ("name", "disk"), [("none", ""), ("db01", "scsi0:1"), ("", "[x] y"), ("", "[datastore1] y")]
)
def test_a_disk_that_is_not_there_is_a_lookup_error(
    simulator: Simulator, name: str, disk: str
) -> None:
    with pytest.raises(LookupError):
        simulator.read_disk(name, disk)
    with pytest.raises(LookupError):
        simulator.write_disk(name, disk, 0, b"x")


@pytest.mark.parametrize("offset", [-1, 64 * 1024 * MIB - 1])
def test_nothing_is_written_beyond_a_disk(simulator: Simulator, offset: int) -> None:
    with pytest.raises(ValueError, match="are not in"):
        simulator.write_disk("db01", "", offset, b"xx")


def test_a_thin_disk_takes_up_what_is_written(simulator: Simulator) -> None:
    store = simulator.state.datastore("datastore1")
    before = store.stored
    simulator.write_disk("db01", "", 0, b"x" * (GRAIN + 1))
    simulator.write_disk("db01", "", 0, b"y")
    assert store.stored - before == 2 * GRAIN
    simulator.write_disk("db01", "", 0, bytes(2 * GRAIN))
    assert store.stored == before


def test_a_tebibyte_costs_nothing_until_it_is_written(simulator: Simulator) -> None:
    simulator.change(
        lambda host: host.datastore("datastore1").make_disk(
            "db01/large.vmdk", Disk(1024**3, thin=True)
        )
    )
    path = "[datastore1] db01/large.vmdk"
    simulator.write_disk("", path, 1024**4 - 4, b"last")
    assert simulator.read_disk(path)[1024**4 - 5 :] == b"\0last"


def test_a_disk_may_hold_a_pattern_or_a_file(simulator: Simulator, tmp_path: Path) -> None:
    simulator.fill_disk("db01", "", lambda size: Pattern(size, seed=7))
    pattern = simulator.read_disk("db01")[GRAIN - 10 : GRAIN + 10]
    simulator.write_disk("db01", "", GRAIN, b"!")
    assert simulator.read_disk("db01")[GRAIN - 10 : GRAIN + 10] == (
        pattern[:10] + b"!" + pattern[11:]
    )
    (tmp_path / "image").write_bytes(b"from a file")
    simulator.fill_disk("db01", "", lambda size: FileContent(tmp_path / "image", size))
    assert simulator.read_disk("db01")[:13] == b"from a file\0\0"


writes = st.lists(
    st.tuples(st.integers(0, 9 * GRAIN), st.binary(min_size=1, max_size=3 * GRAIN)), max_size=8
)


@settings(max_examples=60, deadline=None)
@given(writes, st.integers(0, 12 * GRAIN), st.integers(0, 3 * GRAIN))
def test_a_disk_reads_as_a_plain_row_of_bytes(
    wrote: list[tuple[int, bytes]], start: int, length: int
) -> None:
    size = 12 * GRAIN - 512
    disk, plain = FlatContent(ZeroContent(size), size, thick=False), bytearray(size)
    for offset, data in wrote:
        data = data[: size - offset]
        disk.write(offset, data)
        plain[offset : offset + len(data)] = data
    assert disk.read(start, length) == plain[start : start + length]
    assert disk.layer.room == GRAIN * sum(grain is not None for grain in disk.layer.grains.values())


def test_a_layer_lays_over_large_and_small_readings() -> None:
    layer = Layer()
    layer.put(2, b"a" * GRAIN)
    large, small = bytearray(b"." * 100 * GRAIN), bytearray(b"." * 10)
    layer.overlay(large, 0)
    layer.overlay(small, 3 * GRAIN - 5)
    assert large == b"." * 2 * GRAIN + b"a" * GRAIN + b"." * 97 * GRAIN
    assert small == b"aaaaa....."


# --- content ids ----------------------------------------------------------------------------------


def test_the_content_id_changes_once_for_a_run_of_the_machine(simulator: Simulator) -> None:
    def cid() -> str:
        return fact(simulator, "web01/web01.vmdk", "CID")

    seen = [cid()]
    for offset in (0, 1):
        simulator.write_disk("web01", "", offset, b"x")
        seen.append(cid())
    simulator.change(lambda host: host.find("web01").set_power("poweredOff"))
    seen.append(cid())
    simulator.change(lambda host: host.find("web01").set_power("poweredOn"))
    simulator.write_disk("web01", "", 0, b"x")
    seen.append(cid())
    assert seen[0] == "fffffffe"
    assert seen[1] == seen[2] == seen[3]
    assert len(set(seen)) == 3


def test_each_opening_of_a_stopped_machines_disk_changes_it(simulator: Simulator) -> None:
    seen = set()
    for _ in range(3):
        simulator.write_disk("db01", "", 0, b"x")
        seen.add(fact(simulator, "db01/db01.vmdk", "CID"))
    assert len(seen) == 3


# --- snapshots ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("profile", "datastore", "kilobytes", "kinds"),
    [
        (ESXI_6_5, "datastore1", 1024, ("seSparse", "SESPARSE", "sesparse")),
        (ESXI_5_5, "datastore1", 1024, ("vmfsSparse", "VMFSSPARSE", "delta")),
        (ESXI_6_5, "nfs1", 1024, ("vmfsSparse", "VMFSSPARSE", "delta")),
        (ESXI_5_5, "datastore1", 2 * 1024**3, ("seSparse", "SESPARSE", "sesparse")),
    ],
)
def test_a_link_is_of_the_kind_that_its_datastore_has(
    profile: Profile, datastore: str, kilobytes: int, kinds: tuple[str, str, str]
) -> None:
    host = presets.empty_host(profile=profile)
    store = host.datastore(datastore)
    store.make_folder("m")
    store.make_disk("m/m.vmdk", Disk(kilobytes, thin=True, uuid="u"))
    machine = presets.add_machine(host, presets.MachineKind("m"), datastore)
    machine.snapshots.take("s", "", memory=False, quiesce=False)
    create_type, word, suffix = kinds
    text = store.file("m/m-000001.vmdk").content.read(0, 4096).decode()
    assert f'createType="{create_type}"' in text
    assert 'parentFileNameHint="m.vmdk"' in text
    assert f'RW {kilobytes * 2} {word} "m-000001-{suffix}.vmdk"' in text
    extent = store.file(f"m/m-000001-{suffix}.vmdk").content
    assert extent.read(0, 4) == {"delta": b"COWD", "sesparse": b"\xbe\xba\xfe\xca"}[suffix]
    assert len(extent.read(0, extent.size)) == extent.size


def test_a_snapshot_keeps_the_bytes(simulator: Simulator) -> None:
    simulator.write_disk("db01", "", 0, b"before")
    take(simulator)
    simulator.write_disk("db01", "", 2, b"AFTER")
    assert simulator.read_disk("db01")[:8] == b"beAFTER\0"
    assert simulator.read_disk("[datastore1] db01/db01.vmdk")[:8] == b"before\0\0"


def test_a_link_may_be_left_with_a_journal(simulator: Simulator) -> None:
    take(simulator)
    simulator.write_disk("db01", "", 0, b"x")

    def journal() -> int:
        """Return the word of the volatile header that says whether one is to be replayed."""
        held = simulator.state.datastore("datastore1").file("db01/db01-000001-sesparse.vmdk")
        return int.from_bytes(held.content.read(512 + 24, 8), "little")

    assert journal() == 0
    simulator.leave_journal("db01")

    assert journal() == 1
    assert simulator.read_disk("db01")[:1] == b"x"
    simulator.write_disk("db01", "", 0, b"y")
    assert journal() == 0
    with pytest.raises(LookupError, match="no disk with a journal"):
        simulator.leave_journal("", "[datastore1] db01/db01.vmdk")


def test_a_link_names_the_content_of_its_parent(simulator: Simulator) -> None:
    simulator.write_disk("db01", "", 0, b"x")
    take(simulator)
    simulator.write_disk("db01", "", 0, b"y")
    take(simulator)
    base, one, two = "db01/db01.vmdk", "db01/db01-000001.vmdk", "db01/db01-000002.vmdk"
    assert fact(simulator, base, "parentCID") == "ffffffff"
    assert fact(simulator, one, "parentCID") == fact(simulator, base, "CID")
    assert fact(simulator, two, "parentCID") == fact(simulator, one, "CID")
    assert len({fact(simulator, path, "CID") for path in (base, one, two)}) == 3


def test_writing_below_a_snapshot_breaks_the_chain(simulator: Simulator) -> None:
    take(simulator)
    simulator.write_disk("", "[datastore1] db01/db01.vmdk", 0, b"x")
    assert fact(simulator, "db01/db01-000001.vmdk", "parentCID") != fact(
        simulator, "db01/db01.vmdk", "CID"
    )


def three_snapshots(simulator: Simulator) -> list[Any]:
    """Write "0", take a snapshot, write "1" beside it, and so on; "3" is the machine's own."""
    found = []
    for number in range(4):
        simulator.write_disk("db01", "", number * GRAIN, b"%d" % number)
        simulator.write_disk("db01", "", 10 * GRAIN, b"last is %d" % number)
        if number < 3:
            found.append(take(simulator))
    return found


def state_of(simulator: Simulator) -> tuple[bytes, bytes]:
    disk = simulator.read_disk("db01")
    return bytes(disk[n * GRAIN] for n in range(4)), disk[10 * GRAIN : 10 * GRAIN + 9]


EVERYTHING = (b"0123", b"last is 3")


def remove(number: int, *, children: bool = False) -> Callable[[list[Any]], None]:
    def act(taken: list[Any]) -> None:
        taken[number].machine.snapshots.remove(taken[number], children=children)

    return act


def revert(number: int) -> Callable[[list[Any]], None]:
    return lambda taken: taken[number].machine.snapshots.revert(taken[number])


def remove_all(taken: list[Any]) -> None:
    taken[0].machine.snapshots.remove_all()


@pytest.mark.parametrize(
    ("actions", "state", "files"),
    [
        ([remove(0)], EVERYTHING, 3),
        ([remove(1)], EVERYTHING, 3),
        ([remove(2)], EVERYTHING, 3),
        ([remove(1), remove(0), remove(2)], EVERYTHING, 1),
        ([remove(0, children=True)], EVERYTHING, 1),
        ([remove_all], EVERYTHING, 1),
        ([revert(0)], (b"0\0\0\0", b"last is 0"), 4),
        ([revert(1)], (b"01\0\0", b"last is 1"), 4),
        ([revert(1), remove_all], (b"01\0\0", b"last is 1"), 1),
        ([revert(0), remove(1, children=True)], (b"0\0\0\0", b"last is 0"), 2),
        ([revert(0), remove(0), remove_all], (b"0\0\0\0", b"last is 0"), 1),
    ],
)
def test_the_bytes_are_right_whatever_becomes_of_the_snapshots(
    simulator: Simulator,
    actions: list[Callable[[list[Any]], None]],
    state: tuple[bytes, bytes],
    files: int,
) -> None:
    taken = three_snapshots(simulator)
    with simulator.state.looking():
        for action in actions:
            action(taken)
    assert state_of(simulator) == state
    store = simulator.state.datastore("datastore1")
    assert sum(file.disk is not None for file in store.files_in("db01")) == files
    assert_chain_fits(simulator)


def assert_chain_fits(simulator: Simulator) -> None:
    """Every link names the content of its parent as it is, and the volume adds up."""
    store = simulator.state.datastore("datastore1")
    for file in store.files_in("db01"):
        if file.disk is not None and file.disk.parent:
            parent = store.disk(f"db01/{file.disk.parent}")
            assert file.disk.parent_cid == parent.cid
    assert store.stored == sum(file.content.stored for file in store.files.values())


def test_reverting_goes_back_to_the_bytes_that_were_kept(simulator: Simulator) -> None:
    taken = three_snapshots(simulator)
    simulator.change(lambda _: revert(1)(taken))
    simulator.write_disk("db01", "", 10 * GRAIN, b"elsewhere")
    simulator.change(lambda _: revert(2)(taken))
    assert state_of(simulator) == (b"012\0", b"last is 2")


def test_a_machine_that_is_removed_takes_its_snapshots_disks_along(simulator: Simulator) -> None:
    three_snapshots(simulator)
    store = simulator.state.datastore("datastore1")
    disks = simulator.change(lambda host: host.find("db01").snapshots.own_disks())
    assert [path for _, path in disks] == [
        "db01/db01-000003.vmdk",
        "db01/db01-000002.vmdk",
        "db01/db01-000001.vmdk",
        "db01/db01.vmdk",
    ]
    assert all(held is store for held, _ in disks)


def test_an_independent_disk_is_not_in_snapshots(simulator: Simulator) -> None:
    simulator.change(
        lambda host: host.find("db01").change({"scsi0:0.mode": "independent-persistent"})
    )
    take(simulator)
    simulator.write_disk("db01", "", 0, b"x")
    assert simulator.read_disk("[datastore1] db01/db01.vmdk")[0] == ord("x")


def test_snapshots_of_a_disk_elsewhere_are_merged_there(simulator: Simulator) -> None:
    def attach(host: Any) -> None:
        store = host.datastore("nfs1")
        store.make_folder("far")
        store.make_disk("far/far.vmdk", Disk(1024, thin=True))
        mount = store.mount
        host.find("db01").change(
            {"scsi0:1.present": "TRUE", "scsi0:1.fileName": f"{mount}/far/far.vmdk"}
        )

    simulator.change(attach)
    take(simulator)
    simulator.write_disk("db01", "scsi0:1", 0, b"x")
    assert simulator.read_disk("[nfs1] far/far.vmdk")[0] == 0
    simulator.change(lambda host: host.find("db01").snapshots.remove_all())
    assert simulator.read_disk("[nfs1] far/far.vmdk")[0] == ord("x")
    files = simulator.state.datastore("nfs1").files_in("far")
    assert {file.path for file in files} == {"far/far.vmdk", "far/far-flat.vmdk"}


# --- by calls -------------------------------------------------------------------------------------


async def done(call: Caller, clock: ManualClock, method: Any) -> Any:
    """Call what starts a task, let it end, and return how."""
    task = await call(method)
    clock.advance(60)
    return (await call.read(task, "info"))["info"]


def copy_disk(source: str, target: str, **more: Any) -> Any:
    return vim.CopyVirtualDisk_Task(
        this=DISKS, source_name=f"[datastore1] {source}", dest_name=target, **more
    )


@pytest.mark.anyio
async def test_a_copy_reads_as_the_chain_did(
    call: Caller, clock: ManualClock, simulator: Simulator
) -> None:
    three_snapshots(simulator)
    info = await done(call, clock, copy_disk("db01/db01-000003.vmdk", "[nfs1] c.vmdk"))
    assert str(info.state) == "success"
    simulator.write_disk("db01", "", 10 * GRAIN, b"unrelated")
    copy = simulator.read_disk("[nfs1] c.vmdk")
    assert copy[10 * GRAIN : 10 * GRAIN + 9] == b"last is 3"
    assert bytes(copy[n * GRAIN] for n in range(4)) == b"0123"


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("kind", "stored"), [("thin", 8192), ("preallocated", MIB), ("eagerZeroedThick", MIB)]
)
async def test_a_copy_is_as_its_spec_wants_it(
    call: Caller, clock: ManualClock, simulator: Simulator, kind: str, stored: int
) -> None:
    simulator.change(
        lambda host: host.datastore("datastore1").make_disk("db01/a.vmdk", Disk(1024, thin=True))
    )
    simulator.write_disk("", "[datastore1] db01/a.vmdk", 0, b"x" * 8192)
    spec = vim.VirtualDiskSpec(disk_type=kind, adapter_type="busLogic")
    await done(call, clock, copy_disk("db01/a.vmdk", "[nfs1] a.vmdk", dest_spec=spec))
    store = simulator.state.datastore("nfs1")
    disk = store.disk("a.vmdk")
    assert (disk.thin, disk.eager) == (kind == "thin", kind == "eagerZeroedThick")
    assert (disk.adapter, store.taken("a.vmdk")) == ("buslogic", stored)
    assert simulator.read_disk("[nfs1] a.vmdk")[:3] == b"xxx"


@pytest.mark.anyio
async def test_a_large_file_is_copied_with_its_bytes(
    call: Caller, clock: ManualClock, simulator: Simulator
) -> None:
    data = b"a large file" * 200_000
    url = "/folder/large.iso?dcPath=ha-datacenter&dsName=datastore1"
    await call.http.put(url, content=data, headers={"cookie": call.cookie})
    copy = vim.CopyDatastoreFile_Task(
        this=FILES,
        source_name="[datastore1] large.iso",
        destination_name="[nfs1] copy.iso",
    )
    await done(call, clock, copy)
    await call.http.delete(url, headers={"cookie": call.cookie})
    content = simulator.state.datastore("nfs1").file("copy.iso").content
    assert content.read(0, len(data) + 1) == data


@pytest.mark.anyio
async def test_a_disk_that_is_moved_keeps_its_bytes_and_is_named_anew(
    call: Caller, clock: ManualClock, simulator: Simulator
) -> None:
    simulator.write_disk("db01", "", 0, b"mine")
    cid = fact(simulator, "db01/db01.vmdk", "CID")
    move = vim.MoveVirtualDisk_Task(
        this=DISKS, source_name="[datastore1] db01/db01.vmdk", dest_name="[nfs1] other.vmdk"
    )
    await done(call, clock, move)
    store = simulator.state.datastore("nfs1")
    assert {file.path for file in store.files_in("")} == {"other.vmdk", "other-flat.vmdk"}
    text = store.file("other.vmdk").content.read(0, 4096).decode()
    assert ' VMFS "other-flat.vmdk"' in text
    assert f"CID={cid}" in text
    assert simulator.read_disk("[nfs1] other.vmdk")[:4] == b"mine"


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("method", "kept", "thin"),
    [
        (vim.ZeroFillVirtualDisk_Task, False, False),
        (vim.InflateVirtualDisk_Task, True, False),
        (vim.ShrinkVirtualDisk_Task, True, True),
    ],
)
async def test_a_disk_is_filled_inflated_and_shrunk(
    call: Caller, clock: ManualClock, simulator: Simulator, method: Any, kept: bool, thin: bool
) -> None:
    simulator.write_disk("db01", "", 0, b"mine")
    info = await done(call, clock, method(this=DISKS, name="[datastore1] db01/db01.vmdk"))
    assert str(info.state) == "success"
    store = simulator.state.datastore("datastore1")
    assert simulator.read_disk("db01")[:4] == (b"mine" if kept else bytes(4))
    assert store.disk("db01/db01.vmdk").thin == thin
    assert store.taken("db01/db01.vmdk") == (GRAIN if thin else 64 * 1024 * MIB)


@pytest.mark.anyio
async def test_a_disk_that_has_grown_reads_as_zeros_at_its_end(
    call: Caller, clock: ManualClock, simulator: Simulator
) -> None:
    size = len(simulator.read_disk("db01"))
    simulator.write_disk("db01", "", size - 4, b"last")
    grow = vim.ExtendVirtualDisk_Task(
        this=DISKS, name="[datastore1] db01/db01.vmdk", new_capacity_kb=size // 1024 + 1024
    )
    await done(call, clock, grow)
    disk = simulator.read_disk("db01")
    assert len(disk) == size + MIB
    assert disk[size - 5 : size + 5] == b"\0last" + bytes(5)
    simulator.write_disk("db01", "", size + MIB - 1, b"!")


# --- refusals -------------------------------------------------------------------------------------

WEB, DB = "[datastore1] web01/web01.vmdk", "[datastore1] db01/db01.vmdk"
ISO = "[datastore1] x.iso"


def disks(method: Any, name: str, **more: Any) -> Any:
    return method(this=DISKS, name=name, **more)


def move_disk(source: str, target: str, **more: Any) -> Any:
    return vim.MoveVirtualDisk_Task(this=DISKS, source_name=source, dest_name=target, **more)


def move_file(source: str, target: str, **more: Any) -> Any:
    return vim.MoveDatastoreFile_Task(
        this=FILES, source_name=source, destination_name=target, **more
    )


def copy_file(source: str, target: str, **more: Any) -> Any:
    return vim.CopyDatastoreFile_Task(
        this=FILES, source_name=source, destination_name=target, **more
    )


def make_disk(name: str, kind: str = "thin", adapter: str = "lsiLogic") -> Any:
    spec = vim.FileBackedVirtualDiskSpec(disk_type=kind, adapter_type=adapter, capacity_kb=1024)
    return vim.CreateVirtualDisk_Task(this=DISKS, name=name, spec=spec)


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("method", "fault"),
    [
        (disks(vim.ExtendVirtualDisk_Task, WEB, new_capacity_kb=2**30), "FileLocked"),
        (disks(vim.ExtendVirtualDisk_Task, DB, new_capacity_kb=1), "InvalidArgument"),
        (disks(vim.ExtendVirtualDisk_Task, ISO, new_capacity_kb=2**30), "CannotAccessFile"),
        (disks(vim.DeleteVirtualDisk_Task, ISO), "CannotAccessFile"),
        (disks(vim.DeleteVirtualDisk_Task, WEB), "FileLocked"),
        (disks(vim.DeleteVirtualDisk_Task, "[datastore1] none.vmdk"), "FileNotFound"),
        (disks(vim.ZeroFillVirtualDisk_Task, WEB), "FileLocked"),
        (copy_disk("web01/web01.vmdk", "[nfs1] c.vmdk"), "FileLocked"),
        (copy_disk("db01/db01.vmdk", WEB), "FileAlreadyExists"),
        (copy_disk("db01/db01.vmdk", WEB, force=True), "FileAlreadyExists"),
        (copy_disk("db01/db01.vmdk", "[nfs1] no/c.vmdk"), "FileNotFound"),
        (move_disk(WEB, "[nfs1] c.vmdk"), "FileLocked"),
        (move_disk(DB, WEB), "FileAlreadyExists"),
        (move_disk(DB, WEB, force=True), "FileLocked"),
        (move_disk(DB, DB, force=True), "FileAlreadyExists"),
        (move_disk(DB, "[nfs1] no/c.vmdk"), "FileNotFound"),
        (move_file(ISO, WEB), "FileAlreadyExists"),
        (move_file(ISO, WEB, force=True), "FileLocked"),
        (move_file("[datastore1] none", ISO, force=True), "FileNotFound"),
        (move_file(ISO, "[datastore1] no/x.iso"), "FileNotFound"),
        (move_file(ISO, "[datastore1] db01/db01.vmx/x.iso"), "NotADirectory"),
        (move_file("[datastore1] db01", "[datastore1] db01/in"), "InvalidDatastorePath"),
        (copy_file(ISO, DB), "FileAlreadyExists"),
        (copy_file("[datastore1] web01/web01-flat.vmdk", "[nfs1] c"), "FileLocked"),
        (make_disk(DB), "FileAlreadyExists"),
        (make_disk("[datastore1] no/c.vmdk"), "FileNotFound"),
        (make_disk("[datastore1] c.vmdk", kind="odd"), "InvalidArgument"),
        (make_disk("[datastore1] c.vmdk", kind="rdm"), "InvalidArgument"),
        (make_disk("[datastore1] c.vmdk", adapter="odd"), "InvalidArgument"),
        (make_disk("[none] c.vmdk"), "InvalidDatastorePath"),
    ],
)
async def test_what_a_host_refuses(
    call: Caller, clock: ManualClock, simulator: Simulator, method: Any, fault: str
) -> None:
    store = simulator.state.datastore("datastore1")
    simulator.change(lambda _: store.put_text("x.iso", "an image"))
    before = {path: file.content.size for path, file in store.files.items()}
    info = await done(call, clock, method)
    assert type(info.error.fault).__name__ == fault
    assert {path: file.content.size for path, file in store.files.items()} == before


@pytest.mark.anyio
@pytest.mark.parametrize(
    "method", [vim.ExtendVirtualDisk_Task, vim.ZeroFillVirtualDisk_Task, vim.ShrinkVirtualDisk_Task]
)
@pytest.mark.parametrize("name", ["db01.vmdk", "db01-000001.vmdk"])
async def test_a_disk_of_a_chain_is_not_changed_as_a_whole(
    call: Caller, clock: ManualClock, simulator: Simulator, method: Any, name: str
) -> None:
    take(simulator)
    more = {"new_capacity_kb": 2**30} if method is vim.ExtendVirtualDisk_Task else {}
    info = await done(call, clock, disks(method, f"[datastore1] db01/{name}", **more))
    assert type(info.error.fault).__name__ == "FileFault"
    assert "chain" in info.error.localized_message


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("name", "parents", "fault"),
    [
        ("[datastore1] db01", False, "FileAlreadyExists"),
        ("[datastore1] a/b", False, "FileNotFound"),
        ("[datastore1] db01/db01.vmx/b", False, "NotADirectory"),
        ("[datastore1] db01/db01.vmx/b", True, "NotADirectory"),
        ("[datastore1] ../b", True, "InvalidDatastorePath"),
        ("[none] b", True, "InvalidDatastorePath"),
    ],
)
async def test_a_folder_that_cannot_be_made(
    call: Caller, name: str, parents: bool, fault: str
) -> None:
    with pytest.raises(FaultError) as refused:
        await call(vim.MakeDirectory(this=FILES, name=name, create_parent_directories=parents))
    assert refused.value.fault_type == fault


@pytest.mark.anyio
@pytest.mark.parametrize("kind", ["thin", "preallocated", "thick", "eagerZeroedThick"])
@pytest.mark.parametrize("adapter", ["lsiLogic", "busLogic", "ide", "pvscsi"])
async def test_disks_of_every_kind_are_made(
    call: Caller, clock: ManualClock, simulator: Simulator, kind: str, adapter: str
) -> None:
    await done(call, clock, make_disk("[datastore1] c.vmdk", kind, adapter))
    store = simulator.state.datastore("datastore1")
    assert store.taken("c.vmdk") == (0 if kind == "thin" else MIB)
    assert f'ddb.adapterType = "{adapter.lower()}"' in text_of(simulator, "c.vmdk")


@pytest.mark.anyio
async def test_folders_are_moved_and_copied_with_all_in_them(
    call: Caller, clock: ManualClock, simulator: Simulator
) -> None:
    simulator.change(lambda host: host.datastore("datastore1").put_text("a/b/c.txt", "text"))
    await done(call, clock, copy_file("[datastore1] a", "[nfs1] copy"))
    await done(call, clock, move_file("[datastore1] a", "[nfs1] moved"))
    store = simulator.state.datastore("nfs1")
    assert {"copy/b/c.txt", "moved/b/c.txt"} == set(store.files)
    assert not simulator.state.datastore("datastore1").exists("a")


@pytest.mark.anyio
async def test_force_replaces_what_is_there(
    call: Caller, clock: ManualClock, simulator: Simulator
) -> None:
    store = simulator.state.datastore("datastore1")
    with simulator.state.looking():
        for name in ("one", "two", "three"):
            store.put_text(name, name)
    await done(call, clock, copy_file("[datastore1] one", "[datastore1] two", force=True))
    await done(call, clock, move_file("[datastore1] one", "[datastore1] three", force=True))
    assert [text_of(simulator, name) for name in ("two", "three")] == ["one", "one"]
    assert not store.exists("one")

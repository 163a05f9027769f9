"""Which files a machine has: whatever names one counts, and what is not shown is a reason."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from aioesx import vim
from aioesx._server.collector import Properties
from aioesx.storage.machine_files import machine_files, media_of, snapshot_refs

Ref = vim.ManagedObjectReference

NOW = datetime(2026, 11, 1, tzinfo=UTC)
VM = Ref("VirtualMachine", "vm-1")
OLD, NEW = (Ref("VirtualMachineSnapshot", f"snapshot-{number}") for number in (1, 2))


def node(
    ref: Ref, name: str, children: list[vim.VirtualMachineSnapshotTree] | None = None
) -> vim.VirtualMachineSnapshotTree:
    return vim.VirtualMachineSnapshotTree(
        snapshot=ref,
        vm=VM,
        name=name,
        description="",
        create_time=NOW,
        state="poweredOff",
        quiesced=False,
        child_snapshot_list=children or [],
    )


def disk(name: str, parent: Any = None) -> vim.VirtualDisk:
    backing = vim.VirtualDiskFlatVer2BackingInfo(
        file_name=name, disk_mode="persistent", parent=parent
    )
    return vim.VirtualDisk(key=2000, capacity_in_kb=1024, backing=backing)


def file(key: int, name: str, size: int) -> vim.VirtualMachineFileLayoutExFileInfo:
    return vim.VirtualMachineFileLayoutExFileInfo(
        key=key, name=f"[ds1] web/{name}", type="diskExtent", size=size
    )


def layout(*chains: tuple[int, ...]) -> vim.VirtualMachineFileLayoutExDiskLayout:
    units = [vim.VirtualMachineFileLayoutExDiskUnit(file_key=list(keys)) for keys in chains]
    return vim.VirtualMachineFileLayoutExDiskLayout(key=2000, chain=units)


def machine(**more: Any) -> Properties:
    """A machine that tells everything, for the most part that there is nothing."""
    values = {
        "name": "web%2f01",
        "runtime.connectionState": "connected",
        "datastore": [],
        "layout": vim.VirtualMachineFileLayout(),
        "config.files": vim.VirtualMachineFileInfo(),
        "config.hardware.device": [],
        **more,
    }
    return Properties(VM, {key.replace("__", "."): value for key, value in values.items()})


BARE = Properties(OLD, {"config.hardware.device": []})
TREE = [node(OLD, "old", [node(NEW, "new")])]
BASE, FIRST, SECOND = (1, 2), (3, 4), (5, 6)
LAYOUT_EX = vim.VirtualMachineFileLayoutEx(
    timestamp=NOW,
    file=[
        file(1, "web.vmdk", 500),
        file(2, "web-flat.vmdk", 10_000),
        file(3, "web-000001.vmdk", 300),
        file(4, "web-000001-delta.vmdk", 2_000),
        file(5, "web-000002.vmdk", 300),
        file(6, "web-000002-delta.vmdk", 7_000),
        file(7, "web-Snapshot1.vmsn", 40),
        file(8, "web-Snapshot2.vmsn", 50),
        file(9, "web-Snapshot2.vmem", 4_000),
    ],
    disk=[layout(BASE, FIRST, SECOND)],
    snapshot=[
        vim.VirtualMachineFileLayoutExSnapshotLayout(key=OLD, data_key=7, disk=[layout(BASE)]),
        vim.VirtualMachineFileLayoutExSnapshotLayout(
            key=NEW, data_key=8, memory_key=9, disk=[layout(BASE, FIRST)]
        ),
    ],
)


def test_a_snapshot_takes_what_was_written_since_and_its_memory() -> None:
    values = machine(layoutEx=LAYOUT_EX, snapshot__rootSnapshotList=TREE)

    files = machine_files(values, {OLD: BARE, NEW: BARE})

    sizes = {each.name: (each.memory, each.delta) for each in files.snapshots}
    assert sizes == {"old": (40, 2_300), "new": (4_050, 7_300)}
    assert files.grown == {"ds1": 40 + 2_300 + 4_050 + 7_300}
    assert files.name == "web/01"
    assert files.problems == []


def test_a_snapshot_with_two_branches_counts_what_grew_on_both() -> None:
    layout_ex = LAYOUT_EX.__replace__(
        disk=[layout(BASE, SECOND)],
        snapshot=[
            vim.VirtualMachineFileLayoutExSnapshotLayout(key=OLD, data_key=7, disk=[layout(BASE)]),
            vim.VirtualMachineFileLayoutExSnapshotLayout(
                key=NEW, data_key=8, disk=[layout(BASE, FIRST)]
            ),
        ],
    )

    files = machine_files(
        machine(layoutEx=layout_ex, snapshot__rootSnapshotList=TREE),
        {OLD: BARE, NEW: BARE},
    )

    assert {each.name: each.delta for each in files.snapshots} == {"old": 2_300 + 7_300, "new": 0}


def test_disks_that_others_lie_on_and_those_of_snapshots_are_the_machines() -> None:
    below = vim.VirtualDiskFlatVer2BackingInfo(
        file_name="[ds1] base/base.vmdk", disk_mode="persistent"
    )
    values = machine(
        layout=vim.VirtualMachineFileLayout(),
        config__hardware__device=[disk("[ds2] web/web-000002.vmdk", below)],
        snapshot__rootSnapshotList=[node(OLD, "old")],
    )
    kept = Properties(OLD, {"config.hardware.device": [disk("[ds1] web/removed.vmdk")]})

    files = machine_files(values, {OLD: kept}, since_4=False)

    assert set(files.sizes) == {
        "[ds2] web/web-000002.vmdk",
        "[ds1] base/base.vmdk",
        "[ds1] web/removed.vmdk",
    }
    assert files.problems == []


def test_an_old_hosts_layout_names_some_files_beside_the_configuration() -> None:
    old = vim.VirtualMachineFileLayout(
        config_file=["web.vmx", "[ds1] web/web.vmxf"],
        log_file=["vmware.log"],
        disk=[
            vim.VirtualMachineFileLayoutDiskLayout(
                key=2000, disk_file=["[ds1] web/web.vmdk", "[ds1] web/web-flat.vmdk"]
            )
        ],
        snapshot=[
            vim.VirtualMachineFileLayoutSnapshotLayout(key=OLD, snapshot_file=["[ds1] web/a.vmsn"])
        ],
        swap_file="[ds1] web/web.vswp",
    )
    values = machine(
        layout=old, config__files=vim.VirtualMachineFileInfo(vm_path_name="[ds1] web/web.vmx")
    )

    files = machine_files(values, {}, since_4=False)

    names = {"web.vmx", "web.vmxf", "vmware.log", "web.vmdk", "web-flat.vmdk", "a.vmsn", "web.vswp"}
    assert set(files.sizes) == {f"[ds1] web/{name}" for name in names}
    assert files.directories == {"[ds1] web"}


def test_what_is_not_shown_is_a_reason() -> None:
    fault = vim.NoPermission(object=VM, privilege_id="System.Read")
    hidden = Properties(VM, {"name": "web01", "runtime.connectionState": "connected"})
    hidden.missing = {"layoutEx": fault, "config.hardware.device": fault}

    problems = machine_files(hidden, {}).problems

    for path in ("layoutEx", "config.hardware.device"):
        (told,) = [each for each in problems if f"does not tell its {path}: " in each]
        assert "System.Read" in told
    assert "the domain 'web01' does not tell its layout" in problems


def test_a_snapshot_that_is_gone_meanwhile_is_a_reason() -> None:
    values = machine(layoutEx=LAYOUT_EX, snapshot__rootSnapshotList=[node(OLD, "old")])

    assert machine_files(values, {}).problems == [
        "the snapshot 'old' of 'web/01' does not tell its disks"
    ]


def test_a_snapshot_that_the_layout_does_not_know_yet_is_a_reason() -> None:
    known, *_ = LAYOUT_EX.snapshot
    old = LAYOUT_EX.__replace__(snapshot=[known])
    values = machine(layoutEx=old, snapshot__rootSnapshotList=TREE)

    assert machine_files(values, {OLD: BARE, NEW: BARE}).problems == [
        "the snapshot 'new' of 'web/01' is not in the layout yet"
    ]


def test_a_machine_that_is_out_of_reach_is_a_reason() -> None:
    values = machine(layoutEx=LAYOUT_EX, runtime__connectionState="disconnected")

    assert machine_files(values, {}).problems == [
        "what is told of the domain 'web/01' may be old: it is disconnected"
    ]


def test_a_chain_that_goes_round_ends() -> None:
    first = vim.VirtualDiskFlatVer2BackingInfo(file_name="[ds1] a.vmdk", disk_mode="persistent")
    first.parent = first

    values = machine(layoutEx=LAYOUT_EX, config__hardware__device=[disk("[ds1] b.vmdk", first)])

    assert "[ds1] a.vmdk" in machine_files(values, {}).sizes


def test_snapshots_are_found_at_any_depth() -> None:
    assert snapshot_refs([machine(snapshot__rootSnapshotList=TREE)]) == [OLD, NEW]


def test_media_are_the_images_in_drives() -> None:
    iso = vim.VirtualCdromIsoBackingInfo(file_name="[ds1] iso/x.iso")
    drive = vim.VirtualCdrom(key=3000, backing=iso)
    values = machine(config__hardware__device=[drive, disk("[ds1] b.vmdk")])

    assert list(media_of(values)) == ["[ds1] iso/x.iso"]

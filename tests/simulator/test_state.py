"""State without a wire: snapshots' disks, datastore paths, configurations, clocks."""

from __future__ import annotations

import pytest

from aioesx.simulator import HostState, ManualClock, Options, presets
from aioesx.simulator.clock import Timeline
from aioesx.simulator.faults import Refused
from aioesx.simulator.methods.admission import admit
from aioesx.simulator.state import paths
from aioesx.simulator.state.config import Config, format_uuid, parse_uuid
from aioesx.simulator.state.machine import Machine
from aioesx.vmx.syntax import parse_vmx


@pytest.fixture
def host() -> HostState:
    return presets.small_host(clock=ManualClock())


@pytest.fixture
def db01(host: HostState) -> Machine:
    return host.find("db01")


def disks_in(host: HostState, folder: str) -> list[str]:
    store = host.datastore("datastore1")
    return sorted(
        path.rpartition("/")[2]
        for path, file in store.files.items()
        if path.startswith(f"{folder}/") and file.disk is not None
    )


def take(machine: Machine, name: str) -> None:
    machine.snapshots.take(name, "", memory=False, quiesce=False)


def test_each_snapshot_puts_a_disk_on_top(host: HostState, db01: Machine) -> None:
    take(db01, "a")
    take(db01, "b")
    assert db01.disk_names() == ["db01-000002.vmdk"]
    assert disks_in(host, "db01") == ["db01-000001.vmdk", "db01-000002.vmdk", "db01.vmdk"]


def test_reverting_drops_what_came_after(host: HostState, db01: Machine) -> None:
    take(db01, "a")
    db01.change({"memsize": "16"})
    db01.snapshots.revert(db01.snapshots.roots[0])
    assert db01.config.memory_mb == 8192
    assert db01.disk_names() == ["db01-000002.vmdk"]
    assert disks_in(host, "db01") == ["db01-000002.vmdk", "db01.vmdk"]


def test_removing_the_middle_one_merges_its_disk(host: HostState, db01: Machine) -> None:
    for name in "abc":
        take(db01, name)
    middle = db01.snapshots.roots[0].children[0]
    db01.snapshots.remove(middle, children=False)
    assert [s.name for s in db01.snapshots.all()] == ["a", "c"]
    assert len(disks_in(host, "db01")) == 3


def test_removing_all_leaves_the_first_disk(host: HostState, db01: Machine) -> None:
    for name in "abc":
        take(db01, name)
    db01.snapshots.remove_all()
    assert db01.disk_names() == ["db01.vmdk"]
    assert disks_in(host, "db01") == ["db01.vmdk"]
    assert not [p for p in host.datastore("datastore1").files if p.endswith(".vmsn")]


def test_a_branch_survives_the_removal_of_another(db01: Machine) -> None:
    take(db01, "a")
    take(db01, "b")
    db01.snapshots.revert(db01.snapshots.roots[0])
    take(db01, "c")
    root = db01.snapshots.roots[0]
    assert [child.name for child in root.children] == ["b", "c"]
    db01.snapshots.remove(root.children[0], children=True)
    assert [s.name for s in db01.snapshots.all()] == ["a", "c"]
    assert db01.snapshots.current is root.children[0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[ds] a/b", ("ds", "a/b")),
        ("[ds]", ("ds", "")),
        ("[ds] a//b/", ("ds", "a/b")),
        ("[a b]c", ("a b", "c")),
    ],
)
def test_datastore_paths(text: str, expected: tuple[str, str]) -> None:
    assert tuple(paths.parse(text)) == expected


@pytest.mark.parametrize(
    "text", ["", "ds", "[]x", "[ds", "[ds] ../x", "[ds] a/../../b", "[ds] a\0"]
)
def test_what_is_no_datastore_path_is_refused(text: str) -> None:
    with pytest.raises(Refused):
        paths.parse(text)


def test_settings_keep_their_order_and_case() -> None:
    config = Config(parse_vmx('memSize = "64"\nDisplayName = "a"\nx = "1"\n'))
    changed = config.with_settings({"MEMSIZE": "128", "x": None, "new": "2"})
    assert dict(changed.settings.items()) == {"memSize": "128", "DisplayName": "a", "new": "2"}
    assert config.memory_mb == 64


def test_uuids_come_back() -> None:
    text = "564d9bef-acd9-b4e0-c8f0-aea8b9103515"
    assert format_uuid(text) == "56 4d 9b ef ac d9 b4 e0-c8 f0 ae a8 b9 10 35 15"
    assert parse_uuid(format_uuid(text)) == text


def test_a_registered_machine_reads_its_file(host: HostState) -> None:
    store = host.datastore("datastore1")
    store.put_text("x/x.vmx", 'config.version = "8"\ndisplayName = "other"\nmemsize = "256"\n')
    machine = host.register(store.path("x/x.vmx"))
    assert (machine.name, machine.config.memory_mb) == ("other", 256)
    assert parse_uuid(machine.config.get("uuid.bios"))
    with pytest.raises(Refused, match="already exists"):
        host.register(store.path("x/x.vmx"))


def test_a_broken_file_is_no_machine(host: HostState) -> None:
    store = host.datastore("datastore1")
    store.put_text("x/x.vmx", "this is no VMX\n")
    with pytest.raises(Refused, match="Invalid virtual machine configuration"):
        host.register(store.path("x/x.vmx"))


def test_what_is_due_runs_in_order_at_its_own_time() -> None:
    clock = ManualClock()
    timeline, seen = Timeline(clock), list[tuple[str, float]]()
    timeline.schedule(5, lambda: seen.append(("late", timeline.seconds())))
    gone = timeline.schedule(1, lambda: seen.append(("gone", 0)))
    timeline.schedule(
        2, lambda: timeline.schedule(1, lambda: seen.append(("x", timeline.seconds())))
    )
    timeline.cancel(gone)
    clock.advance(10)
    assert timeline.run_due()
    assert seen == [("x", 3), ("late", 5)]


def start_refused(host: HostState, name: str) -> Refused:
    with pytest.raises(Refused) as caught:
        admit(host.find(name))
    return caught.value


def test_a_start_is_refused_without_room_or_right(host: HostState, db01: Machine) -> None:
    db01.change({"memsize": str(2**20)})
    assert start_refused(host, "db01").fault.wire_name == "InsufficientMemoryResourcesFault"
    db01.change({"memsize": "1024", "numvcpus": "64"})
    assert start_refused(host, "db01").fault.wire_name == "NotEnoughLogicalCpus"
    db01.change({"numvcpus": "1", "sched.cpu.min": "999999"})
    assert start_refused(host, "db01").fault.wire_name == "InsufficientCpuResourcesFault"
    db01.change({"sched.cpu.min": None, "virtualHW.version": "21"})
    assert start_refused(host, "db01").fault.wire_name == "VirtualHardwareVersionNotSupported"
    db01.change({"virtualHW.version": "13"})
    host.maintenance = True
    assert start_refused(host, "db01").fault.wire_name == "InvalidState"
    host.maintenance = False
    admit(db01)


# --- what a guest keeps in its memory -------------------------------------------------------------


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
def web01(clock: ManualClock) -> Machine:
    """A running machine of a host on which Tools take 5 s to start."""
    return presets.small_host(options=Options(tools_seconds=5.0), clock=clock).find("web01")


def advance(machine: Machine, clock: ManualClock, seconds: float) -> None:
    clock.advance(seconds)
    machine.host.timeline.run_due()


def test_a_resumed_guest_goes_on_where_it_was(web01: Machine, clock: ManualClock) -> None:
    booted = web01.boot_time
    advance(web01, clock, 100.0)
    web01.set_power("suspended")
    assert (web01.tools_running, web01.uptime(), web01.boot_time) == (False, 0, booted)
    advance(web01, clock, 1000.0)
    web01.set_power("poweredOn")
    assert (web01.tools_running, web01.uptime(), web01.boot_time) == (True, 100, booted)


def test_a_guest_that_is_powered_off_or_reset_boots(web01: Machine, clock: ManualClock) -> None:
    booted = web01.boot_time
    advance(web01, clock, 100.0)
    web01.set_power("suspended")
    web01.set_power("poweredOff")
    web01.set_power("poweredOn")
    assert (web01.tools_running, web01.uptime()) == (False, 0)
    assert web01.boot_time != booted
    advance(web01, clock, 5.0)
    assert web01.tools_running
    web01.set_power("poweredOn")
    assert (web01.tools_running, web01.uptime()) == (False, 0)


def test_a_guest_suspended_while_it_boots_boots_on(web01: Machine, clock: ManualClock) -> None:
    web01.set_power("poweredOn")
    advance(web01, clock, 3.0)
    web01.set_power("suspended")
    advance(web01, clock, 60.0)
    assert not web01.tools_running
    web01.set_power("poweredOn")
    advance(web01, clock, 1.0)
    assert not web01.tools_running
    advance(web01, clock, 1.0)
    assert (web01.tools_running, web01.uptime()) == (True, 5)


def test_a_guest_without_tools_is_resumed_without(clock: ManualClock) -> None:
    win01 = presets.small_host(clock=clock).find("win01")
    win01.set_power("suspended")
    win01.set_power("poweredOn")
    advance(win01, clock, 60.0)
    assert not win01.tools_running


def test_a_snapshot_with_memory_brings_the_guest_back(web01: Machine, clock: ManualClock) -> None:
    advance(web01, clock, 100.0)
    web01.snapshots.take("m", "", memory=True, quiesce=False)
    web01.set_power("poweredOff")
    advance(web01, clock, 100.0)
    web01.snapshots.revert(web01.snapshots.roots[0])
    assert (web01.power, web01.tools_running, web01.uptime()) == ("poweredOn", True, 100)


def test_a_snapshot_of_a_suspended_guest_keeps_its_memory(
    web01: Machine, clock: ManualClock
) -> None:
    advance(web01, clock, 100.0)
    web01.set_power("suspended")
    web01.snapshots.take("s", "", memory=True, quiesce=False)
    web01.set_power("poweredOff")
    web01.snapshots.revert(web01.snapshots.roots[0])
    assert (web01.power, web01.tools_running) == ("suspended", False)
    web01.set_power("poweredOn")
    assert (web01.tools_running, web01.uptime()) == (True, 100)

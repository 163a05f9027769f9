"""Leases and others' clients: pyVmomi holds them, qemu-img reads what they give."""

from __future__ import annotations

import http.client
import importlib
import ssl
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from support.pyvmomi import pyvmomi

from aioesx.disk.stream import GRAIN
from aioesx.simulator import FileContent, ManualClock, Pattern, Simulator, Site, World, presets
from aioesx.simulator.vcenter import VCenter

pytestmark = [pytest.mark.peer("pyvmomi"), pytest.mark.peer("qemu-img")]

SIZE = 4 * 2**20 + 512


@pytest.fixture
def simulator() -> Iterator[Simulator]:
    with Simulator(presets.small_host(), password="secret") as simulator:
        yield simulator


def found(service: Any, name: str) -> Any:
    content = service.RetrieveContent()
    vim: Any = importlib.import_module("pyVmomi").vim
    view = content.viewManager.CreateContainerView(content.rootFolder, [vim.VirtualMachine], True)
    return next(machine for machine in view.view if machine.name == name)


def _later(clock: ManualClock, seconds: float, _: object) -> None:
    clock.advance(seconds)


def ready(lease: Any) -> Any:
    for _ in range(500):
        if lease.state != "initializing":
            return lease.info
        time.sleep(0.01)
    raise AssertionError(lease.state)


def fetch(simulator: Any, url: str) -> bytes:
    context = ssl.create_default_context(cafile=simulator.ca_file)
    request = urllib.request.Request(url.replace("*", f"127.0.0.1:{simulator.port}", 1))
    with urllib.request.urlopen(request, context=context, timeout=20) as answer:
        assert answer.headers["transfer-encoding"] == "chunked"
        content: bytes = answer.read()
    return content


def qemu_img(*arguments: str | Path) -> str:
    done = subprocess.run(["qemu-img", *arguments], check=True, capture_output=True, text=True)
    return done.stdout


def same(simulator: Simulator, stream: bytes, folder: Path) -> None:
    """Have qemu-img compare a stream with what the simulator holds."""
    vmdk, raw = folder / "disk.vmdk", folder / "disk.raw"
    vmdk.write_bytes(stream)
    disk = simulator.read_disk("db01")
    with raw.open("wb") as file:
        file.truncate(len(disk))
        for at in range(0, 16 * 2**20, 2**20):
            file.seek(at)
            file.write(disk.read(at, 2**20))
    assert "No errors" in qemu_img("check", vmdk)
    assert "identical" in qemu_img("compare", "-f", "vmdk", "-F", "raw", vmdk, raw)


@pytest.mark.parametrize("snapshots", [0, 2])
def test_an_exported_disk_is_what_the_simulator_holds(
    simulator: Simulator, tmp_path: Path, snapshots: int
) -> None:
    simulator.fill_disk("db01", "", lambda size: Pattern(SIZE))
    for number in range(snapshots):
        simulator.write_disk("db01", "", number * 2**20 + 77, b"link" * 1000)
        simulator.change(
            lambda host: host.find("db01").snapshots.take("s", "", memory=False, quiesce=False)
        )
    simulator.write_disk("db01", "", 9 * 2**20, b"far away")

    with pyvmomi(simulator.url) as service:
        lease = found(service, "db01").ExportVm()
        info = ready(lease)
        lease.Progress(percent=50)
        (url,) = info.deviceUrl
        stream = fetch(simulator, url.url)
        (entry,) = lease.GetManifest()
        lease.Complete()
        state = lease.state

    assert (state, entry.size, entry.key) == ("done", len(stream), url.key)
    assert entry.populatedSize >= SIZE // GRAIN * GRAIN
    same(simulator, stream, tmp_path)


def test_a_property_collector_of_pyvmomi_sees_the_states() -> None:
    vmodl: Any = importlib.import_module("pyVmomi").vmodl
    vim: Any = importlib.import_module("pyVmomi").vim
    clock = ManualClock()
    host = presets.small_host(clock=clock)
    with Simulator(host, password="secret") as simulator, pyvmomi(simulator.url) as service:
        collector = service.RetrieveContent().propertyCollector
        lease = found(service, "db01").ExportVm()
        query = vmodl.query.PropertyCollector
        spec = query.FilterSpec(
            objectSet=[query.ObjectSpec(obj=lease)],
            propSet=[query.PropertySpec(type=vim.HttpNfcLease, pathSet=["state"])],
        )
        collector.CreateFilter(spec, partialUpdates=True)
        seen: list[str] = []
        version = ""
        for seconds in (host.options.task_seconds, host.options.lease_seconds, 0):
            update = collector.WaitForUpdates(version)
            version = update.version
            seen += [str(update.filterSet[0].objectSet[0].changeSet[0].val)]
            simulator.change(partial(_later, clock, seconds))
        error = lease.error

    assert seen == ["initializing", "ready", "error"]
    assert isinstance(error, vim.fault.Timedout)


def test_a_stalled_stream_ends_with_the_reader_patience(simulator: Simulator) -> None:
    simulator.fill_disk("db01", "", lambda size: Pattern(SIZE))
    simulator.fault_on("GET", object="db01", stall_after=2**19)
    with pyvmomi(simulator.url) as service:
        url = ready(found(service, "db01").ExportVm()).deviceUrl[0].url
        context = ssl.create_default_context(cafile=simulator.ca_file)
        target = url.replace("*", f"127.0.0.1:{simulator.port}", 1)

        with urllib.request.urlopen(target, context=context, timeout=0.5) as answer:
            assert len(answer.read(2**19)) == 2**19
            with pytest.raises(TimeoutError):
                answer.read(1)


def test_pyvmomi_asks_what_has_changed(simulator: Simulator) -> None:
    vim: Any = importlib.import_module("pyVmomi").vim
    wait: Any = importlib.import_module("pyVim.task").WaitForTask

    def snapshot(machine: Any) -> tuple[Any, str]:
        wait(machine.CreateSnapshot_Task("s", None, False, False))
        taken = machine.snapshot.currentSnapshot
        devices = taken.config.hardware.device
        return taken, next(d for d in devices if d.key == 2000).backing.changeId

    with pyvmomi(simulator.url) as service:
        machine = found(service, "web01")
        wait(machine.ReconfigVM_Task(vim.vm.ConfigSpec(changeTrackingEnabled=True)))
        _, first = snapshot(machine)
        simulator.write_disk("web01", "", 3 * GRAIN + 5, b"new")
        second, _ = snapshot(machine)
        told = machine.QueryChangedDiskAreas(second, 2000, 0, first)

    assert [(area.start, area.length) for area in told.changedArea] == [(3 * GRAIN, GRAIN)]
    assert told.length == len(simulator.read_disk("web01"))


def test_a_cut_stream_is_refused_by_qemu(simulator: Simulator, tmp_path: Path) -> None:
    simulator.fill_disk("db01", "", lambda size: Pattern(SIZE))
    simulator.fault_on("GET", object="/nfc/*", cut_after=2**20)
    with pyvmomi(simulator.url) as service:
        url = ready(found(service, "db01").ExportVm()).deviceUrl[0].url

        with pytest.raises(http.client.IncompleteRead) as caught:
            fetch(simulator, url)

    assert len(caught.value.partial) <= 2**20
    (tmp_path / "cut.vmdk").write_bytes(caught.value.partial)
    with pytest.raises(subprocess.CalledProcessError):
        qemu_img("check", "-f", "vmdk", tmp_path / "cut.vmdk")


def test_by_way_of_a_vcenter_the_url_names_the_host(tmp_path: Path) -> None:
    world = World()
    host = presets.small_host(shared=world)
    vcenter = VCenter(world=world)
    vcenter.add_host(host, vcenter.add_datacenter("dc1"), name="esx1", address="127.0.0.11")
    content = tmp_path / "content"
    content.write_bytes(b"on the disk" * 1000)
    with Site({"esx1": host}, vcenter=vcenter, password="secret") as site:
        assert site.vcenter is not None
        site.hosts["esx1"].fill_disk("db01", "", lambda size: FileContent(content, size))
        with pyvmomi(site.vcenter.url) as service:
            lease = found(service, "db01").ExportVm()
            info = ready(lease)
            url = info.deviceUrl[0]
            lease.Abort()
            assert lease.state == "error"
        expected = site.hosts["esx1"].address

    assert url.url.startswith(f"https://{expected}:")
    assert len(url.sslThumbprint) == 59
    assert info.entity._moId.startswith("vm-")

"""Machines that arrive by others' clients: pyVmomi and govmomi send what qemu-img then compares."""

from __future__ import annotations

import importlib
import ssl
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from support.judges import IMPORT_CLIENT
from support.pyvmomi import pyvmomi

from aioesx.disk.stream import GRAIN
from aioesx.ovf import parse_ovf
from aioesx.simulator import Pattern, Simulator, Site, World, presets
from aioesx.simulator.profile import ESXI_8_0
from aioesx.simulator.vcenter import VCenter

pytestmark = pytest.mark.peer("pyvmomi")

FAR = 9 * 2**20
SIZE = 4 * 2**20 + 512


@pytest.fixture
def simulator() -> Iterator[Simulator]:
    with Simulator(presets.small_host(profile=ESXI_8_0), password="secret") as simulator:
        simulator.fill_disk("db01", "", lambda size: Pattern(SIZE))
        simulator.write_disk("db01", "", FAR, b"far away")
        yield simulator


def found(service: Any, kind: str, name: str) -> Any:
    content = service.RetrieveContent()
    vim: Any = importlib.import_module("pyVmomi").vim
    types = [getattr(vim, kind)]
    view = content.viewManager.CreateContainerView(content.rootFolder, types, True)
    return next(each for each in view.view if each.name == name)


def ready(lease: Any) -> Any:
    for _ in range(500):
        if lease.state != "initializing":
            return lease.info
        time.sleep(0.01)
    raise AssertionError(lease.state)


def over_http(simulator: Any, url: str, data: bytes | None = None, **headers: str) -> bytes:
    """Fetch a file of a lease, or send one, as samples for pyVmomi do it: by urllib."""
    context = ssl.create_default_context(cafile=simulator.ca_file)
    target = url.replace("*", f"127.0.0.1:{simulator.port}", 1)
    request = urllib.request.Request(target, data, headers)
    with urllib.request.urlopen(request, context=context, timeout=20) as answer:
        assert answer.status == 200
        body: bytes = answer.read()
    return body


def same(simulator: Any, one: str, other: str, folder: Path) -> None:
    """Have qemu-img compare the disks of two machines as far as anything was written."""
    files = []
    for name in (one, other):
        disk, path = simulator.read_disk(name), folder / f"{name}.raw"
        with path.open("wb") as file:
            file.truncate(len(disk))
            for at in range(0, 16 * 2**20, 2**20):
                file.seek(at)
                file.write(disk.read(at, 2**20))
        files.append(path)
    command = ["qemu-img", "compare", "-f", "raw", "-F", "raw", *map(str, files)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    assert "identical" in done.stdout


def govmomi(simulator: Any, *words: str | Path) -> list[str]:
    done = subprocess.run(
        [IMPORT_CLIENT, simulator.url, *words],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def exported(service: Any, simulator: Simulator, folder: Path) -> None:
    """Have pyVmomi export a machine: its disk, and the descriptor that the host writes."""
    vim: Any = importlib.import_module("pyVmomi").vim
    manager = vim.OvfManager
    machine = found(service, "VirtualMachine", "db01")
    lease = machine.ExportVm()
    files = []
    for url in ready(lease).deviceUrl:
        data = over_http(simulator, url.url)
        (folder / url.targetId).write_bytes(data)
        files.append(manager.OvfFile(deviceId=url.key, path=url.targetId, size=len(data)))
    lease.Complete()
    params = manager.CreateDescriptorParams(name="db01", ovfFiles=files)
    told = service.RetrieveContent().ovfManager.CreateDescriptor(machine, params)
    assert not told.error
    (folder / "db01.ovf").write_text(told.ovfDescriptor, "utf-8")


def imported(service: Any, simulator: Any, folder: Path, name: str, **where: Any) -> Any:
    """Have pyVmomi import a package, as its samples do; return the state and the machine."""
    vim: Any = importlib.import_module("pyVmomi").vim
    content = service.RetrieveContent()
    center = content.rootFolder.childEntity[0]
    pool = center.hostFolder.childEntity[0].resourcePool
    params = vim.OvfManager.CreateImportSpecParams(entityName=name, diskProvisioning="thin")
    made = content.ovfManager.CreateImportSpec(
        next(folder.glob("*.ovf")).read_text("utf-8"),
        pool,
        found(service, "Datastore", "datastore1"),
        params,
    )
    assert not made.error
    lease = pool.ImportVApp(made.importSpec, center.vmFolder, **where)
    info = ready(lease)
    items = {item.deviceId: item for item in made.fileItem}
    for url in info.deviceUrl:
        item = items[url.importKey]
        over_http(simulator, url.url, (folder / item.path).read_bytes())
        lease.Progress(percent=50)
    lease.Complete()
    return lease.state, info.entity


@pytest.mark.peer("qemu-img")
def test_pyvmomi_takes_a_machine_out_and_in_again(simulator: Simulator, tmp_path: Path) -> None:
    with pyvmomi(simulator.url) as service:
        exported(service, simulator, tmp_path)
        state, machine = imported(service, simulator, tmp_path, "copy01")
        told = machine.config
        kinds = [type(device).__name__ for device in told.hardware.device]
        theirs = found(service, "VirtualMachine", "db01").config.hardware.device
        original = [type(device).__name__ for device in theirs]

    assert state == "done"
    assert (told.name, told.files.vmPathName) == ("copy01", "[datastore1] copy01/copy01.vmx")
    assert sorted(kinds) == sorted(original)
    assert simulator.open_leases == 0
    same(simulator, "db01", "copy01", tmp_path)


@pytest.mark.peer("qemu-img")
@pytest.mark.peer("govmomi-import")
@pytest.mark.parametrize("provisioning", ["thin", "thick"])
def test_govmomi_takes_in_what_pyvmomi_took_out(
    simulator: Simulator, tmp_path: Path, provisioning: str
) -> None:
    with pyvmomi(simulator.url) as service:
        exported(service, simulator, tmp_path)

    told = govmomi(simulator, "import", "copy01", tmp_path, "db01.ovf", provisioning)

    assert told[-2:] == [
        "sent disk-0.vmdk /copy01/VirtualLsiLogicController0:0",
        "done poweredOff",
    ]
    assert not [line for line in told if line.startswith("warning")]
    assert simulator.open_leases == 0
    same(simulator, "db01", "copy01", tmp_path)


@pytest.mark.peer("qemu-img")
@pytest.mark.peer("govmomi-import")
def test_pyvmomi_takes_in_what_govmomi_took_out(simulator: Simulator, tmp_path: Path) -> None:
    told = govmomi(simulator, "export", "db01", tmp_path)
    assert told == ["got db01-disk-0.vmdk"]
    assert parse_ovf((tmp_path / "db01.ovf").read_text("utf-8")).warnings == ()

    with pyvmomi(simulator.url) as service:
        state, _ = imported(service, simulator, tmp_path, "copy01")

    assert state == "done"
    same(simulator, "db01", "copy01", tmp_path)


def test_a_stream_that_is_cut_leaves_nothing_to_pyvmomi(
    simulator: Simulator, tmp_path: Path
) -> None:
    with pyvmomi(simulator.url) as service:
        exported(service, simulator, tmp_path)
        whole = tmp_path / "disk-0.vmdk"
        whole.write_bytes(whole.read_bytes()[: 5 * GRAIN])
        with pytest.raises(urllib.error.HTTPError) as caught:
            imported(service, simulator, tmp_path, "copy01")
        root = service.RetrieveContent().rootFolder
        names = [each.name for each in root.childEntity[0].vmFolder.childEntity]

    assert caught.value.code == 500
    assert "copy01" not in names
    assert simulator.open_leases == 0


@pytest.mark.peer("qemu-img")
@pytest.mark.peer("govmomi-import")
@pytest.mark.parametrize("client", ["pyvmomi", "govmomi"])
def test_by_way_of_a_vcenter_a_machine_arrives_at_a_host(tmp_path: Path, client: str) -> None:
    world = World()
    host = presets.small_host(shared=world, profile=ESXI_8_0)
    vcenter = VCenter(world=world)
    vcenter.add_host(host, vcenter.add_datacenter("dc1"), name="esx1", address="127.0.0.11")
    with Site({"esx1": host}, vcenter=vcenter, password="secret") as site:
        assert site.vcenter is not None
        one = site.hosts["esx1"]
        one.fill_disk("db01", "", lambda size: Pattern(SIZE))
        govmomi(site.vcenter, "export", "db01", tmp_path)

        if client == "govmomi":
            govmomi(site.vcenter, "import", "copy01", tmp_path, "db01.ovf", "thin")
        else:
            with pyvmomi(site.vcenter.url) as service:
                imported(service, one, tmp_path, "copy01")

        assert one.open_leases == 0
        same(one, "db01", "copy01", tmp_path)

"""After every verb of devices, libvirt's virsh and pyVmomi are asked what the machine is.

virsh reads the VMX file, pyVmomi the API; our client changed it by neither.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Awaitable, Callable, Iterator
from typing import Any, Final

import anyio
import anyio.to_thread
import pytest
from support.pyvmomi import pyvmomi
from support.virsh import Virsh

import aioesx
from aioesx.definition import CharacterDevice, Controller, Disk, Interface
from aioesx.simulator import Options, Simulator, presets

pytestmark = [pytest.mark.peer("virsh"), pytest.mark.peer("pyvmomi"), pytest.mark.anyio]

ON, OFF = "web01", "db01"
MAC: Final = "00:50:56:01:02:03"
GIB: Final = 2**30
ISO: Final = "[datastore1] iso/a.iso"


def extra(domain: aioesx.Domain) -> str:
    """Return the path of a disk of one's own."""
    return f"[datastore1] {domain.name}/extra.vmdk"


Verb = Callable[[aioesx.Domain], Awaitable[object]]

# fmt: off
VERBS: Final[dict[str, tuple[str, Verb]]] = {
    "a disk made": (ON, lambda it: it.attach(Disk(source=extra(it)), create=GIB)),
    "a disk on a new controller": (OFF, lambda it: it.attach(Disk(target="sdab"), create=GIB)),
    "a SATA disk": (OFF, lambda it: it.attach(Disk(bus="sata"), create=GIB)),
    "an IDE disk": (OFF, lambda it: it.attach(Disk(target="hda", bus="ide"), create=GIB)),
    "an independent disk": (OFF, lambda it: it.attach(Disk(transient=True), create=GIB)),
    "a disk gone": (ON, lambda it: it.detach("sdb")),
    "the same disk again": (ON, lambda it: it.attach(Disk(target="sdd", source=extra(it)))),
    "a disk grown": (ON, lambda it: it.grow("sdd", 2 * GIB)),
    "a card": (ON, lambda it: it.attach(Interface(source="VM Network", mac=MAC, model="e1000"))),
    "a card moved": (ON, lambda it: it.update(Interface(mac=MAC, source="DMZ"))),
    "a link": (ON, lambda it: it.set_link(MAC, False)),
    "a card gone": (ON, lambda it: it.detach(MAC)),
    "a medium": (ON, lambda it: it.update(
        Disk(target="hdc", bus="ide", device="cdrom", source=ISO))),
    "no medium": (ON, lambda it: it.update(Disk(target="hdc", bus="ide", device="cdrom"))),
    "a file port": (OFF, lambda it: it.attach(
        CharacterDevice(type="file", path="[datastore1] db01/com1.log"))),
    "a pipe": (OFF, lambda it: it.attach(CharacterDevice(type="pipe", path="com2"))),
    "a network port": (OFF, lambda it: it.attach(
        CharacterDevice(type="tcp", host="h", service="5000", mode="connect"))),
    "a controller": (OFF, lambda it: it.attach(Controller(type="scsi", model="vmpvscsi"))),
    "a port gone": (OFF, lambda it: it.detach(CharacterDevice(port=1))),
    "a disk gone with its file": (ON, lambda it: it.detach("sdd", delete_files=True)),
    "a description": (ON, lambda it: it.configure(description="first\nsecond")),
    "another firmware": (OFF, lambda it: it.configure(firmware="efi")),
    "another name": (ON, lambda it: it.rename("web02")),
}
# fmt: on


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
def simulator() -> Iterator[Simulator]:
    host = presets.small_host(options=Options(task_seconds=0.0, queue_seconds=0.0))
    host.datastore("datastore1").put_text("iso/a.iso", "x")
    with Simulator(host, username="root", password="secret") as simulator:
        yield simulator


def by_virsh(xml: str) -> set[tuple[str | None, ...]]:
    """Return what virsh's XML says: name and file of disks, network and address of cards, ports."""
    root = ET.fromstring(xml)
    found: set[tuple[str | None, ...]] = set()
    for disk in root.iterfind("devices/disk"):
        target, source = disk.find("target"), disk.find("source")
        assert target is not None
        file = source.get("file") if source is not None else None
        found.add((disk.get("device"), target.get("dev"), target.get("bus"), file))
    for card in root.iterfind("devices/interface"):
        facts = [card.find(name) for name in ("mac", "source", "model")]
        mac, network, model = (dict(one.attrib) if one is not None else {} for one in facts)
        found.add(("interface", mac["address"], network.get("bridge"), model.get("type")))
    for port in root.iterfind("devices/serial"):
        target = port.find("target")
        assert target is not None
        found.add(("serial", target.get("port"), port.get("type"), None))
    return found


def by_us(devices: list[aioesx.DomainDevice]) -> set[tuple[str | None, ...]]:
    """Return the same of our own list; libvirt does not show an empty drive, a client's."""
    found: set[tuple[str | None, ...]] = set()
    for one in devices:
        if one.kind in ("disk", "cdrom", "floppy") and one.source is not None:
            found.add((one.kind, one.target, one.bus, one.source))
        elif one.kind == "interface":
            found.add(("interface", one.mac, one.source, one.model))
        elif one.kind == "serial":
            source = one.source or ""
            kind = "tcp" if "://" in source else "file" if source.startswith("[") else "pipe"
            found.add(("serial", str(one.number), kind, None))
    return found


def by_pyvmomi(url: str, name: str) -> tuple[dict[str, Any], list[tuple[Any, ...]]]:
    """Return the machine's settings and devices as pyVmomi reads them."""
    with pyvmomi(url) as service:
        content = service.RetrieveContent()
        view = content.viewManager.CreateContainerView(content.rootFolder, None, True)
        machine = next(one for one in view.view if getattr(one, "name", "") == name)
        config = machine.config
        devices = [
            (
                device.key,
                getattr(device.backing, "fileName", None),
                getattr(device, "capacityInBytes", None),
                getattr(device, "macAddress", None),
                device.connectable.startConnected if device.connectable else None,
            )
            for device in config.hardware.device
        ]
        return {"description": config.annotation, "firmware": config.firmware}, sorted(devices)


@pytest.mark.parametrize("last", range(len(VERBS)), ids=list(VERBS))
async def test_virsh_and_pyvmomi_tell_the_machine_that_we_made(
    virsh: Virsh, simulator: Simulator, last: int
) -> None:
    """The verbs build on each other; each is a row that is judged on a host of its own."""
    name, change = list(VERBS.values())[last]
    uri = f"{simulator.uri}&no_verify=1" if "?" in simulator.uri else f"{simulator.uri}?no_verify=1"
    async with aioesx.connect(uri, password="secret") as esx:
        for earlier, before in list(VERBS.values())[:last]:
            await before(await esx.domains.lookup(earlier))
        domain = await esx.domains.lookup(name)
        await change(domain)
        devices, settings = await domain.devices(), await domain.configuration()

    run = anyio.to_thread.run_sync
    outcome = await run(lambda: virsh(uri, "dumpxml", domain.name))
    assert outcome.status == 0, outcome.stderr
    assert by_virsh(outcome.stdout) == by_us(devices)

    told, theirs = await run(by_pyvmomi, simulator.url, domain.name)
    files = {"disk", "cdrom", "floppy", "serial"}
    assert theirs == sorted(
        (
            one.key,
            one.source if one.kind in files and (one.source or "").startswith("[") else None,
            one.capacity,
            one.mac,
            one.start_connected,
        )
        for one in devices
    )
    assert told == {"description": settings.description, "firmware": settings.firmware}

"""virsh's `dumpxml` of a machine whose devices changed: libvirt reads the VMX that we write."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from support.device_changes import change, changes, find
from support.device_table import DEVICES, SETTINGS
from support.virsh import Virsh

from aioesx.simulator import Simulator, presets
from aioesx.simulator.presets import MachineKind, add_machine
from aioesx.simulator.profile import ESXI_7_0
from aioesx.simulator.properties.devices import devices
from aioesx.simulator.state.machine import Machine

pytestmark = pytest.mark.peer("virsh")

Dump = Callable[[], ElementTree.Element]


@pytest.fixture
def simulator() -> Iterator[Simulator]:
    host = presets.empty_host(profile=ESXI_7_0)
    add_machine(host, MachineKind("web", settings=tuple(SETTINGS.items())))
    host.datastore("datastore1").put_text("tools.iso", "image")
    with Simulator(host, password="secret") as simulator:
        yield simulator


@pytest.fixture
def machine(simulator: Simulator) -> Machine:
    return simulator.state.find("web")


@pytest.fixture
def dump(simulator: Simulator, tmp_path: Path) -> Dump:
    def dumped() -> ElementTree.Element:
        done = Virsh(tmp_path)(f"{simulator.uri}?no_verify=1", "dumpxml", "web")
        assert done.status == 0, done.stderr
        return ElementTree.fromstring(done.stdout)

    return dumped


def attributes(root: ElementTree.Element, path: str) -> list[str]:
    """Return an attribute of every element, ``devices/disk/target@dev``."""
    where, _, name = path.partition("@")
    return [found.get(name, "") for found in root.findall(where)]


SHOWN: Final = {
    # kind: where it stands, and what is new there
    "disk on scsi": ("devices/disk/source@file", "[datastore1] web/web_1.vmdk"),
    "disk on sata": ("devices/disk/source@file", "[datastore1] web/web_1.vmdk"),
    "disk on ide": ("devices/disk/target@dev", "hdb"),
    "ethernet": ("devices/interface/model@type", "e1000"),
    "serial": ("devices/serial/source@path", "com1"),
    "parallel": ("devices/parallel/source@path", "/dev/parport0"),
    "scsi controller": ("devices/controller@index", ""),
}
"""Of the others nothing: drives of the client's, and what libvirt's driver has no words for."""


@pytest.mark.parametrize("kind", DEVICES)
def test_virsh_sees_a_device_come_and_go(
    simulator: Simulator, machine: Machine, dump: Dump, kind: str
) -> None:
    before, known = dump(), {device.key for device in devices(machine)}
    file = "create" if kind.startswith("disk") else None

    simulator.change(lambda _: changes(machine, change("add", DEVICES[kind], file)))
    path, value = SHOWN.get(kind, ("name", ""))
    if value:
        assert value not in attributes(before, path)
        assert value in attributes(dump(), path)
    assert dump().findtext("name") == "web"

    added = next(device for device in devices(machine) if device.key not in known)
    simulator.change(lambda _: changes(machine, change("remove", added)))
    assert ElementTree.tostring(dump()) == ElementTree.tostring(before)


def test_virsh_sees_a_changed_card_and_an_image(
    simulator: Simulator, machine: Machine, dump: Dump
) -> None:
    card: Any = find(machine, 4000)
    card.backing.device_name = "DMZ"
    card.address_type, card.mac_address = "manual", "52:54:00:01:02:03"
    drive = {
        **DEVICES["cdrom on sata"],
        "backing": {"type": "VirtualCdromIsoBackingInfo", "fileName": "[datastore1] tools.iso"},
    }
    floppy = {
        **DEVICES["floppy"],
        "backing": {"type": "VirtualFloppyImageBackingInfo", "fileName": "[datastore1] tools.iso"},
    }
    entries = [change("edit", card), change("add", drive), change("add", floppy)]
    simulator.change(lambda _: changes(machine, *entries))

    root = dump()
    assert attributes(root, "devices/interface/source@bridge") == ["DMZ"]
    assert attributes(root, "devices/interface/mac@address") == ["52:54:00:01:02:03"]
    assert attributes(root, "devices/disk/source@file")[1:] == ["[datastore1] tools.iso"] * 2
    assert attributes(root, "devices/disk@device") == ["disk", "cdrom", "floppy"]


def test_virsh_sees_a_configuration(simulator: Simulator, machine: Machine, dump: Dump) -> None:
    simulator.change(
        lambda _: machine.change({"annotation": "two|0alines", "firmware": "efi", "memsize": "512"})
    )
    root = dump()
    assert root.findtext("description") == "two\nlines"
    assert root.findtext("memory") == str(512 * 1024)
    assert find(machine, 2000) is not None

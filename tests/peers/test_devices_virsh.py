"""`domblklist`, `domiflist`: read from the definition, so virsh's for every device."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import pytest
from support.command import command
from support.virsh import Virsh

from aioesx.simulator import Simulator, presets

pytestmark = pytest.mark.peer("virsh")

Settings = tuple[tuple[str, str], ...]


def card(**settings: str) -> Settings:
    given = {"present": "TRUE", "addressType": "generated"} | settings
    address = () if "address" in settings else (("generatedAddress", "00:0c:29:aa:bb:cc"),)
    return tuple((f"ethernet1.{key}", value) for key, value in (*given.items(), *address))


def drive(**settings: str) -> Settings:
    return tuple((f"ide0:0.{key}", value) for key, value in {"present": "TRUE", **settings}.items())


MACHINES: Final[dict[str, Settings]] = {
    "autodetect": drive(deviceType="cdrom-raw", fileName="auto detect", autodetect="TRUE"),
    "atapi": drive(deviceType="atapi-cdrom", fileName="/dev/cdrom"),
    "remote": drive(deviceType="cdrom-raw", clientDevice="TRUE", fileName="emptyBackingString"),
    "image": drive(deviceType="cdrom-image", fileName="/vmfs/volumes/datastore1/iso/a.iso"),
    "floppy": (
        ("floppy0.present", "TRUE"),
        ("floppy0.fileType", "file"),
        ("floppy0.fileName", "disk.flp"),
    ),
    "sata": (
        ("sata0.present", "TRUE"),
        ("sata0:0.present", "TRUE"),
        ("sata0:0.deviceType", "disk"),
        ("sata0:0.fileName", "s.vmdk"),
    ),
    "no model": card(networkName="VM Network"),
    "vmxnet2": card(virtualDev="vmxnet", features="15", networkName="VM Network"),
    "e1000e": card(virtualDev="e1000e", networkName="VM Network"),
    "vlance": card(virtualDev="vlance", networkName="VM Network"),
    "user": card(connectionType="nat"),
    "target": card(connectionType="custom", networkName="LAN", vnet="vmnet7"),
    "not connected": card(startConnected="FALSE", virtualDev="e1000", networkName="VM Network"),
    "distributed port": tuple(
        (f"ethernet1.dvs.{key}", value)
        for key, value in {
            "switchId": "50 34 26 b2 94 e9 3b 16-1d 68 87 bf ff 4a 54 40",
            "portgroupId": "dvportgroup-1285",
            "portId": "6",
            "connectionId": "408217997",
        }.items()
    )
    + card(virtualDev="vmxnet3"),
}

# libvirt has no words for them, and so virsh shows nothing.
WITHOUT_XML: Final[dict[str, Settings]] = {
    "empty image": drive(deviceType="cdrom-image", fileName=""),
    "host only": card(connectionType="hostonly"),
}


@pytest.fixture(scope="module")
def uri() -> Iterator[str]:
    state = presets.small_host(machines=1)
    for name, settings in (MACHINES | WITHOUT_XML).items():
        presets.add_machine(state, presets.MachineKind(name, settings=settings))
    with Simulator(state, username="root", password="secret", tls=False) as simulator:
        yield simulator.uri


LISTS: Final = [["domblklist"], ["domblklist", "--details"], ["domiflist"]]


@pytest.mark.parametrize("words", LISTS, ids=" ".join)
@pytest.mark.parametrize("name", MACHINES)
def test_the_same_list(virsh: Virsh, uri: str, name: str, words: list[str]) -> None:
    expected, outcome = virsh(uri, *words, name), command(uri, *words, name)

    assert (expected.status, outcome.status, outcome.stderr) == (0, 0, "")
    assert outcome.stdout == expected.stdout


@pytest.mark.parametrize("words", LISTS, ids=" ".join)
@pytest.mark.parametrize("name", WITHOUT_XML)
def test_what_virsh_cannot_say_is_shown_as_the_host_has_it(
    virsh: Virsh, uri: str, name: str, words: list[str]
) -> None:
    expected, outcome = virsh(uri, *words, name), command(uri, *words, name)

    assert (expected.status, outcome.status) == (1, 0)
    assert outcome.stderr.startswith("warning: shown are the host's devices")
    assert outcome.stdout.count("\n") > 3


def test_a_card_is_found_by_its_target(virsh: Virsh, uri: str) -> None:
    words = ["domif-getlink", "target", "vmnet7"]

    assert command(uri, *words).stdout == virsh(uri, *words).stdout == "vmnet7 up\n"


def test_a_card_that_will_not_be_connected_is_down(uri: str) -> None:
    """virsh calls each card up, since VMX has no word for the link's state."""
    outcome = command(uri, "domif-getlink", "not connected", "00:0c:29:aa:bb:cc")

    assert outcome.stdout == "00:0c:29:aa:bb:cc down\n"

"""Where drives go, planned on a machine that was looked at and then changed in memory: no calls."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

import aioesx
from aioesx import DomainState, errors, vim
from aioesx.definition import Disk
from aioesx.domain.hardware.altering import detach_plan
from aioesx.domain.hardware.current import HARDWARE_PATHS, Hardware
from aioesx.domain.hardware.places import place_for

pytestmark = [pytest.mark.anyio, pytest.mark.one_loop]


@pytest.fixture
async def hardware(esx: aioesx.Connection) -> Hardware:
    domain = await esx.domains.lookup("db01")
    return Hardware.of("db01", await esx.properties(domain.ref, list(HARDWARE_PATHS)))


def having(hardware: Hardware, devices: list[Any], **facts: Any) -> Hardware:
    """Return the machine with other devices."""
    config = hardware.config
    changed = config.__replace__(hardware=config.hardware.__replace__(device=devices))
    return dataclasses.replace(hardware, config=changed, **facts)


def filled(hardware: Hardware, disk: Disk) -> list[str]:
    """Attach disks until there is no room; return their names."""
    names: list[str] = []
    while True:
        try:
            place = place_for(hardware, disk)
        except errors.NotSupportedError:
            return names
        names.append(place.target)
        key = place.controller_key
        devices = hardware.devices
        if place.added is not None:
            key = 90_000 + place.number * 10 + len(place.bus)
            devices.append(place.added.__replace__(key=key))
        disk_there = vim.VirtualDisk(
            key=len(names) + 100_000,
            capacity_in_kb=1,
            controller_key=key,
            unit_number=place.unit,
        )
        hardware = having(hardware, [*devices, disk_there])


@pytest.mark.parametrize(
    ("bus", "room", "first", "last"),
    [
        ("scsi", 59, "sdb", "sdbh"),
        ("sata", 120, "sda", "sddp"),
        ("nvme", 60, "nvme0n1", "nvme3n15"),
        ("ide", 3, "hda", "hdd"),
    ],
)
async def test_a_bus_is_filled_place_by_place(
    hardware: Hardware, bus: str, room: int, first: str, last: str
) -> None:
    names = filled(hardware, Disk(bus=bus))

    assert (len(names), len(set(names)), names[0], names[-1]) == (room, room, first, last)


def cold(hardware: Hardware) -> Hardware:
    """Return the machine running, with SCSI controllers that take nothing then."""
    devices = [
        device.__replace__(hot_add_remove=False)
        if isinstance(device, vim.VirtualSCSIController)
        else device
        for device in hardware.devices
    ]
    return having(hardware, devices, state=DomainState.RUNNING)


async def test_a_controller_without_hot_add_is_passed_by(hardware: Hardware) -> None:
    place = place_for(cold(hardware), Disk(bus="scsi"))

    assert (place.target, place.added is not None) == ("sdp", True)
    with pytest.raises(errors.InvalidStateError, match="only be attached to SCSI controller 0"):
        place_for(cold(hardware), Disk(target="sdb"))
    with pytest.raises(errors.InvalidStateError, match="only be detached from SCSI controller 0"):
        detach_plan(cold(hardware), "sda", delete_files=False)


async def test_a_template_keeps_its_devices(hardware: Hardware) -> None:
    template = hardware.config.__replace__(template=True)

    with pytest.raises(errors.InvalidStateError, match="'db01' is a template"):
        detach_plan(dataclasses.replace(hardware, config=template), "sda", delete_files=False)


async def test_without_controllers_a_disk_brings_one(hardware: Hardware) -> None:
    bare = having(
        hardware,
        [
            device
            for device in hardware.devices
            if not isinstance(device, vim.VirtualSCSIController)
        ],
    )

    place = place_for(dataclasses.replace(bare, state=DomainState.RUNNING), Disk())

    assert isinstance(place.added, vim.VirtualLsiLogicController)
    assert place.added.key == place.controller_key < 0

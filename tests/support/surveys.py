"""Machines that are to leave, made by hand: a survey of one, and what may be otherwise with it."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

from aioesx import vim
from aioesx.datastore_path import DatastorePath
from aioesx.export.before.survey import (
    Survey,
    SurveyedDisk,
    SurveyedLink,
    SurveyedSnapshot,
    SurveyedStore,
)

__all__ = ["GIB", "MACHINE", "NOW", "STORE", "a_config", "a_disk", "a_link", "a_survey", "snapshot"]

GIB: Final = 2**30
NOW: Final = datetime(2026, 11, 29, 12, tzinfo=UTC)
MACHINE: Final = vim.ManagedObjectReference("VirtualMachine", "16")
STORE: Final = SurveyedStore(
    vim.ManagedObjectReference("Datastore", "ds-1"), "ds1", "VMFS", accessible=True, free=GIB
)
_UUID: Final = UUID("564d0000-0000-4000-8000-000000000001")


def a_config(*devices: vim.VirtualDevice, **changes: Any) -> vim.VirtualMachineConfigInfo:
    """Return the configuration of a machine with some devices."""
    given = {
        "change_version": "7",
        "modified": NOW,
        "name": "web",
        "guest_full_name": "Debian",
        "version": "vmx-13",
        "uuid": str(_UUID),
        "template": False,
        "guest_id": "debian10_64Guest",
        "alternate_guest_name": "",
        "files": vim.VirtualMachineFileInfo(vm_path_name="[ds1] web/web.vmx"),
        "flags": vim.VirtualMachineFlagInfo(),
        "default_power_ops": vim.VirtualMachineDefaultPowerOpInfo(),
        "hardware": vim.VirtualHardware(num_cpu=1, memory_mb=1024, device=list(devices)),
        "firmware": "bios",
    }
    return vim.VirtualMachineConfigInfo(**{**given, **changes})


def a_link(source: str = "[ds1] web/web.vmdk", **changes: Any) -> SurveyedLink:
    """Return a link of a chain: a thick, flat disk."""
    link = SurveyedLink(source, "flat", "aabbccdd", None, thin=False, encrypted=False)
    return dataclasses.replace(link, **changes)


def a_disk(number: int = 1, **changes: Any) -> SurveyedDisk:
    """Return a disk: thick, of 10 GiB, on VMFS."""
    disk = SurveyedDisk(
        number=number,
        key=1999 + number,
        label=f"Hard disk {number}",
        target=f"sd{'abcdefgh'[number - 1]}",
        links=(a_link(),),
        capacity=10 * GIB,
        allocated=10 * GIB,
        store=STORE,
        bus="scsi",
        controller="ParaVirtualSCSIController",
        controller_number=0,
        unit=number - 1,
        mode="persistent",
        shared=None,
        rdm=None,
    )
    return dataclasses.replace(disk, **changes)


def snapshot(name: str, *, current: bool = False) -> SurveyedSnapshot:
    """Return a snapshot of a machine that was off."""
    ref = vim.ManagedObjectReference("VirtualMachineSnapshot", f"16-{name}")
    return SurveyedSnapshot(ref, name, NOW, "poweredOff", current)


def a_survey(**changes: Any) -> Survey:
    """Return a machine that is off, with one disk, and nothing in its way."""
    given: dict[str, Any] = {
        "ref": MACHINE,
        "name": "web",
        "uuid": _UUID,
        "power": "poweredOff",
        "connection": "connected",
        "question": None,
        "consolidation_needed": False,
        "config": a_config(),
        "layout": None,
        "capability": None,
        "vmx_path": DatastorePath("ds1", "web/web.vmx"),
        "disks": (a_disk(),),
        "odd_disks": (),
        "stores": {"ds1": STORE},
        "snapshots": (),
        "tasks": (),
        "networks": {},
        "host": None,
        "host_name": None,
        "booted": None,
        "hidden": (),
    }
    return Survey(**{**given, **changes})

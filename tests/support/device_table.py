"""Each kind of device, and what a host answers to adding, editing and removing it in each state.

Devices are told by the API's own names, so that our types and pyVmomi's are made of the same rows
(`make`). What a running machine refuses is from vSphere's "Virtual Machine Administration",
chapter "Configuring Virtual Machine Hardware": the pages say for each device whether the machine
must be off; that the fault is InvalidPowerState with ``requestedState`` poweredOff is what hosts
logged (fog-vsphere#287, for a CD-ROM; terraform-provider-vsphere#358). A suspended machine's
devices are in its memory's file: none may change.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

__all__ = ["DEVICES", "OPERATIONS", "ROWS", "SETTINGS", "STATES", "Row", "make"]

OPERATIONS: Final = ("add", "edit", "remove")
STATES: Final = ("poweredOff", "poweredOn", "suspended")

SETTINGS: Final = {
    "sata0.present": "TRUE",
    "nvme0.present": "TRUE",
    "usb_xhci.present": "TRUE",
    "sched.mem.pin": "TRUE",
}
"""What the machine has beside its SCSI controller: a place for each device, and all of its memory
reserved, as PCI devices want it."""

_NEW_DISK: Final = {
    "type": "VirtualDiskFlatVer2BackingInfo",
    "fileName": "",
    "diskMode": "persistent",
    "thinProvisioned": True,
}
_EMPTY_CD: Final = {
    "type": "VirtualCdromRemoteAtapiBackingInfo",
    "deviceName": "",
    "useAutoDetect": False,
}
_START: Final = {
    "type": "VirtualDeviceConnectInfo",
    "startConnected": True,
    "allowGuestControl": True,
    "connected": True,
}


def _disk(controller: int) -> dict[str, Any]:
    return {
        "type": "VirtualDisk",
        "controllerKey": controller,
        "unitNumber": 1,
        "capacityInKB": 1024,
        "backing": _NEW_DISK,
    }


def _cdrom(controller: int) -> dict[str, Any]:
    return {
        "type": "VirtualCdrom",
        "controllerKey": controller,
        "unitNumber": 1,
        "backing": _EMPTY_CD,
        "connectable": _START,
    }


_PIPE: Final = {
    "type": "VirtualSerialPortPipeBackingInfo",
    "pipeName": "com1",
    "endpoint": "server",
    "noRxLoss": True,
}

DEVICES: Final[dict[str, dict[str, Any]]] = {
    "disk on scsi": _disk(1000),
    "disk on sata": _disk(15000),
    "disk on nvme": _disk(31000),
    "disk on ide": _disk(200),
    "cdrom on scsi": _cdrom(1000),
    "cdrom on sata": _cdrom(15000),
    "cdrom on ide": _cdrom(200),
    "floppy": {
        "type": "VirtualFloppy",
        "backing": {
            "type": "VirtualFloppyRemoteDeviceBackingInfo",
            "deviceName": "",
            "useAutoDetect": False,
        },
        "connectable": _START,
    },
    "ethernet": {
        "type": "VirtualE1000",
        "backing": {
            "type": "VirtualEthernetCardNetworkBackingInfo",
            "deviceName": "VM Network",
            "useAutoDetect": False,
        },
        "connectable": _START,
    },
    "serial": {
        "type": "VirtualSerialPort",
        "yieldOnPoll": True,
        "backing": _PIPE,
        "connectable": _START,
    },
    "parallel": {
        "type": "VirtualParallelPort",
        "backing": {
            "type": "VirtualParallelPortDeviceBackingInfo",
            "deviceName": "/dev/parport0",
            "useAutoDetect": False,
        },
        "connectable": _START,
    },
    "scsi controller": {
        "type": "ParaVirtualSCSIController",
        "busNumber": 1,
        "sharedBus": "noSharing",
    },
    "sata controller": {"type": "VirtualAHCIController", "busNumber": 1},
    "nvme controller": {"type": "VirtualNVMEController", "busNumber": 1},
    "usb controller": {
        "type": "VirtualUSBController",
        "busNumber": 0,
        "autoConnectDevices": False,
        "ehciEnabled": True,
    },
    "usb device": {
        "type": "VirtualUSB",
        "connected": True,
        "backing": {
            "type": "VirtualUSBUSBBackingInfo",
            "deviceName": "path:1/0/4 version:2",
            "useAutoDetect": False,
        },
    },
    "pci passthrough": {
        "type": "VirtualPCIPassthrough",
        "backing": {
            "type": "VirtualPCIPassthroughDeviceBackingInfo",
            "deviceName": "",
            "useAutoDetect": False,
            "id": "0000:3b:00.0",
            "deviceId": "1eb8",
            "systemId": "4c4c4544-0042-3510-8054-b4c04f565931",
            "vendorId": 0x10DE,
        },
    },
    "sound": {
        "type": "VirtualHdAudioCard",
        "backing": {
            "type": "VirtualSoundCardDeviceBackingInfo",
            "deviceName": "",
            "useAutoDetect": True,
        },
    },
    "watchdog": {"type": "VirtualWDT", "runOnBoot": True, "running": False},
}
"""One device of each kind, by its name."""

# fmt: off
_RUNNING: Final = {
    # kind:            (add,   edit,  remove): whether a running machine takes it
    "disk on scsi":    (True,  True,  True),
    "disk on sata":    (True,  True,  True),
    "disk on nvme":    (True,  True,  True),
    "disk on ide":     (False, True,  False),
    "cdrom on scsi":   (True,  True,  True),
    "cdrom on sata":   (True,  True,  True),
    "cdrom on ide":    (False, True,  False),
    "floppy":          (False, True,  False),
    "ethernet":        (True,  True,  True),
    "serial":          (False, True,  False),
    "parallel":        (False, True,  False),
    "scsi controller": (True,  True,  True),
    "sata controller": (True,  True,  True),
    "nvme controller": (True,  True,  True),
    "usb controller":  (True,  True,  True),
    "usb device":      (True,  True,  True),
    "pci passthrough": (False, False, False),
    "sound":           (False, False, False),
    "watchdog":        (False, False, False),
}
# fmt: on
"""An edit is what a device allows at most: connecting, limits, or no change at all."""


@dataclass(frozen=True)
class Row:
    """What a host answers: the type of a fault, or nothing where it does as it is told."""

    kind: str
    operation: str
    state: str
    fault: str

    def __str__(self) -> str:
        return f"{self.operation} {self.kind} {self.state}".replace(" ", "-")


def _answer(kind: str, operation: str, state: str) -> str:
    takes = {
        "poweredOff": True,
        "poweredOn": _RUNNING[kind][OPERATIONS.index(operation)],
        "suspended": False,
    }
    return "" if takes[state] else "InvalidPowerState"


ROWS: Final = tuple(
    Row(kind, operation, state, _answer(kind, operation, state))
    for kind in DEVICES
    for operation in OPERATIONS
    for state in STATES
)
"""Every kind, operation and power state."""


def make(described: Any, build: Callable[[str, dict[str, Any]], Any]) -> Any:
    """Return the object that nested tables describe; `build` makes one of its type and fields."""
    if isinstance(described, list):
        return [make(item, build) for item in described]
    if not isinstance(described, dict):
        return described
    fields = {name: make(value, build) for name, value in described.items() if name != "type"}
    return build(described["type"], fields)

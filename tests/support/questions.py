"""Machines that ask: for each question of ESX, how to bring a host to ask it."""

from __future__ import annotations

from aioesx.simulator import HostState
from aioesx.simulator.presets import MachineKind, add_machine

__all__ = ["CASES", "REFUSED", "moved"]


def _port(family: str) -> tuple[tuple[str, str], ...]:
    return (
        (f"{family}0.present", "TRUE"),
        (f"{family}0.fileType", "file"),
        (f"{family}0.fileName", f"{family}.out"),
    )


def _serial(host: HostState) -> None:
    add_machine(host, MachineKind("asks", settings=_port("serial")))


def _parallel(host: HostState) -> None:
    add_machine(host, MachineKind("asks", settings=_port("parallel")))


def moved(host: HostState) -> None:
    old = "56 4d 00 00 00 00 00 00-00 00 00 00 00 00 00 01"
    add_machine(host, MachineKind("asks", settings=(("uuid.location", old),)))


def _locked(host: HostState) -> None:
    disk = ("scsi0:1.present", "TRUE"), ("scsi0:1.fileName", "../web01/web01.vmdk")
    machine = add_machine(host, MachineKind("asks", settings=disk))
    mount = host.datastore("datastore1").mount
    machine.change({"scsi0:1.fileName": f"{mount}/web01/web01.vmdk"})


def _floppy(host: HostState) -> None:
    floppy = (
        ("floppy0.present", "TRUE"),
        ("floppy0.fileType", "file"),
        ("floppy0.fileName", "gone.flp"),
    )
    add_machine(host, MachineKind("asks", settings=floppy))


def _cdrom(host: HostState) -> None:
    cdrom = (
        ("ide0:0.present", "TRUE"),
        ("ide0:0.deviceType", "cdrom-image"),
        ("ide0:0.fileName", "gone.iso"),
    )
    add_machine(host, MachineKind("asks", settings=cdrom))


def _no_space(host: HostState) -> None:
    add_machine(host, MachineKind("asks"))
    store = host.datastore("datastore1")
    store.foreign += store.free - 1000


CASES = {
    "serial port": (_serial, "serial port output file", "Append"),
    "parallel port": (_parallel, "parallel port output file", "Replace"),
    "moved or copied": (moved, "moved or copied", "I moved it"),
    "floppy missing": (_floppy, "floppy0", "OK"),
    "CD missing": (_cdrom, "ide0:0", "OK"),
}
REFUSED = {
    "serial port": (_serial, "serial port output file", "Cancel"),
    "moved or copied": (moved, "moved or copied", "Cancel"),
    "disk locked": (_locked, "Failed to lock the file", "Cancel"),
    "no space": (_no_space, "no more space", "Cancel"),
}

"""Shared folders: ``sharedFolderN`` <-> `Filesystem`."""

from __future__ import annotations

import re
from typing import Final

from aioesx.definition import Filesystem
from aioesx.vmx._context import Reading, Writing, refuse
from aioesx.vmx._keys import PRESENT, flag, integer, text

__all__ = ["decode_folders", "encode_folders"]

DISABLED: Final = flag("isolation.tools.hgfs.disable", default=True)
COUNT: Final = integer("sharedFolder.maxNum", 0)
ENABLED: Final = flag("enabled")
READ_ACCESS: Final = flag("readAccess")
WRITE_ACCESS: Final = flag("writeAccess")
HOST_PATH: Final = text("hostPath")
GUEST_NAME: Final = text("guestName")

_WHY: Final = "a shared folder has a path on the host and a name in the guest"
_LEFT_OUT: Final = "the folder is left out"
_NUMBER: Final = re.compile(r"sharedfolder(0|[1-9]\d{0,17})\.", re.ASCII)


def decode_folders(reading: Reading) -> tuple[Filesystem, ...]:
    """Read the shared folders, unless they are switched off, as they are by default."""
    # Only those with a key: the count may be anything up to 2**63.
    matches = map(_NUMBER.match, reading.settings.lower_keys())
    numbers = sorted({int(match[1]) for match in matches if match})
    if reading.read(DISABLED):
        _tell_left_out(reading, numbers, f"{DISABLED.name} is not there, or true")
        return ()
    count = reading.read(COUNT)
    beyond = [number for number in numbers if number >= count]
    _tell_left_out(reading, beyond, f"{COUNT.name} is {count}")
    found: list[Filesystem] = []
    for number, device in ((n, f"sharedFolder{n}.") for n in numbers if n < count):
        if not reading.read(PRESENT, device):
            continue
        if not reading.read(ENABLED, device):
            _tell_left_out(reading, [number], f"{ENABLED.name} is not there, or false")
        else:
            source = reading.need(HOST_PATH, device, why=_WHY, instead=_LEFT_OUT)
            target = reading.need(GUEST_NAME, device, why=_WHY, instead=_LEFT_OUT)
            readonly = not reading.read(WRITE_ACCESS, device)
            if source is None or target is None:
                reading.gone.add(device[:-1].lower())
            else:
                found.append(Filesystem(source=source, target=target, readonly=readonly))
    return tuple(found)


def _tell_left_out(reading: Reading, numbers: list[int], reason: str) -> None:
    for device in (f"sharedFolder{number}." for number in numbers):
        if (reading.find(device + PRESENT.name) or "").lower() == "true":
            reading.lose(device + PRESENT.name, reason, minor=True)


def encode_folders(writing: Writing) -> None:
    """Add the shared folders, numbered from 0.

    Raises:
        UnsupportedError: one is not a directory of the host.
    """
    folders = writing.definition.filesystems
    if folders:
        writing.add(DISABLED, False)
        writing.add(COUNT, len(folders))
    for index, folder in enumerate(folders):
        path = f"devices/filesystem[{index + 1}]"
        if folder.type != "mount" or folder.source is None:
            raise refuse(f"{path}/@type", "VMware shares directories only", folder.type)
        if not folder.source or not folder.target:
            raise refuse(path, "a shared folder has a path on the host and a name in the guest")
        device = f"sharedFolder{index}."
        writing.add(PRESENT, True, device)
        writing.add(ENABLED, True, device)
        writing.add(READ_ACCESS, True, device)
        writing.add(WRITE_ACCESS, not folder.readonly, device)
        writing.add(HOST_PATH, folder.source, device)
        writing.add(GUEST_NAME, folder.target, device)

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

_NUMBER: Final = re.compile(r"sharedfolder(0|[1-9]\d{0,17})\.")


def decode_folders(reading: Reading) -> tuple[Filesystem, ...]:
    """Read the shared folders, unless they are switched off, as they are by default."""
    settings = reading.settings
    if DISABLED.read(settings):
        return ()
    count = COUNT.read(settings)
    # Only those with a key: the count may be anything up to 2**63.
    matches = map(_NUMBER.match, settings.lower_keys())
    numbers = sorted({int(match[1]) for match in matches if match})
    devices = [f"sharedFolder{number}." for number in numbers if number < count]
    return tuple(
        Filesystem(
            source=HOST_PATH.need(settings, device),
            target=GUEST_NAME.need(settings, device),
            readonly=not WRITE_ACCESS.read(settings, device),
        )
        for device in devices
        if PRESENT.read(settings, device) and ENABLED.read(settings, device)
    )


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
        device = f"sharedFolder{index}."
        writing.add(PRESENT, True, device)
        writing.add(ENABLED, True, device)
        writing.add(READ_ACCESS, True, device)
        writing.add(WRITE_ACCESS, not folder.readonly, device)
        writing.add(HOST_PATH, folder.source, device)
        writing.add(GUEST_NAME, folder.target, device)

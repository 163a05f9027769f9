"""Bringing a change of a domain's XML into its VMX file, and leaving the rest of the file alone.

The file holds far more than libvirt has words for. So the XML before and after the change are
both written as VMX, and what differs between these two texts is done to the file:

* a key that both have with the same value, or neither: the file keeps what it has;
* a key with another value: the file gets the new one; a key that went: it goes;
* a device that came or went: all that the file says about this device goes first.

No I/O, and no knowledge of what a key means, but for ``present``.
"""

from __future__ import annotations

import re
from typing import Final

from aioesx.vmx.syntax import Settings

__all__ = ["merge_settings"]

_DEVICE: Final = re.compile(r"([a-z]+[0-9]+(?::[0-9]+)?)\.")
_ENCODING: Final = ".encoding"


def merge_settings(old: Settings, before: Settings, after: Settings) -> Settings:
    """Return the settings of the changed file.

    Args:
        old: the file.
        before: what our own writing of the file's XML gives.
        after: what our own writing of the changed XML gives.
    """
    moved = {
        device
        for device in _devices(before) | _devices(after)
        if _is_present(before, device) != _is_present(after, device)
    }
    changed = {
        key.lower(): after.get(key)
        for key in [*before, *after]
        if before.get(key) != after.get(key) or _device_of(key) in moved
    }
    kept = [
        (key, changed.pop(key.lower(), value))
        for key, value in old.items()
        if key.lower() in changed or _device_of(key) not in moved
    ]
    added = [(key, value) for key, value in after.items() if key.lower() in changed]
    pairs = [(key, value) for key, value in [*kept, *added] if value is not None]
    return Settings([(key, "UTF-8" if key.lower() == _ENCODING else value) for key, value in pairs])


def _device_of(key: str) -> str | None:
    """Return ``scsi0:1`` for ``scsi0:1.fileName``."""
    match = _DEVICE.match(key.lower())
    return match[1] if match else None


def _devices(settings: Settings) -> set[str]:
    return {device for key in settings if (device := _device_of(key)) is not None}


def _is_present(settings: Settings, device: str) -> bool:
    return settings.get(f"{device}.present", "").lower() == "true"

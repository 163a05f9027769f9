"""What the tables of all device families work with while they read or write one machine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal, TypeVar

from aioesx.definition import DomainDefinition
from aioesx.errors import UnsupportedError
from aioesx.vmx._files import datastore_path, file_name
from aioesx.vmx._keys import Key
from aioesx.vmx.syntax import Settings

__all__ = ["DIALECTS", "WIDE_SCSI_VERSION", "Dialect", "Reading", "Writing", "refuse"]

T = TypeVar("T")

Dialect = Literal["9.0", "latest"]
"""Which libvirt to follow: 9.0, or the newest in what it changed since."""

DIALECTS: Final[tuple[Dialect, ...]] = ("9.0", "latest")

WIDE_SCSI_VERSION: Final = 13
"""Hardware version from which a SCSI controller holds 64 disks."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A VMX file being read, and what is known of its host."""

    settings: Settings
    datastores: Mapping[str, str]
    directory: str
    latest: bool
    hardware_version: int = 0

    def source(self, key: str, name: str, *, missing_ok: bool = False) -> str | None:
        """Return the datastore path of a file that a key names."""
        return datastore_path(
            name,
            key=key,
            datastores=self.datastores,
            directory=self.directory,
            missing_ok=missing_ok,
            subdirectories=self.latest,
        )


@dataclass(slots=True)
class Writing:
    """A VMX file being written, and what is known of its host."""

    definition: DomainDefinition
    hardware_version: int
    datastores: Mapping[str, str]
    scsi_models: Mapping[str, str]
    latest: bool
    lines: list[tuple[str, str]] = field(default_factory=list)

    def add(self, key: Key[T, Any], value: T, device: str = "") -> None:
        """Add a setting."""
        self.lines.append(key.line(value, device))

    def maybe(self, key: Key[T, Any], value: T | None, device: str = "") -> None:
        """Add a setting, unless there is no value."""
        if value is not None:
            self.add(key, value, device)

    def file_name(self, path: str, source: str) -> str:
        """Return the VMX name of a file that the XML has at `path`."""
        return file_name(source, path=path, datastores=self.datastores)


def refuse(path: str, message: str, value: object = None) -> UnsupportedError:
    """Make the error for a part of a domain that has no word in VMX."""
    text = None if value is None else str(value)
    return UnsupportedError(f"{path}: {message}", key=path, value=text)

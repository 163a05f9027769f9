"""What the tables of all device families work with while they read or write one machine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal, TypeVar

from aioesx.definition import DomainDefinition
from aioesx.errors import UnsupportedError
from aioesx.units import whole_number
from aioesx.vmx._files import Unreached, datastore_path, file_name
from aioesx.vmx._journal import Journal, VmxWarning
from aioesx.vmx._keys import PRESENT, START_CONNECTED, Key, bad_value
from aioesx.vmx.syntax import Settings

__all__ = [
    "DIALECTS",
    "WIDE_SCSI_VERSION",
    "Dialect",
    "LeftOut",
    "Reading",
    "Writing",
    "need_range",
    "refuse",
]

T = TypeVar("T")
D = TypeVar("D")

Dialect = Literal["9.0", "latest"]
"""Which libvirt to follow: 9.0, or the newest in what it changed since."""

DIALECTS: Final[tuple[Dialect, ...]] = ("9.0", "latest")
"""Whose XML is read and written: libvirt 9.0's, byte by byte, or what is known today."""

WIDE_SCSI_VERSION: Final = 13
"""Hardware version from which a SCSI controller holds 64 disks."""


class LeftOut(Exception):  # noqa: N818 - caught at once, no error of ours
    """A device cannot be read, which the journal knows; the next one is to be read."""


@dataclass(slots=True)
class Reading:
    """A VMX file being read, and what is known of its host.

    Attributes:
        touched: keys that were looked up, in lower case.
        gone: devices that are left out, which the journal knows, in lower case: ``"scsi0:1"``.
    """

    settings: Settings
    datastores: Mapping[str, str]
    directory: str
    latest: bool
    journal: Journal
    hardware_version: int = 0
    touched: set[str] = field(default_factory=set)
    gone: set[str] = field(default_factory=set)
    _first_lines: dict[str, int] = field(default_factory=dict)

    def find(self, name: str) -> str | None:
        """Return the text of a key, or None."""
        self.touched.add(name.lower())
        return self.settings.find(name)

    def read(self, key: Key[T, D], device: str = "") -> T | D:
        """Return the value of a key, or its default; so, too, when the value is not of its type."""
        name = device + key.name
        text = self.find(name)
        if text is None:
            return key.default
        try:
            return key.kind.parse(text)
        except ValueError:
            return self._guess(key, name, text)

    def _guess(self, key: Key[T, D], name: str, text: str) -> T | D:
        value: T | D = key.default
        instead = "taken as absent"
        if key.kind.guess is not None:
            try:
                value = key.kind.guess(text)
            except ValueError:
                pass
            else:
                said = "it stands" if value == text else key.kind.format(value)
                instead = f"taken as {said}"
        self.refuse(name, key.kind.expected, instead)
        return value

    def need(
        self, key: Key[T, Any], device: str = "", *, why: str, instead: str, helps: str = ""
    ) -> T | None:
        """Return the value of a key that must be there; None if it is not.

        Args:
            key: the row.
            device: what the key begins with.
            why: why it must be there, or what it must be.
            instead: what a lenient reading does without it.
            helps: what helps, but for a lenient reading.
        """
        name = device + key.name
        if self.find(name) is None:
            self.refuse(name, why, instead, helps)
            return None
        value: T = self.read(key, device)
        return value

    def refuse(self, name: str, reason: str, instead: str, helps: str = "") -> None:
        """Note that the value of a key, or that there is none, is a reason to refuse the file.

        Args:
            name: the key.
            reason: what is wrong, what is allowed.
            instead: what a lenient reading does.
            helps: what helps, but for a lenient reading.
        """
        said = reason if self.journal.lenient or not helps else f"{reason}; what helps: {helps}"
        error = bad_value(name, self.settings.find(name), said, self._line(name))
        self.journal.refuse(error, instead)

    def _line(self, name: str) -> int | None:
        """Return the line of a key; of a missing one, where its device begins."""
        if (line := self.settings.line(name)) is not None:
            return line
        device = name.lower().partition(".")[0]
        if whole_number(device[-1:]) is None:
            return None
        if not self._first_lines:
            for key in self.settings.lower_keys():
                if (line := self.settings.line(key)) is not None:
                    self._first_lines.setdefault(key.partition(".")[0], line)
        return self._first_lines.get(device)

    def leave_out(
        self,
        name: str,
        reason: str,
        instead: str = "the device is left out",
        helps: str = "",
    ) -> LeftOut:
        """Note it likewise; return what is to be raised to go on with the next device."""
        self.refuse(name, reason, instead, helps)
        self.gone.add(name.lower().partition(".")[0])
        return LeftOut()

    def remark(self, name: str, message: str, *, minor: bool = False) -> None:
        """Tell of a key whose value either mode leaves out or changes."""
        text = self.settings.find(name)
        error = bad_value(name, text or "", message, self.settings.line(name))
        warning = VmxWarning(str(error), name, error.line, error.value)
        self.journal.remark(warning, minor=minor)

    def lose(self, name: str, reason: str, *, minor: bool = False) -> None:
        """Tell of a device that either mode leaves out, by one of its keys."""
        self.gone.add(name.lower().partition(".")[0])
        self.remark(name, f"the device is left out: {reason}", minor=minor)

    def is_present(self, device: str) -> bool:
        """Say whether a device is there."""
        self.read(START_CONNECTED, device)
        return self.read(PRESENT, device)

    def source(self, name: str, file: str) -> str:
        """Return the path of a file that must be there, which a key names."""
        found = self._datastore_path(file)
        if isinstance(found, str):
            return found
        self.refuse(name, found.reason, f"taken as {found.kept}", found.helps)
        return found.kept

    def image(self, name: str, file: str, *, missing_ok: bool = False) -> str | None:
        """Return the path of an exchangeable medium that a key names; None leaves a drive empty.

        Args:
            name: the key.
            file: its value.
            missing_ok: whether it may be on a datastore that is not known.
        """
        found = self._datastore_path(file)
        if isinstance(found, str):
            return found
        instead = "the image is left out, the drive is empty"
        if missing_ok and found.on_datastore:
            self.remark(name, f"{found.reason}; {instead}; what helps: {found.helps}")
        else:
            self.refuse(name, found.reason, instead, found.helps)
        return None

    def _datastore_path(self, file: str) -> str | Unreached:
        return datastore_path(
            file,
            datastores=self.datastores,
            directory=self.directory,
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


def need_range(path: str, number: int, low: int, high: int) -> int:
    """Return a number that the reader takes back.

    Raises:
        UnsupportedError: it would not.
    """
    if not low <= number <= high:
        raise refuse(path, f"must be between {low} and {high}", number)
    return number


def refuse(path: str, message: str, value: object = None) -> UnsupportedError:
    """Make the error for a part of a domain that has no word in VMX."""
    text = None if value is None else str(value)
    return UnsupportedError(f"{path}: {message}", key=path, value=text)

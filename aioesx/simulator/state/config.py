"""A machine's configuration: its VMX settings, read as numbers and names.

The settings are the only truth; everything else is computed from them. They are
never changed in place, so that machines made from one template share them until
one of them changes (`with_settings`).
"""

from __future__ import annotations

import re
import uuid as uuids
from typing import TYPE_CHECKING, Final

from aioesx.simulator import faults
from aioesx.simulator.state.guests import guest_id
from aioesx.simulator.state.numbers import INT, whole
from aioesx.vmx.syntax import Settings, unescape

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "SHARES",
    "Allocation",
    "Config",
    "format_uuid",
    "guest_name",
    "make_uuid",
    "parse_uuid",
    "unpiped",
]

_WRITTEN: Final = "UTF-8"
"""The character set of every VMX file that is written, whatever it was read in."""

_HEX = re.compile(r"[0-9a-fA-F]{2}")

SHARES: Final = {"low": 1, "normal": 2, "high": 4}
"""Weight of each level: 500 CPU shares per vCPU and 5 memory shares per MiB, times this."""

_GUESTS: Final = {
    "windows": "Microsoft Windows",
    "win": "Microsoft Windows",
    "ubuntu": "Ubuntu Linux",
    "debian": "Debian GNU/Linux",
    "rhel": "Red Hat Enterprise Linux",
    "centos": "CentOS Linux",
    "sles": "SUSE Linux Enterprise",
    "fedora": "Red Hat Fedora",
    "freebsd": "FreeBSD",
    "other": "Other",
}


def parse_uuid(text: str) -> str:
    """Return a UUID with hyphens from VMX's ``56 4d 9b ef ac d9 ...-... 48`` form."""
    digits = "".join(_HEX.findall(text))
    return str(uuids.UUID(digits)) if len(digits) == 32 else ""


def format_uuid(text: str) -> str:
    """Return VMX's form of a UUID: bytes with spaces, a hyphen in the middle."""
    digits = uuids.UUID(text).hex
    pairs = [digits[i : i + 2] for i in range(0, 32, 2)]
    return f"{' '.join(pairs[:8])}-{' '.join(pairs[8:])}"


def make_uuid(seed: str) -> str:
    """Return a UUID that is always the same for the same `seed`."""
    return str(uuids.uuid5(uuids.NAMESPACE_OID, seed))


def guest_name(guest: str) -> str:
    """Return a full name for a guest OS word such as ``ubuntu-64``."""
    lower = guest.lower()
    bits = "64-bit" if "64" in lower else "32-bit"
    for prefix, name in _GUESTS.items():
        if lower.startswith(prefix):
            return f"{name} ({bits})"
    return f"Other Linux ({bits})"


def unpiped(text: str) -> str:
    """Undo the pipe escapes; text with broken ones stays as it is."""
    try:
        return unescape(text, "|")
    except ValueError:
        return text


class Allocation:
    """How much of a resource a machine is promised and allowed.

    Args:
        settings: the machine's configuration.
        kind: ``cpu`` or ``mem``.
        unit_shares: shares of level low.
    """

    def __init__(self, settings: Config, kind: str, unit_shares: int) -> None:
        self.reservation = settings.number(f"sched.{kind}.min" + _SUFFIX[kind], 0)
        limit = whole(settings.get(f"sched.{kind}.max", "unlimited"))
        self.limit = -1 if limit is None else limit
        word = settings.get(f"sched.{kind}.shares", "normal")
        shares = whole(word, INT)
        self.level = "custom" if shares is not None else word if word in SHARES else "normal"
        self.shares = unit_shares * SHARES[self.level] if shares is None else shares


_SUFFIX: Final = {"cpu": "", "mem": "size"}


class Config:
    """VMX settings with their meaning; keys are compared without case.

    Attributes:
        name: the name as the API shows it, with ``%25 %2f %5c`` for % / and backslash.
    """

    __slots__ = ("name", "settings")

    def __init__(self, settings: Settings) -> None:
        if settings.get(".encoding", _WRITTEN).lower() != _WRITTEN.lower():
            settings = settings.changed({".encoding": _WRITTEN})
        self.settings = settings
        self.name = unpiped(settings.get("displayName", ""))

    def get(self, key: str, default: str = "") -> str:
        """Return a setting's text."""
        return self.settings.get(key, default)

    def has(self, key: str) -> bool:
        """Tell whether there is such a setting."""
        return key in self.settings

    def number(self, key: str, default: int) -> int:
        """Return a setting as a number, or the default when it is none that the API can show."""
        found = whole(self.settings.get(key, ""), INT)
        return default if found is None else found

    def flag(self, key: str, default: bool = False) -> bool:  # like get
        """Return a setting as a boolean."""
        text = self.settings.get(key)
        return default if text is None else text.lower() in {"true", "yes", "on", "1"}

    def with_settings(self, changes: Mapping[str, str | None]) -> Config:
        """Return a configuration with some settings changed, or removed where None."""
        return Config(self.settings.changed(changes))

    @property
    def annotation(self) -> str:
        """The description."""
        return unpiped(self.get("annotation"))

    @property
    def memory_mb(self) -> int:
        """Memory in MiB."""
        return self.number("memsize", 32)

    @property
    def vcpus(self) -> int:
        """Number of virtual CPUs."""
        return self.number("numvcpus", 1)

    @property
    def cores_per_socket(self) -> int:
        """Cores of one virtual socket."""
        return max(1, self.number("cpuid.coresPerSocket", 1))

    @property
    def hardware_version(self) -> int:
        """Virtual hardware version, the number of ``vmx-13``."""
        return self.number("virtualHW.version", 13)

    @property
    def guest_os(self) -> str:
        """The guest OS word of the VMX, such as ``ubuntu-64``."""
        return self.get("guestOS", "other")

    @property
    def guest_id(self) -> str:
        """The API's identifier of the guest OS, such as ``ubuntu64Guest``."""
        return guest_id(self.guest_os)

    @property
    def uuid(self) -> str:
        """BIOS UUID."""
        return parse_uuid(self.get("uuid.bios"))

    @property
    def instance_uuid(self) -> str:
        """UUID that a vCenter keeps unique."""
        return parse_uuid(self.get("vc.uuid")) or make_uuid(f"instance {self.get('uuid.bios')}")

    @property
    def cpu(self) -> Allocation:
        """CPU promised and allowed, in MHz."""
        return Allocation(self, "cpu", 500 * self.vcpus)

    @property
    def memory(self) -> Allocation:
        """Memory promised and allowed, in MiB."""
        found = Allocation(self, "mem", 5 * self.memory_mb)
        if self.flag("sched.mem.pin"):
            found.reservation = self.memory_mb
        return found

    def check(self) -> None:
        """Refuse a configuration that no machine can have."""
        if not self.name:
            raise faults.invalid_argument("displayName")
        if not self.has("config.version") or not self.has("virtualHW.version"):
            raise faults.invalid_argument("configuration file")

"""Who a domain is: its name, UUID and id as the host writes them. No I/O.

libvirt shows the UUID of all zeros for a domain whose configuration the host calls other than
green. Zeros name nobody, and two such domains would be one: here the UUID is the host's, or None.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterable, Mapping
from itertools import zip_longest
from typing import Any, Final, TypeVar
from uuid import UUID

from aioesx import vim
from aioesx._server.collector import Properties
from aioesx._server.names import MACHINES, escape, unescape
from aioesx._server.thing import Thing
from aioesx.domain.values import DomainState
from aioesx.errors import AmbiguousNameError, Bearer, EsxError, ProtocolError

__all__ = [
    "IDENTITY_PATHS",
    "NAME_PATH",
    "STATE_PATH",
    "UUID_PATH",
    "Identity",
    "Notes",
    "ambiguous",
    "domain_id",
    "domain_name",
    "domain_state",
    "domain_uuid",
    "inventory_path",
]

STATE_PATH: Final = "runtime.powerState"
A = TypeVar("A")
D = TypeVar("D")
T = TypeVar("T")

NAME_PATH: Final = "name"
UUID_PATH: Final = "config.uuid"
IDENTITY_PATHS: Final = (NAME_PATH, UUID_PATH, STATE_PATH)

_STATES: Final = {
    "poweredOn": DomainState.RUNNING,
    "poweredOff": DomainState.SHUTOFF,
    "suspended": DomainState.PAUSED,
}
_ID = re.compile(r"(?:vm-)?([0-9]{1,10})")
_SEPARATORS: Final = re.compile(r"[\s-]")


@dataclasses.dataclass(slots=True)
class Identity:
    """Who one object of a list is, as far as it can be told.

    Attributes:
        ref: the machine.
        name: unescaped; what stands in its place is no name, and `named` False.
        named: whether the host tells the name.
        uuid: None where it cannot be told.
        number: its id whenever it is not shut off; None where the reference has none.
        state: NOSTATE where it cannot be told.
        problems: what could not be told and why, a sentence each.
    """

    ref: vim.ManagedObjectReference
    name: str
    named: bool
    uuid: UUID | None
    number: int | None
    state: DomainState
    problems: tuple[str, ...]

    @classmethod
    def of(cls, values: Properties) -> Identity:
        """Read the properties `IDENTITY_PATHS`, of an odd object one by one: never an error."""
        ref = values.ref
        try:
            name, uuid = domain_name(values), domain_uuid(values)
            return cls(ref, name, True, uuid, domain_id(ref), domain_state(values), ())
        except EsxError:
            return cls._in_parts(values)

    @classmethod
    def _in_parts(cls, values: Properties) -> Identity:
        notes = Notes()
        ref = values.ref
        name = notes.read(domain_name, values, instead=None)
        return cls(
            ref,
            f"<{ref.value}>" if name is None else name,
            name is not None,
            notes.read(domain_uuid, values, instead=None),
            notes.read(domain_id, ref, instead=None),
            notes.read(domain_state, values, instead=DomainState.NOSTATE),
            tuple(notes.problems),
        )

    @property
    def thing(self) -> Thing:
        """What an error says that is about it."""
        return Thing("domain", self.name if self.named else None, self.ref.value)

    @property
    def id(self) -> int | None:
        """Libvirt's id: none while it is shut off."""
        return self.number if self.state.is_active else None


class Notes:
    """Reads the parts of one object each for itself; what cannot be read is noted.

    Attributes:
        problems: a sentence for each.
    """

    __slots__ = ("problems",)

    def __init__(self) -> None:
        self.problems: list[str] = []

    def read(self, part: Callable[[A], T], source: A, *, instead: D) -> T | D:
        """Return a part, or `instead` if it cannot be read."""
        try:
            return part(source)
        except EsxError as error:
            self.problems.append(str(error))
            return instead


def ambiguous(
    found: Iterable[Identity],
    *,
    name: str | None = None,
    id: str | None = None,  # noqa: A002 - as all errors call it
    paths: Iterable[str | None] = (),
) -> AmbiguousNameError:
    """Make the error that tells domains apart which bear one name, or one UUID."""
    bearers = [
        Bearer(each.ref.value, each.id, each.uuid, path=path)
        for each, path in zip_longest(found, paths)
    ]
    what = str(id if name is None else name)
    return AmbiguousNameError(what, kind="domain", name=name, id=id, bearers=bearers)


def inventory_path(name: str, datacenter: str | None, folder: str | None) -> str | None:
    """Return the inventory path of a domain, as ``"dc1/vm/teams/web01"``; None if it is not known.

    Args:
        name: unescaped; in the path it is escaped.
        datacenter: folders and name of its datacenter.
        folder: folders in there; ``""`` for none.
    """
    if datacenter is None or folder is None:
        return None
    return "/".join(part for part in (datacenter, MACHINES, folder, escape(name)) if part)


def domain_name(values: Properties) -> str:
    """Read the name, unescaped.

    Raises:
        FaultError: the host does not tell, or show it.
    """
    return unescape(values.require(NAME_PATH))


def domain_state(values: Mapping[str, Any]) -> DomainState:
    """Read the state out of properties that hold ``runtime.powerState``."""
    return _STATES.get(values.get(STATE_PATH) or "", DomainState.NOSTATE)


def domain_id(ref: vim.ManagedObjectReference) -> int:
    """Return the number in the reference: ``16`` or ``vm-42``.

    Raises:
        ProtocolError: there is none.

    Source: libvirt, esxUtil_ParseVirtualMachineIDString.
    """
    match = _ID.fullmatch(ref.value)
    if match is None or int(match[1]) == 0:
        raise ProtocolError(f"could not parse positive integer from '{ref.value}'")
    return int(match[1])


def domain_uuid(values: Mapping[str, Any]) -> UUID | None:
    """Read the UUID; None where the host tells none, and for the one of all zeros.

    Raises:
        ProtocolError: the host's text is no UUID.
    """
    text = values.get(UUID_PATH)
    if text is None:
        return None
    try:
        uuid = UUID(_SEPARATORS.sub("", str(text)))
    except ValueError:
        raise ProtocolError(f"could not parse UUID from '{text}'", path=UUID_PATH) from None
    return uuid if uuid.int else None

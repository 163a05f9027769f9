"""Bulk views: the things of all hosts, one after the other."""

from __future__ import annotations

import fnmatch
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping, Sequence
from functools import partial
from ipaddress import ip_address
from types import TracebackType
from typing import TYPE_CHECKING, Final, Generic, TypeVar
from uuid import UUID

from aioesx._words import listed, uuid_of
from aioesx.fleet.results import FleetEntry, fleet_error

if TYPE_CHECKING:
    from typing import Self

    from aioesx._server.collector import ObjectProperties, Properties
    from aioesx.connection import Connection
    from aioesx.domain import DomainSummary
    from aioesx.fleet.run import FleetRun

__all__ = ["FleetView", "list_domains", "reading", "searching"]

E = TypeVar("E")

_NETS: Final = "guest.net"
_ADDRESS: Final = "guest.ipAddress"
_DEVICES: Final = "config.hardware.device"


class FleetView(Generic[E]):
    """Things of all hosts, each with the name of its host.

    As they come, in the task of whoever enters it, who is done with it when the block ends:

        async with fleet.domains() as entries:
            async for entry in entries: ...

    Or without that, when all hosts have answered, or have had their time:

        async for entry in fleet.domains(): ...

    When all things of the hosts that answered were given, FleetError tells of the others; where
    ``on_error=`` of `telling` is given, that one is told of each and nothing is raised.
    """

    def __init__(self, prepare: Callable[[], FleetRun[Sequence[E]]]) -> None:
        self._prepare = prepare
        self._run: FleetRun[Sequence[E]] | None = None
        self._entries: deque[FleetEntry[E]] = deque()
        self._failed: dict[str, Exception] = {}
        self._hosts = 0
        self._on_error: Callable[[str, Exception], object] | None = None

    @property
    def failed(self) -> Mapping[str, Exception]:
        """The errors of hosts so far, by name."""
        return dict(self._failed)

    def telling(self, on_error: Callable[[str, Exception], object]) -> Self:
        """Have a plain function told of each host that fails, and raise nothing at the end."""
        self._on_error = on_error
        return self

    async def __aenter__(self) -> Self:
        self._run = self._prepare()
        await self._run.__aenter__()
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> bool | None:
        run, self._run = self._run, None
        return None if run is None else await run.__aexit__(exc_type, exc, traceback)

    async def __aiter__(self) -> AsyncIterator[FleetEntry[E]]:
        """Give each thing; no task lives from one to the next but those of ``async with``."""
        if self._run is None:
            self._failed, self._hosts = {}, 0
            self._entries.clear()
            async with self._prepare() as run:
                results = await run.all()
            for result in results:
                self._take(result.host, result.value, result.error)
            while self._entries:
                yield self._entries.popleft()
        else:
            async for result in self._run:
                self._take(result.host, result.value, result.error)
                while self._entries:
                    yield self._entries.popleft()
        if self._failed and self._on_error is None:
            raise fleet_error(self._failed, self._hosts)

    def _take(self, host: str, found: Sequence[E] | None, error: Exception | None) -> None:
        self._hosts += 1
        if error is not None:
            self._failed[host] = error
            if self._on_error is not None:
                self._on_error(host, error)
        self._entries.extend(FleetEntry(host, each) for each in found or ())


async def list_domains(esx: Connection) -> Sequence[DomainSummary]:
    """List the domains of a host."""
    return await esx.domains.list()


async def _read(
    type_: str | Mapping[str, str | Sequence[str]], paths: Sequence[str], esx: Connection
) -> Sequence[ObjectProperties]:
    if isinstance(type_, str):
        return await esx.read(type_, paths)
    return await esx.read(type_)


def reading(
    type_: str | Mapping[str, str | Sequence[str]], paths: str | Sequence[str]
) -> Callable[[Connection], Awaitable[Sequence[ObjectProperties]]]:
    """Return what reads properties of a host.

    Raises:
        ValueError: paths are named twice, or not at all.
    """
    wanted = listed(paths)
    if isinstance(type_, str) != bool(wanted):
        raise ValueError("name a type and property paths of it, or property paths by type")
    return partial(_read, type_, wanted)


def searching(
    name: str | None, uuid: str | None, ip: str | None, mac: str | None
) -> Callable[[Connection], Awaitable[Sequence[DomainSummary]]]:
    """Return what finds domains of a host.

    Raises:
        ValueError: there is no criterion, or one that cannot be read.
    """
    if [name, uuid, ip, mac].count(None) == 4:
        raise ValueError("give one of name, uuid, ip and mac at least")
    return _Wanted(
        None if name is None else name.casefold(),
        None if uuid is None else uuid_of(uuid),
        None if ip is None else str(ip_address(ip)),
        None if mac is None else _mac(mac),
    ).on


class _Wanted:
    """What is looked for."""

    def __init__(
        self, name: str | None, uuid: UUID | None, ip: str | None, mac: str | None
    ) -> None:
        self._name = name
        self._uuid = uuid
        self._ip = ip
        self._mac = mac

    async def on(self, esx: Connection) -> Sequence[DomainSummary]:
        """Look on one host: one read for what a list has, and one for addresses."""
        found = [entry for entry in await esx.domains.list() if self._is_called(entry)]
        paths = [_NETS, _ADDRESS] if self._ip else []
        paths += [_DEVICES] if self._mac else []
        if not found or not paths:
            return found
        rows = await esx.domains.properties(paths)
        values = {ref: row.values for ref, row in rows.items()}
        return [
            entry
            for entry in found
            if (known := values.get(entry.domain.ref)) is not None and self._has(known)
        ]

    def _is_called(self, entry: DomainSummary) -> bool:
        if self._uuid is not None and entry.uuid != self._uuid:
            return False
        return self._name is None or fnmatch.fnmatchcase(entry.name.casefold(), self._name)

    def _has(self, values: Properties) -> bool:
        if self._ip is not None and self._ip not in set(_addresses(values)):
            return False
        return self._mac is None or self._mac in set(_macs(values))


def _addresses(values: Properties) -> Iterable[str]:
    """Yield the addresses of a guest, each in its one form."""
    told = [values.if_shown(_ADDRESS)]
    for card in values.if_shown(_NETS) or ():
        told += card.ip_address
    for address in told:
        try:
            yield str(ip_address(address or ""))
        except ValueError:
            continue


def _macs(values: Properties) -> Iterable[str]:
    for device in values.if_shown(_DEVICES) or ():
        if address := getattr(device, "mac_address", None):
            yield address.lower()


def _mac(text: str) -> str:
    digits = text.replace(":", "").replace("-", "").replace(".", "").lower()
    if len(digits) != 12 or any(digit not in "0123456789abcdef" for digit in digits):
        raise ValueError(f"{text!r} is no MAC address")
    return ":".join(digits[at : at + 2] for at in range(0, 12, 2))

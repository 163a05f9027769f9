"""Names of what there is at a host, for completion: in bounded time, and never with an error."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import Any, Final

import anyio

import aioesx
from aioesx import errors
from aioesx.cli.catalog import GROUPS, MODULES
from aioesx.cli.complete import Names
from aioesx.cli.link import Link
from aioesx.cli.text import visible

__all__ = ["LONGEST_SECONDS", "names_of"]

LONGEST_SECONDS: Final = 2.0
"""How long somebody who pressed Tab waits."""

Given = Mapping[str, str]


def names_of(link: Link) -> Names:
    """Return what finds names by a connection.

    It is opened if it is not, but by a shell of ours: who edits a line there cannot be asked for a
    password. A name that a terminal cannot show is left out: nobody could type it.
    """

    async def find(kind: str, given: Given) -> Iterable[str]:
        if kind == "command":
            return [*MODULES, *(group.keyword for group in GROUPS)]
        if kind == "selection":
            from aioesx.cli.fleet.selecting import words_of

            return words_of(given.get("inventory"))
        found: list[str] = []
        with anyio.move_on_after(LONGEST_SECONDS):
            try:
                esx = link.opened if link.interactive else await link.connection()
                found = list(await _FINDERS[kind](esx, given)) if esx is not None else []
            except errors.EsxError:
                return []
        return [name for name in found if name and visible(name) == name]

    return find


async def _domains(esx: aioesx.Connection, given: Given) -> Iterable[str]:
    return [entry.name for entry in await esx.domains.list()]


async def _pools(esx: aioesx.Connection, given: Given) -> Iterable[str]:
    return [entry.name for entry in await esx.pools.list()]


async def _volumes(esx: aioesx.Connection, given: Given) -> Iterable[str]:
    if "pool" not in given:
        return []
    pool = await esx.pools.lookup(given["pool"])
    return [entry.name for entry in await pool.volumes.list()]


async def _networks(esx: aioesx.Connection, given: Given) -> Iterable[str]:
    return [entry.name for entry in await esx.networks.list()]


async def _interfaces(esx: aioesx.Connection, given: Given) -> Iterable[str]:
    return [entry.name for entry in await esx.interfaces.list()]


async def _hosts(esx: aioesx.Connection, given: Given) -> Iterable[str]:
    return [entry.name for entry in await esx.hosts.list()]


async def _snapshots(esx: aioesx.Connection, given: Given) -> Iterable[str]:
    if "domain" not in given:
        return []
    domain = await esx.domains.lookup(given["domain"])
    return [entry.name for entry in await domain.snapshots.list()]


async def _devices_of(esx: aioesx.Connection, given: Given, *kinds: str) -> list[str]:
    """Return targets of disks and drives, and MAC addresses of cards, of the domain at hand."""
    if "domain" not in given:
        return []
    domain = await esx.domains.lookup(given["domain"])
    cards = await domain.interfaces() if "card" in kinds else []
    disks = await domain.disks() if set(kinds) - {"card"} else []
    return [disk.target for disk in disks if disk.device in kinds] + [
        card.mac for card in cards if card.mac is not None
    ]


_DRIVES: Final = ("cdrom", "floppy")


async def _cards(esx: aioesx.Connection, given: Given) -> Iterable[str]:
    return await _devices_of(esx, given, "card")


async def _disks(esx: aioesx.Connection, given: Given) -> Iterable[str]:
    return await _devices_of(esx, given, "disk", *_DRIVES)


async def _drives(esx: aioesx.Connection, given: Given) -> Iterable[str]:
    return await _devices_of(esx, given, *_DRIVES)


async def _devices(esx: aioesx.Connection, given: Given) -> Iterable[str]:
    return await _devices_of(esx, given, "card", "disk", *_DRIVES)


_FINDERS: Final[dict[str, Callable[[Any, Given], Awaitable[Iterable[str]]]]] = {
    "card": _cards,
    "device": _devices,
    "disk": _disks,
    "domain": _domains,
    "drive": _drives,
    "host": _hosts,
    "interface": _interfaces,
    "network": _networks,
    "pool": _pools,
    "snapshot": _snapshots,
    "volume": _volumes,
}
"""By kind, what reads the names."""

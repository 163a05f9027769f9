"""Files that no machine of a fleet claims: each datastore is searched once, every host is asked.

A host alone cannot tell what is left over on a datastore that others have mounted, too. A fleet
can, where all its hosts answer; of hosts outside of it, nobody here knows. First the hosts tell
which datastores they have; then each is searched by one of them; then the machines of all are
asked for their files, so that what is registered meanwhile is claimed. Nothing is deleted.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence
from typing import Any

from aioesx._server.files.stores import Store, read_stores
from aioesx.connection import Connection
from aioesx.fleet import Fleet, Selection, current_host
from aioesx.storage.machine_files import MachineFiles
from aioesx.storage.orphans import (
    ORPHAN_PATHS,
    Claims,
    Found,
    Orphans,
    is_shared,
    judge,
    volume_of,
)
from aioesx.storage.overview import everything_on, out_of_reach, read_files, reasons_of

__all__ = ["FleetOrphans", "orphans_of_fleet"]


@dataclasses.dataclass(frozen=True, slots=True)
class FleetOrphans:
    """What was found out about the files of one datastore.

    Attributes:
        hosts: names of the hosts that have it, in the inventory; the first has searched it.
        shared: whether hosts outside of the fleet could have it, too.
        result: the files; see `Orphans`.
    """

    hosts: tuple[str, ...]
    shared: bool
    result: Orphans


@dataclasses.dataclass(frozen=True, slots=True)
class _Volume:
    """A datastore, as the first host that has it tells."""

    store: Store
    hosts: list[str]
    reasons: Sequence[str]


async def orphans_of_fleet(
    fleet: Fleet,
    *,
    select: str | Iterable[str] | Selection | None = None,
    timeout: float | None = None,
) -> tuple[FleetOrphans, ...]:
    """Look for files that no machine of any host of a fleet claims.

    Reads alone are sent: at each host two for its datastores, two for its machines, and a search
    for each datastore, which one host does.

    Args:
        fleet: an open fleet; all hosts that have its datastores mounted should be in it.
        select: which of its hosts, as for `Fleet.run`. Who is left out is not asked, so nobody can
            tell of datastores that those may have.
        timeout: seconds for each host in each of the three rounds.

    Returns:
        a result for each datastore, by name. Where a host did not answer or was left out, or
        where there is one alone, none is certain but those that no other host can have.
    """
    options: dict[str, Any] = {"select": select, "timeout": timeout, "read_only": True}
    failed: dict[str, Exception] = {}
    told = await fleet.gather(_stores, **options)
    failed |= told.failed
    volumes = _volumes(told.values)

    async def search(esx: Connection) -> dict[object, list[Found]]:
        mine = [key for key, each in volumes.items() if each.hosts[0] == current_host().name]
        return {key: await everything_on(esx._server, volumes[key].store) for key in mine}

    searched = await fleet.gather(search, **options)
    failed |= searched.failed
    claimed = await fleet.gather(_claims, **options)
    failed |= claimed.failed

    claims = Claims()
    for stores, machines, _ in claimed.values.values():
        claims.add(stores, machines)
    old = [reason for *_, reasons in claimed.values.values() for reason in reasons]
    missing = [f"the host {name} could not be asked: {error}" for name, error in failed.items()]
    if select is not None:
        missing.append("hosts that were not selected were not asked")
    if len(told) == 1:
        missing.append("one host alone was asked, and others may have the datastore, too")
    found = {key: files for each in searched.values.values() for key, files in each.items()}
    results = []
    for key, each in volumes.items():
        shared = is_shared(each.store)
        unasked = missing if shared else [] if key in found else ["it could not be searched"]
        reasons = [*each.reasons, *unasked, *old]
        result = judge(each.store, found.get(key, ()), claims, reasons)
        results.append(FleetOrphans(tuple(each.hosts), shared, result))
    return tuple(sorted(results, key=lambda each: (each.result.pool, each.hosts)))


async def _stores(esx: Connection) -> list[tuple[Store, list[str]]]:
    stores = await read_stores(esx._server, ORPHAN_PATHS)
    return [(each, list(reasons_of(esx._server, each, told=True))) for each in stores]


async def _claims(
    esx: Connection,
) -> tuple[Sequence[Store], Sequence[MachineFiles], Sequence[str]]:
    stores = await read_stores(esx._server, ORPHAN_PATHS)
    files = (await read_files(esx._server)).files
    return stores, files, await out_of_reach(esx._server)


def _volumes(told: Any) -> dict[object, _Volume]:
    """Return the datastores of all hosts by what tells them apart, on whichever host.

    The first host is one that can get at it, where there is one.
    """
    found: dict[object, _Volume] = {}
    for host, stores in told.items():
        for store, reasons in stores:
            # A reference, and a local datastore, mean something on their own host only.
            key = (volume_of(store), None if is_shared(store) else host)
            known = found.get(key)
            if known is None:
                found[key] = _Volume(store, [host], reasons)
            elif known.reasons and not reasons:
                found[key] = _Volume(store, [host, *known.hosts], reasons)
            else:
                known.hosts.append(host)
    return found

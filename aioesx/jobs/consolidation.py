"""Domains whose disks wait for consolidation: a snapshot is gone, its files are not.

Such a domain writes on into a delta that no list of snapshots shows, until the datastore is full.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Sequence
from contextlib import suppress
from typing import Final

from aioesx import vim
from aioesx.connection import Connection
from aioesx.domain import Domain
from aioesx.errors import EsxError, FaultError, TaskError
from aioesx.jobs._reading import CONSOLIDATION, STORES, Listing, matches, survey
from aioesx.jobs.turns import URL, place_of, turn_at

__all__ = ["Consolidation", "UnmergedDomain", "consolidate", "unmerged_domains"]

_STORE: Final = "Datastore"


@dataclasses.dataclass(frozen=True, slots=True)
class UnmergedDomain:
    """A domain whose disks wait for consolidation.

    Attributes:
        domain: its name.
        host: what the server calls its host.
        datastores: names of those that it uses.
        ref: its reference.
        places: what tells its datastores from all others, on whichever host.
    """

    domain: str
    host: str | None
    datastores: tuple[str, ...]
    ref: vim.ManagedObjectReference
    places: tuple[str, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Consolidation:
    """What became of a domain that was to be consolidated.

    Attributes:
        domain: which one.
        done: whether the host says that its disks wait no longer.
        error: why not, or what is not known of it; None without.
        begun: whether the host was asked at all.
    """

    domain: UnmergedDomain
    done: bool
    error: EsxError | None = None
    begun: bool = True


async def unmerged_domains(
    esx: Connection, *, domains: Collection[str] = ()
) -> Listing[UnmergedDomain]:
    """List domains whose disks wait for consolidation, by name; one read. Hosts tell since 5.0.

    Args:
        esx: the connection.
        domains: only those whose name fits one of these globs.
    """
    whole = await survey(esx, (CONSOLIDATION, STORES), {_STORE: (URL,)})
    names, stores = whole.named(_STORE), whole.others[_STORE]
    found = []
    for machine in whole.machines:
        if not machine.values.if_shown(CONSOLIDATION):
            continue
        if domains and not matches(machine.name, domains):
            continue
        refs = [ref for ref in machine.values.if_shown(STORES) or () if ref in stores]
        places = sorted(place_of(stores[ref]) for ref in refs)
        in_stores = tuple(names[ref] for ref in refs)
        found.append(
            UnmergedDomain(machine.name, machine.host, in_stores, machine.ref, tuple(places))
        )
    found.sort(key=lambda each: each.domain)
    return Listing(tuple(found), whole.problems, whole.domains)


async def consolidate(
    esx: Connection, domains: Sequence[UnmergedDomain]
) -> tuple[Consolidation, ...]:
    """Have disks consolidated, one domain after the other, and look whether they are.

    One datastore is given one such work at a time, whatever else goes through this on the same
    event loop. What the host refuses spoils no other; what comes of the line ends it.

    Args:
        esx: the connection by which they were listed.
        domains: of `unmerged_domains`.

    Source: vSphere API, VirtualMachine.ConsolidateVMDisks_Task.
    """
    failed: dict[vim.ManagedObjectReference, EsxError] = {}
    begun: set[vim.ManagedObjectReference] = set()
    for each in domains:
        begun.add(each.ref)
        async with turn_at(each.places):
            try:
                await Domain(esx._server, each.ref, each.domain, None).consolidate()
            except EsxError as error:
                failed[each.ref] = error
                if not isinstance(error, FaultError | TaskError):
                    break
    still: set[vim.ManagedObjectReference] = set()
    with suppress(EsxError):  # the tasks have succeeded all the same
        still = {each.ref for each in (await unmerged_domains(esx)).entries}
    return tuple(
        Consolidation(
            each,
            done=each.ref in begun and each.ref not in failed and each.ref not in still,
            error=failed.get(each.ref),
            begun=each.ref in begun,
        )
        for each in domains
    )

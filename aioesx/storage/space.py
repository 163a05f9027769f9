"""Where the room went: pools, what domains have taken of them and may still take. No I/O."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Final

from aioesx import vim
from aioesx._server.collector import Properties
from aioesx._server.files.stores import Store
from aioesx.storage.machine_files import MachineFiles

__all__ = ["SPACE_PATHS", "SUMMARY", "USAGE_PATH", "DomainSpace", "PoolSpace", "pool_spaces"]

Ref = vim.ManagedObjectReference

SUMMARY: Final = "summary"
SPACE_PATHS: Final = (SUMMARY,)
"""What is read of each datastore."""
USAGE_PATH: Final = "storage.perDatastoreUsage"
"""What is read of each machine, from API 4.0 on."""


@dataclasses.dataclass(frozen=True, slots=True)
class DomainSpace:
    """What a domain takes up in one pool; sizes in bytes.

    Attributes:
        name: the domain's.
        ref: its reference.
        used: what its files take up.
        more: what its thin files may still come to take.
        snapshots: what of `used` is there for its snapshots: their memory, and what disks have
            grown by since.
    """

    name: str
    ref: Ref
    used: int
    more: int
    snapshots: int


@dataclasses.dataclass(frozen=True, slots=True)
class PoolSpace:
    """Where the room of a pool went; sizes in bytes, None while no host can get at it.

    Attributes:
        name: the pool's.
        capacity: all that there is.
        used: what is taken.
        free: what is left.
        provisioned: what would be taken if every thin file grew as large as it may; more than
            `capacity` is a promise that cannot be kept. None before API 4.0.
        snapshots: what of `used` is there for snapshots.
        domains: what each domain takes, the largest first.
        problems: what the server does not show or tell; what is told may be too little then.
    """

    name: str
    capacity: int | None
    used: int | None
    free: int | None
    provisioned: int | None
    snapshots: int
    domains: Sequence[DomainSpace]
    problems: Sequence[str]


def pool_spaces(
    stores: Sequence[Store], machines: Sequence[tuple[Properties, MachineFiles]]
) -> list[PoolSpace]:
    """Tell where the room of pools went.

    Args:
        stores: with the properties `SPACE_PATHS`.
        machines: with the property `USAGE_PATH`, and their files.
    """
    untold: list[str] = []
    takers: dict[Ref, list[DomainSpace]] = {}
    names = {store.ref: store.name for store in stores}
    for values, files in machines:
        untold += [*values.problems((USAGE_PATH,)), *files.problems]
        for usage in values.if_shown(USAGE_PATH) or ():
            space = _space_of(files, usage, names)
            takers.setdefault(usage.datastore, []).append(space)
    return [_pool_space(store, takers.get(store.ref, []), untold) for store in stores]


def _space_of(
    files: MachineFiles, usage: vim.VirtualMachineUsageOnDatastore, names: Mapping[Ref, str]
) -> DomainSpace:
    return DomainSpace(
        name=files.name,
        ref=files.ref,
        used=usage.committed,
        more=usage.uncommitted,
        snapshots=files.grown.get(names.get(usage.datastore, ""), 0),
    )


def _pool_space(store: Store, domains: list[DomainSpace], untold: list[str]) -> PoolSpace:
    told = store.values.if_shown(SUMMARY)
    summary = told if told is not None and told.accessible else None
    used = summary.capacity - summary.free_space if summary is not None else None
    more = summary.uncommitted if summary is not None else None
    return PoolSpace(
        name=store.name,
        capacity=summary.capacity if summary is not None else None,
        used=used,
        free=summary.free_space if summary is not None else None,
        provisioned=used + more if used is not None and more is not None else None,
        snapshots=sum(each.snapshots for each in domains),
        domains=sorted(domains, key=lambda each: (-each.used, each.name)),
        problems=[*store.values.problems(SPACE_PATHS), *untold],
    )

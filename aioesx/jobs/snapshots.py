"""Old snapshots: which there are, what they take, and how they are deleted without harm.

Listing is one read. Deleting is one after the other for each datastore, oldest first: to merge a
snapshot is the hardest work that a datastore is given, and two at once take longer than both.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import groupby
from typing import Any, Final

from aioesx import vim
from aioesx._server.collector import Properties
from aioesx.connection import Connection
from aioesx.domain import Domain
from aioesx.domain.snapshots import Snapshot
from aioesx.domain.snapshottree import SNAPSHOT_PATHS, SnapshotInfo, SnapshotTree
from aioesx.errors import EsxError, FaultError, TaskError
from aioesx.jobs._reading import (
    CONSOLIDATION,
    LAYOUT,
    STORES,
    Listing,
    Machine,
    Surroundings,
    matches,
    survey,
)
from aioesx.jobs.turns import URL, place_of, turn_at
from aioesx.storage.machine_files import SnapshotGrowth, machine_files

__all__ = ["OldSnapshot", "SnapshotDeletion", "delete_snapshots", "old_snapshots"]

Ref = vim.ManagedObjectReference

_STORE: Final = "Datastore"
_FREE: Final = "summary.freeSpace"
_STORE_PATHS: Final = (_FREE, URL)
_PATHS: Final = (*SNAPSHOT_PATHS, LAYOUT, STORES, CONSOLIDATION)


@dataclasses.dataclass(frozen=True, slots=True)
class OldSnapshot:
    """A snapshot of a domain, and what there is to know before it is deleted.

    Attributes:
        domain: name of the domain.
        name: the snapshot's.
        created: when it was taken.
        age: seconds since, by our clock; 0 where the host's is ahead.
        size: bytes that it takes: its memory, and what disks have grown by until the next one;
            None where the host does not tell.
        current: whether the domain runs on from it.
        host: what the server calls its host.
        datastores: names of those that the domain uses.
        warnings: what to know before it is deleted, a sentence each.
        ref: its reference.
        domain_ref: the domain's.
        places: what tells its datastores from all others, on whichever host.
    """

    domain: str
    name: str
    created: datetime
    age: float
    size: int | None
    current: bool
    host: str | None
    datastores: tuple[str, ...]
    warnings: tuple[str, ...]
    ref: Ref
    domain_ref: Ref
    places: tuple[str, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class SnapshotDeletion:
    """What became of a snapshot that was to be deleted.

    Attributes:
        snapshot: which one.
        deleted: whether it is gone.
        error: why it is not, or what is not known of it; None where it is gone.
        begun: whether the host was asked at all.
    """

    snapshot: OldSnapshot
    deleted: bool
    error: EsxError | None = None
    begun: bool = True


async def old_snapshots(
    esx: Connection,
    *,
    before: datetime | None = None,
    larger_than: int = 0,
    names: Collection[str] = (),
    domains: Collection[str] = (),
    except_names: Collection[str] = (),
    except_domains: Collection[str] = (),
    keep: int = 0,
) -> Listing[OldSnapshot]:
    """List snapshots by age, size and name, the oldest first; one read.

    Args:
        esx: the connection.
        before: only those taken before this moment.
        larger_than: only those that take more bytes than this, or whose size is not told.
        names: only those whose name fits one of these globs.
        domains: only those of domains whose name fits one of these globs.
        except_names: none whose name fits one of these globs.
        except_domains: none of domains whose name fits one of these globs.
        keep: so many of each domain are left out: the newest.

    Raises:
        ValueError: the moment has no time zone, or a number is below 0; nothing was sent.
    """
    if before is not None and before.tzinfo is None:
        raise ValueError("the moment needs a time zone")
    if keep < 0 or larger_than < 0:
        raise ValueError("keep= and larger_than= should be 0 at least")
    whole = await survey(esx, _PATHS, {_STORE: _STORE_PATHS})
    now = datetime.now(UTC)
    found: list[OldSnapshot] = []
    for machine in whole.machines:
        if (domains and not matches(machine.name, domains)) or matches(
            machine.name, except_domains
        ):
            continue
        of_domain = sorted(_of(machine, whole, now), key=lambda each: each.created)
        found += of_domain[: max(0, len(of_domain) - keep)]
    shown = [
        each
        for each in found
        if (before is None or each.created < before)
        and (each.size is None or each.size >= larger_than)
        and (not names or matches(each.name, names))
        and not matches(each.name, except_names)
    ]
    shown.sort(key=lambda each: (each.created, each.domain))
    return Listing(tuple(shown), whole.problems, whole.domains)


def _of(machine: Machine, whole: Surroundings, now: datetime) -> Iterator[OldSnapshot]:
    """Yield all snapshots of a machine."""
    values = machine.values
    growth = {each.ref: each for each in machine_files(values, {}).snapshots}
    tree = SnapshotTree.of({path: values.if_shown(path) for path in SNAPSHOT_PATHS})
    stores = {
        ref: whole.others[_STORE][ref]
        for ref in values.if_shown(STORES) or ()
        if ref in whole.others[_STORE]
    }
    names = whole.named(_STORE)
    for info in tree:
        size = _size(growth.get(info.ref))
        yield OldSnapshot(
            domain=machine.name,
            name=info.name,
            created=info.created,
            age=max(0.0, (now - info.created).total_seconds()),
            size=size,
            current=info.is_current,
            host=machine.host,
            datastores=tuple(names[ref] for ref in stores),
            warnings=tuple(_warnings(values, info, size, stores, names)),
            ref=info.ref,
            domain_ref=machine.ref,
            places=tuple(sorted(map(place_of, stores.values()))),
        )


def _size(growth: SnapshotGrowth | None) -> int | None:
    if growth is None or growth.delta is None:
        return None
    return growth.delta + (growth.memory or 0)


def _warnings(
    values: Properties,
    info: SnapshotInfo,
    size: int | None,
    stores: Mapping[Ref, Properties],
    names: Mapping[Ref, str],
) -> Iterator[str]:
    if values.if_shown(CONSOLIDATION):
        yield "disks of the domain wait for consolidation: do that first"
    for ref, store in stores.items():
        free: Any = store.if_shown(_FREE)
        # While the host merges, what it merges is there twice if the disk is thin.
        if size is not None and free is not None and free < size:
            yield f"'{names[ref]}' has less room left than the snapshot takes"
    if len(info.children) > 1:
        yield "several branches go on from it"


async def delete_snapshots(
    esx: Connection, snapshots: Sequence[OldSnapshot]
) -> tuple[SnapshotDeletion, ...]:
    """Delete snapshots, one after the other, oldest first; children that are younger stay.

    Whatever else goes through this on the same event loop, for other hosts of a fleet too, one
    datastore merges one snapshot at a time. What the host refuses ends the work on that domain;
    what comes of the line, or leaves the outcome unknown, ends all of it. Nothing is raised for
    that: the results say it.

    Args:
        esx: the connection by which they were listed.
        snapshots: of `old_snapshots`.

    Returns:
        a result for each, in the order in which they were taken on.
    """
    results: list[SnapshotDeletion] = []
    ordered = sorted(snapshots, key=lambda each: (each.domain, each.domain_ref.value, each.created))
    stopped = False
    for _, group in groupby(ordered, key=lambda each: each.domain_ref):
        refused = False
        for each in group:
            if stopped or refused:
                results.append(SnapshotDeletion(each, deleted=False, begun=False))
                continue
            error = await _delete(esx, each)
            results.append(SnapshotDeletion(each, deleted=error is None, error=error))
            refused = error is not None
            stopped = error is not None and not isinstance(error, FaultError | TaskError)
    return tuple(results)


async def _delete(esx: Connection, snapshot: OldSnapshot) -> EsxError | None:
    domain = Domain(esx._server, snapshot.domain_ref, snapshot.domain, None)
    async with turn_at(snapshot.places):
        try:
            await Snapshot(esx._server, domain, snapshot.ref, snapshot.name).delete()
        except EsxError as error:
            return error
    return None

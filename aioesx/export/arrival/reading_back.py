"""`read_back`: what a host has of a machine that has arrived is held against what was sent.

It goes the way that an export of the machine would take, by the same rule: a thin disk comes as a
stream of what is allocated, a thick one by its files. What the host refuses one way is read the
other way, and nothing is taken for granted: every chunk is held, and what a stream leaves out is
zeros.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Awaitable, Callable, Sequence
from contextlib import aclosing
from functools import partial
from typing import Final, NamedTuple

from anyio.lowlevel import checkpoint

from aioesx import vim
from aioesx._concurrency import together
from aioesx._server.moving import ExportWay
from aioesx._server.server import Server
from aioesx._words import few
from aioesx.errors import (
    DiskFormatError,
    DiskKindError,
    FaultError,
    HttpStatusError,
    LeaseError,
    NoSuchPoolError,
    NotFoundError,
    ProofError,
)
from aioesx.export.arrival.arriving import ImportOrder
from aioesx.export.arrival.cargo import Loaded
from aioesx.export.before.intent import Intent
from aioesx.export.before.obstacles import refusals
from aioesx.export.before.survey import Survey, SurveyedDisk
from aioesx.export.before.ways import Surroundings, choose
from aioesx.export.copying_disks import Chunk, Passage, folder_to_disk, lease_to_disk, within
from aioesx.export.proving import Against, Nowhere
from aioesx.export.sources.folder import FolderDisk, folder_disk
from aioesx.export.sources.lease import HeldLease, LeaseFile, lease
from aioesx.export.sources.pairing import paired
from aioesx.export.sources.renewing import by_leases
from aioesx.export.sources.streamed import StreamedDisk
from aioesx.export.telling import Telling

__all__ = ["read_back"]

_REFUSED: Final = (FaultError, HttpStatusError, LeaseError, DiskKindError, NoSuchPoolError)
"""That a host does not give what is asked for; what it gives is judged otherwise."""


@dataclasses.dataclass(frozen=True, slots=True)
class _There:
    """A machine that has arrived.

    Attributes:
        server: the connection.
        seen: what the host says of it.
        order: what was asked for.
        telling: is told how far it is.
    """

    server: Server
    seen: Survey
    order: ImportOrder
    telling: Telling


class _Sent(NamedTuple):
    """A disk as the host has it, and what was sent of it."""

    disk: SurveyedDisk
    one: Loaded


class _Way(NamedTuple):
    """A way to read.

    Attributes:
        name: what it is called, for a sentence.
        other: what is tried where the host refuses it.
        read: reads disks, and takes those that are proved off its list.
    """

    name: str
    other: ExportWay
    read: Callable[[_There, list[_Sent]], Awaitable[None]]


async def read_back(
    server: Server,
    seen: Survey,
    order: ImportOrder,
    freight: Sequence[Loaded],
    telling: Telling,
) -> None:
    """Read what the host has, and hold it against what was sent.

    Raises:
        ProofError: it is something else, or can be read neither way.
        EsxError: the line failed.
    """
    there, left = _There(server, seen, order, telling), _sent(seen, freight)
    # A licence that allows reading only has taken no machine.
    way = choose(seen, Surroundings(api=server.session.api), at_rest=True).way
    other = _WAYS[way].other
    refused = await _why_not(there, way, left)
    if not refused:
        return
    name = f"'{seen.name}'"
    why = f"{_WAYS[way].name} it cannot be read: {refused}"
    if not (closed := _closed(there, other, left)):
        await telling.warn("proof", f"{name} is read back {_WAYS[other].name}: {why}")
        await telling.phase("verifying")
        closed = await _why_not(there, other, left)
        if not closed:
            return
    raise ProofError(
        f"{name} has arrived, and cannot be proved: {why}; {_WAYS[other].name} neither: {closed}",
        disk=left[0].disk.label,
    )


def _sent(seen: Survey, freight: Sequence[Loaded]) -> list[_Sent]:
    """Return the disk that each of what was sent has become.

    Raises:
        ProofError: the machine has others.
    """
    by_slot = {disk.slot: disk for disk in seen.disks}
    slots = [one.slot.rpartition("/")[2] for one in freight]
    known = len(set(slots)) == len(slots) and all(slot in by_slot for slot in slots)
    if not known and len(seen.disks) != len(freight):
        raise ProofError(
            f"'{seen.name}' has {len(seen.disks)} disks over there, and {len(freight)} were sent:"
            f" {few(list(by_slot))}, and {few(slots)}"
        )
    disks = [by_slot[slot] for slot in slots] if known else list(seen.disks)
    sent = [_Sent(disk, one) for disk, one in zip(disks, freight, strict=True)]
    for disk, one in sent:
        _require_size(disk.capacity, one)
    return sent


def _require_size(capacity: int, one: Loaded) -> None:
    """See that a disk is as large as what was sent; hosts have whole kilobytes of it.

    Raises:
        ProofError: it is smaller.
    """
    if capacity < one.plan.capacity:
        raise ProofError(
            f"{one.plan.label} has {capacity} bytes over there, not {one.plan.capacity}",
            disk=one.plan.label,
        )


async def _why_not(there: _There, way: ExportWay, left: list[_Sent]) -> str:
    """Prove disks one way; returns why the host refuses that, "" where all of them are proved."""
    if not left:
        return ""
    if closed := _closed(there, way, left):
        return closed
    try:
        await _WAYS[way].read(there, left)
    except ProofError:
        raise
    except _REFUSED as error:
        return str(error) if left else ""  # how a lease ends says nothing of what it has sent
    return ""


def _closed(there: _There, way: ExportWay, left: Sequence[_Sent]) -> str:
    """Tell why disks cannot be read one way, as `Domain.plan_export` would; "" if they can be."""
    disks = tuple(disk for disk, _ in left)
    seen = dataclasses.replace(there.seen, disks=disks)
    intent = Intent(survey=seen, way=way, copy=True, format=None, api=there.server.session.api)
    return "; ".join(each.text for each in refusals(intent) if each.answer == "way")


# --- what is held against what -------------------------------------------------------------------


class _Judge:
    """Holds the chunks of a disk against those that were sent, and tells how far it is."""

    def __init__(self, one: Loaded, telling: Telling) -> None:
        self._one, self._telling = one, telling
        self._against = Against(one.digests, one.chunks, one.plan.label, how="was sent")

    async def chunk(self, chunk: Chunk) -> None:
        await self._against.chunk(chunk)

    async def tell(self, at: int, moved: int) -> None:
        del moved
        await self._telling.at(self._one.plan, at, ended=at >= self._one.plan.capacity)

    def end(self) -> None:
        """See that all chunks were held.

        Raises:
            ProofError: one was not.
        """
        count, wanted = self._against.count, len(self._one.chunks)
        if count != wanted:
            label = self._one.plan.label
            raise ProofError(f"{label}: {count} of {wanted} chunks were proved", disk=label)


# --- by files ------------------------------------------------------------------------------------


async def _by_files(there: _There, left: list[_Sent]) -> None:
    for sent in list(left):
        disk, store = sent.disk, sent.disk.store
        assert store is not None  # noqa: S101  # one whose datastore is hidden is `_closed`
        if not disk.links:
            raise NotFoundError("", f"the host tells no file of '{disk.label}'")
        path, limits = disk.links[0].path, there.order.limits
        async with folder_disk(there.server, path, store.ref, limits) as source:
            await _by_file(source, sent.one, there.telling)
        left.remove(sent)


async def _by_file(source: FolderDisk, one: Loaded, telling: Telling) -> None:
    _require_size(source.capacity, one)
    judge = _Judge(one, telling)
    await folder_to_disk(
        source,
        Nowhere(),
        one.chunks,
        range(len(one.chunks)),
        hashed=True,
        on_chunk=judge.chunk,
        tell=judge.tell,
    )
    async with aclosing(source.pieces(one.plan.capacity, source.capacity)) as behind:
        async for offset, data in behind:
            within(one.chunks, offset, data)
    judge.end()


# --- by a lease ----------------------------------------------------------------------------------


async def _by_lease(there: _There, left: list[_Sent]) -> None:
    await by_leases(partial(_by_one_lease, there, left), there.telling.warn, checkpoint)


async def _by_one_lease(there: _There, left: list[_Sent], began: list[HeldLease]) -> None:
    if not left:
        return
    seen, order = there.seen, there.order
    async with lease(
        there.server,
        vim.ExportVm(this=seen.ref),
        what=f"'{seen.name}'",
        nfc_hosts=order.nfc_hosts,
        waiting=there.telling.waiting,
    ) as held:
        began.append(held)
        files = [file for file in held.files if file.is_disk]
        of_all = paired(files, [disk.slot for disk in seen.disks])
        by_key = {disk.key: file for disk, file in zip(seen.disks, of_all, strict=True)}

        async def one(sent: _Sent) -> None:
            await _by_stream(there, held, by_key[sent.disk.key], sent)
            left.remove(sent)

        await together([partial(one, sent) for sent in list(left)])


async def _by_stream(there: _There, held: HeldLease, file: LeaseFile, sent: _Sent) -> None:
    disk, one = sent
    judge = _Judge(one, there.telling)
    passage = Passage(one.chunks, hashed=True, on_chunk=judge.chunk, capacity=disk.capacity)
    stream = StreamedDisk(there.server.session, held, file, there.order.limits, kind=None)
    try:
        await lease_to_disk(
            stream,
            Nowhere(),
            one.chunks,
            hashed=True,
            on_chunk=judge.chunk,
            tell=judge.tell,
            passage=passage,
        )
    except DiskFormatError as error:
        label = one.plan.label
        text = f"{label}: what the host sends back is no whole stream of it: {error}"
        raise ProofError(text, disk=label) from None
    judge.end()


_WAYS: Final[dict[ExportWay, _Way]] = {
    "lease": _Way("by a lease", "folder", _by_lease),
    "folder": _Way("by files", "lease", _by_files),
}

"""`DiskReader`: the bytes of a virtual disk, read through its chain by few large requests.

Where the bytes are is worked out by `aioesx.disk`, which does no I/O; here its plans are carried
out. What files and requests are is left to a `ByteSource`.
"""

from __future__ import annotations

import dataclasses
import time
from collections import deque
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import Final, Protocol, TypeVar, runtime_checkable

import anyio.lowlevel

from aioesx.datastore_path import DatastorePath
from aioesx.disk.chain import Chain, Locate, nowhere, open_chain, read_descriptor
from aioesx.disk.layout import Layout
from aioesx.disk.plan import Pause, Plan, Read, Size
from aioesx.disk.runs import AT_ONCE, GAP, Request, Run, not_zero
from aioesx.errors import DiskChangedError, DiskError, DiskFormatError, NotFoundError

__all__ = ["ByteSource", "DiskRange", "DiskReader"]

T = TypeVar("T")

_HELD: Final = 16 * 2**20
_TURN: Final = 0.05  # seconds without letting others run


class ByteSource(Protocol):
    """What a `DiskReader` reads from: files that answer ranges."""

    async def size(self, path: DatastorePath) -> int:
        """Return the size of a file, in bytes.

        Raises:
            NotFoundError, FileNotFoundError: there is none.
        """
        ...

    async def read(self, path: DatastorePath, start: int, length: int) -> bytes:
        """Return a range of a file, all of it.

        Raises:
            NotFoundError, FileNotFoundError: there is no such file.
        """
        ...


@runtime_checkable
class _Filling(ByteSource, Protocol):
    """A source that fills buffers."""

    async def read_into(self, path: DatastorePath, start: int, view: memoryview) -> None:
        """Fill a buffer with a range of a file."""
        ...


@dataclasses.dataclass(frozen=True, slots=True)
class DiskRange:
    """A range of a disk, and where its bytes are.

    Attributes:
        start: where it begins on the disk, in bytes.
        length: in bytes.
        file: the file that its bytes lie in, in one piece; None for zeros that lie nowhere.
        offset: where in that file; None for zeros.
        link: which link of the chain it comes from, 0 being the newest; None for zeros.
    """

    start: int
    length: int
    file: DatastorePath | None = None
    offset: int | None = None
    link: int | None = None


class DiskReader:
    """A virtual disk that is read as its machine would, whatever snapshots it stands on.

        async with DiskReader.open(source, path) as disk:
            boot = await disk.read(0, 512)
            async for offset, data in disk.content():
                target.seek(offset)
                target.write(data)

    It holds the directories of the chain, 4 bytes for 16 MiB of a seSparse link and for 2 MiB of
    a COWD link, 8 MiB of tables, and one request's bytes. It may be used by several tasks.
    """

    def __init__(
        self, source: ByteSource, chain: Chain, *, request_bytes: int = AT_ONCE, gap: int = GAP
    ) -> None:
        self._source = source
        self._filling = source if isinstance(source, _Filling) else None
        self._layout = Layout(chain, most=request_bytes, gap=gap)

    @classmethod
    @asynccontextmanager
    async def open(
        cls,
        source: ByteSource,
        path: DatastorePath,
        *,
        locate: Locate = nowhere,
        request_bytes: int = AT_ONCE,
        gap: int = GAP,
    ) -> AsyncIterator[DiskReader]:
        """Follow a disk to its base, and give what reads it.

        Args:
            source: the files.
            path: the descriptor of the disk, ``[datastore1] web/web-000002.vmdk``.
            locate: where the file is that a descriptor names absolutely, which is done for
                parents in another directory: ``/vmfs/volumes/datastore1/base/base.vmdk``.
            request_bytes: size of the largest request.
            gap: how many bytes that nobody wants may be read to save a request.

        Raises:
            ChainError: a link is missing, damaged, or not the parent of its child. The error
                tells each link.
            DiskKindError: a ChainError; a link is of a kind that is not read from files.
        """
        chain = await _carry_out(open_chain(path, locate), source)
        yield cls(source, chain, request_bytes=request_bytes, gap=gap)

    @property
    def chain(self) -> Chain:
        """The links, the newest first."""
        return self._layout.chain

    @property
    def capacity(self) -> int:
        """Size of the disk, in bytes."""
        return self.chain.capacity

    def __repr__(self) -> str:
        links = self.chain.links
        return f"<DiskReader {links[0].path}, {self.capacity} bytes, {len(links)} links>"

    async def read(self, start: int, length: int) -> bytes:
        """Return a range of the disk, which need not begin or end with a sector.

        Raises:
            ValueError: it is not within the disk.
            ChainError: a table of a link cannot be, or a file became shorter.
        """
        if not 0 <= start <= start + length <= self.capacity:
            raise ValueError(f"{length} bytes at {start} are not within {self.capacity}")
        runs = await self._run(self._layout.runs(start, start + length))
        data: bytearray | None = None
        for request in self._layout.requests(runs):
            fetched = await self._run(self._layout.fetch(request))
            for offset, piece in request.pieces(fetched):
                if len(piece) == length:
                    return piece  # it lies in one piece, and is not copied
                if data is None:
                    data = bytearray(length)
                data[offset - start : offset - start + len(piece)] = piece
        return bytes(length if data is None else data)

    async def read_into(self, start: int, view: memoryview) -> None:
        """Fill a buffer with what begins at `start` on the disk; as `read` otherwise.

        Raises:
            ValueError, ChainError: as `read`.
        """
        start, stop = self._range(start, start + len(view))
        runs = await self._run(self._layout.runs(start, stop))
        at = start
        for begin, end in (*((run.start, run.stop) for run in runs), (stop, stop)):
            view[at - start : begin - start] = bytes(begin - at)
            at = end
        for request in self._layout.requests(runs):
            await self._fill(request, start, view)

    async def _fill(self, request: Request, start: int, view: memoryview) -> None:
        if self._filling is not None and len(request.runs) == 1:
            at = request.runs[0].start - start
            part = view[at : at + request.length]
            await self._filling.read_into(request.file, request.start, part)
            return
        for offset, piece in request.pieces(await self._run(self._layout.fetch(request))):
            view[offset - start : offset - start + len(piece)] = piece

    def content(
        self,
        start: int = 0,
        stop: int | None = None,
        *,
        in_order: bool = False,
        held: int = _HELD,
        verify: bool = False,
    ) -> AsyncIterator[tuple[int, bytes]]:
        """Give what is not zeros: pairs of an offset on the disk and the bytes there.

        Pieces come in the order of the files, which takes the fewest requests, and have at most
        the size of a request. Whatever does not come is zeros: no block of 64 KiB that is all
        zeros does. After an error, or a cancelled wait, the next piece is the one that failed.

        Args:
            start: where to begin on the disk, in bytes.
            stop: where to end; None for the end of the disk.
            in_order: whether offsets are to rise. It holds `held` bytes, and takes more requests
                where grains are scattered.
            held: likewise, 16 MiB by default.
            verify: whether to end with `verify`.

        Raises:
            ValueError: the range is not within the disk.
            ChainError: a table of a link cannot be, or a file became shorter.
            DiskChangedError: the disk was written to, and `verify` is asked for.
        """
        return _Content(self, self._layout, *self._range(start, stop), in_order, held, verify)

    def ranges(self, start: int = 0, stop: int | None = None) -> AsyncIterator[DiskRange]:
        """Give where the bytes of the disk are, in its order and without gaps; reads tables only.

        Ranges are cut where the reader's windows end.

        Raises:
            ValueError: the range is not within the disk.
            ChainError: a table of a link cannot be.
        """
        return _Ranges(self, self._layout, *self._range(start, stop))

    async def verify(self) -> None:
        """See that no link was written to since the disk was opened.

        A link gets another content ID with the first write after it was opened. So this holds for
        disks that nobody had opened for writing before: of machines that are off, and the links
        below a snapshot.

        Raises:
            DiskChangedError: a content ID is another one, or a link is gone.
        """
        for link in self.chain.links:
            try:
                now = await self._run(read_descriptor(link.path))
            except (DiskFormatError, NotFoundError, FileNotFoundError) as error:
                raise DiskChangedError(f"{link.path} was changed meanwhile: {error}") from error
            then = link.descriptor
            if (then.cid, then.parent_cid, then.extents) != (now.cid, now.parent_cid, now.extents):
                changed = f"its CID was {then.cid:08x}, now it is {now.cid:08x}"
                raise DiskChangedError(f"{link.path} was changed meanwhile: {changed}")

    def _range(self, start: int, stop: int | None) -> tuple[int, int]:
        stop = self.capacity if stop is None else stop
        if not 0 <= start <= stop <= self.capacity:
            raise ValueError(f"{start} to {stop} is not within {self.capacity} bytes")
        return start, stop

    async def _run(self, plan: Plan[T]) -> T:
        return await _carry_out(plan, self._source)


class _Content:
    """The iterator that `DiskReader.content` gives: at each moment, it knows what comes next."""

    def __init__(
        self,
        disk: DiskReader,
        layout: Layout,
        start: int,
        stop: int,
        in_order: bool,
        held: int,
        verify: bool,
    ) -> None:
        self._disk, self._layout = disk, layout
        self._at, self._stop = start, stop
        self._in_order, self._room, self._verify = in_order, held, verify
        self._runs: deque[Run] = deque()
        self._requests: Iterator[Request] = iter(())
        self._request: Request | None = None
        self._held: list[tuple[int, bytes]] = []
        self._ready: deque[tuple[int, bytes]] = deque()
        self._failed: DiskError | None = None

    def __aiter__(self) -> _Content:
        return self

    async def __anext__(self) -> tuple[int, bytes]:
        while not self._ready:
            if self._failed is not None:
                raise self._failed
            try:
                more = await self._advance()
            except DiskError as error:
                self._failed = error
                raise
            if not more:
                raise StopAsyncIteration
        return self._ready.popleft()

    async def _advance(self) -> bool:
        """Take one step; False if there is none. What fails before its end is done again."""
        self._request = self._request or next(self._requests, None)
        if self._request is not None:
            await self._fetch(self._request)
            self._request = None
        elif self._held:
            self._ready.extend(sorted(self._held))
            self._held.clear()
        elif self._runs:
            self._requests = self._layout.requests(self._batch())
        elif self._at < self._stop:
            survey = await self._disk._run(self._layout.survey(self._at, self._stop))
            self._runs.extend(survey.runs)
            self._at = survey.stop
        else:
            if self._verify:
                await self._disk.verify()
            return False
        return True

    async def _fetch(self, request: Request) -> None:
        data = await self._disk._run(self._layout.fetch(request))
        into = self._held if self._in_order else self._ready
        for offset, piece in request.pieces(data):
            into.extend(not_zero(offset, piece))

    def _batch(self) -> list[Run]:
        """Take the runs that are read together: all, or in order as many as can be held."""
        if not self._in_order:
            batch = list(self._runs)
            self._runs.clear()
            return batch
        batch, room = [], self._room
        while self._runs and room > 0:
            run = self._runs.popleft()
            taken = min(run.length, room)
            batch.append(run.part(0, taken))
            if taken < run.length:
                self._runs.appendleft(run.part(taken, run.length - taken))
            room -= taken
        return batch


class _Ranges:
    """The iterator that `DiskReader.ranges` gives."""

    def __init__(self, disk: DiskReader, layout: Layout, start: int, stop: int) -> None:
        self._disk, self._layout = disk, layout
        self._at, self._stop = start, stop
        self._ready: deque[DiskRange] = deque()

    def __aiter__(self) -> _Ranges:
        return self

    async def __anext__(self) -> DiskRange:
        while not self._ready:
            if self._at >= self._stop:
                raise StopAsyncIteration
            survey = await self._disk._run(self._layout.survey(self._at, self._stop))
            for run in survey.runs:
                self._zeros(run.start)
                self._ready.append(DiskRange(*run))
                self._at = run.stop
            self._zeros(survey.stop)
            self._at = survey.stop
        return self._ready.popleft()

    def _zeros(self, stop: int) -> None:
        if self._at < stop:
            self._ready.append(DiskRange(self._at, stop - self._at))


async def _carry_out(plan: Plan[T], source: ByteSource) -> T:
    """Do what a plan wants, with the files of a source; returns what it was for."""
    turn = time.monotonic()
    try:
        wanted = next(plan)
        while True:
            try:
                if isinstance(wanted, Pause):
                    turn = await _pause(turn)
                    answer = None
                else:
                    answer = await _answer(wanted, source)
                    turn = time.monotonic()
            except Exception as error:
                wanted = plan.throw(error)
            else:
                wanted = plan.send(answer)
    except StopIteration as done:
        result: T = done.value
        return result
    finally:
        plan.close()


async def _pause(turn: float) -> float:
    """Let others have their turn, if this one began long ago; returns when it began."""
    if time.monotonic() - turn < _TURN:
        return turn
    await anyio.lowlevel.checkpoint()
    return time.monotonic()


async def _answer(wanted: Read | Size, source: ByteSource) -> bytes | int:
    if isinstance(wanted, Read):
        return await source.read(wanted.file, wanted.start, wanted.length)
    return await source.size(wanted.file)

"""`lease`: files of a machine on their way, as long as we say that they are.

    async with lease(server, vim.ExportVm(this=ref), what="web01") as held:
        for file in held.files:
            async with held.get(file) as stream:
                ...
        held.compare(await held.manifest(), sent)

A lease is waited for by the session's poll until it is ready. From then on a heartbeat tells the
host how far it is, over the lanes for calls; transfers have their own. When the lease fails, or
nobody at the host hears us for its whole time, what goes on within the block ends at once, with
the host's own sentence. A block that ends well completes the lease; any other end aborts it, in
bounded time, and even if cancelled.

Source: vSphere API, HttpNfcLease.
"""

from __future__ import annotations

import dataclasses
import logging
import math
import ssl
from collections.abc import AsyncIterable, AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager, nullcontext
from typing import Any, Final, TypeVar

import anyio

from aioesx import vim
from aioesx._concurrency import Group, see_through
from aioesx._server.collector import read_one
from aioesx._server.server import Server
from aioesx._server.tasks.faults import fault_of
from aioesx._server.traversal import object_spec, property_spec
from aioesx._server.watch import Watch
from aioesx._session.http import Http, Request, told
from aioesx._session.operation import detached
from aioesx._transport import HttpStream, LaneKind
from aioesx.errors import (
    ConnectError,
    EsxError,
    FaultError,
    InvalidStateError,
    LeaseError,
    NotFoundError,
    NotSupportedError,
    OutcomeUnknownError,
    ProtocolError,
)
from aioesx.export.sources.urls import LeasePlace, place_of, unreachable

__all__ = ["HeldLease", "LeaseFile", "OnBegun", "Waiting", "end_lease", "lease"]

R = TypeVar("R")
Ref = vim.ManagedObjectReference
OnBegun = Callable[[Ref], Awaitable[None]]
"""Is told of a lease's reference."""
Waiting = Callable[[str], AbstractAsyncContextManager[None]]
"""Is entered, with the sentence that says why, while a lease that nobody knows is waited out."""

_log = logging.getLogger("aioesx.export")

_WATCHED: Final = ("state", "error")
_INFO: Final = "info"
_READ: Final = frozenset({200})
_WRITTEN: Final = frozenset({200, 201, 204})
_VMDK: Final = b"application/x-vnd.vmware-streamVmdk"
_BEATS: Final = 5
"""How often we are heard in the time that a lease lives without."""
_MOST_PERCENT: Final = 99
"""What `HttpNfcLeaseComplete` has not been said of is not done."""
_LOST: Final = (
    "the host's answer to the export of {what} was lost: a lease that nobody knows may keep others"
    " out until the host ends it, which is waited for, {seconds:g} s at most"
)
_THUMBPRINT_DIGITS: Final = frozenset({40, 64})


@dataclasses.dataclass(frozen=True, slots=True)
class LeaseFile:
    """A file of a lease.

    Attributes:
        key: what the host calls it, ``/vm-12/ParaVirtualSCSIController0:0``.
        import_key: what an import spec calls it.
        is_disk: whether it comes, or goes, as a streamOptimized VMDK.
        target_id: what the host calls its target, such as a file's name; empty if it does not.
        size: bytes of what is no disk; None where the host does not tell.
        name: last part of its URL, such as ``"disk-0.vmdk"``.
        place: where it is; secret.
        thumbprint: of the certificate there, hex digits; empty where the host does not tell.
    """

    key: str
    import_key: str
    is_disk: bool
    target_id: str
    size: int | None
    name: str
    place: LeasePlace = dataclasses.field(repr=False)
    thumbprint: str = ""


class _LeaseWatch:
    """Turns property changes of a lease into its state and error. No I/O."""

    def __init__(self, ref: Ref) -> None:
        self._ref = ref
        self._seen: dict[str, Any] = {}

    @property
    def spec(self) -> vim.PropertyFilterSpec:
        return vim.PropertyFilterSpec(
            prop_set=[property_spec(self._ref.type, _WATCHED)], object_set=[object_spec(self._ref)]
        )

    def feed(self, update: vim.ObjectUpdate) -> Iterator[tuple[str, Any]]:
        if update.obj != self._ref:
            return
        if update.kind == vim.ObjectUpdateKind.LEAVE:
            yield "gone", None
            return
        before = self._seen.get("state")
        self._seen.update({change.name: change.val for change in update.change_set})
        state = self._seen.get("state")
        if state is not None and state != before:
            yield str(state), self._seen.get("error")


class HeldLease:
    """A lease that is ready.

    Attributes:
        ref: the HttpNfcLease.
        entity: the machine that it is for; of an import, the new one.
        files: what it gives, or takes, in the host's order.
        percent: what the heartbeat tells the host, 0 to 99.
        seconds: how long it lives without a heartbeat.
        has_ended: whether the host has let go of it, as far as was heard, or nobody hears us.
    """

    def __init__(self, server: Server, ref: Ref, what: str, nfc_hosts: Mapping[str, str]) -> None:
        self.ref = ref
        self.entity: Ref | None = None
        self.files: tuple[LeaseFile, ...] = ()
        self.percent = 0
        self.seconds = 0
        self.has_ended = False
        self._server = server
        self._session = server.session
        self._what = what
        self._nfc_hosts = nfc_hosts
        self._lines: dict[tuple[str, int, str], Http] = {}
        watch = _LeaseWatch(ref)
        self._watch: Watch[tuple[str, Any]] = Watch(watch.spec, watch.feed)

    def __repr__(self) -> str:
        return f"<HeldLease {self.ref.value} for {self._what}, {len(self.files)} files>"

    # --- its life ------------------------------------------------------------------------------

    async def become_ready(self) -> None:
        """Wait until the host has made it ready, and read what it gives.

        Raises:
            LeaseError: it failed; with the host's sentence.
        """
        state, error = "initializing", None
        while state == "initializing":
            state, error = await self._news()
        if state != "ready":
            raise await self._failed(state, error)
        values = await read_one(self._session, self.ref, (_INFO,))
        info = values.get(_INFO)
        if not isinstance(info, vim.HttpNfcLeaseInfo):
            raise await self._failed("gone", None)
        self.entity, self.seconds = info.entity, info.lease_timeout
        self.files = tuple(self._file(url) for url in info.device_url)

    def _file(self, url: vim.HttpNfcLeaseDeviceUrl) -> LeaseFile:
        place = place_of(url.url, self._session.where, self._nfc_hosts)
        is_disk = url.disk if url.disk is not None else place.file.lower().endswith(".vmdk")
        return LeaseFile(
            key=url.key,
            import_key=url.import_key,
            is_disk=is_disk,
            target_id=url.target_id or "",
            size=url.file_size or None,
            name=place.file,
            place=place,
            thumbprint=_thumbprint(url),
        )

    async def keep(self) -> None:
        """Tell the host that we are there, until cancelled.

        Raises:
            LeaseError: the lease failed, or nobody has heard us for as long as it lives.
        """
        pace = min(self._session.seconds.lease_beat, self.seconds / _BEATS)
        heard = anyio.current_time()
        while True:
            await anyio.sleep(pace)
            percent = max(0, min(_MOST_PERCENT, int(self.percent)))
            try:
                await self._call(vim.HttpNfcLeaseProgress(this=self.ref, percent=percent))
            except FaultError as error:
                raise await self._failed("error", None, error) from None
            except EsxError as error:  # it is told again soon
                _log.debug("the heartbeat of %s was not heard: %s", self.ref.value, error)
                if anyio.current_time() > heard + self.seconds:
                    raise self._error(f"nobody heard of us for {self.seconds} s: {error}") from None
            else:
                heard = anyio.current_time()

    async def observe(self) -> None:
        """Wait until the lease ends by itself.

        Raises:
            LeaseError: it did.
        """
        while True:
            state, error = await self._news()
            if state not in ("initializing", "ready"):
                raise await self._failed(state, error)

    async def _news(self) -> tuple[str, Any]:
        """Wait for the next state; returns the error with it, if it was told then."""
        try:
            return await self._server.poll.next(self._watch)
        except NotFoundError:  # the session is another one, and the lease ended with the host
            return "gone", None

    async def check(self) -> None:
        """See that the lease lives: after a transfer broke off, say.

        Raises:
            LeaseError: it does not.
        """
        try:
            values = await read_one(self._session, self.ref, _WATCHED)
        except FaultError as error:
            raise await self._failed("gone", None, error) from None
        state = str(values.get("state"))
        if state != "ready":
            raise await self._failed(state, values.get("error"))

    async def complete(self) -> None:
        """Tell the host that all has gone through.

        Raises:
            LeaseError: it thinks otherwise.
        """
        try:
            await self._call(vim.HttpNfcLeaseComplete(this=self.ref))
        except OutcomeUnknownError:
            state = await self._state()
            if state == "ready":
                await self._call(vim.HttpNfcLeaseComplete(this=self.ref))
            elif state not in ("done", "gone"):
                raise
        except FaultError as error:
            raise await self._failed("error", None, error) from None

    async def abort(self, error: BaseException | None) -> None:
        """Have the host let go of it; whatever happens, that is no error."""
        reason = f"{type(error).__name__}" if error is not None else "aborted"
        fault = vim.LocalizedMethodFault(
            fault=vim.RequestCanceled(), localized_message=f"ended by aioesx ({reason})"
        )
        for last in (False, True):
            try:
                await self._call(vim.HttpNfcLeaseAbort(this=self.ref, fault=fault))
            except (OutcomeUnknownError, ConnectError) as failure:
                _log.debug("the lease %s may not be aborted: %s", self.ref.value, failure)
                if last:
                    return
            except EsxError as failure:  # it has ended already
                _log.debug("the lease %s was not aborted: %s", self.ref.value, failure)
                return
            else:
                return

    async def manifest(self) -> list[vim.HttpNfcLeaseManifestEntry]:
        """Return what the host has sent or received, file by file; empty where it cannot tell.

        Raises:
            LeaseError: the lease has ended.
        """
        if not self._session.has_api(4, 1):
            return []
        try:
            return await self._call(vim.HttpNfcLeaseGetManifest(this=self.ref)) or []
        except NotSupportedError:
            return []
        except FaultError as error:
            raise await self._failed("error", None, error) from None

    async def _call(self, method: vim.Method[R]) -> R:
        with detached():  # what becomes of a lease is told by the lease
            return await self._session.call(method)

    async def _state(self) -> str:
        try:
            values = await read_one(self._session, self.ref, ("state",))
        except FaultError:
            return "gone"
        return str(values.get("state"))

    async def _failed(self, state: str, error: Any, fault: FaultError | None = None) -> LeaseError:
        """Make the error of a lease that has ended, in the host's words where it has some."""
        if state == "error" and error is None:
            try:
                values = await read_one(self._session, self.ref, ("error",))
                error = values.get("error")
            except EsxError as failure:
                _log.debug("why %s failed is not known: %s", self.ref.value, failure)
        if isinstance(error, vim.LocalizedMethodFault):
            fault = fault_of(error) or fault
        if fault is not None:
            return self._error(str(fault), fault.fault)
        how = "the host does not know it any more" if state == "gone" else f"it is {state}"
        return self._error(how)

    def _error(self, reason: str, fault: Any = None) -> LeaseError:
        self.has_ended = True
        return LeaseError(f"the lease for {self._what} ended: {reason}", fault=fault)

    # --- its files ------------------------------------------------------------------------------

    def get(self, file: LeaseFile) -> AbstractAsyncContextManager[HttpStream]:
        """Hold a file's transfer to us open.

        Raises:
            HttpStatusError: the host does not send it.
            ConnectError: names a host that cannot be reached, and what to do about it.
            TlsError: it has another certificate than the server says.
            TransportError, ProtocolError: as `Session.stream`, then or while it is read.
        """
        return self._exchange("GET", file, (), b"", None, _READ)

    def send(
        self,
        file: LeaseFile,
        body: AsyncIterable[bytes],
        length: int | None = None,
    ) -> AbstractAsyncContextManager[HttpStream]:
        """Hold a file's transfer to the host open, by POST for a disk, by PUT for anything else.

        Raises:
            OutcomeUnknownError, HttpStatusError, ConnectError, TlsError, TransportError: as `get`.
        """
        if file.is_disk:
            headers: tuple[tuple[bytes, bytes], ...] = ((b"Content-Type", _VMDK),)
            return self._exchange("POST", file, headers, body, length, _WRITTEN)
        headers = ((b"Content-Type", b"application/octet-stream"), (b"Overwrite", b"t"))
        return self._exchange("PUT", file, headers, body, length, _WRITTEN)

    @asynccontextmanager
    async def _exchange(
        self,
        verb: str,
        file: LeaseFile,
        headers: tuple[tuple[bytes, bytes], ...],
        body: bytes | AsyncIterable[bytes],
        length: int | None,
        wanted: frozenset[int],
    ) -> AsyncIterator[HttpStream]:
        place, name = file.place, f"{verb} /nfc/.../{file.name}"
        if not place.host:
            async with self._session.stream(
                verb, place.target, headers=headers, body=body, length=length, name=name
            ) as stream:
                self._require(stream, wanted, name, self._session.where)
                yield stream
            return
        request = Request(
            name,
            verb.encode("ascii"),
            place.target.encode("ascii"),
            headers,
            body,
            length,
            changes=verb != "GET",
            lane=LaneKind.TRANSFER,
        )
        http = self._line(file)
        entered = False
        try:
            async with http.stream(request) as stream:
                entered = True
                self._require(stream, wanted, name, http.where)
                yield stream
        except EsxError as error:
            if entered:
                raise
            raise unreachable(error, place) from None

    def _require(self, stream: HttpStream, wanted: frozenset[int], name: str, where: str) -> None:
        if stream.status not in wanted:
            raise told(where, name, stream.status)

    def where(self, file: LeaseFile) -> str:
        """Return ``host:port`` of who sends or takes a file."""
        if not file.place.host:
            return self._session.where
        return f"{file.place.host}:{file.place.port}"

    def _line(self, file: LeaseFile) -> Http:
        """Return the way to another host; one for each host and certificate."""
        place = file.place
        key = (place.host, place.port, file.thumbprint)
        if key not in self._lines:
            line_to = self._server.line_to
            if line_to is None:
                raise NotSupportedError(
                    "",
                    f"the files of the lease are to be had of {place.name} only, which a"
                    " transport= of your own does not lead to",
                )
            self._lines[key] = line_to(place.host, place.port, file.thumbprint or None)
        return self._lines[key]

    def discard(self) -> None:
        """Close the ways to other hosts."""
        for http in self._lines.values():
            http.discard()
        self._lines.clear()


def _thumbprint(url: vim.HttpNfcLeaseDeviceUrl) -> str:
    """Return the thumbprint of a file's host: of the certificate if that is told, else SHA-1."""
    import hashlib

    pem = getattr(url, "ssl_certificate", None)
    if pem:
        try:
            der = ssl.PEM_cert_to_DER_cert(pem.strip())
        except ValueError:
            raise ProtocolError("the certificate that a lease tells is none") from None
        return hashlib.sha256(der).hexdigest()
    digits = (url.ssl_thumbprint or "").replace(":", "").strip().lower()
    if digits and (
        len(digits) not in _THUMBPRINT_DIGITS or not set(digits) <= set("0123456789abcdef")
    ):
        raise ProtocolError("the thumbprint that a lease tells is none")
    return digits


@asynccontextmanager
async def lease(
    server: Server,
    method: vim.Method[Ref],
    *,
    what: str,
    nfc_hosts: Mapping[str, str] | None = None,
    on_begun: OnBegun | None = None,
    waiting: Waiting | None = None,
) -> AsyncIterator[HeldLease]:
    """Hold a lease.

    Args:
        server: the connection.
        method: what begins it: ``vim.ExportVm``, ``vim.ExportSnapshot``, ``vim.ImportVApp``.
        what: what it is for, in errors: ``"'web01'"``.
        nfc_hosts: address for each host that is called otherwise here.
        on_begun: is told of its reference as soon as that is known, so that it can be ended by
            another process, too; see `end_lease`.
        waiting: is entered while an export waits for a lease that nobody knows to end.

    Raises:
        FaultError: the host gives none.
        LeaseError: it failed at once, or within the block.
    """
    begun: list[HeldLease] = []

    async def begin() -> None:
        ref = await server.session.call(method)
        begun.append(HeldLease(server, ref, what, nfc_hosts or {}))

    try:
        if isinstance(method, vim.ExportVm | vim.ExportSnapshot):
            await _begin_export(server, begin, what, waiting or _unheard)
        else:
            await see_through(begin, server.session.seconds.grace)
        held = begun[0]
        if on_begun is not None:
            await on_begun(held.ref)
        async with server.poll.watch(held._watch):
            await held.become_ready()
            async with _beside(held):
                yield held
        await held.complete()
    except BaseException as error:
        if begun:
            with anyio.move_on_after(server.session.seconds.undo, shield=True):
                await begun[0].abort(error)
        raise
    finally:
        if begun:
            begun[0].discard()


async def _begin_export(
    server: Server, begin: Callable[[], Awaitable[None]], what: str, waiting: Waiting
) -> None:
    """Have a lease of an export begun; cancelled meanwhile, its reference is waited for shortly.

    Where the answer was lost, a lease may be there that nobody knows: it keeps others out until
    the host ends it, since nobody reports progress of it. That is waited for. Of an import it is
    not, for a lost answer there may leave a machine besides.

    Args:
        server: the connection.
        begin: begins it.
        what: what it is for.
        waiting: is entered as long as that is waited for.

    Raises:
        EsxError: the host gives none.
    """
    seconds = server.session.seconds
    ends = -math.inf  # when a lease that was lost has ended
    pauses: Iterator[float] = iter(())
    async with AsyncExitStack() as heard:
        while True:
            try:
                return await see_through(begin, seconds.grace)
            except OutcomeUnknownError as error:
                if ends == -math.inf:
                    text = _LOST.format(what=what, seconds=seconds.lease_lost)
                    _log.info("%s: %s", text, error)
                    await heard.enter_async_context(waiting(text))
                ends = anyio.current_time() + seconds.lease_lost
                pauses = iter(seconds.crowded)
            except FaultError as error:
                if not isinstance(error, InvalidStateError) or anyio.current_time() > ends:
                    raise
            await anyio.sleep(next(pauses, seconds.crowded[-1]))


def _unheard(text: str) -> AbstractAsyncContextManager[None]:
    del text
    return nullcontext()


async def end_lease(server: Server, ref: Ref) -> None:
    """Have the host let go of a lease that somebody else has left; never an error of the host's.

    Raises:
        TransportError: the line failed.
    """
    try:
        with detached():
            await server.session.call(vim.HttpNfcLeaseAbort(this=ref))
    except FaultError as error:  # it has ended by itself
        _log.debug("the lease %s has ended already: %s", ref.value, error)


@asynccontextmanager
async def _beside(held: HeldLease) -> AsyncIterator[None]:
    """Run the heartbeat and the watch beside a block; who fails first ends both, alone."""
    failures: list[Exception] = []
    async with Group() as tasks:

        async def run(work: Any) -> None:
            try:
                await work()
            except Exception as error:
                failures.append(error)
                tasks.cancel()

        tasks.start(run, held.keep)
        tasks.start(run, held.observe)
        try:
            yield
        except Exception as error:
            failures.append(error)
        tasks.cancel()
    if failures:
        raise failures[0]

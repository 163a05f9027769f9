"""Uploading a VMX file and registering its machine: both, or neither.

Whatever happens in between (a fault, a lost line, a cancellation), it is looked afterwards
whether the host has registered the machine. If so the machine is whole, and stays; if not, the
datastore is put back as it was. Looking and putting back are shielded and bounded in time, and
an error says what came of them; a cancellation passes unchanged, and the log says it.

The path of the file tells our registration from any other: nobody else has it.
"""

from __future__ import annotations

import dataclasses
import logging
from collections.abc import Callable
from functools import partial
from typing import Final, Generic, TypeVar, Unpack

import anyio

from aioesx import vim
from aioesx._concurrency import first_of, see_through
from aioesx._server.files.small import DatastoreFiles
from aioesx._server.place import Place
from aioesx._server.server import Server
from aioesx._server.tasks.answers import consult, open_question
from aioesx._server.tasks.find_lost import is_running, recent_tasks
from aioesx._server.tasks.runner import TaskOptions
from aioesx._session.operation import add_fate, at_work, settle, tell_left
from aioesx.datastore_path import DatastorePath
from aioesx.definition import DomainDefinition
from aioesx.errors import (
    AlreadyExistsError,
    ClosedError,
    ConnectError,
    EsxError,
    FaultError,
    NotFoundError,
    OutcomeUnknownError,
    ProtocolError,
    ProxyError,
    ReadOnlyError,
    TaskLostError,
    TaskTimeoutError,
    TlsError,
    TransportTimeout,
)

__all__ = ["Registered", "Registration"]

Ref = vim.ManagedObjectReference
T = TypeVar("T")

_log = logging.getLogger("aioesx.domain")
_ENDED: Final = frozenset({"success", "error"})

_OPEN: Final = (OutcomeUnknownError, TaskLostError, TaskTimeoutError, TransportTimeout)
"""Errors after which the host may have registered the machine, or be about to."""
_NOTHING_SENT: Final = (ReadOnlyError, ClosedError, ConnectError, TlsError, ProxyError)


@dataclasses.dataclass(frozen=True, slots=True)
class Registered:
    """A machine that was registered."""

    ref: Ref
    definition: DomainDefinition


class Registration(Generic[T]):
    """One VMX file on its way into a datastore and the inventory.

    Args:
        server: the connection.
        home: the host, and where its machines are registered.
        files: of the datacenter.
        place: where the file goes.
        vmx: the file.
        definition: what it was made of.
        made: makes the result of what was registered.
    """

    def __init__(
        self,
        server: Server,
        home: Place,
        files: DatastoreFiles,
        place: DatastorePath,
        vmx: bytes,
        definition: DomainDefinition,
        made: Callable[[Registered], T],
    ) -> None:
        self._server = server
        self._seconds = server.session.seconds
        self._files = files
        self._place = place
        self._vmx = vmx
        self._definition = definition
        self._made = made
        self._before: bytes | None = None
        self._asked = False
        self._uploaded = False
        self._known: list[Ref] = []
        self._ref: Ref | None = None
        self._datacenter = home.datacenter
        self._method = vim.RegisterVM_Task(
            this=home.vm_folder,
            path=str(place),
            as_template=False,
            pool=home.resource_pool,
            host=home.host,
        )

    async def run(self, *, overwrite: bool, **options: Unpack[TaskOptions]) -> T:
        """Upload and register.

        Raises:
            AlreadyExistsError: there is such a file, and `overwrite` is false.
            EsxError: it failed; the message ends with what is left.
        """
        await self._look_before(overwrite)
        grace = self._seconds.grace
        try:
            await see_through(partial(self._files.write, self._place, self._vmx), grace)
            self._uploaded = True
            self._known = await recent_tasks(self._server.session, self._method.this)
            self._asked = True
            await see_through(partial(self._register, options), grace)
        except EsxError as error:
            if isinstance(error, FaultError) and not self._uploaded:
                add_fate(error, "nothing was left behind")
            elif self._asked or not isinstance(error, _NOTHING_SENT):
                fate = await self._settle(may_run=isinstance(error, _OPEN))
                if self._ref is not None and isinstance(error, _OPEN):
                    _log.info("%s; %s", error, fate)
                    return self._result(self._ref)
                add_fate(error, fate)
            raise
        except BaseException:
            fate = await self._settle(may_run=self._may_run())
            tell_left(f"defining '{self._definition.name}' was given up", fate)
            if self._ref is not None:
                settle(self._result(self._ref))
            raise
        assert self._ref is not None  # noqa: S101  # _register returned
        return self._result(self._ref)

    def _result(self, ref: Ref) -> T:
        return self._made(Registered(ref, self._definition))

    def _may_run(self) -> bool:
        """Tell whether a registration that was given up may be under way on the host."""
        operation = at_work()
        if not self._asked or operation is None:
            return self._asked
        name = self._method.wire_name
        fates = [fate for fate in operation.tasks if fate.name == name]
        if not fates:
            return operation.is_open(name)
        info = fates[-1].info
        return info is None or str(info.state) not in _ENDED

    async def _look_before(self, overwrite: bool) -> None:
        if (owner := await self._find()) is not None:
            raise AlreadyExistsError(
                "AlreadyExists", f"name: {self._place} is the VMX file of {owner}, a domain"
            ).about("domain", id=owner.value)
        if overwrite:
            try:
                self._before = await self._files.read(self._place)
            except NotFoundError:
                return
        elif await self._files.exists(self._place):
            raise AlreadyExistsError(
                "FileAlreadyExists",
                f"name: {self._place} exists already, and is not overwritten unless told to",
            ).about("file", str(self._place))

    async def _register(self, options: TaskOptions) -> None:
        chosen: TaskOptions = {**options, "on_cancel": "cancel"}
        run = partial(self._server.tasks.run, self._method, known=self._known, **chosen)
        results, _ = await first_of(run, partial(self._answer, options))
        ref = results[0]
        self._ref = ref if isinstance(ref, vim.ManagedObjectReference) else await self._find()
        if self._ref is None:
            raise ProtocolError(f"the host does not tell which machine {self._place} became")

    async def _answer(self, options: TaskOptions) -> None:
        """Answer what the host asks about the machine that is being registered; never returns."""
        policy = options.get("on_question") or self._server.tasks.policy
        while True:
            await anyio.sleep(self._seconds.look_for_questions)
            machine = await self._find()
            if machine is None:
                continue
            question = await open_question(self._server.session, machine)
            if question is None:
                continue
            await consult(self._server.session, question, policy)

    async def _find(self) -> Ref | None:
        """Return the machine that is registered with our file."""
        index = self._server.session.content.search_index
        if index is None:
            return None
        return await self._server.session.call(
            vim.FindByDatastorePath(this=index, datacenter=self._datacenter, path=str(self._place))
        )

    async def _settle(self, *, may_run: bool) -> str:
        """Look what the host has, put the datastore back if need be; returns what is left.

        Args:
            may_run: whether the host may be registering the machine yet.
        """
        fate = self._left
        with anyio.move_on_after(self._seconds.undo, shield=True):
            try:
                fate = await self._settled(may_run)
            except EsxError as failure:
                _log.debug("clearing up after a failed definition: %s", failure)
                fate = f"{fate} ({failure})"
        return fate

    @property
    def _left(self) -> str:
        return (
            f"{self._place} was uploaded and may be left on the datastore: look whether the"
            f" domain '{self._definition.name}' is there, and delete the file if not"
        )

    async def _settled(self, may_run: bool) -> str:
        if self._asked:
            self._ref = await self._look(self._seconds.look if may_run else 0)
            if self._ref is not None:
                return f"the domain '{self._definition.name}' was registered all the same"
            session, method = self._server.session, self._method
            if may_run and await is_running(session, method, method.this, self._known):
                return f"the host is still registering it, so {self._place} was left"
        if self._before is not None:
            await self._files.write(self._place, self._before)
            return f"{self._place} is again as it was before, and nothing was registered"
        await self._files.delete(self._place)
        return self._left if await self._files.exists(self._place) else "nothing was left behind"

    async def _look(self, seconds: float) -> Ref | None:
        """Look for the machine until it is there, for some time."""
        pause = self._seconds.look_again
        for delay in (0.0, *([pause] * int(seconds / pause))):
            await anyio.sleep(delay)
            if (found := self._ref or await self._find()) is not None:
                return found
        return None

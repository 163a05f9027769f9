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
from functools import partial
from typing import Final, Unpack

import anyio

from aioesx import vim
from aioesx._concurrency import first_of, see_through
from aioesx._server.files.small import DatastoreFiles
from aioesx._server.server import Server
from aioesx._server.tasks.answers import give_answer, open_question
from aioesx._server.tasks.runner import TaskOptions
from aioesx.datastore_path import DatastorePath
from aioesx.definition import DomainDefinition
from aioesx.domain.deadline import within
from aioesx.errors import (
    AlreadyExistsError,
    ClosedError,
    ConnectError,
    EsxError,
    NotFoundError,
    OutcomeUnknownError,
    ProxyError,
    ReadOnlyError,
    TaskLostError,
    TaskTimeoutError,
    TlsError,
    TransportTimeout,
)

__all__ = ["Registered", "Registration", "add_fate"]

_log = logging.getLogger("aioesx.domain")
_GRACE_SECONDS: Final = 5.0
"""How long a cancelled upload or registration may still take, so that its end is known."""
_UNDO_SECONDS: Final = 10.0
_LOOK_SECONDS: Final = 4.0
_LOOK_AGAIN: Final = 0.25
_QUESTION_SECONDS: Final = 2.0
_RUNNING: Final = frozenset({"queued", "running"})

_OPEN: Final = (OutcomeUnknownError, TaskLostError, TaskTimeoutError, TransportTimeout)
"""Errors after which the host may have registered the machine, or be about to."""
_NOTHING_SENT: Final = (ReadOnlyError, ClosedError, ConnectError, TlsError, ProxyError)


@dataclasses.dataclass(frozen=True, slots=True)
class Registered:
    """A machine that was registered."""

    ref: vim.ManagedObjectReference
    definition: DomainDefinition


def add_fate(error: EsxError, fate: str) -> None:
    """Have an error say, after its own message, what became of things."""
    error.args = (f"{error}; {fate}", *error.args[1:])


class Registration:
    """One VMX file on its way into a datastore and the inventory."""

    def __init__(
        self,
        server: Server,
        files: DatastoreFiles,
        place: DatastorePath,
        vmx: bytes,
        definition: DomainDefinition,
    ) -> None:
        self._server = server
        self._files = files
        self._place = place
        self._vmx = vmx
        self._definition = definition
        self._before: bytes | None = None
        self._asked = False
        self._ref: vim.ManagedObjectReference | None = None

    async def run(self, *, overwrite: bool, **options: Unpack[TaskOptions]) -> Registered:
        """Upload and register.

        Raises:
            AlreadyExistsError: there is such a file, and `overwrite` is false.
            EsxError: it failed; the message ends with what is left.
        """
        await self._look_before(overwrite)
        try:
            with within(options.get("timeout"), f"defining '{self._definition.name}'"):
                await see_through(
                    partial(self._files.write, self._place, self._vmx), _GRACE_SECONDS
                )
                self._asked = True
                await see_through(partial(self._register, options), _GRACE_SECONDS)
        except EsxError as error:
            if self._asked or not isinstance(error, _NOTHING_SENT):
                fate = await self._settle(error)
                if self._ref is not None and isinstance(error, _OPEN):
                    _log.info("%s; %s", error, fate)
                    return Registered(self._ref, self._definition)
                add_fate(error, fate)
            raise
        except BaseException:
            _log.info("defining '%s' was given up; %s", self._definition.name, await self._settle())
            raise
        assert self._ref is not None  # noqa: S101  # _register returned
        return Registered(self._ref, self._definition)

    async def _look_before(self, overwrite: bool) -> None:
        if (owner := await self._find()) is not None:
            raise AlreadyExistsError(
                "AlreadyExists", f"name: {self._place} is the VMX file of {owner}, a domain"
            )
        if overwrite:
            try:
                self._before = await self._files.read(self._place)
            except NotFoundError:
                return
        elif await self._files.exists(self._place):
            raise AlreadyExistsError(
                "FileAlreadyExists",
                f"name: {self._place} exists already, and is not overwritten unless told to",
            )

    async def _register(self, options: TaskOptions) -> None:
        place = self._server.place
        method = vim.RegisterVM_Task(
            this=place.vm_folder,
            path=str(self._place),
            as_template=False,
            pool=place.resource_pool,
            host=place.host,
        )
        chosen: TaskOptions = {**options, "on_cancel": "cancel"}
        run = partial(self._server.tasks.run, method, **chosen)
        results, _ = await first_of(run, partial(self._answer, options))
        self._ref = results[0]

    async def _answer(self, options: TaskOptions) -> None:
        """Answer what the host asks about the machine that is being registered; never returns."""
        policy = options.get("on_question") or self._server.tasks.policy
        while True:
            await anyio.sleep(_QUESTION_SECONDS)
            machine = await self._find()
            if machine is None:
                continue
            question = await open_question(self._server.session, machine)
            if question is None:
                continue
            choice = await policy(question)
            if choice is None:
                raise question.pending(task=None)
            await give_answer(self._server.session, question, choice)

    async def _find(self) -> vim.ManagedObjectReference | None:
        """Return the machine that is registered with our file."""
        index = self._server.session.content.search_index
        if index is None:
            return None
        datacenter = self._server.place.datacenter
        return await self._server.session.call(
            vim.FindByDatastorePath(this=index, datacenter=datacenter, path=str(self._place))
        )

    async def _settle(self, error: EsxError | None = None) -> str:
        """Look what the host has, put the datastore back if need be; returns what is left."""
        fate = self._left
        with anyio.move_on_after(_UNDO_SECONDS, shield=True):
            try:
                fate = await self._settled(error)
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

    async def _settled(self, error: EsxError | None) -> str:
        if self._asked:
            unclear = error is None or isinstance(error, _OPEN)
            found = await self._look(_LOOK_SECONDS if unclear else 0)
            if found is not None:
                self._ref = found
                return f"the domain '{self._definition.name}' was registered all the same"
        info = getattr(error, "info", None)
        if isinstance(error, TaskTimeoutError) and str(getattr(info, "state", "")) in _RUNNING:
            return f"the host may still be registering it, so {self._place} was left"
        if self._before is not None:
            await self._files.write(self._place, self._before)
            return f"{self._place} is again as it was before, and nothing was registered"
        await self._files.delete(self._place)
        return self._left if await self._files.exists(self._place) else "nothing was left behind"

    async def _look(self, seconds: float) -> vim.ManagedObjectReference | None:
        """Look for the machine until it is there, for some time."""
        for delay in (0.0, *([_LOOK_AGAIN] * int(seconds / _LOOK_AGAIN))):
            await anyio.sleep(delay)
            if (found := self._ref or await self._find()) is not None:
                return found
        return None

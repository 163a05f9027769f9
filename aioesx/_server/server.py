"""`Server`: what the rooms above need of an open connection, in one value."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from aioesx._server.poll import Poll
from aioesx._server.scope import Scope
from aioesx._server.tasks.questions import Policy
from aioesx._server.tasks.runner import TaskRunner
from aioesx._session.http import Http
from aioesx._session.session import Session
from aioesx.errors import NotSupportedError

if TYPE_CHECKING:
    from pathlib import Path

    from aioesx import vim
    from aioesx._server.moving import (
        Copied,
        CopyOptions,
        Exported,
        ExportOptions,
        ExportPlan,
        ExportTarget,
        ImportOptions,
    )

__all__ = ["LineTo", "Machine", "Mover", "Opened", "Opener", "Server"]


@runtime_checkable
class Opened(Protocol):
    """A connection, as far as a room looks into another one."""

    @property
    def _server(self) -> Server: ...


Opener = Callable[[str], AbstractAsyncContextManager[Opened]]
"""Opens a connection to another URI, by the options of this one."""


LineTo = Callable[[str, int, str | None], Http]
"""Gives a way to another host without a session there: by its name, its port, and the SHA-256
(or SHA-1) of its certificate in hex digits, if somebody who is trusted has told that."""


@dataclasses.dataclass(frozen=True, slots=True)
class Server:
    """A session, and what is done in it.

    Attributes:
        session: calls and transfers.
        scope: where objects are looked for.
        poll: waits for changes.
        tasks: starts tasks and waits for them.
        open_other: opens a connection to another URI, by the options of this one.
        mover: gives what has machines leave and arrive; it is loaded then.
        second: the same at the vCenter of ``vcenter=``; its scope is our host.
        line_to: gives a way to another host, for what a vCenter has its hosts hand out themselves;
            None where the way is a transport of the caller's own.
    """

    session: Session
    scope: Scope
    poll: Poll
    tasks: TaskRunner
    open_other: Opener
    mover: Callable[[], Mover]
    second: Server | None = None
    line_to: LineTo | None = None

    @property
    def policy(self) -> Policy:
        """Answers questions where a call names no policy of its own."""
        return self.tasks.policy

    @property
    def vcenter(self) -> Server | None:
        """The vCenter: this one, or the second conversation; None where there is none."""
        return self if self.session.product.line == "vpx" else self.second

    def require_vcenter(self, what: str) -> Server:
        """Return the vCenter.

        Args:
            what: is done there, for the error.

        Raises:
            NotSupportedError: there is none.
        """
        if self.vcenter is None:
            raise NotSupportedError(
                "",
                f"{what} not possible without a vCenter: a host alone cannot; connect by vpx://, or"
                " add vcenter=* to the URI",
            )
        return self.vcenter


class Machine(Protocol):
    """A domain, as far as a `Mover` looks into it."""

    @property
    def _server(self) -> Server: ...

    @property
    def ref(self) -> vim.ManagedObjectReference:
        """Its reference."""
        ...

    @property
    def name(self) -> str:
        """Its name, when it was looked up."""
        ...


class Mover(Protocol):
    """What machines leave and arrive by: `aioesx.export`."""

    async def plan(
        self, machine: Machine, target: ExportTarget, options: ExportOptions
    ) -> ExportPlan:
        """Tell what an export would do."""
        ...

    async def export(
        self, machine: Machine, target: ExportTarget, options: ExportOptions
    ) -> Exported:
        """Export a machine."""
        ...

    async def copy(self, machine: Machine, there: Server, options: CopyOptions) -> Copied:
        """Copy a machine to another host."""
        ...

    async def import_from(
        self, source: str | Path, there: Server, options: ImportOptions
    ) -> Copied:
        """Make a machine of a package or of disk images."""
        ...

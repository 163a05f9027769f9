"""`GuestAccess`: the one way to a guest's managers: who asks, where, and how it fails."""

from __future__ import annotations

import dataclasses
import secrets
from typing import Final, TypeVar

from aioesx import vim
from aioesx._server.server import Server
from aioesx._session.http import Http
from aioesx._session.operation import add_fate, at_work
from aioesx.domain.inside.quoting import Launch, System
from aioesx.errors import (
    ClosedError,
    GuestPermissionError,
    GuestTimeoutError,
    InvalidArgumentError,
)

__all__ = ["GuestAccess", "Managers", "token"]

R = TypeVar("R")
Ref = vim.ManagedObjectReference

_ABOUT: Final = (
    "dst_file_path", "dst_directory_path", "directory_path", "file_path", "guest_file_path", "pid",
)  # fmt: skip
"""Fields of the managers' methods that tell what a call is about."""

_SYSTEM32: Final = "C:\\Windows\\System32\\"


@dataclasses.dataclass(frozen=True, slots=True)
class Managers:
    """The managers of guest operations."""

    auth: Ref
    files: Ref
    processes: Ref


@dataclasses.dataclass(slots=True, repr=False)
class GuestAccess:
    """A guest, as one of its users is let into it.

    Attributes:
        server: the connection.
        ref: the virtual machine.
        name: its name, for errors.
        managers: the managers.
        system: what kind of guest it is.
        auth: who asks; the secret in it is in no repr.
        lines: ways to other hosts, which hand out the files of a vCenter's guests.
        open: whether it may be used: within the ``async with`` of its `Guest`.
    """

    server: Server
    ref: Ref
    name: str
    managers: Managers
    system: System
    auth: vim.GuestAuthentication
    open: bool = True
    lines: dict[tuple[str, int], Http] = dataclasses.field(default_factory=dict)
    _shell: str | None = None

    def leave(self) -> None:
        """Have it used no more, and close what is ours."""
        self.open = False
        for line in self.lines.values():
            line.discard()
        self.lines.clear()

    def tidying(self) -> GuestAccess:
        """Return what removes our own things, with the same right, though the guest was left."""
        return dataclasses.replace(self, open=True, lines={})

    async def call(self, method: vim.Method[R]) -> R:
        """Call a method of one of the managers.

        Raises:
            ClosedError: the guest was left.
            GuestTimeoutError: when the operation's time is up: it was this that was waited for.
            EsxError: as `Session.call`.
        """
        if not self.open:
            raise ClosedError(f"the guest of '{self.name}' was left")
        operation = at_work()
        if operation is not None and operation.explain is None:
            name, what = self.name, method.wire_name

            def explain(seconds: float) -> GuestTimeoutError:
                return GuestTimeoutError(
                    f"the guest of '{name}' did not answer {what} within {seconds:g} s"
                )

            operation.explain = explain
            try:
                return await self._call(method)
            finally:
                if not operation.expired:
                    operation.explain = None
        return await self._call(method)

    async def _call(self, method: vim.Method[R]) -> R:
        try:
            return await self.server.session.call(method)
        except GuestPermissionError as error:  # which names nothing
            if about := next((getattr(method, key) for key in _ABOUT if hasattr(method, key)), ""):
                add_fate(error, f"{about} in the guest of '{self.name}'")
            raise

    def path(self, path: str) -> str:
        """Return a path that can be sent.

        Raises:
            InvalidArgumentError: it is none; nothing was sent.
        """
        try:
            return self.system.require_absolute(path)
        except ValueError as error:
            raise InvalidArgumentError("InvalidArgument", str(error)) from None

    async def shell(self) -> str:
        """Return the path of the guest's shell."""
        if not self.system.windows:
            return "/bin/sh"
        if self._shell is None:
            told = await self.environment(("ComSpec",))
            self._shell = next(iter(told.values()), "") or f"{_SYSTEM32}cmd.exe"
        return self._shell

    async def taskkill(self) -> str:
        """Return the path of what ends a process of Windows with those that it has begun."""
        shell = await self.shell()
        return self.system.join(self.system.split(shell)[0], "taskkill.exe")

    async def environment(self, names: tuple[str, ...] = ()) -> dict[str, str]:
        """Return variables that the guest's user has; all of them without names."""
        told = await self.call(
            vim.ReadEnvironmentVariableInGuest(
                this=self.managers.processes, vm=self.ref, auth=self.auth, names=list(names)
            )
        )
        pairs = (text.partition("=") for text in told)
        return {name: value for name, mark, value in pairs if name and mark}

    async def processes(self, pids: tuple[int, ...] = ()) -> list[vim.GuestProcessInfo]:
        """Return processes; all of them without numbers."""
        return await self.call(
            vim.ListProcessesInGuest(
                this=self.managers.processes, vm=self.ref, auth=self.auth, pids=list(pids)
            )
        )

    async def start(self, program: str, arguments: str, launch: Launch | None = None) -> int:
        """Start a program, whose path and arguments are as the API takes them; returns its pid."""
        spec = vim.GuestProgramSpec(program_path=program, arguments=arguments)
        if launch is not None:
            spec.working_directory, spec.env_variables = launch.cwd, launch.variables
        return await self.call(
            vim.StartProgramInGuest(
                this=self.managers.processes, vm=self.ref, auth=self.auth, spec=spec
            )
        )

    async def terminate(self, pid: int) -> None:
        """End a process."""
        await self.call(
            vim.TerminateProcessInGuest(
                this=self.managers.processes, vm=self.ref, auth=self.auth, pid=pid
            )
        )

    def forget(self, about: object) -> None:
        """Have nobody told that something may have happened: what became of it is known."""
        if (operation := at_work()) is not None:
            operation.found(about)


def token() -> str:
    """Return a name that nothing else has."""
    return f"aioesx-{secrets.token_hex(8)}"

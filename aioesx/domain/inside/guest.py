"""`Guest`: programs and files in the guest of a domain."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import datetime

from aioesx import vim
from aioesx._server.face import operation
from aioesx._server.files.progress import OnProgress, Progress
from aioesx._server.files.source import SourceLike
from aioesx._server.files.target import Target
from aioesx._server.server import Server
from aioesx._server.thing import Thing, thing_of
from aioesx._session.seconds import DEFAULT
from aioesx.domain.inside import listing, moving
from aioesx.domain.inside import run as running
from aioesx.domain.inside.access import GuestAccess
from aioesx.domain.inside.quoting import Launch
from aioesx.domain.inside.transfer import fetched
from aioesx.domain.inside.values import (
    GuestFile,
    GuestFileKind,
    GuestProcess,
    GuestResult,
    process_of,
)
from aioesx.errors import AlreadyExistsError, InvalidArgumentError

__all__ = ["Guest"]


class Guest:
    """The guest of a domain, as one of its users is let into it by VMware Tools.

    What `Domain.guest` gives, good within its ``async with``. Paths are absolute, and as the guest
    writes them. Every coroutine may raise `TransportError` and `ProtocolError`,
    `ToolsUnavailableError`, `InvalidStateError` and `GuestLoginError` when the guest cannot be
    entered any more, `GuestPermissionError`, `GuestUnsupportedError`, and `GuestTimeoutError` when
    it does not answer in time; one that changes something may raise `OutcomeUnknownError`.

    Attributes:
        name: the domain's.
    """

    def __init__(self, access: GuestAccess) -> None:
        self._access = access
        self.name = access.name

    def __repr__(self) -> str:
        return f"<Guest of {self.name!r}{'' if self._access.open else ' left'}>"

    @property
    def _server(self) -> Server:
        return self._access.server

    @property
    def _thing(self) -> Thing:
        return thing_of(self._access.ref, self.name)

    @property
    def is_windows(self) -> bool:
        """Whether it is Windows, by what its Tools tell; else something like POSIX."""
        return self._access.system.windows

    def _leave(self) -> None:
        self._access.leave()

    # --- programs ---------------------------------------------------------------------------------

    @operation("endless")
    async def run(
        self,
        program: str,
        arguments: Sequence[str] | str = (),
        *,
        input: SourceLike | None = None,  # noqa: A002 - as subprocess calls it
        input_size: int | None = None,
        env: Mapping[str, str] | None = None,
        cwd: str | None = None,
        stdout: Target | None = None,
        stderr: Target | None = None,
        leave_running: bool = False,
        timeout: float | None = DEFAULT,
    ) -> GuestResult:
        """Run a program to its end; returns its exit status and what it wrote.

        It writes to files of a temporary directory, which are fetched when it has ended, and
        removed, whatever happens. Whoever does not wait any more (cancelled, out of time, the line
        is gone) has it ended; in a POSIX guest that ends the program itself, not what it has begun.

        Args:
            program: its path, or a name that the guest's shell looks for.
            arguments: a list arrives exactly as it is; a single text is read by the guest's shell
                (``sh``, ``cmd.exe``), with all that it can.
            input: what it reads: bytes, a path here, an open file; None for nothing.
            input_size: bytes of that, where it does not know itself.
            env: all variables that it has; `environment` tells those of the guest's user. None
                for these.
            cwd: the directory where it is started.
            stdout: where its output goes, when it has ended; None to have it in the result.
            stderr: likewise.
            leave_running: do not end it when nobody waits any more; its directory stays then, and
                the error says which.
            timeout: seconds in all.

        Raises:
            GuestTimeoutError: it was not done in time; the error says whether it was ended.
            NotFoundError: there is no `cwd`; or the guest has forgotten the program, which ended
                more than five minutes ago.
            InvalidArgumentError: it cannot be told to this guest; nothing was sent.
            OutcomeUnknownError: the answer to its start was lost, and it was not found.

        Source: vSphere API, GuestProcessManager.StartProgramInGuest.
        """
        wanted = self._launch(program, arguments, env, cwd)
        wishes = running.Wishes(input, input_size, stdout, stderr, leave_running)
        return await running.run(self._access, wanted, wishes)

    @operation("call")
    async def start(
        self,
        program: str,
        arguments: Sequence[str] | str = (),
        *,
        env: Mapping[str, str] | None = None,
        cwd: str | None = None,
        timeout: float | None = DEFAULT,
    ) -> int:
        """Start a program, and leave it alone; returns its pid. It reads and writes nothing.

        Raises:
            InvalidArgumentError, NotFoundError: as for `run`.

        Source: vSphere API, GuestProcessManager.StartProgramInGuest.
        """
        return await running.launch(self._access, self._launch(program, arguments, env, cwd))

    def _launch(
        self,
        program: str,
        arguments: Sequence[str] | str,
        env: Mapping[str, str] | None,
        cwd: str | None,
    ) -> Launch:
        kept = arguments if isinstance(arguments, str) else tuple(arguments)
        wanted = Launch(program, kept, None if env is None else dict(env), cwd)
        try:
            wanted.require_sound(self._access.system)
        except ValueError as error:
            raise InvalidArgumentError("InvalidArgument", str(error)) from None
        return wanted

    @operation("call")
    async def processes(
        self, pids: Iterable[int] = (), *, timeout: float | None = DEFAULT
    ) -> list[GuestProcess]:
        """Read the guest's processes; those that the API started, for five minutes more.

        Args:
            pids: of these only; one that there is not is left out.
            timeout: seconds in all.

        Source: vSphere API, GuestProcessManager.ListProcessesInGuest.
        """
        found = await self._access.processes(tuple(pids))
        return sorted(map(process_of, found), key=lambda process: process.pid)

    @operation("call")
    async def kill(self, pid: int, *, timeout: float | None = DEFAULT) -> None:
        """End a process; in a Windows guest with all that it has begun.

        Raises:
            NotFoundError: there is none of this number, or it has ended.
            GuestPermissionError: it is not this user's.

        Source: vSphere API, GuestProcessManager.TerminateProcessInGuest.
        """
        await running.end_process(self._access, pid)

    @operation("call")
    async def environment(
        self, names: Iterable[str] = (), *, timeout: float | None = DEFAULT
    ) -> dict[str, str]:
        """Read the variables that the guest's user has; of some names, or all.

        Source: vSphere API, GuestProcessManager.ReadEnvironmentVariableInGuest.
        """
        return await self._access.environment(tuple(names))

    # --- files ------------------------------------------------------------------------------------

    @operation("endless")
    async def read(
        self, path: str, *, limit: int | None = None, timeout: float | None = DEFAULT
    ) -> bytes:
        """Return the bytes of a file.

        Args:
            path: the file.
            limit: as many bytes are taken at most.
            timeout: seconds in all.

        Raises:
            NotFoundError: there is none.
            ProtocolError: there are more than `limit`.
            TransferIncompleteError, FileChangedError: as for `copy_out`.
        """
        return await moving.read(self._access, path, limit)

    @operation("endless")
    async def write(
        self,
        path: str,
        data: bytes | str,
        *,
        overwrite: bool = True,
        mode: int | None = None,
        timeout: float | None = DEFAULT,
    ) -> None:
        """Write a file: whole under its name, or as it was before; a text as UTF-8.

        Args:
            path: the file.
            data: what it holds then.
            overwrite: whether one may be there.
            mode: permissions as of ``chmod``, in a POSIX guest; ``0o644`` if None.
            timeout: seconds in all.

        Raises:
            AlreadyExistsError, InvalidArgumentError: as for `copy_in`.
        """
        given = data.encode() if isinstance(data, str) else data
        await moving.copy_in(
            self._access,
            given,
            path,
            size=None,
            overwrite=overwrite,
            mode=mode,
            on_progress=None,
        )

    @operation("endless")
    async def copy_in(
        self,
        source: SourceLike,
        path: str,
        *,
        size: int | None = None,
        overwrite: bool = False,
        mode: int | None = None,
        on_progress: OnProgress | None = None,
        timeout: float | None = DEFAULT,
    ) -> int:
        """Copy a file into the guest: whole under its name, or not at all; returns its bytes.

        It goes to a hidden name in the same directory, and gets its own when it is there: so it is
        a new file, the user's, where one was before; of a link, the link's place is taken.

        Args:
            source: a path here, bytes, an open file, or what gives bytes piece by piece.
            path: the file in the guest.
            size: bytes of the source, where it does not know itself: the host wants to know.
            overwrite: whether one may be there.
            mode: permissions as of ``chmod``, in a POSIX guest; ``0o644`` if None.
            on_progress: is told bytes done and in all.
            timeout: seconds in all.

        Raises:
            AlreadyExistsError: there is one.
            NotFoundError: there is no such directory.
            InvalidArgumentError: the path is a directory's, or no absolute one.
            TransferIncompleteError: it broke off; nothing is left, or the error says what may be.
            TransferError: the source cannot be read.

        Source: vSphere API, GuestFileManager.InitiateFileTransferToGuest.
        """
        return await moving.copy_in(
            self._access,
            source,
            path,
            size=size,
            overwrite=overwrite,
            mode=mode,
            on_progress=on_progress,
        )

    @operation("endless")
    async def copy_out(
        self,
        path: str,
        target: Target,
        *,
        on_progress: OnProgress | None = None,
        timeout: float | None = DEFAULT,
    ) -> int:
        """Copy a file of the guest to here: whole, or not at all; returns its bytes.

        Args:
            path: the file in the guest.
            target: a path here, an open file, or a coroutine function that takes bytes.
            on_progress: is told bytes done and in all.
            timeout: seconds in all.

        Raises:
            NotFoundError: there is none.
            TransferIncompleteError: it broke off too often, or ended too early.
            FileChangedError: it broke off, and is another one now.
            TransferError: the target cannot be written.

        Source: vSphere API, GuestFileManager.InitiateFileTransferFromGuest.
        """
        return await moving.copy_out(self._access, path, target, on_progress)

    @asynccontextmanager
    async def pieces(self, path: str) -> AsyncIterator[AsyncIterator[bytes]]:
        """Hold a file of the guest open: ``async with guest.pieces(path) as pieces``.

        Raises:
            EsxError: as `copy_out`, while it is read.
        """
        async with fetched(self._access, self._access.path(path), Progress(None, None)) as stream:
            yield stream

    @operation("call")
    async def list(
        self, path: str, *, match: str | None = None, timeout: float | None = DEFAULT
    ) -> list[GuestFile]:
        """Read what a directory holds, by name; of a file, the file.

        Args:
            path: the directory.
            match: a regular expression (Perl's), which names have to match.
            timeout: seconds in all.

        Raises:
            NotFoundError: there is none.

        Source: vSphere API, GuestFileManager.ListFilesInGuest.
        """
        found = await listing.entries(self._access, self._access.path(path), match)
        return sorted(found, key=lambda entry: entry.name)

    @operation("call")
    async def stat(self, path: str, *, timeout: float | None = DEFAULT) -> GuestFile:
        """Read what a path stands for: of a link, the link. Its directory has to be readable.

        Raises:
            NotFoundError: nothing.
        """
        found = await listing.stat(self._access, self._access.path(path))
        if found is None:
            raise listing.nothing(self._access, path)
        return found

    @operation("call")
    async def exists(self, path: str, *, timeout: float | None = DEFAULT) -> bool:
        """Tell whether a path stands for something, be it a link that leads nowhere."""
        return await listing.stat(self._access, self._access.path(path)) is not None

    @operation("call")
    async def mkdir(
        self, path: str, *, parents: bool = False, timeout: float | None = DEFAULT
    ) -> None:
        """Make a directory.

        Args:
            path: the directory.
            parents: make those above it, too.
            timeout: seconds in all.

        Raises:
            AlreadyExistsError: the name is taken.
            NotFoundError: there is no directory above it.

        Source: vSphere API, GuestFileManager.MakeDirectoryInGuest.
        """
        access = self._access
        await access.call(
            vim.MakeDirectoryInGuest(
                this=access.managers.files,
                vm=access.ref,
                auth=access.auth,
                directory_path=access.path(path),
                create_parent_directories=parents,
            )
        )

    @operation("call")
    async def remove(
        self, path: str, *, recursive: bool = False, timeout: float | None = DEFAULT
    ) -> None:
        """Delete a file, a link, or a directory that is empty.

        Args:
            path: what goes.
            recursive: a directory with all that is in it.
            timeout: seconds in all.

        Raises:
            NotFoundError: there is nothing.
            InvalidStateError: the directory is not empty.

        Source: vSphere API, GuestFileManager.DeleteFileInGuest, DeleteDirectoryInGuest.
        """
        access, path = self._access, self._access.path(path)
        if (await listing.require_entry(access, path)).kind is not GuestFileKind.DIRECTORY:
            await moving.delete_file(access, path)
            return
        await access.call(
            vim.DeleteDirectoryInGuest(
                this=access.managers.files,
                vm=access.ref,
                auth=access.auth,
                directory_path=path,
                recursive=recursive,
            )
        )

    @operation("call")
    async def move(
        self,
        source: str,
        target: str,
        *,
        overwrite: bool = False,
        timeout: float | None = DEFAULT,
    ) -> None:
        """Give a file or a directory another path.

        Args:
            source: its path.
            target: its new one.
            overwrite: whether a file may take the place of another; a directory never may.
            timeout: seconds in all.

        Raises:
            NotFoundError: there is nothing at `source`, or no directory for `target`.
            AlreadyExistsError: `target` is taken.

        Source: vSphere API, GuestFileManager.MoveFileInGuest, MoveDirectoryInGuest.
        """
        access = self._access
        source, target = access.path(source), access.path(target)
        if (await listing.require_entry(access, source)).kind is not GuestFileKind.DIRECTORY:
            await moving.move_file(access, source, target, overwrite=overwrite)
            return
        if await listing.stat(access, target) is not None:
            raise AlreadyExistsError("FileAlreadyExists", f"{target} exists already in the guest")
        await access.call(
            vim.MoveDirectoryInGuest(
                this=access.managers.files,
                vm=access.ref,
                auth=access.auth,
                src_directory_path=source,
                dst_directory_path=target,
            )
        )

    @operation("call")
    async def set_attributes(
        self,
        path: str,
        *,
        mode: int | None = None,
        owner: int | None = None,
        group: int | None = None,
        modified: datetime | None = None,
        hidden: bool | None = None,
        read_only: bool | None = None,
        timeout: float | None = DEFAULT,
    ) -> None:
        """Change what a file is said to be; what is None stays.

        Args:
            path: the file or directory.
            mode: permissions as of ``chmod``, in a POSIX guest.
            owner: number of the user, likewise.
            group: number of the group, likewise.
            modified: when it was changed; aware.
            hidden: in a Windows guest.
            read_only: likewise.
            timeout: seconds in all.

        Raises:
            NotFoundError: there is none.
            InvalidArgumentError: this kind of guest has no such attribute; nothing was sent.

        Source: vSphere API, GuestFileManager.ChangeFileAttributesInGuest.
        """
        access = self._access
        foreign = (mode, owner, group) if self.is_windows else (hidden, read_only)
        if any(value is not None for value in foreign):
            names = "mode, owner and group" if self.is_windows else "hidden and read_only"
            kind = "Windows" if self.is_windows else "POSIX"
            raise InvalidArgumentError(
                "InvalidArgument", f"files of a {kind} guest have no {names}"
            )
        attributes: vim.GuestFileAttributes = (
            vim.GuestWindowsFileAttributes(
                modification_time=modified, hidden=hidden, read_only=read_only
            )
            if self.is_windows
            else vim.GuestPosixFileAttributes(
                modification_time=modified, owner_id=owner, group_id=group, permissions=mode
            )
        )
        await access.call(
            vim.ChangeFileAttributesInGuest(
                this=access.managers.files,
                vm=access.ref,
                auth=access.auth,
                guest_file_path=access.path(path),
                file_attributes=attributes,
            )
        )

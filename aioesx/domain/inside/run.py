"""One program in a guest, from its temporary directory to its removal.

    CreateTemporaryDirectoryInGuest     for what goes in and comes out
    PUT                                 its standard input, if there is any
    StartProgramInGuest                 a shell that becomes the program (`quoting`)
    ListProcessesInGuest                until it has ended
    GET, twice                          standard output and error
    DeleteDirectoryInGuest              whatever happened meanwhile

Whoever does not wait for its end any more (cancelled, out of time, the line is gone) has it ended
first, and the directory removed then, shielded and in bounded time. The directory's name is in
the command line: so a program whose pid was lost is found.
"""

from __future__ import annotations

import dataclasses
from typing import Final

import anyio

from aioesx import vim
from aioesx._concurrency import see_through
from aioesx._server.files.progress import Progress
from aioesx._server.files.source import Source, SourceLike, source_of
from aioesx._server.files.target import Target, Write, writing
from aioesx._session.operation import add_fate, at_work, settle, tell_left
from aioesx.domain.inside.access import GuestAccess
from aioesx.domain.inside.quoting import Launch, Streams, command_line
from aioesx.domain.inside.scratch import Scratch
from aioesx.domain.inside.transfer import fetched, require_size, send
from aioesx.domain.inside.values import GuestResult
from aioesx.errors import (
    EsxError,
    GuestTimeoutError,
    InvalidStateError,
    NotFoundError,
    OutcomeUnknownError,
)

__all__ = ["Wishes", "end_process", "launch", "run"]

_SLOWER: Final = 1.5
_LOOKS: Final = 6
_STDIN, _STDOUT, _STDERR = "stdin", "stdout", "stderr"


@dataclasses.dataclass(frozen=True, slots=True)
class Wishes:
    """What is wanted of a run besides the program.

    Attributes:
        input: what the program reads; None for nothing.
        input_size: bytes of that, where it does not know itself.
        stdout: where its output goes; None to have it in the result.
        stderr: likewise.
        leave_running: not to end a program that nobody waits for any more.
    """

    input: SourceLike | None = None
    input_size: int | None = None
    stdout: Target | None = None
    stderr: Target | None = None
    leave_running: bool = False


async def launch(access: GuestAccess, wanted: Launch) -> int:
    """Start a program whose output nobody wants; returns its pid."""
    nothing = access.system.nothing
    line = command_line(access.system, wanted, Streams(nothing, nothing, nothing))
    program = await access.shell()
    return await access.start(program, line, wanted)


async def run(access: GuestAccess, wanted: Launch, wishes: Wishes) -> GuestResult:
    """Run a program to its end.

    Raises:
        GuestTimeoutError: it was not done in time.
        NotFoundError: the guest has forgotten it: it ended more than five minutes ago.
        OutcomeUnknownError: the answer to its start was lost, and it was not found.
        EsxError: the guest refuses; the line.
    """
    run = _Run(access, wanted, wishes)
    try:
        result = await run.go()
        settle(result)
    except BaseException as error:
        await run.give_up(error)
        raise
    return dataclasses.replace(result, left=await run.scratch.remove())


class _Run:
    """A run.

    Attributes:
        scratch: the directory for what goes in and comes out.
    """

    def __init__(self, access: GuestAccess, wanted: Launch, wishes: Wishes) -> None:
        self.scratch = Scratch(access)
        self._access = access
        self._wanted = wanted
        self._wishes = wishes
        self._seconds = access.server.session.seconds
        self._started = False
        self._pid: int | None = None
        self._ended = False
        self._runs_on = False
        self._fate = ""

    async def go(self) -> GuestResult:
        """Do it, up to the end."""
        if (operation := at_work()) is not None:
            operation.explain = self._late
        source = await self._source()
        await self.scratch.make()
        if source is not None:
            await self._send_input(source)
        pid = await self._start()
        status = await self._wait(pid)
        out = await self._fetch(_STDOUT, self._wishes.stdout)
        errors = await self._fetch(_STDERR, self._wishes.stderr)
        return GuestResult(status, out, errors, pid)

    def _late(self, seconds: float) -> GuestTimeoutError:
        """Make the error of a time that is up."""
        who = f"'{self._wanted.program}' in the guest of '{self._access.name}'"
        if self._pid is not None:
            who += f" (process {self._pid})"
        return GuestTimeoutError(
            f"{who} was not done within {seconds:g} s{self._fate}",
            pid=self._pid,
            runs_on=self._runs_on,
        )

    async def _source(self) -> Source | None:
        """Return what the program reads, if anything; looked at before anything is sent."""
        if self._wishes.input is None:
            return None
        source = await source_of(self._wishes.input, self._wishes.input_size)
        return source if require_size(source) else None

    async def _send_input(self, source: Source) -> None:
        windows = self._access.system.windows
        attributes = (
            vim.GuestWindowsFileAttributes()
            if windows
            else vim.GuestPosixFileAttributes(permissions=0o600)
        )
        path = self.scratch.file(_STDIN)
        await send(self._access, source, path, attributes, Progress(None, source.size))
        self._has_input = True

    _has_input = False

    def _streams(self) -> Streams:
        nothing = self._access.system.nothing
        return Streams(
            self.scratch.file(_STDIN) if self._has_input else nothing,
            self.scratch.file(_STDOUT),
            self.scratch.file(_STDERR),
        )

    async def _start(self) -> int:
        """Start the program; even if cancelled meanwhile, its pid is waited for shortly."""
        access = self._access
        program = await access.shell()
        line = command_line(access.system, self._wanted, self._streams())

        async def call() -> int:
            self._pid = await access.start(program, line, self._wanted)
            return self._pid

        self._started = True
        try:
            return await see_through(call, self._seconds.grace)
        except OutcomeUnknownError:
            found = await self._look_for()
            if found is None:
                raise
            return found
        except EsxError:
            self._started = False  # refused, or not sent
            raise

    async def _look_for(self) -> int | None:
        """Return the pid of the program whose start's answer was lost; None if it is not there."""
        for delay in self._seconds.looks:
            await anyio.sleep(delay)
            try:
                there = await self._access.processes()
            except EsxError:
                continue
            for process in there:
                if self.scratch.word in process.cmd_line:
                    self._pid = process.pid
                    self._access.forget(self._access.managers.processes)
                    return process.pid
        return None

    async def _wait(self, pid: int) -> int:
        """Return the exit status, when there is one."""
        delay = self._seconds.guest_look
        while True:
            await anyio.sleep(delay)
            process = await self._process(pid)
            if process.end_time is not None:
                self._ended = True
                return process.exit_code or 0
            delay = min(delay * _SLOWER, self._seconds.guest_look_longest)

    async def _process(self, pid: int) -> vim.GuestProcessInfo:
        found = [one for one in await self._access.processes((pid,)) if one.pid == pid]
        if not found:
            self._ended = True
            raise NotFoundError(
                "GuestProcessNotFound",
                f"the guest of '{self._access.name}' knows nothing of process {pid} any more",
            )
        return found[0]

    async def _fetch(self, name: str, target: Target | None) -> bytes:
        """Return what the program wrote, or hand it on."""
        path = self.scratch.file(name)
        if target is None:
            whole = bytearray()

            async def keep(piece: bytes) -> None:
                whole.extend(piece)

            await self._copy(path, keep)
            return bytes(whole)
        async with writing(target) as write:
            await self._copy(path, write)
        return b""

    async def _copy(self, path: str, write: Write) -> None:
        async with fetched(self._access, path, Progress(None, None)) as pieces:
            async for piece in pieces:
                await write(piece)

    async def give_up(self, error: BaseException) -> None:
        """End the program and remove the directory, or say what is left."""
        self._access = self._access.tidying()
        left = await self._end()
        if left is None or not self._wishes.leave_running:
            directory = await self.scratch.remove()
            left = "; ".join(filter(None, (left, directory and f"{directory} may be left")))
        if left:
            left = f"in the guest of '{self._access.name}': {left}"
            if isinstance(error, EsxError):
                add_fate(error, left)
            else:
                tell_left(f"'{self._wanted.program}' is not waited for", left)

    async def _end(self) -> str | None:
        """End the program, shielded and in bounded time; returns what to say if it goes on."""
        if not self._started or self._ended:
            return None
        if self._wishes.leave_running:
            self._runs_on = True
            who = "the program" if self._pid is None else f"process {self._pid}"
            return f"{who} goes on, and {self.scratch.path} is left"
        with anyio.move_on_after(self._seconds.undo, shield=True):
            pid = await self._look_for() if self._pid is None else self._pid
            if pid is not None and await self._kill(pid):
                self._fate = "; it was ended"
                self._access.forget(self._access.managers.processes)
                return None
        self._runs_on = True
        return "the program may go on" if self._pid is None else f"process {self._pid} may go on"

    async def _kill(self, pid: int) -> bool:
        """End it, in Windows with what the shell has begun; returns whether it has ended."""
        for delay in self._seconds.looks:
            await anyio.sleep(delay)
            try:
                await end_process(self._access, pid)
                process = await self._process(pid)
            except (NotFoundError, InvalidStateError):  # it has ended, or the machine is off
                return True
            except EsxError:
                continue
            if process.end_time is not None:
                return True
        return False


async def end_process(access: GuestAccess, pid: int) -> None:
    """End a process; in a Windows guest with all that it has begun.

    Raises:
        NotFoundError: there is none, or it has ended.
    """
    if not (access.system.windows and await _end_tree(access, pid)):
        await access.terminate(pid)


async def _end_tree(access: GuestAccess, pid: int) -> bool:
    """Have Windows' taskkill end a process; returns whether it has.

    It is waited for: a process that ends before it has looked takes its tree out of its sight.
    """
    if pid not in await _running(access, pid):
        return False
    try:
        killer = await access.start(await access.taskkill(), f"/T /F /PID {pid}")
    except NotFoundError:
        return False
    delay = access.server.session.seconds.guest_look
    for _ in range(_LOOKS):
        await anyio.sleep(delay)
        running = await _running(access, pid, killer)
        if pid not in running:
            return True
        if killer not in running:
            break
        delay *= _SLOWER
    return False


async def _running(access: GuestAccess, *pids: int) -> set[int]:
    """Return which of some processes have not ended."""
    return {one.pid for one in await access.processes(pids) if one.end_time is None}

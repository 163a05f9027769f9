"""`GuestSystem`: one simulated guest: who may log in, what runs, what is kept of what has run."""

from __future__ import annotations

import hmac
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Final

from aioesx.simulator import faults
from aioesx.simulator.inside import cmd, refusals
from aioesx.simulator.inside.files import GuestFiles, Who
from aioesx.simulator.inside.programs import (
    POSIX_PROGRAMS,
    WINDOWS_PROGRAMS,
    Programs,
    posix,
    windows,
)
from aioesx.simulator.inside.running import Program, Run
from aioesx.simulator.inside.shell import ShellError, Steps
from aioesx.simulator.state.files import MemoryContent

if TYPE_CHECKING:
    from aioesx.simulator.clock import Timeline, Timer
    from aioesx.simulator.state.machine import Machine

__all__ = ["GuestSystem", "Process", "system_of"]

KEPT_SECONDS: Final = 300.0
"""How long the end of a process that the API has started is remembered."""

_KILLED: Final = -1
_ROOT: Final = Who("root", 0, mighty=True)
_FIRST_PID: Final = 1200
_SYSTEM_TEMP: Final = {"/tmp", "/var/tmp"}  # noqa: S108 - of a guest in memory


@dataclass(eq=False, slots=True)
class Process:
    """A process of the guest.

    Attributes:
        ended_at: the clock's seconds at its end.
    """

    pid: int
    name: str
    who: Who
    command: str
    started: datetime
    ended: datetime | None = None
    ended_at: float = 0.0
    status: int | None = None
    work: Steps | None = field(default=None, repr=False)
    timer: Timer | None = field(default=None, repr=False)


class GuestSystem:
    """A guest.

    Args:
        machine: the virtual machine that it is in.

    Attributes:
        windows: whether it is Windows; else something like Linux.
        users: passwords by the user's name.
        files: its files.
        processes: by pid: those that run, and those that have ended of late.
    """

    def __init__(self, machine: Machine) -> None:
        self._machine = machine
        self.windows = machine.config.guest_os.startswith("win")
        self.newline = "\r\n" if self.windows else "\n"
        self.users = dict(machine.guest.users) or dict.fromkeys(
            ("Administrator",) if self.windows else ("root", "user"), "secret"
        )
        self.files = GuestFiles(windows=self.windows, now=lambda: self.timeline.now())
        table = WINDOWS_PROGRAMS if self.windows else POSIX_PROGRAMS
        self.programs = Programs(table, windows if self.windows else posix)
        self.processes: dict[int, Process] = {}
        self._next_pid = _FIRST_PID
        self._temporary = 0
        self._booted: datetime | None = None
        self._furnish()

    @property
    def timeline(self) -> Timeline:
        """The clock of the host that the machine is on."""
        return self._machine.host.timeline

    @property
    def hostname(self) -> str:
        """What the guest calls itself."""
        return self._machine.guest.hostname or self._machine.plain_name

    # --- users ------------------------------------------------------------------------------------

    def who(self, name: str) -> Who:
        """Return a user of the guest, by a name that there is."""
        known = next((one for one in self.users if self._same(one, name)), name)
        mighty = known == ("Administrator" if self.windows else "root")
        number = 0 if mighty else 1000 + list(self.users).index(known)
        return Who(known, number, mighty=mighty)

    def _same(self, one: str, other: str) -> bool:
        return one.lower() == other.lower() if self.windows else one == other

    def log_in(self, name: str, password: str) -> Who:
        """Return who it is, or refuse."""
        wanted = next((p for one, p in self.users.items() if self._same(one, name)), None)
        given = password.encode("utf-8", "replace")
        if wanted is None or not hmac.compare_digest(wanted.encode(), given):
            raise refusals.invalid_login()
        return self.who(name)

    def home(self, who: Who) -> str:
        """Return a user's directory."""
        if self.windows:
            return f"C:\\Users\\{who.name}"
        return "/root" if who.mighty else f"/home/{who.name}"

    def environment(self, who: Who) -> dict[str, str]:
        """Return the variables that a user's programs have where nobody says others."""
        home = self.home(who)
        if self.windows:
            return {
                "ComSpec": "C:\\Windows\\System32\\cmd.exe",
                "Path": "C:\\Windows\\System32;C:\\Windows;C:\\Program Files\\Git\\usr\\bin",
                "SystemRoot": "C:\\Windows",
                "TEMP": self.temporary(who),
                "USERNAME": who.name,
                "USERPROFILE": home,
            }
        return {
            "HOME": home,
            "LANG": "C.UTF-8",
            "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
            "SHELL": "/bin/bash",
            "USER": who.name,
        }

    def temporary(self, who: Who) -> str:
        """Return the directory for a user's temporary files."""
        return f"{self.home(who)}\\AppData\\Local\\Temp" if self.windows else "/tmp"  # noqa: S108

    def unused_name(self, prefix: str, suffix: str) -> str:
        """Return a name that nobody has had here before."""
        self._temporary += 1
        return f"{prefix}vmware{self._temporary}{suffix}"

    def _furnish(self) -> None:
        add = self._directory
        root = self.who("Administrator" if self.windows else "root")
        if self.windows:
            for path in ("C:\\", "C:\\Windows", "C:\\Windows\\System32", "C:\\Users", "C:\\Temp"):
                add(path, root, 0o777 if path == "C:\\Temp" else 0o755)
        else:
            for path in ("/", "/bin", "/dev", "/etc", "/home", "/usr", "/usr/bin", "/var"):
                add(path, root, 0o755)
            for path in _SYSTEM_TEMP:
                add(path, root, 0o1777)
            add("/root", root, 0o700)
            named = f"{self.hostname}\n".encode()
            self.files.add("/etc/hostname", "file", root, 0o644, content=MemoryContent(named))
            hidden = MemoryContent(b"root:*:19000::::::\n")
            self.files.add("/etc/shadow", "file", root, 0o600, content=hidden)
        for name in self.users:
            who = self.who(name)
            if self.files.find(self.home(who)) is None:
                add(self.home(who), who, 0o700)
            if self.windows:
                self.files.make_directory(who, self.temporary(who), parents=True, mode=0o700)

    def _directory(self, path: str, owner: Who, mode: int) -> None:
        self.files.add(path, "directory", owner, mode)

    # --- programs ---------------------------------------------------------------------------------

    def program(self, name: str, cwd: str) -> Program | None:
        """Return the program of a path, or of a name that is looked for; None if there is none."""
        if not self.windows:
            directory, _, base = self.files.clean(name, cwd).rpartition("/")
            return self.programs.table.get(base) if directory in ("/bin", "/usr/bin") else None
        lower = name.lower().replace("/", "\\")
        for path, program in self.programs.table.items():
            there = path.lower()
            base = there.rpartition("\\")[2]
            if lower in (there, there.rpartition(".")[0], base, base.rpartition(".")[0]):
                return program
        return None

    def start(
        self,
        who: Who,
        program: str,
        arguments: str,
        cwd: str | None,
        variables: dict[str, str],
    ) -> Process:
        """Start a program as VMware Tools do.

        Raises:
            Refused: there is no such program or directory, or nobody may run it.
        """
        self.look()
        bare = program.strip().strip('"')
        path = self.files.clean(bare)
        if self.program(path, "") is None:
            there = self.files.find(path)
            raise faults.file_not_found(bare) if there is None else refusals.permission_denied()
        where = self.home(who)
        if cwd:
            node = self.files.follow(cwd)
            if node.kind != "directory":
                raise faults.not_a_directory(cwd)
            where = node.path
        command = f'"{bare}" {arguments}'.rstrip()
        name = path.rpartition(self.files.separator)[2]
        process = Process(self._next_pid, name, who, command, self.timeline.now())
        self._next_pid += 1
        self.processes[process.pid] = process
        run = Run(self, who, where, variables or self.environment(who))

        def rename(other: str) -> None:
            process.name = other

        run.rename = rename
        process.work = self._work(run, path, arguments, command)
        process.timer = self.timeline.schedule(
            self._machine.host.options.guest_seconds, lambda: self._go_on(process)
        )
        return process

    def _work(self, run: Run, path: str, arguments: str, command: str) -> Steps:
        """Return a process's work: in a POSIX guest, Tools have a shell read the line."""
        if not self.windows:
            return self.programs.run(run, ["/bin/sh", "-c", command])
        program = self.program(path, "")
        assert program is not None  # noqa: S101 - start has looked
        raw = path.lower().endswith("\\cmd.exe")
        return program(run, [arguments] if raw else cmd.arguments_of(arguments))

    def _go_on(self, process: Process) -> None:
        """Let a process work until it sleeps or ends."""
        process.timer = None
        if process.ended is not None or process.work is None:
            return
        try:
            seconds = next(process.work)
        except StopIteration as done:
            self._end(process, done.value)
        except (ShellError, ValueError, IndexError):  # it is the guest's program that has failed
            self._end(process, 255)
        else:
            process.timer = self.timeline.schedule(seconds, lambda: self._go_on(process))

    def _end(self, process: Process, status: int) -> None:
        process.ended, process.ended_at = self.timeline.now(), self.timeline.seconds()
        process.status, process.work = status, None

    def stop(self, process: Process, status: int = _KILLED) -> None:
        """End a process, whatever it does."""
        if process.ended is None:
            self.timeline.cancel(process.timer)
            process.timer = None
            if process.work is not None:
                process.work.close()
            self._end(process, status)

    def look(self) -> None:
        """Forget what ended long ago, and all that ran when the machine was off meanwhile."""
        if self._booted is not self._machine.boot_time:
            for process in self.processes.values():
                self.timeline.cancel(process.timer)
            self.processes.clear()
            self._booted = self._machine.boot_time
        oldest = self.timeline.seconds() - KEPT_SECONDS
        for process in list(self.processes.values()):
            if process.ended is not None and process.ended_at < oldest:
                del self.processes[process.pid]

    def running(self) -> list[Process]:
        """Return the processes that the API has started and that have not ended."""
        self.look()
        return [process for process in self.processes.values() if process.ended is None]

    def all_processes(self) -> list[Process]:
        """Return every process, by pid: those of the system, and those that the API has started."""
        self.look()
        since = self._machine.boot_time or self.timeline.now()
        mighty = self.who("Administrator" if self.windows else "root")
        names = ("System", "vmtoolsd.exe") if self.windows else ("systemd", "vmtoolsd")
        paths = (
            ("", "C:\\Program Files\\VMware\\vmtoolsd.exe")
            if self.windows
            else (
                "/sbin/init",
                "/usr/bin/vmtoolsd",
            )
        )
        pids = (4, 812) if self.windows else (1, 812)
        own = [
            Process(pid, name, mighty, path, since)
            for pid, name, path in zip(pids, names, paths, strict=True)
        ]
        return own + sorted(self.processes.values(), key=lambda process: process.pid)


def system_of(machine: Machine) -> GuestSystem:
    """Return the guest of a machine; made when it is first asked for."""
    if machine.system is None:
        machine.system = GuestSystem(machine)
    return machine.system

"""The programs that simulated guests have, and the shells that run them.

One table for each kind of guest: name to function. A program is a generator: what it yields are
the seconds that it sleeps, by the simulator's clock.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final

from aioesx.simulator.inside import cmd, shell
from aioesx.simulator.inside.contents import EMPTY, joined, whole_text
from aioesx.simulator.inside.running import Program, Run
from aioesx.simulator.inside.shell import Leave, ShellError, Steps
from aioesx.simulator.state.files import Content

__all__ = ["POSIX_PROGRAMS", "WINDOWS_PROGRAMS", "Programs", "posix", "windows"]

_FOREVER: Final = 10.0**9
_AT_ONCE: Final = 0.0


class _Part:
    """The beginning of a content."""

    __slots__ = ("_of", "_size")

    def __init__(self, of: Content, size: int) -> None:
        self._of = of
        self._size = min(size, of.size)

    @property
    def size(self) -> int:
        return self._size

    @property
    def stored(self) -> int:
        return self._size

    def read(self, start: int, length: int) -> bytes:
        return self._of.read(start, max(0, min(length, self._size - start)))

    def copy(self) -> Content:
        return self

    def discard(self) -> None:
        """It holds nothing of its own."""


def _simple(act: Callable[[Run, list[str]], int | None]) -> Program:
    """Return a program that takes no time."""

    def program(run: Run, arguments: list[str]) -> Steps:
        yield from ()
        return act(run, arguments) or 0

    return program


def _inputs(run: Run, names: list[str], command: str) -> tuple[Content, int]:
    """Return what files hold, one behind the other, or the standard input."""
    if not names:
        return run.input, 0
    whole, status = EMPTY, 0
    found: Content = whole
    for name in names:
        try:
            found = joined(found, run.input if name == "-" else run.open(name))
        except ShellError as error:
            run.complain(f"{command}: {error}")
            status = 1
    return found, status


def _cat(run: Run, arguments: list[str]) -> int:
    content, status = _inputs(run, arguments, "cat")
    run.stdout.write(content)
    return status


def _head(run: Run, arguments: list[str]) -> int:
    if arguments[:1] != ["-c"] or len(arguments) < 2:
        run.complain("head: only -c is known here")
        return 1
    content, status = _inputs(run, arguments[2:], "head")
    run.stdout.write(_Part(content, int(arguments[1])))
    return status


def _echo(run: Run, arguments: list[str]) -> None:
    bare = arguments[:1] == ["-n"]
    text = " ".join(arguments[1:] if bare else arguments)
    run.stdout.write(f"{text}{'' if bare else run.system.newline}".encode())


_ESCAPES: Final = {"\\n": "\n", "\\t": "\t", "\\\\": "\\", "\\0": "\0"}


def _printf(run: Run, arguments: list[str]) -> None:
    if not arguments:
        return
    form = re.sub(r"\\.", lambda m: _ESCAPES.get(m[0], m[0]), arguments[0])
    wanted = form.count("%s")
    rest = arguments[1:]
    while True:
        values = iter(rest[:wanted])
        text = re.sub("%s", lambda _: next(values, ""), form)  # noqa: B023 - used at once
        run.stdout.write(text.encode())
        rest = rest[wanted:]
        if not rest or not wanted:
            return


def _sleep(run: Run, arguments: list[str]) -> Steps:
    units = {"s": 1, "m": 60, "h": 3600, "d": 86400}
    total = 0.0
    for word in arguments:
        if word == "infinity":
            total = _FOREVER
            continue
        match = re.fullmatch(r"([0-9.]+)([smhd]?)", word)
        if match is None:
            run.complain(f"sleep: invalid time interval '{word}'")
            return 1
        total += float(match[1]) * units[match[2] or "s"]
    yield total
    return 0


def _env(run: Run, arguments: list[str]) -> int:
    names = arguments or sorted(run.env)
    for name in names:
        if name not in run.env:
            return 1
        run.say(run.env[name] if arguments else f"{name}={run.env[name]}")
    return 0


def _sh(run: Run, arguments: list[str]) -> Steps:
    """Run ``-c SCRIPT [NAME [ARGUMENTS]]``, or what the standard input says."""
    while arguments and arguments[0].startswith("-") and "c" not in arguments[0]:
        arguments = arguments[1:]
    if arguments and arguments[0].startswith("-"):
        if len(arguments) < 2:
            run.complain("sh: 0: -c requires an argument")
            return 2
        script, parameters = arguments[1], arguments[2:] or ["sh"]
    else:
        script, parameters = whole_text(run.input), ["sh", *arguments]
    inner = run.redirected([])
    inner.env, inner.parameters = dict(run.env), parameters
    try:
        return (yield from shell.execute(inner, shell.parse(script)))
    except ShellError as error:
        run.complain(f"sh: 1: {error}")
        return 2
    except Leave as left:
        return left.status


def _exec(run: Run, arguments: list[str]) -> Steps:
    if arguments:
        run.rename(arguments[0].rpartition("/")[2])
        raise Leave((yield from run.run(arguments)))
    return 0


def _exit(run: Run, arguments: list[str]) -> int:
    raise Leave(int(arguments[0]) & 255 if arguments else run.status)


def _cd(run: Run, arguments: list[str]) -> int:
    files = run.system.files
    there = files.find(
        files.clean(arguments[0] if arguments else run.env.get("HOME", "/"), run.cwd)
    )
    if there is None or there.kind != "directory":
        run.complain(f"sh: 1: cd: can't cd to {arguments[0]}")
        return 2
    run.cwd = there.path
    return 0


def _export(run: Run, arguments: list[str]) -> None:
    for word in arguments:
        name, mark, value = word.partition("=")
        if mark:
            run.env[name] = value


def _listing(run: Run, arguments: list[str]) -> int:
    files = run.system.files
    status = 0
    for name in [word for word in arguments if not word.startswith("-")] or [run.cwd]:
        there = files.find(files.clean(name, run.cwd))
        if there is None:
            run.complain(f"ls: cannot access '{name}': No such file or directory")
            status = 2
        elif there.kind == "directory":
            for child in files.children(there.path):
                run.say(files.name(child))
        else:
            run.say(name)
    return status


def _count(run: Run, arguments: list[str]) -> int:
    """Tell bytes only, as ``wc -c`` does."""
    content, status = _inputs(run, [word for word in arguments if word != "-c"], "wc")
    run.say(str(content.size))
    return status


def _whoami(run: Run, _: list[str]) -> None:
    run.say(run.who.name)


def _pwd(run: Run, _: list[str]) -> None:
    run.say(run.cwd)


def _hostname(run: Run, _: list[str]) -> None:
    run.say(run.system.hostname)


_TRUE: Final = _simple(lambda run, _: 0)
_FALSE: Final = _simple(lambda run, _: 1)

POSIX_PROGRAMS: Final[dict[str, Program]] = {
    "bash": _sh,
    "cat": _simple(_cat),
    "echo": _simple(_echo),
    "env": _simple(lambda run, _: _env(run, [])),
    "false": _FALSE,
    "head": _simple(_head),
    "hostname": _simple(_hostname),
    "ls": _simple(_listing),
    "printenv": _simple(_env),
    "printf": _simple(_printf),
    "pwd": _simple(_pwd),
    "sh": _sh,
    "sleep": _sleep,
    "true": _TRUE,
    "wc": _simple(_count),
    "whoami": _simple(_whoami),
}
"""What is in ``/bin`` and ``/usr/bin``."""

_BUILTINS: Final[dict[str, Program]] = {
    ":": _TRUE,
    "cd": _simple(_cd),
    "exec": _exec,
    "exit": _simple(_exit),
    "export": _simple(_export),
}


def posix(run: Run, words: list[str]) -> Steps:
    """Run a command as a POSIX shell finds it."""
    name = words[0]
    program = _BUILTINS.get(name) if "/" not in name else None
    if program is None:
        program = run.system.program(name, run.cwd) if "/" in name else POSIX_PROGRAMS.get(name)
    if program is None:
        there = "/" in name and run.system.files.find(run.system.files.clean(name, run.cwd))
        run.complain(f"sh: 1: {name}: {'Permission denied' if there else 'not found'}")
        return 126 if there else 127
    return (yield from program(run, words[1:]))


# --- Windows -------------------------------------------------------------------------------------


def _ping(run: Run, arguments: list[str]) -> Steps:
    """Wait: ``ping -n COUNT``, which people use to sleep."""
    count = int(arguments[arguments.index("-n") + 1]) if "-n" in arguments else 4
    yield float(count - 1)
    run.say(f"Packets: Sent = {count}")
    return 0


def _timeout(run: Run, arguments: list[str]) -> Steps:
    found = [word for word in arguments if re.fullmatch("-?[0-9]{1,9}", word)]
    seconds = int(found[0]) if found else -1
    yield _FOREVER if seconds < 0 else float(seconds)
    return 0


def _taskkill(run: Run, arguments: list[str]) -> int:
    upper = [word.upper() for word in arguments]
    pid = int(arguments[upper.index("/PID") + 1]) if "/PID" in upper else -1
    process = run.system.processes.get(pid)
    if process is None or process.ended is not None:
        run.complain(f'ERROR: The process "{pid}" not found.')
        return 128
    if process.who != run.who and not run.who.mighty:
        run.complain("ERROR: Access is denied.")
        return 1
    run.system.stop(process, 1)
    run.say(f"SUCCESS: The process with PID {pid} has been terminated.")
    return 0


def _more(run: Run, arguments: list[str]) -> int:
    content, status = _inputs(run, arguments, "more")
    run.stdout.write(content)
    return status


def _cmd_exe(run: Run, arguments: list[str]) -> Steps:
    """Run what is behind ``/c``; gets its arguments as one text."""
    line = cmd.line_of(" ".join(arguments))
    if line is None:
        return 0
    try:
        commands = cmd.parse(line, run.env)
    except ValueError as error:
        run.complain(str(error))
        return 255
    try:
        return (yield from _cmd_list(run, commands))
    except Leave as left:
        return left.status


def _cmd_list(run: Run, commands: list[cmd.CmdCommand]) -> Steps:
    status = 0
    for command in commands:
        if (command.before == "&&" and status) or (command.before == "||" and not status):
            continue
        try:
            there = run.redirected(command.redirects)
        except ShellError as error:
            run.complain(f"The system cannot find the file specified. ({error})")
            status = 1
            continue
        if command.group is not None:
            status = yield from _cmd_list(there, command.group)
        else:
            status = yield from _cmd_command(there, command.name, command.rest)
    return status


def _cmd_command(run: Run, name: str, rest: str) -> Steps:
    """Run one command: a builtin is given the text, a program takes it apart."""
    builtin = _CMD_BUILTINS.get(name.lower())
    if builtin is not None:
        yield from ()
        return builtin(run, rest) or 0
    program = run.system.program(name, run.cwd)
    if program is None:
        run.complain(f"'{name}' is not recognized as an internal or external command,")
        return 1
    raw = program is _cmd_exe
    return (yield from program(run, [rest] if raw else cmd.arguments_of(rest)))


def _cmd_type(run: Run, rest: str) -> int:
    content, status = _inputs(run, cmd.arguments_of(rest), "type")
    run.stdout.write(content)
    return status


def _cmd_exit(run: Run, rest: str) -> int:
    words = [word for word in rest.split() if word.lower() != "/b"]
    raise Leave(int(words[0]) if words else 0)


def _cmd_set(run: Run, rest: str) -> int:
    for name, value in sorted(run.env.items()):
        if name.upper().startswith(rest.upper()):
            run.say(f"{name}={value}")
    return 0


_CMD_BUILTINS: Final[dict[str, Callable[[Run, str], int | None]]] = {
    "cd": lambda run, rest: run.say(run.cwd),
    "echo": lambda run, rest: run.say(rest),
    "exit": _cmd_exit,
    "rem": lambda run, rest: None,
    "set": _cmd_set,
    "type": _cmd_type,
}

WINDOWS_PROGRAMS: Final[dict[str, Program]] = {
    "C:\\Windows\\System32\\cmd.exe": _cmd_exe,
    "C:\\Windows\\System32\\hostname.exe": _simple(_hostname),
    "C:\\Windows\\System32\\more.com": _simple(_more),
    "C:\\Windows\\System32\\PING.EXE": _ping,
    "C:\\Windows\\System32\\taskkill.exe": _simple(_taskkill),
    "C:\\Windows\\System32\\timeout.exe": _timeout,
    "C:\\Windows\\System32\\whoami.exe": _simple(_whoami),
    "C:\\Program Files\\Git\\usr\\bin\\false.exe": _FALSE,
    "C:\\Program Files\\Git\\usr\\bin\\head.exe": _simple(_head),
    "C:\\Program Files\\Git\\usr\\bin\\cat.exe": _simple(_cat),
    "C:\\Program Files\\Git\\usr\\bin\\printf.exe": _simple(_printf),
    "C:\\Program Files\\Git\\usr\\bin\\sleep.exe": _sleep,
}
"""By path; those of Git for Windows are on the search path."""


def windows(run: Run, words: list[str]) -> Steps:
    """Run a program that has been given its arguments."""
    program = run.system.program(words[0], run.cwd)
    if program is None:
        return 1
    return (yield from program(run, words[1:]))


class Programs:
    """What one kind of guest can run."""

    def __init__(
        self, table: Mapping[str, Program], run: Callable[[Run, list[str]], Steps]
    ) -> None:
        self.table = table
        self.run = run

"""Commands that run programs and move files in a domain's guest, which virsh has not.

The password of the guest's user is a file's, the environment's, what a command prints, or asked
for; never an argument.
"""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import click

import aioesx
from aioesx import errors
from aioesx.cli.console import Console
from aioesx.cli.credentials import GUEST_VARIABLE, prompting, stated_password
from aioesx.cli.declare import DOMAIN, FILE, CommandRow, Flag, Word
from aioesx.cli.local_files import target_of
from aioesx.cli.names import find_domain, local_time
from aioesx.cli.outputs import guest as outputs
from aioesx.cli.progress import bar
from aioesx.cli.reading import read_bytes
from aioesx.cli.several import each
from aioesx.cli.status import ExitStatus, status_of_program

if TYPE_CHECKING:
    from aioesx import Guest

__all__ = ["COMMANDS"]

_STANDARD: Final = Path("-")
_MOST_INPUT: Final = 64 << 20
_IN_GUEST: Final = re.compile(r"(?P<domain>.+?):(?P<path>/.*|[A-Za-z]:[\\/].*|\\\\.*)", re.DOTALL)


class _Login(NamedTuple):
    """How a person says who is let into the guest."""

    user: str
    file: Path | None
    command: str | None

    async def password(self) -> Any:
        """Return the guest's password, or what asks for it; None where there is nobody to ask.

        Raises:
            AuthenticationError: the file or the command does not give it.
            ValueError: the command is none.
        """
        try:
            words = shlex.split(self.command or "")
        except ValueError as error:
            raise ValueError(f"--password-command: {error}") from None
        stated = await stated_password(self.file, os.environ, GUEST_VARIABLE, words)
        return stated if stated is not None else prompting()


@asynccontextmanager
async def _entered(esx: aioesx.Connection, name: str, login: _Login) -> AsyncIterator[Guest]:
    domain = (await find_domain(esx, name)).domain
    async with domain.guest(login.user, await login.password()) as guest:
        yield guest


async def guest_run(
    esx: aioesx.Connection,
    console: Console,
    domain: str,
    command: tuple[str, ...],
    user: str,
    password_file: Path | None,
    password_command: str | None,
    env: tuple[str, ...],
    cwd: str | None,
    input: Path | None,  # noqa: A002 - the option's name
    seconds: float | None,
    shell: bool,
) -> ExitStatus:
    """Run a program in a domain's guest, by VMware Tools.

    Its output comes when it has ended, and its exit status is this command's. What goes wrong
    beside the program is said on standard error, and its status is 125, as with docker and env.
    Whatever ends the command ends the program. From the program's name on all
    words are the program's, as with ssh: options of this command stand before it.
    """
    program, *arguments = command
    variables = dict(_variable(text) for text in env) or None
    data: Any = None
    if input is not None:
        data = await _typed_in() if input == _STANDARD else input
    login = _Login(user, password_file, password_command)
    out, err = (None, None) if console.wants_data else console.relays()
    options: dict[str, Any] = {} if seconds is None else {"timeout": seconds}
    async with _entered(esx, domain, login) as guest:
        try:
            done = await guest.run(
                program,
                " ".join(arguments) if shell else arguments,
                input=data,
                env=variables,
                cwd=cwd,
                stdout=out,
                stderr=err,
                **options,
            )
        except errors.TransferError:
            if console.is_read:
                raise
            return ExitStatus.OK  # the console says, at the end, that nobody takes the output
    console.tell(done)
    if done.left is not None:
        console.warn(f"{done.left} is left in the guest")
    return status_of_program(done.status)


async def _typed_in() -> bytes:
    """Return what standard input has: the host wants to know how much that is before.

    Raises:
        ValueError: it is too much for here, or cannot be read.
    """
    try:
        data = await read_bytes(_STANDARD, _MOST_INPUT + 1)
    except OSError as error:
        raise ValueError(f"cannot read standard input: {error.strerror}") from None
    if len(data) > _MOST_INPUT:
        raise ValueError(f"standard input has more than {_MOST_INPUT} bytes: name a file")
    return data


def _variable(text: str) -> tuple[str, str]:
    name, mark, value = text.partition("=")
    if not mark or not name:
        raise ValueError(f"'{text}' is no variable: should be NAME=VALUE")
    return name, value


async def guest_ps(
    esx: aioesx.Connection,
    console: Console,
    domain: str,
    user: str,
    password_file: Path | None,
    password_command: str | None,
) -> ExitStatus:
    """List the processes of a domain's guest, by VMware Tools.

    What was started by way of the host is there for five minutes after its end, too.
    """
    login = _Login(user, password_file, password_command)
    async with _entered(esx, domain, login) as guest:
        found = await guest.processes()
    console.tell_all(found)
    console.table(
        ("PID", "Owner", "Started", "State", "Command"),
        [
            [
                str(one.pid),
                one.owner,
                local_time(one.started),
                "running" if one.runs else f"exit {one.status}",
                one.command or one.name,
            ]
            for one in found
        ],
    )
    return ExitStatus.OK


async def guest_kill(
    esx: aioesx.Connection,
    console: Console,
    domain: str,
    pid: tuple[int, ...],
    user: str,
    password_file: Path | None,
    password_command: str | None,
) -> ExitStatus:
    """End processes of a domain's guest, by VMware Tools."""
    login = _Login(user, password_file, password_command)
    async with _entered(esx, domain, login) as guest:

        async def kill(one: int) -> None:
            await guest.kill(one)
            console.remark(f"Process {one} ended")

        return await each(console, "guest-kill", pid, kill, lambda one: f"cannot end process {one}")


async def guest_copy(
    esx: aioesx.Connection,
    console: Console,
    source: str,
    target: str,
    user: str,
    password_file: Path | None,
    password_command: str | None,
    overwrite: bool,
    mode: int | None,
) -> ExitStatus:
    """Copy a file into a domain's guest or out of it, by VMware Tools: whole or not at all.

    The guest's side is DOMAIN:PATH, with a path from the root; a file here whose name looks so is
    ./NAME.
    """
    there, here = _IN_GUEST.fullmatch(source), _IN_GUEST.fullmatch(target)
    if (there is None) == (here is None):
        raise ValueError("one of the two has to be in a guest, as 'web01:/tmp/file' is")
    login = _Login(user, password_file, password_command)
    side = there or here
    assert side is not None  # noqa: S101 - one of them is
    if there is not None and mode is not None:
        raise ValueError("option --mode is for files that go into a guest")
    async with _entered(esx, side["domain"], login) as guest:
        if there is not None:
            size = await _fetch(console, guest, there["path"], target)
        else:
            size = await _send(console, guest, source, side["path"], overwrite, mode)
    console.tell({"source": source, "target": target, "bytes": size})
    console.remark(f"'{source}' copied to '{target}', {size} bytes")
    return ExitStatus.OK


def _name_of(path: str) -> str:
    return re.split(r"[\\/]", path.rstrip("\\/"))[-1]


async def _fetch(console: Console, guest: Guest, path: str, target: str) -> int:
    file = Path(target)
    if file != _STANDARD and file.is_dir():  # noqa: ASYNC240 - a look at a name here
        file /= _name_of(path)
    with bar(console, file.name) as shown:
        return await guest.copy_out(path, target_of(console, file), on_progress=shown)


async def _send(
    console: Console, guest: Guest, source: str, path: str, overwrite: bool, mode: int | None
) -> int:
    file = Path(source)
    if path.endswith(("/", "\\")):
        if file == _STANDARD:
            raise ValueError(f"standard input has no name that it could have in '{path}'")
        path += file.name
    given = await _typed_in() if file == _STANDARD else file
    with bar(console, file.name) as shown:
        return await guest.copy_in(given, path, overwrite=overwrite, mode=mode, on_progress=shown)


class _Mode(click.ParamType):  # type: ignore[type-arg]  # generic in some versions only
    """Permissions, as ``chmod`` takes them in figures."""

    name = "octal"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Return the number."""
        if isinstance(value, int):
            return value
        if re.fullmatch("[0-7]{1,4}", value) is None:
            self.fail(f"'{value}' is no mode: should be as 0644", param, ctx)
        return int(value, 8)


_USER: Final = Word("user", "The guest's user.", bare=False)
_LOGIN: Final = (
    _USER,
    Word(
        "password-file",
        f"File whose first line is that user's password; else {GUEST_VARIABLE}, or a prompt.",
        required=False,
        bare=False,
        type=click.Path(path_type=Path, dir_okay=False),
    ),
    Word(
        "password-command",
        "Command that prints the password as its first line.",
        required=False,
        bare=False,
    ),
)

COMMANDS: Final = (
    CommandRow(
        "guest-run",
        guest_run,
        (
            DOMAIN,
            *_LOGIN,
            Word(
                "env",
                "NAME=VALUE; these are all that it has then.",
                required=False,
                bare=False,
                many=True,
            ),
            Word("cwd", "The directory where it is started.", required=False, bare=False),
            Word(
                "input",
                "What it reads; - is standard input.",
                required=False,
                bare=False,
                type=FILE,
            ),
            Word(
                "seconds",
                "How long it may run; it is ended then.",
                required=False,
                bare=False,
                type=click.FloatRange(min=0, min_open=True),
            ),
            Flag("shell", "Let the guest's shell read the arguments."),
            Word(
                "command",
                "Path of a program in the guest, or a name that its shell looks for, and arguments,"
                " word for word.",
                rest=True,
                may_be_empty=True,
            ),
        ),
        output=outputs.RESULT,
        blank=False,
        failure=ExitStatus.NO_PROGRAM,
    ),
    CommandRow("guest-ps", guest_ps, (DOMAIN, *_LOGIN), output=outputs.PROCESSES),
    CommandRow(
        "guest-kill",
        guest_kill,
        (
            DOMAIN,
            Word("pid", "Numbers of processes.", many=True, type=click.IntRange(min=1)),
            *_LOGIN,
        ),
        harmful=True,
    ),
    CommandRow(
        "guest-copy",
        guest_copy,
        (
            Word("source", "A file here, or DOMAIN:PATH of one in a guest; - is standard input."),
            Word("target", "The other one; - is standard output."),
            *_LOGIN,
            Flag("overwrite", "Take the place of a file that is there in the guest."),
            Word("mode", "Its permissions, as 0644.", required=False, bare=False, type=_Mode()),
        ),
        output=outputs.COPIED,
    ),
)

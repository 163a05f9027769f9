"""Commands that are about this program: its help, its shell, its simulator. Some are virsh's."""

from __future__ import annotations

import os
import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from xml.sax.saxutils import escape

import click

from aioesx.cli.catalog import GROUPS, group_named
from aioesx.cli.console import Console
from aioesx.cli.declare import CommandRow, Flag, Word
from aioesx.cli.link import Link
from aioesx.cli.outputs.own import FINDINGS
from aioesx.cli.places import home
from aioesx.cli.status import ExitStatus

if TYPE_CHECKING:
    from aioesx.cli.target import Target

__all__ = ["COMMANDS"]

_SHELLS: Final = ("bash", "fish", "zsh")
_QUOTES: Final = {'"': "&quot;", "'": "&apos;"}


# --- as virsh has them ---------------------------------------------------------------------------


async def help_(link: Link, console: Console, command: str | None) -> ExitStatus:
    """Tell what there is, or what a command or the commands of a group do."""
    from aioesx.cli.helping import command_page, group_page
    from aioesx.cli.program import cli

    group = group_named(command) if command else None
    if command is None:
        console.put("Grouped commands:\n\n")
        for each in GROUPS:
            console.put(group_page(each, [cli.commands[name].row for name in each.names]) + "\n")
    elif command in cli.commands or group is not None:
        if group is not None:  # of a word that is both, as virsh's keyword "events" is, both
            console.put(group_page(group, [cli.commands[name].row for name in group.names]))
        if command in cli.commands:
            console.put(f"{command_page(cli.commands[command].row)}\n")
    else:
        raise ValueError(f"command or command group '{command}' doesn't exist")
    return ExitStatus.OK


async def quit_(link: Link, console: Console) -> ExitStatus:
    """Leave the shell; what follows on a line is not done."""
    return ExitStatus.OK


async def cd(link: Link, console: Console, dir: Path | None) -> ExitStatus:  # noqa: A002
    """Go to another directory, or home; in the shell only."""
    if not link.interactive:
        console.complain("cd: command valid only in interactive mode")
        return ExitStatus.FAILED
    where = dir or home()
    if where is None:
        console.complain("cd: there is no home directory")
        return ExitStatus.FAILED
    try:
        os.chdir(where)
    except OSError as error:
        console.complain(f"cd: {error.strerror}: {where}")
        return ExitStatus.FAILED
    return ExitStatus.OK


async def pwd(link: Link, console: Console) -> ExitStatus:
    """Print the directory that we are in."""
    console.say(str(Path.cwd()))
    return ExitStatus.OK


async def echo(
    link: Link,
    console: Console,
    shell: bool,
    xml: bool,
    split: bool,
    err: bool,
    string: tuple[str, ...],
) -> ExitStatus:
    """Print words, quoted if asked to."""
    pieces = [_escaped(word, shell=shell, xml=xml) for word in string]
    if split:
        pieces = ["".join(f"{part}\n" for part in _parts(word)) for word in pieces]
    (console.complain if err else console.put)(" ".join(pieces))
    return ExitStatus.OK


def _escaped(word: str, *, shell: bool, xml: bool) -> str:
    text = escape(word, _QUOTES) if xml else word
    if not shell or shlex.quote(text) == text:
        return text
    return "'" + text.replace("'", "'\\''") + "'"  # as virsh does it


def _parts(word: str) -> list[str]:
    """Split at commas; two of them are one that stays."""
    return [part.replace("\0", ",") for part in word.replace(",,", "\0").split(",")]


async def connect(link: Link, console: Console, name: str | None, readonly: bool) -> ExitStatus:
    """Connect to a host, or again to the one that there was."""
    await link.reconnect(name, read_only=readonly)
    return ExitStatus.OK


# --- our own -------------------------------------------------------------------------------------


async def simulate(link: Link, console: Console, **given: Any) -> ExitStatus:
    """Run simulated hosts inside this process, on loopback, until interrupted.

    The first line printed is the URI to connect to: of the vCenter if there is one, else of
    the first host. Where there are several, their inventory follows as TOML.
    """
    _alone(link, "simulate")
    from aioesx.cli.simulate import Simulation
    from aioesx.cli.simulate import simulate as run

    plain = given.pop("no_tls")
    if given.pop("tls") and plain:
        raise ValueError("--tls and --no-tls contradict each other")
    given["port"] = given["port"] or 0
    return await run(Simulation(tls=not plain, **given), console)


async def demo(link: Link, console: Console, pause: float | None) -> ExitStatus:
    """Show what aioesx does, against a simulated host."""
    _alone(link, "demo")
    from aioesx.cli.demo import demo as run

    return await run(console, pause)


def _alone(link: Link, name: str) -> None:
    if link.interactive:
        raise ValueError(f"'{name}' takes the whole program: run `aioesx {name}`")


async def doctor(link: Link, console: Console, uri: str | None) -> ExitStatus:
    """Find out why a connection does not work, step by step, and what to do about it.

    Each line is a step: ok, warning or fault, what was seen, and what to do. The host is logged in
    to as by any command, nothing is changed on it, and no step takes longer than its time; see
    docs/doctor.md. The exit status is that of the first fault, 0 without one.

    Without a URI, here or by -c, the versions of what aioesx is built on are printed, for a report
    of a fault. No host is asked. The versions of expat and libxml2, which read what hosts and
    people write, are those of this Python and of lxml.
    """
    named = uri or link.settings.uri
    if named is None:
        from aioesx.cli.doctor import versions
        from aioesx.cli.doctor.finding import Finding, Verdict

        console.tell_all([Finding("version", Verdict.OK, line) for line in versions()])
        for line in versions():
            console.say(line)
        return ExitStatus.OK
    from aioesx.cli.doctor.examine import doctor as examined

    return await examined(_named(named), link.settings, console)


def _named(named: str) -> Target:
    """Return what a URI or an alias stands for, with the person's own settings of that host."""
    from aioesx.cli.target import Target, resolved
    from aioesx.errors import UriError

    try:
        return resolved(named)
    except UriError:  # what is wrong with it the examination tells
        return Target(named, "")


async def completion(link: Link, console: Console, shell: str) -> ExitStatus:
    """Print what makes a shell complete commands, options and names: for its start-up file.

    bash: ``source <(aioesx completion bash)``; zsh likewise; fish: ``aioesx completion fish |
    source``.
    """
    from aioesx.cli.completion import script
    from aioesx.cli.program import cli

    console.put(script(shell, cli))
    return ExitStatus.OK


async def schema(link: Link, console: Console, command: str | None) -> ExitStatus:
    """Print the JSON Schema of what a command writes by --output json, or of all commands."""
    from aioesx.cli.schema import printed

    console.put(printed(command))
    return ExitStatus.OK


_FILE: Final = click.Path(path_type=Path, dir_okay=False)


def _count(name: str, text: str) -> Word:
    return Word(name, text, False, False, type=click.IntRange(1, 10_000))


COMMANDS: Final = (
    CommandRow(
        "help",
        help_,
        (Word("command", "Command, or keyword of a group.", required=False),),
        connected=False,
    ),
    CommandRow("quit", quit_, connected=False, ends=True, blank=False),
    CommandRow("exit", quit_, connected=False, ends=True, blank=False),
    CommandRow(
        "cd",
        cd,
        (Word("dir", "Directory; without it, home.", False, type=click.Path(path_type=Path)),),
        connected=False,
    ),
    CommandRow("pwd", pwd, connected=False),
    CommandRow("schema", schema, (Word("command", "Its name.", required=False),), connected=False),
    CommandRow(
        "echo",
        echo,
        (
            Flag("shell", "Quote for a shell."),
            Flag("xml", "Quote for XML."),
            Flag("split", "Split words at commas; ',,' is a comma."),
            Flag("err", "Print it as an error."),
            Word("string", "Words to print.", required=False, many=True, may_be_empty=True),
        ),
        connected=False,
    ),
    CommandRow(
        "connect",
        connect,
        (
            Word("name", "URI of the host.", required=False),
            Flag("readonly", "Refuse every change."),
        ),
        connected=False,
    ),
    CommandRow(
        "simulate",
        simulate,
        (
            Word(
                "profile",
                "Product: esx-3.5 to esxi-8.0, gsx-2.0, vcenter-8.0, ...",
                False,
                False,
                metavar="NAME",
            ),
            _count("machines", "Machines of each host; 5, or 10 where there are several hosts."),
            _count("farm", "So many hosts, each at a loopback address of its own."),
            Flag("vcenter", "Put a vCenter above the hosts."),
            Word(
                "site",
                "TOML file that describes hosts, machines and vCenter; see docs/simulator.md.",
                False,
                False,
                type=_FILE,
            ),
            Word("port", "0: any free one.", False, False, type=click.IntRange(0, 65535)),
            Word(
                "listen",
                "Listen there, not on loopback: 0.0.0.0 for other machines and containers. One"
                " host only.",
                False,
                False,
                metavar="ADDRESS",
            ),
            Flag("tls", "HTTPS with an authority of its own, which is the default."),
            Flag("no-tls", "HTTP."),
            Flag("legacy-tls", "TLS 1.0 with a weak key, as ESX before 6.0."),
            Word(
                "password-file",
                "File whose first line is root's password; else AIOESX_SIMULATOR_PASSWORD, else"
                " one is made up and printed.",
                False,
                False,
                type=_FILE,
            ),
            Word(
                "faults",
                "TOML file with rules for what goes wrong; see docs/simulator.md.",
                False,
                False,
                type=_FILE,
            ),
            Word(
                "inventory",
                "File to write what there is, and how it is reached, to as TOML.",
                False,
                False,
                type=_FILE,
            ),
        ),
        connected=False,
        blank=False,
    ),
    CommandRow(
        "demo",
        demo,
        (Word("pause", "Seconds between steps.", False, False, type=click.FloatRange(0, 10)),),
        connected=False,
        blank=False,
    ),
    CommandRow(
        "doctor",
        doctor,
        (Word("uri", "What to examine; else -c; without both, versions.", required=False),),
        connected=False,
        blank=False,
        output=FINDINGS,
    ),
    CommandRow(
        "completion",
        completion,
        (Word("shell", "Which shell.", type=click.Choice(_SHELLS)),),
        connected=False,
        blank=False,
    ),
)

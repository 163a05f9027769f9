"""The commands of ``aioesx``, declared; what they do stands in the files by area."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

import click

from aioesx._version import VERSION
from aioesx.cli import (
    conversion_commands,
    description,
    device_commands,
    domain_commands,
    fact_commands,
    file_commands,
    host_commands,
    host_info,
    network_commands,
    pool_commands,
    question_commands,
    resource_commands,
    snapshot_commands,
    storage_commands,
    undefining,
    upkeep_commands,
    vcenter_commands,
    volume_commands,
    volume_transfers,
    xml_commands,
)
from aioesx.cli.console import Console
from aioesx.cli.declare import Invocation, Program, add_commands
from aioesx.cli.doctor import versions
from aioesx.cli.run import Settings
from aioesx.cli.status import ExitStatus

__all__ = ["cli", "invoke"]

# What works on an open connection; a new area is a module with a table COMMANDS.
AREAS = (
    domain_commands,
    fact_commands,
    description,
    device_commands,
    resource_commands,
    snapshot_commands,
    question_commands,
    xml_commands,
    undefining,
    conversion_commands,
    pool_commands,
    volume_commands,
    volume_transfers,
    file_commands,
    storage_commands,
    network_commands,
    host_commands,
    host_info,
    upkeep_commands,
    vcenter_commands,
)
_URI_VARIABLES = ("AIOESX_URI", "LIBVIRT_DEFAULT_URI")
_VERSIONS: Final = {"-v": "short", "-V": "long"}


def invoke(words: Sequence[str], console: Console) -> int:
    """Run a command line; return its exit status. A mistake in it is one line."""
    invocation = Invocation(console)
    try:
        with cli.make_context("aioesx", list(words), obj=invocation) as context:
            if not words:
                console.put(f"{context.get_help()}\n")
                return ExitStatus.USAGE
            cli.invoke(context)
    except click.exceptions.Exit as error:
        return error.exit_code
    except click.UsageError as error:
        console.complain(_one_line(error))
        return ExitStatus.USAGE
    return ExitStatus.OK


def _one_line(error: click.UsageError) -> str:
    message = error.format_message().rstrip(".")
    path = error.ctx.command_path if error.ctx is not None else "aioesx"
    told = "`" in message or "did you mean" in message or "virsh" in message
    return message if told else f"{message}; `{path} --help` tells more"


def _tell_version(
    context: click.Context, parameter: click.Parameter, value: str | bool | None
) -> None:
    """Print the version, long or short, and end."""
    if not value:
        return
    kind = value if isinstance(value, str) else _VERSIONS[parameter.opts[0]]
    console = context.obj.console
    for line in versions() if kind == "long" else (f"aioesx {VERSION}",):
        console.say(line)
    context.exit()


_VERSION: Final[dict[str, Any]] = {
    "is_eager": True,
    "expose_value": False,
    "callback": _tell_version,
}
_NO_EFFECT: Final = "For virsh's sake; no difference."


@click.group(
    cls=Program,
    no_args_is_help=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Exit statuses: 0 done, 1 the host refused, 2 usage, 3 no connection, 4 no login,"
    " 5 not found, 6 a question is pending, 7 outcome unknown, 8 not in time, 9 output not"
    " written, 10 some of several failed, 70 a defect, 129, 130, 143 ended by a signal.",
)
@click.option("-c", "--connect", "uri", metavar="URI", help="esx://user@host/ (or AIOESX_URI).")
@click.option(
    "--password-file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="File whose first line is the password; else AIOESX_PASSWORD, libvirt's auth file, or"
    " a prompt.",
)
@click.option("-r", "--readonly", "read_only", is_flag=True, help="Refuse every change.")
@click.option("-q", "--quiet", is_flag=True, help="Leave confirmations and table heads out.")
@click.option("--debug", is_flag=True, help="Show the log, and a traceback of an error.")
@click.option("-t", "--timing", is_flag=True, help="Print how long the command took.")
@click.option(
    "-l",
    "--log",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write the log to the end of a file.",
)
@click.option("-d", "virsh_debug", type=int, metavar="NUM", expose_value=False, help=_NO_EFFECT)
@click.option("-e", "--escape", metavar="CHAR", expose_value=False, help=_NO_EFFECT)
@click.option("-k", "--keepalive-interval", type=int, expose_value=False, help=_NO_EFFECT)
@click.option("-K", "--keepalive-count", type=int, expose_value=False, help=_NO_EFFECT)
@click.option("-v", **_VERSION, is_flag=True, help="Print the version.")
@click.option("-V", **_VERSION, is_flag=True, help="Print it, and those of what it is built on.")
@click.option(
    "--version",
    metavar="[short|long]",
    is_flag=False,
    flag_value="short",
    type=click.Choice(["short", "long"]),
    help="Print the version.",
    **_VERSION,
)
@click.pass_context
def cli(
    context: click.Context,
    uri: str | None,
    password_file: Path | None,
    read_only: bool,
    quiet: bool,
    debug: bool,
    timing: bool,
    log: Path | None,
) -> None:
    """Manage VMware ESX/ESXi and GSX hosts with virsh's verbs."""
    if uri is None:
        uri = next((os.environ[name] for name in _URI_VARIABLES if os.environ.get(name)), None)
    context.obj.settings = Settings(uri, password_file, read_only, debug, log)
    context.obj.console.quiet = quiet
    if timing:
        context.call_on_close(_timer(context.obj.console))


def _timer(console: Console) -> Callable[[], None]:
    """Return what prints how long it took, as virsh does."""
    begin = time.perf_counter()
    return lambda: console.put(f"(Time: {(time.perf_counter() - begin) * 1000:.3f} ms)\n\n")


for _area in AREAS:
    add_commands(cli, _area.COMMANDS)


@cli.command()
@click.option(
    "--profile", metavar="NAME", help="Product: esx-3.5 to esxi-8.0, gsx-2.0, vcenter-8.0, ..."
)
@click.option(
    "--machines",
    type=click.IntRange(1, 10_000),
    help="Machines of each host; 5, or 10 where there are several hosts.",
)
@click.option(
    "--farm",
    type=click.IntRange(1, 10_000),
    metavar="N",
    help="So many hosts, each at a loopback address of its own.",
)
@click.option("--vcenter", is_flag=True, help="Put a vCenter above the hosts.")
@click.option(
    "--site",
    type=click.Path(path_type=Path, dir_okay=False),
    help="TOML file that describes hosts, machines and vCenter; see docs/simulator.md.",
)
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="0: any free one.")
@click.option(
    "--listen",
    metavar="ADDRESS",
    help="Listen there, not on loopback: 0.0.0.0 for other machines and containers. One host only.",
)
@click.option("--tls/--no-tls", default=True, help="HTTPS with an authority of its own, or HTTP.")
@click.option("--legacy-tls", is_flag=True, help="TLS 1.0 with a weak key, as ESX before 6.0.")
@click.option(
    "--password-file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="File whose first line is root's password; else AIOESX_SIMULATOR_PASSWORD, else one is"
    " made up and printed.",
)
@click.option(
    "--faults",
    type=click.Path(path_type=Path, dir_okay=False),
    help="TOML file with rules for what goes wrong; see docs/simulator.md.",
)
@click.option(
    "--inventory",
    type=click.Path(path_type=Path, dir_okay=False),
    help="File to write what there is, and how it is reached, to as TOML.",
)
@click.pass_context
def simulate(context: click.Context, /, **options: Any) -> None:
    """Run simulated hosts inside this process, on loopback, until interrupted.

    The first line printed is the URI to connect to: of the vCenter if there is one, else of
    the first host. Where there are several, their inventory follows as TOML.
    """
    from aioesx.cli.simulate import Simulation, run_simulation

    invocation = context.obj
    context.exit(run_simulation(Simulation(**options), invocation.settings, invocation.console))


@cli.command()
@click.option("--pause", type=click.FloatRange(0, 10), default=None, help="Seconds between steps.")
@click.pass_context
def demo(context: click.Context, pause: float | None) -> None:
    """Show what aioesx does, against a simulated host."""
    from aioesx.cli.demo import run_demo

    context.exit(run_demo(context.obj.console, pause, context.obj.settings))


@cli.command()
@click.pass_context
def doctor(context: click.Context) -> None:
    """Print the versions of what aioesx is built on, for a report of a fault.

    No host is asked. The versions of expat and libxml2, which read what hosts and people write,
    are those of this Python and of lxml.
    """
    for line in versions():
        context.obj.console.say(line)

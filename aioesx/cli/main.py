"""The commands of ``aioesx``, declared; what they do stands in the files by area."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from aioesx._version import VERSION
from aioesx.cli import (
    domain_commands,
    fact_commands,
    host_commands,
    question_commands,
    resource_commands,
    snapshot_commands,
    xml_commands,
)
from aioesx.cli.console import Console
from aioesx.cli.declare import add_commands
from aioesx.cli.run import Settings, run_connected

__all__ = ["cli", "main"]

# What works on an open connection; a new area is a module with a table COMMANDS.
AREAS = (
    domain_commands,
    fact_commands,
    resource_commands,
    snapshot_commands,
    question_commands,
    xml_commands,
    host_commands,
)
_URI_VARIABLES = ("AIOESX_URI", "LIBVIRT_DEFAULT_URI")


def main() -> None:
    """Run the command line; the entry point of the ``aioesx`` script."""
    cli(prog_name="aioesx")


@click.group(
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Exit statuses: 0 done, 1 the host refused, 2 usage, 3 no connection, 4 no login,"
    " 5 not found, 6 a question is pending, 7 outcome unknown, 130 interrupted.",
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
@click.version_option(VERSION, message="aioesx %(version)s")
@click.pass_context
def cli(
    context: click.Context,
    uri: str | None,
    password_file: Path | None,
    read_only: bool,
    quiet: bool,
    debug: bool,
) -> None:
    """Manage VMware ESX/ESXi and GSX hosts with virsh's verbs."""
    if uri is None:
        uri = next((os.environ[name] for name in _URI_VARIABLES if os.environ.get(name)), None)
    context.obj = (
        Settings(uri, password_file, read_only, debug),
        Console(sys.stdout, sys.stderr, quiet),
    )


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

    settings, console = context.obj
    context.exit(run_simulation(Simulation(**options), settings.debug, console))


@cli.command()
@click.option("--pause", type=click.FloatRange(0, 10), default=None, help="Seconds between steps.")
@click.pass_context
def demo(context: click.Context, pause: float | None) -> None:
    """Show what aioesx does, against a simulated host."""
    from aioesx.cli.demo import run_demo

    settings, console = context.obj
    context.exit(run_demo(console, pause, debug=settings.debug))


def _pairs(_: click.Context, __: click.Parameter, words: tuple[str, ...]) -> dict[str, str]:
    from aioesx.cli.convert import parse_pairs

    try:
        return parse_pairs(words)
    except ValueError as error:
        raise click.BadParameter(str(error)) from None


def _add_conversion(
    name: str, help_text: str, *extra: Callable[[click.Command], click.Command]
) -> None:
    """Add a command that converts a file, with what the host knows or without a host."""

    @cli.command(name, help=help_text)
    @click.argument("native", metavar="FORMAT")
    @click.argument("file", type=click.Path(path_type=Path, dir_okay=False, allow_dash=True))
    @click.option("--offline", is_flag=True, help="Ask no host; options tell what it would know.")
    @click.option(
        "--datastore",
        "datastores",
        metavar="NAME=MOUNT",
        multiple=True,
        callback=_pairs,
        help="A datastore and its mount path, such as ds1=/vmfs/volumes/4980; may be repeated.",
    )
    @click.option("--dialect", type=click.Choice(["9.0", "latest"]), help="libvirt to follow.")
    @click.pass_context
    def command(
        context: click.Context, /, native: str, file: Path, offline: bool, **facts: Any
    ) -> None:
        from aioesx.cli import convert

        settings, console = context.obj
        given = {fact: value for fact, value in facts.items() if value not in (None, {})}
        if not offline:
            online = xml_commands.conversion(name, native, file, given)
            context.exit(run_connected(online, settings, console))
        function = getattr(convert, name.replace("-", "_"))
        known = convert.Facts(**given)
        context.exit(convert.run_conversion(function, native, file, known, settings.debug, console))

    for option in extra:
        option(command)


_add_conversion(
    "domxml-from-native",
    "Convert a VMX file (FORMAT vmware-vmx) to domain XML.",
    click.option("--directory", metavar="'[DS] DIR'", help="Where the VMX file lies."),
)
_add_conversion(
    "domxml-to-native",
    "Convert a domain XML to a VMX file (FORMAT vmware-vmx).",
    click.option("--hardware-version", type=int, help="Version to write; offline 10 if not said."),
    click.option(
        "--scsi-model",
        "scsi_models",
        metavar="SOURCE=MODEL",
        multiple=True,
        callback=_pairs,
        help="What a disk image was made for, where a controller's model is auto.",
    ),
)

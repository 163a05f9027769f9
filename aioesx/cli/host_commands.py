"""Commands about the host and the connection. Names and output are virsh's."""

from __future__ import annotations

from typing import Final

import aioesx
from aioesx._version import VERSION
from aioesx.cli.console import Console
from aioesx.cli.declare import HOST, CommandRow, Flag
from aioesx.cli.status import ExitStatus
from aioesx.cli.text import known
from aioesx.units import bytes_to_kib

__all__ = ["COMMANDS"]

_WIDTH: Final = 20


async def _host(esx: aioesx.Connection, name: str | None) -> aioesx.Host:
    return esx.host if name is None else await esx.hosts.lookup(name)


async def hostname(esx: aioesx.Connection, console: Console, host: str | None) -> ExitStatus:
    """Print the host's own name."""
    console.say(await (await _host(esx, host)).hostname())
    return ExitStatus.OK


async def uri(esx: aioesx.Connection, console: Console) -> ExitStatus:
    """Print the connection's URI with the port that is used."""
    console.say(esx.uri)
    return ExitStatus.OK


async def version(esx: aioesx.Connection, console: Console, daemon: bool) -> ExitStatus:
    """Print the versions of this library, of the API that is spoken, and of the host."""
    console.say(f"Using library: aioesx {VERSION}")
    console.say(f"Using API: vim25 {esx.api_version}")
    console.say(f"Running hypervisor: ESX {esx.product.version}")  # libvirt's word for all of them
    return ExitStatus.OK


async def nodeinfo(esx: aioesx.Connection, console: Console, host: str | None) -> ExitStatus:
    """Print processors and memory of the host."""
    info = await (await _host(esx, host)).info()
    console.facts(
        [
            ("CPU model", known(info.model)),
            ("CPU(s)", known(info.cpus)),
            ("CPU frequency", known(info.mhz, "MHz")),
            ("CPU socket(s)", known(info.sockets)),
            ("Core(s) per socket", known(info.cores)),
            ("Thread(s) per core", known(info.threads)),
            ("NUMA cell(s)", known(info.nodes)),
            ("Memory size", known(info.memory, "KiB")),
        ],
        _WIDTH,
    )
    return ExitStatus.OK


async def capabilities(esx: aioesx.Connection, console: Console, host: str | None) -> ExitStatus:
    """Print what the host can run, as libvirt's capabilities XML."""
    console.document(f"{await (await _host(esx, host)).capabilities()}\n")
    return ExitStatus.OK


async def freecell(
    esx: aioesx.Connection,
    console: Console,
    all: bool,  # noqa: A002 - the option's name
    host: str | None,
) -> ExitStatus:
    """Print the memory that the host has left."""
    free = bytes_to_kib(await (await _host(esx, host)).free_memory())
    if all:  # libvirt counts none for want of cells
        console.say("-" * 20)
        console.say(f"{'Total':>5}: {free:10} KiB")
    else:
        console.say(f"Total: {free} KiB")
    return ExitStatus.OK


async def maxvcpus(esx: aioesx.Connection, console: Console, host: str | None) -> ExitStatus:
    """Print how many virtual processors a domain of this host can have."""
    console.say(str(await (await _host(esx, host)).max_vcpus()))
    return ExitStatus.OK


COMMANDS: Final = (
    CommandRow("capabilities", capabilities, (HOST,)),
    CommandRow("freecell", freecell, (Flag("all", "As the sum of all NUMA cells."), HOST)),
    CommandRow("hostname", hostname, (HOST,)),
    CommandRow("maxvcpus", maxvcpus, (HOST,)),
    CommandRow("nodeinfo", nodeinfo, (HOST,)),
    CommandRow("uri", uri),
    CommandRow("version", version, (Flag("daemon", "No difference: there is no daemon between."),)),
)

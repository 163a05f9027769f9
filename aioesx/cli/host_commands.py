"""Commands about the host and the connection. Names and output are virsh's."""

from __future__ import annotations

from typing import Final

import aioesx
from aioesx import errors
from aioesx._version import VERSION
from aioesx.cli.console import Console
from aioesx.cli.declare import HOST, CommandRow, Flag
from aioesx.cli.outputs import hosts as outputs
from aioesx.cli.outputs.common import DOCUMENT
from aioesx.cli.status import ExitStatus
from aioesx.cli.text import known
from aioesx.units import bytes_to_kib

__all__ = ["COMMANDS", "find_host"]

_WIDTH: Final = 20


async def find_host(esx: aioesx.Connection, name: str | None) -> aioesx.Host:
    """Return the host of a name; the only one without a name."""
    return esx.host if name is None else await esx.hosts.lookup(name)


async def hostname(esx: aioesx.Connection, console: Console, host: str | None) -> ExitStatus:
    """Print the host's own name."""
    name = await (await find_host(esx, host)).hostname()
    console.tell({"hostname": name})
    console.say(name)
    return ExitStatus.OK


async def uri(esx: aioesx.Connection, console: Console) -> ExitStatus:
    """Print the connection's URI with the port that is used."""
    console.tell({"uri": esx.uri})
    console.say(esx.uri)
    return ExitStatus.OK


async def version(esx: aioesx.Connection, console: Console, daemon: bool) -> ExitStatus:
    """Print the versions of this library, of the API that is spoken, and of the host."""
    product = esx.product
    console.tell(
        {
            "aioesx": VERSION,
            "api_version": esx.api_version,
            "product": product.name,
            "version": product.version,
            "build": product.build,
        }
    )
    console.say(f"Using library: aioesx {VERSION}")
    console.say(f"Using API: vim25 {esx.api_version}")
    console.say(f"Running hypervisor: ESX {product.version}")  # libvirt's word for all of them
    return ExitStatus.OK


async def nodeinfo(esx: aioesx.Connection, console: Console, host: str | None) -> ExitStatus:
    """Print processors and memory of the host."""
    info = await (await find_host(esx, host)).info()
    console.tell(info)
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
    console.document(f"{await (await find_host(esx, host)).capabilities()}\n")
    return ExitStatus.OK


async def freecell(
    esx: aioesx.Connection,
    console: Console,
    all: bool,  # noqa: A002 - the option's name
    host: str | None,
) -> ExitStatus:
    """Print the memory that the host has left."""
    free = bytes_to_kib(await (await find_host(esx, host)).free_memory())
    console.tell({"free": free})
    if all:  # libvirt counts none for want of cells
        console.say("-" * 20)
        console.say(f"{'Total':>5}: {free:10} KiB")
    else:
        console.say(f"Total: {free} KiB")
    return ExitStatus.OK


async def nodecpumap(
    esx: aioesx.Connection, console: Console, pretty: bool, host: str | None
) -> ExitStatus:
    """Print how many logical processors the host has; all of them are always online."""
    info = await (await find_host(esx, host)).info()
    if info.cpus is None or info.threads is None:
        raise errors.NotSupportedError("", "the host does not tell how many processors it has")
    count = info.cpus * info.threads
    console.tell({"cpus": count})
    shown = f"0-{count - 1}" if count > 1 else "0"
    console.say(f"{'CPUs present:':<15} {count}")
    console.say(f"{'CPUs online:':<15} {count}")
    console.say(f"{'CPU map:':<15} {shown if pretty else 'y' * count}")
    return ExitStatus.OK


async def nodecpustats(
    esx: aioesx.Connection, console: Console, percent: bool, host: str | None
) -> ExitStatus:
    """Print how much of the processors is in use."""
    if not percent:
        raise ValueError("a VMware host does not count its processors' time: --percent")
    usage = (await (await find_host(esx, host)).usage()).cpu_percent
    if usage is None:
        raise errors.NotSupportedError("", "the host does not tell how much is in use")
    console.tell({"usage": usage, "idle": 100 - usage})
    console.say(f"{'usage:':<15} {usage:5.1f}%")
    console.say(f"{'idle:':<15} {100 - usage:5.1f}%")
    return ExitStatus.OK


async def nodememstats(esx: aioesx.Connection, console: Console, host: str | None) -> ExitStatus:
    """Print how much memory the host has, and has left."""
    usage = await (await find_host(esx, host)).usage()
    if usage.memory is None or usage.memory_used is None:
        raise errors.NotSupportedError("", "the host does not tell how much is in use")
    free = max(0, usage.memory - usage.memory_used)
    console.tell({"total": usage.memory, "free": free})
    console.say(f"{'total':<7}: {usage.memory:20} KiB")
    console.say(f"{'free':<7}: {free:20} KiB")
    return ExitStatus.OK


async def maxvcpus(esx: aioesx.Connection, console: Console, host: str | None) -> ExitStatus:
    """Print how many virtual processors a domain of this host can have."""
    most = await (await find_host(esx, host)).max_vcpus()
    console.tell({"max_vcpus": most})
    console.say(str(most))
    return ExitStatus.OK


COMMANDS: Final = (
    CommandRow("capabilities", capabilities, (HOST,), output=DOCUMENT),
    CommandRow(
        "freecell",
        freecell,
        (Flag("all", "As the sum of all NUMA cells."), HOST),
        output=outputs.FREE,
    ),
    CommandRow("hostname", hostname, (HOST,), output=outputs.HOSTNAME),
    CommandRow("maxvcpus", maxvcpus, (HOST,), output=outputs.MAX_VCPUS),
    CommandRow(
        "nodecpumap",
        nodecpumap,
        (Flag("pretty", "As ranges of numbers."), HOST),
        output=outputs.PROCESSORS,
    ),
    CommandRow(
        "nodecpustats",
        nodecpustats,
        (Flag("percent", "In percent."), HOST),
        output=outputs.CPU_USAGE,
    ),
    CommandRow("nodeinfo", nodeinfo, (HOST,), output=outputs.NODE),
    CommandRow("nodememstats", nodememstats, (HOST,), output=outputs.MEMORY),
    CommandRow("uri", uri, output=outputs.CONNECTION),
    CommandRow(
        "version",
        version,
        (Flag("daemon", "No difference: there is no daemon between."),),
        output=outputs.VERSION,
    ),
)

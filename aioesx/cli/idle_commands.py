"""Commands of virsh's that leave a VMware host as it is. Names, options and output are virsh's.

Editors show the XML of what a host lets nobody redefine: whoever leaves the text as it is has
read it, as with virsh. For a changed one virsh says "Failed." and ends with 0; here it is refused.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Final

import aioesx
from aioesx import errors
from aioesx.cli.console import Console
from aioesx.cli.declare import DOMAIN, HOST, CommandRow
from aioesx.cli.interface_commands import INTERFACE, find_interface
from aioesx.cli.names import find_domain
from aioesx.cli.network_commands import NETWORK, find_network
from aioesx.cli.status import ExitStatus
from aioesx.cli.storage_names import POOL, find_pool

__all__ = ["COMMANDS"]


async def managedsave_remove(esx: aioesx.Connection, console: Console, domain: str) -> ExitStatus:
    """Say that a domain has no managed save image: none of a VMware host has."""
    await find_domain(esx, domain)
    console.note(f"Domain '{domain}' has no manage save image; removal skipped")
    return ExitStatus.OK


async def net_edit(
    esx: aioesx.Connection, console: Console, network: str, host: str | None
) -> ExitStatus:
    """Show the XML of a network in an editor; a changed one is refused."""
    found = await find_network(esx, network, host)
    return await _shown(found.xml, f"Network {found.name}", _NETWORKS, console)


async def pool_edit(esx: aioesx.Connection, console: Console, pool: str) -> ExitStatus:
    """Show the XML of a pool in an editor; a changed one is refused."""
    found = await find_pool(esx, pool)
    return await _shown(found.xml, f"Pool {found.name}", _POOLS, console)


async def iface_edit(
    esx: aioesx.Connection, console: Console, interface: str, host: str | None
) -> ExitStatus:
    """Show the XML of a physical network card in an editor; a changed one is refused."""
    found = await find_interface(esx, interface, host)
    return await _shown(found.xml, f"Interface {found.name}", _INTERFACES, console)


_NETWORKS: Final = (
    "a VMware host redefines no network: `net-portgroup-add`, `net-portgroup-remove`, or"
    " `net-undefine` and `net-define`"
)
_POOLS: Final = "a VMware host redefines no pool: its pools are datastores"
_INTERFACES: Final = "a VMware host redefines no interface"


async def _shown(
    read: Callable[[], Awaitable[str]], thing: str, refusal: str, console: Console
) -> ExitStatus:
    """Run the editor on a document.

    Raises:
        NotSupportedError: the text was changed.
    """
    from aioesx.cli.editor import draft_of, edited

    text = await read()
    with draft_of(text, console, ".xml") as draft:
        if await edited(draft, console) != text.encode("utf-8"):
            raise errors.NotSupportedError("", refusal)
    console.remark(f"{thing} XML configuration not changed.")
    return ExitStatus.OK


COMMANDS: Final = (
    CommandRow("managedsave-remove", managedsave_remove, (DOMAIN,)),
    CommandRow("net-edit", net_edit, (NETWORK, HOST)),
    CommandRow("pool-edit", pool_edit, (POOL,)),
    CommandRow("iface-edit", iface_edit, (INTERFACE, HOST)),
)

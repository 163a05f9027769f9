"""What may not be taken away, since somebody uses it: the refusal that names who."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from ipaddress import ip_address
from typing import Final

from aioesx import vim
from aioesx._server.machines import read_machines_on
from aioesx._server.server import Server
from aioesx._words import few
from aioesx.errors import HostBusyError
from aioesx.network.reading import HostNetworking
from aioesx.network.users import (
    MACHINE_PATHS,
    adapter_value,
    adapters,
    cards,
    kernel_users,
)
from aioesx.network.values import NetworkUser

__all__ = ["require_unused"]

_MANAGEMENT: Final = "management"


async def require_unused(
    server: Server, host: HostNetworking, what: str, groups: Sequence[vim.HostPortGroup]
) -> None:
    """Refuse to take port groups away that somebody uses.

    A domain uses one while it runs, as hosts see it: then it has a port.

    Args:
        server: the connection.
        host: with the properties `ADAPTERS`, `CONSOLE` and, from API 4.0 on, `SERVICES`.
        what: is to be taken away, for people.
        groups: port groups of the host.

    Raises:
        HostBusyError: they are in use; it names who uses them.
    """
    names = [group.spec.name for group in groups]
    own = list(kernel_users(host, names))
    macs = {mac.lower() for group in groups for port in group.port for mac in port.mac}
    if not own and not any(group.port for group in groups):
        return
    users = [_of_the_host(server, host, user) for user in own]
    machines = await read_machines_on(server, host.ref, MACHINE_PATHS)
    found = [user for each in machines for user in cards(each, names)]
    users += [f"the domain '{each.name}' on '{each.portgroup}'" for each in _running(found, macs)]
    if not users:
        kinds = sorted({port.type for group in groups for port in group.port})
        users = [f"a port of the type {', '.join(kinds)}"]
    raise HostBusyError("ResourceInUse", f"{what} is in use: {few(users, '; ')}")


def _running(users: Iterable[NetworkUser], macs: set[str]) -> list[NetworkUser]:
    return [each for each in users if each.mac is not None and each.mac.lower() in macs]


def _of_the_host(server: Server, host: HostNetworking, user: NetworkUser) -> str:
    nic = next(each for each in adapters(host) if each.device == user.name)
    value = adapter_value(host, nic)
    told = [*value.addresses, *(value.services or ())]
    text = f"{user.name} on '{user.portgroup}'"
    if told:
        text += f" ({', '.join(told)})"
    if any(_is_ours(server, address) for address in value.addresses):
        text += ", by which we are connected"
    elif _MANAGEMENT in (value.services or ()):
        text += ", by which the host is managed"
    return text


def _is_ours(server: Server, address: str) -> bool:
    """Tell whether an address is the one that we are connected to, as far as the URI says it."""
    where = server.session.where.rpartition(":")[0].strip("[]")
    try:
        return ip_address(where) == ip_address(address.partition("/")[0])
    except ValueError:
        return False

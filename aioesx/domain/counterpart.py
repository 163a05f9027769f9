"""The same machine, as another server knows it: a host and its vCenter, or two hosts of one."""

from __future__ import annotations

from typing import Final

from aioesx import vim
from aioesx._server.collector import Properties, read_one
from aioesx._server.machines import read_machines
from aioesx._server.server import Server
from aioesx.domain.identity import NAME_PATH, UUID_PATH, Identity, ambiguous
from aioesx.errors import NoSuchDomainError

__all__ = ["at_vcenter", "find_counterpart", "telling_paths"]

Ref = vim.ManagedObjectReference

_INSTANCE: Final = "config.instanceUuid"  # of one machine alone


def telling_paths(server: Server) -> tuple[str, ...]:
    """Return what tells a machine from others, as far as a server knows it."""
    if server.session.has_api(4, 0):
        return NAME_PATH, UUID_PATH, _INSTANCE
    return NAME_PATH, UUID_PATH


async def at_vcenter(server: Server, vcenter: Server, ref: Ref) -> Ref:
    """Return a machine's reference at the vCenter; without a call where that is asked anyway.

    Raises:
        NoSuchDomainError: the vCenter does not know it on our host.
    """
    if vcenter is server:
        return ref
    machine = await read_one(server.session, ref, telling_paths(server))
    return await find_counterpart(machine, vcenter)


async def find_counterpart(machine: Properties, there: Server) -> Ref:
    """Find a machine among those of another server, in one read.

    Args:
        machine: what `telling_paths` told of it.
        there: the other server, or the same one.

    Raises:
        NoSuchDomainError: it is not there.
        AmbiguousNameError: several could be it.
    """
    entries = await read_machines(there, telling_paths(there))
    found = [each.values for each in entries if _is_same(machine, each.values)]
    name = machine.if_shown(NAME_PATH)
    if not found:
        where = there.session.where
        raise NoSuchDomainError(f"no domain with name '{name}' at {where}", name=name)
    if len(found) > 1:
        raise ambiguous([Identity.of(values) for values in found], name=name)
    return found[0].ref


def _is_same(one: Properties, other: Properties) -> bool:
    """Hold against each other what both tell: the instance alone, or name and UUID."""
    if (same := _agree(one, other, _INSTANCE)) is not None:
        return same
    return all(_agree(one, other, path) for path in (NAME_PATH, UUID_PATH))


def _agree(one: Properties, other: Properties, path: str) -> bool | None:
    """Tell whether two machines have one value; None where one of them does not tell."""
    ours, theirs = one.if_shown(path), other.if_shown(path)
    if not ours or not theirs:
        return None
    return str(ours).casefold() == str(theirs).casefold() if path != NAME_PATH else ours == theirs

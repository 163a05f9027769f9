"""Taking a switch away: by one call, with its port groups.

A host that wants the port groups gone first says that the switch is in use. Then they go one by
one, as libvirt's driver has it, and what went is put back if the rest fails: shielded, and bounded.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from functools import partial

import anyio

from aioesx import vim
from aioesx._server.server import Server
from aioesx._session.operation import add_fate, tell_left
from aioesx.errors import EsxError, HostBusyError
from aioesx.network.change import change
from aioesx.network.reading import GROUPS, SWITCHES, HostNetworking, read_host

__all__ = ["remove_switch"]

Ref = vim.ManagedObjectReference

_log = logging.getLogger("aioesx.network")


async def remove_switch(
    server: Server,
    host: Ref,
    system: Ref,
    name: str,
    groups: Sequence[vim.HostPortGroupSpec],
    *,
    put_back: bool = True,
) -> None:
    """Take a switch away that nobody uses: all of it, or nothing.

    Args:
        server: the connection.
        host: the HostSystem.
        system: its HostNetworkSystem.
        name: of the switch.
        groups: what its port groups are.
        put_back: put port groups back that went, if the switch does not go.

    Raises:
        EsxError: it failed; where port groups were touched, the message ends with what stands.
    """
    try:
        await _remove(server, host, system, name)
    except HostBusyError:
        if not groups:
            raise
    else:
        return
    try:
        for spec in groups:
            method = vim.RemovePortGroup(this=system, pg_name=spec.name)
            await change(server, host, method, partial(_has_not, name=spec.name))
        await _remove(server, host, system, name)
    except EsxError as error:
        if put_back:
            add_fate(error, await _put_back(server, host, system, name, groups))
        raise
    except BaseException:
        if put_back:
            fate = await _put_back(server, host, system, name, groups)
            tell_left(f"undefining '{name}' was given up", fate)
        raise


async def _remove(server: Server, host: Ref, system: Ref, name: str) -> None:
    method = vim.RemoveVirtualSwitch(this=system, vswitch_name=name)
    await change(server, host, method, lambda found: found.switch(name) is None)


async def _put_back(
    server: Server,
    host: Ref,
    system: Ref,
    name: str,
    groups: Sequence[vim.HostPortGroupSpec],
) -> str:
    """Put port groups back that went; returns what stands."""
    names = ", ".join(f"'{spec.name}'" for spec in groups)
    fate = f"the network '{name}' stands, and may have lost some of its port groups {names}"
    with anyio.move_on_after(server.session.seconds.undo, shield=True):
        try:
            found = await read_host(server, host, (SWITCHES, GROUPS))
            if found.switch(name) is None:
                return f"the network '{name}' was undefined all the same"
            for spec in groups:
                if _has_not(found, spec.name):
                    method = vim.AddPortGroup(this=system, portgrp=spec)
                    await change(server, host, method, partial(_has, name=spec.name))
            fate = f"the network '{name}' stands as it was before"
        except EsxError as failure:
            _log.debug("putting port groups back: %s", failure)
            fate = f"{fate} ({failure})"
    return fate


def _has(host: HostNetworking, name: str) -> bool:
    return any(each.spec.name == name for each in host.all(GROUPS))


def _has_not(host: HostNetworking, name: str) -> bool:
    return not _has(host, name)

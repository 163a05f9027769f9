"""Making a switch with its port groups: all of it, or nothing.

Whatever happens in between (a fault, a lost line, a cancellation), it is looked afterwards what the
host has. If that is the whole, it stays; if not, what is ours is taken away again by the one call
that removes a switch with its port groups. Looking and taking away are shielded and bounded in
time; an error says what came of them, and lists what stands if they failed. A cancellation passes
unchanged, and the log says it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Final, Generic, TypeVar

import anyio

from aioesx import vim
from aioesx._server.server import Server
from aioesx._session.operation import add_fate, at_work, settle, tell_left
from aioesx._words import advice
from aioesx.definition.network import NetworkDefinition, parse_network_xml
from aioesx.errors import (
    AlreadyExistsError,
    ConnectError,
    EsxError,
    FaultError,
    HostBusyError,
    NoSuchInterfaceError,
    NotFoundError,
    OutcomeUnknownError,
    ProtocolError,
)
from aioesx.network.change import Done, change, decided, look_until
from aioesx.network.documents import group_specs, switch_spec
from aioesx.network.reading import CARDS, GROUPS, SWITCHES, SYSTEM, HostNetworking, read_host
from aioesx.network.remove import remove_switch

__all__ = ["define"]

Ref = vim.ManagedObjectReference
T = TypeVar("T")
Result = Callable[[HostNetworking, vim.HostVirtualSwitch], T]
"""Makes the result of a switch that is there."""

_log = logging.getLogger("aioesx.network")
_NOTHING: Final = "nothing was left behind"
_NOTHING_SENT: Final = (FaultError, ConnectError)
"""Errors of the first call after which there is nothing to look for."""


async def define(
    server: Server, xml: str | bytes, result: Result[T], *, host: str | None, validate: bool
) -> T:
    """Make a switch of a document; see `Networks.define`."""
    definition = parse_network_xml(xml, validate=validate)
    switch, groups = switch_spec(definition), group_specs(definition)
    server.session.require_changes("AddVirtualSwitch")
    place = await server.scope.place_at(host)
    paths = (SWITCHES, GROUPS, CARDS, SYSTEM)
    before = await read_host(server, place.host, paths, placed=True)
    _require_free(before, definition)
    return await _Making(server, before, definition.name, switch, groups, result).run()


def _require_free(host: HostNetworking, definition: NetworkDefinition) -> None:
    """Refuse what would be refused later, and say why in our words.

    Raises:
        AlreadyExistsError, NoSuchInterfaceError, HostBusyError: see `Networks.define`.
    """
    where = f" on {host.name}" if host.name else ""
    name = definition.name
    if host.switch(name) is not None:
        what = f"there is a network '{name}'{where} already; an existing one is not edited"
        raise AlreadyExistsError("AlreadyExists", what).about("network", name)
    owners = {each.spec.name: each.spec.vswitch_name for each in host.all(GROUPS)}
    for group in definition.portgroups:
        if group.name in owners:
            what = f"there is a port group '{group.name}'{where} already, of the network"
            raise AlreadyExistsError("AlreadyExists", f"{what} '{owners[group.name]}'").about(
                "port group", group.name
            )
    cards = [card.device for card in host.all(CARDS)]
    for device in definition.forward.interfaces if definition.forward is not None else ():
        if device not in cards:
            raise NoSuchInterfaceError(f"'{device}'{advice(device, cards)}", name=device)
        for switch in host.all(SWITCHES):
            if device in host.uplinks(switch):
                what = f"the interface '{device}' is an uplink of the network '{switch.name}'"
                raise HostBusyError("ResourceInUse", what).about("interface", device)


class _Making(Generic[T]):
    """One switch on its way into a host."""

    def __init__(
        self,
        server: Server,
        before: HostNetworking,
        name: str,
        switch: vim.HostVirtualSwitchSpec,
        groups: Sequence[vim.HostPortGroupSpec],
        result: Result[T],
    ) -> None:
        self._server = server
        self._host = before.ref
        self._system: Ref = before.values.require(SYSTEM)
        self._name = name
        self._switch = switch
        self._groups = groups
        self._asked: list[str] = []
        self._result = result
        self._made: list[T] = []
        self._unseen = False

    async def run(self) -> T:
        """Make it.

        Raises:
            EsxError: it failed; the message ends with what is left.
        """
        try:
            return await self._make()
        except EsxError as error:
            if len(self._asked) == 1 and isinstance(error, _NOTHING_SENT):
                add_fate(error, _NOTHING)
                raise
            fate = await self._settle(may_come=isinstance(error, OutcomeUnknownError))
            if self._made and isinstance(error, OutcomeUnknownError):
                _log.info("%s; %s", error, fate)
                return self._made[0]
            add_fate(error, fate)
            raise
        except BaseException:
            operation = at_work()
            names = ("AddVirtualSwitch", "AddPortGroup")
            may_come = operation is None or any(map(operation.is_open, names))
            fate = await self._settle(may_come=may_come)
            tell_left(f"defining '{self._name}' was given up", fate)
            if self._made:
                settle(self._made[0])
            raise

    async def _make(self) -> T:
        for what, method, done in self._steps():
            self._asked.append(what)
            await change(self._server, self._host, method, done)
        seconds = self._server.session.seconds.look
        found = await look_until(self._server, self._host, self._is_whole, seconds)
        switch = found.switch(self._name)
        if switch is None:
            self._unseen = True
            raise ProtocolError(f"the host has made '{self._name}', and does not show it")
        return self._result(found, switch)

    def _steps(self) -> Iterator[tuple[str, vim.Method[None], Done]]:
        """Yield what is made, the call that makes it, and what tells that it is there."""
        yield (
            f"the switch '{self._name}'",
            vim.AddVirtualSwitch(this=self._system, vswitch_name=self._name, spec=self._switch),
            self._has_switch,
        )
        for spec in self._groups:
            yield (
                f"the port group '{spec.name}'",
                vim.AddPortGroup(this=self._system, portgrp=spec),
                partial(_has_group, spec=spec),
            )

    def _has_switch(self, host: HostNetworking) -> bool:
        """Tell whether the switch that we wanted is there, and not another of its name."""
        there = host.switch(self._name)
        return there is not None and _uplinks(there.spec) == _uplinks(self._switch)

    def _is_whole(self, host: HostNetworking) -> bool:
        return self._has_switch(host) and all(_has_group(host, spec) for spec in self._groups)

    async def _settle(self, *, may_come: bool) -> str:
        """Look what the host has, and take away what is ours, unless it is the whole.

        Args:
            may_come: whether a call that was sent may be done yet.
        """
        if not self._asked:
            return _NOTHING
        fate = f"may stand yet: {', '.join(self._asked)}"
        with anyio.move_on_after(self._server.session.seconds.undo, shield=True):
            try:
                fate = await self._settled(may_come)
            except EsxError as failure:
                _log.debug("clearing up after a failed definition: %s", failure)
                fate = f"{fate} ({failure})"
        return fate

    async def _settled(self, may_come: bool) -> str:
        seconds = self._server.session.seconds.look if may_come else 0.0
        found = await look_until(self._server, self._host, self._is_whole, seconds)
        if self._is_whole(found):
            switch = found.switch(self._name)
            assert switch is not None  # noqa: S101  # it is whole
            self._made = [self._result(found, switch)]
            return f"the network '{self._name}' was defined all the same"
        if not self._standing(found):
            return await self._take_away_unseen() if self._unseen else _NOTHING
        if others := self._of_others(found):
            stands = ", ".join(self._standing(found))
            return f"stands yet: {stands}; it was left, for somebody has added {', '.join(others)}"
        return await self._take_away(found)

    async def _take_away(self, found: HostNetworking) -> str:
        ours = [spec for spec in self._groups if _has_group(found, spec)]
        args = (self._server, self._host, self._system, self._name, ours)
        try:
            await remove_switch(*args, put_back=False)
        except EsxError as failure:
            found = await read_host(self._server, self._host, (SWITCHES, GROUPS))
            if stands := self._standing(found):
                return f"stands yet: {', '.join(stands)} ({failure})"
        decided(self._system)  # what was lost on the way has nothing left to happen to
        return _NOTHING

    async def _take_away_unseen(self) -> str:
        """Take away what the host says that it has made, and does not show."""
        args = (self._server, self._host, self._system, self._name, ())
        try:
            await remove_switch(*args, put_back=False)
        except NotFoundError:
            return _NOTHING
        except EsxError as failure:
            return f"may stand yet: {', '.join(self._asked)} ({failure})"
        return _NOTHING

    def _standing(self, host: HostNetworking) -> list[str]:
        """Return what is there of what we have asked for."""
        if not self._has_switch(host):
            return []
        groups = [spec.name for spec in self._groups if _has_group(host, spec)]
        return [f"the switch '{self._name}'", *(f"the port group '{name}'" for name in groups)]

    def _of_others(self, host: HostNetworking) -> list[str]:
        ours = {spec.name for spec in self._groups}
        there = (each.spec for each in host.all(GROUPS))
        return [s.name for s in there if s.vswitch_name == self._name and s.name not in ours]


def _uplinks(spec: vim.HostVirtualSwitchSpec) -> set[str]:
    return set(getattr(spec.bridge, "nic_device", ()))


def _has_group(host: HostNetworking, spec: vim.HostPortGroupSpec) -> bool:
    return any(
        (there.spec.name, there.spec.vswitch_name, there.spec.vlan_id)
        == (spec.name, spec.vswitch_name, spec.vlan_id)
        for there in host.all(GROUPS)
    )

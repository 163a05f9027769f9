"""`HostFirewall`: which ports of a host are open, and to whom."""

from __future__ import annotations

import dataclasses
import ipaddress
from collections.abc import Iterable
from typing import Any, Final

from aioesx import vim
from aioesx._server.collector import read_one
from aioesx._server.face import operation
from aioesx._server.server import Server
from aioesx._server.thing import Thing, thing_of
from aioesx._session.seconds import DEFAULT
from aioesx._words import advice, listed
from aioesx.errors import LookupFailedError, NotSupportedError

__all__ = ["FIREWALL", "FirewallPort", "FirewallRuleset", "HostFirewall", "rulesets_of"]

Ref = vim.ManagedObjectReference

FIREWALL: Final = "config.firewall"
"""The property of a host that `rulesets_of` reads."""

_MANAGER: Final = "configManager.firewallSystem"
_ADDRESSES: Final = (5, 0)  # API version that brought lists of addresses


@dataclasses.dataclass(frozen=True, slots=True)
class FirewallPort:
    """What one rule of a ruleset lets through.

    Attributes:
        direction: ``"inbound"`` or ``"outbound"``, seen from the host.
        protocol: ``"tcp"``, ``"udp"``, or another of IP's.
        first: the port, or the first one of a range.
        last: the last one of the range; the same for a single port.
    """

    direction: str
    protocol: str
    first: int
    last: int


@dataclasses.dataclass(frozen=True, slots=True)
class FirewallRuleset:
    """A set of rules that is open or closed as a whole.

    Attributes:
        key: the host's name of it, such as ``"sshServer"``.
        label: what the host calls it for people.
        enabled: whether it is open.
        required: whether it cannot be closed.
        service: key of the service that needs it, or None.
        ports: what it lets through.
        everybody: whether every address is let through; None where the host does not tell, as
            none does before 5.0.
        allowed: addresses and networks (``"10.0.0.0/8"``) that are, where not all of them are;
            None where the host does not tell.
    """

    key: str
    label: str
    enabled: bool
    required: bool
    service: str | None
    ports: tuple[FirewallPort, ...]
    everybody: bool | None
    allowed: tuple[str, ...] | None


def rulesets_of(info: vim.HostFirewallInfo | None) -> tuple[FirewallRuleset, ...] | None:
    """Make them of the property `FIREWALL`; None where the host does not tell."""
    return None if info is None else tuple(map(_ruleset, info.ruleset))


def _ruleset(ruleset: vim.HostFirewallRuleset) -> FirewallRuleset:
    hosts = ruleset.allowed_hosts
    return FirewallRuleset(
        key=ruleset.key,
        label=ruleset.label,
        enabled=ruleset.enabled,
        required=ruleset.required,
        service=ruleset.service or None,
        ports=tuple(
            FirewallPort(str(rule.direction), rule.protocol, rule.port, rule.end_port or rule.port)
            for rule in ruleset.rule
        ),
        everybody=None if hosts is None else hosts.all_ip,
        allowed=None
        if hosts is None
        else (
            *hosts.ip_address,
            *(f"{net.network}/{net.prefix_length}" for net in hosts.ip_network),
        ),
    )


def _addresses(texts: Iterable[str] | None) -> vim.HostFirewallRulesetIpList:
    """Read addresses and networks.

    Raises:
        ValueError: one is neither; the text names it.
    """
    if texts is None:
        return vim.HostFirewallRulesetIpList(all_ip=True)
    single: list[str] = []
    networks: list[vim.HostFirewallRulesetIpNetwork] = []
    for text in texts:
        try:
            network: Any = ipaddress.ip_network(text)
        except ValueError as error:
            raise ValueError(f"{text!r} is no address and no network: {error}") from None
        if network.prefixlen == network.max_prefixlen:
            single.append(str(network.network_address))
        else:
            entry = vim.HostFirewallRulesetIpNetwork(
                network=str(network.network_address), prefix_length=network.prefixlen
            )
            networks.append(entry)
    return vim.HostFirewallRulesetIpList(ip_address=single, ip_network=networks, all_ip=False)


class HostFirewall:
    """The firewall of one host. A ruleset is named by its key or its label."""

    __slots__ = ("_ref", "_server")

    def __init__(self, server: Server, ref: Ref) -> None:
        self._server = server
        self._ref = ref

    def __repr__(self) -> str:
        return f"<HostFirewall of {self._ref.value}>"

    @property
    def _thing(self) -> Thing:
        return thing_of(self._ref)

    @operation("call")
    async def list(self, *, timeout: float | None = DEFAULT) -> list[FirewallRuleset]:
        """Read all rulesets, in one call.

        Raises:
            NotSupportedError: the host has no firewall of its own.

        Source: vSphere API, HostFirewallSystem.firewallInfo.
        """
        values = await read_one(self._server.session, self._ref, (FIREWALL,))
        return list(rulesets_of(values.require(FIREWALL)) or ())

    @operation("call")
    async def enable(self, name: str, *, timeout: float | None = DEFAULT) -> None:
        """Open the ports of a ruleset; of one that is open already, no change.

        Raises:
            LookupFailedError: there is no such ruleset; the text says which is near.
            FaultError: the host could not.

        Source: vSphere API, HostFirewallSystem.EnableRuleset.
        """
        manager, key = await self._find(name)
        await self._server.session.call(vim.EnableRuleset(this=manager, id=key))

    @operation("call")
    async def disable(self, name: str, *, timeout: float | None = DEFAULT) -> None:
        """Close the ports of a ruleset, even those by which you are connected.

        Raises:
            LookupFailedError: there is no such ruleset.
            FaultError: the host could not; it keeps open what it cannot do without.

        Source: vSphere API, HostFirewallSystem.DisableRuleset.
        """
        manager, key = await self._find(name)
        await self._server.session.call(vim.DisableRuleset(this=manager, id=key))

    @operation("call")
    async def allow(
        self,
        name: str,
        addresses: Iterable[str] | str | None,
        *,
        timeout: float | None = DEFAULT,
    ) -> None:
        """Say who is let through by a ruleset, in place of whoever was until now.

        Args:
            name: of the ruleset.
            addresses: addresses and networks, as ``"10.0.0.0/8"``; None for everybody.
            timeout: seconds in all.

        Raises:
            ValueError: one is neither; nothing was sent.
            LookupFailedError: there is no such ruleset.
            NotSupportedError: the host keeps no addresses: none did before 5.0.

        Source: vSphere API, HostFirewallSystem.UpdateRuleset.
        """
        allowed = _addresses(None if addresses is None else listed(addresses))
        session = self._server.session
        if not session.has_api(*_ADDRESSES):
            raise NotSupportedError("", "a host before 5.0 lets everybody through a ruleset")
        manager, key = await self._find(name)
        spec = vim.HostFirewallRulesetRulesetSpec(allowed_hosts=allowed)
        await session.call(vim.UpdateRuleset(this=manager, id=key, spec=spec))

    async def _find(self, name: str) -> tuple[Ref, str]:
        """Return the manager, and the key of a ruleset.

        Raises:
            LookupFailedError: there is none of that name.
        """
        values = await read_one(self._server.session, self._ref, (FIREWALL, _MANAGER))
        manager: Ref = values.require(_MANAGER)
        known = rulesets_of(values.require(FIREWALL)) or ()
        wanted = name.casefold()
        for one in known:
            if wanted in (one.key.casefold(), one.label.casefold()):
                return manager, one.key
        near = advice(name, [one.key for one in known])
        raise LookupFailedError(f"firewall ruleset '{name}'{near}", kind="ruleset", name=name)

"""The checks of networks and interfaces."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from support.contract import Case, contract

import aioesx
from aioesx import errors

__all__: list[str] = []

NAME = "vSwitch0"


Verify = Callable[[Case], Awaitable[None]]


def of_switches(verify: Verify) -> Verify:
    """Have a product without switches of its own refuse, and nothing but that."""

    async def checked(case: Case) -> None:
        if not case.profile.hosted:
            await verify(case)
            return
        with pytest.raises((errors.NotSupportedError, errors.NoSuchNetworkError)):
            await verify(case)

    return checked


async def _define(case: Case, name: str, *groups: str) -> aioesx.Network:
    inner = "".join(f"<portgroup name='{group}'/>" for group in groups)
    xml = f"<network><name>{name}</name>{inner}</network>"
    return await case.esx.networks.define(xml, host=case.name)


async def _network(case: Case) -> aioesx.Network:
    return await case.esx.networks.lookup(NAME, host=case.name)


def _switches(case: Case) -> dict[str, list[str]]:
    """Return port groups by switch, as the host itself knows them."""
    found: dict[str, list[str]] = case.on_host(
        lambda host: {
            name: [group.name for group in host.network.groups_of(name)]
            for name in host.network.switches
        }
    )
    return found


@contract("Networks.list")
async def listed(case: Case) -> None:
    entries = [e for e in await case.esx.networks.list(host=case.name) if e.name == NAME]
    assert len(entries) == (0 if case.profile.hosted else 1)
    for entry in entries:
        assert "VM Network" in {group.name for group in entry.portgroups or ()}
        assert entry.uplinks == ("vmnic0",)


@contract("Networks.lookup")
@of_switches
async def lookup(case: Case) -> None:
    network = await _network(case)
    assert await case.esx.networks.lookup(uuid=network.uuid, host=case.name) == network


@contract("Networks.define", changes=True)
@of_switches
async def define(case: Case) -> None:
    await _define(case, "contract-define", "cd-1", "cd-2")
    assert _switches(case)["contract-define"] == ["cd-1", "cd-2"]


@contract("Network.info")
@of_switches
async def info(case: Case) -> None:
    found = await (await _network(case)).info()
    assert found.mtu == 1500
    assert found.security is not None


@contract("Network.xml")
@of_switches
async def xml(case: Case) -> None:
    text = await (await _network(case)).xml()
    assert "<portgroup name='VM Network'>" in text


@contract("Network.is_active")
@of_switches
async def is_active(case: Case) -> None:
    assert await (await _network(case)).is_active()


@contract("Network.autostart")
@of_switches
async def autostart(case: Case) -> None:
    assert await (await _network(case)).autostart()


@contract("Network.set_autostart")
@of_switches
async def set_autostart(case: Case) -> None:
    network = await _network(case)
    await network.set_autostart(True)
    with pytest.raises(errors.NotSupportedError, match="always on"):
        await network.set_autostart(False)


@contract("Network.users")
@of_switches
async def users(case: Case) -> None:
    network = await _network(case)
    domain = await case.domain(network="VM Network")
    found = await network.users()
    assert {user.kind for user in found} == {"uplink", "vmkernel", "domain"}
    assert domain.name in {user.name for user in found}


@contract("Network.undefine", changes=True)
@of_switches
async def undefine(case: Case) -> None:
    network = await _define(case, "contract-undefine", "cu")
    await network.undefine()
    assert "contract-undefine" not in _switches(case)


@contract("Network.add_portgroup", changes=True)
@of_switches
async def add_portgroup(case: Case) -> None:
    network = await _define(case, "contract-add")
    await network.add_portgroup("ca", vlan=7)
    assert _switches(case)["contract-add"] == ["ca"]


@contract("Network.remove_portgroup", changes=True)
@of_switches
async def remove_portgroup(case: Case) -> None:
    network = await _define(case, "contract-remove", "cr")
    await network.remove_portgroup("cr")
    assert _switches(case)["contract-remove"] == []


def _cards(case: Case) -> list[Any]:
    found: list[Any] = case.on_host(lambda host: list(host.network.physical))
    return found


@contract("Interfaces.list")
async def interfaces(case: Case) -> None:
    entries = await case.esx.interfaces.list(host=case.name)
    assert [(e.name, e.mac) for e in entries] == [(c.device, c.mac) for c in _cards(case)]


@contract("Interfaces.lookup")
async def interface(case: Case) -> None:
    card = _cards(case)[0]
    by_name = await case.esx.interfaces.lookup(card.device.upper(), host=case.name)
    assert await case.esx.interfaces.lookup(mac=card.mac.upper(), host=case.name) == by_name


@contract("Interfaces.vmkernel")
async def vmkernel(case: Case) -> None:
    (adapter,) = await case.esx.interfaces.vmkernel(host=case.name)
    assert adapter.name == "vmk0"
    assert len(adapter.addresses) == 1


@contract("Interface.info")
async def interface_info(case: Case) -> None:
    found = await (await case.esx.interfaces.lookup("vmnic0", host=case.name)).info()
    assert (found.link, found.speed, found.duplex) == (True, 10_000, "full")


@contract("Interface.xml")
async def interface_xml(case: Case) -> None:
    text = await (await case.esx.interfaces.lookup("vmnic0", host=case.name)).xml()
    assert text.startswith("<interface type='ethernet' name='vmnic0'>\n")

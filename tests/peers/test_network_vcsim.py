"""Networks and interfaces of a server that is not ours: govmomi's vcsim, which we only read.

It keeps a switch that is added in HostNetworkSystem.networkInfo, and does not show it in the host's
configuration, where libvirt looks, and so do we.
"""

from __future__ import annotations

import pytest
from support.vcsim import host_of, vcsim

import aioesx
from aioesx import errors

pytestmark = [pytest.mark.peer("vcsim"), pytest.mark.anyio]


async def test_a_host_tells_its_switch_and_its_cards() -> None:
    with vcsim(model="esx", tls=False) as server:
        async with host_of(server) as esx:
            (entry,) = await esx.networks.list()
            cards = await esx.interfaces.list()
            adapters = await esx.interfaces.vmkernel()
            users = await entry.network.users()
            xml = await entry.network.xml()
            with pytest.raises(errors.HostBusyError, match="vmk0"):
                await entry.network.undefine()

    assert entry.name == "vSwitch0"
    assert {group.name for group in entry.portgroups or ()} == {
        "VM Network",
        "Management Network",
    }
    assert set(entry.uplinks or ()) <= {card.name for card in cards}
    assert [adapter.name for adapter in adapters] == ["vmk0"]
    assert {user.kind for user in users} >= {"vmkernel", "domain"}
    assert "<portgroup name='VM Network'>" in xml


async def test_a_vcenter_tells_networks_per_host_and_distributed_ones() -> None:
    with vcsim(model="vpx", tls=False) as server:
        async with host_of(server, "/") as esx:
            entries = await esx.networks.list()
            spread = {e.name: e for e in entries if e.kind == "distributed"}
            found = await esx.networks.lookup("DC0_DVPG0")
            info = await found.info()
            users = await found.users()
            domains = {entry.name for entry in await esx.domains.list()}
            with pytest.raises(errors.NotSupportedError, match="only shown"):
                await found.undefine()
            with pytest.raises(errors.NotSupportedError, match="only shown"):
                await found.xml()
            assert await found.is_active()

    assert {e.host for e in entries if e.name == "vSwitch0"} >= {"DC0_H0", "DC0_C0_H0"}
    assert "DC0_DVPG0" in spread
    assert set(info.hosts) >= {"DC0_H0", "DC0_C0_H0"}
    assert aioesx.to_dict(info) == aioesx.to_dict(spread["DC0_DVPG0"])
    assert {user.name for user in users if user.kind == "domain"} == domains

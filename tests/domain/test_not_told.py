"""Every property of every read, taken away one by one: hidden by the host, and not set.

What is hidden is an error that names property and privilege; what is not set is None, or an error.
Neither is ever told as 0, "", False or nothing. The answers are changed on their way.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Coroutine
from io import BytesIO
from typing import Any, Final

import pytest
from support.contracts import CHECKS
from support.meddler import Meddler, leaves, outcome

import aioesx
from aioesx import DomainState, StateReason, errors
from aioesx.simulator import Simulator, presets

NAME = "web01"

Read = Callable[[aioesx.Connection, aioesx.Domain], Coroutine[Any, Any, Any]]

# fmt: off
READS: Final[dict[str, Read]] = {
    "Connection.properties": lambda esx, one: _require(esx.properties(one.ref, "name"), "name"),
    "Connection.read": lambda esx, one: esx.domains.list(),
    "Domain.autostart": lambda esx, one: one.autostart(),
    "Domain.configuration": lambda esx, one: one.configuration(),
    "Domain.devices": lambda esx, one: one.devices(),
    "Domain.disks": lambda esx, one: one.disks(),
    "Domain.hostname": lambda esx, one: one.hostname(),
    "Domain.info": lambda esx, one: one.info(),
    "Domain.interface_addresses": lambda esx, one: one.interface_addresses(),
    "Domain.interfaces": lambda esx, one: one.interfaces(),
    "Domain.max_vcpus": lambda esx, one: one.max_vcpus(),
    "Domain.memory_guarantee": lambda esx, one: one.memory_guarantee(),
    "Domain.save_screenshot": lambda esx, one: one.save_screenshot(BytesIO()),
    "Domain.scheduler": lambda esx, one: one.scheduler(),
    "Domain.screenshot": lambda esx, one: one.screenshot(),
    "Domain.state": lambda esx, one: one.state(),
    "Domain.status": lambda esx, one: one.status(),
    "Domain.vnc_display": lambda esx, one: one.vnc_display(),
    "Domains.list": lambda esx, one: esx.domains.list(),
    "Hosts.list": lambda esx, one: esx.hosts.list(),
    "Host.capabilities": lambda esx, one: esx.host.capabilities(),
    "Host.free_memory": lambda esx, one: esx.host.free_memory(),
    "Host.hostname": lambda esx, one: esx.host.hostname(),
    "Host.info": lambda esx, one: esx.host.info(),
    "Host.max_vcpus": lambda esx, one: esx.host.max_vcpus(),
    "Interface.info": lambda esx, one: _card(esx, lambda it: it.info()),
    "Interface.xml": lambda esx, one: _card(esx, lambda it: it.xml()),
    "Interfaces.list": lambda esx, one: esx.interfaces.list(),
    "Interfaces.lookup": lambda esx, one: esx.interfaces.lookup("vmnic0"),
    "Interfaces.vmkernel": lambda esx, one: esx.interfaces.vmkernel(),
    "Network.autostart": lambda esx, one: _switch(esx, lambda it: it.autostart()),
    "Network.info": lambda esx, one: _switch(esx, lambda it: it.info()),
    "Network.is_active": lambda esx, one: _switch(esx, lambda it: it.is_active()),
    "Network.users": lambda esx, one: _switch(esx, lambda it: it.users()),
    "Network.xml": lambda esx, one: _switch(esx, lambda it: it.xml()),
    "Networks.list": lambda esx, one: esx.networks.list(),
    "Networks.lookup": lambda esx, one: esx.networks.lookup("vSwitch0"),
    "Snapshot.children": lambda esx, one: _first(one, lambda it: it.children()),
    "Snapshot.info": lambda esx, one: _first(one, lambda it: it.info()),
    "Snapshot.is_current": lambda esx, one: _first(one, lambda it: it.is_current()),
    "Snapshot.parent": lambda esx, one: _first(one, lambda it: it.parent()),
    "Snapshot.xml": lambda esx, one: _first(one, lambda it: it.xml()),
    "Snapshots.current": lambda esx, one: one.snapshots.current(),
    "Snapshots.list": lambda esx, one: one.snapshots.list(),
    "Snapshots.lookup": lambda esx, one: one.snapshots.lookup("first"),
    "Snapshots.tree": lambda esx, one: one.snapshots.tree(),
}
# fmt: on

ABSENT_IS_A_VALUE: Final = {
    "config.network.dnsConfig.domainName": "a host may have no domain",
    "config.powerInfo": "no entry",
    "parent": "the root of the tree has none",
    "config.network.consoleVnic": "only hosts with a service console have any",
    "config.network.vnic": "a host that is managed otherwise may have none",
    "snapshot": "a domain without snapshots has none",
    "snapshot.currentSnapshot": "none of them is current",
    "runtime.connectionState": "without it there is no reason to tell, and with most neither",
    "hardware.systemInfo.uuid": "the document has no word for an unknown one, and leaves it out",
}
"""What a host leaves unset to say something."""

TRIED_ELSEWHERE: Final = {
    "Connecting.peer_certificate",
    "Connection.aclose", "Connection.call", "Connection.keep_alive",  # read no property
    "Domain.cpu_usage",
    "Domain.definition", "Domain.edit", "Domain.xml",  # a file besides: tests/domain/documents
    "Domain.plan_export",  # a warning by name for each: tests/export/test_survey.py
    "Domain.pending_question", "Domains.pending_questions",  # nothing is asked here
    "Domain.wait_for", "Domain.wait_for_address",  # updates, not reads
    "Domains.convert_from_native", "Domains.convert_to_native",
    "Fleet.gather", "FleetRun.all",  # what a function of the caller reads
    "Plan.dry", "Plan.run",  # tests/jobs/test_plan_site.py
    "Domain.export",  # a domain that is off: tests/export
    "Domain.clone", "Domain.mark_as_domain", "Domain.mark_as_template", "Domain.migrate",
    "Domain.move_to_folder", "Domain.move_to_pool",  # a host alone refuses them
    "Folders.create", "Folders.list", "Folders.move", "Folders.remove", "Folders.rename",
    "ResourcePools.create", "ResourcePools.list", "ResourcePools.move", "ResourcePools.remove",
    "ResourcePools.rename",
    "Pools.list", "Pools.lookup", "Pool.autostart", "Pool.info", "Pool.mounts",
    "Pool.set_autostart", "Pool.xml",  # tests/storage/test_pools.py
    "Volumes.list", "Volumes.lookup", "Volume.download", "Volume.info", "Volume.key",
    "Volume.xml",
    "Alarms.list", "Events.history",  # tests/watch
    "Metrics.available", "Metrics.counters", "Metrics.intervals", "Metrics.provider",
    "Metrics.read",  # of one table, which is kept: tests/perf
    "Files.download", "Files.exists", "Files.list", "Files.stat", "OpenFile.read",
    "DiskReader.read", "DiskReader.read_into", "DiskReader.verify",  # searches and transfers
    "Storage.images", "Storage.orphans", "Storage.snapshots", "Storage.space",  # tests/storage
    "Host.certificate", "Host.clock", "Host.details", "Host.health", "Host.syslog", "Host.usage",
    "HostFirewall.list", "HostMaintenance.status", "HostServices.list",  # tests/host
    "Network.set_autostart",  # as autostart
    "Guest.copy_out", "Guest.environment", "Guest.exists", "Guest.list", "Guest.processes",
    "Guest.read", "Guest.stat",  # what is in a guest is no property: tests/guest
    "Hosts.lookup", "Hosts.of",  # no call of their own, of one host
    "Domains.lookup", "Domains.of", "Domains.properties", "Host.properties",  # as list, properties
}  # fmt: skip


async def _require(read: Coroutine[Any, Any, aioesx.Properties], path: str) -> Any:
    return (await read).require(path)


async def _first(
    domain: aioesx.Domain, read: Callable[[aioesx.Snapshot], Coroutine[Any, Any, Any]]
) -> Any:
    return await read(await domain.snapshots.lookup("first"))


async def _switch(
    esx: aioesx.Connection, read: Callable[[aioesx.Network], Coroutine[Any, Any, Any]]
) -> Any:
    return await read(await esx.networks.lookup("vSwitch0"))


async def _card(
    esx: aioesx.Connection, read: Callable[[aioesx.Interface], Coroutine[Any, Any, Any]]
) -> Any:
    return await read(await esx.interfaces.lookup("vmnic0"))


@pytest.fixture
async def meddled() -> AsyncIterator[tuple[aioesx.Connection, Meddler]]:
    with Simulator(presets.small_host(machines=1), username="root", tls=False) as simulator:
        meddler = Meddler(simulator.asgi)
        uri = simulator.uri
        async with aioesx.connect(uri, password=simulator.password, transport=meddler) as esx:
            domain = await esx.domains.lookup(NAME)
            await domain.set_autostart(True)
            await domain.snapshots.create("first")
            yield esx, meddler


def test_every_read_is_here() -> None:
    reads = {name for name, check in CHECKS.items() if not check.changes}
    assert reads == {*READS, *TRIED_ELSEWHERE}


@pytest.mark.anyio
@pytest.mark.parametrize("name", READS)
async def test_nothing_stands_in_for_what_did_not_come(
    meddled: tuple[aioesx.Connection, Meddler], name: str
) -> None:
    esx, meddler = meddled
    domain = await esx.domains.lookup(NAME)
    meddler.came.clear()
    whole = dict(leaves(await READS[name](esx, domain)))
    paths = sorted(meddler.came)
    assert paths

    for meddler.path in paths:
        meddler.hidden = True
        told = await outcome(READS[name](esx, domain))
        assert meddler.path in told, f"{meddler.path} is hidden"
        assert "System.Read" in told
        if meddler.path in ABSENT_IS_A_VALUE:
            continue
        meddler.hidden = False
        try:
            now = dict(leaves(await READS[name](esx, domain)))
        except errors.EsxError:
            continue
        changed = {at: now.get(at) for at in whole.keys() | now if whole.get(at) != now.get(at)}
        assert changed, f"{meddler.path} was unset, and nobody noticed"
        unknown = (None, DomainState.NOSTATE, StateReason.UNKNOWN)
        placeholder = {".name", "[0].name", "[0].problems[0]", ".problems[0]"}
        assert {at for at, v in changed.items() if v not in unknown} <= placeholder, meddler.path

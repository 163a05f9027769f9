"""Tables of properties: clusters, standalone hosts' compute resources, pools and vApps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from aioesx import vim
from aioesx.simulator.properties.entities import COMMON, allocation
from aioesx.simulator.properties.view import View, register
from aioesx.simulator.vcenter.tables import TABLES, parent, refs

if TYPE_CHECKING:
    from collections.abc import Iterable

    from aioesx.simulator.state.host import HostState
    from aioesx.simulator.state.machine import Machine
    from aioesx.simulator.vcenter.tree import Compute, Pool, VApp

__all__: list[str] = []


def _mhz(hosts: Iterable[HostState]) -> int:
    return sum(h.hardware.cpu_hz // 1_000_000 * h.hardware.cpu_cores for h in hosts)


def _memory(hosts: Iterable[HostState]) -> int:
    return sum(host.hardware.memory_bytes for host in hosts)


def _summary(cls: Any, **more: Any) -> View:
    return View(
        cls,
        total_cpu=lambda compute: _mhz(compute.hosts),
        total_memory=lambda compute: _memory(compute.hosts),
        num_cpu_cores=lambda compute: sum(h.hardware.cpu_cores for h in compute.hosts),
        num_cpu_threads=lambda compute: sum(h.hardware.cpu_threads for h in compute.hosts),
        effective_cpu=lambda compute: _mhz(_effective(compute)),
        effective_memory=lambda compute: _memory(_effective(compute)) // 1024**2,
        num_hosts=lambda compute: len(compute.hosts),
        num_effective_hosts=lambda compute: len(_effective(compute)),
        overall_status=vim.ManagedEntityStatus.GREEN,
        **more,
    )


def _effective(compute: Compute) -> list[HostState]:
    members = compute.host.members
    return [h for h in compute.hosts if not h.maintenance and members[h].is_connected]


_SUMMARIES: Final = {
    "ComputeResource": _summary(vim.ComputeResourceSummary),
    "ClusterComputeResource": _summary(
        vim.ClusterComputeResourceSummary, current_failover_level=0, num_vmotions=0
    ),
}

for _name, _view in _SUMMARIES.items():
    register(
        _name,
        tables=TABLES,
        **COMMON,
        name=lambda compute: compute.name,
        parent=parent,
        resource_pool=lambda compute: compute.host.ref(compute.pool),
        host=lambda compute: refs(compute.host, compute.hosts),
        datastore=lambda compute: refs(
            compute.host, (s for h in compute.hosts for s in h.datastores.values())
        ),
        network=lambda compute: refs(
            compute.host, (n for h in compute.hosts for n in h.network.networks())
        ),
        summary=_view,
    )


# --- pools and vApps -------------------------------------------------------------------------


def _machines_below(pool: Pool) -> list[Machine]:
    """Return the machines of a pool and of every pool in it."""
    places = pool.host.places
    return [machine for each in pool.below() for machine in places.machines_in(each)]


def _pool_config(pool: Pool) -> vim.ResourceConfigSpec:
    mhz, memory = _mhz(pool.hosts), _memory(pool.hosts) // 1024**2
    given = pool.config or vim.ResourceConfigSpec(
        cpu_allocation=allocation(mhz, mhz), memory_allocation=allocation(memory, memory)
    )
    about = {"entity": pool.host.ref(pool), "change_version": str(pool.version)}
    shown: vim.ResourceConfigSpec = given.__replace__(**about)
    return shown


def _usage(used: int, most: int) -> vim.ResourcePoolResourceUsage:
    return vim.ResourcePoolResourceUsage(
        reservation_used=used,
        reservation_used_for_vm=used,
        unreserved_for_pool=most - used,
        unreserved_for_vm=most - used,
        overall_usage=used,
        max_usage=most,
    )


def _pool_runtime(pool: Pool) -> vim.ResourcePoolRuntimeInfo:
    on = [machine for machine in _machines_below(pool) if machine.is_on]
    used = sum(machine.config.memory_mb for machine in on)
    if pool.is_root:
        used = sum(host.memory_used_mb() for host in pool.hosts)
    return vim.ResourcePoolRuntimeInfo(
        memory=_usage(used * 1024**2, _memory(pool.hosts)),
        cpu=_usage(sum(m.config.cpu.reservation for m in on), _mhz(pool.hosts)),
        overall_status=vim.ManagedEntityStatus.GREEN,
    )


_POOL: Final[dict[str, Any]] = {
    **COMMON,
    "name": lambda pool: pool.name,
    "parent": parent,
    "owner": lambda pool: pool.host.ref(pool.compute),
    "vm": lambda pool: refs(pool.host, pool.host.places.machines_in(pool)),
    "resource_pool": lambda pool: refs(pool.host, pool.pools),
    "config": _pool_config,
    "child_configuration": lambda pool: [_pool_config(child) for child in pool.pools],
    "runtime": _pool_runtime,
}

register(
    "ResourcePool",
    tables=TABLES,
    **_POOL,
    summary=lambda pool: vim.ResourcePoolSummary(
        name=pool.name, config=_pool_config(pool), runtime=_pool_runtime(pool)
    ),
)


def _state(vapp: VApp) -> vim.VirtualAppVAppState:
    """Return ``started`` while one of its machines is on."""
    on = any(machine.is_on for machine in _machines_below(vapp))
    return vim.VirtualAppVAppState.STARTED if on else vim.VirtualAppVAppState.STOPPED


register(
    "VirtualApp",
    tables=TABLES,
    **_POOL,
    parent_folder=lambda vapp: vapp.host.ref(vapp.folder),
    datastore=lambda vapp: refs(
        vapp.host,
        (
            store
            for machine in _machines_below(vapp)
            for store in machine.host.datastores.values()
            if machine.host.ref(store) in machine.datastore_refs()
        ),
    ),
    network=lambda vapp: refs(
        vapp.host,
        (
            group
            for machine in _machines_below(vapp)
            for group in machine.host.network.networks()
            if group.name in machine.networks()
        ),
    ),
    summary=lambda vapp: vim.VirtualAppSummary(
        name=vapp.name,
        config=_pool_config(vapp),
        runtime=_pool_runtime(vapp),
        v_app_state=_state(vapp),
        suspended=False,
        install_boot_required=False,
    ),
)

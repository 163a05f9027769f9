"""What a vCenter tells of machines that move, are copied, or could not be; and of pools."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any, Final

from aioesx import vim
from aioesx.simulator.properties.host import full_name
from aioesx.simulator.vcenter.naming import renamed

if TYPE_CHECKING:
    from aioesx.simulator.state.host import HostState
    from aioesx.simulator.state.machine import Machine
    from aioesx.simulator.vcenter.state import VCenter
    from aioesx.simulator.vcenter.tree import Pool

__all__ = ["make", "pool_argument", "post", "retold", "tell_of_host", "tell_of_pool"]

TEXTS: Final = {
    "VmBeingMigratedEvent": "Migrating {name} off host {host} in {datacenter}",
    "VmBeingHotMigratedEvent": "Migrating {name} off host {host} in {datacenter}",
    "VmMigratedEvent": "Migration of {name} to host {host} in {datacenter} completed",
    "VmFailedMigrateEvent": "Cannot migrate {name} from {host} in {datacenter}",
    "VmBeingRelocatedEvent": "Relocating {name} from {host} in {datacenter}",
    "VmRelocatedEvent": "Completed the relocation of {name} to {host} in {datacenter}",
    "VmRelocateFailedEvent": "Failed to relocate {name} from {host} in {datacenter}",
    "VmBeingClonedEvent": "Cloning {name} on host {host} in {datacenter}",
    "VmClonedEvent": "{name} cloned on {host} in {datacenter}",
    "VmCloneFailedEvent": "Failed to clone {name} on {host} in {datacenter}",
    "VmResourcePoolMovedEvent": "Moved {name} to another resource pool in {datacenter}",
    "DrsVmMigratedEvent": "DRS migrated {name} to {host} in {datacenter}",
    "VmDisconnectedEvent": "{name} on host {host} in {datacenter} is disconnected",
    "VmConnectedEvent": "Virtual machine {name} on {host} in {datacenter} is connected",
    "MigrationHostErrorEvent": "Cannot migrate {name} from {host} in {datacenter}",
}


POOL_TEXTS: Final = {
    "ResourcePoolCreatedEvent": "Created resource pool {name} in compute-resource {compute}",
    "ResourcePoolDestroyedEvent": "Removed resource pool {name} on {compute}",
    "ResourcePoolMovedEvent": "Moved resource pool {name} on {compute}",
}


def pool_argument(pool: Pool) -> vim.ResourcePoolEventArgument:
    """Return a pool as events name it."""
    return vim.ResourcePoolEventArgument(name=pool.name, resource_pool=pool.host.ref(pool))


def tell_of_pool(vcenter: VCenter, kind: str, pool: Pool, user: str, **facts: Any) -> None:
    """Remember an event about a resource pool."""
    compute = vim.ComputeResourceEventArgument(
        name=pool.compute.name, compute_resource=vcenter.ref(pool.compute)
    )
    text = POOL_TEXTS[kind].format(name=pool.name, compute=pool.compute.name)
    about = pool_argument(pool)
    vcenter.events.keep(kind, user, text, compute_resource=compute, resource_pool=about, **facts)


HOST_TEXTS: Final = {
    "HostAddedEvent": "Added host {name} to datacenter {datacenter}",
    "HostConnectedEvent": "Connected to {name} in {datacenter}",
    "HostConnectionLostEvent": "Host {name} in {datacenter} is not responding",
    "HostDisconnectedEvent": "Disconnected from {name} in {datacenter}. Reason: user request",
    "HostRemovedEvent": "Removed host {name} in {datacenter}",
}


def tell_of_host(vcenter: VCenter, kind: str, host: HostState, user: str = "") -> None:
    """Remember an event about a host."""
    places = _places(vcenter, host)
    text = HOST_TEXTS[kind].format(name=places["host"].name, datacenter=places["datacenter"].name)
    vcenter.events.keep(kind, user, text, **places)


def _places(vcenter: VCenter, host: HostState) -> dict[str, Any]:
    """Return where a host is, as events name it."""
    datacenter, compute = vcenter.datacenter_of(host), vcenter.members[host].compute
    return {
        "datacenter": vim.DatacenterEventArgument(
            name=datacenter.name, datacenter=vcenter.ref(datacenter)
        ),
        "compute_resource": vim.ComputeResourceEventArgument(
            name=compute.name, compute_resource=vcenter.ref(compute)
        ),
        "host": vcenter.host_argument(host),
    }


def retold(vcenter: VCenter, host: HostState, event: vim.Event) -> vim.Event:
    """Return an event of a host as its vCenter tells it."""
    told = copy.copy(renamed(event, lambda ref: vcenter.outward(host, ref)))
    for name, argument in _places(vcenter, host).items():
        setattr(told, name, argument)
    text = (told.full_formatted_message or "").replace(full_name(host), told.host.name)
    told.full_formatted_message = text.replace("ha-datacenter", told.datacenter.name)
    result: vim.Event = told
    return result


def _facts(vcenter: VCenter, machine: Machine) -> dict[str, Any]:
    return {
        **_places(vcenter, machine.host),
        "vm": vim.VmEventArgument(name=machine.name, vm=vcenter.ref(machine)),
        "template": machine.template,
    }


def _text(kind: str, vcenter: VCenter, machine: Machine, reason: str) -> str:
    host: HostState = machine.host
    text = TEXTS[kind].format(
        name=machine.name,
        host=vcenter.members[host].name,
        datacenter=vcenter.datacenter_of(host).name,
    )
    return f"{text}: {reason}" if reason else text


def post(
    vcenter: VCenter, kind: str, machine: Machine, user: str, *, text: str = "", **facts: Any
) -> None:
    """Remember an event about a machine; `text` is added to its sentence."""
    full = _text(kind, vcenter, machine, text)
    vcenter.events.keep(kind, user, full, **_facts(vcenter, machine), **facts)


def make(
    vcenter: VCenter, kind: str, machine: Machine, user: str, *, text: str = "", **facts: Any
) -> vim.Event:
    """Return an event about a machine that nobody remembers."""
    cls: Any = vim.types_by_name(kind)
    event: vim.Event = cls(
        key=0,
        chain_id=0,
        created_time=vcenter.timeline.now(),
        user_name=user,
        full_formatted_message=_text(kind, vcenter, machine, text),
        **_facts(vcenter, machine),
        **facts,
    )
    return event

"""Which host is meant: by a reference of a host, or of a resource pool."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aioesx.simulator import faults
from aioesx.simulator.state.host import HostState
from aioesx.simulator.vcenter.dispatch import inventory_of, vcenter_of
from aioesx.simulator.vcenter.tree import Pool

if TYPE_CHECKING:
    from aioesx.simulator.methods.table import Call
    from aioesx.simulator.vcenter.tree import Compute
    from aioesx.vim import ManagedObjectReference as Ref

__all__ = ["host_for", "hosts_for", "pool_named"]


def pool_named(call: Call, ref: Ref | None) -> Pool | None:
    """Return the pool or vApp that a parameter names, if it names one.

    Raises:
        Refused: ManagedObjectNotFound, or InvalidArgument for something else.
    """
    subject = None if ref is None else inventory_of(call).get(ref)
    if ref is not None and not isinstance(subject, Pool):
        raise faults.invalid_argument("pool")
    return subject


def hosts_for(call: Call, host: Ref | None, pool: Ref | None) -> list[HostState]:
    """Return the hosts that a host's reference, a pool's or both leave open.

    Raises:
        Refused: InvalidArgument when they contradict each other, or name none.
    """
    inventory, vcenter = inventory_of(call), vcenter_of(call)
    compute: Compute | None = None
    if (named := pool_named(call, pool)) is not None:
        compute = named.compute
    if host is None:
        if compute is None or not compute.hosts:
            raise faults.invalid_argument("pool")
        return compute.hosts
    chosen = inventory.get(host)
    if not isinstance(chosen, HostState):
        raise faults.invalid_argument("host")
    if compute is not None and vcenter.members[chosen].compute is not compute:
        raise faults.invalid_argument("pool")
    return [chosen]


def host_for(call: Call, host: Ref | None, pool: Ref | None, *, store: str = "") -> HostState:
    """Return the host that is meant; of a cluster's, the one with most memory to spare.

    Args:
        call: the call that names them.
        host: reference of a host.
        pool: reference of a resource pool.
        store: name of a datastore that the host must have.

    Raises:
        Refused: InvalidArgument, or InvalidDatastorePath when none has the datastore.
    """
    found = [
        item
        for item in hosts_for(call, host, pool)
        if not store or any(mount.name == store for mount in item.datastores.values())
    ]
    if not found:
        raise faults.invalid_datastore(store)
    members = vcenter_of(call).members
    up = [item for item in found if members[item].is_connected] or found
    able = [item for item in up if not item.maintenance] or up
    return max(able, key=lambda h: h.hardware.memory_bytes // 1024**2 - h.memory_used_mb())

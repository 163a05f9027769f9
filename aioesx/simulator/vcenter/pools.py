"""Handlers of a vCenter: resource pools, what is moved into them, and their end.

The root pool of a compute resource is neither renamed, moved nor destroyed. A pool that is
destroyed leaves its machines and pools to the one above it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from aioesx.simulator import faults
from aioesx.simulator.methods.table import Call, start_task
from aioesx.simulator.state.machine import Machine
from aioesx.simulator.state.tasks import Spend
from aioesx.simulator.vcenter import events
from aioesx.simulator.vcenter.dispatch import inventory_of, own, vcenter_of
from aioesx.simulator.vcenter.tree import Pool, VApp
from aioesx.vim import ManagedObjectReference as Ref

if TYPE_CHECKING:
    from aioesx.simulator.state.tasks import Work
    from aioesx.simulator.vcenter.state import VCenter

__all__ = ["destroy_pool", "rename_pool"]

_LONGEST_NAME = 80  # the API's own limit


def _require_name(vcenter: VCenter, above: Pool, name: str, other_than: Pool | None = None) -> None:
    """Refuse what is no name, and one that is taken in `above`, or in the folder of a vApp."""
    if not name or len(name) > _LONGEST_NAME:
        raise faults.invalid_name(name)
    beside = [above.child(name)]
    if isinstance(other_than, VApp):
        beside += [thing for thing in vcenter.contents(other_than.folder) if thing.name == name]
    for found in beside:
        if found is not None and found is not other_than:
            raise faults.duplicate_name(name, vcenter.ref(found))


def _require_divided(pool: Pool) -> Pool:
    """Return the pool above one that is not the root pool, or refuse."""
    if not isinstance(pool.parent, Pool):
        raise faults.not_supported()
    return pool.parent


@own("CreateResourcePool")
def _create(call: Call) -> Ref:
    vcenter, above, method = vcenter_of(call), call.subject, call.method
    _require_name(vcenter, above, method.name)
    pool = vcenter.make_pool(above, method.name)
    pool.config = method.spec
    events.tell_of_pool(
        *(vcenter, "ResourcePoolCreatedEvent", pool, call.user),
        parent=events.pool_argument(above),
    )
    return vcenter.ref(pool)


@own("UpdateConfig")
def _update(call: Call) -> None:
    vcenter, pool, method = vcenter_of(call), call.subject, call.method
    if method.name is not None and method.name != pool.name:
        _require_name(vcenter, _require_divided(pool), method.name, pool)
    wanted = method.config
    if wanted is not None and wanted.change_version not in {None, "", str(pool.version)}:
        raise faults.concurrent_change()
    if wanted is not None:
        pool.config = wanted
    pool.name = method.name or pool.name
    pool.version += 1


@own("MoveIntoResourcePool")
def _move_into(call: Call) -> None:
    """Move one thing after the other: what was moved before a refusal stays moved."""
    vcenter, target, inventory = vcenter_of(call), call.subject, inventory_of(call)
    for ref in call.method.list:
        thing = inventory.get(ref)
        if isinstance(thing, Machine):
            _move_machine(vcenter, thing, target, call.user)
        elif isinstance(thing, Pool):
            _move_pool(vcenter, thing, target, call.user)
        else:
            raise faults.invalid_argument("list")


def _move_machine(vcenter: VCenter, machine: Machine, target: Pool, user: str) -> None:
    before = vcenter.places.pool_of(machine)
    if before is None or vcenter.members[machine.host].compute is not target.compute:
        raise faults.invalid_argument("list")
    vcenter.places.assign(machine, target)
    if before is not target:
        events.post(
            *(vcenter, "VmResourcePoolMovedEvent", machine, user),
            old_parent=events.pool_argument(before),
            new_parent=events.pool_argument(target),
        )


def _move_pool(vcenter: VCenter, pool: Pool, target: Pool, user: str) -> None:
    if pool.is_root or pool.compute is not target.compute or target in pool.below():
        raise faults.invalid_argument("list")
    before = _require_divided(pool)
    _require_name(vcenter, target, pool.name, pool)
    before.pools.remove(pool)
    target.pools.append(pool)
    pool.parent = target
    if before is not target:
        events.tell_of_pool(
            *(vcenter, "ResourcePoolMovedEvent", pool, user),
            old_parent=events.pool_argument(before),
            new_parent=events.pool_argument(target),
        )


def rename_pool(call: Call, pool: Pool) -> Ref:
    """Start the task that renames a pool."""
    vcenter, name = vcenter_of(call), call.method.new_name
    above = _require_divided(pool)

    def work() -> Work:
        _require_name(vcenter, above, name, pool)
        yield Spend(0.2)
        _require_name(vcenter, above, name, pool)
        pool.name = name

    return start_task(call, work(), entity=pool)


def destroy_pool(call: Call, pool: Pool) -> Ref:
    """Start the task that destroys a pool; of a vApp the machines would go, too."""
    vcenter, user = vcenter_of(call), call.user
    if isinstance(pool, VApp):
        raise faults.not_supported("The simulated vCenter does not destroy vApps.")
    _require_divided(pool)

    def check() -> Pool:
        if vcenter.entities.get(pool.moid) is not pool:
            raise faults.managed_object_not_found(vcenter.ref(pool))
        above = _require_divided(pool)
        for child in pool.pools:
            _require_name(vcenter, above, child.name, pool)
        return above

    def work() -> Work:
        check()
        yield Spend(0.5)
        _dissolve(vcenter, pool, check(), user)

    return start_task(call, work(), entity=pool)


def _dissolve(vcenter: VCenter, pool: Pool, above: Pool, user: str) -> None:
    """Hand everything in a pool to the one above, and take the pool away."""
    events.tell_of_pool(vcenter, "ResourcePoolDestroyedEvent", pool, user)
    for machine in vcenter.places.machines_in(pool):
        vcenter.places.assign(machine, above)
    for child in pool.pools:
        child.parent = above
    above.pools.remove(pool)
    above.pools.extend(pool.pools)
    del vcenter.entities[pool.moid]

"""Resource pools of a vCenter: made, named, filled and emptied; where machines are in them."""

from __future__ import annotations

from typing import Any

import pytest
from support.vcenter import Estate, VCenterCaller

from aioesx import vim
from aioesx.errors import FaultError
from aioesx.simulator.properties.entities import allocation

pytestmark = pytest.mark.anyio

Ref = vim.ManagedObjectReference


def root(call: VCenterCaller) -> Ref:
    """Return the root pool of the cluster."""
    return call.estate.vcenter.ref(call.estate.cluster.pool)


def spec(limit: int = -1) -> vim.ResourceConfigSpec:
    return vim.ResourceConfigSpec(
        cpu_allocation=allocation(limit), memory_allocation=allocation(limit)
    )


async def make(call: VCenterCaller, above: Ref, name: str) -> Ref:
    made: Ref = await call(vim.CreateResourcePool(this=above, name=name, spec=spec(1000)))
    return made


async def one(call: VCenterCaller, object_: Ref, path: str) -> Any:
    return (await call.read(object_, path)).get(path)


async def pool_of(call: VCenterCaller, name: str) -> Ref | None:
    found: Ref | None = await one(call, call.machine(name), "resourcePool")
    return found


async def test_a_machine_is_in_the_root_pool_of_its_host_until_it_is_moved(
    call: VCenterCaller,
) -> None:
    gold = await make(call, root(call), "gold")

    assert await pool_of(call, "web01") == root(call)
    await call(vim.MoveIntoResourcePool(this=gold, list=[call.machine("web01")]))

    assert await pool_of(call, "web01") == gold
    assert await one(call, gold, "vm") == [call.machine("web01")]
    assert call.machine("web01") not in await one(call, root(call), "vm")


async def test_pools_are_nested_and_tell_their_owner(call: VCenterCaller) -> None:
    gold = await make(call, root(call), "gold")
    inner = await make(call, gold, "inner")

    assert await one(call, root(call), "resourcePool") == [gold]
    assert await one(call, gold, "resourcePool") == [inner]
    facts = await call.read(inner, "parent", "owner", "name", "config.cpuAllocation.limit")
    assert facts == {
        "parent": gold,
        "owner": call.estate.vcenter.ref(call.estate.cluster),
        "name": "inner",
        "config.cpuAllocation.limit": 1000,
    }


async def test_a_pool_is_found_by_its_path(call: VCenterCaller) -> None:
    inner = await make(call, await make(call, root(call), "gold"), "inner")
    await call(vim.MoveIntoResourcePool(this=inner, list=[call.machine("db01")]))

    async def at(path: str) -> Ref | None:
        path = f"eu/west/dc1/host/c1/Resources/{path}"
        return await call(vim.FindByInventoryPath(this=call.search, inventory_path=path))

    assert await at("gold/inner") == inner
    assert await at("gold/inner/db01") == call.machine("db01")
    assert await at("db01") is None


@pytest.mark.parametrize(
    ("name", "fault"), [("gold", "DuplicateName"), ("", "InvalidName"), ("n" * 81, "InvalidName")]
)
async def test_a_name_is_refused(call: VCenterCaller, name: str, fault: str) -> None:
    await make(call, root(call), "gold")

    with pytest.raises(FaultError, match=fault):
        await make(call, root(call), name)


async def test_a_pool_is_renamed(call: VCenterCaller) -> None:
    gold, silver = await make(call, root(call), "gold"), await make(call, root(call), "silver")

    await call.done(vim.Rename_Task(this=gold, new_name="platinum"))
    assert await one(call, gold, "name") == "platinum"
    await call(vim.UpdateConfig(this=gold, name="iron"))
    assert await one(call, gold, "name") == "iron"
    with pytest.raises(FaultError, match="DuplicateName"):
        await call(vim.UpdateConfig(this=gold, name="silver"))
    fault = await call.fault(vim.Rename_Task(this=silver, new_name="iron"))
    assert isinstance(fault, vim.DuplicateName)


async def test_limits_are_changed_by_who_knows_the_last_ones(call: VCenterCaller) -> None:
    gold = await make(call, root(call), "gold")
    version = await one(call, gold, "config.changeVersion")
    wanted = spec(2000).__replace__(change_version=version)

    await call(vim.UpdateConfig(this=gold, config=wanted))

    assert await one(call, gold, "config.memoryAllocation.limit") == 2000
    with pytest.raises(FaultError, match="ConcurrentAccess"):
        await call(vim.UpdateConfig(this=gold, config=wanted))


async def test_a_pool_that_is_destroyed_leaves_all_to_the_one_above(call: VCenterCaller) -> None:
    gold = await make(call, root(call), "gold")
    inner = await make(call, gold, "inner")
    await call(vim.MoveIntoResourcePool(this=gold, list=[call.machine("web01")]))
    await call(vim.MoveIntoResourcePool(this=inner, list=[call.machine("db01")]))

    await call.done(vim.Destroy_Task(this=gold))

    assert await pool_of(call, "web01") == root(call)
    assert await pool_of(call, "db01") == inner
    assert await one(call, inner, "parent") == root(call)
    assert await one(call, root(call), "resourcePool") == [inner]
    with pytest.raises(FaultError, match="ManagedObjectNotFound"):
        await call.read(gold, "name")


async def test_a_pool_whose_child_has_a_name_that_is_taken_above_stays(call: VCenterCaller) -> None:
    gold = await make(call, root(call), "gold")
    await make(call, gold, "same")
    same = await make(call, root(call), "same")

    fault = await call.fault(vim.Destroy_Task(this=gold))

    assert isinstance(fault, vim.DuplicateName)
    assert await one(call, root(call), "resourcePool") == [gold, same]


async def test_the_root_pool_stays_what_it_is(call: VCenterCaller) -> None:
    with pytest.raises(FaultError, match="NotSupported"):
        await call(vim.Destroy_Task(this=root(call)))
    with pytest.raises(FaultError, match="NotSupported"):
        await call(vim.Rename_Task(this=root(call), new_name="mine"))
    with pytest.raises(FaultError, match="NotSupported"):
        await call(vim.UpdateConfig(this=root(call), name="mine"))


async def test_a_pool_moves_with_what_is_in_it(call: VCenterCaller) -> None:
    gold, silver = await make(call, root(call), "gold"), await make(call, root(call), "silver")
    await call(vim.MoveIntoResourcePool(this=silver, list=[call.machine("web01")]))

    await call(vim.MoveIntoResourcePool(this=gold, list=[silver]))

    assert await one(call, gold, "resourcePool") == [silver]
    assert await pool_of(call, "web01") == silver
    with pytest.raises(FaultError, match="InvalidArgument"):
        await call(vim.MoveIntoResourcePool(this=silver, list=[gold]))
    with pytest.raises(FaultError, match="InvalidArgument"):
        await call(vim.MoveIntoResourcePool(this=gold, list=[root(call)]))


async def test_a_pool_takes_what_is_of_its_compute_resource_only(call: VCenterCaller) -> None:
    gold = await make(call, root(call), "gold")
    alone = call.estate.vcenter.ref(call.estate.vcenter.members[call.estate.esx3].compute.pool)

    with pytest.raises(FaultError, match="InvalidArgument"):
        await call(vim.MoveIntoResourcePool(this=gold, list=[call.machine("spare01")]))
    with pytest.raises(FaultError, match="InvalidArgument"):
        await call(vim.MoveIntoResourcePool(this=alone, list=[gold]))


async def test_a_machine_keeps_its_pool_within_the_cluster_only(call: VCenterCaller) -> None:
    gold = await make(call, root(call), "gold")
    await call(vim.MoveIntoResourcePool(this=gold, list=[call.machine("db01")]))
    where = vim.VirtualMachineRelocateSpec(host=call.host("esx2"))

    await call.done(vim.RelocateVM_Task(this=call.machine("db01"), spec=where))
    assert await pool_of(call, "db01") == gold

    store = call.estate.vcenter.ref(call.estate.esx3.datastore("datastore1 (esx3.example)"))
    where = vim.VirtualMachineRelocateSpec(host=call.host("esx3"), datastore=store)
    await call.done(vim.RelocateVM_Task(this=call.machine("db01"), spec=where))
    alone = call.estate.vcenter.members[call.estate.esx3].compute.pool
    assert await pool_of(call, "db01") == call.estate.vcenter.ref(alone)


async def test_migration_and_relocation_go_into_the_pool_that_is_named(call: VCenterCaller) -> None:
    gold = await make(call, root(call), "gold")
    db01 = call.machine("db01")
    move = vim.MigrateVM_Task(
        this=db01, host=call.host("esx2"), pool=gold, priority="defaultPriority"
    )

    await call.done(move)
    assert await pool_of(call, "db01") == gold
    back = vim.VirtualMachineRelocateSpec(pool=root(call))
    await call.done(vim.RelocateVM_Task(this=db01, spec=back))
    assert await pool_of(call, "db01") == root(call)


async def test_new_machines_are_put_into_the_pool_that_is_named(call: VCenterCaller) -> None:
    gold = await make(call, root(call), "gold")
    vms = call.estate.vcenter.ref(call.estate.dc1.folders["vm"])
    location = vim.VirtualMachineRelocateSpec(pool=gold)
    clone = vim.VirtualMachineCloneSpec(location=location, power_on=False, template=False)
    config = vim.VirtualMachineConfigSpec(
        name="made01", files=vim.VirtualMachineFileInfo(vm_path_name="[datastore1]")
    )

    copy = await call.done(
        vim.CloneVM_Task(this=call.machine("db01"), folder=vms, name="copy", spec=clone)
    )
    made = await call.done(vim.CreateVM_Task(this=vms, config=config, pool=gold))

    assert set(await one(call, gold, "vm")) == {copy, made}


async def test_a_vcenter_tells_what_became_of_pools(call: VCenterCaller) -> None:
    gold, silver = await make(call, root(call), "gold"), await make(call, root(call), "silver")
    await call(vim.MoveIntoResourcePool(this=gold, list=[call.machine("web01"), silver]))
    await call.done(vim.Destroy_Task(this=gold))

    kinds = [type(event).__name__ for event in call.estate.vcenter.events.kept]

    assert [kind for kind in kinds if "Pool" in kind] == [
        *("ResourcePoolCreatedEvent", "ResourcePoolCreatedEvent"),
        *("VmResourcePoolMovedEvent", "ResourcePoolMovedEvent", "ResourcePoolDestroyedEvent"),
    ]


async def test_a_pool_that_is_made_by_the_site_is_like_another(
    call: VCenterCaller, estate: Estate
) -> None:
    with estate.vcenter.looking(changing=True):
        gold = estate.vcenter.add_pool(estate.cluster, "50% gold")
        estate.vcenter.add_pool(gold, "inner")

    assert await one(call, estate.vcenter.ref(gold), "name") == "50%25 gold"
    with pytest.raises(ValueError, match="inner"):
        estate.vcenter.add_pool(gold, "inner")

"""The checks of machines that leave."""

from __future__ import annotations

import tempfile

from support.contract import Case, contract
from support.small_disks import MIB, shrink

import aioesx

__all__: list[str] = []


async def small(case: Case) -> aioesx.Domain:
    """Make a machine that is off, with a small disk that has something on it."""
    domain = await case.domain()
    case.on_host(lambda host: shrink(host, domain.name, MIB))
    case.simulator.write_disk(domain.name, "", 1000, b"something")
    return domain


@contract("Domain.plan_export")
async def plan_export(case: Case) -> None:
    domain = await small(case)
    plan = await domain.plan_export()
    assert plan.refusals == ()
    assert [disk.capacity for disk in plan.disks] == [MIB]


@contract("Domain.export")
async def export(case: Case) -> None:
    domain = await small(case)
    with tempfile.TemporaryDirectory() as target:
        exported = await domain.export(target, format="raw")
        (disk,) = exported.disks
        assert disk.path is not None
        assert disk.path.read_bytes() == case.simulator.read_disk(domain.name)[:]

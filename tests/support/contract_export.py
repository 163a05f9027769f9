"""The checks of machines that leave a host."""

from __future__ import annotations

import tempfile
from pathlib import Path

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
    domain = await case.domain()
    with tempfile.TemporaryDirectory() as directory:
        target = Path(directory) / "there"
        found = await domain.plan_export(target)
        assert not target.exists()
    assert (found.domain, found.uuid) == (domain.name, domain.uuid)
    assert [disk.file for disk in found.disks] == [f"{domain.name}.qcow2"]
    assert found.capacity == 2**30
    assert found.refusals == ()
    assert case.power(domain) == "poweredOff"


@contract("Domain.export")
async def export(case: Case) -> None:
    domain = await small(case)
    with tempfile.TemporaryDirectory() as target:
        exported = await domain.export(target, format="raw")
        (disk,) = exported.disks
        assert disk.path is not None
        assert disk.path.read_bytes() == case.simulator.read_disk(domain.name)[:]

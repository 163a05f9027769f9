"""The checks of machines that leave, arrive, and are copied."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from support.contract import Case, contract
from support.small_disks import MIB, shrink

import aioesx
from aioesx import errors
from aioesx.simulator.versions import at_least

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


@contract("Domain.copy_to", changes=True, forbidden=errors.ExportRefusedError)
async def copy_to(case: Case) -> None:
    domain = await small(case)
    name = f"copy-of-{domain.name}"
    if not at_least(case.profile.api_version, "4.0"):
        with pytest.raises((errors.ExportRefusedError, errors.NotSupportedError)):
            await domain.copy_to(case.esx, name=name, datastore=case.datastore)
        return
    copy = await domain.copy_to(case.esx, name=name, datastore=case.datastore)
    assert copy.name == name
    disk = case.simulator.read_disk(name)
    assert disk[:] == case.simulator.read_disk(domain.name)[:]


@contract("Domains.import_from", changes=True, forbidden=errors.ExportRefusedError)
async def import_from(case: Case) -> None:
    name = f"of-an-image-{id(case)}"
    with tempfile.TemporaryDirectory() as directory:
        image = Path(directory) / "disk.raw"
        image.write_bytes(b"boot".ljust(MIB, b"\0"))
        if not at_least(case.profile.api_version, "4.0"):
            with pytest.raises((errors.ExportRefusedError, errors.NotSupportedError)):
                await case.esx.domains.import_from(image, name=name, datastore=case.datastore)
            return
        domain = await case.esx.domains.import_from(image, name=name, datastore=case.datastore)
    assert domain.name == name
    assert case.simulator.read_disk(name)[:4] == b"boot"

"""The checks of machines that leave a host, and of those that arrive."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from support.contract import Case, contract

__all__: list[str] = []


@contract("Domain.plan_export")
async def plan(case: Case) -> None:
    domain = await case.domain()
    with TemporaryDirectory() as directory:
        target = Path(directory) / "there"
        found = await domain.plan_export(target)
        assert not target.exists()
    assert (found.domain, found.uuid) == (domain.name, domain.uuid)
    assert [disk.file for disk in found.disks] == [f"{domain.name}.qcow2"]
    assert found.capacity == 2**30
    assert found.refusals == ()
    assert case.power(domain) == "poweredOff"

"""What is read of a machine that is to leave, on govmomi's simulator: one call, whoever answers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from support.vcsim import MODELS, Vcsim

import aioesx
from aioesx.export.before.survey import survey

pytestmark = [pytest.mark.anyio, pytest.mark.peer("vcsim")]


@pytest.mark.parametrize("model", MODELS)
async def test_a_machine_is_told_with_its_datastore_its_host_and_its_network(
    vcsim: Callable[..., Vcsim], model: str, tmp_path: Path
) -> None:
    server = vcsim(model=model, tls=False)
    uri = server.uri(scheme="esx" if model == "esx" else "vpx")
    async with aioesx.connect(uri, password=server.password) as esx:
        domain = (await esx.domains.list())[0].domain

        seen = await survey(domain)
        plan = await domain.plan_export(tmp_path)

    [disk] = seen.disks
    assert (seen.name, seen.uuid, seen.power) == (domain.name, domain.uuid, "poweredOn")
    assert disk.store is not None
    assert disk.source.startswith(f"[{disk.store.name}]")
    assert (disk.controller, disk.capacity) == ("ParaVirtualSCSIController", 2**20)
    assert seen.host_name
    assert len(seen.networks) == 1
    assert seen.hidden == ()
    assert "rights" not in [each.kind for each in plan.refusals]

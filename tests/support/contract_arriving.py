"""The checks of machines that arrive: copied from a host, or made of what lies here."""

from __future__ import annotations

import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

import pytest
from support.contract import Case, contract
from support.small_disks import MIB, shrink

import aioesx
from aioesx import errors

__all__: list[str] = []

_IMPORTS_SINCE: Final = 4.0


def _takes_machines(case: Case) -> bool:
    """Tell whether a product has leases by which machines arrive."""
    return float(case.profile.api_version[:3]) >= _IMPORTS_SINCE


@asynccontextmanager
async def _one_host(case: Case) -> AsyncIterator[aioesx.Connection]:
    """Give a connection over the host alone, where the case's is over several."""
    if case.vcenter is None or case.name is None:
        yield case.esx
        return
    uri = f"{case.server.uri.partition('?')[0]}eu/west/dc1/c1/{case.name}?transport=http"
    async with aioesx.connect(uri, password=case.server.password) as esx:
        yield esx


@contract("Domain.copy_to", changes=True, forbidden=errors.ExportRefusedError)
async def copy_to(case: Case) -> None:
    domain = await case.domain()
    case.on_host(lambda host: shrink(host, domain.name, MIB))
    async with _one_host(case) as there:
        options = {"name": f"{domain.name}-copy", "datastore": case.datastore}
        if not _takes_machines(case):
            with pytest.raises(errors.ExportRefusedError, match="too old"):
                await domain.copy_to(there, **options)  # type: ignore[arg-type]
            return
        copy = await domain.copy_to(there, **options)  # type: ignore[arg-type]
        assert copy.uuid != domain.uuid
        assert await copy.state() == "shut off"
    assert case.power(copy) == "poweredOff"


@contract("Domains.import_from", changes=True, forbidden=errors.ExportRefusedError)
async def import_from(case: Case) -> None:
    with tempfile.TemporaryDirectory() as directory:
        image = Path(directory) / "arrived.img"
        image.write_bytes(b"\0of a disk " * 6144)
        async with _one_host(case) as there:
            options = {"datastore": case.datastore}
            if not _takes_machines(case):
                with pytest.raises(errors.ExportRefusedError, match="too old"):
                    await there.domains.import_from(image, **options)  # type: ignore[arg-type]
                return
            made = await there.domains.import_from(image, **options)  # type: ignore[arg-type]
            assert await made.state() == "shut off"
            assert case.power(made) == "poweredOff"

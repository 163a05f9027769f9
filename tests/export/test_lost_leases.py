"""An answer that named a lease was lost: it is waited out, and whoever exports hears of it."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest
from support.hasty import Hasty
from support.hosts import connected
from support.small_disks import MIB

from aioesx._server.moving import ExportProgress, Obstacle
from aioesx.errors import EsxError
from aioesx.simulator import Simulator, presets

if TYPE_CHECKING:
    import aioesx

pytestmark = [pytest.mark.anyio, pytest.mark.one_loop]

WAIT: Final = "was lost: a lease that nobody knows may keep others out"


@pytest.fixture(autouse=True)
def _quick(hasty: Hasty) -> None:
    hasty(crowded=(0.1,), lease_lost=30.0, repeats=(0.0,) * 3, lease_beat=0.1)


@pytest.fixture
def leaves(store: Simulator) -> Simulator:
    """The host, whose leases live shortly, and which loses its first answer to each export."""
    store.change(lambda host: setattr(host.options, "lease_seconds", 2.0))
    for method in ("ExportVm", "ExportSnapshot"):
        store.fault_on(method, lost=True, times=1)
    return store


@pytest.fixture
async def there() -> AsyncIterator[aioesx.Connection]:
    """Another host."""
    host = presets.small_host(machines=0)
    with Simulator(host, username="root", password="secret") as simulator:
        async with connected(simulator) as esx:
            yield esx


class Heard:
    """What a caller is told."""

    def __init__(self) -> None:
        self.phases: list[str] = []
        self.warnings: list[str] = []

    def progress(self, progress: ExportProgress) -> None:
        if self.phases[-1:] != [progress.phase]:
            self.phases.append(progress.phase)

    def warning(self, warning: Obstacle) -> None:
        self.warnings.append(f"{warning.kind}: {warning}")


async def leave(
    how: str, domain: aioesx.Domain, there: aioesx.Connection, target: Path, heard: Heard
) -> None:
    told: Any = {"on_progress": heard.progress, "on_warning": heard.warning}
    if how == "copy":
        await domain.copy_to(there, way="lease", **told)
    else:
        way: Any
        kind: Any
        way, _, kind = how.partition(" ")
        await domain.export(target, way=way, format=kind or "raw", chunk_bytes=MIB, **told)


@pytest.mark.parametrize("how", ["lease", "lease ova", "snapshot", "copy"])
async def test_a_lease_that_is_waited_out_is_told(
    domain: aioesx.Domain,
    leaves: Simulator,
    there: aioesx.Connection,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    how: str,
) -> None:
    heard = Heard()

    await leave(how, domain, there, tmp_path, heard)

    at = heard.phases.index("waiting")
    assert heard.phases[at - 1] == heard.phases[at + 1]
    (warning,) = [each for each in heard.warnings if WAIT in each]
    assert warning.startswith("lease: the host's answer to the export of 'db01' was lost")
    assert "30 s at most" in warning
    levels = {record.levelno for record in caplog.records if WAIT in record.getMessage()}
    assert levels == {logging.INFO}
    assert leaves.open_leases == 0


async def test_one_that_the_host_keeps_ends_the_export_after_its_time(
    store: Simulator, tmp_path: Path, hasty: Hasty
) -> None:
    hasty(crowded=(0.02,), lease_lost=0.1, repeats=(0.0,) * 3)
    heard = Heard()
    store.fault_on("ExportVm", lost=True, times=1)

    async with connected(store) as esx:
        domain = await esx.domains.lookup("db01")
        with pytest.raises(EsxError, match="exported already"):
            await domain.export(
                tmp_path, way="lease", on_progress=heard.progress, on_warning=heard.warning
            )

    assert heard.phases[-1] == "waiting"
    assert len(heard.warnings) == 1

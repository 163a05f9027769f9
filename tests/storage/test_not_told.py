"""Every property of every read of storage, taken away one by one: hidden, and not set.

A sum that may be too small says so, and of files nobody says that they are left over.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Coroutine
from typing import Any, Final

import pytest
from support.meddler import Meddler, outcome

import aioesx
from aioesx import errors
from aioesx.simulator import Simulator, presets

Read = Callable[[aioesx.Connection], Coroutine[Any, Any, Any]]

READS: Final[dict[str, Read]] = {
    "Storage.images": lambda esx: esx.storage.images(),
    "Storage.orphans": lambda esx: esx.storage.orphans("datastore1", beside=[esx]),
    "Storage.snapshots": lambda esx: esx.storage.snapshots(),
    "Storage.space": lambda esx: esx.storage.space(),
}
NAMES: Final = {"name"}
"""Where it is not told, the reference stands."""
MAY_BE_UNSET: Final = {"snapshot.rootSnapshotList", "runtime.connectionState", "datastore", *NAMES}
BY_THE_WAY: Final = {
    "Storage.snapshots": {
        "runtime.connectionState",
        "datastore",
        "layout",
        "config.files",
        "config.hardware.device",
        "summary.accessible",
    },
}
"""What is read with the rest, and makes no difference to what is told."""


@pytest.fixture
async def meddled() -> AsyncIterator[tuple[aioesx.Connection, Meddler]]:
    with Simulator(presets.small_host(machines=1), username="root", tls=False) as simulator:
        meddler = Meddler(simulator.asgi)
        uri = simulator.uri
        async with aioesx.connect(uri, password=simulator.password, transport=meddler) as esx:
            simulator.change(
                lambda host: next(iter(host.datastores.values())).put_text("iso/x.iso", "x")
            )
            web = await esx.domains.lookup("web01")
            await web.insert_media("[datastore1] iso/x.iso")
            await web.snapshots.create("first")
            await esx._server.scope.home()  # read once for a connection
            yield esx, meddler


@pytest.mark.anyio
@pytest.mark.parametrize("name", READS)
async def test_what_is_not_shown_is_told(
    meddled: tuple[aioesx.Connection, Meddler], name: str
) -> None:
    esx, meddler = meddled
    meddler.came.clear()
    whole = await READS[name](esx)
    paths = sorted(meddler.came - NAMES - BY_THE_WAY.get(name, set()))
    assert paths

    for meddler.path in paths:
        meddler.hidden = True
        told = await outcome(READS[name](esx))
        assert meddler.path in told, f"{meddler.path} is hidden"
        assert "System.Read" in told
        if meddler.path in MAY_BE_UNSET:
            continue
        meddler.hidden = False
        try:
            now = await READS[name](esx)
        except errors.EsxError:
            continue
        assert now != whole, f"{meddler.path} was unset, and nobody noticed"

"""Two clients at once: what was looked at before the work is looked at again behind it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Final

import anyio
import pytest

import aioesx
from aioesx import errors
from aioesx.simulator import Simulator

pytestmark = pytest.mark.anyio

MIB: Final = 1024**2
Step = Callable[[], Awaitable[object]]


async def pairs_of(esx: aioesx.Connection) -> list[tuple[Step, Step]]:
    """Return pairs of steps that want the same name."""
    await esx.files.upload(b"a", "[datastore1] a.iso")
    await esx.files.upload(b"b", "[datastore1] b.iso")
    pool = await esx.pools.lookup("datastore1")
    one, two = [await pool.volumes.create_disk(f"{name}.vmdk", MIB) for name in ("c", "d")]
    a, b = "[datastore1] a.iso", "[datastore1] b.iso"
    copied, moved = "[datastore1] copied.iso", "[datastore1] moved.iso"
    return [
        (lambda: esx.files.copy(a, copied), lambda: esx.files.copy(b, copied)),
        (lambda: esx.files.move(a, moved), lambda: esx.files.move(b, moved)),
        (lambda: one.clone("cloned.vmdk"), lambda: two.clone("cloned.vmdk")),
        (lambda: one.rename("renamed.vmdk"), lambda: two.rename("renamed.vmdk")),
        (
            lambda: pool.volumes.create_disk("made.vmdk", MIB),
            lambda: pool.volumes.create_disk("made.vmdk", 2 * MIB),
        ),
    ]


async def test_two_who_come_at_once_do_not_both_get_a_name(
    simulator: Simulator, esx: aioesx.Connection
) -> None:
    pairs = await pairs_of(esx)
    simulator.change(lambda host: setattr(host.options, "task_seconds", 0.2))

    for pair in pairs:
        refused: list[errors.EsxError] = []

        async def act(step: Step, refused: list[errors.EsxError] = refused) -> None:
            try:
                await step()
            except errors.AlreadyExistsError as error:
                refused.append(error)

        async with anyio.create_task_group() as both:
            for step in pair:
                both.start_soon(act, step)
        assert len(refused) == 1

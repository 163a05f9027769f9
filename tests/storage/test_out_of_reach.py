"""Datastores that no host can get at, or that have another name now, told as what they are."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, Final

import pytest

import aioesx
from aioesx import errors
from aioesx.simulator import Simulator

pytestmark = pytest.mark.anyio


async def _open(esx: aioesx.Connection) -> None:
    async with esx.files.open("[broken] x"):
        pass


VERBS: Final[dict[str, Callable[[aioesx.Connection], Awaitable[Any]]]] = {
    "copy": lambda esx: esx.files.copy("[datastore1] floppy.flp", "[broken] x"),
    "delete": lambda esx: esx.files.delete("[broken] x"),
    "download": lambda esx: esx.files.download("[broken] x", "/dev/null"),
    "exists": lambda esx: esx.files.exists("[broken] x"),
    "list": lambda esx: esx.files.list("[broken]"),
    "make_directory": lambda esx: esx.files.make_directory("[broken] x"),
    "move": lambda esx: esx.files.move("[broken] x", "[datastore1] x"),
    "open": _open,
    "stat": lambda esx: esx.files.stat("[broken] x"),
    "upload": lambda esx: esx.files.upload(b"x", "[broken] x"),
}


def test_every_verb_of_files_is_tried() -> None:
    assert set(VERBS) == {name for name in vars(aioesx.Files) if not name.startswith("_")}


@pytest.mark.parametrize("verb", VERBS)
async def test_a_datastore_out_of_reach_is_not_taken_for_a_locked_file(
    stored: Simulator, storage: aioesx.Connection, verb: str
) -> None:
    with pytest.raises(errors.FaultError, match="no host can get at 'broken'") as caught:
        await VERBS[verb](storage)

    assert caught.value.fault_type == "InaccessibleDatastore"
    assert not isinstance(caught.value, errors.FileLockedError)


async def test_an_image_of_a_datastore_out_of_reach(stored: Simulator, pool: aioesx.Pool) -> None:
    image = await pool.volumes.lookup("iso/tools.iso")
    disk = await pool.volumes.lookup("a/b/c.vmdk")
    stored.change(lambda host: setattr(next(iter(host.datastores.values())), "accessible", False))

    for verb in (image.download, image.upload, disk.download):
        with pytest.raises(errors.FaultError, match="no host can get at 'datastore1'"):
            await verb("/dev/null")


async def test_a_report_on_a_datastore_out_of_reach_is_not_an_empty_one(
    storage: aioesx.Connection,
) -> None:
    with pytest.raises(errors.TaskFailedError, match="InaccessibleDatastore"):
        await storage.storage.images("broken")


async def test_a_datastore_that_was_renamed_says_its_new_name(
    stored: Simulator, pool: aioesx.Pool
) -> None:
    image = await pool.volumes.lookup("iso/tools.iso")
    disk = await pool.volumes.lookup("a/b/c.vmdk")
    stored.change(lambda host: setattr(next(iter(host.datastores.values())), "name", "new"))

    for verb in (image.download, image.upload, disk.download):
        with pytest.raises(errors.NoSuchPoolError, match="it is called 'new' now"):
            await verb("/dev/null")

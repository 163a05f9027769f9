"""A dry run names what would be changed where, and sends none of it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from support.held import PASSWORD

from aioesx import Connection, DryRun, Fleet, errors
from aioesx.simulator import Site

pytestmark = pytest.mark.anyio

CHANGING = ("PowerOnVM_Task", "PowerOffVM_Task", "CreateSnapshot_Task", "PUT", "ReconfigVM_Task")


async def plan(farm: Site, function: Callable[[Connection], Awaitable[Any]]) -> DryRun[Any]:
    """Return the dry run of one host, and hold it against what the host has seen."""
    host = farm.hosts["esx0001"]
    host.forget_calls()
    async with Fleet({"one": host.uri}, password=PASSWORD) as fleet:
        results = await fleet.gather(function, dry_run=True)
    assert not [name for name in CHANGING if host.call_count[name]], "a change was sent"
    found: DryRun[Any] = results.values["one"]
    return found


async def test_changes_that_bring_nothing_are_noted_one_after_the_other(farm: Site) -> None:
    async def toggle(esx: Connection) -> str:
        for entry in await esx.domains.list():
            action = entry.domain.destroy if entry.state == "running" else entry.domain.start
            await action()
        return "done"

    found = await plan(farm, toggle)

    assert [str(change) for change in found.changes] == [
        "PowerOffVM_Task on esx0001-web01",
        "PowerOnVM_Task on esx0001-db01",
    ]
    assert found.changes[0].ref is not None
    assert (found.complete, found.value) == (True, "done")


async def test_it_ends_where_what_comes_next_needs_the_result(farm: Site) -> None:
    async def snapshot(esx: Connection) -> None:
        domain = await esx.domains.lookup("esx0001-web01")
        await domain.destroy()
        await domain.snapshots.create("before")
        await domain.start()

    found = await plan(farm, snapshot)

    assert [change.method for change in found.changes] == [
        "PowerOffVM_Task",
        "CreateSnapshot_Task",
    ]
    assert not found.complete


async def test_a_file_is_not_sent_either(farm: Site, tmp_path: Path) -> None:
    source = tmp_path / "a.iso"
    source.write_bytes(b"x" * 1000)
    store = next(iter(farm.hosts["esx0001"].state.datastores.values())).name

    async def upload(esx: Connection) -> None:
        await esx.files.upload(source, f"[{store}] a.iso")

    found = await plan(farm, upload)
    async with Fleet(farm.uris, password=PASSWORD) as fleet:
        refused = await fleet.gather(upload, read_only=True, limit=1)

    assert len(found.changes) == 1
    assert not found.complete
    error = refused.failed["esx0001"]
    assert isinstance(error, errors.ReadOnlyError)
    assert "left on the host" not in f"{error} {getattr(error, '__notes__', '')}"


async def test_who_swallows_the_end_of_a_dry_run_sends_nothing_after_it(farm: Site) -> None:
    async def stubborn(esx: Connection) -> None:
        domain = await esx.domains.lookup("esx0001-web01")
        for _ in range(3):
            try:
                await domain.snapshots.create("before")
            except errors.DryRunError:
                with pytest.raises(errors.DryRunError):
                    await domain.destroy()

    found = await plan(farm, stubborn)

    assert [change.method for change in found.changes] == ["CreateSnapshot_Task"]
    assert not found.complete


async def test_an_error_is_one_on_a_dry_run_too(farm: Site) -> None:
    async def look_up(esx: Connection) -> None:
        await esx.domains.lookup("nobody")

    async with Fleet({"one": farm.uris["esx0001"]}, password=PASSWORD) as fleet:
        results = await fleet.gather(look_up, dry_run=True)

    assert isinstance(results.failed["one"], errors.NoSuchDomainError)


READS_BY_TASK: dict[str, Callable[[Connection], Awaitable[Any]]] = {
    "orphans": lambda esx: esx.storage.orphans(),
    "images": lambda esx: esx.storage.images(),
    "volumes": lambda esx: esx.volumes.list(),
}


@pytest.mark.parametrize("name", READS_BY_TASK)
async def test_what_reads_by_a_task_is_no_change(farm: Site, name: str) -> None:
    host = farm.hosts["esx0001"]
    async with Fleet({"one": host.uri}, password=PASSWORD) as fleet:
        dry = await fleet.gather(READS_BY_TASK[name], dry_run=True)
        reading = await fleet.gather(READS_BY_TASK[name], read_only=True)

    assert (dry.values["one"].changes, dry.values["one"].complete) == ((), True)
    assert dry.values["one"].value == reading.values["one"]
    assert host.call_count["SearchDatastoreSubFolders_Task"]

"""Of two exports to one place under one name the second goes on with the first, or is refused.

Who asks for it replaces all of the first, of which nothing is gone before the second is whole.
"""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest
from support.hosts import connected
from support.small_disks import MIB, shrink
from support.warm import MACHINE, fill, host_of_small_machines

import aioesx
from aioesx import export
from aioesx._server.moving import ExportLimits, ExportProgress
from aioesx.definition import Disk
from aioesx.errors import ExportRefusedError, ExportStateError
from aioesx.export.record import read_record, write_record
from aioesx.simulator import Simulator

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = [pytest.mark.anyio, pytest.mark.one_loop]

FORMATS: Final = ("qcow2", "raw", "ovf", "ova")
SHORT: Final = (("raw", "qcow2"), ("qcow2", "ova"), ("ovf", "raw"))
PAIRS: Final = [
    pytest.param(a, b, id=f"{a} then {b}", marks=() if (a, b) in SHORT else pytest.mark.long)
    for a, b in itertools.permutations(FORMATS, 2)
]
WAY: Final[dict[str, Any]] = {"way": "folder", "chunk_bytes": MIB}
RECORD: Final = "db01.export.json"


class Broken(Exception):
    pass


def break_at(phase: str, at: int = 0) -> Callable[[ExportProgress], None]:
    def note(progress: ExportProgress) -> None:
        if progress.phase == phase and progress.at >= at:
            raise Broken

    return note


def contents(directory: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in directory.iterdir()}


async def broken_off(domain: aioesx.Domain, target: Path, made: Any, **options: Any) -> None:
    with pytest.raises(Broken):
        await domain.export(
            target,
            format=made,
            limits=ExportLimits(per_disk=1),
            on_progress=break_at("verifying" if made in ("ovf", "ova") else "copying", 0),
            **{**WAY, **options},
        )


@pytest.mark.parametrize(("first", "second"), PAIRS)
@pytest.mark.parametrize("options", [{}, {"resume": False}], ids=["again", "anew"])
async def test_another_format_is_refused_and_nothing_is_touched(
    domain: aioesx.Domain, tmp_path: Path, first: Any, second: Any, options: dict[str, Any]
) -> None:
    await domain.export(tmp_path, format=first, **WAY)
    before = contents(tmp_path)

    plan = await domain.plan_export(tmp_path, format=second, **options)
    with pytest.raises(ExportRefusedError) as caught:
        await domain.export(tmp_path, format=second, **WAY, **options)

    (refusal,) = plan.refusals
    assert caught.value.refusals == plan.refusals
    assert refusal.kind == "exists"
    assert f"{RECORD}, a complete export of 'db01' as {first}: " in str(refusal)
    assert "another directory" in str(refusal)
    assert "--overwrite" in str(refusal)
    assert contents(tmp_path) == before


@pytest.mark.parametrize(("first", "second"), PAIRS)
async def test_so_it_is_where_the_first_is_half(
    domain: aioesx.Domain, tmp_path: Path, first: Any, second: Any
) -> None:
    await broken_off(domain, tmp_path, first)
    before = contents(tmp_path)

    with pytest.raises(ExportRefusedError, match=f"a half export of 'db01' as {first}: "):
        await domain.export(tmp_path, format=second, **WAY)

    assert contents(tmp_path) == before
    await domain.export(tmp_path, format=first, **WAY)
    assert [each.state for each in await export.status(tmp_path)] == ["done"]


@pytest.mark.parametrize(("first", "second"), PAIRS)
async def test_told_to_it_replaces_all_of_the_first_and_nothing_else(
    domain: aioesx.Domain, tmp_path: Path, first: Any, second: Any
) -> None:
    await domain.export(tmp_path, format=first, **WAY)
    (tmp_path / "db01-notes.txt").write_text("of somebody else")

    done = await domain.export(tmp_path, format=second, overwrite=True, **WAY)

    assert sorted(contents(tmp_path)) == sorted(
        {"db01-notes.txt", *(path.name for path in done.files)}
    )
    await export.verify(tmp_path)
    record = read_record(tmp_path / RECORD)
    assert record is not None
    assert "replaces" not in record.extra


@pytest.mark.parametrize(("first", "second"), PAIRS)
async def test_until_the_second_is_whole_the_first_stands(
    domain: aioesx.Domain, tmp_path: Path, first: Any, second: Any
) -> None:
    done = await domain.export(tmp_path, format=first, **WAY)
    images = [path.name for path in done.files if path.name != RECORD]
    before = contents(tmp_path)

    await broken_off(domain, tmp_path, second, overwrite=True)
    between = contents(tmp_path)
    again = await domain.export(tmp_path, format=second, **WAY)

    assert {name: between[name] for name in images} == {name: before[name] for name in images}
    assert sorted(contents(tmp_path)) == sorted(path.name for path in again.files)
    await export.verify(tmp_path)


async def test_a_third_removes_what_the_second_was_to_replace(
    domain: aioesx.Domain, tmp_path: Path
) -> None:
    await domain.export(tmp_path, format="raw", **WAY)
    await broken_off(domain, tmp_path, "qcow2", overwrite=True)

    done = await domain.export(tmp_path, format="ova", overwrite=True, **WAY)

    assert sorted(contents(tmp_path)) == sorted(path.name for path in done.files)


@pytest.mark.parametrize("second", FORMATS)
@pytest.mark.parametrize("state", ["complete", "half"])
async def test_what_is_of_another_machine_is_refused(
    store: Simulator, domain: aioesx.Domain, tmp_path: Path, second: Any, state: str
) -> None:
    if state == "complete":
        await domain.export(tmp_path, name="same", **WAY)
    else:
        await broken_off(domain, tmp_path, "qcow2", name="same")
    before = contents(tmp_path)
    store.change(lambda host: shrink(host, "win01", MIB))
    async with connected(store) as esx:
        other = await esx.domains.lookup("win01")
        await other.destroy()
        with pytest.raises(ExportRefusedError, match=f"a {state} export of another machine, 'db01"):
            await other.export(tmp_path, name="same", format=second, **WAY)
        assert contents(tmp_path) == before

        done = await other.export(tmp_path, name="same", format=second, overwrite=True, **WAY)

    assert sorted(contents(tmp_path)) == sorted(path.name for path in done.files)


@pytest.mark.parametrize("made", FORMATS)
async def test_a_machine_that_has_another_number_of_disks_now_replaces_nothing_unasked(
    domain: aioesx.Domain, tmp_path: Path, made: Any
) -> None:
    await domain.export(tmp_path, format=made, **WAY)
    before = contents(tmp_path)
    await domain.attach(Disk(), create=MIB)

    with pytest.raises(ExportRefusedError, match="cannot be gone on with"):
        await domain.export(tmp_path, format=made, **WAY)

    assert contents(tmp_path) == before
    done = await domain.export(tmp_path, format=made, overwrite=True, **WAY)
    assert sorted(contents(tmp_path)) == sorted(path.name for path in done.files)


async def test_a_record_that_comes_behind_the_look_is_seen_under_the_lock(
    domain: aioesx.Domain, tmp_path: Path
) -> None:
    await domain.export(tmp_path / "raw", format="raw", **WAY)
    record = read_record(tmp_path / "raw" / RECORD)
    assert record is not None
    (tmp_path / "out").mkdir()

    def another(progress: ExportProgress) -> None:
        if progress.phase == "preparing":
            write_record(tmp_path / "out" / RECORD, record)

    with pytest.raises(ExportStateError, match="a complete export of 'db01' as raw: "):
        await domain.export(tmp_path / "out", on_progress=another, **WAY)

    assert list(contents(tmp_path / "out")) == [RECORD]


@pytest.mark.parametrize("first", ["qcow2", "raw"])
async def test_a_warm_move_replaces_no_complete_export_unasked(tmp_path: Path, first: Any) -> None:
    with Simulator(host_of_small_machines()) as simulator:
        fill(simulator)
        async with connected(simulator) as esx:
            web = await esx.domains.lookup(MACHINE)
            await web.export(tmp_path, format=first, way="snapshot")
            before = contents(tmp_path)
            warm = aioesx.WarmOptions(shutdown_seconds=10)
            formats: tuple[Any, ...] = ("qcow2", "raw")
            for made in formats:
                with pytest.raises(ExportRefusedError, match=f"complete export of .* as {first}"):
                    await web.export(tmp_path, format=made, warm=warm)
            assert contents(tmp_path) == before

            done = await web.export(tmp_path, format="raw", warm=warm, overwrite=True)

    assert sorted(contents(tmp_path)) == sorted(path.name for path in done.files)

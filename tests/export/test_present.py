"""`status` looks at each file that a record names, and reads none: is it there, how long is it."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest
from support.small_disks import MIB

from aioesx import export
from aioesx._server.moving import ExportLimits, ExportProgress
from aioesx.export.record import read_record, write_record

if TYPE_CHECKING:
    import aioesx

pytestmark = [pytest.mark.anyio, pytest.mark.one_loop]

FORMATS: Final = ("qcow2", "raw", "ovf", "ova")
FILES: Final = {
    "qcow2": ("db01.qcow2", "db01.xml"),
    "raw": ("db01.raw", "db01.xml"),
    "ovf": ("db01.ovf", "db01.mf", "db01-disk1.vmdk"),
    "ova": ("db01.ova",),
}
EACH: Final = [(made, file) for made, files in FILES.items() for file in files]
WITH_SIZE: Final = [(made, file) for made, file in EACH if not file.endswith(".xml")]
WAY: Final[dict[str, Any]] = {"way": "folder", "chunk_bytes": MIB}
RECORD: Final = "db01.export.json"


class Broken(Exception):
    pass


def shorter(path: Path) -> None:
    os.truncate(path, path.stat().st_size - 1)


def longer(path: Path) -> None:
    os.truncate(path, path.stat().st_size + 1)


def empty(path: Path) -> None:
    os.truncate(path, 0)


async def trouble_of(target: Path) -> tuple[str, ...]:
    (found,) = await export.status(target)
    return found.trouble


@pytest.mark.parametrize("made", FORMATS)
async def test_nothing_is_wrong_with_what_is_whole(
    domain: aioesx.Domain, tmp_path: Path, made: Any
) -> None:
    done = await domain.export(tmp_path, format=made, **WAY)

    assert await trouble_of(tmp_path) == ()
    assert {path.name for path in done.files} == {*FILES[made], RECORD}


@pytest.mark.parametrize(("made", "file"), EACH)
async def test_a_file_that_is_missing_is_named(
    domain: aioesx.Domain, tmp_path: Path, made: Any, file: str
) -> None:
    await domain.export(tmp_path, format=made, **WAY)
    (tmp_path / file).unlink()

    assert await trouble_of(tmp_path) == (f"{file} is missing",)


@pytest.mark.parametrize("change", [shorter, longer, empty])
@pytest.mark.parametrize(("made", "file"), WITH_SIZE)
async def test_a_file_of_another_size_is_named_with_both(
    domain: aioesx.Domain, tmp_path: Path, made: Any, file: str, change: Callable[[Path], None]
) -> None:
    await domain.export(tmp_path, format=made, **WAY)
    size = (tmp_path / file).stat().st_size
    change(tmp_path / file)
    now = (tmp_path / file).stat().st_size

    assert await trouble_of(tmp_path) == (f"{file} has {now} bytes instead of {size}",)


async def test_the_machine_may_be_described_otherwise(
    domain: aioesx.Domain, tmp_path: Path
) -> None:
    await domain.export(tmp_path, **WAY)
    longer(tmp_path / "db01.xml")

    assert await trouble_of(tmp_path) == ()


async def test_what_is_no_file_is_none(domain: aioesx.Domain, tmp_path: Path) -> None:
    await domain.export(tmp_path, **WAY)
    (tmp_path / "db01.qcow2").unlink()
    (tmp_path / "db01.qcow2").mkdir()

    assert await trouble_of(tmp_path) == ("db01.qcow2 is no file",)


@pytest.mark.parametrize(
    ("made", "told"), [("raw", ("db01.raw has 5 bytes instead of 6291456",)), ("qcow2", ())]
)
async def test_a_record_that_knows_no_sizes_tells_what_it_can(
    domain: aioesx.Domain, tmp_path: Path, made: Any, told: tuple[str, ...]
) -> None:
    """Of an earlier version, that is."""
    await domain.export(tmp_path, format=made, **WAY)
    record = read_record(tmp_path / RECORD)
    assert record is not None
    del record.extra["sizes"]
    write_record(tmp_path / RECORD, record)
    os.truncate(tmp_path / f"db01.{made}", 5)

    assert await trouble_of(tmp_path) == told


# --- what is half --------------------------------------------------------------------------------

PARTS: Final = {
    "qcow2": "db01.qcow2.part",
    "raw": "db01.raw.part",
    "ovf": "db01-disk1.vmdk.part",
    "ova": "db01.ova.part",
}


async def broken_off(domain: aioesx.Domain, target: Path, made: Any, phase: str) -> None:
    def note(progress: ExportProgress) -> None:
        if progress.phase == phase and (phase != "copying" or progress.at >= 3 * MIB):
            raise Broken

    with pytest.raises(Broken):
        await domain.export(
            target, format=made, limits=ExportLimits(per_disk=1), on_progress=note, **WAY
        )


@pytest.mark.parametrize("phase", ["copying", "verifying", "finishing"])
@pytest.mark.parametrize("made", FORMATS)
async def test_nothing_is_wrong_with_what_is_half(
    domain: aioesx.Domain, tmp_path: Path, made: Any, phase: str
) -> None:
    await broken_off(domain, tmp_path, made, phase)

    assert await trouble_of(tmp_path) == ()


@pytest.mark.parametrize("made", FORMATS)
async def test_a_part_that_is_missing_is_named(
    domain: aioesx.Domain, tmp_path: Path, made: Any
) -> None:
    await broken_off(domain, tmp_path, made, "verifying")
    (tmp_path / PARTS[made]).unlink()

    assert await trouble_of(tmp_path) == (f"{PARTS[made]} is missing",)


@pytest.mark.parametrize("made", FORMATS)
async def test_a_part_that_has_less_than_was_safe_is_named(
    domain: aioesx.Domain, tmp_path: Path, made: Any
) -> None:
    await broken_off(domain, tmp_path, made, "verifying")
    os.truncate(tmp_path / PARTS[made], 5)

    (told,) = await trouble_of(tmp_path)

    assert told.startswith(f"{PARTS[made]} has 5 bytes instead of ")

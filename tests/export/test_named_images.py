"""An image that has its name is taken for an earlier run's only if it is the file of that run.

Where something is replaced, what has the name may be what was there before; and where nothing is
hashed, no proof would find that.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest
from support.small_disks import MIB, content_of

from aioesx._server.moving import ExportProgress
from aioesx.definition import Disk
from aioesx.errors import TransferError
from aioesx.export.images.image import Image
from aioesx.export.record import read_record

if TYPE_CHECKING:
    import aioesx
    from aioesx.simulator import Simulator

pytestmark = [pytest.mark.anyio, pytest.mark.one_loop]

VERIFY: Final = ("none", "read")


class Broken(Exception):
    pass


def at_the_end(progress: ExportProgress) -> None:
    if progress.phase == "finishing":
        raise Broken


async def broken_off_whole(domain: aioesx.Domain, target: Path, **options: Any) -> None:
    """Break an export off when all has come, and before anything has its name."""
    with pytest.raises(Broken):
        await domain.export(target, format="raw", way="folder", on_progress=at_the_end, **options)


@pytest.mark.parametrize("verify", VERIFY)
async def test_what_was_to_be_replaced_is_not_taken_for_what_came(
    domain: aioesx.Domain, store: Simulator, tmp_path: Path, verify: Any
) -> None:
    options: dict[str, Any] = {"chunk_bytes": MIB, "verify": verify}
    await domain.export(tmp_path, format="raw", way="folder", **options)
    old = (tmp_path / "db01.raw").read_bytes()
    store.write_disk("db01", "", 4 * MIB, b"after the first export")
    await broken_off_whole(domain, tmp_path, overwrite=True, **options)
    (tmp_path / "db01.raw.part").unlink()

    with pytest.raises(TransferError, match="there already"):
        await domain.export(tmp_path, format="raw", way="folder", **options)
    assert (tmp_path / "db01.raw").read_bytes() == old

    done = await domain.export(tmp_path, format="raw", way="folder", overwrite=True, **options)

    assert (done.disks[0].resumed, done.moved) == (0, 6 * MIB)
    assert (tmp_path / "db01.raw").read_bytes() == content_of(store, "db01") != old


def stop_at_the_second(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the first image get its name, and the second not."""
    real, ended = Image.finish, [0]

    async def finish(image: Image) -> None:
        ended[0] += 1
        if ended[0] == 2:
            raise Broken
        await real(image)

    monkeypatch.setattr(Image, "finish", finish)


async def two_disks(
    domain: aioesx.Domain, target: Path, monkeypatch: pytest.MonkeyPatch, **options: Any
) -> None:
    """Break an export of two disks off when the first image has its name."""
    with monkeypatch.context() as patched:
        stop_at_the_second(patched)
        with pytest.raises(Broken):
            await domain.export(target, format="raw", way="folder", **options)
    assert (target / "db01-disk1.raw").exists()
    assert (target / "db01-disk2.raw.part").exists()


@pytest.mark.parametrize("verify", VERIFY)
@pytest.mark.parametrize("overwrite", [True, False], ids=["overwriting", "not overwriting"])
async def test_what_has_got_its_name_is_gone_on_with_again_and_again(
    domain: aioesx.Domain,
    store: Simulator,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    verify: Any,
    overwrite: bool,
) -> None:
    options: dict[str, Any] = {"chunk_bytes": MIB, "verify": verify, "overwrite": overwrite}
    await domain.attach(Disk(), create=MIB)
    await two_disks(domain, tmp_path, monkeypatch, **options)
    await broken_off_whole(domain, tmp_path, **options)
    record = read_record(tmp_path / "db01.export.json")
    assert record is not None
    assert record.state != "done"

    done = await domain.export(tmp_path, format="raw", way="folder", **options)

    assert (done.moved, [disk.resumed for disk in done.disks]) == (0, [6 * MIB, MIB])
    assert (tmp_path / "db01-disk1.raw").read_bytes() == content_of(store, "db01")


@pytest.mark.parametrize("verify", VERIFY)
async def test_one_of_the_same_name_that_was_there_before_is_none_of_them(
    domain: aioesx.Domain,
    store: Simulator,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    verify: Any,
) -> None:
    options: dict[str, Any] = {"chunk_bytes": MIB, "verify": verify, "overwrite": True}
    await domain.attach(Disk(), create=MIB)
    await domain.export(tmp_path, format="raw", way="folder", **options)
    store.write_disk("db01", "scsi0:1", 0, b"on the second disk, after the first export")
    await two_disks(domain, tmp_path, monkeypatch, **options)
    (tmp_path / "db01-disk2.raw.part").unlink()

    done = await domain.export(tmp_path, format="raw", way="folder", **options)

    assert [disk.resumed for disk in done.disks] == [6 * MIB, 0]
    whole = (tmp_path / "db01-disk2.raw").read_bytes()
    assert whole.startswith(b"on the second disk, after the first export")


async def test_a_complete_export_may_be_put_elsewhere(
    domain: aioesx.Domain, tmp_path: Path
) -> None:
    (tmp_path / "there").mkdir()
    await domain.export(tmp_path / "here", format="raw", way="folder", chunk_bytes=MIB)
    for path in (tmp_path / "here").iterdir():
        (tmp_path / "there" / path.name).write_bytes(path.read_bytes())

    again = await domain.export(tmp_path / "there", format="raw", way="folder", chunk_bytes=MIB)

    assert again.moved == 0

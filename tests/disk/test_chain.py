"""Opening a chain: what is followed, and how each broken link is told."""

from __future__ import annotations

import dataclasses
import random
from collections.abc import Callable
from pathlib import Path

import pytest
from support.chains import SECTOR, Chain, Files

from aioesx.datastore_path import DatastorePath
from aioesx.disk import (
    NO_PARENT,
    Descriptor,
    Extent,
    drive,
    format_descriptor,
    open_chain,
    parse_descriptor,
)
from aioesx.disk.chain import MAX_LINKS
from aioesx.errors import ChainError, DiskKindError, NoSuchPoolError, NotFoundError

DELTA, SESPARSE = "disk-000001-delta.vmdk", "disk-000002-sesparse.vmdk"
CONTENT = random.Random(1).randbytes(100 * SECTOR)


@pytest.fixture
def chain(tmp_path: Path) -> Chain:
    made = Chain(tmp_path, CONTENT)
    made.snapshot("cowd", {3: bytes(SECTOR)})
    made.snapshot("sesparse", {1: None})
    return made


def _edit(chain: Chain, name: str, **changes: object) -> None:
    path = chain.directory / name
    descriptor = parse_descriptor(path.read_bytes())
    path.write_text(format_descriptor(dataclasses.replace(descriptor, **changes)))  # type: ignore[arg-type]


def _error(chain: Chain) -> ChainError:
    with pytest.raises(ChainError) as caught:
        drive(open_chain(chain.path), Files(chain.directory).answer)
    return caught.value


def test_a_chain_is_followed_to_its_base(chain: Chain) -> None:
    opened = drive(open_chain(chain.path), Files(chain.directory).answer)

    assert [str(link.path) for link in opened.links] == [
        "[ds] disk-000002.vmdk", "[ds] disk-000001.vmdk", "[ds] disk.vmdk"
    ]  # fmt: skip
    assert opened.capacity == len(CONTENT)


def test_it_takes_two_requests_a_file(chain: Chain) -> None:
    files = Files(chain.directory)

    drive(open_chain(chain.path), files.answer)

    assert files.requests == 3 * 2 + 2 * 2 + 1, "descriptors, extents, the size of the flat file"


# --- broken links --------------------------------------------------------------------------------


def test_a_missing_link_is_told_with_those_above_it(chain: Chain) -> None:
    (chain.directory / "disk-000001.vmdk").unlink()

    error = _error(chain)

    assert str(error) == (
        "link 2 of the chain of [ds] disk-000002.vmdk cannot be read:\n"
        "  1 [ds] disk-000002.vmdk: seSparse, CID 12000003, its parent 11000002\n"
        "  2 [ds] disk-000001.vmdk: there is no such file"
    )
    assert [link.problem for link in error.links] == [None, "there is no such file"]
    assert error.broken.path == "[ds] disk-000001.vmdk"


def test_a_host_that_has_no_such_file_is_told_alike(chain: Chain) -> None:
    def answer(_: object) -> bytes:
        raise NotFoundError("FileNotFound", "")

    with pytest.raises(ChainError, match=r"1 .*disk-000002.vmdk: there is no such file"):
        drive(open_chain(chain.path), answer)


def test_other_trouble_with_a_file_is_passed_on(chain: Chain) -> None:
    def answer(_: object) -> bytes:
        raise PermissionError("locked")

    with pytest.raises(PermissionError, match="locked"):
        drive(open_chain(chain.path), answer)


@pytest.mark.parametrize(
    ("name", "changes", "reason"),
    [
        ("disk.vmdk", {"cid": 5}, "2 .*\n  3 .*CID 00000005; its child was made on CID 10000001"),
        ("disk-000001.vmdk", {"parent_hint": None}, "has a parent with CID 10000001, and does not"),
        ("disk-000001.vmdk", {"parent_cid": NO_PARENT}, "no parent, and that 'disk.vmdk' is that"),
        ("disk.vmdk", {"parent_hint": "disk-000002.vmdk", "parent_cid": 0x12000003},
         "4 .*disk-000002.vmdk: the chain leads back to it"),
        ("disk-000002.vmdk", {"parent_hint": "../disk.vmdk"}, "does not name a file in"),
        ("disk-000002.vmdk", {"parent_hint": "a/../../disk.vmdk"}, "does not name a file in"),
        ("disk-000002.vmdk", {"parent_hint": "x/.."}, "does not name a file in"),
        ("disk-000002.vmdk", {"parent_hint": "a\tb"}, "does not name a file in"),
        ("disk-000002.vmdk", {"parent_hint": "/vmfs/volumes/ds/disk.vmdk"}, "no one says what"),
        ("disk-000002.vmdk", {"parent_hint": "C:\\disk.vmdk"}, "no one says what datastore"),
        ("disk-000001.vmdk", {"extents": (Extent("RW", 100, "VMFSSPARSE", "gone.vmdk"),)},
         r"there is no \[ds\] gone.vmdk"),
        ("disk-000001.vmdk", {"extents": (Extent("RW", 99, "VMFSSPARSE", DELTA),)},
         "says that it has 100 sectors, its descriptor 99"),
        ("disk-000002.vmdk", {"extents": (Extent("RW", 90, "SESPARSE", SESPARSE),)},
         "says that it has 100 sectors, its descriptor 90"),
        ("disk.vmdk", {"extents": (Extent("RW", 101, "VMFS", "disk-flat.vmdk"),)},
         "has 51200 bytes, and should have 51712"),
        ("disk.vmdk", {"extents": (Extent("RW", 1, "FLAT", "disk-flat.vmdk", 100),)},
         "has 51200 bytes, and should have 51712"),
        ("disk-000001.vmdk", {"extents": (Extent("RW", 100, "VMFSSPARSE", "disk-flat.vmdk"),)},
         "is no COWD extent"),
        ("disk-000001.vmdk", {"extents": (Extent("RW", 100, "SESPARSE", "disk-flat.vmdk"),)},
         "is no seSparse extent"),
    ],
)  # fmt: skip
def test_a_broken_link_is_told(
    chain: Chain, name: str, changes: dict[str, object], reason: str
) -> None:
    _edit(chain, name, **changes)

    error = _error(chain)

    with pytest.raises(ChainError, match=reason):
        raise error
    assert not isinstance(error, DiskKindError)
    assert [link.problem is None for link in error.links[:-1]] == [True] * (len(error.links) - 1)


def test_a_descriptor_that_is_none_is_told(chain: Chain) -> None:
    (chain.directory / "disk.vmdk").write_bytes(b"KDMV" + bytes(100_000))

    assert "this file has 65537: a sparse disk" in str(_error(chain).broken.problem)


def test_a_chain_without_end_ends(tmp_path: Path) -> None:
    extent = (Extent("RW", 1, "ZERO"),)
    for number in range(MAX_LINKS + 1):
        text = format_descriptor(Descriptor(1, "vmfs", extent, 1, f"{number + 1}.vmdk"))
        (tmp_path / f"{number}.vmdk").write_text(text)

    with pytest.raises(ChainError, match=f"more than {MAX_LINKS} links"):
        drive(open_chain(DatastorePath("ds", "0.vmdk")), Files(tmp_path).answer)


def test_extents_are_counted(tmp_path: Path) -> None:
    chain = Chain(tmp_path, CONTENT)
    many = (Extent("RW", 1, "ZERO"),) * 600
    _edit(chain, "disk.vmdk", extents=many, parent_cid=2, parent_hint="base.vmdk")
    (tmp_path / "base.vmdk").write_text(format_descriptor(Descriptor(2, "vmfs", many)))

    with pytest.raises(ChainError, match="more than 1024 extents"):
        drive(open_chain(chain.path), Files(tmp_path).answer)


# --- kinds ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        ("vmfsRawDeviceMap", "is a device of the host"),
        ("vmfsPassthroughRawDeviceMap", "is a device of the host"),
        ("streamOptimized", "is a format for transport"),
        ("monolithicSparse", "is a format that hosts do not run"),
        ("twoGbMaxExtentSparse", "is a format that hosts do not run"),
        ("twoGbMaxExtentFlat", "is a format that hosts do not run"),
        ("vsanSparse", "is kept in a store of objects"),
        ("toaster", "is a kind of disk that is not known"),
    ],
)
def test_a_kind_that_is_not_read_is_refused_by_its_name(
    chain: Chain, kind: str, reason: str
) -> None:
    _edit(chain, "disk.vmdk", create_type=kind)

    with pytest.raises(DiskKindError, match=f"3 .*: {kind}, .*; {kind} {reason}") as caught:
        raise _error(chain)
    assert caught.value.kind_of_disk == kind


@pytest.mark.parametrize(
    ("extent", "kind"),
    [
        (Extent("RW", 100, "VMFSRDM", "disk-rdm.vmdk"), "VMFSRDM"),
        (Extent("RW", 100, "SPARSE", "disk-s001.vmdk"), "SPARSE"),
        (Extent("RW", 100, "TOASTER", "x"), "TOASTER"),
        (Extent("NOACCESS", 100, "VMFS", "disk-flat.vmdk"), "NOACCESS"),
        (Extent("RW", 100, "VMFS", "vsan://52a4-b1"), "vsan"),
        (Extent("RW", 100, "VMFS", "vvol://rfc4122.60a0"), "vvol"),
    ],
)
def test_so_is_a_kind_of_extent(chain: Chain, extent: Extent, kind: str) -> None:
    _edit(chain, "disk.vmdk", extents=(extent,))

    with pytest.raises(DiskKindError) as caught:
        raise _error(chain)
    assert caught.value.kind_of_disk == kind
    assert len(caught.value.links) == 3


# --- names ---------------------------------------------------------------------------------------


def _moved(chain: Chain, hint: str) -> DatastorePath:
    """Move the two snapshots into a directory of their own."""
    (chain.directory / "web").mkdir()
    for path in chain.directory.glob("disk-00*"):
        path.rename(chain.directory / "web" / path.name)
    child = chain.directory / "web" / "disk-000001.vmdk"
    descriptor = parse_descriptor(child.read_bytes())
    child.write_text(format_descriptor(dataclasses.replace(descriptor, parent_hint=hint)))
    return DatastorePath("ds", "web/disk-000002.vmdk")


@pytest.mark.parametrize("hint", ["../disk.vmdk", "./../disk.vmdk", "x/../../disk.vmdk"])
def test_a_parent_in_another_directory_is_found(chain: Chain, hint: str) -> None:
    opened = drive(open_chain(_moved(chain, hint)), Files(chain.directory).answer)

    assert opened.links[2].path == DatastorePath("ds", "disk.vmdk")


def test_an_absolute_name_is_located_by_whoever_knows_the_mounts(chain: Chain) -> None:
    asked = []

    def locate(name: str, path: DatastorePath) -> DatastorePath:
        asked.append((name, str(path)))
        return DatastorePath("ds", "disk.vmdk")

    hint = "/vmfs/volumes/5f3e-ab/disk.vmdk"
    opened = drive(open_chain(_moved(chain, hint), locate), Files(chain.directory).answer)

    assert opened.links[2].path == DatastorePath("ds", "disk.vmdk")
    assert asked == [(hint, "[ds] web/disk-000001.vmdk")]


def _refuse(_: str, __: DatastorePath) -> DatastorePath:
    raise NoSuchPoolError("there is no datastore '5f3e-ab'")


@pytest.mark.parametrize(
    ("locate", "reason"),
    [
        (_refuse, "cannot be found: .*there is no datastore '5f3e-ab'"),
        (lambda *_: DatastorePath("ds", "../etc/passwd"), "does not name a file"),
        (lambda *_: DatastorePath("ds", ""), "does not name a file"),
    ],
)
def test_what_cannot_be_located_is_told(
    chain: Chain, locate: Callable[[str, DatastorePath], DatastorePath], reason: str
) -> None:
    path = _moved(chain, "/vmfs/volumes/5f3e-ab/disk.vmdk")

    with pytest.raises(ChainError, match=f"2 .*; '/vmfs/volumes/5f3e-ab/disk.vmdk' {reason}"):
        drive(open_chain(path, locate), Files(chain.directory).answer)

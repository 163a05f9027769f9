"""Extents that are damaged or made to harm: refused with the reason, and never at a great cost."""

from __future__ import annotations

import random
import struct
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.chains import SECTOR, Chain, Files

from aioesx.disk import Layout, Read, Size, drive, open_chain
from aioesx.errors import ChainError, DiskError

SECTORS: Final = 9000
COWD_DIRECTORY: Final = 4 * SECTOR
COWD_TABLE: Final = 5 * SECTOR
SE_DIRECTORY: Final = 8 * SECTOR
SE_TABLE: Final = 16 * SECTOR


def _chain(directory: Path, kind: str) -> tuple[Chain, Path]:
    chain = Chain(directory, bytes(SECTORS * SECTOR))
    grain = SECTOR if kind == "cowd" else 4096
    chain.snapshot(kind, {0: b"a" * grain, 1: None, 2: b"b" * grain})
    (file,) = directory.glob("disk-000001-*")
    return chain, file


def _read(chain: Chain, files: Files) -> bytes:
    opened = drive(open_chain(chain.path), files.answer)
    layout = Layout(opened)
    data = bytearray(opened.capacity)
    at = 0
    while at < opened.capacity:
        survey = drive(layout.survey(at, opened.capacity), files.answer)
        assert survey.stop > at
        at = survey.stop
        for request in layout.requests(survey.runs):
            for offset, piece in request.pieces(drive(layout.fetch(request), files.answer)):
                data[offset : offset + len(piece)] = piece
    return bytes(data)


def _refusal(directory: Path, kind: str, damage: Mapping[int, bytes]) -> ChainError:
    chain, file = _chain(directory, kind)
    data = bytearray(file.read_bytes())
    for offset, new in damage.items():
        data[offset : offset + len(new)] = new
    file.write_bytes(data)
    with pytest.raises(ChainError) as caught:
        _read(chain, Files(directory))
    assert caught.value.links[0].path == "[ds] disk-000001.vmdk"
    return caught.value


def u32(value: int) -> bytes:
    return struct.pack("<I", value)


def u64(value: int) -> bytes:
    return struct.pack("<Q", value)


@pytest.mark.parametrize(
    ("damage", "reason"),
    [
        ({0: b"KDMV"}, "is no COWD extent: it begins with b'KDMV'"),
        ({4: u32(2)}, "is a COWD extent of version 2, not 1"),
        ({8: u32(7)}, "is marked as inconsistent"),
        ({12: u32(0)}, "says that it is empty"),
        ({12: u32(2**32 - 1)}, "has 3 entries in its directory where it takes 1048576"),
        ({12: u32(2**32 - 1), 24: u32(2**32 - 1)}, "before the end of its grain directory"),
        ({16: u32(0)}, "has grains of 0 sectors"),
        ({16: u32(3)}, "has grains of 3 sectors"),
        ({16: u32(256)}, "has grains of 256 sectors"),
        ({20: u32(3)}, "has its directory at sector 3, inside of its header"),
        ({20: u32(2**32 - 1)}, "before the end of its grain directory"),
        ({24: u32(2)}, "has 2 entries in its directory where it takes 3"),
        ({COWD_DIRECTORY: u32(4)}, "grain table at sector 4, inside of the header or directory"),
        ({COWD_DIRECTORY + 4: u32(5)}, "grain table at sector 5, on that at 5"),
        ({COWD_DIRECTORY + 4: u32(36)}, "grain table at sector 36, on that at 5"),
        ({COWD_DIRECTORY: u32(2**32 - 1)}, "sector 4294967295, beyond its end"),
        ({COWD_TABLE: u32(2)}, "entry 0 of the grain table at 2560 .* points at 1024, where no"),
        ({COWD_TABLE: u32(2**32 - 1)}, "points beyond the end of the file: 512 bytes at"),
        ({COWD_TABLE + 4: u32(38)}, "two places of the disk"),
    ],
)
def test_a_damaged_cowd_extent_is_refused(
    damage: dict[int, bytes], reason: str, tmp_path: Path
) -> None:
    with pytest.raises(ChainError, match=f"1 .*; .*{reason}"):
        raise _refusal(tmp_path, "cowd", damage)


@pytest.mark.parametrize(
    ("damage", "reason"),
    [
        ({0: b"COWD"}, "is no seSparse extent: it begins with b'COWD"),
        ({8: u64(0x2_0000_0002)}, "is a seSparse extent of version 0x200000002"),
        ({16: u64(0)}, "says that it has 0 sectors"),
        ({16: u64(2**63)}, "says that it has 9223372036854775808 sectors"),
        ({16: u64(2**37)}, "has 64 entries where it takes 4194304"),
        ({16: u64(2**37), 17 * 8: u64(2**20)}, "before the end of its grain directory"),
        ({24: u64(16)}, "has grains of 16 sectors and tables of 64"),
        ({32: u64(65)}, "has grains of 8 sectors and tables of 65"),
        ({40: u64(1)}, "uses fields of the header that are not known"),
        ({500: b"x"}, "uses fields of the header that are not known"),
        ({80: u64(2**60)}, "before the end of its volatile header"),
        ({80: u64(0)}, "has no volatile header where it should be"),
        ({SECTOR + 24: u64(1)}, "was not left clean: its journal is to be replayed"),
        ({16 * 8: u64(2**50)}, "before the end of its grain directory"),
        ({16 * 8: u64(0)}, "has 0xcafebabe in its directory, which means"),
        ({18 * 8: u64(8)}, "has its tables at sector 8, on what is before"),
        ({18 * 8: u64(2**50)}, "has grain table 0 in its directory, and room for 0"),
        ({19 * 8: u64(63)}, "has grain table 0 in its directory, and room for 0"),
        ({24 * 8: u64(9)}, "has its grains at sector 9, on what is before"),
        ({SE_DIRECTORY: u64(1)}, "has 0x1 in its directory, which means nothing"),
        ({SE_DIRECTORY: u64(0x2000_0000 << 32)}, "which means nothing"),
        ({SE_DIRECTORY: u64(0x1000_0000 << 32 | 0xFFFFFFFF)}, "which means nothing"),
        ({SE_DIRECTORY: u64(0x1000_0000 << 32 | 1)}, "has grain table 1 in its directory, and"),
        ({SE_TABLE: u64(5)}, "entry 0 of the grain table at 8192 in .* is 0x5, which means"),
        ({SE_TABLE: u64(4 << 60)}, "is 0x4000000000000000, which means nothing"),
        ({SE_TABLE: u64(3 << 60 | 2 << 48)}, "points beyond the end of the file: 4096 bytes at"),
        ({SE_TABLE: u64(2**62 - 1)}, "points beyond the end of the file"),
        ({SE_TABLE + 8: u64(3 << 60)}, "two places of the disk, 4096 one of them"),
    ],
)
def test_a_damaged_sesparse_extent_is_refused(
    damage: dict[int, bytes], reason: str, tmp_path: Path
) -> None:
    with pytest.raises(ChainError, match=f"1 .*; .*{reason}"):
        raise _refusal(tmp_path, "sesparse", damage)


def test_a_table_that_is_there_twice_is_refused(tmp_path: Path) -> None:
    chain = Chain(tmp_path, bytes(17 * 2**20))
    chain.snapshot("sesparse", {0: None, 4096: None})
    file = tmp_path / "disk-000001-sesparse.vmdk"
    data = bytearray(file.read_bytes())
    data[SE_DIRECTORY + 8 : SE_DIRECTORY + 16] = data[SE_DIRECTORY : SE_DIRECTORY + 8]
    file.write_bytes(data)

    with pytest.raises(ChainError, match="has grain table 0 in its directory twice"):
        _read(chain, Files(tmp_path))


@pytest.mark.parametrize("kind", ["cowd", "sesparse"])
def test_a_file_that_ends_early_is_refused_wherever_that_is(kind: str, tmp_path: Path) -> None:
    chain, file = _chain(tmp_path, kind)
    whole = file.read_bytes()
    for length in [*range(0, len(whole), 1021), len(whole) - 1]:
        file.write_bytes(whole[:length])
        with pytest.raises(ChainError):
            _read(chain, Files(tmp_path))


def test_a_file_that_shrinks_while_it_is_read_is_told(tmp_path: Path) -> None:
    chain, _ = _chain(tmp_path, "cowd")
    files = Files(tmp_path)
    opened = drive(open_chain(chain.path), files.answer)
    layout = Layout(opened)
    *_, last = layout.requests(drive(layout.runs(0, opened.capacity), files.answer))
    (tmp_path / "disk-flat.vmdk").write_bytes(b"")

    with pytest.raises(ChainError, match=r"2 .*disk-flat.vmdk gave 0 bytes instead of"):
        drive(layout.fetch(last), files.answer)


class _Bounded(Files):
    """Files that end a test in which too much is asked of them."""

    def answer(self, wanted: Read | Size) -> bytes | int:
        assert self.requests < 200
        assert isinstance(wanted, Size) or 0 < wanted.length <= 8 * 2**20
        return super().answer(wanted)


@settings(deadline=None, max_examples=40)
@given(st.sampled_from(["cowd", "sesparse"]), st.randoms(use_true_random=False), st.data())
def test_random_damage_is_read_or_refused(
    kind: str, chance: random.Random, data: st.DataObject
) -> None:
    with tempfile.TemporaryDirectory() as directory:
        chain, file = _chain(Path(directory), kind)
        damaged = bytearray(file.read_bytes())
        head = 40 if kind == "cowd" else 208
        table = COWD_TABLE if kind == "cowd" else SE_TABLE
        for _ in range(data.draw(st.integers(1, 4))):
            start, size = data.draw(st.sampled_from([(0, head), (COWD_DIRECTORY, 64),
                                                     (SECTOR, 32), (table, 64)]))  # fmt: skip
            at = start + chance.randrange(size)
            new = data.draw(st.sampled_from([b"\0", b"\1", b"\xff", b"\xff" * 8, b"\0" * 8]))
            damaged[at : at + len(new)] = new
        file.write_bytes(damaged[: data.draw(st.just(None) | st.integers(0, len(damaged)))])
        try:
            assert len(_read(chain, _Bounded(Path(directory)))) == SECTORS * SECTOR
        except DiskError:
            return

"""A disk is known by its chunks, zeros included, however its bytes come."""

from __future__ import annotations

import hashlib
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aioesx.export.digests import ChunkHash, Chunks, RisingDigests, of_chunks, zeros_digest

CAPACITY, SIZE = 10_240, 2_048


def sha(data: bytes | bytearray) -> str:
    return hashlib.sha256(data).hexdigest()


@given(st.lists(st.integers(0, CAPACITY), min_size=2, max_size=12), st.integers(0, 2**32))
def test_pieces_in_any_cut_give_the_digests_of_the_whole(cuts: list[int], seed: int) -> None:
    noise = random.Random(seed)
    disk = bytearray(CAPACITY)
    pieces = []
    edges = sorted(cuts)
    for start, stop in zip(edges[::2], edges[1::2], strict=False):
        if start < stop:
            disk[start:stop] = noise.randbytes(stop - start)
            pieces.append((start, bytes(disk[start:stop])))
    rising = RisingDigests(Chunks(CAPACITY, SIZE))

    found = dict(each for piece in pieces for each in rising.put(*piece)) | dict(rising.end())

    assert found == {n: sha(disk[n * SIZE : (n + 1) * SIZE]) for n in range(5)}


def test_the_last_chunk_may_be_shorter() -> None:
    chunks = Chunks(5_000 // 512 * 512, SIZE)
    assert [chunks.span(n) for n in range(len(chunks))] == [(0, 2048), (2048, 4096), (4096, 4608)]


def test_zeros_are_hashed_like_any_bytes() -> None:
    assert zeros_digest(3_000_000) == sha(bytes(3_000_000)) == ChunkHash(0, 3_000_000).end()


def test_a_disk_is_the_digest_of_its_chunks_digests() -> None:
    chunks = [sha(b"a"), sha(b"b")]
    assert of_chunks(chunks) == sha(b"".join(map(bytes.fromhex, chunks)))


@pytest.mark.parametrize("size", [0, -512, 1000])
def test_chunks_are_whole_sectors(size: int) -> None:
    with pytest.raises(ValueError, match="whole sectors"):
        Chunks(CAPACITY, size)

"""A disk is known by its chunks, zeros included, however its bytes come."""

from __future__ import annotations

import hashlib
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aioesx.export.digests import (
    BLOCK,
    ChunkHash,
    Chunks,
    RisingDigests,
    of_chunks,
    usual_chunk,
)

CAPACITY, SIZE = 5 * BLOCK + 1024, 2 * BLOCK


def sha(data: bytes | bytearray) -> str:
    return hashlib.sha256(data).hexdigest()


def of_chunk(data: bytes | bytearray) -> str:
    """Return what the module's text says of a chunk, said once more."""
    blocks = [data[at : at + BLOCK] for at in range(0, len(data), BLOCK)]
    return sha(b"".join(hashlib.sha256(block).digest() for block in blocks))


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

    assert found == {n: of_chunk(disk[n * SIZE : (n + 1) * SIZE]) for n in range(3)}


def test_the_last_chunk_may_be_shorter() -> None:
    chunks = Chunks(4608, 2048)
    assert [chunks.span(n) for n in range(len(chunks))] == [(0, 2048), (2048, 4096), (4096, 4608)]


def test_zeros_are_hashed_like_any_bytes() -> None:
    assert ChunkHash(0, 3_000_000).end() == of_chunk(bytes(3_000_000))
    told = ChunkHash(512, 3_000_512)
    told.put(1024, bytes(200_000))
    assert told.end() == of_chunk(bytes(3_000_000))


def test_a_disk_is_the_digest_of_its_chunks_digests() -> None:
    chunks = [sha(b"a"), sha(b"b")]
    assert of_chunks(chunks) == sha(b"".join(map(bytes.fromhex, chunks)))


@pytest.mark.parametrize("size", [0, -512, 1000])
def test_chunks_are_whole_sectors(size: int) -> None:
    with pytest.raises(ValueError, match="whole sectors"):
        Chunks(CAPACITY, size)


@pytest.mark.parametrize(
    ("capacity", "size"),
    [(512, 64), (2**40, 64), (2**40 + 512, 128), (3 * 2**40, 256), (62 * 2**40, 4096)],
)
def test_a_disk_has_not_too_many_chunks(capacity: int, size: int) -> None:
    assert usual_chunk(capacity) == size * 2**20
    assert len(Chunks(capacity, usual_chunk(capacity))) <= 16_384

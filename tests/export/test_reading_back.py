"""A machine that has arrived is read back: all of it, by the way that costs least."""

from __future__ import annotations

import random
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any, Final

import anyio
import pytest
from support.hasty import Hasty
from support.hosts import connected
from support.small_disks import MIB
from support.two_hosts import traces_of

import aioesx
from aioesx.errors import EsxError, ProofError
from aioesx.export.arrival import reading_back
from aioesx.simulator import Simulator, faults, nfc, presets
from aioesx.simulator.profile import PROFILES

pytestmark = [pytest.mark.anyio, pytest.mark.one_loop]

_CHUNK: Final = 64 * MIB
_SIZE: Final = 2 * _CHUNK + MIB + 512
"""Bytes of the image: three chunks, and half a kilobyte that the host rounds up."""
_NOISE: Final = random.Random("noise").randbytes(70_000)
_LAST: Final = _SIZE - len(_NOISE)
_GRAIN: Final = 65_536
Wrong = Callable[[Simulator], None]


@pytest.fixture
def host() -> Iterator[Simulator]:
    state = presets.empty_host(profile=PROFILES["esxi-8.0"])
    with Simulator(state, username="root", password="secret") as simulator:
        yield simulator


@pytest.fixture
async def there(host: Simulator, hasty: Hasty) -> AsyncIterator[aioesx.Connection]:
    hasty(crowded=(0.0,))
    async with connected(host) as esx:
        yield esx


@pytest.fixture
def image(tmp_path: Path) -> Path:
    """An image with something in its first chunk and in its last; between them are zeros."""
    path = tmp_path / "box.raw"
    with path.open("wb") as file:
        file.truncate(_SIZE)
        file.write(_NOISE)
        file.seek(_LAST)
        file.write(_NOISE)
    return path


async def _imported(
    there: aioesx.Connection,
    image: Path,
    *,
    way: str = "lease",
    wrong: Callable[[], None] = lambda: None,
    told: list[aioesx.Obstacle] | None = None,
) -> None:
    """Import an image that is read back by a way; what has arrived is changed before."""

    def change(progress: aioesx.ExportProgress) -> None:
        if progress.phase == "verifying" and not progress.disk:
            wrong()

    await there.domains.import_from(
        image,
        datastore="datastore1",
        thin=way == "lease",
        on_progress=change,
        on_warning=(told if told is not None else []).append,
    )


def _leases(host: Simulator) -> int:
    return host.call_count["ExportVm"]


_WAYS: Final = ("lease", "folder")


@pytest.mark.parametrize("way", _WAYS)
async def test_what_is_thin_comes_by_a_lease_and_what_is_thick_by_files(
    host: Simulator, there: aioesx.Connection, image: Path, way: str
) -> None:
    told: list[aioesx.Obstacle] = []

    await _imported(there, image, way=way, told=told)

    assert _leases(host) == (way == "lease")
    assert not [one for one in told if one.kind == "proof"]


def _damage(host: Simulator) -> None:
    host.write_disk("box", "", _LAST, b"damaged")


def _lose(host: Simulator) -> None:
    """Have a grain be zeros: no stream has it."""
    host.write_disk("box", "", _SIZE // _GRAIN * _GRAIN, bytes(_SIZE % _GRAIN))


def _add(host: Simulator) -> None:
    host.write_disk("box", "", _CHUNK + MIB, b"what nobody sent")


def _go_beyond(host: Simulator) -> None:
    host.write_disk("box", "", _SIZE + 500, b"behind")


@pytest.mark.parametrize("way", _WAYS)
@pytest.mark.parametrize(
    ("wrong", "chunk"),
    [(_damage, 2), (_lose, 2), (_add, 1), (_go_beyond, None)],
    ids=["damaged", "missing", "too many", "beyond"],
)
async def test_a_grain_that_is_not_what_was_sent_is_found(
    host: Simulator,
    there: aioesx.Connection,
    image: Path,
    way: str,
    wrong: Wrong,
    chunk: int | None,
) -> None:
    before = traces_of(host)

    with pytest.raises(ProofError) as found:
        await _imported(there, image, way=way, wrong=lambda: wrong(host))

    assert found.value.offset == (_SIZE if chunk is None else chunk * _CHUNK)
    assert _leases(host) == (way == "lease")
    assert traces_of(host) == before


_Pieces = AsyncIterator[tuple[bytes, int]]


async def _leave_out(pieces: _Pieces) -> _Pieces:
    grains = 0
    async for piece, held in pieces:
        grains += held > 0
        if not (held and grains == 2):
            yield piece, held


async def _end_early(pieces: _Pieces) -> _Pieces:
    grains = 0
    async for piece, held in pieces:
        if held == 0 and grains:
            return
        grains += held > 0
        yield piece, held


async def _spoil(pieces: _Pieces) -> _Pieces:
    grains = 0
    async for piece, held in pieces:
        grains += held > 0
        yield (piece[:40] + bytes(100) + piece[140:] if grains == 1 else piece), held


@pytest.mark.parametrize("wrong", [_leave_out, _end_early, _spoil])
async def test_a_stream_that_lacks_something_proves_nothing(
    host: Simulator,
    there: aioesx.Connection,
    image: Path,
    monkeypatch: pytest.MonkeyPatch,
    wrong: Callable[[_Pieces], _Pieces],
) -> None:
    whole, before = nfc._disk, traces_of(host)
    monkeypatch.setattr(nfc, "_disk", lambda *of: wrong(whole(*of)))

    with pytest.raises(ProofError, match=r"box\.raw"):
        await _imported(there, image)

    assert traces_of(host) == before


@pytest.mark.parametrize("way", _WAYS)
async def test_a_chunk_that_nobody_has_held_is_not_proved(
    there: aioesx.Connection, image: Path, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    class Forgetful(reading_back._Judge):
        async def chunk(self, chunk: Any) -> None:
            if chunk.number != 1:
                await super().chunk(chunk)

    monkeypatch.setattr(reading_back, "_Judge", Forgetful)

    with pytest.raises(ProofError, match="2 of 3 chunks"):
        await _imported(there, image, way=way)


# --- the other way -------------------------------------------------------------------------------


def _refuse_lease(fault: str) -> Wrong:
    return lambda host: [host.fault_on("ExportVm", fault)].clear()


def _refuse_stream(host: Simulator) -> None:
    host.fault_on("GET", object="disk-*.vmdk", body="no", status=403)


def _refuse_files(status: int) -> Wrong:
    return lambda host: [
        host.fault_on("GET", object="*/box-flat.vmdk", body="no", status=status)
    ].clear()


_REFUSALS: Final = [
    pytest.param("lease", _refuse_lease("NoPermission"), id="right"),
    pytest.param("lease", _refuse_lease("RestrictedVersion"), id="licence"),
    pytest.param("lease", _refuse_lease("NotSupported"), id="unknown"),
    pytest.param("lease", _refuse_stream, id="stream"),
    pytest.param("folder", _refuse_files(403), id="file"),
    pytest.param("folder", _refuse_files(500), id="lock"),
]


@pytest.mark.parametrize(("way", "refuse"), _REFUSALS)
async def test_what_the_host_refuses_one_way_is_read_the_other_way(
    host: Simulator, there: aioesx.Connection, image: Path, way: str, refuse: Wrong
) -> None:
    told: list[aioesx.Obstacle] = []
    refuse(host)

    await _imported(there, image, way=way, told=told)

    [text] = [str(one) for one in told if one.kind == "proof"]
    assert f"'box' is read back by {'files' if way == 'lease' else 'a lease'}: " in text


@pytest.mark.parametrize(("way", "refuse"), _REFUSALS)
async def test_the_other_way_finds_what_is_wrong(
    host: Simulator, there: aioesx.Connection, image: Path, way: str, refuse: Wrong
) -> None:
    before = traces_of(host)
    refuse(host)

    with pytest.raises(ProofError) as found:
        await _imported(there, image, way=way, wrong=lambda: _lose(host))

    assert found.value.offset == 2 * _CHUNK
    assert traces_of(host) == before


@pytest.mark.parametrize("way", _WAYS)
async def test_what_is_refused_either_way_is_told_with_both_reasons(
    host: Simulator, there: aioesx.Connection, image: Path, way: str
) -> None:
    before = traces_of(host)
    host.fault_on("ExportVm", "NoPermission", message="no right to that")
    _refuse_files(403)(host)

    with pytest.raises(ProofError) as found:
        await _imported(there, image, way=way)

    assert "'box' has arrived, and cannot be proved: " in str(found.value)
    assert "no right to that" in str(found.value)
    assert "box-flat.vmdk" in str(found.value)
    assert traces_of(host) == before


@pytest.mark.parametrize(("times", "leases", "warned"), [(1, 2, 0), (9, 3, 1)])
async def test_a_lease_that_ends_on_the_way_is_followed_by_another(
    host: Simulator,
    there: aioesx.Connection,
    image: Path,
    monkeypatch: pytest.MonkeyPatch,
    times: int,
    leases: int,
    warned: int,
) -> None:
    whole, told = nfc._disk, list[aioesx.Obstacle]()
    ended: list[int] = []

    async def ending(agent: Any, file: Any) -> _Pieces:
        async for piece, held in whole(agent, file):
            if held and len(ended) < times:
                ended.append(held)
                host.change(_end_leases)
            yield piece, held

    monkeypatch.setattr(nfc, "_disk", ending)

    await _imported(there, image, told=told)

    assert _leases(host) == leases
    assert [one.kind for one in told].count("proof") == warned


def _end_leases(state: Any) -> None:
    for lease in state.leases.alive():
        state.leases.end(lease, faults.request_canceled())


async def test_how_a_lease_ends_says_nothing_of_what_was_read(
    host: Simulator, there: aioesx.Connection, image: Path
) -> None:
    host.fault_on("HttpNfcLeaseComplete", "SystemError", skip=1)
    told: list[aioesx.Obstacle] = []

    await _imported(there, image, told=told)

    assert _leases(host) == 1
    assert "proof" not in [one.kind for one in told]


@pytest.mark.parametrize("way", _WAYS)
async def test_nothing_stays_of_an_import_that_was_cancelled_while_it_was_read_back(
    host: Simulator, there: aioesx.Connection, image: Path, way: str
) -> None:
    before = traces_of(host)

    with anyio.CancelScope() as scope:
        await _imported(there, image, way=way, wrong=scope.cancel)

    assert scope.cancelled_caught
    assert traces_of(host) == before


async def test_objects_are_read_by_no_files(
    host: Simulator, there: aioesx.Connection, image: Path
) -> None:
    host.change(lambda state: setattr(state.datastore("datastore1").volume, "kind", "vsan"))
    host.fault_on("ExportVm", "NoPermission", message="no right to that")

    with pytest.raises(EsxError, match=r"no right to that.*keeps objects"):
        await _imported(there, image)

"""Whatever ends a copy early, at either side and anywhere on its way: nothing of it stays."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any, Final

import anyio
import pytest
from support.hasty import Hasty
from support.hosts import through
from support.two_hosts import a_machine, disks_of, traces_of
from support.waiting import until

import aioesx
from aioesx.errors import EsxError, LeaseError, OutcomeUnknownError
from aioesx.simulator import Line, Simulator, presets
from aioesx.simulator.profile import PROFILES

pytestmark = [pytest.mark.anyio, pytest.mark.one_loop]

_PROFILE: Final = PROFILES["esxi-8.0"]


@pytest.fixture
def simulated() -> Any:
    host = presets.empty_host(profile=_PROFILE)
    a_machine(host)
    return host


@pytest.fixture
def other() -> Iterator[Simulator]:
    host = presets.empty_host(name="other", number=7, profile=_PROFILE)
    with Simulator(host, username="root", password="secret", tls=False) as simulator:
        yield simulator


@pytest.fixture
def lines(line: Line, other: Simulator) -> Iterator[tuple[Line, Line]]:
    """What can be cut in front of the machine's host, and of the other."""
    with Line("127.0.0.1", other.port) as there:
        yield line, there


@pytest.fixture(autouse=True)
def quick(hasty: Hasty) -> None:
    hasty(
        looks=(0.0, 0.05, 0.1, 0.2),
        repeats=(0.0, 0.05),
        crowded=(0.05, 0.05),
        busy=(0.05,),
        backoff=(0.05,),
        lease_beat=0.1,
        pace=0.02,
    )


def _noise(plain: Simulator) -> None:
    rng = random.Random(1)
    for place in ("", "[datastore1] two01/data.vmdk"):
        for at in range(0, 2 * 2**20, 2**18):
            plain.write_disk("two01", place, at, rng.randbytes(150_000))


async def _gone(simulator: Simulator, before: Any) -> None:
    """Return when a host is as it was: what it takes away itself is gone in a moment."""
    await until(lambda: traces_of(simulator) == before)


_TROUBLES: Final = ("cut here", "cut there", "cancel", "fault here", "fault there")
_FAULTS_THERE: Final = ("ImportVApp", "HttpNfcLeaseComplete", "HttpNfcLeaseProgress", "POST")
_FAULTS_HERE: Final = ("ExportVm", "HttpNfcLeaseGetManifest", "HttpNfcLeaseProgress", "GET")


@pytest.mark.parametrize(
    "seed", [pytest.param(n, marks=pytest.mark.long if n > 1 else ()) for n in range(20)]
)
async def test_nothing_stays_of_a_copy_that_failed(
    plain: Simulator, other: Simulator, lines: tuple[Line, Line], seed: int
) -> None:
    """20 seeded failures: cut, cancelled, refused, at either side; the next copy is whole."""
    rng = random.Random(seed)
    trouble = _TROUBLES[seed % len(_TROUBLES)]
    here, there = lines
    _noise(plain)
    before = traces_of(plain), traces_of(other)
    async with through(here, plain) as esx, through(there, other) as target:
        machine = await esx.domains.lookup("two01")
        after = rng.uniform(0.0, 1.0)
        told: list[aioesx.ExportProgress] = []
        scope = anyio.CancelScope()

        def strike(progress: aioesx.ExportProgress) -> None:
            told.append(progress)
            if progress.phase != "copying" or progress.at < after * progress.capacity:
                return
            if trouble == "cancel":
                scope.cancel()
            elif trouble.startswith("cut") and len([t for t in told if t.at]) == 1 + seed // 5:
                (here if trouble == "cut here" else there).cut()

        beats = False
        if trouble == "fault there":
            method = rng.choice(_FAULTS_THERE)
            beats = method == "HttpNfcLeaseProgress"
            _fault(other, method)
        elif trouble == "fault here":
            method = rng.choice(_FAULTS_HERE)
            _fault(plain, method)
        with scope:
            try:
                await machine.copy_to(
                    target, way=rng.choice(["folder", "lease"]), on_progress=strike
                )
            except EsxError:
                pass
            else:
                # and borne; a lease by which is read back may end: then it is by files
                assert beats or "cut" in trouble or "fault here" in trouble
                await (await target.domains.lookup("two01")).undefine()
                other.change(_clear)
        here.heal()
        there.heal()

    await _gone(plain, before[0])
    await _gone(other, before[1])
    async with through(here, plain) as esx, through(there, other) as target:
        _forget(plain)
        _forget(other)
        await (await esx.domains.lookup("two01")).copy_to(target)
    assert disks_of(other, "two01") == disks_of(plain, "two01")


def _clear(host: Any) -> None:
    for store in host.datastores.values():
        for path in [p for p in store.files if p.startswith("two01/")]:
            store.delete(path, missing_ok=True)


def _fault(simulator: Simulator, method: str) -> None:
    if method in ("POST", "GET"):
        simulator.fault_on(method, object="disk-*.vmdk", cut_after=50_000)
    else:
        simulator.fault_on(method, "SystemError", times=3)


def _forget(simulator: Simulator) -> None:
    simulator.change(lambda host: host.rules.rules.clear())


async def test_an_import_whose_answer_was_lost_is_not_made_twice(
    plain: Simulator, other: Simulator, lines: tuple[Line, Line]
) -> None:
    """The host has begun, and nobody knows by which lease: that ends by itself, and all with it."""
    before = traces_of(other)
    other.change(lambda host: setattr(host.options, "lease_seconds", 2.0))
    other.fault_on("ImportVApp", lost=True)
    here, there = lines
    async with through(here, plain) as esx, through(there, other) as target:
        machine = await esx.domains.lookup("two01")
        with pytest.raises(OutcomeUnknownError) as caught:
            await machine.copy_to(target)

    assert other.call_count["ImportVApp"] == 1
    assert "'two01' may be left on the host until its lease ends" in str(caught.value)
    await _gone(other, before)


async def test_an_import_whose_answer_says_nothing_is_not_made_twice(
    plain: Simulator, other: Simulator, lines: tuple[Line, Line]
) -> None:
    before = traces_of(other)
    here, there = lines
    async with through(here, plain) as esx, through(there, other) as target:
        machine = await esx.domains.lookup("two01")
        other.fault_on("ImportVApp", body="no answer to this", status=502)
        with pytest.raises(OutcomeUnknownError):
            await machine.copy_to(target)

    assert other.call_count["ImportVApp"] == 1
    assert traces_of(other) == before


async def test_a_lease_that_fails_says_why(
    plain: Simulator, other: Simulator, lines: tuple[Line, Line]
) -> None:
    before = traces_of(other)
    here, there = lines
    other.fault_on("ImportVApp", "NoDiskSpace", message="it is full", in_task=True)
    async with through(here, plain) as esx, through(there, other) as target:
        machine = await esx.domains.lookup("two01")
        with pytest.raises(LeaseError, match="it is full"):
            await machine.copy_to(target)

    assert traces_of(other) == before


async def test_a_host_that_is_too_busy_is_asked_again(
    plain: Simulator, other: Simulator, lines: tuple[Line, Line]
) -> None:
    _noise(plain)
    other.fault_on("POST", object="disk-*.vmdk", body="later", status=503, times=2)
    here, there = lines
    async with through(here, plain) as esx, through(there, other) as target:
        await (await esx.domains.lookup("two01")).copy_to(target)

    assert disks_of(other, "two01") == disks_of(plain, "two01")

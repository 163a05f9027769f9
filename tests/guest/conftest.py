"""A host with a Linux and a Windows guest, and looks at what is left in them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

import pytest
from support.guests import LINUX, PASSWORD, WINDOWS, Inside, guest_host

import aioesx
from aioesx.simulator import Simulator


@pytest.fixture
def plain() -> Iterator[Simulator]:
    """The host without TLS."""
    with Simulator(guest_host(), password="secret", tls=False) as simulator:
        yield simulator


@pytest.fixture
def linux(plain: Simulator) -> Inside:
    """What is in the Linux guest."""
    return Inside(plain, LINUX)


@pytest.fixture
def windows(plain: Simulator) -> Inside:
    """What is in the Windows guest."""
    return Inside(plain, WINDOWS)


@asynccontextmanager
async def _entered(plain: Simulator, name: str, user: str) -> AsyncIterator[aioesx.Guest]:
    async with aioesx.connect(plain.uri, password="secret") as esx:
        domain = await esx.domains.lookup(name)
        async with domain.guest(user, PASSWORD) as guest:
            yield guest


@pytest.fixture
async def guest(plain: Simulator) -> AsyncIterator[aioesx.Guest]:
    """The Linux guest, as its user root."""
    async with _entered(plain, LINUX, "root") as guest:
        yield guest


@pytest.fixture
async def user(plain: Simulator) -> AsyncIterator[aioesx.Guest]:
    """The Linux guest, as a user who may not do much."""
    async with _entered(plain, LINUX, "user") as guest:
        yield guest


@pytest.fixture
async def wguest(plain: Simulator) -> AsyncIterator[aioesx.Guest]:
    """The Windows guest, as its administrator."""
    async with _entered(plain, WINDOWS, "Administrator") as guest:
        yield guest

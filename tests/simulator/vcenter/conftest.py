from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from support.soapcall import Caller
from support.vcenter import ADDRESSES, Estate, VCenterCaller

from aioesx.simulator import ManualClock
from aioesx.simulator.site import Site


@pytest.fixture
def estate(clock: ManualClock) -> Estate:
    return Estate(clock=clock)


@pytest.fixture
def site(estate: Estate) -> Site:
    """The estate as an application, without a socket; its clock stands still."""
    return estate.site(tls=False)


@pytest.fixture
async def call(site: Site, estate: Estate) -> AsyncIterator[VCenterCaller]:
    """A session at the vCenter."""
    caller = VCenterCaller(site, estate)
    await caller.login()
    yield caller
    await caller.aclose()


@pytest.fixture
async def esx1(site: Site) -> AsyncIterator[Caller]:
    """A session at the host itself."""
    caller = Caller(site, ADDRESSES["esx1"])
    await caller.login()
    yield caller
    await caller.aclose()


@pytest.fixture
async def esx2(site: Site) -> AsyncIterator[Caller]:
    """A session at the other host of the cluster."""
    caller = Caller(site, ADDRESSES["esx2"])
    await caller.login()
    yield caller
    await caller.aclose()

"""What a simulated host tells of itself."""

from __future__ import annotations

from typing import Any

import pytest

import aioesx
from aioesx import errors, vim
from aioesx._server.collector import Properties
from aioesx.host.capabilities import format_capabilities
from aioesx.simulator import HostState, presets

EDX = "0010:1100:0001:0000:0000:1000:0000:0000"
NO_LONG_MODE = "0000:1100:0001:0000:0000:1000:0000:0000"
run_async = pytest.mark.anyio


@pytest.fixture
def simulated() -> HostState:
    return presets.small_host(machines=1)


@run_async
async def test_capabilities(esx: aioesx.Connection) -> None:
    xml = await esx.host.capabilities()

    assert "<arch>x86_64</arch>" in xml
    assert xml.count("<guest>") == 2


@run_async
async def test_free_memory(esx: aioesx.Connection) -> None:
    free = await esx.host.free_memory()
    node = await esx.host.info()

    assert node.memory is not None
    assert 0 < free < node.memory * 1024


@run_async
async def test_max_vcpus_and_names(esx: aioesx.Connection) -> None:
    assert await esx.host.max_vcpus() == presets.DEFAULT_PROFILE.max_vcpus
    assert await esx.host.hostname()


def host_with(features: list[vim.HostCpuIdInfo], **more: Any) -> Properties:
    ref = vim.ManagedObjectReference("HostSystem", "ha-host")
    return Properties(ref, {"hardware.cpuFeature": features, **more})


@pytest.mark.parametrize(
    ("level", "edx", "guests"),
    [
        (-2147483647, EDX, 2),
        (0x80000001, EDX, 2),
        (-2147483647, NO_LONG_MODE, 1),
        (1, EDX, 1),
    ],
)
def test_the_long_mode_is_one_bit(level: int, edx: str, guests: int) -> None:
    features = [vim.HostCpuIdInfo(level=level, edx=edx)]

    assert format_capabilities(host_with(features)).count("<guest>") == guests


def test_without_a_uuid_it_says_none() -> None:
    features = [vim.HostCpuIdInfo(level=1, edx=EDX)]
    xml = format_capabilities(host_with(features, **{"hardware.systemInfo.uuid": "nonsense"}))

    assert "<arch>i686</arch>" in xml
    assert "<uuid>" not in xml


@pytest.mark.parametrize("edx", ["", "1", EDX[:-1], EDX.replace(":", "-")])
def test_a_malformed_register_is_refused(edx: str) -> None:
    features = [vim.HostCpuIdInfo(level=-2147483647, edx=edx)]

    with pytest.raises(errors.ProtocolError, match="EDX"):
        format_capabilities(host_with(features))

"""The long mode of a host's processors: one bit of one register."""

from __future__ import annotations

import pytest

from aioesx import vim
from aioesx._server.hostfacts import CPU_FEATURES, has_long_mode
from aioesx.errors import ProtocolError

WITH = "0010:1100:0001:0000:0000:1000:0000:0000"
WITHOUT = "0000:1100:0001:0000:0000:1000:0000:0000"
UNKNOWN = "--X-:1100:0001:0000:0000:1000:0000:0000"


@pytest.mark.parametrize(
    ("level", "edx", "told"),
    [
        (-2147483647, WITH, True),
        (0x80000001, WITH, True),
        (-2147483647, WITHOUT, False),
        (-2147483647, UNKNOWN, False),
        (1, WITH, None),
    ],
)
def test_it_is_a_bit_of_one_level(level: int, edx: str, told: bool | None) -> None:
    features = [vim.HostCpuIdInfo(level=level, edx=edx)]

    assert has_long_mode({CPU_FEATURES: features}) is told


@pytest.mark.parametrize("values", [{}, {CPU_FEATURES: None}, {CPU_FEATURES: []}])
def test_a_silent_host_tells_neither(values: dict[str, object]) -> None:
    assert has_long_mode(values) is None


@pytest.mark.parametrize("edx", ["", "1", WITH[:-1], WITH.replace(":", "-")])
def test_a_malformed_register_is_refused(edx: str) -> None:
    features = [vim.HostCpuIdInfo(level=-2147483647, edx=edx)]

    with pytest.raises(ProtocolError, match="EDX"):
        has_long_mode({CPU_FEATURES: features})

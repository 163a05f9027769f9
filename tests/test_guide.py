"""docs/guide.md: each piece of Python in it runs, on a simulated host, on both event loops."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Awaitable, Callable

import pytest
from support.judges import ROOT

import aioesx
from aioesx import vim
from aioesx.simulator import Simulator

GUIDE = (ROOT / "docs" / "guide.md").read_text("utf-8")
PIECES = [
    pytest.param(code, id=heading)
    for heading, section in re.findall(r"^## (.*?)\n(.*?)(?=^## |\Z)", GUIDE, re.M | re.S)
    for code in re.findall(r"```python\n(.*?)```", section, re.S)
]


@pytest.mark.anyio
@pytest.mark.parametrize("code", PIECES)
async def test_a_piece_of_the_guide_runs(code: str, simulator: Simulator) -> None:
    code = code.replace("esx1.example.com", f"127.0.0.1:{simulator.port}")
    code = code.replace("ca.pem", str(simulator.ca_file))
    piece = _function(f"async def piece(esx):\n{textwrap.indent(code, '    ')}")

    async with aioesx.connect(simulator.uri, password="secret", cacert=simulator.ca_file) as esx:
        await piece(esx)


def _function(source: str) -> Callable[..., Awaitable[None]]:
    names: dict[str, Callable[..., Awaitable[None]]] = {}
    exec(source, {"aioesx": aioesx, "vim": vim}, names)
    return names["piece"]


def test_the_guide_has_pieces() -> None:
    assert len(PIECES) >= 8

"""docs/guide.md, docs/library.md: each piece of Python runs, on a simulated host, on both loops."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Awaitable, Callable
from pathlib import Path

import anyio
import pytest
from support.judges import ROOT

import aioesx
from aioesx import vim
from aioesx.simulator import Simulator

PAGES = "".join((ROOT / "docs" / page).read_text("utf-8") for page in ("guide.md", "library.md"))
ALL = [
    pytest.param(code, id=heading)
    for heading, section in re.findall(r"^## (.*?)\n(.*?)(?=^## |\Z)", PAGES, re.M | re.S)
    for code in re.findall(r"```python\n(.*?)```", section, re.S)
]
PORTAL = "start_blocking_portal"
PIECES = [piece for piece in ALL if PORTAL not in str(piece.values[0])]
PLAIN = [piece for piece in ALL if PORTAL in str(piece.values[0])]


@pytest.mark.anyio
@pytest.mark.parametrize("code", PIECES)
async def test_a_piece_of_the_guide_runs(
    code: str, simulator: Simulator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # a piece fetches a file
    code = _reaching(code, simulator)
    piece = _function(f"async def piece(esx, uri):\n{textwrap.indent(code, '    ')}")

    async with aioesx.connect(simulator.uri, password="secret", cacert=simulator.ca_file) as esx:
        await piece(esx, simulator.uri)


@pytest.mark.parametrize("code", PLAIN)
def test_a_piece_that_is_not_async_runs(
    code: str, simulator: Simulator, capsys: pytest.CaptureFixture[str]
) -> None:
    exec(_reaching(code, simulator), {"aioesx": aioesx})

    assert capsys.readouterr().out == "esx-sim.localdomain\n"
    assert simulator.call_count["CreateSnapshot_Task"] == 1


def _reaching(code: str, simulator: Simulator) -> str:
    """Return a piece that reaches our host instead of the example's."""
    code = code.replace("esx1.example.com", f"127.0.0.1:{simulator.port}")
    return code.replace("ca.pem", str(simulator.ca_file))


def _function(source: str) -> Callable[..., Awaitable[None]]:
    names: dict[str, Callable[..., Awaitable[None]]] = {}
    exec(source, {"aioesx": aioesx, "anyio": anyio, "vim": vim}, names)
    return names["piece"]


def test_the_pages_have_pieces() -> None:
    assert len(PIECES) >= 20
    assert len(PLAIN) == 1

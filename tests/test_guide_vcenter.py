"""docs/vcenter.md: each piece of Python in it runs, in its order, on a simulated vCenter."""

from __future__ import annotations

import re
import textwrap
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
from support.judges import ROOT
from support.vcenter import ADDRESSES, Estate, quick, uri_of_vcenter

import aioesx
from aioesx.simulator.site import Site

PAGE = (ROOT / "docs" / "vcenter.md").read_text("utf-8")
PIECES = re.findall(r"```python\n(.*?)```", PAGE, re.S)
PREPARED = "await esx.folders.create('eu/west/dc1/vm/teams/web', parents=True)\n"


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    async with Estate(options=quick()).site(tls=False) as site:
        yield site


def ask(request: aioesx.AuthRequest) -> str:
    return "root" if request.asked == "username" else "secret"


@pytest.mark.anyio
async def test_all_pieces_run_one_after_the_other(site: Site) -> None:
    code = PREPARED + "\n".join(PIECES)
    for name, address in ADDRESSES.items():
        there = f"{address}:{site.port}/?transport=http&"
        code = code.replace(f"{name}.example.com/?", there)
    names: dict[str, Callable[..., Awaitable[None]]] = {}
    source = f"async def pieces(esx):\n{textwrap.indent(code, '    ')}"
    exec(source, {"aioesx": aioesx, "ask": ask}, names)

    uri = uri_of_vcenter(site)
    async with aioesx.connect(uri, password="secret") as esx:
        await names["pieces"](esx)
        found = {entry.name: entry for entry in await esx.domains.list()}

    assert len(PIECES) >= 6
    assert found["web04"].host == "esx2.example"
    assert found["golden"].template
    assert found["db01"].host == "esx2.example"

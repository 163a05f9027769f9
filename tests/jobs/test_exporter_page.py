"""docs/exporter.md: each piece of Python in it runs, on a simulated farm."""

from __future__ import annotations

import re
import textwrap
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.routing import Mount
from support.held import PASSWORD
from support.judges import ROOT
from support.scraped import Scraped

from aioesx.simulator import Site

PIECES = re.findall(
    r"```python\n(.*?)```", (ROOT / "docs" / "exporter.md").read_text("utf-8"), re.S
)


async def up(app: Any, path: str) -> dict[str, float]:
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://it") as client:
        return Scraped((await client.get(path)).text).of("aioesx_up")


@pytest.fixture(autouse=True)
def _inventory(farm: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("secret").write_text(f"{PASSWORD}\n")
    text = f'defaults.password_file = "secret"\n{farm.inventory_toml()}'
    Path("inventory.toml").write_text(text)


@pytest.mark.anyio
@pytest.mark.one_loop
async def test_all_pieces_run(farm: Site) -> None:
    alone, mounted = PIECES
    found: list[dict[str, float]] = []

    async def serve(app: Any) -> None:
        found.append(await up(app, "/esx/metrics"))

    names: dict[str, Any] = {"Starlette": Starlette, "Mount": Mount, "serve": serve}
    exec(f"{alone}\nasync def piece():\n{textwrap.indent(mounted, '    ')}", names)
    app = names["app"]
    async with app.router.lifespan_context(app):
        found.append(await up(app, "/metrics"))
    await names["piece"]()

    assert found == [dict.fromkeys(farm.hosts, 1)] * 2

"""docs/networks.md: each piece of Python in it runs, one after the other, on a simulated host."""

from __future__ import annotations

import ast
import inspect
import re
from pathlib import Path
from typing import Any

import pytest

import aioesx

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "networks.md").read_text("utf-8")
PIECES = re.findall(r"^```python\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


@pytest.mark.anyio
async def test_the_pieces_of_the_page_run(esx: aioesx.Connection) -> None:
    assert len(PIECES) == 4
    names: dict[str, Any] = {"esx": esx, "aioesx": aioesx}
    for piece in PIECES:
        code = compile(piece, "docs/networks.md", "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
        result = eval(code, names)
        if inspect.isawaitable(result):
            await result
    assert [entry.name for entry in await esx.networks.list()] == ["vSwitch0"]

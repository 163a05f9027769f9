"""docs/domains.md: each piece of Python in it runs, on a simulated host."""

from __future__ import annotations

import re
import textwrap
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from support.judges import ROOT

import aioesx

PAGE = (ROOT / "docs" / "domains.md").read_text("utf-8")
PIECES = [
    pytest.param(code, id=heading)
    for heading, section in re.findall(r"^## (.*?)\n(.*?)(?=^## |\Z)", PAGE, re.M | re.S)
    for code in re.findall(r"```python\n(.*?)```", section, re.S)
]


@pytest.mark.anyio
@pytest.mark.parametrize("code", PIECES)
async def test_a_piece_of_the_page_runs(
    esx: aioesx.Connection, code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    names: dict[str, Any] = {
        "aioesx": aioesx,
        "UTC": UTC,
        "datetime": datetime,
        "timedelta": timedelta,
    }
    exec(f"async def piece(esx):\n{textwrap.indent(code, '    ')}", names)

    await names["piece"](esx)

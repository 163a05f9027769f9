"""docs/fleet.md: each piece of Python in it runs, in its order, on a simulated farm."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

import pytest
from support.judges import ROOT

import aioesx
from aioesx.simulator import Site, make_farm

PAGE = (ROOT / "docs" / "fleet.md").read_text("utf-8")
PIECES = re.findall(r"```python\n(.*?)```", PAGE, re.S)


@pytest.fixture
def farm() -> Iterator[Site]:
    with make_farm(4, machines=2, password="secret", tls=False) as site:
        yield site


@pytest.mark.anyio
async def test_all_pieces_run_one_after_the_other(
    farm: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    inventory = tmp_path / "inventory.toml"
    inventory.write_text('defaults.password_file = "secret"\n' + farm.inventory_toml())
    (tmp_path / "secret").write_text("secret\n")
    first, *others = (code.replace("inventory.toml", str(inventory)) for code in PIECES)
    names: dict[str, Callable[..., Awaitable[None]]] = {}
    body = f"{first}\nasync with aioesx.Fleet({str(inventory)!r}) as fleet:\n"
    body += textwrap.indent("\n".join(others), "    ")
    source = f"async def pieces():\n{textwrap.indent(body, '    ')}"
    exec(source, {"aioesx": aioesx}, names)

    await names["pieces"]()

    assert len(PIECES) == 5
    said = capsys.readouterr().out.splitlines()
    assert "esx0003 2" in said
    assert "esx0002 PowerOffVM_Task on esx0002-web01" in said


def test_the_table_of_the_inventory_is_one(tmp_path: Path) -> None:
    """What the page shows as TOML is read as it says."""
    block = PAGE.split("TOML (`.toml`):\n\n", 1)[1].split("\n\nThe keys", 1)[0]
    text = textwrap.dedent(block).replace('"5f0b..."', f'"{"5f" * 32}"')
    file = tmp_path / "a.toml"
    file.write_text(text)

    one, two = aioesx.Inventory.read(file)

    assert (one.uri.partition("?")[0], two.uri) == (
        "esx://esx1.example.com/",
        f"esx://esx2/?cacert={tmp_path}/lab.pem",
    )
    assert one.tags == {"ssd", "prod"}
    assert one.groups == two.groups == {"berlin", "eu"}
    assert one.password == two.password

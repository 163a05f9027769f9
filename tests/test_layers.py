"""A layer knows only the layers below it: the imports, read from the source, against a table.

The table is the picture in docs/design.md, "The layers"; whoever changes one changes the other.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from support.source import PACKAGE, Import, modules, parse

GROUND: Final = {
    "_concurrency",
    "_extras",
    "_version",
    "_words",
    "datastore_path",
    "errors",
    "units",
    "uri",
    "auth",
}
DOCUMENTS: Final = {"definition", "vmx"}
WIRE: Final = GROUND | {"vim", "_soap"}
SERVER: Final = WIRE | {"_transport", "_session", "_server"}
NOUNS: Final = {"domain", "storage", "network", "host"}
LIBRARY: Final = SERVER | DOCUMENTS | NOUNS | {"connection", "fleet"}
WITH_ANYIO: Final = (LIBRARY - WIRE - DOCUMENTS) | {
    "_concurrency",
    "auth",
    "cli",
    "simulator",
    "pytest_plugin",
}

LAYERS: Final[dict[str, set[str]]] = {
    # layer           the layers it may import, besides itself
    "_version":       set(),
    "_extras":        set(),
    "_words":         set(),
    "_concurrency":   set(),
    "datastore_path": set(),
    "errors":         set(),
    "units":          {"errors"},
    "uri":            {"_words", "errors", "units"},
    "auth":           {"_extras", "errors", "units", "uri"},
    "vim":            GROUND,
    "_soap":          GROUND | {"vim"},
    "_transport":     WIRE,
    "_session":       WIRE | {"_transport"},
    "_server":        WIRE | {"_transport", "_session"},
    "definition":     {"errors", "units"},
    "vmx":            {"datastore_path", "errors", "units", "definition"},
    "domain":         SERVER | DOCUMENTS,
    "storage":        SERVER | {"definition"},
    "network":        SERVER | {"definition"},
    "host":           SERVER | {"definition"},
    "connection":     SERVER | DOCUMENTS | NOUNS,
    "fleet":          SERVER | DOCUMENTS | NOUNS | {"connection"},
    "simulator":      {"_extras", "_version", "datastore_path", "errors", "units"}
                      | {"vim", "_soap"} | DOCUMENTS,
    "pytest_plugin":  {"errors", "uri", "vim", "connection", "simulator", "face"},
    "cli":            LIBRARY | {"simulator", "face"},
    "__main__":       {"_extras", "cli"},
    "face":           LIBRARY,                # aioesx/__init__.py
}  # fmt: skip

SIMULATOR_IN_CLI: Final = {"aioesx.cli.simulate", "aioesx.cli.demo"}

FOREIGN: Final[dict[str, set[str]]] = {
    # distribution     the layers, or single modules, that may import it
    "anyio":          WITH_ANYIO,
    "asyncio":        {"aioesx.simulator.server"},
    "click":          {"cli"},
    "h11":            {"_transport"},
    "httpx":          {"aioesx._transport.httpx_adapter", "aioesx.connection"},  # transport=
    "keyring":        {"auth"},
    "lxml":           {"_soap", "definition"},
    "pytest":         {"pytest_plugin"},
    "python_socks":   {"_transport"},
    "rich":           {"cli"},
    "socket":         {"_transport", "simulator"},
    "starlette":      {"simulator"},
    "trio":           set(),
    "trustme":        {"simulator"},
    "cryptography":   {"simulator"},
    "uvicorn":        {"simulator"},
}  # fmt: skip


def layer_of(name: str) -> str:
    """Return the layer of a module of ours: the part behind `aioesx`."""
    parts = name.split(".")
    return parts[1] if len(parts) > 1 else "face"


def target_layer(target: str) -> str:
    """Return the layer that `aioesx.X...` means; a name that is no layer comes from the face."""
    layer = layer_of(target)
    return layer if layer in LAYERS else "face"


def is_allowed(found: Import) -> bool:
    """Hold one import against the tables."""
    top = found.target.partition(".")[0]
    layer = layer_of(found.module)
    if top == "":
        return False  # relative
    if top == "aioesx":
        wanted = target_layer(found.target)
        if wanted == "simulator" and layer == "cli" and found.module not in SIMULATOR_IN_CLI:
            return False
        return wanted == layer or wanted in LAYERS.get(layer, set())
    if top in FOREIGN:
        return bool(FOREIGN[top] & {layer, found.module})
    return top in sys.stdlib_module_names or top == "__future__"


def _offences(found: Iterator[Import]) -> list[str]:
    return [str(each) for each in found if not is_allowed(each)]


def test_every_import_goes_downwards() -> None:
    offences = _offences(found for module in modules() for found in module.imports())

    assert not offences, "\n".join(["imports that the table forbids:", *offences])


def test_every_module_belongs_to_a_layer() -> None:
    assert {layer_of(module.name) for module in modules()} <= LAYERS.keys()


def test_siblings_do_not_know_each_other() -> None:
    assert not any(LAYERS[noun] & (NOUNS - {noun}) for noun in NOUNS)


@pytest.mark.parametrize(
    ("module", "source", "offence"),
    [
        ("aioesx.vim.base", "import aioesx._soap", "aioesx._soap"),
        ("aioesx.vim.base", "from aioesx import _soap", "aioesx._soap"),
        ("aioesx.vim.base", "def late():\n    from lxml import etree", "lxml.etree"),
        ("aioesx.vim.base", "from aioesx import connect", "aioesx.connect"),
        ("aioesx.domain.power", "from aioesx.storage import Pool", "aioesx.storage.Pool"),
        ("aioesx.simulator.app", "from aioesx._session import x", "aioesx._session.x"),
        ("aioesx.simulator.app", "import asyncio", "asyncio"),
        ("aioesx.cli.list", "from aioesx.simulator import Simulator", "aioesx.simulator.Simulator"),
        ("aioesx.vmx.disk", "import_module('anyio')", "anyio"),
        ("aioesx.errors", "from . import units", "..units"),
        ("aioesx.connection", "import numpy", "numpy"),
        ("aioesx.domain.power", "if TYPE_CHECKING:\n    import aioesx.cli", "aioesx.cli"),
    ],
)
def test_an_offence_is_seen(module: str, source: str, offence: str, tmp_path: Path) -> None:
    path = tmp_path / "module.py"
    path.write_text(source)

    assert [found.target for found in parse(module, path).imports() if not is_allowed(found)] == [
        offence
    ]


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("aioesx.domain.power", "from aioesx import vim"),
        ("aioesx.domain.power", "from aioesx.domain.state import DomainState"),
        ("aioesx.cli.simulate", "from aioesx.simulator import Simulator"),
        ("aioesx.simulator.server", "import asyncio"),
        ("aioesx.errors", "from __future__ import annotations"),
        ("aioesx.definition.reader", "from lxml import etree"),
    ],
)
def test_a_rightful_import_is_let_through(module: str, source: str, tmp_path: Path) -> None:
    path = tmp_path / "module.py"
    path.write_text(source)

    assert _offences(parse(module, path).imports()) == []


def test_the_picture_shows_the_same_layers() -> None:
    text = (PACKAGE.parent / "docs" / "design.md").read_text("utf-8")
    table = text.split("| Layer |", 1)[1].split("\n\n", 1)[0]
    rows = dict(re.findall(r"^\| `(\w+)` \| (.*)", table, re.MULTILINE))
    to_come = {layer for layer, row in rows.items() if row.startswith("(to come)")}

    assert rows.keys() == LAYERS.keys()
    assert to_come == LAYERS.keys() - {layer_of(module.name) for module in modules()}

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

NOUNS: Final = {"domain", "storage", "network", "host", "inventory"}

LAYERS: Final[dict[str, set[str]]] = {
    # layer           the layers it imports, besides itself
    "_version":      set(),
    "_extras":       set(),
    "_hidden":       set(),
    "_lazy":         set(),
    "_lock_file":    set(),
    "_whole_file":   set(),
    "_words":        set(),
    "_xml":          set(),
    "_trees":        {"_xml"},
    "_concurrency":  set(),
    "datastore_path":set(),
    "errors":        {"_hidden"},
    "units":         set(),
    "uri":           {"_words", "errors"},
    "_host_tables":  {"uri"},
    "_toml_lines":   set(),
    "auth":          {"_extras", "errors"},
    "vim":           {"_hidden"},
    "_soap":         {"_xml", "errors", "vim"},
    "_transport":    {"_lazy", "errors", "units"},
    "_session":      {"_concurrency", "_soap", "_transport", "auth", "errors", "vim"},
    "_server":       {"_concurrency", "_hidden", "_lazy", "_session", "_transport", "_whole_file",
                     "_words", "datastore_path", "errors", "vim"},
    "disk":          {"datastore_path", "errors"},
    "definition":    {"_trees", "errors", "units"},
    "vmx":           {"datastore_path", "definition", "errors", "units"},
    "watch":         {"_concurrency", "_lazy", "_server", "_session", "_words", "errors", "vim"},
    "perf":          {"_lazy", "_server", "_session", "_words", "errors", "vim", "watch"},
    "domain":        {"_concurrency", "_lazy", "_server", "_session", "_transport",
                     "_words", "auth", "datastore_path", "definition", "errors",
                     "units", "vim", "vmx", "watch"},
    "host":          {"_lazy", "_server", "_session", "_words", "errors", "units", "vim", "watch"},
    "storage":       {"_lazy", "_server", "_session", "_words", "datastore_path",
                     "definition", "disk", "errors", "vim", "watch"},
    "network":       {"_concurrency", "_lazy", "_server", "_session", "_words", "definition",
                     "errors", "units", "vim"},
    "inventory":     {"_lazy", "_server", "_session", "errors", "vim"},
    "ovf":           {"_trees", "errors"},
    "export":        {"_concurrency", "_lazy", "_lock_file", "_server",
                     "_session", "_transport", "_trees", "_version",
                     "_whole_file", "_words", "datastore_path", "definition",
                     "disk", "domain", "errors", "ovf", "storage", "units",
                     "vim", "vmx"},
    "_opening":      {"_server", "_session", "_transport", "_version", "auth", "errors", "uri"},
    "_watching":     {"_server", "_words", "domain", "host", "storage", "vim", "watch"},
    "connection":    {"_opening", "_server", "_session", "_watching", "_words", "auth",
                     "domain", "export", "host", "inventory", "network", "perf", "storage", "uri",
                     "vim", "watch"},
    "_plain":        {"_server", "errors", "vim"},
    "_wire":         {"_hidden", "_plain", "_session", "vim"},
    "fleet":         {"_concurrency", "_extras", "_host_tables", "_lazy",
                     "_plain", "_server", "_session", "_toml_lines", "_watching",
                     "_words", "auth", "connection", "domain", "errors", "uri",
                     "vim", "watch"},
    "jobs":          {"_concurrency", "_extras", "_lazy", "_lock_file", "_plain", "_server",
                     "_session", "_toml_lines", "_version", "_whole_file",
                     "_words", "connection", "datastore_path", "domain",
                     "errors", "export", "fleet", "host", "perf", "storage",
                     "units", "vim", "watch"},
    "simulator":     {"_extras", "_soap", "datastore_path", "definition", "disk",
                     "errors", "ovf", "vim", "vmx"},
    "pytest_plugin": {"connection", "face", "simulator"},
    "cli":           {"_extras", "_host_tables", "_opening", "_session", "_toml_lines",
                     "_transport", "_version", "_whole_file", "_wire", "_words", "auth",
                     "connection", "datastore_path", "definition", "domain", "errors", "export",
                     "face", "fleet", "jobs", "simulator", "units", "uri", "vim", "vmx"},
    "__main__":      {"_extras", "cli"},
    "face":          {"_plain", "_server", "_session", "_version", "auth", "connection",
                     "datastore_path", "domain", "errors", "fleet", "host", "inventory",
                     "jobs", "network", "perf", "storage", "vim", "watch"},
}  # fmt: skip

SIMULATOR_IN_CLI: Final = {"aioesx.cli.simulate", "aioesx.cli.demo"}
DOCTOR: Final = "aioesx.cli.doctor."
DOCTOR_SEES: Final = {"_opening", "_session", "_transport", "connection", "uri", "vim"}
"""What the doctor alone may import, of all commands: it looks at each floor by itself."""

FOREIGN: Final[dict[str, set[str]]] = {
    # distribution     the layers, or single modules, that may import it
    "anyio":          {"_concurrency", "_transport", "_session", "_server", "domain", "auth"}
                      | {"export", "host", "network", "perf", "storage", "watch"}
                      | {"_opening", "connection", "cli", "fleet", "jobs", "simulator"},
    "asyncio":        {"aioesx.simulator.server"},
    "bcrypt":         {"aioesx.jobs.exporter.basic_auth"},
    "click":          {"cli"},
    "distributed":    {"aioesx.fleet.dask"},
    "h11":            {"_transport"},
    "httpx":          {"aioesx._transport.httpx_adapter"}  # and who is handed transport=
                      | {"aioesx.connection", "aioesx._opening", "aioesx.fleet.fleet"}
                      | {"aioesx.jobs.reactions.webhook"},
    "keyring":        {"auth"},
    "lxml":           {"_trees", "definition", "ovf", "aioesx.cli.doctor.versions"},  # its version
    "prometheus_client": {"aioesx.jobs.exporter.asgi", "aioesx.jobs.exporter.families"},
    "pytest":         {"pytest_plugin"},
    "pytest_asyncio": {"pytest_plugin"},
    "python_socks":   {"_transport"},
    "prompt_toolkit": {"cli"},
    "rich":           {"cli"},
    "socket":         {"_transport", "aioesx.jobs.exporter.serving", "simulator"},
    "starlette":      {"aioesx.jobs.exporter.asgi", "aioesx.jobs.exporter.basic_auth"}
                      | {"aioesx.jobs.exporter.serving", "simulator"},
    "textual":        {"cli"},
    "trio":           set(),
    "trustme":        {"simulator"},
    "cryptography":   {"simulator"},
    "uvicorn":        {"aioesx.jobs.exporter.serving", "simulator"},
    "xlsxwriter":     {"aioesx.jobs.report.writing.workbook"},
    "yaml":           {"aioesx.cli.formats", "aioesx.fleet.ansible_file"}
                      | {"aioesx.jobs.exporter.webconfig"},
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
        if found.module.startswith(DOCTOR) and wanted in DOCTOR_SEES:
            return True
        return wanted == layer or wanted in LAYERS.get(layer, set())
    if top in FOREIGN:
        return bool(FOREIGN[top] & {layer, found.module})
    return top in sys.stdlib_module_names or top == "__future__"


def _offences(found: Iterator[Import]) -> list[str]:
    return [str(each) for each in found if not is_allowed(each)]


def test_every_import_goes_downwards() -> None:
    offences = _offences(found for module in modules() for found in module.imports())

    assert not offences, "\n".join(["imports that the table forbids:", *offences])


def test_what_is_permitted_is_used() -> None:
    """A permission that nobody uses is a door that somebody will."""
    used: dict[str, set[str]] = {}
    for module in modules():
        layer = layer_of(module.name)
        for found in module.imports():
            if found.target.partition(".")[0] == "aioesx":
                used.setdefault(layer, set()).add(target_layer(found.target))
    built = {layer_of(module.name) for module in modules()}

    assert {
        n: LAYERS[n] - used.get(n, set()) for n in built if LAYERS[n] - used.get(n, set())
    } == {}


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
        ("aioesx._session.http", "h11 = late('h11')", "h11"),
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

    known = {layer: set(re.findall(r"`(\w+)`", row.split(" | ")[1])) for layer, row in rows.items()}

    assert rows.keys() == LAYERS.keys()
    assert known == LAYERS
    assert to_come == LAYERS.keys() - {layer_of(module.name) for module in modules()}

"""docs/reference*: every public name stands there, with a sentence."""

from __future__ import annotations

import importlib
import inspect
import re
from functools import cached_property
from types import FunctionType, ModuleType
from typing import Final

import pytest
from support.judges import ROOT
from support.source import modules

import aioesx
from aioesx import errors, vim
from aioesx.uri import PARAMETERS

FOLDER: Final = ROOT / "docs" / "reference"
PAGES: Final = {path.stem: path.read_text("utf-8") for path in sorted(FOLDER.glob("*.md"))}
ENTRIES: Final = {
    heading: body.strip()
    for page in PAGES.values()
    for heading, body in re.findall(r"^##+ (.+?)\n(.*?)(?=^##+ |\Z)", page, re.M | re.S)
}
"""By its heading what stands beneath it, up to the next one."""
CLASSES: Final = {
    name: getattr(aioesx, name)
    for name in aioesx.__all__
    if isinstance(getattr(aioesx, name), type)
}
NO_LIBRARY: Final = {"cli", "vim"}
"""A program; and what has a page of another kind."""
MODULES: Final = [
    module.name
    for module in modules()
    if module.is_public
    and module.name[7:] not in NO_LIBRARY
    and (
        module.name.count(".") == 1
        or (
            module.name.startswith("aioesx.jobs.")
            and module.name.count(".") == 2
            and module.is_package
        )
    )
]


def _verbs(cls: type) -> list[str]:
    """Return what a program may call, await or look at, whatever class it comes from."""
    return [
        word
        for base in cls.__mro__
        if base.__module__.startswith("aioesx") and base.__name__ != "WireEnum"
        for word, held in vars(base).items()
        if not word.startswith("_")
        and isinstance(held, FunctionType | property | cached_property | classmethod | staticmethod)
    ]


def _text(heading: str) -> str:
    """Return what an entry says, without its signature."""
    return re.sub(r"^    .*\n?", "", ENTRIES[heading], flags=re.M).replace("    )", "").strip()


@pytest.mark.parametrize("name", sorted(set(aioesx.__all__) - {"errors", "vim"}))
def test_a_name_of_the_face_is_told(name: str) -> None:
    assert len(_text(name)) > 10


@pytest.mark.parametrize("name", CLASSES)
def test_all_that_a_class_can_is_told_there_or_with_its_base(name: str) -> None:
    bases = {base.__name__ for base in CLASSES[name].__mro__}
    bases |= {f"errors.{base}" for base in bases}

    missing = [
        verb
        for verb in _verbs(CLASSES[name])
        if not any(_text(f"{base}.{verb}") for base in bases if f"{base}.{verb}" in ENTRIES)
    ]

    assert missing == []


@pytest.mark.parametrize("name", MODULES)
def test_all_that_a_module_offers_is_told(name: str) -> None:
    module = importlib.import_module(name)
    of_the_face = {id(getattr(aioesx, word)) for word in aioesx.__all__}
    missing = [
        word
        for word in getattr(module, "__all__", ())
        if id(getattr(module, word)) not in of_the_face
        and not isinstance(getattr(module, word), ModuleType)
        and not _text(f"{name[7:]}.{word}")
    ]

    assert missing == []


@pytest.mark.parametrize("name", sorted(set(errors.__all__) - {"EsxError"}))
def test_an_error_is_told_with_what_it_is_a_kind_of(name: str) -> None:
    assert f"errors.{name}" in ENTRIES
    if isinstance(cls := getattr(errors, name), type) and issubclass(cls, Exception):
        assert all(base.__name__ in ENTRIES[f"errors.{name}"] for base in cls.__bases__)


def test_every_option_of_connect_is_told() -> None:
    told = re.findall(r"^\* `(\w+)`: ", ENTRIES["connect"].partition("Raises:")[0], re.M)

    assert told == list(inspect.signature(aioesx.connect).parameters)


def test_every_option_of_a_task_is_told() -> None:
    told = re.findall(r"^\* `(\w+)` ", ENTRIES["TaskOptions"], re.M)

    assert told == list(aioesx.TaskOptions.__annotations__)


@pytest.mark.parametrize("name", [each.name for each in PARAMETERS])
def test_every_parameter_of_a_uri_is_told(name: str) -> None:
    assert f"\n| `{name}` | " in PAGES["uri"]


def test_every_name_of_the_api_is_told() -> None:
    told = set(re.findall(r"^\* `(\w+)`", PAGES["vim"], re.M))

    assert set(vim.__all__) - told == set()


def test_every_entry_is_in_the_index() -> None:
    index = (ROOT / "docs" / "reference.md").read_text("utf-8")
    listed = dict(re.findall(r"^\| \[`(.+?)`\]\(reference/\w+\.md#\S+\) \| (.*) \|$", index, re.M))
    headings = re.findall(r"^## (.+)$", "\n".join(t for p, t in PAGES.items() if p != "vim"), re.M)

    assert set(headings) - {"Parameters of a URI"} == set(listed)
    assert [name for name, sentence in listed.items() if not sentence] == []


def test_what_runs_on_dask_is_told() -> None:
    assert "ShippingError" in ENTRIES["fleet.dask.run"]


def test_no_part_of_a_docstring_is_lost() -> None:
    """A line of each section of a long docstring, where a parser of docstrings might stumble."""
    entry = ENTRIES["connect"]

    assert "That is a host (`esx://`" in entry
    assert "    async with aioesx.connect(uri) as esx: ..." in entry
    assert "* `TypeError`: `on_event` is a coroutine function." in entry
    assert "On opening, besides" in entry

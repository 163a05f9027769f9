"""Nothing stands in ``wsdl/`` for its own sake: all of it is used."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

import pytest
from support.source import modules

from wsdl import schema

WSDL: Final = Path(__file__).resolve().parents[2] / "wsdl"
TABLES: Final = ("aioesx.vim", "aioesx.simulator._since", "aioesx.simulator._references")
"""What was made of ``wsdl/`` uses nothing of it."""

COMMON: Final = {"DynamicData", "xsd:anyType"}
"""What every type extends: a field of such a type does not make all of them used."""


@pytest.fixture(scope="module")
def contract() -> schema.Schema:
    return schema.load(WSDL / "vim-types.xsd", WSDL / "vim.wsdl")


def words_of(source: ast.AST) -> Iterator[str]:
    """Yield names, and what stands in texts as a whole word; not the words of docstrings."""
    for node in ast.walk(source):
        match node:
            case ast.Attribute(attr=name) | ast.Name(id=name):
                yield name
            case ast.Constant(value=str(text)) if "." not in text:
                yield from text.split()


def named_in_the_code(contract: schema.Schema) -> set[str]:
    words = {
        word
        for module in modules()
        if not module.name.startswith(TABLES)
        for word in words_of(module.tree)
    }
    known = {*contract.types, *contract.enums, *contract.operations, *contract.managed}
    return words & known


def used(contract: schema.Schema, names: Iterable[str]) -> set[str]:
    """Return what `names` need: fields, bases, parameters, results, faults, properties.

    What extends the type of a field may come in its place, so it is used, too.
    """
    extending = defaultdict(list)
    for data in contract.types.values():
        extending[data.base].append(data.name)
    found: set[str] = set()
    todo = [(name, False) for name in names]
    offered: set[str] = set()
    while todo:
        name, may_be_extended = todo.pop()
        if may_be_extended and name not in offered | COMMON:
            offered.add(name)
            todo += [(other, True) for other in extending[name]]
        if name not in found:
            found.add(name)
            todo += _needs(contract, name)
    return found


def _needs(contract: schema.Schema, name: str) -> Iterator[tuple[str, bool]]:
    """Yield what one name needs, and whether another type may come in its place."""
    if name in contract.types:
        data = contract.types[name]
        yield data.base, False
        yield from ((member.type, True) for member in data.members)
    elif name in contract.operations:
        operation = contract.operations[name]
        yield from ((member.type, True) for member in operation.parameters)
        yield from ((fault, False) for fault in operation.faults)
        if operation.result is not None:
            yield operation.result.type, True
    elif name in contract.managed:
        managed = contract.managed[name]
        yield managed.extends, False
        yield from ((item.type.removeprefix("ArrayOf"), True) for item in managed.properties)


def test_every_type_and_method_is_used(contract: schema.Schema) -> None:
    idle = {*contract.types, *contract.enums, *contract.operations} - used(
        contract, named_in_the_code(contract)
    )

    assert sorted(idle) == []


def test_a_type_that_nothing_needs_is_seen(contract: schema.Schema) -> None:
    found = used(contract, {"PowerOnVM_Task", "VirtualMachineConfigInfo"})

    assert {"VirtualUSB", "Description", "InvalidPowerState", "VimFault"} <= found
    assert not found & {"QueryPerf", "PerfMetricId", "HostConfigInfo", "Login"}

"""Look-ups over the generated tables: types by wire name, properties of managed types by path."""

from __future__ import annotations

import re
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from aioesx.vim._index import NAMES
from aioesx.vim.base import DataObject

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["array_type", "item_type", "managed_bases", "property_type", "types_by_name"]

_SCALAR_ARRAYS: Final = {
    "String": "xsd:string",
    "Boolean": "xsd:boolean",
    "Byte": "xsd:byte",
    "Short": "xsd:short",
    "Int": "xsd:int",
    "Long": "xsd:long",
    "Float": "xsd:float",
    "Double": "xsd:double",
    "DateTime": "xsd:dateTime",
    "Base64Binary": "xsd:base64Binary",
    "AnyURI": "xsd:anyURI",
    "AnyType": "xsd:anyType",
}
_STEP = re.compile(r'(?P<name>\w+)(?P<key>\[(?:"[^"]*"|[^\]"]*)\])?')


_homes: dict[str, str] = {}
_classes: dict[str, type[Any]] = {}


def types_by_name(wire_name: str) -> type[Any] | None:
    """Return the class of a data object, enum or method, or None for a name not in ``wsdl/``."""
    cls = _classes.get(wire_name)
    if cls is None and (home := _home(wire_name)) is not None:
        cls = _classes[wire_name] = getattr(import_module(f"aioesx.vim.{home}"), wire_name)
    return cls


def _home(wire_name: str) -> str | None:
    if not _homes:
        _homes.update({name: home for home, names in NAMES.items() for name in names.split()})
    return _homes.get(wire_name)


def managed_bases(managed_type: str) -> tuple[str, ...]:
    """Return a managed type and what it extends, nearest first; empty for an unknown type."""
    from aioesx.vim._properties import BASES  # loaded when asked for only

    chain = []
    while managed_type in BASES:
        chain.append(managed_type)
        managed_type = BASES[managed_type]
    return tuple(chain)


def item_type(wire_type: str) -> str | None:
    """Return the type of the items of an ``ArrayOf...``, or None if it is no array."""
    if not wire_type.startswith("ArrayOf"):
        return None
    item = wire_type.removeprefix("ArrayOf")
    return _SCALAR_ARRAYS.get(item, item)


def array_type(item: str) -> str:
    """Return the name of the array of a type: ``xsd:string`` gives ``ArrayOfString``."""
    plain = item.removeprefix("xsd:")
    return f"ArrayOf{plain[0].upper()}{plain[1:]}"


def property_type(managed_type: str, path: str) -> str | None:
    """Return the declared wire type of a property path, or None if there is no such path.

    Args:
        managed_type: such as ``"VirtualMachine"``.
        path: such as ``"runtime.powerState"``, ``"config.hardware.device"`` or
            ``"config.hardware.device[4000]"``.
    """
    from aioesx.vim._properties import PROPERTIES  # loaded when asked for only

    steps = _steps(path)
    if not steps:
        return None
    name, key = steps[0]
    current = PROPERTIES.get(managed_type, {}).get(name)
    current = _indexed(current, key)
    for name, key in steps[1:]:
        current = _indexed(_field_type(current, name), key)
    return current


def _steps(path: str) -> Sequence[tuple[str, bool]]:
    steps = []
    position = 0
    while position < len(path):
        match = _STEP.match(path, position)
        if match is None:
            return ()
        steps.append((match["name"], match["key"] is not None))
        position = match.end()
        if position < len(path):
            if path[position] != "." or position + 1 == len(path):
                return ()
            position += 1
    return steps


def _indexed(wire_type: str | None, key: bool) -> str | None:
    return item_type(wire_type) if wire_type and key else wire_type


def _field_type(wire_type: str | None, wire: str) -> str | None:
    cls = types_by_name(wire_type) if wire_type else None
    if cls is None or not issubclass(cls, DataObject):
        return None
    for field in cls.wire_fields.values():
        if field.wire == wire:
            return array_type(field.type) if field.many else field.type
    return None

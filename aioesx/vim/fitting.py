"""Whether a value is what the schema says that stands there: the one place that compares them.

The property collector sends every value as ``anyType`` with a type of the server's word. A value
of another type than the property's is no value of it, whatever the server calls it. In a list (of
devices, say) a type that the subset does not know stands for an heir of the one it knows.
"""

from __future__ import annotations

import datetime
import functools
from collections.abc import Callable, Mapping
from typing import Any, Final

from aioesx.vim.base import DataObject, ManagedObjectReference
from aioesx.vim.loose import Unknown
from aioesx.vim.tables import item_type, property_type, types_by_name

__all__ = ["fits", "misfits", "usual_classes"]

_Judge = Callable[[Any], bool]


def _is(*types: type) -> _Judge:
    return lambda value: isinstance(value, types)


def _is_int(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


_SCALARS: Final[dict[str, _Judge]] = {
    "xsd:anyType": lambda _: True,
    "xsd:anyURI": _is(str),
    "xsd:base64Binary": _is(bytes),
    "xsd:boolean": _is(bool),
    "xsd:byte": _is_int,
    "xsd:dateTime": _is(datetime.datetime),
    "xsd:double": lambda value: _is_int(value) or isinstance(value, float),
    "xsd:float": lambda value: _is_int(value) or isinstance(value, float),
    "xsd:int": _is_int,
    "xsd:long": _is_int,
    "xsd:short": _is_int,
    "xsd:string": _is(str),
    "ManagedObjectReference": _is(ManagedObjectReference),
}


def fits(managed_type: str, path: str, value: Any) -> bool:
    """Tell whether a value can be that of a property; of an unknown path every value can.

    Args:
        managed_type: such as ``"VirtualMachine"``.
        path: such as ``"runtime.powerState"``.
        value: as it was decoded.
    """
    return _judge(managed_type, path)(value)


def usual_classes(managed_type: str) -> Mapping[str, type]:
    """Return the class of the value that was last found to fit, by property path.

    A further value of this class fits, too: lists, which have to be looked through each time, are
    not among them. For bulk reads, where most rows are like the one before.
    """
    return _usual.get(managed_type, _NOTHING_USUAL)


def misfits(managed_type: str, values: Mapping[str, Any]) -> list[str]:
    """Return the paths whose values cannot be those of the properties."""
    usual = _usual.get(managed_type)
    if usual is None:
        usual = {}
        if len(_usual) < _MOST_TYPES:
            _usual[managed_type] = usual
    odd = []
    for path, value in values.items():
        cls = type(value)
        if usual.get(path) is cls:
            continue
        if not fits(managed_type, path, value):
            odd.append(path)
        elif not isinstance(value, list) and len(usual) < _MOST_PATHS:
            usual[path] = cls
    return odd


_usual: Final[dict[str, dict[str, type]]] = {}
_NOTHING_USUAL: Final[Mapping[str, type]] = {}
_MOST_TYPES: Final = 256  # a server may make names up
_MOST_PATHS: Final = 256


@functools.lru_cache(maxsize=4096)
def _judge(managed_type: str, path: str) -> _Judge:
    wire_type = property_type(managed_type, path)
    return _judge_of(wire_type) if wire_type is not None else lambda _: True


def _item_judge(wire_type: str) -> _Judge:
    judge = _judge_of(wire_type)
    if wire_type in _SCALARS:
        return judge
    return lambda value: judge(value) or isinstance(value, Unknown)


def _judge_of(wire_type: str) -> _Judge:
    item = item_type(wire_type)
    if item is not None:
        judge = _item_judge(item)
        return lambda value: isinstance(value, list) and all(map(judge, value))
    if wire_type in _SCALARS:
        return _SCALARS[wire_type]
    cls = types_by_name(wire_type)
    if cls is None:
        return lambda _: True
    if issubclass(cls, DataObject):
        return _is(cls)
    return _is(str)  # a word of an enumeration, perhaps a newer one

"""Calls with arguments of every odd kind: one for each parameter and each way to get it wrong."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, Final

from support.soapcall import ref

from aioesx import vim
from aioesx.vim.base import Field

__all__ = ["ODD", "dice_calls", "full_value", "plain_call", "wrong_calls"]

Ref = vim.ManagedObjectReference

_LONG: Final = "x" * 4000

ODD: Final[dict[str, tuple[Any, ...]]] = {
    "xsd:string": (
        *("", " ", "[", "[]", "[datastore1", "[x] y", "../..", "\u00fc\U0001f600", _LONG),
        *('a"b', "a\nb", "|22", "|zz", "a|", "%2f", "-1", "9" * 5000, "\u0663"),
    ),
    "xsd:anyURI": ("", "://", _LONG),
    "xsd:boolean": (True, False),
    "xsd:byte": (-128, 127),
    "xsd:short": (-32768, 32767),
    "xsd:int": (-(2**31), -1, 0, 2**31 - 1),
    "xsd:long": (-(2**63), -1, 0, 2**63 - 1),
    "xsd:float": (float("inf"), float("nan"), -0.0),
    "xsd:double": (float("inf"), float("nan"), -0.0),
    "xsd:base64Binary": (b"", b"\x00\xff"),
    "xsd:anyType": (
        "256",
        256,
        True,
        vim.Unknown("Nothing"),
        vim.Unknown("Nothing", [("a", "b")]),
        vim.Unknown("", text="x"),
        vim.array("xsd:int", [1]),
        vim.array("xsd:string", []),
        vim.Description(label="a", summary="b"),
        ref("VirtualMachine", "2"),
        vim.VirtualMachinePowerState.POWERED_ON,
    ),
    "ManagedObjectReference": (
        ref("VirtualMachine", "99"),
        ref("VirtualMachine", "ha-host"),
        ref("HostSystem", "ha-host"),
        ref("Folder", "ha-folder-root"),
        ref("Nothing", ""),
        ref("SessionManager", "ha-sessionmgr"),
        ref("Task", "x"),
    ),
}
"""Values that a client could send for a wire type, sensible or not."""

_PLAIN: Final[dict[str, Any]] = {
    "xsd:string": "[datastore1] web01/web01.vmx",
    "xsd:boolean": False,
    "xsd:anyType": 1,
    "ManagedObjectReference": ref("VirtualMachine", "2"),
    "xsd:base64Binary": b"x",
    "xsd:float": 1.0,
    "xsd:double": 1.0,
}
_DEEPEST: Final = 3


def plain_call(cls: Any, this: Ref) -> Any:
    """Return a call of a method with what it must have."""
    return _object(cls, this=this)


def full_value(cls: Any) -> Any:
    """Return a value that has all its fields; what it is made of has what it must have."""
    return cls(**{name: _plain(field) for name, field in cls.wire_fields.items()})


def _sensible() -> dict[str, dict[str, Any]]:
    """Return what lets a call get further than its first check, by wire name of the type."""
    return {
        "VirtualDeviceConfigSpec": {"operation": vim.VirtualDeviceConfigSpecOperation.ADD},
        "VirtualMachineConfigSpec": {
            "name": "new",
            "files": vim.VirtualMachineFileInfo(vm_path_name="[datastore1]"),
        },
        "VirtualDisk": {"controller_key": 1000},
        "VirtualCdrom": {"controller_key": 200},
        "FileBackedVirtualDiskSpec": {"capacity_kb": 1024},
    }


def _object(cls: Any, **given: Any) -> Any:
    sensible = {**_sensible().get(cls.wire_name, {}), **given}
    given = {name: value for name, value in sensible.items() if name in cls.wire_fields}
    required = {name: field for name, field in cls.wire_fields.items() if field.required}
    values = {name: _plain(field) for name, field in required.items() if name not in given}
    return cls(**values, **given)


def _plain(field: Field) -> Any:
    return [_single(field.type)] if field.many else _single(field.type)


def _single(type_: str) -> Any:
    if type_ in _PLAIN:
        return _PLAIN[type_]
    cls: Any = vim.types_by_name(type_)
    if cls is None:
        return datetime.now(UTC) if type_ == "xsd:dateTime" else 1
    return _object(cls) if issubclass(cls, vim.DataObject) else next(iter(cls))


def wrong_calls(cls: Any, this: Ref) -> Iterator[Any]:
    """Yield calls that each have one value that is odd, at any depth."""
    yield plain_call(cls, this)
    for name, field in cls.wire_fields.items():
        if name != "this":
            for value in _oddities(field, _DEEPEST):
                yield _object(cls, this=this, **{name: value})


def _oddities(field: Field, depth: int) -> Iterator[Any]:
    values = _odd_values(field.type, depth)
    if not field.many:
        yield from values
        return
    yield []
    for value in values:
        yield [value]
        yield [value, value]


def _odd_values(type_: str, depth: int) -> Iterator[Any]:
    if type_ in ODD:
        yield from ODD[type_]
        return
    cls: Any = vim.types_by_name(type_)
    if cls is None or not depth:
        return
    if not issubclass(cls, vim.DataObject):
        yield from ("", "nothing", *list(cls)[:3])
        return
    yield vim.Unknown("Nothing", [("a", vim.Unknown("", text="b"))])
    for kind in _with_subtypes(cls):
        yield _object(kind)
        for name, field in kind.wire_fields.items():
            for value in _oddities(field, depth - 1):
                yield _object(kind, **{name: value})


def _with_subtypes(cls: Any) -> Iterator[Any]:
    """Yield a class and those that may come in its place."""
    yield cls
    for below in cls.__subclasses__():
        if below.__module__.startswith("aioesx.vim."):
            yield from _with_subtypes(below)


def dice_calls(cls: Any, this: Ref, dice: random.Random) -> Iterator[Any]:
    """Yield calls with odd values at random places, as deep as values go, without an end."""
    while True:
        yield _thrown(cls, dice, 0, this=this)


def _thrown(cls: Any, dice: random.Random, depth: int, **given: Any) -> Any:
    sensible = {**_sensible().get(cls.wire_name, {}), **given}
    values = {name: value for name, value in sensible.items() if name in cls.wire_fields}
    for name, field in cls.wire_fields.items():
        if name not in given and (field.required or dice.random() < 0.6 / (depth + 1)):
            count = dice.choice((0, 1, 1, 2)) if field.many else 1
            thrown = [_thrown_value(field.type, dice, depth) for _ in range(count)]
            values[name] = thrown if field.many else thrown[0]
    return cls(**{name: value for name, value in values.items() if value is not None})


def _thrown_value(type_: str, dice: random.Random, depth: int) -> Any:
    if type_ in ODD:
        known = [_PLAIN[type_]] * 3 if type_ in _PLAIN else []
        return dice.choice([*ODD[type_], *known])
    cls: Any = vim.types_by_name(type_)
    if cls is None:
        return _single(type_)
    if not issubclass(cls, vim.DataObject):
        return dice.choice(list(cls))
    if depth > _DEEPEST * 2:
        return _object(cls)
    return _thrown(dice.choice(list(_with_subtypes(cls))), dice, depth + 1)

"""A value of every class that the library gives: what `to_dict`, pickle and copy are tried on.

They are built by the types of their fields, so that a new class, or a new field, is in.
"""

from __future__ import annotations

import dataclasses
import enum
import importlib
import inspect
import types
import typing
from datetime import UTC, datetime
from ipaddress import ip_address
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from support.arguments import full_value
from support.soapcall import ref

from aioesx import errors, vim
from aioesx._server.collector import ObjectProperties, Properties
from aioesx.domain import Chord

__all__ = [
    "SECRET", "VALUE_CLASSES", "data_classes", "error_classes", "sample", "sample_data",
    "sample_error", "sample_errors",
]  # fmt: skip

SECRET: Final = "hunter2"
FACES: Final = (
    "aioesx", "aioesx.auth", "aioesx.definition", "aioesx.definition.snapshot", "aioesx.disk",
    "aioesx.domain", "aioesx.errors", "aioesx.host", "aioesx.uri", "aioesx.vmx",
    "aioesx.domain.documents.edit",
)  # fmt: skip
"""The modules whose classes a program can get hold of."""

MACHINE: Final = ref("VirtualMachine", "vm-42")
_PROPERTIES: Final = Properties(
    MACHINE,
    {"name": "a", "runtime.powerState": vim.VirtualMachinePowerState.POWERED_ON},
    {"config": vim.NoPermission(object=MACHINE, privilege_id="System.Read")},
)


class SameError(errors.EsxError):
    """An error that is equal to one with the same text, for values that hold one."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SameError) and str(self) == str(other)

    def __hash__(self) -> int:
        return hash(str(self))


_SCALARS: Final[dict[Any, Any]] = {
    str: "text",
    int: 7,
    float: 0.5,
    bool: True,
    bytes: b"\x00\xff",
    Any: vim.Description(label="a", summary="b"),
    UUID: UUID(int=5),
    datetime: datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC),
    Path: Path("a/b"),
    Exception: SameError("no"),
    vim.ManagedObjectReference: MACHINE,
    Properties: _PROPERTIES,
}
_NOTED_AS_VALUES: Final = {"Parameter", "Repeatable", "TaskOptions", "WarmOptions"}
"""Data classes of the URI's grammar, of a function, a dictionary's type, and what is handed in with
a function in it: no values that anybody is given."""


def _values() -> dict[str, type[Any]]:
    found: dict[str, type[Any]] = {}
    for face in FACES:
        module = importlib.import_module(face)
        for name in module.__all__:
            cls = getattr(module, name)
            if isinstance(cls, type) and _is_value(cls) and name not in _NOTED_AS_VALUES:
                found[name] = cls
    return found


def _is_value(cls: type[Any]) -> bool:
    return dataclasses.is_dataclass(cls) or hasattr(cls, "_fields")


def data_classes() -> list[type[Any]]:
    """Return every class of `aioesx.vim` that is a value or a call."""
    every = (getattr(vim, name) for name in vim.__all__)
    kinds = (cls for cls in every if isinstance(cls, type) and issubclass(cls, vim.DataObject))
    return [cls for cls in kinds if cls not in (vim.DataObject, vim.Method)]


def sample_data(cls: type[Any]) -> Any:
    """Return a value of the API that has all its fields, secret ones with `SECRET`."""
    value = full_value(cls)
    for name, field in cls.wire_fields.items():
        if field.secret and field.type == "xsd:string":
            setattr(value, name, [SECRET] if field.many else SECRET)
    return value


def sample(cls: type[Any], *, sparse: bool = False) -> Any:
    """Return a value of a data class; a sparse one has None wherever there may be none."""
    if cls is ObjectProperties:
        return ObjectProperties(MACHINE, _PROPERTIES, dict(_PROPERTIES.missing))
    if cls is Chord:  # its keys have to be keys
        return Chord("ctrl", "alt", "delete")
    hints = typing.get_type_hints(cls, localns={"UUID": UUID, "datetime": datetime})
    names = [name for name in hints if name in inspect.signature(cls).parameters]
    return cls(**{name: _value(hints[name], sparse) for name in names})


def _value(hint: Any, sparse: bool) -> Any:
    if hint in _SCALARS:
        return _SCALARS[hint]
    if isinstance(hint, typing.TypeVar):
        return _SCALARS[Any]
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin in (typing.Union, types.UnionType):
        if sparse and type(None) in arguments:
            return None
        return _value(next(each for each in arguments if each is not type(None)), sparse)
    if origin is typing.Literal:
        return arguments[0]
    if origin is not None:
        return _collection(origin, arguments, sparse)
    if issubclass(hint, enum.Enum):
        return next(iter(hint))
    if issubclass(hint, tuple | dict | list):
        return sample(hint, sparse=sparse) if hasattr(hint, "_fields") else hint()
    if _is_value(hint):
        return sample(hint, sparse=sparse)
    return ip_address("192.0.2.1") if hint.__module__ == "ipaddress" else hint("1.2.3")


def _collection(origin: Any, arguments: tuple[Any, ...], sparse: bool) -> Any:
    if origin is type:
        return str
    if issubclass(origin, dict) or origin.__name__ == "Mapping":
        key, item = arguments
        return {} if sparse else {_value(key, sparse): _value(item, sparse)}
    kind: Any = origin if issubclass(origin, tuple | list | frozenset) else tuple
    wanted = [each for each in arguments if each is not ...]
    if sparse and (... in arguments or kind is not tuple):
        return kind()
    one_below = [
        each if not _is_recursive(each) else None for each in wanted
    ]  # a snapshot has snapshots
    return kind(_value(each, sparse) for each in one_below if each is not None)


def _is_recursive(hint: Any) -> bool:
    return dataclasses.is_dataclass(hint) and any(
        hint in typing.get_args(each) for each in typing.get_type_hints(hint).values()
    )


VALUE_CLASSES: Final = _values()


# --- errors --------------------------------------------------------------------------------------

_FAULT: Final = vim.InvalidPowerState(requested_state="poweredOn", existing_state="poweredOff")
_ARGUMENTS: Final[dict[str, Any]] = {
    "message": "It cannot be.",
    "what": "no such thing",
    "parameter": "no_verify",
    "status": 503,
    "method": "PowerOnVM_Task",
    "ref": MACHINE,
    "path": "devices/disk[2]",
    "line": 7,
    "key": "memsize",
    "value": "many",
    "fault_type": "InvalidPowerState",
    "fault": _FAULT,
    "task": ref("Task", "task-1"),
    "info": None,
    "question": "Moved or copied?",
    "choices": ["Moved", "Copied"],
    "default": "Copied",
    "kind": "domain",
    "name": "web01",
    "id": "vm-42",
    "problems": ["The host is in maintenance.", "No such disk."],
    "faults": [_FAULT],
    "kind_of_disk": "vmfsRawDeviceMap",
    "links": [errors.ChainLink("[ds] a.vmdk", problem="there is no such file")],
    "failed": {"esx1": "an error, but for that two of one text are not equal"},
    "hosts": 3,
    "host": "esx1",
    "file": "fleet.toml",
    "position": 5,
    "since": datetime(2026, 1, 2, tzinfo=UTC),
    "until": datetime(2026, 1, 3, tzinfo=UTC),
    "bearers": [errors.Bearer("vm-1", 1, UUID(int=1), datetime(2026, 1, 2, tzinfo=UTC))],
}


def error_classes() -> list[type[errors.EsxError]]:
    """Return every class of errors, those of failed tasks that are made when needed included."""
    every = (getattr(errors, name) for name in errors.__all__)
    found = [cls for cls in every if isinstance(cls, type) and issubclass(cls, errors.EsxError)]
    faults = [cls for cls in found if issubclass(cls, errors.FaultError)]
    made = (errors.fault_error([min(cls.wire_names)], "") for cls in faults if cls.wire_names)
    return [*found, *(type(errors.task_failed_error(fault)) for fault in made)]


def sample_error(cls: type[errors.EsxError]) -> errors.EsxError:
    """Return an error with everything that its class takes, notes and a cause."""
    taken = inspect.signature(cls.__init__).parameters
    given = {name: _ARGUMENTS[name] for name in taken if name in _ARGUMENTS}
    error = cls(**given) if given else cls(_ARGUMENTS["message"])
    error.about("domain", "web01", "vm-42").add_note("seen on a Monday")
    error.__cause__ = errors.HttpStatusError("HTTP status 503", status=503)
    error.__cause__.__cause__ = OSError(111, "Connection refused")
    return error


def sample_errors() -> dict[str, errors.EsxError]:
    """Return one of each class, by its name."""
    return {cls.__name__: sample_error(cls) for cls in error_classes()}

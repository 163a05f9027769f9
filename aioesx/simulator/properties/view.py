"""Views: tables that turn a state object into a data object, whole or in part.

A `View` says how each field of one data object comes from a state object: by a
function, by another view, or as a constant. `read` walks a property path through
views as far as they go and through finished values from there, so that reading
``config.hardware.memoryMB`` builds neither the devices nor the rest of ``config``.
"""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from aioesx import vim
from aioesx.simulator import faults
from aioesx.simulator.versions import at_least, has_path
from aioesx.vim.tables import item_type

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__all__ = ["Tables", "View", "all_paths", "link", "read", "register", "table_of", "typed"]

_STEP: Final = re.compile(r'([A-Za-z_]\w*)(?:\[("?)([^\]"]*)\2\])?')
Tables = dict[str, "Mapping[str, Any]"]
"""Per managed type, how each property comes from a state object."""

_TABLES: Final[Tables] = {}


_NEVER_SET: Final[dict[str, dict[str, str]]] = {
    "ComputeResource": {"configurationEx": "2.5", "lifecycleManaged": "6.9.1"},
    "Folder": {"namespace": "7.0.0.0"},
    "HostSystem": {
        "remediationState": "6.7",
        "precheckRemediationResult": "6.7",
        "remediationResult": "6.7",
        "complianceCheckState": "6.7",
        "complianceCheckResult": "6.7",
        "answerFileValidationState": "6.7",
        "answerFileValidationResult": "6.7",
    },
    "LicenseManager": {
        "source": "2.0",
        "sourceAvailable": "2.0",
        "diagnostics": "2.5",
        "featureInfo": "2.0",
        "licensedEdition": "2.5",
    },
}
"""Properties that exist since a version, that our types leave out, and that are never set here."""


class View:
    """How the fields of one data object come from a state object.

    Args:
        cls: the data object's class.
        when: tells whether the value is set at all.
        fields: per field a function of the state object, a `View`, or a constant.
    """

    __slots__ = ("cls", "fields", "when", "wires")

    def __init__(
        self, cls: type[vim.DataObject], when: Callable[[Any], Any] | None = None, **fields: Any
    ) -> None:
        unknown = fields.keys() - cls.wire_fields.keys()
        if unknown:
            raise TypeError(f"{cls.__name__} has no field {', '.join(sorted(unknown))}")
        self.cls = cls
        self.when = when
        self.fields = fields
        self.wires = {field.wire: name for name, field in cls.wire_fields.items()}

    def __call__(self, subject: Any) -> Any:
        """Return the whole value, or None when it is not set."""
        if self.when is not None and not self.when(subject):
            return None
        values = {}
        for name, field in self.fields.items():
            value = field(subject) if callable(field) else field
            if value is not None:
                values[name] = value
        return self.cls(**values)


class _Step(NamedTuple):
    name: str
    key: str | None


class _Path(NamedTuple):
    """A path taken apart; `declared` is its wire type, None when only a subtype has it."""

    steps: tuple[_Step, ...]
    declared: str | None


def register(managed_type: str, *, tables: Tables | None = None, **properties: Any) -> None:
    """Say how the properties of a managed type come from its state object.

    Python names stand for wire names; a trailing underscore is dropped.

    Args:
        managed_type: such as ``VirtualMachine``.
        tables: where to enter it; the tables of a host when left out.
        properties: per property a function of the state object, a `View`, or a constant.
    """
    held = _TABLES if tables is None else tables
    wires = {_snake(wire): wire for wire in vim.PROPERTIES[managed_type]}
    held[managed_type] = {wires[name.rstrip("_")]: value for name, value in properties.items()}


def table_of(managed_type: str) -> Mapping[str, Any]:
    """Return the table of a managed type; empty for one that has no properties here."""
    return _TABLES.get(managed_type, {})


def all_paths(managed_type: str, version: str = "") -> list[str]:
    """Return every property of a managed type that the simulator holds.

    Args:
        managed_type: such as ``VirtualMachine``.
        version: API that shall have them; empty for all.
    """
    held = _TABLES.get(managed_type, ())
    return [name for name in held if not version or has_path(version, managed_type, name)]


def read(
    managed_type: str, subject: Any, path: str, version: str = "", tables: Tables | None = None
) -> Any:
    """Return the value at `path` as it goes into a property set; None when it is not set.

    Args:
        managed_type: such as ``VirtualMachine``.
        subject: state object that it is read of.
        path: such as ``runtime.powerState``.
        version: API that shall have it; empty for the newest.
        tables: whose tables; those of a host when left out.

    Raises:
        Refused: InvalidProperty.
    """
    since = _NEVER_SET.get(managed_type, {}).get(path, "")
    if version and not (at_least(version, since) and has_path(version, managed_type, path)):
        raise faults.invalid_property(path)
    if since:
        return None
    steps, declared = _parse(managed_type, path)
    table = (_TABLES if tables is None else tables).get(managed_type, {})
    value = _walk(table.get(steps[0].name), steps, subject, path)
    return None if value is None else typed(value, declared)


def _snake(wire: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", wire).lower()


@functools.lru_cache(maxsize=4096)
def _parse(managed_type: str, path: str) -> _Path:
    steps: list[_Step] = []
    position = 0
    while position < len(path):
        match = _STEP.match(path, position)
        if match is None or len(steps) > 32:  # deeper than any type
            raise faults.invalid_property(path)
        steps.append(_Step(match[1], match[3]))
        position = match.end() + 1
        if match.end() < len(path) and path[match.end()] != ".":
            raise faults.invalid_property(path)
    if not steps or path.endswith(".") or steps[0].name not in vim.PROPERTIES.get(managed_type, {}):
        raise faults.invalid_property(path)
    return _Path(tuple(steps), vim.property_type(managed_type, path))


def _walk(node: Any, steps: tuple[_Step, ...], subject: Any, path: str) -> Any:
    """Follow `steps` from the entry of the first one."""
    for position, step in enumerate(steps):
        if position:
            node = _descend(node, step.name, subject, path)
        if step.key is not None:
            node = _item(_finish(node, subject), step.key, path)
    return _finish(node, subject)


def _finish(node: Any, subject: Any) -> Any:
    return node(subject) if callable(node) else node


def _descend(node: Any, wire: str, subject: Any, path: str) -> Any:
    """Return the field `wire` of a node, building only what that needs."""
    if isinstance(node, View):
        name = node.wires.get(wire)
        if name is None:
            return _descend(node(subject), wire, subject, path)
        if node.when is not None and not node.when(subject):
            return None
        return node.fields.get(name)
    value = _finish(node, subject)
    if value is None:
        return None
    if isinstance(value, vim.DataObject):
        for name, field in type(value).wire_fields.items():
            if field.wire == wire:
                found = getattr(value, name)
                return vim.array(field.type, found) if field.many and found else found
    raise faults.invalid_property(path)


def _item(value: Any, key: str, path: str) -> Any:
    """Return the item of an array whose ``key`` field, or whose text, is `key`."""
    if value is None:
        return None
    if not isinstance(value, list):
        raise faults.invalid_property(path)
    for item in value:
        if str(getattr(item, "key", item)) == key:
            return item
    return None


def typed(value: Any, declared: str | None) -> Any:
    """Return a value with the exact type that its property declares."""
    if declared is None:
        return value
    if isinstance(value, list):
        item = item_type(declared)
        return vim.array(item, value) if item is not None else value
    if isinstance(value, vim.DataObject | vim.ManagedObjectReference | vim.WireEnum):
        return value
    return value if declared == "xsd:anyType" else vim.Typed(declared, value)


def link(cls: type[vim.DataObject], field: str, key: str) -> Any:
    """Return a key in a field that pyVmomi's tables declare as an object, and that is text."""
    return key if cls.wire_fields[field].type == "xsd:string" else vim.Unknown("", text=key)

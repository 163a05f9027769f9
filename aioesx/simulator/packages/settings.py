"""Settings of a package, ``tools.syncTimeWithHost``, say: fields of a spec by the API's names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from aioesx import vim
from aioesx.simulator.state.numbers import whole

if TYPE_CHECKING:
    from aioesx.ovf import Setting

__all__ = ["apply", "told"]

_GROUPS: Final[dict[str, Any]] = {
    "bootOptions": vim.VirtualMachineBootOptions,
    "flags": vim.VirtualMachineFlagInfo,
    "powerOpInfo": vim.VirtualMachineDefaultPowerOpInfo,
    "tools": vim.ToolsConfigInfo,
}
"""Objects of a spec whose fields are settings of a package."""

_NEVER: Final = frozenset({"name", "annotation", "guestId", "version", "uuid", "instanceUuid"})
"""What a package says elsewhere, or must not say."""


def apply(thing: Any, setting: Setting) -> bool:
    """Set a field of a spec or of a device; tell whether there is one that takes the value."""
    group, _, wire = setting.key.rpartition(".")
    if wire in _NEVER or (group and group not in _GROUPS):
        return False
    name = _name(type(thing), group) if group else ""
    if group and not name:
        return False
    holder = _GROUPS[group] if group else type(thing)
    attribute = _name(holder, wire)
    value = _value(holder, attribute, setting.value) if attribute else None
    if value is None:
        return False
    if not group:
        setattr(thing, attribute, value)
        return True
    inner = getattr(thing, name) or holder()
    setattr(inner, attribute, value)
    setattr(thing, name, inner)
    return True


def _name(cls: Any, wire: str) -> str:
    fields = cls.wire_fields.items()
    return next((name for name, field in fields if field.wire == wire), "")


def _value(cls: Any, attribute: str, text: str) -> Any:
    """Return a text as the field has it; None if it is none of its values."""
    kind = cls.wire_fields[attribute].type
    if kind == "xsd:boolean":
        return {"true": True, "false": False}.get(text.lower())
    if kind in {"xsd:int", "xsd:long"}:
        return whole(text)
    return text if kind == "xsd:string" else None


def told(thing: Any, *wires: str) -> list[tuple[str, str]]:
    """Return fields of an object as settings: those that are set."""
    found = []
    for wire in wires:
        value = getattr(thing, _name(type(thing), wire))
        if value is not None:
            text = str(value).lower() if isinstance(value, bool) else str(value)
            found.append((wire, text))
    return found

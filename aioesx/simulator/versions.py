"""What a client of an older API version sees: values without the fields that came later.

A client names its version in the SOAPAction header. One that names none, as libvirt's
driver, is shown the oldest view, API 2.5.
"""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING, Any, Final

from aioesx import vim
from aioesx.simulator._since import SINCE

if TYPE_CHECKING:
    from aioesx.simulator.profile import Profile

__all__ = ["as_of", "spoken_version"]

_ACTION: Final = re.compile(r'"?urn:vim25(?:/([^"\s]+))?"?')
_OLDEST: Final = "2.5"


def _order(version: str) -> tuple[int, ...]:
    return tuple(int(number) for number in re.findall(r"\d+", version))


def spoken_version(action: str, profile: Profile) -> str:
    """Return the version that a request's SOAPAction names, if the host knows it."""
    match = _ACTION.fullmatch(action.strip())
    if match is None or match[1] is None:
        return _OLDEST
    return match[1] if match[1] in profile.prior_versions else profile.api_version


def as_of(version: str, newest: str, value: Any) -> Any:
    """Return `value` as a host of `newest` shows it to a client that speaks `version`."""
    return value if version == newest else _pruned(value, version)


def _pruned(value: Any, version: str) -> Any:
    if isinstance(value, vim.DataObject):
        hidden = _hidden(type(value), version)
        kept = {
            name: _pruned(held, version)
            for name in type(value).wire_fields
            if name not in hidden and (held := getattr(value, name)) is not None
        }
        return type(value)(**kept)
    if isinstance(value, vim.Array):
        return vim.array(value.item_type, [_pruned(item, version) for item in value])
    if isinstance(value, list):
        return [_pruned(item, version) for item in value]
    return value


@functools.lru_cache(maxsize=4096)
def _hidden(cls: type[vim.DataObject], version: str) -> frozenset[str]:
    """Return the Python names of the fields that `version` does not have."""
    newer: set[str] = set()
    for lineage in cls.wire_lineage():
        for fact in SINCE.get(lineage, "").split():
            wire, _, since = fact.partition(":")
            if _order(since) > _order(version):
                newer.add(wire)
    return frozenset(name for name, field in cls.wire_fields.items() if field.wire in newer)

"""Who a domain is: its name, UUID and id as the host writes them. No I/O."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import unquote
from uuid import UUID

from aioesx import vim
from aioesx.domain.values import DomainState
from aioesx.errors import ProtocolError

__all__ = ["IDENTITY_PATHS", "STATE_PATH", "domain_id", "domain_state", "domain_uuid", "unescape"]

STATE_PATH: Final = "runtime.powerState"
IDENTITY_PATHS: Final = ("name", "configStatus", "config.uuid", STATE_PATH)

_STATES: Final = {
    "poweredOn": DomainState.RUNNING,
    "poweredOff": DomainState.SHUTOFF,
    "suspended": DomainState.PAUSED,
}
_ID = re.compile(r"(?:vm-)?([0-9]{1,10})")
_NIL: Final = UUID(int=0)


def unescape(name: str) -> str:
    r"""Undo the host's escapes: ``%25``, ``%2f`` and ``%5c`` stand for ``%``, ``/`` and ``\``."""
    return unquote(name)


def domain_state(values: Mapping[str, Any]) -> DomainState:
    """Read the state out of properties that hold ``runtime.powerState``."""
    return _STATES.get(values.get(STATE_PATH, ""), DomainState.NOSTATE)


def domain_id(ref: vim.ManagedObjectReference) -> int:
    """Return the number in the reference: ``16`` or ``vm-42``.

    Raises:
        ProtocolError: there is none.

    Source: libvirt, esxUtil_ParseVirtualMachineIDString.
    """
    match = _ID.fullmatch(ref.value)
    if match is None or int(match[1]) == 0:
        raise ProtocolError(f"could not parse positive integer from '{ref.value}'")
    return int(match[1])


def domain_uuid(values: Mapping[str, Any]) -> UUID:
    """Read the UUID; it is all zeros while the host calls the configuration not green.

    Raises:
        ProtocolError: the host's text is no UUID.

    Source: libvirt, esxVI_GetVirtualMachineIdentity.
    """
    text = values.get("config.uuid")
    if values.get("configStatus") != vim.ManagedEntityStatus.GREEN or text is None:
        return _NIL
    try:
        return UUID(re.sub(r"[\s-]", "", text))
    except ValueError:
        raise ProtocolError(f"could not parse UUID from '{text}'") from None

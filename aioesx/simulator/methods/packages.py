"""Handlers: packages, by which machines arrive at a host, and the OVF manager."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aioesx.simulator import faults
from aioesx.simulator.methods.table import handles

if TYPE_CHECKING:
    from aioesx.simulator.methods.table import Call

__all__: list[str] = []


@handles("ImportVApp", "CreateDescriptor", "CreateImportSpec", "ParseDescriptor", "ValidateHost")
def _later(call: Call) -> None:
    """Refuse: the simulator cannot do it yet."""
    del call
    raise faults.not_supported()

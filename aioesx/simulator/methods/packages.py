"""Handlers: the OVF manager, which reads and writes the descriptors of packages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aioesx.simulator import faults
from aioesx.simulator.methods.table import handles

if TYPE_CHECKING:
    from aioesx.simulator.methods.table import Call

__all__: list[str] = []


@handles("CreateDescriptor", "CreateImportSpec", "ParseDescriptor", "ValidateHost")
def _later(call: Call) -> None:
    """Refuse: the simulator cannot do it yet."""
    del call
    raise faults.not_supported()

"""How often a simulated host was asked to change a machine's configuration."""

from __future__ import annotations

from aioesx.simulator import Simulator

__all__ = ["reconfigures"]


def reconfigures(simulator: Simulator) -> int:
    """Return the number of calls."""
    return sum(method == "ReconfigVM_Task" for method, _ in simulator.calls)

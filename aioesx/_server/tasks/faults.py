"""The error that a fault within an answer stands for: of a task, or of what a check has found."""

from __future__ import annotations

from aioesx import vim
from aioesx.errors import FaultError, fault_error

__all__ = ["fault_of"]


def fault_of(error: vim.LocalizedMethodFault | None) -> FaultError | None:
    """Return the error of a fault; None without one."""
    if error is None:
        return None
    lineage = (
        error.fault.wire_lineage()
        if isinstance(error.fault, vim.MethodFault)
        else (getattr(error.fault, "type_name", ""),)
    )
    return fault_error(lineage, error.localized_message or "", error.fault)

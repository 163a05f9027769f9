"""Machines leave a host, arrive at one, and are copied: source to sink.

`planning` says what an export would do and what is in its way, `exporting` does it, `warm` while
the machine runs; `copying` and `importing` have machines arrive. `mover` is what `Domain` calls.

Public is `verify` of an earlier export, and `status`, which tells how far one is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from aioesx import _lazy

if TYPE_CHECKING:
    from aioesx.export.verifying import ExportStatus, Verified, VerifiedDisk, status, verify

__all__ = ["ExportStatus", "Verified", "VerifiedDisk", "status", "verify"]

if not TYPE_CHECKING:  # else every misspelt name would be Any
    __getattr__, __dir__ = _lazy.loader(
        __name__,
        {"aioesx.export.verifying": "ExportStatus Verified VerifiedDisk status verify"},
    )

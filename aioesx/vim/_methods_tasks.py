"""Methods of managed objects, of the area ``tasks``.

Generated from ``wsdl/`` by ``wsdl/generate.py``; do not edit.
"""

# fmt: off
# ruff: noqa: I001, F401, RUF100 - names stand in plain order; strings use some of the imports

from __future__ import annotations

from typing import TYPE_CHECKING

from aioesx.vim.base import Method, element

if TYPE_CHECKING:
    from aioesx.vim.base import ManagedObjectReference


class CancelTask(Method["None"]):
    """Cancel task. Faults: InvalidState."""

    managed_type = "Task"
    changes = True
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")

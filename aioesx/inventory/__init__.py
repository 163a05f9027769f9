"""What a vCenter sorts its things by: folders and resource pools."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aioesx import _lazy

if TYPE_CHECKING:
    from aioesx.inventory.folders import Folders
    from aioesx.inventory.pools import ResourcePools

__all__ = ["Folders", "ResourcePools"]

if not TYPE_CHECKING:  # else every misspelt name would be Any
    __getattr__, __dir__ = _lazy.loader(
        __name__,
        {
            "aioesx.inventory.folders": "Folders",
            "aioesx.inventory.pools": "ResourcePools",
        },
    )

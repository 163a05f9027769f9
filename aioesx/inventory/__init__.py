"""What a vCenter sorts its things by: folders and resource pools."""

from __future__ import annotations

from aioesx.inventory.folders import Folders
from aioesx.inventory.pools import ResourcePools

__all__ = ["Folders", "ResourcePools"]

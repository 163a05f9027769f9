"""What ``fleet --select`` may name, for completion: read from the inventory, no host is asked."""

from __future__ import annotations

import os
import re
from typing import Final

import aioesx
from aioesx import errors

__all__ = ["VARIABLE", "words_of"]

VARIABLE: Final = "AIOESX_INVENTORY"
"""Variable of the environment that names the file."""

_PLAIN: Final = re.compile(r"[^\s!&,()\"*?\[\]]+")
"""What needs no quotation marks in a selection."""


def words_of(file: str | None) -> list[str]:
    """Return hosts, ``tag:`` and ``group:`` of an inventory; none where it cannot be read.

    Args:
        file: as it was typed; else the environment names it.
    """
    path = file or os.environ.get(VARIABLE)
    if not path:
        return []
    try:
        hosts = aioesx.Inventory.read(path, passwords=True)  # none of them is shown
    except errors.EsxError:
        return []
    tags = sorted({f"tag:{tag}" for host in hosts for tag in host.tags})
    groups = sorted({f"group:{group}" for host in hosts for group in host.groups})
    words = [*(host.name for host in hosts), *tags, *groups]
    return [word for word in words if _PLAIN.fullmatch(word) and word.isprintable()]

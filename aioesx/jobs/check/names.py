"""Names of the checks, for whoever needs no check loaded: the command line, its completion."""

from __future__ import annotations

from typing import Final

__all__ = ["NAMES"]

NAMES: Final = (
    "certificate",
    "clock",
    "consolidation",
    "datastores",
    "domain",
    "host",
    "licence",
    "questions",
    "snapshots",
    "tools",
)
"""Sorted; a test holds them against the table of checks."""

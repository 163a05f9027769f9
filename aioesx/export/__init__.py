"""Machines leave a host, arrive at one, and are copied: source to sink.

`planning` says what an export would do and what is in its way, `exporting` does it, `warm` while
the machine runs; `copying` and `importing` have machines arrive. `mover` is what `Domain` calls.

Public is what `Domain.export` and its like take and give, and `verify` of an earlier export.
"""

from __future__ import annotations

__all__: list[str] = []

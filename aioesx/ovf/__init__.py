"""OVF: a machine as a package: descriptor, disks, manifest, or an OVA of them. Public; no I/O."""

from __future__ import annotations

__all__: list[str] = []

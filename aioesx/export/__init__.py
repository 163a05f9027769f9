"""Machines leave a host, arrive at one, and are copied: source to sink.

before      what is looked at before the first byte, and what is in the way
sources     where the bytes of a disk come from: files by ranges, or the stream of a lease
images      disks here: qcow2 and raw
packages    OVF and OVA, written and read
kvm         libvirt's XML of what has left
warm        a machine leaves while it runs
arrival     machines arrive: copied, or made of a package or of images

`exporting` does an export, by `leaving` (how disks come) and `copying_disks` (the four moves);
`mover` is what `Domain` calls. Public is `verify` of an earlier export, and `status`, which tells
how far one is.
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

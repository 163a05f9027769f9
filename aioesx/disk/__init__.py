"""Virtual disks as hosts keep them: descriptors, extents and chains of snapshots. No I/O.

chain = disk.drive(disk.open_chain(path), answer)       what files a disk consists of
layout = disk.Layout(chain)
runs = disk.drive(layout.runs(0, chain.capacity), answer)   where its bytes are, zeros left out
for request in disk.gather(runs):                           few large requests, in file order
    for offset, data in request.pieces(answer(...)):
        ...

What is read next is said by plans (`aioesx.disk.plan`); whoever has files answers them.
`aioesx.storage.DiskReader` does so with the files of a host.
"""

from __future__ import annotations

from aioesx.disk.chain import Chain, FlatExtent, Link, Part, open_chain, read_descriptor
from aioesx.disk.descriptor import (
    NO_PARENT,
    Descriptor,
    Extent,
    format_descriptor,
    parse_descriptor,
)
from aioesx.disk.layout import Layout, Survey
from aioesx.disk.plan import Pause, Plan, Read, Size, drive
from aioesx.disk.qcow2 import Qcow2Reader
from aioesx.disk.qcow2_map import Qcow2Map
from aioesx.disk.runs import Request, Run, gather, not_zero

__all__ = [
    "NO_PARENT",
    "Chain",
    "Descriptor",
    "Extent",
    "FlatExtent",
    "Layout",
    "Link",
    "Part",
    "Pause",
    "Plan",
    "Qcow2Map",
    "Qcow2Reader",
    "Read",
    "Request",
    "Run",
    "Size",
    "Survey",
    "drive",
    "format_descriptor",
    "gather",
    "not_zero",
    "open_chain",
    "parse_descriptor",
    "read_descriptor",
]

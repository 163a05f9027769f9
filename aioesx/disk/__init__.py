"""Virtual disks as hosts keep them: descriptors, extents and chains of snapshots. No I/O.

descriptor = disk.parse_descriptor(data)
"""

from __future__ import annotations

from aioesx.disk.descriptor import (
    NO_PARENT,
    Descriptor,
    Extent,
    format_descriptor,
    parse_descriptor,
)

__all__ = ["NO_PARENT", "Descriptor", "Extent", "format_descriptor", "parse_descriptor"]

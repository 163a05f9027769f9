"""What libvirt knows pools and volumes by: sums of names, and the UUIDs of virtual disks."""

from __future__ import annotations

import hashlib
import re
from typing import Final
from uuid import UUID

from aioesx import vim
from aioesx._session.session import Session
from aioesx.errors import NotSupportedError, ProtocolError

__all__ = ["disk_key", "md5_uuid", "read_uuid"]

_SEPARATORS: Final = re.compile(r"[\s-]")


def md5_uuid(text: str) -> UUID:
    """Make a UUID of a text, as libvirt's driver does of names, paths and keys."""
    return UUID(bytes=hashlib.md5(text.encode(), usedforsecurity=False).digest())


def read_uuid(text: str) -> UUID | None:
    """Read a UUID as hosts write those of disks, ``60 00 C2 9a ...-...``; None if it is none."""
    try:
        return UUID(_SEPARATORS.sub("", text))
    except ValueError:
        return None


async def disk_key(
    session: Session, path: str, datacenter: vim.ManagedObjectReference | None
) -> str:
    """Ask for the UUID of a virtual disk.

    Raises:
        ProtocolError: what the host says is no UUID.
        NotFoundError: there is no such disk.

    Source: libvirt, esxVI_LookupFileInfoByDatastorePath's callers; vSphere API,
    VirtualDiskManager.QueryVirtualDiskUuid.
    """
    manager = session.content.virtual_disk_manager
    if manager is None:
        raise NotSupportedError("", "the host has no manager of virtual disks")
    query = vim.QueryVirtualDiskUuid(this=manager, name=path, datacenter=datacenter)
    text = await session.call(query)
    uuid = read_uuid(text)
    if uuid is None:
        raise ProtocolError(f"could not parse UUID from '{text}'")
    return str(uuid)

"""Pools and volumes that a person named: a pool by UUID or name, a volume by name, key or path."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from uuid import UUID

from aioesx.cli.declare import Word
from aioesx.errors import LookupFailedError, NoSuchPoolError, NoSuchVolumeError

if TYPE_CHECKING:
    import aioesx

__all__ = ["IN_POOL", "POOL", "VOL", "as_uuid", "find_pool", "find_volume"]

POOL: Final = Word("pool", "Name, UUID or inventory path of the pool.")
VOL: Final = Word("vol", "Name in --pool, key or path of the volume.")
IN_POOL: Final = Word("pool", "Name, UUID or inventory path of its pool.", required=False)


def as_uuid(text: str) -> UUID | None:
    """Return the UUID that a text is; None if it is none."""
    try:
        return UUID(text)
    except ValueError:
        return None


async def find_pool(esx: aioesx.Connection, text: str) -> aioesx.Pool:
    """Find the one pool that a command line names, by its UUID or its name, tried so.

    Raises:
        NoSuchPoolError: there is none; the text says which was probably meant.
        AmbiguousNameError: two datacenters have one each; their paths tell them apart.
    """
    uuid = as_uuid(text)
    if uuid is not None:
        try:
            return await esx.pools.lookup(uuid=uuid)
        except NoSuchPoolError:
            pass
    return await esx.pools.lookup(text)


async def find_volume(
    esx: aioesx.Connection, text: str, pool: aioesx.Pool | str | None = None, *, named: bool = True
) -> aioesx.Volume:
    """Find the one volume that a command line names, by its name, its key or its path, tried so.

    Args:
        esx: the connection.
        text: what was typed.
        pool: where it is; without one it has no name.
        named: whether ``--pool`` is an option of the command.

    Raises:
        NoSuchVolumeError: there is none, or not in this pool.
        NoSuchPoolError: there is no such pool.
    """
    where = await find_pool(esx, pool) if isinstance(pool, str) else pool
    if where is not None:
        try:
            return await where.volumes.lookup(text)
        except NoSuchVolumeError:
            pass
    try:
        if as_uuid(text) is not None:
            volume = await esx.volumes.lookup(key=text)
        else:
            volume = await esx.volumes.lookup(path=text)
    except (NoSuchVolumeError, ValueError) as error:
        if isinstance(error, LookupFailedError) or where is not None:
            hint = "; --pool might help" if named and where is None else ""
            raise NoSuchVolumeError(f"'{text}'{hint}", id=text) from None
        raise
    if where is not None and volume.pool != where:
        raise NoSuchVolumeError(f"'{text}' is not in the pool '{where.name}'", id=text)
    return volume

"""`paired`: which file of a lease is which disk. No I/O."""

from __future__ import annotations

from collections.abc import Sequence

from aioesx._words import few
from aioesx.errors import LeaseError
from aioesx.export.sources.lease import LeaseFile

__all__ = ["paired"]


def paired(files: Sequence[LeaseFile], slots: Sequence[str]) -> list[LeaseFile]:
    """Return the file of a lease for each disk; those that no disk goes into are left alone.

    A lease calls a disk what its spec was told (``importKey``), or by the controller and the place
    there that it has: ``/web/ParaVirtualSCSIController0:1``. Where it does neither, the order
    counts, as long as there are as many.

    Args:
        files: the lease's disks.
        slots: what each disk is called: such a key, or its place.

    Raises:
        LeaseError: the lease has other disks.
    """
    fitting = [[file for file in files if _is_called(file, slot)] for slot in slots]
    found = [some[0] for some in fitting if len(some) == 1]
    if len(found) == len(slots) and len({id(file) for file in found}) == len(found):
        return found
    if len(files) == len(slots):
        return list(files)
    odd = [slot for slot, some in zip(slots, fitting, strict=True) if len(some) != 1] or slots
    raise LeaseError(
        f"the lease takes {len(files)} disks, and {len(slots)} are to arrive: it does not tell"
        f" which is {few(odd)}"
    )


def _is_called(file: LeaseFile, slot: str) -> bool:
    keys = (file.import_key, file.key)
    return slot in keys or any(key.rpartition("/")[2] == slot for key in keys)

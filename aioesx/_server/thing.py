"""What an error is about: the kind, name and id of a thing, and the words for kinds.

A coroutine of the face is about the object that it belongs to, or about the one that it is
handed by its reference: what it raises gets the fields (`face`), unless it is about something
else and says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, Final, NamedTuple

from aioesx import vim
from aioesx._hidden import without_session
from aioesx.errors import EsxError

__all__ = ["Thing", "about", "thing_among", "thing_of"]

_KINDS: Final = {
    "VirtualMachine": "domain",
    "VirtualMachineSnapshot": "snapshot",
    "HostSystem": "host",
    "Datastore": "storage pool",
    "Network": "network",
    "DistributedVirtualPortgroup": "network",
    "Task": "task",
}  # fmt: skip


class Thing(NamedTuple):
    """What an error is about; see the fields of `EsxError`."""

    kind: str
    name: str | None = None
    id: str | None = None


def thing_of(ref: vim.ManagedObjectReference, name: str | None = None) -> Thing:
    """Return what is said of the object of a reference; a type without a word is its own."""
    return Thing(_KINDS.get(ref.type, ref.type), name, without_session(ref.value))


@contextmanager
def about(thing: Thing) -> Iterator[None]:
    """Have what is raised say what it is about, unless it does."""
    try:
        yield
    except EsxError as error:
        if error.kind is None:
            error.about(*thing)
        raise


def thing_among(arguments: Iterable[Any]) -> Thing | None:
    """Return the first thing that arguments name, by a reference or a call on it; else None."""
    for argument in arguments:
        ref = argument.this if isinstance(argument, vim.Method) else argument
        if isinstance(ref, vim.ManagedObjectReference):
            return thing_of(ref)
    return None

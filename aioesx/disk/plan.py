"""What to read next: how the readers of this package ask for bytes without doing I/O.

A plan is a generator. It yields what it wants of a file, is sent the answer, and returns what it
was for:

    plan = disk.open_chain(path)
    wanted = next(plan)                             # Size(file), Read(file, start, length), Pause()
    wanted = plan.send(1_048_576)                   # an integer, the bytes, None
    ...                                             # until StopIteration, whose value is the chain

`drive` does so with a function; `aioesx.storage.reading` does with a host. What goes wrong in
getting bytes is thrown into the plan, which passes on all but "there is no such file".
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Generator
from typing import Any, TypeAlias, TypeVar

from aioesx.datastore_path import DatastorePath
from aioesx.errors import DiskFormatError

__all__ = ["Pause", "Plan", "Read", "Size", "Wanted", "drive", "read", "size"]

T = TypeVar("T")


@dataclasses.dataclass(frozen=True, slots=True)
class Read:
    """A range of a file is wanted; the answer is its bytes, all of them."""

    file: DatastorePath
    start: int
    length: int


@dataclasses.dataclass(frozen=True, slots=True)
class Size:
    """The size of a file is wanted; the answer is an integer, in bytes."""

    file: DatastorePath


@dataclasses.dataclass(frozen=True, slots=True)
class Pause:
    """Nothing is wanted: the plan has worked for a while, and others may have their turn."""


Wanted: TypeAlias = Read | Size | Pause
Plan: TypeAlias = Generator[Wanted, Any, T]
"""A computation that says what it wants to read, is sent that, and returns what it was for."""


def drive(plan: Plan[T], answer: Callable[[Read | Size], bytes | int]) -> T:
    """Carry a plan out with a function that answers what it wants; returns what it was for."""
    try:
        wanted = next(plan)
        while True:
            try:
                answered = None if isinstance(wanted, Pause) else answer(wanted)
            except Exception as error:
                wanted = plan.throw(error)
            else:
                wanted = plan.send(answered)
    except StopIteration as done:
        result: T = done.value
        return result


def read(file: DatastorePath, start: int, length: int) -> Plan[bytes]:
    """Want a range of a file; nothing is asked for where it is empty.

    Raises:
        DiskFormatError: the answer has another length.
    """
    if length == 0:
        return b""
    data: bytes = yield Read(file, start, length)
    if len(data) != length:
        raise DiskFormatError(
            f"{file} gave {len(data)} bytes instead of {length} at {start}", offset=start
        )
    return data


def size(file: DatastorePath) -> Plan[int]:
    """Want the size of a file, in bytes."""
    answer: int = yield Size(file)
    return answer

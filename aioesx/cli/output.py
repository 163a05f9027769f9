"""What a command hands over, for programs: gathered while it runs, written when it has ended.

`Gathered` is what `Console.tell` fills in place of text; how it is written is a row of
`aioesx.cli.formats.WRITERS`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from aioesx.cli.formats import WRITERS, as_csv
from aioesx.cli.text import json_escaped

if TYPE_CHECKING:
    from aioesx.cli.console import Console
    from aioesx.cli.shapes import Shape

__all__ = ["Gathered", "gathering"]

_WIRE: Final = "wire"


class Gathered:
    """What a command has told so far.

    Args:
        shape: what its records look like; None for a command that only acts.
        form: how it is written, a key of `aioesx.cli.formats.WRITERS`.
    """

    def __init__(self, shape: Shape | None, form: str) -> None:
        self._shape = shape
        self._form = form
        self._records: list[dict[str, Any]] | None = None
        self._other = False
        self._begun = False

    @property
    def at_once(self) -> bool:
        """Whether records are written as they come."""
        return self._shape is not None and self._shape.lines

    def add(self, values: Any, *, other: bool = False) -> None:
        """Take values that become records; none of them is something told, too."""
        if self._shape is None:
            return
        if self._records is None:
            self._records = []
        self._other = other
        self._records += [self._shape.plain(value, other=other) for value in values]

    def drop(self) -> None:
        """Tell nothing: the output is somebody else's."""
        self._shape = self._records = None

    def text(self, encoding: str) -> str:
        """Return what was told; nothing if nothing was, as by a command that acts."""
        if self._shape is None or self._records is None:
            return ""
        if self._shape.lines:
            return self._lines(encoding)
        value: Any = self._records
        if not self._shape.many:
            value = {key: held for each in self._records for key, held in each.items()}
        elif self._form == "csv" and not value:
            fields = self._shape.others if self._other else self._shape.fields
            value = [dict.fromkeys(field.key for field in fields)]
            return as_csv(value, encoding).partition("\n")[0] + "\n"
        return WRITERS[self._form](value, encoding)

    def _lines(self, encoding: str) -> str:
        """Return the records that were not returned before, as what stands below those."""
        found, self._records = self._records or [], []
        begun, self._begun = self._begun, True
        if self._form == "json":
            rows = (json.dumps(each, ensure_ascii=False) for each in found)
            return "".join(f"{json_escaped(row, encoding)}\n" for row in rows)
        if self._form == "csv" and self._shape is not None:
            head = dict.fromkeys(field.key for field in self._shape.fields)
            written = as_csv(found or [head], encoding)
            top, _, rest = written.partition("\n")
            rest = rest if found else ""
            return rest if begun else f"{top}\n{rest}"
        return WRITERS[self._form](found, encoding) if found or not begun else ""


@contextmanager
def gathering(console: Console, form: str, shape: Shape | None) -> Iterator[None]:
    """Have a console write data in a format, in place of text, when the command has ended."""
    if form == _WIRE and shape is not None and shape.lines:
        raise ValueError("what has no end has no list of what the host said: --output json")
    if form != _WIRE:
        with console.telling(Gathered(shape, form)):
            yield
        return
    from aioesx.cli.wire import Overheard  # loads what knows the host's names

    with console.telling(heard := Overheard()), heard.listening():
        yield

"""VMX files and XML documents that cannot be read or said."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from aioesx.errors._base import EsxError, copied

__all__ = ["DocumentError", "DomainXmlError", "UnsupportedError", "VmxSyntaxError", "all_of"]

_SHOWN = 20


class DocumentError(EsxError, ValueError):
    """A VMX file or a domain XML cannot be read, or cannot be said in the other's terms.

    A refused document tells all reasons at once: the error is the first of them, and its text
    and its `reasons` have them all.

    Attributes:
        key: the VMX key or the XML path that it is about, or None.
        line: where it stands in a VMX file, counted from 1, or None.
        value: the value as text; None where there is none, or it may hold a secret.
        reasons: every reason; of an error with one, itself.
    """

    key: str | None = None
    line: int | None = None
    value: str | None = None
    _reasons: tuple[DocumentError, ...] = ()

    @property
    def reasons(self) -> tuple[DocumentError, ...]:
        """Every reason for which the document is refused, in the order of reading."""
        return self._reasons or (self,)

    def __str__(self) -> str:
        """Return the message, or all of them."""
        if len(self._reasons) < 2:
            return super().__str__()
        shown = [f"  {reason}" for reason in self._reasons[:_SHOWN]]
        if (more := len(self._reasons) - _SHOWN) > 0:
            shown.append(f"  and {more} more")
        return "\n".join([f"{len(self._reasons)} reasons:", *shown])


Error = TypeVar("Error", bound=DocumentError)


def all_of(reasons: Sequence[DocumentError]) -> DocumentError:
    """Make one error of several: the first, which tells of the others."""
    first = reasons[0]
    if len(reasons) > 1:
        told = copied(first)
        told._reasons = tuple(reasons)
        return told
    return first


class VmxSyntaxError(DocumentError):
    """A VMX file breaks the grammar.

    Attributes:
        line: where, counted from 1.
    """

    line: int

    def __init__(self, message: str, *, line: int, key: str | None = None) -> None:
        super().__init__(f"line {line}: {message}")
        self.line = line  # pyright: ignore[reportIncompatibleVariableOverride]  # always known
        self.key = key


class DomainXmlError(DocumentError):
    """An XML document is not well-formed, or an element is missing or wrong.

    Attributes:
        path: the element or attribute, as ``"devices/disk[2]/target/@dev"``; may be empty.
    """

    def __init__(self, message: str, *, path: str = "") -> None:
        super().__init__(f"{path}: {message}" if path else message)
        self.path = path
        self.key = path or None


class UnsupportedError(DocumentError):
    """A value is well-formed, but the other side has no word for it or a rule forbids it.

    Attributes:
        key: the VMX key or XML path that carries it.
        value: the value as text, or None.
    """

    key: str

    def __init__(
        self, message: str, *, key: str, value: str | None = None, line: int | None = None
    ) -> None:
        super().__init__(message)
        self.key = key  # pyright: ignore[reportIncompatibleVariableOverride]  # always known
        self.value = value
        self.line = line

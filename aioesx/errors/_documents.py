"""VMX files and XML documents that cannot be read or said."""

from __future__ import annotations

from aioesx.errors._base import EsxError

__all__ = ["DocumentError", "DomainXmlError", "UnsupportedError", "VmxSyntaxError"]


class DocumentError(EsxError, ValueError):
    """A VMX file or a domain XML cannot be read, or cannot be said in the other's terms."""


class VmxSyntaxError(DocumentError):
    """A VMX file breaks the grammar.

    Attributes:
        line: where, counted from 1.
    """

    def __init__(self, message: str, *, line: int) -> None:
        super().__init__(f"line {line}: {message}")
        self.line = line


class DomainXmlError(DocumentError):
    """An XML document is not well-formed, or an element is missing or wrong.

    Attributes:
        path: the element or attribute, as ``"devices/disk[2]/target/@dev"``; may be empty.
    """

    def __init__(self, message: str, *, path: str = "") -> None:
        super().__init__(f"{path}: {message}" if path else message)
        self.path = path


class UnsupportedError(DocumentError):
    """A value is well-formed, but the other side has no word for it or a rule forbids it.

    Attributes:
        key: the VMX key or XML path that carries it.
        value: the value as text, or None.
    """

    def __init__(self, message: str, *, key: str, value: str | None = None) -> None:
        super().__init__(message)
        self.key = key
        self.value = value

"""Values for fields of type anyType, and values of types that ``wsdl/`` does not know."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Array", "Typed", "Unknown", "array"]


class Unknown:
    """A value of a type that ``wsdl/`` does not know, with everything that was sent.

    Attributes:
        type_name: wire name of the type; empty for a field of an unknown value that named none.
        fields: wire name and value of each child element, in the order sent. A value is text, a
            reference, a known value (where the server named a known type) or an `Unknown`.
        text: the text of a value without child elements.
    """

    __slots__ = ("fields", "text", "type_name")

    def __init__(
        self, type_name: str, fields: Iterable[tuple[str, Any]] = (), text: str = ""
    ) -> None:
        self.type_name = type_name
        self.fields = tuple(fields)
        self.text = text

    def get(self, wire: str, default: Any = None) -> Any:
        """Return the first field with this wire name."""
        return next((value for name, value in self.fields if name == wire), default)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Unknown):
            return NotImplemented
        mine, theirs = (self.type_name, self.fields), (other.type_name, other.fields)
        return mine == theirs and self.text == other.text

    __hash__ = None  # type: ignore[assignment]  # fields may hold lists

    def __repr__(self) -> str:
        return f"Unknown({self.type_name!r}, fields={[name for name, _ in self.fields]})"


class Typed:
    """A scalar for a field of type anyType, with the exact type that it is sent as."""

    __slots__ = ("type", "value")

    def __init__(self, type: str, value: Any) -> None:  # noqa: A002 - the schema's word
        self.type = type
        self.value = value

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Typed):
            return NotImplemented
        return self.type == other.type and self.value == other.value

    def __hash__(self) -> int:
        return hash((self.type, self.value))

    def __repr__(self) -> str:
        return f"Typed({self.type!r}, {self.value!r})"


class Array(list[Any]):
    """A list in a field of type anyType: on the wire an ``ArrayOf...`` that says what it holds.

    Attributes:
        item_type: wire name of the items' declared type, such as ``"VirtualDevice"`` or
            ``"xsd:string"``.
    """

    __slots__ = ("item_type",)

    def __init__(self, item_type: str, items: Iterable[Any] = ()) -> None:
        super().__init__(items)
        self.item_type = item_type

    def __reduce__(self) -> tuple[Any, ...]:
        return Array, (self.item_type, list(self))


def array(item_type: str, items: Iterable[Any] = ()) -> Array:
    """Make a list that can be sent in a field of type anyType."""
    return Array(item_type, items)

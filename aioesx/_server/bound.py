"""A thing to act on beside the fields of a value that was read about it.

It is no field, so it is not compared, not pickled and not in `to_dict`: a value holds no
connection.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

__all__ = ["Bound", "bound"]


class Bound:
    """The base of values that have a thing beside them."""

    __slots__ = ("_bound",)

    if TYPE_CHECKING:  # whoever looks up the types of fields finds those of the value alone
        _bound: Any

    def _beside(self, noun: str) -> Any:
        """Return the thing.

        Raises:
            AttributeError: the value was unpickled or copied.
        """
        try:
            return self._bound
        except AttributeError:
            name = getattr(self, "name", "")
            what = f"the {type(self).__name__} of '{name}'"
            raise AttributeError(f"{what} was unpickled or copied: look its {noun} up") from None


B = TypeVar("B", bound=Bound)


def bound(value: B, thing: object) -> B:
    """Put a thing beside the fields of a value."""
    object.__setattr__(value, "_bound", thing)
    return value

"""A domain beside the fields of a value that was read about it.

It is no field, so it is not compared, not pickled and not in `to_dict`: a value holds no
connection.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:  # a domain is found by values
    from aioesx.domain.domain import Domain

__all__ = ["Bound", "bound"]


class Bound:
    """The base of values that have a domain beside them."""

    __slots__ = ("_domain",)

    if TYPE_CHECKING:  # whoever looks up the types of fields finds those of the value alone
        _domain: Domain
        name: str

    @property
    def domain(self) -> Domain:
        """The domain, to act on it.

        Raises:
            AttributeError: the value was unpickled or copied; a connection's `lookup` finds the
                domain again.
        """
        try:
            return self._domain
        except AttributeError:
            what = f"the {type(self).__name__} of '{self.name}'"
            raise AttributeError(f"{what} was unpickled or copied: look its domain up") from None


B = TypeVar("B", bound=Bound)


def bound(value: B, domain: Domain) -> B:
    """Put a domain beside the fields of a value."""
    object.__setattr__(value, "_domain", domain)
    return value

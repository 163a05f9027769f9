"""A domain beside the fields of a value that was read about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aioesx._server.bound import Bound, bound

if TYPE_CHECKING:  # a domain is found by values
    from aioesx.domain.domain import Domain

__all__ = ["BesideDomain", "bound"]


class BesideDomain(Bound):
    """The base of values that have a domain beside them."""

    __slots__ = ()

    @property
    def domain(self) -> Domain:
        """The domain, to act on it.

        Raises:
            AttributeError: the value was unpickled or copied; a connection's `lookup` finds the
                domain again.
        """
        domain: Domain = self._beside("domain")
        return domain

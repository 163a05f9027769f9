"""Transfers of a guest's files that may begin: numbers, tokens, and what they stand for."""

from __future__ import annotations

import hmac
import itertools
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from aioesx.simulator.inside.files import Node, Who
    from aioesx.simulator.state.files import Content
    from aioesx.simulator.state.machine import Machine

__all__ = ["GuestTransfers", "Transfer"]

_MOST: Final = 1000


@dataclass(frozen=True, slots=True)
class Transfer:
    """A transfer that may begin.

    Attributes:
        machine: whose guest it is.
        who: for whom.
        path: the file.
        content: what is fetched; None where something is sent.
        size: bytes that are sent.
        take: gives the file that was sent its attributes.
    """

    machine: Machine
    who: Who
    path: str
    content: Content | None = None
    size: int = 0
    take: Callable[[Node], None] | None = None


class GuestTransfers:
    """The transfers of one host that have not begun yet."""

    __slots__ = ("_numbers", "_open")

    def __init__(self) -> None:
        self._open: dict[int, tuple[str, Transfer]] = {}
        self._numbers = itertools.count(1)

    def open(self, transfer: Transfer, place: str) -> str:
        """Return the URL of a transfer.

        Args:
            transfer: what is moved.
            place: where it is to be had; ``*`` for the server that was asked.
        """
        number, token = next(self._numbers), f"52{secrets.token_hex(20)}"
        self._open[number] = token, transfer
        if len(self._open) > _MOST:
            del self._open[next(iter(self._open))]
        return f"https://{place}/guestFile?id={number}&token={token}"

    def take(self, number: int, token: str) -> Transfer | None:
        """Return a transfer by what its URL says, once."""
        known, transfer = self._open.get(number, ("", None))
        if transfer is None or not hmac.compare_digest(known.encode(), token.encode()):
            return None
        del self._open[number]
        return transfer

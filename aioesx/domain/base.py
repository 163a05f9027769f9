"""`DomainBase`: who a domain is, and how its coroutines read and start tasks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from aioesx import vim
from aioesx._server.collector import read_one
from aioesx._server.server import Server
from aioesx._server.tasks.runner import Check, TaskOptions
from aioesx.domain.identity import domain_id

__all__ = ["DomainBase"]


class DomainBase:
    """The identity of a domain; the groups of coroutines derive from it."""

    __slots__ = ("_server", "name", "ref", "uuid")

    os_type: Final = "hvm"

    def __init__(
        self, server: Server, ref: vim.ManagedObjectReference, name: str, uuid: UUID
    ) -> None:
        self._server = server
        self.ref = ref
        self.name = name
        self.uuid = uuid

    def __repr__(self) -> str:
        return f"<Domain {self.name!r} {self.ref.value}>"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, DomainBase):
            return NotImplemented
        return self.ref == other.ref and self._server is other._server

    def __hash__(self) -> int:
        return hash(self.ref)

    @property
    def number(self) -> int:
        """The number in the domain's reference: its id whenever it is not shut off."""
        return domain_id(self.ref)

    async def _read(self, paths: Sequence[str], timeout: float | None) -> dict[str, Any]:
        return await read_one(self._server.session, self.ref, paths, timeout=timeout)

    async def _run(
        self,
        task: vim.Method[vim.ManagedObjectReference],
        options: TaskOptions,
        check: Check | None = None,
    ) -> None:
        await self._server.tasks.run(task, asked_of=self.ref, check=check, **options)

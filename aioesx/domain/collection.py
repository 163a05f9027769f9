"""`Domains`: all domains of the host. One read for a list, one for a look-up."""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection, Iterable, Sequence
from typing import Any, Final
from uuid import UUID

from aioesx import vim
from aioesx._server.collector import ObjectProperties
from aioesx._server.tasks.answers import QUESTION
from aioesx._server.tasks.questions import Question
from aioesx.domain.autostart import started
from aioesx.domain.definitions import Definitions
from aioesx.domain.domain import Domain
from aioesx.domain.filters import DomainFilter
from aioesx.domain.identity import (
    IDENTITY_PATHS,
    domain_id,
    domain_state,
    domain_uuid,
    unescape,
)
from aioesx.domain.inventory import read_domains
from aioesx.domain.questions import PendingQuestion
from aioesx.domain.values import DomainState, DomainSummary
from aioesx.errors import NoSuchDomainError
from aioesx.units import mib_to_kib

__all__ = ["Domains"]

Found = list[ObjectProperties]  # inside the class `list` is the verb
Questions = list[PendingQuestion]

_SUMMARY_PATHS: Final = (*IDENTITY_PATHS, "config.hardware.memoryMB", "config.hardware.numCPU")


class Domains(Definitions):
    """The domains of the connected host."""

    __slots__ = ()

    async def list(
        self,
        *,
        active: bool | None = None,
        persistent: bool | None = None,
        managed_save: bool | None = None,
        autostart: bool | None = None,
        states: Collection[DomainState] | None = None,
        snapshots: bool | None = None,
        timeout: float | None = None,
    ) -> list[DomainSummary]:
        """List the domains in the host's order, in one read per page.

        Each criterion that is given must hold; the one on autostart costs one call more.

        Args:
            active: True for those that are not shut off, False for those that are.
            persistent: every domain of a VMware host is; False lists none.
            managed_save: no domain of a VMware host has one; True lists none.
            autostart: whether the host starts them when it boots.
            states: the states to show.
            snapshots: whether they have snapshots.
            timeout: seconds for each call.

        Source: libvirt, esxConnectListAllDomains.
        """
        wanted = DomainFilter(active, persistent, managed_save, autostart, states, snapshots)
        if wanted.is_empty:
            return []
        starting = () if autostart is None else await started(self._server, timeout)
        found = await self._read((*_SUMMARY_PATHS, *wanted.paths), timeout)
        return [
            self._summary(entry)
            for entry in found
            if wanted.shows(entry.ref, entry.values, starting)
        ]

    async def __aiter__(self) -> AsyncIterator[DomainSummary]:
        """Give every domain, in the host's order, of one list."""
        for entry in await self.list():
            yield entry

    async def pending_questions(self, *, timeout: float | None = None) -> Questions:
        """Find every domain that waits for a person's answer, in one read per page."""
        found = await self._read((*IDENTITY_PATHS, QUESTION), timeout)
        return [
            PendingQuestion(self._domain(entry), Question.of(entry.values[QUESTION], entry.ref))
            for entry in found
            if isinstance(entry.values.get(QUESTION), vim.VirtualMachineQuestionInfo)
        ]

    async def lookup(
        self,
        name: str | None = None,
        *,
        uuid: UUID | str | None = None,
        id: int | None = None,  # noqa: A002 - libvirt's word
        timeout: float | None = None,
    ) -> Domain:
        """Find one domain by exactly one of name, UUID and id, in one read.

        An id belongs to domains that are not shut off only, as in libvirt.

        Raises:
            NoSuchDomainError: there is none.
            ValueError: not exactly one of the three was given, or the UUID is none.

        Source: libvirt, esxDomainLookupByName, ByUUID and ByID.
        """
        if [name, uuid, id].count(None) != 2:
            raise ValueError("give exactly one of name, uuid and id")
        wanted = uuid if isinstance(uuid, UUID) or uuid is None else UUID(uuid)
        for entry in await self._read(IDENTITY_PATHS, timeout):
            domain = self._domain(entry)
            if name is not None:
                hit = domain.name == name
            elif wanted is not None:
                hit = domain.uuid == wanted
            else:
                hit = domain.number == id and domain_state(entry.values).is_active
            if hit:
                return domain
        raise NoSuchDomainError(_described(name, wanted, id))

    async def properties(
        self, paths: Sequence[str], *, timeout: float | None = None
    ) -> dict[vim.ManagedObjectReference, ObjectProperties]:
        """Read any properties of every domain at once, in one read per page.

        Args:
            paths: property paths of VirtualMachine, such as ``"summary.quickStats"``.
            timeout: seconds in all.

        Raises:
            FaultError: InvalidProperty, for a path that the host does not know.
        """
        return {entry.ref: entry for entry in await self._read(paths, timeout)}

    async def _read(self, paths: Iterable[str], timeout: float | None) -> Found:
        return await read_domains(self._server, paths, timeout=timeout)

    def _domain(self, entry: ObjectProperties) -> Domain:
        name: str = entry.values.get("name", "")
        return Domain(self._server, entry.ref, unescape(name), domain_uuid(entry.values))

    def _summary(self, entry: ObjectProperties) -> DomainSummary:
        values: dict[str, Any] = entry.values
        domain = self._domain(entry)
        state = domain_state(values)
        return DomainSummary(
            name=domain.name,
            uuid=domain.uuid,
            id=domain_id(entry.ref) if state.is_active else None,
            state=state,
            max_memory=mib_to_kib(values.get("config.hardware.memoryMB") or 0),
            vcpus=values.get("config.hardware.numCPU") or 0,
            domain=domain,
        )


def _described(name: str | None, uuid: UUID | None, number: int | None) -> str:
    if name is not None:
        return f"no domain with name '{name}'"
    return f"no domain with UUID {uuid}" if uuid is not None else f"no domain with id {number}"

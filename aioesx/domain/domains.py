"""`Domains`: all domains of the host. One read for a list, one for a look-up."""

from __future__ import annotations

import dataclasses
import logging
from collections.abc import AsyncIterator, Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Final, Unpack
from uuid import UUID

from aioesx import vim
from aioesx._server.collector import ObjectProperties, Properties, read_one
from aioesx._server.face import operation
from aioesx._server.located import read_located
from aioesx._server.machines import read_machines
from aioesx._server.server import Server
from aioesx._server.tasks.answers import QUESTION
from aioesx._server.tasks.questions import Choice, Question
from aioesx._server.tasks.runner import TaskOptions
from aioesx._server.tree import ALL_WHERE_PATHS, Whereabouts
from aioesx._session.seconds import DEFAULT
from aioesx._words import listed, one_of, uuid_of
from aioesx.domain.autostart import started
from aioesx.domain.bound import BesideDomain, bound
from aioesx.domain.domain import Domain
from aioesx.domain.facts import kib_of
from aioesx.domain.filters import DomainFilter
from aioesx.domain.identity import (
    IDENTITY_PATHS,
    Identity,
    Notes,
    ambiguous,
    inventory_path,
)
from aioesx.domain.values import DomainState
from aioesx.errors import FaultError, NoSuchDomainError

if TYPE_CHECKING:  # documents are loaded by those who use them
    from pathlib import Path

    from aioesx._server.moving import ExportLimits, OnExportProgress, OnExportWarning, Proof
    from aioesx.domain.documents.register import Registered
    from aioesx.vmx import Dialect, OnWarning

__all__ = ["DomainSummary", "Domains", "PendingQuestion"]

_log = logging.getLogger("aioesx.domain")

_MEMORY: Final = "config.hardware.memoryMB"
_VCPUS: Final = "config.hardware.numCPU"
_SUMMARY_PATHS: Final = (*IDENTITY_PATHS, _MEMORY, _VCPUS)


@dataclasses.dataclass(frozen=True, slots=True)
class DomainSummary(BesideDomain):
    """One domain of a list: plain values, and beside them the domain to act on.

    One that cannot be read as a whole is told as far as it can be; None is what is not known.

    Attributes:
        name: the name, unescaped; its reference, as ``"<vm-42>"``, where the host tells none.
        uuid: the BIOS UUID.
        id: number of the domain, stable across power cycles; None while it is shut off.
        state: at the moment of reading.
        max_memory: in KiB.
        vcpus: number of virtual CPUs.
        problems: what could not be read and why, a sentence each.
        host: name of the host that it is on.
        datacenter: folders and name of its datacenter, as ``"eu/west/dc1"``.
        folder: folders of the datacenter's machines that it is in, as ``"teams/web"``, and its
            vApp; ``""`` at their top.
        pool: resource pools from the top one down, as ``"Resources/gold"``; None where no vCenter
            is asked. A machine of a vApp has it as its last pool.
        template: whether it is a template, of which a vCenter makes domains.
    """

    name: str
    uuid: UUID | None
    id: int | None
    state: DomainState
    max_memory: int | None
    vcpus: int | None
    problems: tuple[str, ...] = ()
    host: str | None = None
    datacenter: str | None = None
    folder: str | None = None
    pool: str | None = None
    template: bool = False

    @property
    def path(self) -> str | None:
        """Its inventory path, as ``"dc1/vm/teams/web01"``; None if that is not known.

        Names are in it as the API writes them, with ``%2f`` for a slash.
        """
        return inventory_path(self.name, self.datacenter, self.folder)


def _memory(values: Properties) -> int | None:
    return kib_of(values.get(_MEMORY))


def _vcpus(values: Properties) -> int | None:
    number: int | None = values.get(_VCPUS)
    return number


def _summary(
    values: Properties, who: Identity, place: Whereabouts, domain: Domain
) -> DomainSummary:
    """Make it of the properties that a list reads; never an error."""
    problems = who.problems
    try:
        memory, vcpus = _memory(values), _vcpus(values)
    except FaultError:
        notes = Notes()
        memory = notes.read(_memory, values, instead=None)
        vcpus = notes.read(_vcpus, values, instead=None)
        problems = (*problems, *notes.problems)
    problems += values.problems(ALL_WHERE_PATHS)
    summary = DomainSummary(
        who.name,
        who.uuid,
        who.id,
        who.state,
        memory,
        vcpus,
        problems,
        place.host,
        place.datacenter,
        place.folder,
        place.pool,
        place.template,
    )
    return bound(summary, domain)


@dataclasses.dataclass(frozen=True, slots=True)
class PendingQuestion(BesideDomain):
    """What a domain waits for a person to answer; beside it the domain to act on.

    Attributes:
        name: name of the domain that it blocks.
        question: its text, choices and default.
    """

    name: str
    question: Question

    async def answer(self, choice: Choice | str, *, timeout: float | None = DEFAULT) -> None:
        """Answer it; that somebody else did so meanwhile is no error.

        Args:
            choice: a `Choice`, its label or its key.
            timeout: seconds in all.

        Raises:
            ValueError: the question has no such choice.
            FaultError: the host refused the answer.

        Source: vSphere API, VirtualMachine.AnswerVM.
        """
        await self.domain.answer(self.question, choice, timeout=timeout)


Found = list[ObjectProperties]  # inside `Domains` the word `list` is the verb
Questions = list[PendingQuestion]


class Domains:
    """The domains of the connected host, or of all hosts that the connection is over."""

    __slots__ = ("_server",)

    def __init__(self, server: Server) -> None:
        self._server = server

    @operation("call")
    async def list(
        self,
        *,
        active: bool | None = None,
        persistent: bool | None = None,
        managed_save: bool | None = None,
        autostart: bool | None = None,
        states: Collection[DomainState | str] | DomainState | str | None = None,
        snapshots: bool | None = None,
        templates: bool | None = None,
        timeout: float | None = DEFAULT,
    ) -> list[DomainSummary]:
        """List the domains in the host's order, in one read per page.

        Each criterion that is given must hold; the one on autostart costs one call more.

        Args:
            active: True for those that are not shut off, False for those that are.
            persistent: every domain of a VMware host is; False lists none.
            managed_save: no domain of a VMware host has one; True lists none.
            autostart: whether the host starts them when it boots.
            states: the states to show, or one of them: a `DomainState` or its word.
            snapshots: whether they have snapshots.
            templates: whether they are templates, of which a vCenter makes domains.
            timeout: seconds in all.

        Raises:
            ValueError: one of the states is none; nothing was sent.

        Source: libvirt, esxConnectListAllDomains.
        """
        chosen = None
        if states is not None:
            chosen = frozenset(one_of(word, DomainState, what="state") for word in listed(states))
        wanted = DomainFilter(active, persistent, managed_save, autostart, chosen, snapshots)
        if wanted.is_empty:
            return []
        starting: Collection[vim.ManagedObjectReference] = ()
        if autostart is not None:
            starting = await started(self._server, await self._server.scope.places())
        found, where = await read_located(self._server, (*_SUMMARY_PATHS, *wanted.paths))
        rows = [(entry.values, Identity.of(entry.values)) for entry in found]
        shown = [
            _summary(values, who, where(values), self._domain(who))
            for values, who in rows
            if wanted.shows(who, values, starting)
        ]
        return [entry for entry in shown if templates in (None, entry.template)]

    async def __aiter__(self) -> AsyncIterator[DomainSummary]:
        """Give every domain, in the host's order, of one list."""
        for entry in await self.list():
            yield entry

    @operation("call")
    async def pending_questions(self, *, timeout: float | None = DEFAULT) -> Questions:
        """Find every domain that waits for a person's answer, in one read per page.

        Domains whose questions the host does not show are left out; the log tells them.
        """
        pending: Questions = []
        for entry in await self._read((*IDENTITY_PATHS, QUESTION)):
            try:
                info = entry.values.get(QUESTION)
            except FaultError as error:
                _log.info("%s", error)
                continue
            if isinstance(info, vim.VirtualMachineQuestionInfo):
                domain = self._domain(Identity.of(entry.values))
                question = PendingQuestion(domain.name, Question.of(info, entry.ref))
                pending.append(bound(question, domain))
        return pending

    @operation("call")
    async def lookup(
        self,
        name: str | None = None,
        *,
        uuid: UUID | str | None = None,
        id: int | None = None,  # noqa: A002 - libvirt's word
        timeout: float | None = DEFAULT,
    ) -> Domain:
        """Find one domain by exactly one of name, UUID and id, in one read.

        In place of a name its inventory path may stand, ``"dc1/vm/teams/web01"``. An id belongs to
        domains that are not shut off only, as in libvirt. The UUID of all zeros is nobody's.

        Raises:
            NoSuchDomainError: there is none.
            AmbiguousNameError: there are several; names their references, ids and UUIDs.
            ValueError: not exactly one of the three was given, or the UUID is none.

        Source: libvirt, esxDomainLookupByName, ByUUID and ByID.
        """
        if [name, uuid, id].count(None) != 2:
            raise ValueError("give exactly one of name, uuid and id")
        wanted = None if uuid is None else uuid_of(uuid)
        entries, where = await read_located(self._server, IDENTITY_PATHS)
        rows = [(Identity.of(entry.values), entry.values) for entry in entries]

        def path(who: Identity, values: Properties) -> str | None:
            place = where(values)
            return inventory_path(who.name, place.datacenter, place.folder)

        if name is not None:
            found = [row for row in rows if row[0].named and row[0].name == name]
            if not found and "/" in name:
                found = [row for row in rows if path(*row) == name.removeprefix("/")]
        elif wanted is not None:
            found = [row for row in rows if row[0].uuid == wanted]
        else:
            found = [row for row in rows if row[0].id == id]
        sought = str(wanted or id) if name is None else None
        if not found:
            raise NoSuchDomainError(_described(name, wanted, id), name=name, id=sought)
        if len(found) > 1:
            paths = [path(*row) for row in found]
            raise ambiguous([who for who, _ in found], name=name, id=sought, paths=paths)
        return self._domain(found[0][0])

    @operation("call")
    async def of(
        self, ref: vim.ManagedObjectReference, *, timeout: float | None = DEFAULT
    ) -> Domain:
        """Return the domain of a reference, such as a task's result, in one read.

        Raises:
            NotFoundError: there is no such object.
            ValueError: it is none of a machine; nothing was sent.
        """
        if ref.type != "VirtualMachine":
            raise ValueError(f"{ref} is no VirtualMachine")
        return self._domain(Identity.of(await read_one(self._server.session, ref, IDENTITY_PATHS)))

    @operation("call")
    async def properties(
        self, paths: str | Sequence[str], *, timeout: float | None = DEFAULT
    ) -> dict[vim.ManagedObjectReference, ObjectProperties]:
        """Read any properties of every domain at once, in one read per page.

        Args:
            paths: property paths of VirtualMachine, such as ``"summary.quickStats"``, or one.
            timeout: seconds in all.

        Raises:
            FaultError: InvalidProperty, for a path that the host does not know.
        """
        return {entry.ref: entry for entry in await self._read(listed(paths))}

    @operation("endless")
    async def import_from(
        self,
        source: str | Path,
        *,
        name: str | None = None,
        datastore: str | None = None,
        networks: Mapping[str, str] | None = None,
        properties: Mapping[str, str] | None = None,
        thin: bool = True,
        verify: Proof = "read",
        limits: ExportLimits | None = None,
        nfc_hosts: Mapping[str, str] | None = None,
        on_progress: OnExportProgress | None = None,
        on_warning: OnExportWarning | None = None,
        timeout: float | None = DEFAULT,
    ) -> Domain:
        """Make a domain of a package, or of disk images: of what `Domain.export` made, say.

        It is registered at the end; whatever ends it early, nothing of it stays at the host.

        Args:
            source: ``NAME.ova``; ``NAME.ovf``; the ``NAME.xml`` or ``NAME.export.json`` beside
                images; or one qcow2, raw or VMDK image, which makes a plain machine.
            name: the domain's; what the source says by default.
            datastore: where; the only one by default.
            networks: the host's network for each of the source's; by default the same name.
            properties: values of the package's properties, by key.
            thin: whether disks are thin.
            verify: ``"read"``: what arrived is read back; ``"full"``; ``"none"``.
            limits: how much is on its way at once.
            nfc_hosts: address for each host that a vCenter names and we cannot reach by that name.
            on_progress: is told how far it is, at most ten times a second.
            on_warning: a function, or coroutine function, told of each `Obstacle` that is to be
                known, before the first byte; else the log ``aioesx.export`` is.
            timeout: seconds in all.

        Raises:
            OvfError: the package cannot be read, or its manifest does not fit.
            ExportRefusedError: something is in the way; all of it is told, and nothing was begun.
            ProofError, LeaseError, TransferError, DiskError: as for `Domain.export`.

        Source: vSphere API, OvfManager.CreateImportSpec, ResourcePool.ImportVApp, HttpNfcLease.
        """
        from aioesx._server.moving import ExportLimits, ImportOptions

        options = ImportOptions(
            name=name,
            datastore=datastore,
            networks=networks or {},
            properties=properties or {},
            thin=thin,
            verify=verify,
            limits=limits or ExportLimits(),
            nfc_hosts=nfc_hosts or {},
            on_progress=on_progress,
            on_warning=on_warning,
        )
        made = await self._server.mover().import_from(source, self._server, options)
        return Domain(self._server, made.ref, made.name, made.uuid)

    @operation("task")
    async def define(
        self,
        xml: str | bytes,
        *,
        host: str | None = None,
        overwrite: bool = False,
        validate: bool = False,
        hardware_version: int | None = None,
        dialect: Dialect = "9.0",
        **options: Unpack[TaskOptions],
    ) -> Domain:
        """Make a domain of an XML document: its VMX file beside its first disk, registered.

        Everything is checked and converted before the first change. If it fails or is
        cancelled after that, the file is taken away again, unless the host has registered the
        domain; clearing up may take some seconds.

        Args:
            xml: the document. Its disks are not made: they must be there.
            host: name of the host, where the connection is over several.
            overwrite: write over a VMX file of the same name that belongs to no domain.
            validate: refuse elements that libvirt does not know.
            hardware_version: version of the virtual hardware; else the one that libvirt writes
                for this host, unless the host is too old for it, or the domain needs a newer one.
            dialect: ``"9.0"`` to write what libvirt 9.0 writes, ``"latest"`` for the newest.
            **options: see `TaskOptions`.

        Raises:
            DocumentError: the document is malformed, or cannot be said in VMX; names the
                element.
            AlreadyExistsError: the name, the UUID or the file is in use.
            NotSupportedError: there are several hosts, and none was named.
            EsxError: it failed later on; the message ends with what is left on the host.

        Source: libvirt, esxDomainDefineXMLFlags; vSphere API, Folder.RegisterVM_Task.
        """
        from aioesx.domain.documents.define import DefineOptions, define

        how = DefineOptions(overwrite, validate, hardware_version, dialect)
        return await define(self._server, host, xml, how, self._registered, **options)

    @operation("call")
    async def convert_from_native(
        self,
        vmx: str | bytes,
        *,
        host: str | None = None,
        dialect: Dialect = "9.0",
        lenient: bool = False,
        on_warning: OnWarning | None = None,
        timeout: float | None = DEFAULT,
    ) -> str:
        """Convert a VMX file to domain XML, with this host's datastores; one call.

        Files that the VMX names without a path get the directory ``[?] ?``, as libvirt has it.

        Args:
            vmx: the file.
            host: name of the host, where the connection is over several.
            dialect: as for `define`.
            lenient: convert what a person wants converted, also what libvirt refuses.
            on_warning: a function, or coroutine function, told of each `VmxWarning`: what was
                left out or changed, with its key and line. Without it the log ``aioesx.vmx`` is
                told.
            timeout: seconds in all.

        Raises:
            DocumentError: it is malformed, or libvirt has no word for a part of it; its
                `reasons` are all.

        Source: libvirt, esxConnectDomainXMLFromNative.
        """
        from aioesx.domain.documents.convert import from_native

        return await from_native(
            self._server, host, vmx, dialect=dialect, lenient=lenient, on_warning=on_warning
        )

    @operation("call")
    async def convert_to_native(
        self,
        xml: str | bytes,
        *,
        host: str | None = None,
        hardware_version: int | None = None,
        dialect: Dialect = "9.0",
        timeout: float | None = DEFAULT,
    ) -> str:
        """Convert a domain XML to a VMX file, with this host's datastores and disk images.

        One call, and a search for each directory with disks whose controller has the model
        ``auto``.

        Args:
            xml: the document.
            host: name of the host, where the connection is over several.
            hardware_version: version of the virtual hardware; else the one that libvirt writes
                for this host, or the one that SATA and NVMe disks need, which it does not write.
            dialect: as for `define`.
            timeout: seconds in all.

        Raises:
            DocumentError: it is malformed, or VMX has no word for a part of it.

        Source: libvirt, esxConnectDomainXMLToNative.
        """
        from aioesx.domain.documents.convert import to_native

        return await to_native(
            self._server, host, xml, hardware_version=hardware_version, dialect=dialect
        )

    async def _read(self, paths: Iterable[str]) -> Found:
        return await read_machines(self._server, paths)

    def _registered(self, done: Registered) -> Domain:
        definition = done.definition
        return Domain(self._server, done.ref, definition.name or "", definition.uuid)

    def _domain(self, who: Identity) -> Domain:
        return Domain(self._server, who.ref, who.name, who.uuid)


def _described(name: str | None, uuid: UUID | None, number: int | None) -> str:
    if name is not None:
        return f"no domain with name '{name}'"
    return f"no domain with UUID {uuid}" if uuid is not None else f"no domain with id {number}"

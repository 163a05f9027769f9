"""`Edit`: changing the XML of a domain that there is, which libvirt's driver cannot do.

The change goes into the VMX file while the domain is shut off, and the host is told to read it
again. The file that was read at the beginning must still be the same at the end; if anything
fails after the upload, it is put back.
"""

from __future__ import annotations

import dataclasses
from functools import partial
from typing import Final

import anyio

from aioesx import vim
from aioesx._concurrency import see_through
from aioesx._server.collector import read_one
from aioesx._server.face import operation
from aioesx._server.files.small import DatastoreFiles
from aioesx._server.machines import read_machines_on
from aioesx._server.server import Server
from aioesx._server.thing import Thing, thing_of
from aioesx._session.operation import add_fate, tell_left
from aioesx._session.seconds import DEFAULT
from aioesx.definition import Disk, DomainDefinition, format_domain_xml, parse_domain_xml
from aioesx.domain.documents.convert import vmx_writer
from aioesx.domain.documents.define import check, require_unused
from aioesx.domain.documents.read import Source, read_source
from aioesx.domain.identity import IDENTITY_PATHS, STATE_PATH, domain_state
from aioesx.domain.values import DomainState
from aioesx.errors import (
    DomainXmlError,
    EsxError,
    FaultError,
    HostBusyError,
    InvalidStateError,
    UnsupportedError,
)
from aioesx.units import whole_number
from aioesx.vmx import Dialect, Settings, format_vmx, parse_vmx, unwritable_buses
from aioesx.vmx.merge import merge_settings

__all__ = ["Change", "Edit"]

_DERIVED: Final = frozenset({"controllers", "id", "datacenter_path", "moref"})
"""Fields that follow from others."""
_FIELDS: Final = {field.name for field in dataclasses.fields(DomainDefinition)} - _DERIVED


@dataclasses.dataclass(frozen=True, slots=True)
class Change:
    """A change that was checked and converted; nothing of it was sent.

    Attributes:
        vmx: the new VMX file.
        before: the domain's XML without it, secrets left out.
        after: the XML with it, as the host's file will give it.
    """

    vmx: bytes = dataclasses.field(repr=False)
    before: str
    after: str


class Edit:
    """One domain being edited; made by `begin`.

    Attributes:
        xml: what is edited: the whole XML, the password of the remote display included. Disks on
            a bus that the machine's hardware version does not have are not shown, and stay.
    """

    def __init__(self, server: Server, source: Source, dialect: Dialect) -> None:
        self._server = server
        self._source = source
        self._dialect: Dialect = dialect
        self._files = DatastoreFiles(server.session, source.datacenter)
        self._old = source.definition(dialect=dialect)
        self._version = _hardware_version(source.vmx)
        self._unwritable = unwritable_buses(self._version)
        self.xml = format_domain_xml(self._writable(self._old), secure=True, inactive=True)

    @property
    def _thing(self) -> Thing:
        return thing_of(self._source.ref, self._old.name)

    @classmethod
    async def begin(
        cls,
        server: Server,
        ref: vim.ManagedObjectReference,
        *,
        dialect: Dialect = "9.0",
    ) -> Edit:
        """Read the domain.

        Raises:
            InvalidStateError: it is not shut off.
            NotFoundError, DocumentError: as `Domain.xml`.
        """
        source = await read_source(server, ref)
        _require_off(source.state)
        return cls(server, source, dialect)

    @operation("call")
    async def plan(self, xml: str | bytes, *, timeout: float | None = DEFAULT) -> Change | None:
        """Check and convert a changed XML; None if it changes nothing.

        Raises:
            DocumentError: it is malformed, VMX has no word for a part of it, or the UUID changed.
            AlreadyExistsError: another domain has the new name.
        """
        hidden = self._disks(self._old, hidden=True)
        old, new = parse_domain_xml(self.xml), check(xml, validate=True)
        new = dataclasses.replace(new, disks=tuple(d for d in new.disks if d not in hidden))
        changed = _changed_fields(old, new)
        if not changed:
            return None
        if "uuid" in changed:
            raise DomainXmlError("the UUID of a domain cannot be changed", path="uuid")
        if "name" in changed:
            await self._require_free_name(new)
        merged, written = await self._merged(old, new)
        settings = parse_vmx(self._source.vmx)
        text = format_vmx(merged)
        after = self._source.definition(text, dialect=self._dialect)
        by_itself = self._source.definition(written, dialect=self._dialect)
        self._require_said(changed, after, by_itself)
        if merged == settings:
            return None
        return Change(
            text.encode("utf-8"),
            format_domain_xml(self._old, inactive=True),
            format_domain_xml(after, inactive=True),
        )

    async def _merged(self, old: DomainDefinition, new: DomainDefinition) -> tuple[Settings, str]:
        """Return the new file's settings, and the changed XML written as VMX by itself."""
        settings = parse_vmx(self._source.vmx)
        write = await vmx_writer(
            self._server,
            new,
            self._source.facts,
            hardware_version=self._version,
            dialect=self._dialect,
        )
        after = write(new)
        return merge_settings(settings, parse_vmx(write(old)), parse_vmx(after)), after

    def _require_said(
        self, changed: set[str], after: DomainDefinition, written: DomainDefinition
    ) -> None:
        """Refuse a change that the new file would not tell again, or that touches anything else.

        Args:
            changed: the fields of the change.
            after: what the new file gives.
            written: what the changed XML gives, written as VMX by itself.
        """
        wrong = {
            name
            for name in _FIELDS - {"disks"}
            if getattr(after, name) != getattr(written if name in changed else self._old, name)
        }
        source = written if "disks" in changed else self._old
        if self._disks(after) != self._disks(source) or (
            self._disks(after, hidden=True) != self._disks(self._old, hidden=True)
        ):
            wrong.add("disks")
        if wrong:
            names = ", ".join(sorted(wrong))
            reason = "the change cannot be brought into the VMX file without side effects"
            raise UnsupportedError(f"{names}: {reason}", key=names)

    def _disks(self, definition: DomainDefinition, *, hidden: bool = False) -> list[Disk]:
        """Return the disks that are shown, or those that are not."""
        return [disk for disk in definition.disks if (disk.bus in self._unwritable) is hidden]

    def _writable(self, definition: DomainDefinition) -> DomainDefinition:
        shown = tuple(c for c in definition.controllers if c.type not in self._unwritable)
        return dataclasses.replace(
            definition, disks=tuple(self._disks(definition)), controllers=shown
        )

    async def _require_free_name(self, new: DomainDefinition) -> None:
        entries = await read_machines_on(self._server, self._source.host, IDENTITY_PATHS)
        others = [entry for entry in entries if entry.ref != self._source.ref]
        require_unused(new, others, others)

    @operation("task")
    async def apply(self, change: Change, *, timeout: float | None = DEFAULT) -> None:
        """Write the file and have the host read it.

        Raises:
            InvalidStateError: the domain is not shut off any more.
            HostBusyError: somebody else has changed the file meanwhile.
            EsxError: it failed; the message ends with what is left.
        """
        source, place = self._source, self._source.place
        values = await read_one(self._server.session, source.ref, (STATE_PATH,))
        _require_off(domain_state(values))
        if await self._files.read(place) != source.vmx:
            reason = f"{place} was changed by somebody else meanwhile; nothing was done"
            raise HostBusyError("ConcurrentAccess", reason)
        grace = self._server.session.seconds.grace
        written = False
        try:
            await see_through(partial(self._files.write, place, change.vmx), grace)
            written = True
            await self._reload()
        except EsxError as error:
            refused = isinstance(error, FaultError) and not written
            add_fate(error, f"{place} is as it was before" if refused else await self._put_back())
            raise
        except BaseException:
            tell_left(f"changing {place} was given up", await self._put_back())
            raise

    async def _reload(self) -> None:
        await self._server.session.call(vim.Reload(this=self._source.ref))

    async def _put_back(self) -> str:
        place = self._source.place
        with anyio.move_on_after(self._server.session.seconds.undo, shield=True):
            try:
                await self._files.write(place, self._source.vmx)
                await self._reload()
            except EsxError as error:
                return f"{place} may hold the change or a part of it ({error})"
            return f"{place} is as it was before"
        return f"{place} may hold the change or a part of it"


def _require_off(state: DomainState) -> None:
    if state is not DomainState.SHUTOFF:
        reason = f"the domain is {state.value}; its definition can be changed while it is shut off"
        raise InvalidStateError("InvalidPowerState", reason)


def _hardware_version(vmx: bytes) -> int:
    return whole_number(parse_vmx(vmx).get("virtualHW.version", "").strip()) or 0


def _changed_fields(old: DomainDefinition, new: DomainDefinition) -> set[str]:
    return {
        field.name
        for field in dataclasses.fields(DomainDefinition)
        if getattr(old, field.name) != getattr(new, field.name)
    }

"""Making a domain of an XML document: what is checked, and where its VMX file goes.

Everything is parsed, checked and converted before the first change on the host; the changes
themselves are `register`'s business.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable
from typing import Final, TypeVar, Unpack

from aioesx._server.collector import ObjectProperties
from aioesx._server.files.path import escape_item
from aioesx._server.files.small import DatastoreFiles
from aioesx._server.located import read_located
from aioesx._server.place import Place
from aioesx._server.server import Server
from aioesx._server.tasks.runner import TaskOptions
from aioesx._server.thing import Thing, about
from aioesx._server.tree import Whereabouts
from aioesx.datastore_path import DatastorePath
from aioesx.definition import DomainDefinition, parse_domain_xml
from aioesx.definition.known_elements import require_known_elements
from aioesx.definition.targets import in_order
from aioesx.domain.documents.convert import HostFacts, read_host_facts, vmx_writer
from aioesx.domain.documents.register import Registered, Registration
from aioesx.domain.identity import IDENTITY_PATHS, Identity
from aioesx.errors import AlreadyExistsError, DomainXmlError, UnsupportedError
from aioesx.vmx import Dialect, fitting_hardware_version

__all__ = ["DefineOptions", "define", "require_unused", "vmx_place"]

T = TypeVar("T")

_GRAIN_KIB: Final = 4096
_SUFFIX: Final = ".vmdk"


@dataclasses.dataclass(frozen=True, slots=True)
class DefineOptions:
    """How a domain is defined; see `Domains.define`."""

    overwrite: bool = False
    validate: bool = False
    hardware_version: int | None = None
    dialect: Dialect = "9.0"


async def define(
    server: Server,
    host: str | None,
    xml: str | bytes,
    options: DefineOptions,
    made: Callable[[Registered], T],
    **task: Unpack[TaskOptions],
) -> T:
    """Define a domain at a host; see `Domains.define`.

    Args:
        server: the connection.
        host: name of the host, where the connection is over several.
        xml: the document.
        options: how.
        made: makes the result of what was registered.
        **task: see `TaskOptions`.
    """
    definition = check(xml, validate=options.validate)
    with about(Thing("domain", definition.name)):
        place = vmx_place(definition)
        home = await server.scope.place_at(host)
        return await _define(server, home, place, definition, options, made, **task)


async def _define(
    server: Server,
    home: Place,
    place: DatastorePath,
    definition: DomainDefinition,
    options: DefineOptions,
    made: Callable[[Registered], T],
    **task: Unpack[TaskOptions],
) -> T:
    found, where = await read_located(server, IDENTITY_PATHS)
    beside = [entry for entry in found if _is_beside(where(entry.values), home)]
    require_unused(definition, found, beside)
    facts = await read_host_facts(server, home)
    write = await vmx_writer(
        server,
        definition,
        facts,
        hardware_version=options.hardware_version or _fitting_version(server, definition),
        dialect=options.dialect,
    )
    vmx = write(definition)
    _require_mounted(place, facts)
    files = DatastoreFiles(server.session, home.datacenter_path)
    vmx_bytes = vmx.encode("utf-8")
    registration = Registration(server, home, files, place, vmx_bytes, definition, made)
    return await registration.run(overwrite=options.overwrite, **task)


def _fitting_version(server: Server, definition: DomainDefinition) -> int:
    product = server.session.product
    return fitting_hardware_version(definition, product.line, product.version)


def check(xml: str | bytes, *, validate: bool) -> DomainDefinition:
    """Read a document and refuse what no host would take.

    Raises:
        DomainXmlError, UnsupportedError: names the element.
    """
    definition = parse_domain_xml(xml)
    if validate:
        require_known_elements(xml)
    if definition.name is not None and "\n" in definition.name:
        raise DomainXmlError("a name has no line end in it", path="name")
    if definition.memory_kib % _GRAIN_KIB:
        size = definition.memory_kib
        above = -(-size // _GRAIN_KIB) * _GRAIN_KIB
        reason = f"{size} KiB is not a multiple of {_GRAIN_KIB} KiB; the next one is {above} KiB"
        raise UnsupportedError(f"memory: {reason}", key="memory", value=str(size))
    return definition


def vmx_place(definition: DomainDefinition) -> DatastorePath:
    """Return where the VMX file goes: beside the first (in libvirt's order) disk that is a file.

    Raises:
        UnsupportedError: there is none, or it does not lie on a datastore.

    Source: libvirt, esxDomainDefineXMLFlags.
    """
    for number, disk in in_order(definition.disks):
        if (disk.device, disk.type) == ("disk", "file"):
            path = f"devices/disk[{number}]/source/@file"
            return _beside(disk.source or "", path, definition.name or "")
    what = "no hard disk of type 'file'" if definition.disks else "no disk"
    reason = f"the domain has {what}, and the VMX file goes beside the first one"
    raise UnsupportedError(f"devices/disk: {reason}", key="devices/disk")


def _beside(source: str, path: str, name: str) -> DatastorePath:
    try:
        disk = DatastorePath.parse(source)
    except ValueError as error:
        reason = str(error) if source else "the file is missing"
        raise UnsupportedError(f"{path}: {reason}", key=path, value=source) from None
    if not disk.name.lower().endswith(_SUFFIX):
        reason = f"{source!r} does not end in {_SUFFIX!r}"
        raise UnsupportedError(f"{path}: {reason}", key=path, value=source)
    return disk.beside(f"{escape_item(name)}.vmx")


def _require_mounted(place: DatastorePath, facts: HostFacts) -> None:
    if place.datastore not in facts.mounts.paths:
        path = "devices/disk/source/@file"
        reason = f"the datastore {place.datastore!r} is not known"
        raise UnsupportedError(f"{path}: {reason}", key=path, value=str(place))


def _is_beside(there: Whereabouts, home: Place) -> bool:
    """Tell whether a domain is in the folder that a new one is put into."""
    return there.datacenter == home.datacenter_path and not there.folder


def require_unused(
    definition: DomainDefinition,
    others: Iterable[ObjectProperties],
    beside: Iterable[ObjectProperties],
) -> None:
    """Refuse the UUID or the name of a domain that there is.

    Args:
        definition: what is to be.
        others: all domains, none of which may have the UUID.
        beside: those that may not have the name.

    Raises:
        AlreadyExistsError: names the element, and the other domain.
    """
    known = [Identity.of(entry.values) for entry in others]
    for who in known:
        if who.uuid is not None and who.uuid == definition.uuid:
            reason = f"uuid: the domain '{who.name}' has the UUID {who.uuid} already"
            raise AlreadyExistsError("AlreadyExists", reason).about(*who.thing)
    for who in (Identity.of(entry.values) for entry in beside):
        if who.named and who.name == definition.name:
            uuid = f"UUID {who.uuid}" if who.uuid is not None else "an unknown UUID"
            reason = f"name: there is a domain '{who.name}' already, with {uuid}"
            raise AlreadyExistsError("DuplicateName", reason).about(*who.thing)

"""The XML of a domain: its VMX file, read from the datastore and converted.

Three calls, whatever the number of disks and datastores: where the file is and whether the
domain runs, where the datastores are, and the file. What is told is what the file says, not
what the running machine has; that is libvirt's way, too.
"""

from __future__ import annotations

import dataclasses
from typing import Final

from aioesx import vim
from aioesx._server.collector import read_one
from aioesx._server.files.small import DatastoreFiles
from aioesx._server.server import Server
from aioesx.datastore_path import DatastorePath
from aioesx.definition import DomainDefinition, format_domain_xml
from aioesx.domain.documents.convert import HostFacts, read_host_facts
from aioesx.domain.identity import STATE_PATH, domain_id, domain_state
from aioesx.domain.values import DomainState
from aioesx.errors import ProtocolError
from aioesx.vmx import Dialect, parse_domain

__all__ = ["VMX_PATH", "Source", "read_definition", "read_source", "read_xml"]

VMX_PATH: Final = "config.files.vmPathName"
"""The property that tells where the VMX file is."""


@dataclasses.dataclass(frozen=True, slots=True)
class Source:
    """What a domain's XML is made of.

    Attributes:
        ref: the machine.
        place: where its VMX file is.
        vmx: the file.
        state: whether it ran when its place was read.
        facts: the host.
        datacenter: inventory path of the datacenter.
        host: the host.
    """

    ref: vim.ManagedObjectReference
    place: DatastorePath
    vmx: bytes
    state: DomainState
    facts: HostFacts
    datacenter: str
    host: vim.ManagedObjectReference

    def definition(self, vmx: str | bytes | None = None, *, dialect: Dialect) -> DomainDefinition:
        """Convert the VMX file, or another one in its place; bare names in it lie beside it.

        Raises:
            DocumentError: libvirt has no word for a part of it.
        """
        return parse_domain(
            self.vmx if vmx is None else vmx,
            datastores=self.facts.mounts.paths,
            directory=str(self.place.directory),
            datacenter_path=self.datacenter,
            moref=self.ref.value,
            id=domain_id(self.ref) if self.state.is_active else None,
            architectures=self.facts.architectures,
            dialect=dialect,
        )


async def read_source(server: Server, ref: vim.ManagedObjectReference) -> Source:
    """Read all that the XML is made of, in three calls.

    Raises:
        NotFoundError: the domain is no longer registered, or its file is gone.
        NotSupportedError, NotPermittedError: the host does not tell, or show, where it is.
    """
    values = await read_one(server.session, ref, (VMX_PATH, STATE_PATH))
    text = values.require(VMX_PATH)
    try:
        place = DatastorePath.parse(text)
    except ValueError as error:
        raise ProtocolError(str(error), path=VMX_PATH) from None
    home = await server.scope.place_of(ref)
    facts = await read_host_facts(server, home)
    vmx = await DatastoreFiles(server.session, home.datacenter_path).read(place)
    state = domain_state(values)
    return Source(ref, place, vmx, state, facts, home.datacenter_path, home.host)


async def read_definition(
    server: Server, ref: vim.ManagedObjectReference, *, dialect: Dialect = "9.0"
) -> DomainDefinition:
    """Return what a domain's XML says; see `Domain.definition`."""
    return (await read_source(server, ref)).definition(dialect=dialect)


async def read_xml(
    server: Server,
    ref: vim.ManagedObjectReference,
    *,
    security_info: bool = False,
    inactive: bool = False,
    dialect: Dialect = "9.0",
) -> str:
    """Return a domain's XML; see `Domain.xml`."""
    definition = await read_definition(server, ref, dialect=dialect)
    return format_domain_xml(definition, secure=security_info, inactive=inactive)

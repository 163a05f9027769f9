"""VMX <-> domain XML with what the host knows: datastores, processors, disk images.

Nothing is remembered: datastores come and go.
"""

from __future__ import annotations

import dataclasses
import inspect
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any

from aioesx import vim
from aioesx._server.collector import ObjectProperties, read_specs
from aioesx._server.files.mounts import MOUNT_PATHS, Mounts, mounts_of
from aioesx._server.hostfacts import CPU_FEATURES, has_long_mode
from aioesx._server.place import Place
from aioesx._server.server import Server
from aioesx._server.traversal import from_host, property_spec
from aioesx.definition import DomainDefinition, format_domain_xml, parse_domain_xml
from aioesx.domain.documents.scsi_models import read_scsi_models
from aioesx.errors import ProtocolError
from aioesx.vmx import (
    ARCHITECTURES,
    Dialect,
    OnWarning,
    VmxWarning,
    format_domain,
    parse_domain,
    undetected_sources,
    writable_hardware_version,
)

__all__ = ["HostFacts", "VmxWriter", "from_native", "read_host_facts", "to_native", "vmx_writer"]

VmxWriter = Callable[[DomainDefinition], str]
"""Writes a definition as a VMX file for one host."""


@dataclasses.dataclass(frozen=True, slots=True)
class HostFacts:
    """The host as a conversion sees it.

    Attributes:
        mounts: its datastores.
        architectures: what its processors can run.
    """

    mounts: Mounts
    architectures: tuple[str, ...]


async def read_host_facts(server: Server, place: Place) -> HostFacts:
    """Read all datastores and the processors' features, in one call.

    Source: libvirt, esxVI_LookupDatastoreList, esxVI_LookupDatastoreHostMount and
    esxSupportsLongMode, which take one call for each datastore.
    """
    host = place.host
    spec = vim.PropertyFilterSpec(
        prop_set=[
            property_spec("Datastore", MOUNT_PATHS),
            property_spec("HostSystem", (CPU_FEATURES,)),
        ],
        object_set=[vim.ObjectSpec(obj=host, skip=False, select_set=[*from_host("Datastore")])],
    )
    found = await read_specs(server.session, [spec])
    entries = [ObjectProperties.of(content) for content in found]
    hosts = [entry for entry in entries if entry.ref.type == host.type]
    datastores = [entry for entry in entries if entry.ref.type != host.type]
    return HostFacts(mounts_of(datastores, host), _architectures(hosts[0].values if hosts else {}))


def _architectures(host: Mapping[str, Any]) -> tuple[str, ...]:
    """Return what the processors run; one that does not tell is not taken for an old one."""
    try:
        return ARCHITECTURES[:1] if has_long_mode(host) is False else ARCHITECTURES
    except ProtocolError:
        return ARCHITECTURES


async def from_native(
    server: Server,
    host: str | None,
    vmx: str | bytes,
    *,
    dialect: Dialect = "9.0",
    lenient: bool = False,
    on_warning: OnWarning | None = None,
) -> str:
    """Convert a VMX file to domain XML; see `Domains.convert_from_native`."""
    facts = await read_host_facts(server, await server.scope.place_at(host))
    warnings: list[VmxWarning] = []
    try:
        definition = parse_domain(
            vmx,
            datastores=facts.mounts.paths,
            architectures=facts.architectures,
            dialect=dialect,
            lenient=lenient,
            on_warning=None if on_warning is None else warnings.append,
        )
    finally:
        await _tell(warnings, on_warning)
    return format_domain_xml(definition)


async def _tell(warnings: Iterable[VmxWarning], on_warning: OnWarning | None) -> None:
    """Tell a function, or a coroutine function, of warnings."""
    for warning in warnings:
        told = on_warning(warning) if on_warning is not None else None
        if inspect.isawaitable(told):
            await told


async def to_native(
    server: Server,
    host: str | None,
    xml: str | bytes,
    *,
    hardware_version: int | None = None,
    dialect: Dialect = "9.0",
) -> str:
    """Convert a domain XML to a VMX file; see `Domains.convert_to_native`."""
    definition = parse_domain_xml(xml)
    facts = await read_host_facts(server, await server.scope.place_at(host))
    write = await vmx_writer(
        server, definition, facts, hardware_version=hardware_version, dialect=dialect
    )
    return write(definition)


async def vmx_writer(
    server: Server,
    definition: DomainDefinition,
    facts: HostFacts,
    *,
    hardware_version: int | None = None,
    dialect: Dialect = "9.0",
) -> VmxWriter:
    """Return what writes VMX files for this host, once all is known that `definition` needs.

    Disk images are looked at only for the model ``auto``. The writer raises `UnsupportedError`
    where VMX has no word for a part of a domain, and names the path in the XML.

    Args:
        server: the connection.
        definition: what will be written.
        facts: the host's.
        hardware_version: None for the one that libvirt writes for this host, or the one that the
            disks need if that is newer: libvirt does not write SATA and NVMe disks at all.
        dialect: which libvirt to follow.

    Raises:
        UnsupportedError: the model of a disk image cannot be told.
    """
    sources = undetected_sources(definition)
    if hardware_version is None:
        product = server.session.product
        hardware_version = writable_hardware_version(definition, product.line, product.version)
    return partial(
        format_domain,
        hardware_version=hardware_version,
        datastores=facts.mounts.paths,
        scsi_models=await read_scsi_models(server, facts.mounts, sources) if sources else {},
        architectures=facts.architectures,
        dialect=dialect,
    )

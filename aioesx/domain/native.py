"""VMX <-> domain XML with what the host knows: datastores, processors, disk images."""

from __future__ import annotations

from aioesx._server.server import Server
from aioesx.definition import DomainDefinition, format_domain_xml, parse_domain_xml
from aioesx.domain.deadline import within
from aioesx.domain.hostfacts import (
    HostFacts,
    product_hardware_version,
    read_host_facts,
    read_scsi_models,
)
from aioesx.vmx import Dialect, format_domain, parse_domain, undetected_sources

__all__ = ["from_native", "to_native", "write_vmx"]


async def from_native(
    server: Server,
    vmx: str | bytes,
    *,
    dialect: Dialect = "9.0",
    timeout: float | None = None,
) -> str:
    """Convert a VMX file to domain XML; see `Domains.convert_from_native`."""
    facts = await read_host_facts(server, timeout=timeout)
    definition = parse_domain(
        vmx, datastores=facts.datastores, architectures=facts.architectures, dialect=dialect
    )
    return format_domain_xml(definition)


async def to_native(
    server: Server,
    xml: str | bytes,
    *,
    hardware_version: int | None = None,
    dialect: Dialect = "9.0",
    timeout: float | None = None,
) -> str:
    """Convert a domain XML to a VMX file; see `Domains.convert_to_native`."""
    definition = parse_domain_xml(xml)
    with within(timeout, "the conversion"):
        facts = await read_host_facts(server)
        return await write_vmx(
            server, definition, facts, hardware_version=hardware_version, dialect=dialect
        )


async def write_vmx(
    server: Server,
    definition: DomainDefinition,
    facts: HostFacts,
    *,
    hardware_version: int | None = None,
    dialect: Dialect = "9.0",
) -> str:
    """Write a VMX file for this host; disk images are looked at only for the model ``auto``.

    Raises:
        UnsupportedError: VMX has no word for a part of the domain; names the path in the XML.
    """
    sources = undetected_sources(definition)
    models = await read_scsi_models(server, facts, sources) if sources else {}
    return format_domain(
        definition,
        hardware_version=(
            product_hardware_version(server) if hardware_version is None else hardware_version
        ),
        datastores=facts.datastores,
        scsi_models=models,
        architectures=facts.architectures,
        dialect=dialect,
    )

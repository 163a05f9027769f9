"""The libvirt XML of a machine that has left: its VMX file, read and converted, made local.

What libvirt has no word for is left out, with a line in the log. Where the file cannot be read, or
is none, what the host says of the machine stands in: an export that has brought all of its disks
does not fail for want of a description.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from typing import Final
from uuid import UUID

from aioesx import vim
from aioesx._server.files.small import DatastoreFiles
from aioesx._server.moving import HardwareMode
from aioesx._server.server import Server
from aioesx.definition import (
    CharacterDevice,
    Cpu,
    DistributedPort,
    DomainDefinition,
    Interface,
    Topology,
)
from aioesx.domain.devices import card_model
from aioesx.errors import EsxError
from aioesx.export.before.survey_values import Survey
from aioesx.export.kvm.writing import LocalDisk, kvm_xml
from aioesx.units import mib_to_kib
from aioesx.vmx import parse_domain

__all__ = ["definition_of", "definition_told", "kvm_document"]

_log = logging.getLogger("aioesx.export")
_NOBODY: Final = UUID(int=0)


async def kvm_document(
    server: Server,
    seen: Survey,
    disks: Sequence[LocalDisk],
    *,
    hardware: HardwareMode = "keep",
    networks: Mapping[str, str] | None = None,
) -> str:
    """Return libvirt's domain XML for a machine whose disks are here; see `kvm_xml`."""
    definition = await definition_of(server, seen)
    return kvm_xml(definition, seen, disks, hardware=hardware, networks=networks)


async def definition_of(server: Server, seen: Survey) -> DomainDefinition:
    """Read the VMX file, and return what it says; else what the host says."""
    try:
        home = await server.scope.place_of(seen.ref)
        files = DatastoreFiles(server.session, home.datacenter_path)
        vmx = await files.read(seen.vmx_path)
        return parse_domain(
            vmx,
            directory=str(seen.vmx_path.directory),
            dialect="latest",
            lenient=True,
            on_warning=lambda warning: _log.info("%s: %s", seen.vmx_path, warning),
        )
    except EsxError as error:
        _log.warning(
            "the VMX file of '%s' cannot be used, so the host's word goes into the XML: %s",
            seen.name,
            error,
        )
        return definition_told(seen)


def definition_told(seen: Survey) -> DomainDefinition:
    """Return what the host says of a machine, as far as libvirt's XML has it. No I/O."""
    config = seen.config
    vcpus, cores = config.hardware.num_cpu, config.hardware.num_cores_per_socket or 1
    memory = mib_to_kib(config.hardware.memory_mb)
    topology = Topology(sockets=vcpus // cores, cores=cores) if vcpus % cores == 0 else None
    return DomainDefinition(
        name=seen.name,
        uuid=seen.uuid or _NOBODY,
        memory_kib=memory,
        current_memory_kib=memory,
        vcpus=vcpus,
        cpu=Cpu(topology=topology) if cores > 1 else None,
        arch="x86_64",
        interfaces=tuple(_interfaces(seen)),
        serials=tuple(_ports(seen, vim.VirtualSerialPort)),
        parallels=tuple(_ports(seen, vim.VirtualParallelPort)),
    )


def _interfaces(seen: Survey) -> Iterator[Interface]:
    for card in seen.devices:
        if not isinstance(card, vim.VirtualEthernetCard):
            continue
        backing, source, port = card.backing, None, None
        if isinstance(backing, vim.VirtualEthernetCardNetworkBackingInfo):
            source = backing.device_name or None
        elif isinstance(backing, vim.VirtualEthernetCardDistributedVirtualPortBackingInfo):
            port = DistributedPort(switch_id=_NOBODY, portgroup_id=backing.port.portgroup_key)
        yield Interface(
            mac=card.mac_address or "",
            type="null" if source is None and port is None else "bridge",
            source=source,
            model=card_model(card),
            port=port,
        )


def _ports(seen: Survey, kind: type[vim.VirtualDevice]) -> Iterator[CharacterDevice]:
    found = [device for device in seen.devices if isinstance(device, kind)]
    for number, _ in enumerate(found):
        yield CharacterDevice(port=number, type="pty")

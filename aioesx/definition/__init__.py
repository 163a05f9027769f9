"""libvirt's XML documents as plain values, and back; no I/O.

definition = parse_domain_xml(text)
text = format_domain_xml(dataclasses.replace(definition, vcpus=4))
"""

from __future__ import annotations

from aioesx.definition._domain_reader import parse_domain_xml, random_mac
from aioesx.definition._domain_writer import format_domain_xml
from aioesx.definition._one_device import Device, format_device_xml, parse_device_xml
from aioesx.definition.domain import (
    CharacterDevice,
    Controller,
    Cpu,
    Disk,
    DistributedPort,
    DomainDefinition,
    DriveAddress,
    Filesystem,
    Graphics,
    HostDevice,
    Interface,
    Listen,
    PciAddress,
    Topology,
    Tpm,
    Video,
)

__all__ = [
    "CharacterDevice",
    "Controller",
    "Cpu",
    "Device",
    "Disk",
    "DistributedPort",
    "DomainDefinition",
    "DriveAddress",
    "Filesystem",
    "Graphics",
    "HostDevice",
    "Interface",
    "Listen",
    "PciAddress",
    "Topology",
    "Tpm",
    "Video",
    "format_device_xml",
    "format_domain_xml",
    "parse_device_xml",
    "parse_domain_xml",
    "random_mac",
]

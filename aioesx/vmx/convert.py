"""VMX text <-> `DomainDefinition`: the order of things, and what the caller must know of a host."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Mapping
from typing import Final

from aioesx.definition import DomainDefinition
from aioesx.errors import UnsupportedError
from aioesx.vmx._context import DIALECTS, Dialect, Reading, Writing, refuse
from aioesx.vmx._controllers import decode_storage, encode_storage
from aioesx.vmx._display import decode_graphics, decode_video, encode_graphics, encode_video
from aioesx.vmx._folders import decode_folders, encode_folders
from aioesx.vmx._general import (
    decode_general,
    decode_hardware_version,
    encode_closing,
    encode_firmware,
    encode_general,
    encode_tpm,
)
from aioesx.vmx._interfaces import decode_interfaces, encode_interfaces, interface_numbers
from aioesx.vmx._journal import Journal, OnWarning
from aioesx.vmx._leftovers import refuse_other_files, tell_leftovers
from aioesx.vmx._ports import decode_parallels, decode_serials, encode_parallels, encode_serials
from aioesx.vmx.syntax import Settings, format_vmx, read_settings

__all__ = ["ARCHITECTURES", "UNKNOWN_DIRECTORY", "format_domain", "parse_domain"]

ARCHITECTURES: Final = ("i686", "x86_64")
"""What a host with a 64-bit processor can run."""

UNKNOWN_DIRECTORY: Final = "[?] ?"
"""The directory of a VMX file that was not read from a datastore."""


def parse_domain(
    text: str | bytes | Settings,
    *,
    datastores: Mapping[str, str] | None = None,
    directory: str = UNKNOWN_DIRECTORY,
    datacenter_path: str | None = None,
    moref: str | None = None,
    id: int | None = None,  # noqa: A002 - libvirt's word, and the field's
    architectures: Collection[str] = ARCHITECTURES,
    dialect: Dialect = "9.0",
    lenient: bool = False,
    on_warning: OnWarning | None = None,
) -> DomainDefinition:
    """Read a VMX file as libvirt does.

    Args:
        text: the file, or its settings; see `parse_vmx` for character sets.
        datastores: where the host has its datastores: mount path by name, in the order in which
            they are tried, such as ``{"local": "/vmfs/volumes/498076b2-02796c1a"}``.
        directory: datastore path of the file's directory, ``"[local] web"``: where files lie
            that the VMX file names without path.
        datacenter_path: inventory path of the domain's datacenter, to go into the definition.
        moref: id of the managed object, to go into the definition.
        id: number of the running machine, to go into the definition.
        architectures: what the host can run.
        dialect: ``"9.0"`` to read what libvirt 9.0 reads, with NVMe disks and incomplete
            distributed ports besides; ``"latest"`` to follow the newest libvirt: see docs/vmx.md.
        lenient: convert what a person wants converted: what libvirt refuses is left out or
            changed, each time with a warning.
        on_warning: is told of each thing that is left out or changed, in either mode, and of each
            key that says something for which a definition has no word. Without it, the log
            ``aioesx.vmx`` is told; of such keys in a lenient reading only.

    Raises:
        VmxSyntaxError: the file breaks the grammar.
        UnsupportedError: a value is malformed, or libvirt has no word for it; names the key.
        DocumentError: the file is too large, encrypted, or none of a machine. The error tells of
            all reasons: `DocumentError.reasons`.
    """
    journal = Journal(lenient=lenient, on_warning=on_warning)
    settings = text if isinstance(text, Settings) else read_settings(text, journal)
    refuse_other_files(settings, journal)
    reading = Reading(settings, datastores or {}, directory, _is_latest(dialect), journal)
    definition = dataclasses.replace(
        _definition(reading), id=id, datacenter_path=datacenter_path, moref=moref
    )
    if lenient or on_warning is not None:
        tell_leftovers(reading)
    journal.settle()
    _check_machine(definition, architectures, "guestOS")
    return definition


def _definition(reading: Reading) -> DomainDefinition:
    """Read everything, in libvirt's order: of several faults it names the first."""
    numbers = interface_numbers(reading)
    reading.hardware_version = decode_hardware_version(reading)
    general = decode_general(reading)
    graphics = decode_graphics(reading)
    disks, controllers = decode_storage(reading)
    return DomainDefinition(
        **general,
        graphics=graphics,
        disks=disks,
        controllers=controllers,
        filesystems=decode_folders(reading),
        interfaces=decode_interfaces(reading, numbers),
        videos=decode_video(reading),
        serials=decode_serials(reading),
        parallels=decode_parallels(reading),
    )


def format_domain(
    definition: DomainDefinition,
    *,
    hardware_version: int,
    datastores: Mapping[str, str] | None = None,
    scsi_models: Mapping[str, str] | None = None,
    architectures: Collection[str] = ARCHITECTURES,
    dialect: Dialect = "9.0",
) -> str:
    """Write a VMX file as libvirt does.

    Args:
        definition: the domain.
        hardware_version: see `hardware_version_for`; it is not checked.
        datastores: where the host has its datastores: mount path by name.
        scsi_models: what the files of `undetected_sources` were made for: model by source.
        architectures: what the host can run.
        dialect: ``"9.0"`` or ``"latest"``: see docs/vmx.md.

    Raises:
        UnsupportedError: VMX has no word for a part of the domain, or a rule forbids it; names
            the path in the XML, or the key.
    """
    _check_machine(definition, architectures, "os/type/@arch")
    writing = Writing(
        definition, hardware_version, datastores or {}, scsi_models or {}, _is_latest(dialect)
    )
    encode_general(writing)
    encode_graphics(writing)
    with_scsi = encode_storage(writing)
    encode_folders(writing)
    encode_interfaces(writing)
    encode_tpm(writing)
    encode_video(writing)
    encode_serials(writing)
    encode_parallels(writing)
    encode_firmware(writing)
    encode_closing(writing, with_bridges=with_scsi)
    return format_vmx(writing.lines)


def _is_latest(dialect: str) -> bool:
    if dialect not in DIALECTS:
        raise ValueError(f"dialect must be one of {DIALECTS}, not {dialect!r}")
    return dialect == "latest"


def _check_machine(definition: DomainDefinition, architectures: Collection[str], key: str) -> None:
    if definition.os_type != "hvm":
        reason = "the type must be 'hvm', a full virtual machine"
        raise refuse("os/type", reason, definition.os_type)
    if definition.arch not in architectures or definition.arch not in ARCHITECTURES:
        reason = f"{key}: the host cannot run {definition.arch!r}"
        raise UnsupportedError(reason, key=key, value=definition.arch)

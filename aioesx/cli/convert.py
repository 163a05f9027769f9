"""VMX <-> domain XML without a server: what virsh asks the host is said by options instead."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Mapping
from typing import Final

from aioesx.definition import format_domain_xml, parse_domain_xml
from aioesx.errors import DocumentError, UnsupportedError
from aioesx.vmx import (
    UNKNOWN_DIRECTORY,
    Dialect,
    VmxWarning,
    format_domain,
    parse_domain,
    writable_hardware_version,
)

__all__ = [
    "Facts",
    "domxml_from_native",
    "domxml_to_native",
    "in_file_order",
    "is_read_leniently",
    "require_format",
]

_OFFLINE_HOST: Final = ("esx", "6.5.0")
"""The host that is thought of where none is asked: libvirt writes version 10 for it."""

FORMAT: Final = "vmware-vmx"
"""The one native format that there is."""


@dataclasses.dataclass(frozen=True, slots=True)
class Facts:
    """What a conversion must know of a host.

    Attributes:
        datastores: mount path by name of the datastore.
        directory: datastore path of the VMX file's directory.
        hardware_version: the one to write; None for 10, or the one that the disks need.
        scsi_models: what disk images were made for, for controllers of model ``auto``.
        dialect: which libvirt to follow.
        lenient: whether what libvirt refuses is left out or changed.
    """

    datastores: Mapping[str, str] = dataclasses.field(default_factory=dict)
    directory: str = UNKNOWN_DIRECTORY
    hardware_version: int | None = None
    scsi_models: Mapping[str, str] = dataclasses.field(default_factory=dict)
    dialect: Dialect = "9.0"
    lenient: bool = False


def domxml_from_native(
    text: bytes, facts: Facts, on_warning: Callable[[VmxWarning], object]
) -> str:
    """Convert a VMX file to domain XML.

    Raises:
        DocumentError: it cannot be read, or not be said in XML.
    """
    definition = parse_domain(
        text,
        datastores=facts.datastores,
        directory=facts.directory,
        dialect=facts.dialect,
        lenient=facts.lenient,
        on_warning=on_warning,
    )
    return format_domain_xml(definition)


def is_read_leniently(text: bytes) -> bool:
    """Say whether a lenient reading makes a machine of a file."""
    try:
        parse_domain(text, lenient=True, on_warning=lambda _: None)
    except DocumentError:
        return False
    return True


def in_file_order(warnings: Iterable[VmxWarning]) -> list[VmxWarning]:
    """Sort warnings by their lines; those of what is missing come first."""
    return sorted(warnings, key=lambda warning: warning.line or 0)


def domxml_to_native(text: bytes, facts: Facts) -> str:
    """Convert a domain XML to a VMX file.

    Raises:
        DocumentError: it cannot be read, or not be said in VMX.
    """
    definition = parse_domain_xml(text)
    version = facts.hardware_version
    if version is None:
        version = writable_hardware_version(definition, *_OFFLINE_HOST)
    return format_domain(
        definition,
        hardware_version=version,
        datastores=facts.datastores,
        scsi_models=facts.scsi_models,
        dialect=facts.dialect,
    )


def require_format(native: str) -> None:
    """Refuse every native format but the one that there is.

    Raises:
        UnsupportedError: it is another.
    """
    if native != FORMAT:
        raise UnsupportedError(
            f"unsupported config format '{native}': it must be '{FORMAT}'",
            key="format",
            value=native,
        )

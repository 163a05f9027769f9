"""VMX <-> domain XML without a server: what virsh asks the host is said by options instead."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Final

from aioesx.definition import format_domain_xml, parse_domain_xml
from aioesx.errors import UnsupportedError
from aioesx.vmx import UNKNOWN_DIRECTORY, Dialect, format_domain, parse_domain

__all__ = ["Facts", "domxml_from_native", "domxml_to_native", "require_format"]

FORMAT: Final = "vmware-vmx"
"""The one native format that there is."""


@dataclasses.dataclass(frozen=True, slots=True)
class Facts:
    """What a conversion must know of a host.

    Attributes:
        datastores: mount path by name of the datastore.
        directory: datastore path of the VMX file's directory.
        hardware_version: the one to write.
        scsi_models: what disk images were made for, for controllers of model ``auto``.
        dialect: which libvirt to follow.
    """

    datastores: Mapping[str, str] = dataclasses.field(default_factory=dict)
    directory: str = UNKNOWN_DIRECTORY
    hardware_version: int = 10
    scsi_models: Mapping[str, str] = dataclasses.field(default_factory=dict)
    dialect: Dialect = "9.0"


def domxml_from_native(text: bytes, facts: Facts) -> str:
    """Convert a VMX file to domain XML.

    Raises:
        DocumentError: it cannot be read, or not be said in XML.
    """
    definition = parse_domain(
        text, datastores=facts.datastores, directory=facts.directory, dialect=facts.dialect
    )
    return format_domain_xml(definition)


def domxml_to_native(text: bytes, facts: Facts) -> str:
    """Convert a domain XML to a VMX file.

    Raises:
        DocumentError: it cannot be read, or not be said in VMX.
    """
    return format_domain(
        parse_domain_xml(text),
        hardware_version=facts.hardware_version,
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

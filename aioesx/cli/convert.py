"""``domxml-from-native`` and ``domxml-to-native``: VMX <-> domain XML, without a server.

What virsh asks the host is said by options instead. Output is virsh's, the extra line end at its
end included.
"""

from __future__ import annotations

import dataclasses
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Final

from aioesx.cli.console import Console
from aioesx.cli.run import run_guarded
from aioesx.cli.status import ExitStatus
from aioesx.definition import format_domain_xml, parse_domain_xml
from aioesx.errors import DocumentError, UnsupportedError
from aioesx.vmx import MAX_VMX_BYTES, UNKNOWN_DIRECTORY, Dialect, format_domain, parse_domain

__all__ = [
    "Facts",
    "domxml_from_native",
    "domxml_to_native",
    "parse_pairs",
    "read_document",
    "require_format",
    "run_conversion",
]

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


Conversion = Callable[[bytes, Facts], str]


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


def parse_pairs(words: Iterable[str]) -> dict[str, str]:
    """Read ``NAME=VALUE`` words; the last ``=`` counts, since names may have one.

    Raises:
        ValueError: a word is none, or one of its halves is empty.
    """
    pairs: dict[str, str] = {}
    for word in words:
        name, _, value = word.rpartition("=")
        if not name or not value:
            raise ValueError(f"{word!r} is not NAME=VALUE")
        pairs[name] = value
    return pairs


def run_conversion(
    convert: Conversion, native: str, file: Path, facts: Facts, debug: bool, console: Console
) -> ExitStatus:
    """Convert a file, ``-`` for standard input, and print the result."""

    async def work() -> ExitStatus:
        require_format(native)
        console.say(convert(read_document(file), facts))
        return ExitStatus.OK

    return run_guarded(work, debug, console)


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


def read_document(file: Path) -> bytes:
    """Read a file of a bounded size, ``-`` for standard input.

    Raises:
        DocumentError: it cannot be read.
    """
    try:
        if file == Path("-"):
            return sys.stdin.buffer.read(MAX_VMX_BYTES + 1)
        with file.open("rb") as stream:
            return stream.read(MAX_VMX_BYTES + 1)
    except OSError as error:
        raise DocumentError(f"cannot read '{file}': {error.strerror}") from None

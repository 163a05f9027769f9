"""``domxml-from-native`` and ``domxml-to-native``: VMX <-> domain XML, with a host or without.

With a host it is asked for its datastores, images and versions, as by virsh; with ``--offline``
options tell them. Output is virsh's, the extra line end at its end included.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from aioesx.cli.console import Console
from aioesx.cli.declare import FILE, HOST, CommandRow, Flag, Word, exclusive
from aioesx.cli.names import find_domain
from aioesx.cli.outputs.common import DOCUMENT, VMX
from aioesx.cli.reading import read_document
from aioesx.cli.status import ExitStatus
from aioesx.errors import DocumentError

if TYPE_CHECKING:
    import aioesx
    from aioesx.vmx import VmxWarning

__all__ = ["COMMANDS"]

_KNOWN_BY_THE_HOST: Final = ("datastore", "directory", "scsi_model")
_PLURALS: Final = {"datastore": "datastores", "scsi_model": "scsi_models"}

Pairs = Sequence[tuple[str, str]]


async def domxml_from_native(
    esx: aioesx.Connection | None,
    console: Console,
    format: str,  # noqa: A002 - the option's name
    config: Path,
    **given: Any,
) -> ExitStatus:
    """Convert a VMX file (FORMAT vmware-vmx) to domain XML."""
    from aioesx.cli import convert  # slow to import, and few commands need it

    facts = _facts(given, esx)
    convert.require_format(format)
    text = await read_document(config)
    warnings: list[VmxWarning] = []
    try:
        if esx is None:
            xml = convert.domxml_from_native(text, convert.Facts(**facts), warnings.append)
        else:
            facts["on_warning"] = warnings.append
            xml = await esx.domains.convert_from_native(text, **facts)
    except DocumentError as error:
        helps = not facts.get("lenient") and convert.is_read_leniently(text)
        raise _last_of(error, helps, console) from error
    for warning in convert.in_file_order(warnings):
        console.warn(str(warning))
    console.document(xml)
    return ExitStatus.OK


def _last_of(error: DocumentError, lenient_helps: bool, console: Console) -> DocumentError:
    """Complain of all reasons but the last, each in its line; return that one, with advice."""
    for reason in error.reasons[:-1]:
        console.complain(str(reason))
    advice = "; --lenient converts it, and tells what it leaves out or changes"
    return DocumentError(f"{error.reasons[-1]}{advice if lenient_helps else ''}")


async def domxml_to_native(
    esx: aioesx.Connection | None,
    console: Console,
    format: str,  # noqa: A002 - the option's name
    xml: Path | None,
    domain: str | None,
    **given: Any,
) -> ExitStatus:
    """Convert a domain XML to a VMX file (FORMAT vmware-vmx)."""
    from aioesx.cli import convert  # likewise

    exclusive(domain=domain, xml=xml)
    facts = _facts(given, esx)
    convert.require_format(format)
    if domain is None:
        if xml is None:
            raise ValueError("need either --domain or --xml")
        text = await read_document(xml)
    elif esx is None:
        raise ValueError("--domain is what a host has: it does not go with --offline")
    else:
        entry = await find_domain(esx, domain)
        facts = {"host": entry.host, **facts}
        text = (await entry.domain.xml()).encode()
    if esx is None:
        vmx = convert.domxml_to_native(text, convert.Facts(**facts))
    else:
        vmx = await esx.domains.convert_to_native(text, **facts)
    console.file(vmx)
    return ExitStatus.OK


def _facts(given: dict[str, Any], esx: aioesx.Connection | None) -> dict[str, Any]:
    """Return the options that were given, by the names that conversions have for them.

    Raises:
        ValueError: an option tells what the host knows.
    """
    found = {fact: value for fact, value in given.items() if value not in (None, (), False)}
    found.pop("offline", None)
    if esx is None and "host" in found:
        raise ValueError("--host is a host that is asked: it does not go with --offline")
    for fact in _KNOWN_BY_THE_HOST:
        if esx is not None and fact in found:
            option = fact.replace("_", "-")
            raise ValueError(f"--{option} goes with --offline: here the host is asked")
    return {
        _PLURALS.get(fact, fact): dict(value) if fact in _PLURALS else value
        for fact, value in found.items()
    }


class _Pair(click.ParamType):  # type: ignore[type-arg]  # generic in some versions only
    """``NAME=VALUE``; the last ``=`` counts, since names may have one."""

    name = "pair"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, str]:
        """Read the text."""
        if isinstance(value, tuple):
            return value
        name, _, text = str(value).rpartition("=")
        if not name or not text:
            self.fail(f"{value!r} is not NAME=VALUE", param, ctx)
        return name, text


_PAIR: Final = _Pair()

_FORMAT: Final = Word("format", "vmware-vmx, the one that there is.")
_OPTIONS: Final = (
    HOST,
    Flag("offline", "Ask no host; options tell what it would know."),
    Word(
        "datastore",
        "A datastore and its mount path, such as ds1=/vmfs/volumes/4980; may be repeated.",
        *(False, False, True),
        type=_PAIR,
        metavar="NAME=MOUNT",
    ),
    Word("dialect", "libvirt to follow.", False, False, type=click.Choice(["9.0", "latest"])),
)

COMMANDS: Final = (
    CommandRow(
        "domxml-from-native",
        domxml_from_native,
        (
            _FORMAT,
            Word("config", "The VMX file; - is standard input.", type=FILE),
            *_OPTIONS,
            Word("directory", "Where the VMX file lies.", False, False, metavar="'[DS] DIR'"),
            Flag("lenient", "Convert what libvirt refuses, too, and tell what changes."),
        ),
        alone="offline",
        output=DOCUMENT,
    ),
    CommandRow(
        "domxml-to-native",
        domxml_to_native,
        (
            _FORMAT,
            Word("xml", "The XML file; - is standard input.", False, type=FILE),
            Word("domain", "Instead of a file: a domain of the host.", False, False),
            *_OPTIONS,
            Word(
                "hardware-version",
                "Version to write; offline 10, or what disks need.",
                *(False, False),
                type=int,
            ),
            Word(
                "scsi-model",
                "What a disk image was made for, where a controller's model is auto.",
                *(False, False, True),
                type=_PAIR,
                metavar="SOURCE=MODEL",
            ),
        ),
        alone="offline",
        output=VMX,
    ),
)

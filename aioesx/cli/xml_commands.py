"""Commands about the definition of domains. Names, options and output are virsh's.

``edit`` goes further than virsh's on ESX: it changes a domain that there is.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import click

import aioesx
from aioesx.cli.console import Console
from aioesx.cli.declare import DOMAIN, CommandRow, Flag, Word
from aioesx.cli.domain_commands import find_domain
from aioesx.cli.run import Command
from aioesx.cli.status import ExitStatus

__all__ = ["COMMANDS", "conversion"]


async def dumpxml(
    esx: aioesx.Connection,
    console: Console,
    domain: str,
    inactive: bool,
    security_info: bool,
    migratable: bool,
) -> ExitStatus:
    """Print the XML of a domain."""
    entry = await find_domain(esx, domain)
    console.put(
        await entry.domain.xml(
            inactive=inactive, security_info=security_info, migratable=migratable
        )
    )
    return ExitStatus.OK


async def define(
    esx: aioesx.Connection, console: Console, file: str, validate: bool, overwrite: bool
) -> ExitStatus:
    """Make a domain of an XML file, without starting it; its disks must be there."""
    from aioesx.cli.convert import read_document  # loads the converters

    text = read_document(Path(file))
    domain = await esx.domains.define(text, validate=validate, overwrite=overwrite)
    console.remark(f"Domain '{domain.name}' defined from {file}")
    return ExitStatus.OK


async def undefine(esx: aioesx.Connection, console: Console, domain: str, **_: bool) -> ExitStatus:
    """Take a domain out of the host's inventory; its files stay."""
    entry = await find_domain(esx, domain)
    await entry.domain.undefine()
    console.remark(f"Domain '{entry.name}' has been undefined")
    return ExitStatus.OK


async def edit(esx: aioesx.Connection, console: Console, domain: str) -> ExitStatus:
    """Change the XML of a domain that is shut off, in $VISUAL, $EDITOR or vi."""
    from aioesx.cli.editing import edit_domain

    entry = await find_domain(esx, domain)
    return await edit_domain(entry, console)


# --- conversions ---------------------------------------------------------------------------------

_ONLINE: Final = frozenset({"hardware_version", "dialect"})


def conversion(name: str, native: str, file: Path, given: Mapping[str, Any]) -> Command:
    """Return what ``domxml-from-native`` or ``domxml-to-native`` does on an open connection.

    Args:
        name: of the command.
        native: the native format.
        file: the file to convert.
        given: the options that were given.

    Raises:
        click.UsageError: an option tells what the host knows.
    """
    for fact in given.keys() - _ONLINE:
        option = fact.removesuffix("s").replace("_", "-")
        raise click.UsageError(f"--{option} goes with --offline: here the host is asked")

    async def run(esx: aioesx.Connection, console: Console) -> ExitStatus:
        from aioesx.cli.convert import read_document, require_format

        require_format(native)
        text = read_document(file)
        if name == "domxml-from-native":
            console.put(await esx.domains.convert_from_native(text, **given))
        else:
            console.put(await esx.domains.convert_to_native(text, **given))
        console.remark()
        return ExitStatus.OK

    return run


COMMANDS: Final = (
    CommandRow(
        "dumpxml",
        dumpxml,
        (
            DOMAIN,
            Flag("inactive", "Without what a running domain has besides, its id say."),
            Flag("security-info", "With the password of the remote display."),
            Flag("migratable", "For virsh's sake; makes no difference."),
        ),
    ),
    CommandRow(
        "define",
        define,
        (
            Word("file", "The XML file; - is standard input."),
            Flag("validate", "Refuse elements that libvirt does not know."),
            Flag("overwrite", "Write over a VMX file of the same name that no domain has."),
        ),
    ),
    CommandRow(
        "undefine",
        undefine,
        (DOMAIN, Flag("snapshots-metadata", "For virsh's sake; makes no difference.")),
    ),
    CommandRow("edit", edit, (DOMAIN,)),
)

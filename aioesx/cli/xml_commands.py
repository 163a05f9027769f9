"""Commands about the definition of domains. Names, options and output are virsh's.

``edit`` goes further than virsh's on ESX: it changes a domain that there is.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import click

import aioesx
from aioesx.cli.console import Console
from aioesx.cli.declare import DOMAIN, FILE, HOST, CommandRow, Flag, Word
from aioesx.cli.names import find_domain
from aioesx.cli.outputs.common import DOCUMENT, NAMED
from aioesx.cli.reading import read_document
from aioesx.cli.status import ExitStatus
from aioesx.cli.xpath import XPATH, selected

__all__ = ["COMMANDS"]


async def dumpxml(
    esx: aioesx.Connection,
    console: Console,
    domain: str,
    inactive: bool,
    security_info: bool,
    migratable: bool,
    xpath: str | None,
    wrap: bool,
) -> ExitStatus:
    """Print the XML of a domain."""
    entry = await find_domain(esx, domain)
    xml = await entry.domain.xml(
        inactive=inactive, security_info=security_info, migratable=migratable
    )
    console.document(selected(xml, xpath, wrap))
    return ExitStatus.OK


async def define(
    esx: aioesx.Connection,
    console: Console,
    file: Path,
    validate: bool,
    overwrite: bool,
    hardware_version: int | None,
    host: str | None,
) -> ExitStatus:
    """Make a domain of an XML file, without starting it; its disks must be there."""
    text = await read_document(file)
    domain = await esx.domains.define(
        text,
        host=host,
        validate=validate,
        overwrite=overwrite,
        hardware_version=hardware_version,
    )
    console.tell(domain)
    console.remark(f"Domain '{domain.name}' defined from {file}")
    return ExitStatus.OK


async def edit(
    esx: aioesx.Connection, console: Console, domain: str, skip_validate: bool
) -> ExitStatus:
    """Change the XML of a domain that is shut off, in $VISUAL, $EDITOR or vi."""
    from aioesx.cli.editing import edit_domain

    entry = await find_domain(esx, domain)
    return await edit_domain(entry, console)


COMMANDS: Final = (
    CommandRow(
        "dumpxml",
        dumpxml,
        (
            DOMAIN,
            Flag("inactive", "Without what a running domain has besides, its id say."),
            Flag("security-info", "With the password of the remote display."),
            Flag("migratable", "No difference."),
            *XPATH,
        ),
        output=DOCUMENT,
    ),
    CommandRow(
        "define",
        define,
        (
            Word("file", "The XML file; - is standard input.", type=FILE),
            Flag("validate", "Refuse elements that libvirt does not know."),
            Flag("overwrite", "Write over a VMX file of the same name that no domain has."),
            Word(
                "hardware-version",
                "Version of the virtual hardware; else one that fits the host.",
                *(False, False),
                type=click.IntRange(4, 99),
            ),
            HOST,
        ),
        output=NAMED,
    ),
    CommandRow(
        "edit",
        edit,
        (DOMAIN, Flag("skip-validate", "No difference: libvirt's schema is not asked.")),
    ),
)

"""Commands about the definition of domains. Names, options and output are virsh's.

``edit`` goes further than virsh's on ESX: it changes a domain that there is.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import click

import aioesx
from aioesx.cli.console import Console
from aioesx.cli.declare import DOMAIN, DOMAINS, FILE, CommandRow, Flag, Word
from aioesx.cli.names import find_domain
from aioesx.cli.reading import read_document
from aioesx.cli.several import each_domain
from aioesx.cli.status import ExitStatus

__all__ = ["COMMANDS"]


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
    console.document(
        await entry.domain.xml(
            inactive=inactive, security_info=security_info, migratable=migratable
        )
    )
    return ExitStatus.OK


async def define(
    esx: aioesx.Connection,
    console: Console,
    file: Path,
    validate: bool,
    overwrite: bool,
    hardware_version: int | None,
) -> ExitStatus:
    """Make a domain of an XML file, without starting it; its disks must be there."""
    text = await read_document(file)
    domain = await esx.domains.define(
        text, validate=validate, overwrite=overwrite, hardware_version=hardware_version
    )
    console.remark(f"Domain '{domain.name}' defined from {file}")
    return ExitStatus.OK


async def undefine(
    esx: aioesx.Connection, console: Console, domain: Sequence[str], **_: bool
) -> ExitStatus:
    """Take domains out of the host's inventory; their files stay."""

    async def act(_: str, entry: aioesx.DomainSummary) -> None:
        await entry.domain.undefine()
        console.remark(f"Domain '{entry.name}' has been undefined")

    return await each_domain(esx, console, "undefine", domain, act)


async def edit(esx: aioesx.Connection, console: Console, domain: str) -> ExitStatus:
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
            Flag("migratable", "For virsh's sake; makes no difference."),
        ),
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
        ),
    ),
    CommandRow(
        "undefine",
        undefine,
        (DOMAINS, Flag("snapshots-metadata", "For virsh's sake; makes no difference.")),
        harmful=True,
    ),
    CommandRow("edit", edit, (DOMAIN,)),
)

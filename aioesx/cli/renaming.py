"""``domrename``. Unlike libvirt's drivers a VMware host renames a domain that runs, too."""

from __future__ import annotations

from typing import Final

import aioesx
from aioesx.cli.console import Console
from aioesx.cli.declare import DOMAIN, CommandRow, Word
from aioesx.cli.names import find_domain
from aioesx.cli.outputs.common import NAMED
from aioesx.cli.status import ExitStatus

__all__ = ["COMMANDS"]


async def domrename(
    esx: aioesx.Connection, console: Console, domain: str, new_name: str
) -> ExitStatus:
    """Rename a domain; its files keep their names."""
    entry = await find_domain(esx, domain)
    await entry.domain.rename(new_name)
    console.tell({"name": new_name, "uuid": entry.uuid})
    console.remark("Domain successfully renamed")
    return ExitStatus.OK


COMMANDS: Final = (
    CommandRow(
        "domrename",
        domrename,
        (DOMAIN, Word("new-name", "Its new name.")),
        output=NAMED,
    ),
)

"""``desc``: a domain's description, which a VMware host calls its annotation.

It goes further than virsh's on ESX, which can only show it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import aioesx
from aioesx.cli.console import Console
from aioesx.cli.declare import DOMAIN, CommandRow, Flag, Word, exclusive
from aioesx.cli.editor import draft_of, edited
from aioesx.cli.names import find_domain
from aioesx.cli.status import ExitStatus
from aioesx.errors import DocumentError

__all__ = ["COMMANDS"]

_ANNOTATION: Final = "config.annotation"


async def desc(
    esx: aioesx.Connection,
    console: Console,
    domain: str,
    new_desc: Sequence[str],
    title: bool,
    edit: bool,
    **_: bool,
) -> ExitStatus:
    """Print or change a domain's description."""
    exclusive(new_desc=new_desc, edit=edit)
    if title and (new_desc or edit):
        raise ValueError("a VMware machine has no title")
    entry = await find_domain(esx, domain)
    if title:
        console.put(f"No title for domain: {entry.name}")
        return ExitStatus.OK
    now = await _annotation(esx, entry.domain)
    wanted = " ".join(new_desc) if new_desc else await _asked(now, console) if edit else None
    if wanted is None:
        console.put(now or f"No description for domain: {entry.name}")
    elif wanted == now:
        console.put("Domain description not changed")
    else:
        spec = aioesx.vim.VirtualMachineConfigSpec(annotation=wanted)
        await esx.run(aioesx.vim.ReconfigVM_Task(this=entry.domain.ref, spec=spec))
        console.put("Domain description updated successfully")
    return ExitStatus.OK


async def _annotation(esx: aioesx.Connection, domain: aioesx.Domain) -> str:
    values = await esx.properties(domain.ref, [_ANNOTATION])
    return str(values.get(_ANNOTATION) or "")


async def _asked(text: str, console: Console) -> str:
    with draft_of(text, console, ".txt") as draft:
        data = await edited(draft, console)
        try:
            return data.decode().removesuffix("\n") if data != text.encode() else text
        except UnicodeDecodeError:
            raise DocumentError("the description is not UTF-8 text") from None


COMMANDS: Final = (
    CommandRow(
        "desc",
        desc,
        (
            DOMAIN,
            Word("new-desc", "The new description.", False, many=True),
            Flag("title", "Print its title: there is none."),
            Flag("edit", "Change it in $VISUAL, $EDITOR or vi."),
            Flag("live", "No difference: a VMware machine has one configuration."),
            Flag("config", "No difference."),
            Flag("current", "No difference."),
        ),
    ),
)

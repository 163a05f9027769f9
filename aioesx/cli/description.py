"""``desc``: a domain's description and title.

A VMware host calls the description a machine's annotation, and knows no title: the library keeps
one among the machine's extra settings. One configuration holds both, so that ``--live`` and
``--config`` make no difference. It goes further than virsh's on ESX, which can only show them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import aioesx
from aioesx.cli.affecting import check_affects, failing
from aioesx.cli.console import Console
from aioesx.cli.declare import DOMAIN, CommandRow, Flag, Word
from aioesx.cli.editor import draft_of, edited
from aioesx.cli.names import find_domain
from aioesx.cli.outputs import domains as outputs
from aioesx.cli.status import ExitStatus
from aioesx.errors import DocumentError

__all__ = ["COMMANDS"]


async def desc(
    esx: aioesx.Connection,
    console: Console,
    domain: str,
    live: bool,
    config: bool,
    current: bool,
    title: bool,
    edit: bool,
    new_desc: Sequence[str],
) -> ExitStatus:
    """Print or change a domain's description, or its title."""
    check_affects(live=live, config=config, current=current)
    entry = await find_domain(esx, domain)
    word = "title" if title else "description"
    now = str(getattr(await entry.domain.configuration(), word) or "")
    if not new_desc and not edit:
        console.tell({word: now})
        if now:
            console.put(now)
        else:
            console.note(f"No {word} for domain: {entry.name}")
        return ExitStatus.OK
    wanted = " ".join(new_desc) if new_desc else now
    if edit:
        wanted = await _asked(wanted, console)
        if wanted == now:
            console.remark(f"Domain {word} not changed")
            return ExitStatus.OK
    with failing(f"Failed to set new domain {word}"):
        if title:
            await entry.domain.configure(title=wanted)
        else:
            await entry.domain.configure(description=wanted)
    console.note(f"Domain {word} updated successfully")
    return ExitStatus.OK


async def _asked(text: str, console: Console) -> str:
    with draft_of(text, console, ".txt") as draft:
        data = await edited(draft, console)
        try:
            return data.decode().removesuffix("\n") if data != text.encode() else text
        except UnicodeDecodeError:
            raise DocumentError("what was edited is not UTF-8 text") from None


COMMANDS: Final = (
    CommandRow(
        "desc",
        desc,
        (
            DOMAIN,
            Flag("live", "No difference: a VMware machine has one configuration."),
            Flag("config", "No difference."),
            Flag("current", "No difference."),
            Flag("title", "Its title, a line of text."),
            Flag("edit", "Change it in $VISUAL, $EDITOR or vi."),
            Word("new-desc", "The new one.", False, many=True, may_be_empty=True),
        ),
        output=outputs.DESCRIPTION,
    ),
)

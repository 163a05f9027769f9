"""``edit``: an editor on a private copy of a domain's XML, and nothing lost when it goes wrong.

The text is parsed, checked and converted before anything is sent. With a terminal a mistake can
be mended in the editor; without one, or when the host refuses, the text is kept and its place
told.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from pathlib import Path

import aioesx
from aioesx.cli.console import Console
from aioesx.cli.editor import draft_of, edited
from aioesx.cli.reading import ask, has_keyboard
from aioesx.cli.status import ExitStatus
from aioesx.domain import Change, Edit
from aioesx.errors import DocumentError

__all__ = ["edit_domain"]


async def edit_domain(entry: aioesx.DomainSummary, console: Console) -> ExitStatus:
    """Let a person change the XML of a domain, show what changed, and have the host take it."""
    edit = await entry.domain.edit()
    with draft_of(edit.xml, console, ".xml") as draft:
        change = await _edited(edit, draft, console)
        if change is None:
            console.remark(f"Domain '{entry.name}' XML configuration not changed.")
            return ExitStatus.OK
        for line in describe(change):
            console.remark(line)
        await edit.apply(change)
    console.remark(f"Domain '{entry.name}' XML configuration edited.")
    return ExitStatus.OK


async def _edited(edit: Edit, draft: Path, console: Console) -> Change | None:
    """Run the editor until the text is right or the person gives up."""
    while True:
        text = await edited(draft, console)
        if text == edit.xml.encode("utf-8"):
            return None
        try:
            return await edit.plan(text)
        except DocumentError as error:
            if not has_keyboard():
                raise
            console.complain(str(error))
            await console.flush()
            if not await _again():
                raise


async def _again() -> bool:
    answer = await ask("Edit again? [Y/n]")
    return answer is not None and answer.strip().lower() in ("", "y", "yes")


def describe(change: Change) -> Iterator[str]:
    """Give the lines of a change that differ, with their surroundings."""
    before, after = change.before.splitlines(), change.after.splitlines()
    lines = list(difflib.unified_diff(before, after, "before", "after", lineterm=""))
    yield from lines or ["(what changes is secret)"]

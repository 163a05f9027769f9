"""``edit``: an editor on a private copy of a domain's XML, and nothing lost when it goes wrong.

The text is parsed, checked and converted before anything is sent. With a terminal a mistake can
be mended in the editor; without one, or when the host refuses, the text is kept and its place
told.
"""

from __future__ import annotations

import difflib
import os
import shlex
import signal
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import anyio

import aioesx
from aioesx.cli.console import Console
from aioesx.cli.reading import ask, has_keyboard, read_document
from aioesx.cli.signals import left_to_another_program
from aioesx.cli.status import ExitStatus
from aioesx.domain import Change, Edit
from aioesx.errors import DocumentError, EsxError

__all__ = ["edit_domain", "editor_words"]

_VARIABLES: Final = ("VISUAL", "EDITOR")
_FALLBACK: Final = "vi"
_GRACE: Final = 5.0


async def edit_domain(entry: aioesx.DomainSummary, console: Console) -> ExitStatus:
    """Let a person change the XML of a domain, show what changed, and have the host take it."""
    edit = await entry.domain.edit()
    with _draft(edit.xml, console) as draft:
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
        await console.flush()
        await _run_editor(draft)
        text = await read_document(draft)
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


@contextmanager
def _draft(text: str, console: Console) -> Iterator[Path]:
    """Hold a file that nobody else may read; it stays when something goes wrong."""
    handle, name = tempfile.mkstemp(prefix="aioesx-", suffix=".xml")
    path = Path(name)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
    try:
        yield path
    except BaseException as error:
        if path.exists() and path.read_text("utf-8", "replace") != text:
            where = f"your text is kept in {path}"
            if isinstance(error, EsxError):
                error.args = (f"{error}; {where}", *error.args[1:])
            else:
                console.warn(where)
            raise
        path.unlink(missing_ok=True)
        raise
    path.unlink(missing_ok=True)


def editor_words() -> list[str]:
    """Return the editor of the person's choice, with its options."""
    chosen = (os.environ.get(name, "").strip() for name in _VARIABLES)
    return shlex.split(next(filter(None, chosen), _FALLBACK))


async def _run_editor(draft: Path) -> None:
    """Run the editor to its end, with our own terminal.

    Raises:
        DocumentError: it cannot be run, or it failed.
    """
    try:
        words = editor_words()
        with left_to_another_program(signal.SIGINT):
            status = await _run([*words, str(draft)])
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise DocumentError(f"the editor cannot be run: {reason}; set VISUAL or EDITOR") from None
    if status:
        raise DocumentError(f"the editor {words[0]!r} ended with status {status}; nothing was done")


async def _run(words: Sequence[str]) -> int:
    """Run a program; one that is stopped half-way may first leave the terminal as it was."""
    process = await anyio.open_process(words, stdin=None, stdout=None, stderr=None)
    try:
        return await process.wait()
    except BaseException:
        if process.returncode is None:
            process.terminate()
        with anyio.move_on_after(_GRACE, shield=True):
            await process.wait()
        raise
    finally:
        with anyio.CancelScope(shield=True):
            await process.aclose()

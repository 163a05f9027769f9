"""A person's editor on a private copy of a text, and nothing lost when it goes wrong."""

from __future__ import annotations

import os
import shlex
import signal
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import anyio

from aioesx.cli.console import Console
from aioesx.cli.reading import read_document
from aioesx.cli.signals import left_to_another_program
from aioesx.errors import DocumentError, EsxError

__all__ = ["draft_of", "edited", "editor_words", "run_editor"]

_VARIABLES: Final = ("VISUAL", "EDITOR")
_FALLBACK: Final = "vi"
_GRACE: Final = 5.0


async def edited(draft: Path, console: Console) -> bytes:
    """Let a person change a draft; return what it holds then.

    Raises:
        DocumentError: the editor cannot be run, or it failed.
    """
    await console.flush()
    await run_editor(draft)
    return await read_document(draft)


@contextmanager
def draft_of(text: str, console: Console, suffix: str) -> Iterator[Path]:
    """Hold a file that nobody else may read; it stays when something goes wrong.

    Args:
        text: what it begins with.
        console: where its place is told, when it stays.
        suffix: of its name, by which editors know what it is.
    """
    handle, name = tempfile.mkstemp(prefix="aioesx-", suffix=suffix)
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


async def run_editor(draft: Path) -> None:
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

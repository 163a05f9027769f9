"""What is told as it happens: text for a person at a terminal, else records, a line for each."""

from __future__ import annotations

import json
from collections.abc import AsyncIterable, Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final, TypeVar

import click

import aioesx
from aioesx.cli.declare import Flag, Word
from aioesx.cli.settings import TABLE

if TYPE_CHECKING:
    from aioesx.cli.console import Console
    from aioesx.cli.shapes import Shape

__all__ = ["CLOCK", "SECONDS", "TEXT", "brief", "piped_as_lines", "tell_each"]

T = TypeVar("T")

CLOCK: Final = "%Y-%m-%d %H:%M:%S"
"""How moments stand before a line: local time."""

SECONDS: Final = Word(
    "timeout",
    "End after so long; that is no failure.",
    False,
    False,
    type=click.FloatRange(0, min_open=True),
    metavar="SECONDS",
)
TEXT: Final = Flag("text", "Text as on a terminal, where it is piped on.")

_LONGEST: Final = 200


@contextmanager
def piped_as_lines(console: Console, output: str, shape: Shape, *, text: bool) -> Iterator[None]:
    """Write records as lines of JSON where text is piped on, and nobody asked for that.

    Args:
        console: where it is written.
        output: the format that was asked for.
        shape: of the records.
        text: whether text is wanted wherever it goes.

    Raises:
        ValueError: text and data are wanted.
    """
    if text and output != TABLE:
        raise ValueError(f"--text cannot be had with --output {output}")
    if text or output != TABLE or console.is_on_terminal:
        yield
        return
    from aioesx.cli.output import Gathered

    with console.telling(Gathered(shape, "json")):
        yield


async def tell_each(
    console: Console, things: AsyncIterable[T], tell: Callable[[T], object]
) -> None:
    """Tell what happens as long as somebody reads what is written.

    Args:
        console: where it is written.
        things: what happens.
        tell: writes one of them; returns whether that is enough.
    """
    async for thing in things:
        enough = tell(thing)
        await console.flush()  # a reader who does not read is waited for: nothing piles up here
        if enough or not console.is_read:
            return


def brief(value: Any) -> str:
    """Write a value in few words."""
    if value is None:
        return "-"
    if isinstance(value, aioesx.Hidden):
        return "hidden"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        return str(value)
    if isinstance(value, aioesx.Question):
        return " ".join(value.text.split())
    if isinstance(value, aioesx.SnapshotTree):
        return ", ".join(info.name for info in value) or "none"
    text = json.dumps(aioesx.to_dict(value), ensure_ascii=False)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}..."

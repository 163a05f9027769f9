"""How commands are declared: as rows.

A row is all that is needed for a new command: how its words are read (`aioesx.cli.dealing`,
`aioesx.cli.reader`), its help, its page and its completion come of it.
"""

from __future__ import annotations

import dataclasses
import inspect
from collections.abc import Awaitable, Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from aioesx.cli.dealing import Slot
from aioesx.cli.status import ExitStatus

if TYPE_CHECKING:
    from aioesx.cli.shapes import Shape

__all__ = [
    "DOMAIN",
    "DOMAINS",
    "FILE",
    "HOST",
    "CommandRow",
    "Flag",
    "Word",
    "exclusive",
]


class _EmptyWordError(click.BadParameter):
    """Says it in virsh's words."""

    def format_message(self) -> str:
        """Return what is said."""
        return self.message


@dataclasses.dataclass(frozen=True, slots=True)
class Word:
    """A word that a command takes.

    Attributes:
        name: as in ``--name``; the function gets it with ``_`` for ``-``.
        help: what it is.
        required: whether the command needs it, if it is not given a word of `unless`.
        bare: whether it may be given without its name.
        many: whether it may be given several times, bare ones until the end of the line; the
            function gets a tuple.
        type: how the text is read.
        metavar: what stands for it in the help, where that is not its type.
        may_be_empty: whether a text of no letters is one.
        unless: keys of words that do in its place.
        rest: whether it is the rest of the line, options too, from its first bare word on.
        names: the kind of thing that it names at a host, for completion, where its own name does
            not tell (`aioesx.cli.complete.KINDS`).
    """

    name: str
    help: str
    required: bool = True
    bare: bool = True
    many: bool = False
    type: Any = str
    metavar: str | None = None
    may_be_empty: bool = False
    unless: tuple[str, ...] = ()
    rest: bool = False
    names: str = ""

    @property
    def key(self) -> str:
        """The function's name for it."""
        return self.name.replace("-", "_")

    def slot(self) -> Slot:
        """Return what bare words are dealt out by."""
        return Slot(self.name, True, self.bare, self.many or self.rest, self.rest)

    def check(self, context: click.Context, parameter: click.Parameter, value: Any) -> Any:
        """Refuse a word that is no text or, as virsh does, empty; click's callback.

        Raises:
            click.UsageError: it names the option, or the word.
        """
        for word in value if isinstance(value, tuple) else (value,):
            if word == "" and not self.may_be_empty:
                raise _EmptyWordError(f"option {parameter.opts[0]} is empty", context)
            if isinstance(word, str) and not word.isascii():
                try:
                    word.encode()
                except UnicodeEncodeError:
                    raise click.UsageError(f"'{word}' is no text", context) from None
        return value

    def option(self) -> click.Option:
        """Return it as an option of click's."""
        return click.Option(
            [f"--{self.name}"],
            type=self.type,
            multiple=self.many or self.rest,
            help=self.help,
            metavar=self.metavar,
            callback=self.check,
        )


@dataclasses.dataclass(frozen=True, slots=True)
class Flag:
    """An option without a word: it is there or not."""

    name: str
    help: str

    def slot(self) -> Slot:
        """Return what bare words are dealt out by."""
        return Slot(self.name, word=False)

    def option(self) -> click.Option:
        """Return it as an option of click's."""
        return click.Option([f"--{self.name}"], is_flag=True, help=self.help)


FILE: Final = click.Path(path_type=Path, dir_okay=False, allow_dash=True)
"""Type of a word that names a file; ``-`` is standard input."""

DOMAIN: Final = Word("domain", "Name, id or UUID of the domain.")
DOMAINS: Final = Word("domain", "Names, ids or UUIDs of domains.", many=True)
HOST: Final = Word(
    "host", "Name of the host, where the connection is over several.", required=False, bare=False
)


_SECTIONS: Final = ("Args:", "Raises:", "Returns:")
"""How paragraphs of a docstring begin that are for who reads code."""


@dataclasses.dataclass(frozen=True, slots=True)
class CommandRow:
    """A command.

    Attributes:
        name: virsh's.
        run: coroutine function; is given the connection, the console, and what `parameters`
            name. Its docstring's first line is the command's help.
        parameters: in the order in which bare words fill them.
        harmful: whether it takes something away, so that no slip of the fingers leads to it.
        alone: the flag by which it does without a connection and is given None; or empty.
        connected: whether it is given the connection; else it is given the `Link`.
        linked: whether it is about the one host of the `Link` all the same, so that a fleet can
            have it done.
        ends: whether nothing else is carried out after it.
        output: what it hands over for programs; None if it only acts, or is about this program.
        blank: whether the blank line of virsh's ends what it says, whatever comes of it.
        failure: the status of all that goes wrong with it, where its others are a program's; None
            if that is by kind.
        aliases: other names of options that virsh takes and no help lists, without their dashes,
            and what each stands for: ``mode=shareable``; see `aioesx.cli.dealing`.
        plugin: whether it speaks to a monitoring system, which reads standard output alone: what
            is wrong with its words is told there, too.
    """

    name: str
    run: Callable[..., Awaitable[ExitStatus]]
    parameters: Sequence[Word | Flag] = ()
    harmful: bool = False
    alone: str = ""
    connected: bool = True
    linked: bool = False
    ends: bool = False
    output: Shape | None = None
    blank: bool = True
    failure: ExitStatus | None = None
    aliases: Mapping[str, str] = dataclasses.field(default_factory=dict)
    plugin: bool = False

    @property
    def help(self) -> str:
        """What the command does."""
        return self._paragraphs[0]

    @property
    def more(self) -> list[str]:
        """What else there is to say of it, a paragraph each."""
        return self._paragraphs[1:]

    @property
    def _paragraphs(self) -> list[str]:
        told = inspect.cleandoc(self.run.__doc__ or "").replace("``", "").split("\n\n")
        return [text for text in told if not text.startswith(_SECTIONS)] or [""]


def exclusive(**given: object) -> None:
    """Refuse options that exclude each other.

    Raises:
        ValueError: more than one of them was given.
    """
    names = [f"--{name.replace('_', '-')}" for name, value in given.items() if value]
    if len(names) > 1:
        raise ValueError(f"Options {names[0]} and {names[1]} are mutually exclusive")

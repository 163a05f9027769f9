"""`Errand`: a command that is to be done at many hosts, read and checked before the first of them.

What it writes at a host is kept in memory and comes out whole, so that no two hosts' lines mix.
"""

from __future__ import annotations

import dataclasses
import io
import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

import aioesx
from aioesx import errors
from aioesx.cli.advice import name_object
from aioesx.cli.console import Console
from aioesx.cli.dealing import deal
from aioesx.cli.link import Link
from aioesx.cli.program import cli, planned
from aioesx.cli.reader import Invocation
from aioesx.cli.reading import unattended
from aioesx.cli.settings import TABLE, Settings
from aioesx.cli.status import ExitStatus

if TYPE_CHECKING:
    from aioesx.cli.plan import Plan
    from aioesx.cli.shapes import Field, Shape

__all__ = ["PLACE", "Errand", "Said", "UndoneError"]

PLACE: Final = "{host}"
"""Stands in a word for the host's name."""

_IN_PLACE: Final = str.maketrans({"%": "%25", "/": "%2f", "\\": "%5c"})
"""How the name stands there: as one part of a path, as vSphere writes names; no two alike."""

_A_PERSON: Final = ("edit",)
"""Commands that open an editor, or do so by an option of this name."""

_TO_A_FILE: Final = {
    "export": "target",
    "get": "file",
    "guest-copy": "target",
    "screenshot": "file",
    "vol-download": "file",
}
"""Commands that write a file here, and the word that names it."""

_INPUT: Final = "-"


@dataclasses.dataclass(frozen=True, slots=True)
class Said:
    """What a command has said at one host.

    Attributes:
        status: as it would end alone.
        text: on standard output, where no data are wanted or it hands none over.
        complaints: on standard error.
        data: what it hands over by ``--output json``; None where it only acts.
    """

    status: ExitStatus
    text: str = ""
    complaints: str = ""
    data: Any = None


class UndoneError(Exception):
    """A command did not do all of it, and has said so itself.

    Attributes:
        said: what it has said.
    """

    def __init__(self, said: Said) -> None:
        super().__init__(said.status.meaning)
        self.said = said


class Errand:
    """A command and its words.

    Attributes:
        name: of the command.
        fields: of the records that it hands over; none where it only acts, or no data are wanted.
        broken_off: by host, what it had said there before it was ended by an error.
    """

    def __init__(
        self,
        words: Sequence[str],
        settings: Settings,
        console: Console,
        *,
        data: bool,
        dry: bool = False,
    ) -> None:
        """Take a command, which is read once to see whether it can be.

        Args:
            words: its name, and what follows.
            settings: the options before the command ``fleet``.
            console: where its help is printed.
            data: whether it hands over data in place of text.
            dry: whether nothing is changed: what it says that it has done, it has not, then.

        Raises:
            click.UsageError: there is no such command, or it does not take these words.
            click.exceptions.Exit: it was asked for its help, which is printed.
            ValueError: it is none for a host.
        """
        self.name = words[0]
        self._words = tuple(words)
        self._settings = dataclasses.replace(
            settings, output="json" if data else TABLE, timing=False, debug=False
        )
        self._read("host", console)
        row = cli.commands[self.name].row
        if not (row.connected or row.linked):
            raise ValueError(f"'{self.name}' is not about a host: it is no command for a fleet")
        if self.name.endswith(_A_PERSON) or any(f"--{each}" in words for each in _A_PERSON):
            raise ValueError(f"'{self.name}' opens an editor: it is no command for a fleet")
        self.fields = self._fields_of(row.output) if data and row.output is not None else ()
        self._dry = dry
        self.broken_off: dict[str, Said] = {}

    def check(self, hosts: int) -> None:
        """Refuse what many hosts cannot do, or several.

        Raises:
            ValueError: they would write one file, or read one input; a file would be told.
        """
        file = self._given(_TO_A_FILE[self.name]) if self.name in _TO_A_FILE else None
        if file == _INPUT:
            raise ValueError("fleet tells no file of a host on standard output: name a file for it")
        if hosts < 2:
            return
        if _INPUT in self._words:
            raise ValueError("standard input and output are there once: '-' is for one host")
        if file is not None and PLACE not in file:
            raise ValueError(f"all hosts would write one file: put {PLACE} into its name")

    def _fields_of(self, shape: Shape) -> tuple[Field, ...]:
        is_other = bool(shape.option) and f"--{shape.option}" in self._words
        return shape.others if is_other else shape.fields

    def _given(self, name: str) -> str:
        """Return what was given for an option; nothing if it was not."""
        row = cli.commands[self.name].row
        dealt = deal([each.slot() for each in row.parameters], self._words[1:], row.aliases)
        option = f"--{name}="
        return next((word for word in dealt if word.startswith(option)), option)[len(option) :]

    async def do(self, esx: aioesx.Connection, host: str) -> Said:
        """Do it at one host; maybe again, after an error.

        Args:
            esx: the connection to it.
            host: its name in the inventory.

        Raises:
            EsxError: as the command alone.
            UndoneError: it has complained itself; to the fleet that is a failure as any.
        """
        out, err = io.StringIO(), io.StringIO()
        console = Console(out, err)
        console.shows_steps = False
        link = Link(self._settings, console, asks=False, esx=esx)
        self.broken_off.pop(host, None)
        try:
            with unattended():
                status = await self._read(host, link.console).work(link)
        except BaseException as error:
            self.broken_off[host] = self._said(ExitStatus.FAILED, out, err)
            if isinstance(error, errors.EsxError):
                await name_object(esx, error)
            raise
        said = self._said(status, out, err)
        if status is not ExitStatus.OK:
            raise UndoneError(said)
        return said

    def _said(self, status: ExitStatus, out: io.StringIO, err: io.StringIO) -> Said:
        written, complaints = out.getvalue(), err.getvalue()
        if self._dry:
            return Said(status, "", complaints)
        if not self.fields:
            return Said(status, written, complaints)
        return Said(status, "", complaints, self._data(written) if written else None)

    def _data(self, written: str) -> Any:
        output = cli.commands[self.name].row.output
        if output is not None and output.lines:
            return [json.loads(line) for line in written.splitlines()]
        return json.loads(written)

    def _read(self, host: str, console: Console) -> Plan:
        words = [word.replace(PLACE, host.translate(_IN_PLACE)) for word in self._words]
        invocation = Invocation(console, self._settings)
        with cli.make_context("aioesx", [], obj=invocation) as context:
            return planned(words, context)

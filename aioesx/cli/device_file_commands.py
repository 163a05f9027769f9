"""Commands that are told of a device by an XML file. Names, options and messages are virsh's."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Final

import aioesx
from aioesx.cli.affecting import AFFECTS, PERSISTENT, affected, check_affects, failing
from aioesx.cli.console import Console
from aioesx.cli.declare import DOMAIN, FILE, CommandRow, Flag, Word
from aioesx.cli.names import find_domain
from aioesx.cli.outputs.devices import DEVICE
from aioesx.cli.reading import read_document
from aioesx.cli.status import ExitStatus

__all__ = ["COMMANDS"]


@dataclasses.dataclass(frozen=True, slots=True)
class VerbEntry:
    """What is done with the device, by the coroutine of `Domain` that has the verb's name.

    Attributes:
        done: how virsh says that it was done.
        help: of the command.
        stays: whether the domain has the device afterwards, and the coroutine returns it.
        options: what may be said besides.
    """

    done: str
    help: str
    stays: bool = True
    options: tuple[Flag, ...] = ()


_VERBS: Final[dict[str, VerbEntry]] = {
    "attach": VerbEntry("attached", "Give a domain the device that an XML file describes."),
    "detach": VerbEntry(
        "detached",
        "Take from a domain the device that an XML file describes; its files stay.",
        stays=False,
    ),
    "update": VerbEntry(
        "updated",
        "Change a device of a domain to what an XML file describes.",
        options=(Flag("force", "No difference: a guest that locks its drive is not asked."),),
    ),
}


def _command(verb: str, entry: VerbEntry) -> CommandRow:
    async def run(
        esx: aioesx.Connection, console: Console, domain: str, file: Path, **flags: bool
    ) -> ExitStatus:
        flags.pop("force", None)
        check_affects(**flags)
        found = await find_domain(esx, domain)
        flags.pop("current")
        affects = affected(found, **flags)
        data = await read_document(file)
        with failing(f"Failed to {verb} device from {file}"):
            device = await getattr(found.domain, verb)(data, **affects)
        if entry.stays:
            console.tell(dataclasses.asdict(device))
        console.remark(f"Device {entry.done} successfully")
        return ExitStatus.OK

    run.__doc__ = entry.help
    return CommandRow(
        f"{verb}-device",
        run,
        (DOMAIN, _FILE, PERSISTENT, *AFFECTS, *entry.options),
        harmful=not entry.stays,
        output=DEVICE if entry.stays else None,
    )


_FILE: Final = Word("file", "The device's XML; - is standard input.", type=FILE)

COMMANDS: Final = tuple(_command(verb, entry) for verb, entry in _VERBS.items())

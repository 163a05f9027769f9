"""Commands about a domain's console and keyboard: `console`, `send-key`.

`send-key` is virsh's, its words and codesets too. What virsh's `console` opens, a serial line
through libvirt, no VMware host hands out: ours tells where the screen is to be had.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import click

import aioesx
from aioesx import errors
from aioesx.cli.console import Console
from aioesx.cli.declare import DOMAIN, FILE, CommandRow, Flag, Word, exclusive
from aioesx.cli.names import find_domain
from aioesx.cli.outputs import domains as outputs
from aioesx.cli.reading import read_bytes
from aioesx.cli.status import ExitStatus

__all__ = ["COMMANDS"]

_USED_EVERY: Final = 300.0  # seconds; hosts end a session that is idle for 15 minutes or more
_DEVICES: Final = "config.hardware.device"
_MOST_KEYS: Final = 16  # VIR_DOMAIN_SEND_KEY_MAX_KEYS
_MOST_NUMBER: Final = 0xFFFF
_MOST_TEXT: Final = 1024 * 1024
_NUMBER: Final = re.compile(
    r"\+?(?:0[xX](?P<hex>[0-9a-fA-F]+)|(?P<oct>0[0-7]*)|(?P<dec>[1-9][0-9]*))"
)
_BASES: Final = {"hex": 16, "oct": 8, "dec": 10}


# --- the screen ----------------------------------------------------------------------------------


async def show_console(
    esx: aioesx.Connection,
    console: Console,
    domain: str,
    url: bool,
    vmrc: bool,
    ticket: bool,
    devname: str | None,
    force: bool,
    safe: bool,
) -> ExitStatus:
    """Print where a domain's screen is to be had.

    With --url that is the address of a WebSocket (ESXi 6.0 and later), which whoever has it opens
    once within half an hour: show it to nobody else. With --vmrc it is a link for VMware Remote
    Console, which asks for name and password; with --ticket, too, for one viewer it does not: the
    command goes on until Ctrl-C, since that ticket dies with the session that asked for it.

    A VMware host hands out no serial console: without an option that is an error, which tells
    where a serial port of the domain's is to be had by the network.
    """
    exclusive(url=url, vmrc=vmrc)
    if ticket and not vmrc:
        raise ValueError("option --ticket belongs to --vmrc")
    if ticket and console.wants_data:  # which are written when a command has ended
        raise ValueError("option --ticket goes on until Ctrl-C, so it tells no data")
    entry = await find_domain(esx, domain)
    if url:
        found = await entry.domain.console()
        console.tell(found)
        console.say(found.url or "")
        return ExitStatus.OK
    if not vmrc:
        return await _no_console(esx, console, entry)
    if ticket:
        found = await entry.domain.console("vmrc")
        console.say(found.url or "")
        await esx.keep_alive(_USED_EVERY)
        return ExitStatus.OK
    link = entry.domain.vmrc_link
    console.tell({"kind": "vmrc", "url": link})
    console.say(link)
    return ExitStatus.OK


async def _no_console(
    esx: aioesx.Connection, console: Console, entry: aioesx.DomainSummary
) -> ExitStatus:
    """Say what there is in place of a serial console.

    Raises:
        NotSupportedError: always, of a domain that is on.
    """
    if not entry.state.is_active:
        console.complain("The domain is not running")
        return ExitStatus.FAILED
    values = await esx.properties(entry.domain.ref, [_DEVICES])
    at = [uri for port in values.get(_DEVICES) or () if (uri := _serial_uri(port, esx.uri))]
    lines = f"; its serial line is {', '.join(at)}" if at else ""
    raise errors.NotSupportedError(
        "",
        "a VMware host hands out no serial console: `console --url` tells where the screen"
        f" is{lines}",
    )


def _serial_uri(device: aioesx.vim.VirtualDevice, uri: str) -> str | None:
    """Return where a serial port of the network is: at the host, or where the host connects to."""
    backing = device.backing
    if not isinstance(device, aioesx.vim.VirtualSerialPort) or not isinstance(
        backing, aioesx.vim.VirtualDeviceURIBackingInfo
    ):
        return None
    scheme, separator, place = backing.service_uri.partition("://")
    if not place.startswith(":"):
        return backing.service_uri
    host = urlsplit(uri).hostname or ""  # a server on every address of its host
    return f"{scheme}{separator}{f'[{host}]' if ':' in host else host}{place}"


# --- the keyboard --------------------------------------------------------------------------------


class _Unsigned(click.ParamType[int]):
    """A number as libvirt reads it: 0 to 2**32 - 1, hexadecimal and octal, too."""

    name = "integer"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> int:
        number = _number(value)
        if number is None or number >= 1 << 32:
            self.fail(f"{value!r} is not a valid integer.", param, ctx)
        return number


def _number(text: str) -> int | None:
    found = _NUMBER.fullmatch(text.strip())
    if found is None or found.lastgroup is None:
        return None
    return int(found[found.lastgroup], _BASES[found.lastgroup])


async def send_key(
    esx: aioesx.Connection,
    console: Console,
    domain: str,
    codeset: str | None,
    holdtime: int | None,
    keycode: tuple[str, ...],
    text: str | None,
    file: Path | None,
) -> ExitStatus:
    """Press keys on a domain's keyboard, or type a text.

    The keys of one line are pressed at once: KEY_LEFTCTRL KEY_LEFTALT KEY_DELETE. Of several that
    are no modifiers a VMware host presses one after the other, and it releases each at once:
    --holdtime is read, and makes no difference. What is typed by --text is seen by whoever lists
    the processes of this machine; --file - reads it from standard input.
    """
    exclusive(text=text is not None, file=file is not None, keycode=keycode)
    found = (await find_domain(esx, domain)).domain
    if keycode:
        chord = _chord(codeset or "linux", keycode)
        keys: str | aioesx.Chord = chord
        wanted, what = len(chord.strokes()), "keys"
    else:
        keys = await _read(file) if file is not None else text or ""
        wanted, what = len(keys), "letters"
    typed = await found.send_keys(keys)
    console.tell({"typed": typed})
    if typed < wanted:
        console.complain(f"the host has typed {typed} of {wanted} {what}")
        return ExitStatus.FAILED
    return ExitStatus.OK


def _chord(codeset: str, words: tuple[str, ...]) -> aioesx.Chord:
    """Return the keys of a line.

    Raises:
        ValueError: there is no such codeset or key, or too many; virsh's words.
    """
    from aioesx.domain.keyboard.codesets import CODESETS, usage_named, usage_numbered

    if codeset not in CODESETS:
        raise ValueError(f"unknown codeset: '{codeset}'")
    if len(words) > _MOST_KEYS:
        raise ValueError("too many keycodes")
    usages = []
    for word in words:
        number = _number(word)
        if number is not None and number <= _MOST_NUMBER:
            usages.append(usage_numbered(codeset, number))
        else:
            usages.append(usage_named(codeset, word))
    return aioesx.Chord(*usages, codeset="usb")


async def _read(file: Path) -> str:
    """Read the text that is to be typed; a line's end is Return.

    Raises:
        DocumentError: the file cannot be read, is too large, or no text.
    """
    try:
        data = await read_bytes(file, _MOST_TEXT + 1)
        if len(data) > _MOST_TEXT:
            raise errors.DocumentError(f"'{file}' is over {_MOST_TEXT} bytes")
        return data.decode()
    except OSError as error:
        raise errors.DocumentError(f"cannot read '{file}': {error.strerror}") from None
    except UnicodeDecodeError:
        raise errors.DocumentError(f"'{file}' is no text in UTF-8") from None


COMMANDS: Final = (
    CommandRow(
        "console",
        show_console,
        (
            DOMAIN,
            Flag("url", "The address of a WebSocket, with a ticket for one viewer."),
            Flag("vmrc", "A link for VMware Remote Console."),
            Flag("ticket", "With --vmrc: with a ticket, good until this command ends."),
            Word("devname", "No difference: no host hands out a serial console.", False, False),
            Flag("force", "Likewise."),
            Flag("safe", "Likewise."),
        ),
        output=outputs.CONSOLE,
    ),
    CommandRow(
        "send-key",
        send_key,
        (
            DOMAIN,
            Word(
                "codeset",
                "What the keys are numbers or names of: linux (the default), xt, atset1, atset2,"
                " atset3, os_x, xt_kbd, usb, win32, qnum or rfb.",
                False,
                False,
                may_be_empty=True,
            ),
            Word("holdtime", "No difference: see above.", False, False, type=_Unsigned()),
            Word(
                "keycode",
                "Keys that are pressed at once; or --text, or --file.",
                many=True,
                unless=("text", "file"),
            ),
            Word("text", "A text to be typed, as on a US keyboard.", False, False),
            Word(
                "file", "A file whose text is typed; - is standard input.", False, False, type=FILE
            ),
        ),
        output=outputs.TYPED,
    ),
)

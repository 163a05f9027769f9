r"""libvirt's auth file: where it is, its grammar, and what it holds for a host.

The grammar is that of GLib's key files, which libvirt has it read by: lines end at a line feed,
blanks before a name, a ``=`` and a value do not count, those behind a value do; ``\s``, ``\t``,
``\n``, ``\r`` and ``\\`` are escapes; comments begin with ``#``. A group may come again, and of
equal keys the last counts. Beyond GLib a byte order mark is passed over.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from aioesx.errors import AuthenticationError

__all__ = ["auth_file_candidates", "parse_key_file", "read_auth_file"]

_MOST_BYTES: Final = 1 << 20
_BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"
_BLANK: Final = b" \t\f\r\n"
_GROUP = re.compile(rb"\[([^\[\]\x00-\x1f\x7f]+)\][ \t]*")
_KEY = re.compile(rb"[^\[\]]*[^\[\] ](?:\[[A-Za-z0-9_.@-]*\])?")
_ESCAPE = re.compile(rb"\\(.?)", re.DOTALL)
_ESCAPES: Final = {b"s": b" ", b"t": b"\t", b"n": b"\n", b"r": b"\r", b"\\": b"\\", b"": b""}


def auth_file_candidates(authfile: str | None, environ: Mapping[str, str]) -> list[Path]:
    """List the places of the auth file in libvirt's order; the first that exists counts."""
    home = environ.get("HOME") or "~"
    config = environ.get("XDG_CONFIG_HOME") or str(Path(home) / ".config")
    places = (
        environ.get("LIBVIRT_AUTH_FILE"),
        authfile,
        str(Path(config) / "libvirt" / "auth.conf"),
        "/etc/libvirt/auth.conf",
    )
    return [Path(place) for place in places if place]


def read_auth_file(paths: list[Path], host: str) -> Mapping[str, str]:
    """Return ``username`` and ``password`` that the first existing file holds for a host.

    The group ``auth-esx-HOST``, or where there is none ``auth-esx-default``, names by
    ``credentials=NAME`` the group ``credentials-NAME``, which holds the two. An absent file or
    group gives ``{}``.

    Raises:
        AuthenticationError: the file cannot be read, breaks the syntax, or names what is not in
            it; names the file and the line or group.

    Source: libvirt, virAuthConfigLookup.
    """
    found = _first(paths)
    if found is None:
        return {}
    path, data = found
    groups = parse_key_file(data, str(path))
    names = (f"auth-esx-{host}", "auth-esx-default")
    group = next((name for name in names if name.encode() in groups), None)
    if group is None:
        return {}
    wanted = groups[group.encode()].get(b"credentials")
    if wanted is None:
        raise AuthenticationError(f"{path}: [{group}] lacks credentials=NAME")
    held = groups.get(b"credentials-" + _unescaped(wanted))
    if held is None:
        raise AuthenticationError(
            f"{path}: the group [credentials-NAME] that [{group}] names is missing"
        )
    return {
        key: _text(held[key.encode()], f"{path}: the {key}")
        for key in ("username", "password")
        if key.encode() in held
    }


def _first(paths: list[Path]) -> tuple[Path, bytes] | None:
    """Return the first file that exists, and what it holds."""
    for place in paths:
        try:
            path = place.expanduser()
            with path.open("rb") as file:
                data = file.read(_MOST_BYTES + 1)
        except (FileNotFoundError, NotADirectoryError, RuntimeError):  # no such file, no home
            continue
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or "that is no path"
            raise AuthenticationError(f"cannot read the auth file {place}: {reason}") from None
        if len(data) > _MOST_BYTES:
            raise AuthenticationError(f"the auth file {path} is longer than {_MOST_BYTES} bytes")
        return path, data
    return None


def parse_key_file(data: bytes, name: str) -> dict[bytes, dict[bytes, bytes]]:
    """Read a key file into its groups; values as they are written, with their escapes.

    Args:
        data: what the file holds.
        name: of the file, for the error.

    Raises:
        AuthenticationError: a line is neither ``[group]``, ``key=value``, a comment nor blank, or
            the first group says that the file is not UTF-8; names the line and quotes nothing.
    """
    groups: dict[bytes, dict[bytes, bytes]] = {}
    first: dict[bytes, bytes] | None = None
    group: dict[bytes, bytes] | None = None
    text = data.removeprefix(_BYTE_ORDER_MARK).replace(b"\r\n", b"\n")
    for number, raw in enumerate(text.split(b"\n"), start=1):
        line = raw.lstrip(_BLANK)
        if not line or line.startswith(b"#"):
            continue
        key, equals, value = line.partition(b"=")
        key, value = key.rstrip(_BLANK), value.lstrip(_BLANK)
        if (opened := _GROUP.fullmatch(line)) is not None:
            group = groups.setdefault(opened[1], {})
            first = group if first is None else first
        elif equals and _KEY.fullmatch(key) is not None and group is not None:
            if key == b"Encoding" and group is first and value.lower() != b"utf-8":
                raise AuthenticationError(f"{name}: line {number}: the encoding has to be UTF-8")
            group[key] = value
        else:
            raise AuthenticationError(f"{name}: line {number} is neither [group] nor key=value")
    return groups


def _unescaped(value: bytes) -> bytes:
    """Put what escapes stand for in their place; what is none stays, as GLib has it."""
    return _ESCAPE.sub(lambda match: _ESCAPES.get(match[1], match[0]), value)


def _text(value: bytes, what: str) -> str:
    try:
        return _unescaped(value).decode()
    except UnicodeDecodeError:
        pass  # raised outside: the decoder's error holds the value
    raise AuthenticationError(f"{what} is not UTF-8 text")

"""GLib judges our reading of key files, which libvirt's auth file is; virsh brings it along."""

from __future__ import annotations

import ctypes
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aioesx.auth._file import _unescaped, parse_key_file
from aioesx.errors import AuthenticationError

pytestmark = pytest.mark.peer("virsh")

_PIECES = [
    b"[", b"]", b"=", b" ", b"\t", b"\f", b"\v", b"\r", b"\n", b"\r\n", b"a", b"k", b"\\", b"\\s",
    b"\\t", b"\\;", b"#", b";", b"[a]\n", b"[b]\n", b"k=v\n", b"Encoding=", b"UTF-8", b"utf-8\n",
    b"\xff", b"\xc3\xbc", b"[de]", b"\x01", b"\x7f", b"[C]", b"\xc2\x85", b"\xc2\xa0", b"@", b".",
]  # fmt: skip
_TEXTS = st.lists(st.sampled_from(_PIECES)).map(b"".join)

KeyFile = dict[bytes, dict[bytes, bytes | None]]


@cache
def _glib() -> Any:
    library = ctypes.CDLL("libglib-2.0.so.0")
    strings = ctypes.POINTER(ctypes.c_char_p)
    library.g_key_file_new.restype = ctypes.c_void_p
    library.g_key_file_get_string.restype = ctypes.c_char_p
    library.g_key_file_get_groups.restype = strings
    library.g_key_file_get_keys.restype = strings
    return library


def _glibs_reading(data: bytes) -> KeyFile | None:
    """Return what GLib has for each key; a value None is one that it cannot interpret."""
    glib = _glib()
    file = ctypes.c_void_p(glib.g_key_file_new())
    if not glib.g_key_file_load_from_data(file, data, ctypes.c_size_t(len(data)), 0, None):
        return None
    count = ctypes.c_size_t()
    groups = glib.g_key_file_get_groups(file, ctypes.byref(count))
    read: KeyFile = {}
    for group in groups[: count.value]:
        keys = glib.g_key_file_get_keys(file, group, ctypes.byref(count), None)
        read[group] = {
            key: glib.g_key_file_get_string(file, group, key, None) for key in keys[: count.value]
        }
    return read


def _our_reading(data: bytes) -> KeyFile | None:
    try:
        groups = parse_key_file(data, "auth.conf")
    except AuthenticationError:
        return None
    return {
        group: {key: _text(value) for key, value in values.items() if not key.endswith(b"[de]")}
        for group, values in groups.items()
    }


def _text(value: bytes) -> bytes | None:
    try:
        value.decode()
    except UnicodeDecodeError:
        return None
    return _unescaped(value)


@settings(max_examples=1000, deadline=None)
@given(_TEXTS)
def test_any_text_is_read_as_glib_reads_it(text: bytes) -> None:
    assert _our_reading(text) == _glibs_reading(text)


@settings(max_examples=1000, deadline=None)
@given(_TEXTS)
def test_any_value_is_read_as_glib_reads_it(text: bytes) -> None:
    data = b"[credentials-lab]\npassword=" + text

    assert _our_reading(data) == _glibs_reading(data)

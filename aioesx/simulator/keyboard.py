"""What a guest with a US keyboard makes of USB codes: letters, and names in angle brackets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from aioesx import vim

__all__ = ["PAGE", "shown"]

PAGE: Final = 7
"""The page of the HID usage tables that has keyboards."""

_PLAIN: Final = {
    **{0x04 + place: letter for place, letter in enumerate("abcdefghijklmnopqrstuvwxyz1234567890")},
    0x28: "\n", 0x2B: "\t", 0x2C: " ", 0x2D: "-", 0x2E: "=", 0x2F: "[", 0x30: "]", 0x31: "\\",
    0x33: ";", 0x34: "'", 0x35: "`", 0x36: ",", 0x37: ".", 0x38: "/",
}  # fmt: skip
_SHIFTED: Final = str.maketrans(
    "abcdefghijklmnopqrstuvwxyz1234567890-=[]\\;'`,./",
    'ABCDEFGHIJKLMNOPQRSTUVWXYZ!@#$%^&*()_+{}|:"~<>?',
)
_NAMED: Final = {
    0x29: "escape", 0x2A: "backspace", 0x39: "capslock", 0x46: "print", 0x47: "scrolllock",
    0x48: "pause", 0x49: "insert", 0x4A: "home", 0x4B: "pageup", 0x4C: "delete", 0x4D: "end",
    0x4E: "pagedown", 0x4F: "right", 0x50: "left", 0x51: "down", 0x52: "up",
    **{0x3A + place: f"f{place + 1}" for place in range(12)},
    0xE0: "ctrl", 0xE1: "shift", 0xE2: "alt", 0xE3: "meta",
    0xE4: "right ctrl", 0xE5: "right shift", 0xE6: "right alt", 0xE7: "right meta",
}  # fmt: skip
_HELD: Final = (
    ("left_control", "ctrl"), ("right_control", "right ctrl"), ("left_alt", "alt"),
    ("right_alt", "right alt"), ("left_gui", "meta"), ("right_gui", "right meta"),
)  # fmt: skip
_SHIFTS: Final = (("left_shift", "shift"), ("right_shift", "right shift"))


def shown(event: vim.UsbScanCodeSpecKeyEvent) -> str:
    """Return a letter for a key that types one, and else ``<ctrl-alt-delete>``."""
    usage, down = event.usb_hid_code >> 16, event.modifiers
    held = [word for field, word in _HELD if getattr(down, field, None)]
    shifts = [word for field, word in _SHIFTS if getattr(down, field, None)]
    letter = _PLAIN.get(usage)
    if letter is not None and not held:
        return letter.translate(_SHIFTED) if shifts else letter
    name = _NAMED.get(usage) or (letter.strip() if letter else "") or f"{usage:#04x}"
    return f"<{'-'.join([*held, *shifts, name])}>"

"""Typing: what a text and a chord are made of, what the host is sent, and what no log shows."""

from __future__ import annotations

import logging
from typing import Any

import anyio
import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.cutting import CuttingTransport, Mode
from support.hosts import connected

import aioesx
from aioesx import Chord, errors, vim
from aioesx.domain.keyboard.codesets import CODESETS, numbers_of
from aioesx.domain.keyboard.sending import MOST_STROKES
from aioesx.domain.keyboard.strokes import Stroke, strokes_of
from aioesx.simulator import Options, Simulator, presets
from aioesx.simulator.keyboard import shown
from aioesx.simulator.profile import ESXI_5_5

pytestmark = pytest.mark.anyio

ON, OFF, SLEEPS = "web01", "db01", "build01"
ASCII = "".join(map(chr, range(32, 127)))


async def test_a_text_arrives_letter_by_letter(
    esx: aioesx.Connection, simulator: Simulator
) -> None:
    domain = await esx.domains.lookup(ON)

    assert await domain.send_keys("root\n", f"{ASCII}\t\n") == 5 + len(ASCII) + 2

    assert simulator.typed(ON) == f"root\n{ASCII}\t\n"


@pytest.mark.parametrize(
    ("keys", "typed"),
    [
        (Chord("ctrl", "alt", "delete"), "<ctrl-alt-delete>"),
        (Chord("KEY_LEFTCTRL", "KEY_LEFTALT", "KEY_F2"), "<ctrl-alt-f2>"),
        (Chord(29, 56, 111), "<ctrl-alt-delete>"),
        (Chord("VK_CONTROL", "VK_C", codeset="win32"), "<ctrl-c>"),
        (Chord(0xE01D, 0xE053, codeset="atset1"), "<right ctrl-delete>"),
        (Chord(0x9D, 0xD3, codeset="qnum"), "<right ctrl-delete>"),
        (Chord("shift", "a"), "A"),
        (Chord("a", "b", "shift"), "AB"),
        (Chord("meta"), "<meta>"),
        (Chord("ctrl", "shift"), "<ctrl-shift>"),
        (Chord("alt", "sysrq"), "<alt-print>"),
        ("\x03", "<ctrl-c>"),
        ("\x1b\b\r", "<escape><backspace>\n"),
    ],
    ids=repr,
)
async def test_keys_arrive_as_they_are_called(
    esx: aioesx.Connection, simulator: Simulator, keys: str | Chord, typed: str
) -> None:
    await (await esx.domains.lookup(ON)).send_keys(keys)

    assert simulator.typed(ON) == typed


async def test_what_is_long_is_sent_in_parts(esx: aioesx.Connection, simulator: Simulator) -> None:
    text = "0123456789" * 25

    assert await (await esx.domains.lookup(ON)).send_keys(text) == len(text)

    assert simulator.typed(ON) == text
    assert simulator.call_count["PutUsbScanCodes"] == -(-len(text) // MOST_STROKES) == 3


@pytest.mark.parametrize(("limit", "typed"), [(7, 20), (0, 0)])
async def test_a_host_that_takes_fewer_gets_the_rest(limit: int, typed: int) -> None:
    state = presets.small_host(options=Options(keys_per_call=limit))
    async with Simulator(state, tls=False) as simulator, connected(simulator) as esx:
        assert await (await esx.domains.lookup(ON)).send_keys("abcde" * 4) == typed

        assert simulator.typed(ON) == ("abcde" * 4)[:typed]


# --- what is refused -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: ("ok\u00fcber",), "letter 3 of the text is on no US keyboard"),
        (lambda: ("\x7f",), "letter 1 of the text"),
        (lambda: (), "there is nothing to type"),
        (lambda: ("",), "there is nothing to type"),
        (lambda: (Chord(),), "a chord of no keys"),
        (lambda: (Chord("KEY_NONE"),), "invalid keycode: 'KEY_NONE'"),
        (lambda: (Chord(9999),), "invalid keycode 9999 of linux codeset"),
        (lambda: (Chord("KEY_A", codeset="usb"),), "invalid keycode: 'KEY_A'"),
        (lambda: (Chord(1, codeset="nosuch"),), "'nosuch' is no codeset"),  # type: ignore[arg-type]
    ],
)
async def test_what_cannot_be_typed_is_not_sent(
    esx: aioesx.Connection, simulator: Simulator, make: Any, message: str
) -> None:
    domain = await esx.domains.lookup(ON)
    simulator.forget_calls()

    with pytest.raises(ValueError, match=message):
        await domain.send_keys(*make())

    assert simulator.calls == []


async def test_what_is_no_text_is_refused(esx: aioesx.Connection) -> None:
    with pytest.raises(TypeError, match="bytes is neither a text nor a Chord"):
        await (await esx.domains.lookup(ON)).send_keys(b"root")  # type: ignore[arg-type]


@pytest.mark.parametrize("name", [OFF, SLEEPS])
async def test_a_domain_that_is_not_on_has_no_keyboard(
    esx: aioesx.Connection, simulator: Simulator, name: str
) -> None:
    with pytest.raises(errors.InvalidStateError, match=f"'{name}' is not powered on"):
        await (await esx.domains.lookup(name)).send_keys("root")

    assert simulator.call_count["PutUsbScanCodes"] == 0


async def test_an_old_host_is_not_asked() -> None:
    state = presets.small_host(profile=ESXI_5_5)
    async with Simulator(state, tls=False) as simulator, connected(simulator) as esx:
        domain = await esx.domains.lookup(ON)
        simulator.forget_calls()

        with pytest.raises(errors.NotSupportedError, match=r"the API of 6\.5 and later, not 5\.5"):
            await domain.send_keys("root")

        assert simulator.calls == []


# --- what goes wrong -----------------------------------------------------------------------------

MODES: list[Mode] = ["lose", "refuse", "cancel-before", "cancel-after"]


@pytest.mark.parametrize("turn", [1, 2])
@pytest.mark.parametrize("mode", MODES)
async def test_no_key_is_pressed_twice(simulator: Simulator, mode: Mode, turn: int) -> None:
    line = CuttingTransport(httpx.ASGITransport(simulator.asgi))
    text = "x" * MOST_STROKES + "yz"
    async with connected(simulator, transport=line) as esx:
        domain = await esx.domains.lookup(ON)
        line.arm("PutUsbScanCodes", mode, turn)
        failure: errors.EsxError | None = None
        with anyio.CancelScope() as line.scope:
            try:
                await domain.send_keys(text)
            except errors.EsxError as error:
                failure = error

    cancelled = mode.startswith("cancel")
    assert line.scope.cancelled_caught is cancelled
    assert text.startswith(simulator.typed(ON))
    assert simulator.call_count["PutUsbScanCodes"] <= turn
    if not cancelled:
        assert isinstance(failure, errors.OutcomeUnknownError)
        notes = getattr(failure, "__notes__", [])
        assert ("before that, 100 of 102 keys were typed" in notes) is (turn == 2)


async def test_no_log_shows_what_was_typed(
    esx: aioesx.Connection, simulator: Simulator, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    domain = await esx.domains.lookup(ON)
    await domain.send_keys("q")

    assert "PutUsbScanCodes" in caplog.text
    assert str(Stroke(0x14).code) not in caplog.text
    spec = vim.UsbScanCodeSpec(
        key_events=[vim.UsbScanCodeSpecKeyEvent(usb_hid_code=Stroke(0x14).code)]
    )
    assert str(Stroke(0x14).code) not in repr(spec) + repr(spec.key_events)


# --- the tables ----------------------------------------------------------------------------------


@pytest.mark.parametrize("codeset", CODESETS)
def test_every_number_is_a_key_of_the_keyboard_page(codeset: str) -> None:
    numbers = numbers_of(codeset)

    assert len(numbers) >= 100
    assert all(0 < usage <= 0xFF for usage in numbers.values())
    assert {0x04, 0x28, 0x2C, 0xE0, 0xE6} <= set(numbers.values())


@given(st.text(st.sampled_from(ASCII + "\t\n")))
def test_a_text_is_read_back_by_a_guest_with_a_us_keyboard(text: str) -> None:
    """The simulator's guest has a table of its own."""
    events = []
    for stroke in strokes_of([text]):
        held = vim.UsbScanCodeSpecModifierType(left_shift=0xE1 in stroke.held)
        events.append(vim.UsbScanCodeSpecKeyEvent(usb_hid_code=stroke.code, modifiers=held))

    assert "".join(map(shown, events)) == text


def test_chords_are_values() -> None:
    assert Chord("ctrl", "c") == Chord("ctrl", "c")
    assert repr(Chord("ctrl", "c")) == "Chord(keys=('ctrl', 'c'), codeset='linux')"
    assert len({Chord("a"), Chord("a"), Chord("b")}) == 2

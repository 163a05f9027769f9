"""`console` and `send-key`: what is printed, what is typed, and what no output shows."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.command import command

from aioesx.simulator import Options, Simulator, presets
from aioesx.simulator.profile import ESXI_5_5, ESXI_8_0

ON, OFF = "web01", "db01"
_SERIAL = presets.MachineKind(
    "serial01",
    "poweredOn",
    settings=(
        ("serial0.present", "TRUE"),
        ("serial0.fileType", "network"),
        ("serial0.fileName", "telnet://:8001"),
        ("serial0.network.endPoint", "server"),
    ),
)


@pytest.fixture
def simulator() -> Iterator[Simulator]:
    state = presets.small_host(profile=ESXI_8_0)
    presets.add_machine(state, _SERIAL)
    with Simulator(state, username="root", password="secret", tls=False) as simulator:
        yield simulator


# --- the screen ----------------------------------------------------------------------------------


def test_the_url_is_printed(simulator: Simulator) -> None:
    outcome = command(simulator.uri, "console", ON, "--url")

    assert (outcome.status, outcome.stderr) == (0, "")
    assert outcome.stdout.startswith(f"ws://127.0.0.1:{simulator.port}/ticket/")
    assert outcome.stdout.count("\n") == 2, "virsh's blank line"


def test_the_url_as_data(simulator: Simulator) -> None:
    outcome = command(simulator.uri, "--output", "json", "console", ON, "--url")

    told = json.loads(outcome.stdout)
    told = told.get("data", told)
    assert told["kind"] == "webmks"
    assert told["url"].startswith("ws://127.0.0.1:")
    assert told["port"] == simulator.port
    assert told["cfg_file"] == "[datastore1] web01/web01.vmx"


def test_a_link_for_vmrc_has_no_ticket(simulator: Simulator) -> None:
    outcome = command(simulator.uri, "console", OFF, "--vmrc")

    moid = simulator.change(lambda host: host.find(OFF).moid)
    assert outcome.stdout == f"vmrc://127.0.0.1:{simulator.port}/?moid={moid}\n\n"
    assert simulator.call_count["AcquireCloneTicket"] == 0


def test_without_an_option_it_says_where_the_screen_is(simulator: Simulator) -> None:
    outcome = command(simulator.uri, "console", ON)

    assert outcome.status == 1
    assert "hands out no serial console: `console --url` tells where the screen is" in (
        outcome.stderr
    )


def test_a_serial_port_of_the_network_is_told(simulator: Simulator) -> None:
    outcome = command(simulator.uri, "console", "serial01")

    assert outcome.status == 1
    assert "its serial line is telnet://127.0.0.1:8001" in outcome.stderr


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ([ON, "--url", "--vmrc"], "Options --url and --vmrc are mutually exclusive"),
        ([ON, "--ticket"], "option --ticket belongs to --vmrc"),
        ([OFF], "The domain is not running"),
        ([OFF, "--url"], "domain 'db01' is not powered on"),
    ],
)
def test_what_is_refused(simulator: Simulator, words: list[str], message: str) -> None:
    outcome = command(simulator.uri, "console", *words)

    assert outcome.status != 0
    assert message in outcome.stderr
    assert simulator.call_count["AcquireTicket"] == 0


@pytest.mark.parametrize("form", ["json", "csv", "wire"])
def test_a_ticket_that_dies_with_the_command_is_no_data(simulator: Simulator, form: str) -> None:
    outcome = command(simulator.uri, "--output", form, "console", ON, "--vmrc", "--ticket")

    assert (outcome.status, "vmrc" in outcome.stdout) == (2, False)
    assert "option --ticket goes on until Ctrl-C" in outcome.stderr
    assert simulator.call_count["AcquireCloneTicket"] == 0


def test_an_old_host_says_so() -> None:
    state = presets.small_host(profile=ESXI_5_5)
    with Simulator(state, username="root", password="secret", tls=False) as simulator:
        outcome = command(simulator.uri, "console", ON, "--url")

    assert outcome.status == 1
    assert "tickets of kind webmks come with the API of 6.0 and later, not 5.5" in outcome.stderr


@pytest.mark.parametrize("words", [["console", ON, "--url"], ["send-key", ON, "--text", "qqq"]])
def test_no_trace_shows_a_ticket_or_a_key(simulator: Simulator, words: list[str]) -> None:
    outcome = command(simulator.uri, "--trace", *words)

    assert outcome.status == 0
    assert "AcquireTicket" in outcome.stderr or "PutUsbScanCodes" in outcome.stderr
    ticket = outcome.stdout.strip().rpartition("/")[2] or "nothing"
    assert ticket not in outcome.stderr
    assert str(0x14 << 16 | 7) not in outcome.stderr


def test_what_hosts_said_has_no_ticket(simulator: Simulator) -> None:
    outcome = command(simulator.uri, "--output", "wire", "console", ON, "--url")

    assert "runtime.powerState" in outcome.stdout
    assert "/ticket/" not in outcome.stdout


# --- the keyboard --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "typed"),
    [
        (["KEY_LEFTCTRL", "KEY_LEFTALT", "KEY_DELETE"], "<ctrl-alt-delete>"),
        (["29", "0x38", "0157"], "<ctrl-alt-delete>"),
        (["--codeset", "win32", "VK_CONTROL", "VK_C"], "<ctrl-c>"),
        (["--codeset", "usb", "0xe1", "4"], "A"),
        (["--codeset", "", "KEY_A"], "a"),
        (["--holdtime", "0x10", "--keycode", "KEY_A"], "a"),
        (["--text", "root\n"], "root\n"),
    ],
)
def test_keys_are_pressed(simulator: Simulator, words: list[str], typed: str) -> None:
    outcome = command(simulator.uri, "send-key", ON, *words)

    assert (outcome.status, outcome.stdout.strip(), outcome.stderr) == (0, "", "")
    assert simulator.typed(ON) == typed


def test_a_file_is_typed(simulator: Simulator, tmp_path: Path) -> None:
    text = tmp_path / "text"
    text.write_text("two\nlines\n")

    assert command(simulator.uri, "send-key", ON, "--file", str(text)).status == 0

    assert simulator.typed(ON) == "two\nlines\n"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ([], "command 'send-key' requires <keycode> option"),
        (["KEY_NONE"], "invalid keycode: 'KEY_NONE'"),
        (["--codeset", "nosuch", "KEY_A"], "unknown codeset: 'nosuch'"),
        (["--codeset", "atset3", "1"], "invalid keycode 1 of atset3 codeset"),
        (["--holdtime", "-1", "KEY_A"], "'-1' is not a valid integer"),
        (["KEY_A"] * 17, "too many keycodes"),
        (["KEY_A", "--text", "x"], "mutually exclusive"),
        (["--text", "\u00fc"], "letter 1 of the text is on no US keyboard"),
        (["--file", "/nonexistent"], "cannot read '/nonexistent'"),
    ],
)
def test_what_cannot_be_typed(simulator: Simulator, words: list[str], message: str) -> None:
    outcome = command(simulator.uri, "send-key", ON, *words)

    assert outcome.status == 2
    assert message in outcome.stderr
    assert simulator.call_count["PutUsbScanCodes"] == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--text", "root"], "0 of 4 letters"),
        (["KEY_LEFTCTRL", "KEY_LEFTALT", "KEY_DELETE"], "0 of 1 keys"),
        (["KEY_A", "KEY_B"], "0 of 2 keys"),
    ],
)
def test_what_was_typed_in_part_only_fails(words: list[str], said: str) -> None:
    state = presets.small_host(options=Options(keys_per_call=0))
    with Simulator(state, username="root", password="secret", tls=False) as simulator:
        outcome = command(simulator.uri, "send-key", ON, *words)

    assert outcome.status == 1
    assert f"the host has typed {said}" in outcome.stderr

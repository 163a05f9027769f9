"""Ctrl-C, SIGTERM, a closed terminal: wherever the command waits, they end it, and nothing is left.

Each case brings a command to a place where it waits; `PLACES` has all of them.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import pytest
from support.terminal import Terminal

from aioesx.simulator import HostState, Options, Simulator, presets

COMMAND: Final = Path(sys.executable).with_name("aioesx")
SIGNALS: Final = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
SECONDS: Final = 20.0

Process = subprocess.Popen[bytes]


@pytest.fixture
def simulated() -> HostState:
    return presets.small_host(machines=5, options=Options(task_seconds=30.0, tools_seconds=0.0))


@contextmanager
def running(plain: Simulator, *words: str | Path, stdout: int | None = None) -> Iterator[Process]:
    """Run our command with a standard input that says nothing."""
    reader, writer = os.pipe()
    process = subprocess.Popen(
        [COMMAND, "-c", plain.uri, *words],
        stdin=reader,
        stdout=subprocess.PIPE if stdout is None else stdout,
        stderr=subprocess.PIPE,
        env={**os.environ, "AIOESX_PASSWORD": "secret"},
    )
    os.close(reader)
    try:
        yield process
    finally:
        os.close(writer)
        process.kill()
        process.communicate()


def until(condition: Callable[[], object]) -> None:
    """Return when a condition holds."""
    end = time.monotonic() + SECONDS
    while not condition():
        assert time.monotonic() < end, "it never came to that"
        time.sleep(0.02)


def until_seen(plain: Simulator, method: str) -> None:
    until(lambda: plain.call_count[method])


def opened(pipe: Path) -> int:
    """Return the writing end of a named pipe as soon as somebody reads it."""
    end = time.monotonic() + SECONDS
    while True:
        try:
            return os.open(pipe, os.O_WRONLY | os.O_NONBLOCK)
        except OSError:
            assert time.monotonic() < end, "nobody opened the pipe"
            time.sleep(0.02)


def children(process: Process) -> list[str]:
    tasks = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    return tasks.read_text().split()


# Where a command waits: its words, and what tells that it does. P is a named pipe.
PLACES: Final[dict[str, tuple[str, Callable[[Simulator, Path], object]]]] = {
    "a state": ("wait-for db01 running", lambda host, _: until(lambda: host.open_filters)),
    "a task": ("start db01", lambda host, _: until(lambda: host.open_filters)),
    "changes": ("watch", lambda host, _: until(lambda: host.open_waits)),
    "events": ("events --follow", lambda host, _: until(lambda: host.open_waits)),
    "an event of virsh's": ("event --all --loop", lambda host, _: until(lambda: host.open_waits)),
    "standard input": ("define -", lambda host, _: until_seen(host, "Login")),
    "an XML file": ("define P", lambda _, pipe: opened(pipe)),
    "a VMX file": ("domxml-from-native vmware-vmx P", lambda _, pipe: opened(pipe)),
    "a file without a host": (
        "domxml-to-native vmware-vmx P --offline",
        lambda _, pipe: opened(pipe),
    ),
    "a snapshot's file": ("snapshot-create db01 P", lambda _, pipe: opened(pipe)),
    "a password's file": ("--password-file P list", lambda _, pipe: opened(pipe)),
}


@pytest.mark.parametrize(
    "number",
    [
        signal.SIGTERM,
        pytest.param(signal.SIGINT, marks=pytest.mark.long),
        pytest.param(signal.SIGHUP, marks=pytest.mark.long),
    ],
    ids=lambda number: number.name,
)
@pytest.mark.parametrize("place", PLACES)
def test_a_signal_ends_it_and_nothing_is_left(
    plain: Simulator, tmp_path: Path, place: str, number: signal.Signals
) -> None:
    line, ready = PLACES[place]
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    words = [str(pipe) if word == "P" else word for word in line.split()]

    with running(plain, *words) as process:
        writer = ready(plain, pipe)
        process.send_signal(number)
        _, complaint = process.communicate(timeout=SECONDS)
        if isinstance(writer, int):
            os.close(writer)

    assert process.returncode == 128 + number
    assert complaint.startswith(b"error: ")
    assert complaint.count(b"\n") == 1
    assert (plain.open_sessions, plain.open_filters) == (0, 0)


def test_it_tells_what_goes_on_at_the_host(plain: Simulator) -> None:
    with running(plain, "start", "db01") as process:
        until(lambda: plain.open_filters)
        process.send_signal(signal.SIGINT)
        _, complaint = process.communicate(timeout=SECONDS)

    [task] = plain.change(lambda host: list(host.tasks.by_moid))
    assert complaint.decode() == (
        f"error: interrupted; the host goes on with task {task} (PowerOnVM_Task of 'db01')\n"
    )


def test_a_reader_who_does_not_read_holds_nobody(plain: Simulator) -> None:
    reader, writer = os.pipe()
    os.set_blocking(writer, False)
    while True:
        try:
            os.write(writer, b"x" * 4096)
        except BlockingIOError:
            break
    os.set_blocking(writer, True)

    with running(plain, "list", stdout=writer) as process:
        os.close(writer)
        until_seen(plain, "Logout")
        assert process.poll() is None
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=SECONDS)

    os.close(reader)
    assert process.returncode == 143


@pytest.mark.long
def test_nohup_is_respected(plain: Simulator) -> None:
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with running(plain, "wait-for", "web01", "shut off") as process:
            until(lambda: plain.open_filters)
            process.send_signal(signal.SIGHUP)
            time.sleep(0.5)  # it would have ended by then
            assert process.poll() is None
            process.send_signal(signal.SIGTERM)
            process.communicate(timeout=SECONDS)
    finally:
        signal.signal(signal.SIGHUP, before)
    assert process.returncode == 143


def test_a_second_signal_ends_it_at_once(plain: Simulator) -> None:
    """The host does not answer while it is told that we go."""
    plain.fault_on("Logout", delay=60)
    with running(plain, "wait-for", "web01", "shut off") as process:
        until(lambda: plain.open_filters)
        process.send_signal(signal.SIGTERM)
        until_seen(plain, "DestroyPropertyFilter")
        begin = time.monotonic()
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=SECONDS)

    assert process.returncode == 143
    assert time.monotonic() - begin < 4.5  # to say that we go may take five seconds


# --- programs that have the terminal -------------------------------------------------------------


@pytest.fixture
def editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An editor that changes the draft, and stays; where the drafts are."""
    program = tmp_path / "editor"
    program.write_text('#!/bin/sh\necho >>"$1"\ntouch "$1.seen"\nexec sleep 60\n')
    program.chmod(0o700)
    drafts = tmp_path / "drafts"
    drafts.mkdir()
    monkeypatch.setenv("EDITOR", str(program))
    monkeypatch.setenv("TMPDIR", str(drafts))
    return drafts


@pytest.mark.long
def test_ctrl_c_is_the_editors(plain: Simulator, editor: Path) -> None:
    with running(plain, "edit", "db01") as process:
        until(lambda: list(editor.glob("*.seen")))
        [program] = children(process)
        process.send_signal(signal.SIGINT)
        time.sleep(0.3)  # it would have ended by then
        assert process.poll() is None
        process.send_signal(signal.SIGTERM)
        _, complaint = process.communicate(timeout=SECONDS)

    [draft] = editor.glob("*.xml")
    assert process.returncode == 143
    assert f"your text is kept in {draft}\n" in complaint.decode()
    assert not Path(f"/proc/{program}").exists()
    assert plain.open_sessions == 0


@pytest.mark.long
def test_the_simulator_ends_in_peace_by_any(tmp_path: Path) -> None:
    for number in SIGNALS:
        process = subprocess.Popen(
            [COMMAND, "simulate"],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**os.environ, "TMPDIR": str(tmp_path)},
        )
        assert process.stdout is not None
        assert process.stdout.readline()
        process.send_signal(number)
        _, complaint = process.communicate(timeout=SECONDS)
        assert (process.returncode, complaint) == (0, b"")
        assert list(tmp_path.iterdir()) == []


@pytest.mark.long
def test_the_demo_leaves_nothing_behind(tmp_path: Path) -> None:
    process = subprocess.Popen(
        [COMMAND, "demo", "--pause", "10"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "TMPDIR": str(tmp_path)},
    )
    assert process.stdout is not None
    assert process.stdout.readline()
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=SECONDS)

    assert process.returncode == 143
    assert list(tmp_path.iterdir()) == []


# --- the prompt ----------------------------------------------------------------------------------


@pytest.fixture
def prompt(plain: Simulator) -> Iterator[Terminal]:
    """Our command, asking for a password."""
    terminal = Terminal(str(COMMAND), "-c", plain.uri, "domid", "web01")
    try:
        terminal.hear(b"Enter root's password for 127.0.0.1: ")
        terminal.hidden()
        yield terminal
    finally:
        terminal.close()


@pytest.mark.parametrize(
    ("typed", "status", "said"),
    [
        (b"secret\n", 0, b"1\r\n"),
        (b"\x03", 130, b"\r\nerror: interrupted\r\n"),
        (b"\x04", 4, b"no password for 127.0.0.1: the input ended"),
        (b"wrong\x04\x04", 4, b"cannot complete login"),
        (b"\n", 4, b"cannot complete login"),
        (b"\xff\n", 4, b"no text"),
    ],
    ids=["password", "Ctrl-C", "Ctrl-D", "Ctrl-D after a word", "empty", "no text"],
)
def test_what_ends_the_prompt(prompt: Terminal, typed: bytes, status: int, said: bytes) -> None:
    prompt.type(typed)

    assert prompt.end() == status
    assert said.lower() in prompt.said.lower()
    assert b"secret" not in prompt.said
    assert b"Traceback" not in prompt.said
    assert prompt.echoes


@pytest.mark.parametrize("number", SIGNALS, ids=lambda number: number.name)
def test_a_signal_ends_the_prompt(prompt: Terminal, number: signal.Signals) -> None:
    os.kill(prompt.child, number)

    assert prompt.end() == 128 + number
    assert prompt.echoes


def test_a_prompt_that_was_stopped_hides_what_is_typed_again(prompt: Terminal) -> None:
    prompt.stop()
    prompt.go_on()

    prompt.hidden()
    prompt.type(b"secret\n")

    assert prompt.end() == 0
    assert prompt.said.count(b"Enter root's password") == 2
    assert b"secret" not in prompt.said


def test_a_closed_terminal_ends_the_prompt(prompt: Terminal) -> None:
    assert prompt.hang_up() in (129, 4)


@pytest.mark.parametrize("told", [[], [signal.SIGHUP], [signal.SIGHUP, signal.SIGCONT]])
def test_a_screen_ends_with_its_terminal(plain: Simulator, told: list[signal.Signals]) -> None:
    """A kernel tells some of the end, and to go on: what draws anew then has no terminal."""
    words = ("/usr/bin/env", "AIOESX_PASSWORD=secret", str(COMMAND), "top", plain.uri)
    terminal = Terminal(*words)
    try:
        termios.tcsetwinsize(terminal.line, (24, 80))
        terminal.hear(b"Quit")
        if signal.SIGCONT in told:
            terminal.stop()
        status = terminal.hang_up(*told)
    finally:
        terminal.close()

    assert status == 128 + signal.SIGHUP
    assert plain.open_sessions == 0


_STUCK: Final = """
import signal, time, anyio
from aioesx.cli import signals

signals.CLEAN_UP_SECONDS, signals._STUCK_SECONDS = 0.1, 0.1

async def stuck():
    print("at work", flush=True)
    try:
        await anyio.sleep_forever()
    finally:
        time.sleep(60)

def leave(number):
    import os
    os._exit(128 + number)

anyio.run(signals.until_signalled, stuck, leave)
"""


def test_an_event_loop_that_is_stuck_is_ended_all_the_same() -> None:
    with subprocess.Popen([sys.executable, "-c", _STUCK], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"at work\n"
        process.send_signal(signal.SIGTERM)
        try:
            assert process.wait(timeout=SECONDS) == 143
        finally:
            process.kill()

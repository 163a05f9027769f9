"""Command lines for the guest's shell, held against real shells and Windows' own rules."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aioesx.domain.inside.quoting import POSIX, WINDOWS, Launch, Streams, command_line, system_of
from aioesx.simulator.inside import cmd

WORDS = st.lists(
    st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\0"), max_size=12),
    max_size=5,
)
LINES = st.lists(
    st.text(
        st.characters(min_codepoint=32, blacklist_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=12
    ),
    max_size=5,
)


def run_here(directory: Path, program: str, arguments: list[str] | str) -> tuple[str, str]:
    """Run a program of this machine as VMware Tools would: by a shell, from the whole line."""
    streams = Streams("/dev/null", str(directory / "o ut"), str(directory / "e'rr"))
    line = command_line(POSIX, Launch(program, arguments), streams)
    subprocess.run(["/bin/sh", "-c", f'"/bin/sh" {line}'], check=False, timeout=20)
    out, errors = (Path(path).read_bytes().decode() for path in (streams.stdout, streams.stderr))
    return out, errors


@settings(max_examples=30, deadline=None)
@given(words=WORDS)
def test_a_real_shell_gives_each_argument_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, words: list[str]
) -> None:
    directory = tmp_path_factory.mktemp("shell")
    out, _ = run_here(directory, "printf", ["<%s>", *words])
    assert out == "".join(f"<{word}>" for word in words) or (not words and out == "<>")


@pytest.mark.parametrize(
    ("text", "out", "err"),
    [
        ("a; echo b >&2; echo c", "a\nc\n", "b\n"),
        ("a # not a word", "a\n", ""),
        ("'a  b' && exit 3", "a  b\n", ""),
    ],
)
def test_a_text_is_the_shells_and_all_of_it_is_redirected(
    tmp_path: Path, text: str, out: str, err: str
) -> None:
    assert run_here(tmp_path, "echo", text) == (out, err)


def test_the_program_takes_the_shells_place(tmp_path: Path) -> None:
    out, _ = run_here(tmp_path, "sh", ["-c", 'cat /proc/$$/cmdline | tr "\\0" " "'])
    assert out.startswith("sh -c cat")


@given(words=LINES)
def test_windows_rules_give_each_argument_as_it_was(words: list[str]) -> None:
    """By a second reading of cmd.exe and of the C library, written from their documents."""
    streams = Streams("NUL", "C:\\T emp\\o", "C:\\T emp\\e")
    line = command_line(WINDOWS, Launch("C:\\Program Files (x86)\\a&b.exe", words), streams)
    inner = cmd.line_of(line)
    assert inner is not None
    (one,) = cmd.parse(inner, {"PATH": "expanded", "X": "expanded"})

    assert one.name == "C:\\Program Files (x86)\\a&b.exe"
    assert cmd.arguments_of(one.rest) == words
    assert one.redirects == [(0, "<", "NUL"), (1, ">", streams.stdout), (2, ">", streams.stderr)]


@pytest.mark.parametrize(
    ("family", "guest_id", "windows"),
    [
        ("windowsGuest", None, True),
        ("linuxGuest", "windows9Server64Guest", False),
        ("darwinGuest", None, False),
        (None, "windows9Server64Guest", True),
        (None, "winNetEnterpriseGuest", True),
        ("", "debian10_64Guest", False),
        (None, None, False),
    ],
)
def test_the_kind_of_guest_decides(family: str | None, guest_id: str | None, windows: bool) -> None:
    assert system_of(family, guest_id).windows is windows


@pytest.mark.parametrize(
    ("path", "parts"),
    [
        ("/", ("/", "")),
        ("/a", ("/", "a")),
        ("/a/b/", ("/a", "b")),
        ("/a//b", ("/a", "b")),
    ],
)
def test_paths_are_taken_apart(path: str, parts: tuple[str, str]) -> None:
    assert POSIX.split(path) == parts


@pytest.mark.parametrize(
    ("path", "parts"),
    [
        ("C:\\", ("C:\\", "")),
        ("C:\\a", ("C:\\", "a")),
        ("C:/a\\b", ("C:/a", "b")),
        ("\\\\srv\\share\\x", ("\\\\srv\\share", "x")),
    ],
)
def test_so_are_those_of_windows(path: str, parts: tuple[str, str]) -> None:
    assert WINDOWS.split(path) == parts

"""What is set of a host counts for every command that connects, by whatever way it does."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import anyio
import pytest
from support.command import invoke
from support.scripted import Peer, ScriptedServer
from support.tmux import Screen

import aioesx
from aioesx import errors, vim
from aioesx.cli.console import Console
from aioesx.cli.link import Link
from aioesx.cli.settings import Settings
from aioesx.cli.target import destination
from aioesx.cli.top.source import Access, Source
from aioesx.simulator import Simulator, presets

Write = Callable[[str], Path]
COMMAND: Final = Path(sys.executable).with_name("aioesx")
NOTHING: Final = {"AIOESX_PASSWORD": ""}
CONNECTING: Final = [["domid", "web01"], ["top", "--once"], ["doctor"]]
"""Commands that open a connection, each by a way of its own."""

connecting = pytest.mark.parametrize("words", CONNECTING, ids=lambda words: words[0])


@pytest.fixture
def config(home: Path) -> Write:
    """`config(text)`: the person's config.toml."""

    def write(text: str) -> Path:
        path = home / ".config" / "aioesx" / "config.toml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        path.chmod(0o600)
        return path

    return write


@pytest.fixture
def eves() -> Iterator[Simulator]:
    """A host that lets in nobody but eve."""
    with Simulator(presets.small_host(), username="eve", password="hers", tls=False) as simulator:
        yield simulator


@connecting
@pytest.mark.parametrize(
    "where", ["""password_command = ["printf", "hers"]""", 'password_file = "hers"']
)
def test_user_and_password_are_those_of_the_host(
    eves: Simulator, config: Write, words: list[str], where: str
) -> None:
    uri = f"esx://127.0.0.1:{eves.port}/?transport=http"
    file = config(f'[aliases]\nlab = "{uri}"\n[hosts.lab]\nuser = "eve"\n{where}\n')
    file.with_name("hers").write_text("hers\n")

    outcome = invoke("-c", "lab", *words, env=NOTHING)

    assert (outcome.status, outcome.stderr) == (0, "")
    assert eves.call_count["Login"] == 1
    assert eves.open_sessions == 0


@connecting
def test_the_environment_comes_before_the_tables(
    eves: Simulator, config: Write, words: list[str]
) -> None:
    config('[hosts."127.0.0.1"]\npassword_command = "printf other"\n')

    assert invoke("-c", eves.uri, *words, env={"AIOESX_PASSWORD": "hers"}).status == 0


def test_doctor_examines_what_is_stated_by_an_option(plain: Simulator) -> None:
    outcome = invoke("-c", plain.uri, "doctor", env={"AIOESX_PASSWORD": "secret"})

    assert outcome.stdout.startswith("ok       uri       esx://")
    assert plain.call_count["Login"] == 1


def test_doctor_without_any_uri_tells_versions() -> None:
    outcome = invoke("doctor", env={"AIOESX_URI": "esx://a.invalid/"})

    assert (outcome.status, outcome.stdout.split(" ")[0]) == (0, "aioesx")


@pytest.mark.parametrize("way", ["option", "defaults"])
def test_a_timeout_bounds_top(config: Write, way: str) -> None:
    def silent(peer: Peer) -> None:
        while True:
            peer.read_some()

    config("[defaults]\ntimeout = 0.3\n" if way == "defaults" else "")
    options = ["--timeout", "0.3"] if way == "option" else []
    with ScriptedServer(silent) as server:
        uri = f"esx://root@127.0.0.1:{server.port}/?transport=http"
        outcome = invoke(*options, "top", "--once", uri, env={"AIOESX_PASSWORD": "secret"})

    assert outcome.status == 3
    assert "0.3 s" in outcome.stderr


@pytest.mark.peer("tmux")
@pytest.mark.parametrize("table", ["defaults", 'hosts."127.0.0.1"'])
def test_top_changes_nothing_where_the_file_refuses_it(
    plain: Simulator, config: Write, table: str
) -> None:
    config(f"[{table}]\nreadonly = true\n")
    screen = Screen(COMMAND, "top", plain.uri, env={"AIOESX_PASSWORD": "secret"})
    try:
        screen.see("1 of 1 host up", "Quit")
        screen.type("/", "db01")
        screen.see("1 shown with 'db01'")
        screen.type("Enter")
        screen.see("Quit")
        screen.type("s")
        screen.see("read-only")
    finally:
        screen.close()
    assert plain.call_count["PowerOnVM_Task"] == 0


@pytest.mark.anyio
async def test_an_empty_password_is_an_answer(plain: Simulator) -> None:
    asked = 0

    async def ask(_: object) -> str:
        nonlocal asked
        asked += 1
        return ""

    with anyio.fail_after(20):
        error = await Source(plain.uri, Access({}, ask), 1.0).read_once()

    assert isinstance(error, errors.LoginError)
    assert asked == 1


@pytest.mark.anyio
async def test_what_another_host_goes_on_with_is_not_told_of_this_one(plain: Simulator) -> None:
    console = Console(io.StringIO(), io.StringIO())
    link = Link(Settings(), console)
    task = vim.ManagedObjectReference("Task", "task-7")
    link.ongoing.note(aioesx.TaskAbandoned("a:443", task, "timeout"))

    with pytest.raises(errors.AuthenticationError):
        await link.reconnect(plain.uri, read_only=False)

    assert link.ongoing.told("interrupted") == "interrupted"


# --- the other host of a migration ---------------------------------------------------------------


def test_the_other_host_of_a_migration_may_be_an_alias(config: Write) -> None:
    config(
        '[aliases]\nwest = "vpx://vc.example.com/dc/west"\n'
        '[hosts."vc.example.com"]\nuser = "a@b"\ntimeout = 3\n'
    )

    there = "vc.example.com/dc/west?timeout=3"
    assert destination("west") == f"vpx://a%40b@{there}"
    assert destination("vpx://me@vc.example.com/dc/west") == f"vpx://me@{there}"


@pytest.mark.parametrize("name", ["esx9.example.com", "wesd", "10.0.0.1", "we st"])
def test_what_is_no_alias_is_the_name_of_a_host(config: Write, name: str) -> None:
    config('[aliases]\nwest = "vpx://vc.example.com/dc/west"\n')

    assert destination(name) == name

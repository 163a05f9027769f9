"""What may come next: by the rows, by the host's names in bounded time, in three shells."""

from __future__ import annotations

import os
import re
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import anyio
import pytest
from support.command import invoke
from support.run import Outcome, run
from support.tmux import Screen

from aioesx.cli.complete import KINDS, Candidate, completions
from aioesx.cli.console import Console
from aioesx.cli.declare import Word
from aioesx.cli.known_names import LONGEST_SECONDS, names_of
from aioesx.cli.link import Link
from aioesx.cli.program import cli
from aioesx.cli.settings import Settings
from aioesx.simulator import Simulator

FREE = {
    "only",
    "to",
    "address",
    "alias",
    "backing-vol-format",
    "beside",
    "cache",
    "capacity",
    "choice",
    "codeset",
    "command",
    "counter",
    "cwd",
    "instance",
    "of",
    "event",
    "kind",
    "properties",
    "run",
    "webhook",
    "webhook-env",
    "delete",
    "description",
    "except-name",
    "ignore",
    "desturi",
    "devname",
    "directory",
    "diskspec",
    "driver",
    "env",
    "folder",
    "format",
    "inbound",
    "io",
    "iothread",
    "keycode",
    "listen",
    "mac",
    "memspec",
    "mode",
    "model",
    "name",
    "new-desc",
    "new-name",
    "newname",
    "outbound",
    "password-command",
    "path",
    "policy",
    "portgroup",
    "priority",
    "profile",
    "ruleset",
    "script",
    "serial",
    "server",
    "service",
    "set",
    "source",
    "source-host-name",
    "source-host-socket",
    "source-host-transport",
    "source-mode",
    "source-protocol",
    "sourcetype",
    "state",
    "storage",
    "string",
    "subdriver",
    "tables",
    "target",
    "targetbus",
    "text",
    "title",
    "type",
    "uri",
    "user",
    "wwn",
    "xpath",
}
"""Words that are texts, numbers, files or paths of the host, which nothing lists."""

AIOESX = Path(sys.executable).with_name("aioesx")


def proposed(uri: str | None, line: str) -> list[Candidate]:
    """Return what may come after a line; without a last blank its last word is begun."""
    *words, begun = [*line.split(" ")]

    async def ask() -> list[Candidate]:
        link = Link(Settings(uri=uri), Console(None, None), asks=False)
        try:
            return await completions(words, begun, cli.commands, names_of(link))
        finally:
            await link.aclose()

    return anyio.run(ask)


def texts(uri: str | None, line: str) -> list[str]:
    return [each.text for each in proposed(uri, line)]


@pytest.fixture
def uri(plain: Simulator, monkeypatch: pytest.MonkeyPatch) -> str:
    """The URI of a host, whose password is known."""
    monkeypatch.setenv("AIOESX_PASSWORD", "secret")
    invoke("-c", plain.uri, "snapshot-create-as", "db01", "before")
    invoke("-c", plain.uri, "snapshot-create-as", "db01", "between")
    return plain.uri


def test_commands() -> None:
    assert texts(None, "snapshot-c") == [
        "snapshot-create",
        "snapshot-create-as",
        "snapshot-current",
    ]


def test_options_that_are_not_given_yet() -> None:
    assert texts(None, "domstate --") == ["--domain", "--reason"]
    assert texts(None, "domstate --reason --") == ["--domain"]


def test_options_come_with_what_they_do() -> None:
    (option,) = proposed(None, "domstate --r")

    assert option.help == "Print the reason, too."


def test_words_of_a_table() -> None:
    assert texts(None, "completion ") == ["bash", "fish", "zsh"]


def test_commands_and_groups_that_there_is_help_for() -> None:
    assert texts(None, "help mon") == ["monitor"]


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("start w", ["web01", "win01"]),
        ("start web01 w", ["web01", "win01"]),
        ("start --domain w", ["web01", "win01"]),
        ("domstate --reason d", ["db01"]),
        ("domstate web01 w", []),
        ("snapshot-revert db01 be", ["before", "between"]),
        ("snapshot-revert --domain db01 bet", ["between"]),
        ("snapshot-delete --snapshotname be", []),
        ("snapshot-revert nosuch be", []),
        ("pool-info ", ["datastore1"]),
        ("vol-info --pool datastore1 web01/web01.v", ["web01/web01.vmdk"]),
        ("vol-info ", []),
        ("net-info v", ["vSwitch0"]),
        ("iface-name ", ["vmnic0"]),
        ("nosuch ", []),
    ],
)
def test_names_from_the_host(uri: str, line: str, names: list[str]) -> None:
    assert set(names) <= set(texts(uri, line))
    assert bool(names) is bool(texts(uri, line))


@pytest.mark.parametrize(
    ("begun", "expected"),
    [
        ("", ["east", "group:lab", "tag:prod", "west"]),
        ("ea", ["east"]),
        ("tag:", ["tag:prod"]),
        ("group:l", ["group:lab"]),
    ],
)
def test_hosts_tags_and_groups_of_an_inventory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, begun: str, expected: list[str]
) -> None:
    file = tmp_path / "hosts.toml"
    file.write_text(
        "[hosts.east]\ntags = ['prod']\n[hosts.west]\ngroups = ['lab']\n[hosts]\n'a b'.uri = 'esx://c/'\n",
        "utf-8",
    )

    named = texts(None, f"fleet --inventory {file} --select {begun}")
    monkeypatch.setenv("AIOESX_INVENTORY", str(file))

    assert named == texts(None, f"fleet --select {begun}") == expected


def test_an_inventory_that_cannot_be_read_has_no_words(tmp_path: Path) -> None:
    assert texts(None, f"fleet --inventory {tmp_path}/none.toml --select ") == []


def test_every_word_is_of_a_kind_or_names_nothing_that_a_host_lists() -> None:
    words = {
        word.name
        for command in cli.commands.values()
        for word in command.row.parameters
        if isinstance(word, Word) and word.type is str and not word.names
    }

    assert words == KINDS.keys() | FREE


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("detach-disk web01 ", ["hdc", "sda"]),
        ("blockresize web01 --path ", ["hdc", "sda"]),
        ("domblkinfo web01 --device=", ["--device=hdc", "--device=sda"]),
        ("change-media web01 ", ["hdc"]),
        ("detach-interface web01 bridge --mac ", ["00:0c:29:00:01:01"]),
        ("domif-setlink web01 ", ["00:0c:29:00:01:01"]),
        ("domif-getlink web01 00", ["00:0c:29:00:01:01"]),
        ("detach-device-alias web01 ", ["00:0c:29:00:01:01", "hdc", "sda"]),
        ("detach-disk --target ", []),
        ("detach-disk nosuch ", []),
        ("attach-disk web01 x ", []),
    ],
)
def test_devices_of_a_domain(uri: str, line: str, names: list[str]) -> None:
    assert texts(uri, line) == names


def test_a_host_that_does_not_answer_costs_two_seconds(
    plain: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AIOESX_PASSWORD", "secret")
    plain.fault_on("RetrieveServiceContent", delay=60)
    begin = time.monotonic()

    assert texts(plain.uri, "start w") == []

    assert time.monotonic() - begin < LONGEST_SECONDS * 5
    assert plain.open_sessions == 0


def asking(uri: str, word: str = "w") -> dict[str, str]:
    """Return what bash says of a line whose last word is begun, taken apart as bash does it."""
    words = ["aioesx", "-c", *re.findall(r"[:=@]+|[^:=@]+", uri), "start", word]
    return {
        "_AIOESX_COMPLETE": "bash_complete",
        "COMP_WORDS": "\n".join(words),
        "COMP_CWORD": str(len(words) - 1),
    }


def test_no_command_is_run_for_a_password(plain: Simulator, home: Path) -> None:
    """It would have our terminal, in the midst of the shell's line."""
    run_by = home / "run"
    config = home / ".config" / "aioesx" / "config.toml"
    config.parent.mkdir(parents=True)
    config.write_text(f'[hosts."127.0.0.1"]\npassword_command = ["touch", "{run_by}"]\n')
    config.chmod(0o600)

    assert texts(plain.uri, "start w") == []

    assert not run_by.exists()
    assert invoke("-c", plain.uri, "list", env={"AIOESX_PASSWORD": ""}).status == 4
    assert run_by.exists()


def test_bash_takes_uris_apart_and_they_are_put_together_again(uri: str) -> None:
    assert run([AIOESX], env=asking(uri)).stdout == "plain,web01\nplain,win01\n"


def test_what_stands_behind_the_cursor_is_no_matter(uri: str) -> None:
    env = asking(uri)
    env["COMP_WORDS"] += "\n--domain\n=\ndb01"

    assert run([AIOESX], env=env).stdout == "plain,web01\nplain,win01\n"


def test_bash_completes_what_stands_behind_a_sign_of_its_own(uri: str) -> None:
    env = asking(uri, "--domain")
    env["COMP_WORDS"] += "\n=\nw"
    env["COMP_CWORD"] = str(int(env["COMP_CWORD"]) + 2)

    assert run([AIOESX], env=env).stdout == "plain,web01\nplain,win01\n"


@pytest.mark.parametrize("lacks", ["COMP_WORDS", "COMP_CWORD"])
def test_who_does_not_say_what_is_typed_gets_nothing(lacks: str) -> None:
    env = {k: v for k, v in asking("esx://root@127.0.0.1/").items() if k != lacks}

    assert run([AIOESX], env=env) == Outcome(1, "", "")


def test_nothing_is_said_between_what_is_typed(uri: str) -> None:
    outcome = run([AIOESX], env=asking(f"{uri}&nonsense=1"))

    assert outcome == Outcome(0, "plain,web01\nplain,win01\n", "")


@pytest.mark.peer("tmux")
def test_nobody_is_asked_for_a_password(plain: Simulator) -> None:
    screen = Screen(AIOESX, env=asking(plain.uri))
    try:
        assert screen.end() == 0
        assert "password" not in screen.text
    finally:
        screen.close()


# --- in real shells ------------------------------------------------------------------------------

START = {
    "bash": ["bash", "--norc", "-i"],
    "zsh": ["zsh", "-f", "-i"],
    "fish": ["fish", "--no-config"],
}
LOAD = {
    "bash": "source <(aioesx completion bash)",
    "zsh": "autoload -Uz compinit; compinit -u; source <(aioesx completion zsh)",
    "fish": "aioesx completion fish | source",
}


@pytest.fixture(
    params=[pytest.param(n, marks=pytest.mark.peer(*{n} - {"bash"}, "tmux")) for n in START]
)
def shell(request: pytest.FixtureRequest, uri: str, home: Path) -> Iterator[Screen]:
    """A shell that has loaded its completion."""
    name: str = request.param
    path = f"{AIOESX.parent}{os.pathsep}{os.environ['PATH']}"
    env = {"AIOESX_URI": uri, "AIOESX_PASSWORD": "secret", "HOME": str(home)}
    screen = Screen(*START[name], env={"PATH": path, **env})
    try:
        screen.type(f"{LOAD[name]}; echo lo''aded", "Enter")
        screen.see("loaded")
        yield screen
    finally:
        screen.close()


def test_a_shell_completes_commands_and_names(shell: Screen) -> None:
    shell.type("aioesx domblkl", "Tab")
    shell.see("aioesx domblklist")
    shell.type("db", "Tab")
    shell.see("aioesx domblklist db01")
    shell.type("Enter")
    shell.see("Target")


@pytest.mark.peer("tmux")
def test_bash_completes_names_behind_a_uri(uri: str, home: Path) -> None:
    path = f"{AIOESX.parent}{os.pathsep}{os.environ['PATH']}"
    env = {"PATH": path, "AIOESX_PASSWORD": "secret", "HOME": str(home)}
    screen = Screen(*START["bash"], env=env)
    try:
        screen.type(f"{LOAD['bash']}; echo lo''aded", "Enter")
        screen.see("loaded")
        screen.type(f"aioesx -c {uri.replace('?', chr(92) + '?')} domid db", "Tab")
        screen.see("domid db01")
    finally:
        screen.close()

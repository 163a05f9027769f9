"""Commands about domains that virsh does not have, and the rules of the command line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import anyio
import pytest
from support.command import command
from support.hosts import connected
from support.run import Outcome
from support.waiting import until

from aioesx import vim
from aioesx.cli.sizes import parse_size
from aioesx.simulator import Simulator, presets

OFF = "db01"
ON = "web01"
Command = Callable[..., Outcome]


@pytest.fixture
def aioesx(simulator: Simulator) -> Command:
    """`aioesx("start", "web01")`: our command, in this process."""
    return lambda *words: command(f"{simulator.uri}?no_verify=1", *words)


def ask(simulator: Simulator, default: int | None = 0) -> None:
    """Let a start ask, and leave the question open."""
    simulator.ask_on("PowerOnVM_Task", OFF, text="Sure?", choices=("Yes", "No"), default=default)

    async def start() -> None:
        async with connected(simulator) as esx:
            domain = await esx.domains.lookup(OFF)
            await esx.call(vim.PowerOnVM_Task(this=domain.ref))
            await until(domain.pending_question)

    anyio.run(start)


def test_questions_are_listed_and_answered(aioesx: Command, simulator: Simulator) -> None:
    ask(simulator)

    listed = aioesx("questions")
    answered = aioesx("answer", OFF, "No")

    assert [word for word in (OFF, "Sure?", "Yes*, No") if word not in listed.stdout] == []
    assert answered == Outcome(0, f"Domain '{OFF}': answered\n\n", "")
    assert simulator.answers == [(OFF, "No")]


def test_the_default_can_be_given_by_its_word(aioesx: Command, simulator: Simulator) -> None:
    ask(simulator)

    assert aioesx("answer", "--choice", "default", "--domain", OFF).status == 0
    assert simulator.answers == [(OFF, "Yes")]


@pytest.mark.parametrize(("words", "status"), [(("Maybe",), 2), (("default",), 2)])
def test_wrong_answers(
    aioesx: Command, simulator: Simulator, words: tuple[str, ...], status: int
) -> None:
    ask(simulator, default=None)

    outcome = aioesx("answer", OFF, *words)

    assert (outcome.status, outcome.stderr.count("\n")) == (status, 1)
    assert simulator.answers == []


def test_nothing_to_answer(aioesx: Command) -> None:
    outcome = aioesx("answer", OFF, "Yes")

    assert outcome.stderr == f"error: nothing is asked about domain '{OFF}'\n"
    assert outcome.status == 2


def test_wait_for(aioesx: Command) -> None:
    assert aioesx("wait-for", ON, "running").status == 0
    assert aioesx("wait-for", ON, "shut off", "--timeout", "0.2").status == 8
    assert aioesx("wait-for", ON, "asleep").status == 2


def test_media(aioesx: Command, simulator: Simulator) -> None:
    simulator.change(lambda host: host.datastore("datastore1").put_text("a.iso", "x"))
    words = ["change-media", OFF, "hdc"]

    inserted = aioesx(*words, "--source", "[datastore1] a.iso", "--insert")
    listed = aioesx("domblklist", OFF)
    ejected = aioesx(*words, "--eject")

    assert inserted == Outcome(0, "Successfully inserted media.\n", "")
    assert "hdc      [datastore1] a.iso" in listed.stdout
    assert ejected.stdout == "Successfully ejected media.\n"
    assert aioesx(*words, "--insert").status == 2
    assert aioesx("change-media", OFF, "hdz", "--eject").status == 5


def test_memory_and_processors(aioesx: Command) -> None:
    assert aioesx("setmaxmem", OFF, "1G").status == 0
    assert aioesx("setmem", OFF, "524288", "--config").status == 0
    assert aioesx("memtune", OFF, "--min-guarantee", "1M").status == 0
    assert aioesx("memtune", OFF).stdout == "min_guarantee  : 1024\n\n"
    info = aioesx("dominfo", OFF).stdout
    assert "Max memory:     1048576 KiB\nUsed memory:    524288 KiB\n" in info
    most = presets.DEFAULT_PROFILE.max_vcpus
    assert aioesx("vcpucount", OFF).stdout == (
        f"maximum      config {most:>9}\ncurrent      config         4\n\n"
    )


def test_delete_older_than(aioesx: Command) -> None:
    aioesx("snapshot-create-as", OFF, "old")

    kept = aioesx("snapshot-delete", OFF, "--older-than", "2020-01-01")
    gone = aioesx("snapshot-delete", OFF, "--older-than", "2999-01-01T00:00")

    assert kept.stdout == "\n"
    assert gone.stdout == "Domain snapshot old deleted\n\n"


def test_several_domains_at_once(aioesx: Command) -> None:
    outcome = aioesx("start", OFF, "console01", "nobody")

    assert outcome.stdout == f"Domain '{OFF}' started\n\n"
    assert outcome.stderr.count("\n") == 2
    assert outcome.status == 10


def test_the_first_failure_tells_where_nothing_succeeded(aioesx: Command) -> None:
    assert aioesx("start", "console01", "nobody").status == 6
    assert aioesx("start", "nobody", "console01").status == 5


def test_a_screenshot_has_a_name_of_its_own(
    aioesx: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    outcome = aioesx("screenshot", ON)

    assert [path.suffix for path in tmp_path.iterdir()] == [".png"]
    assert outcome.stdout.endswith(".png, with type of image/png\n")


def test_version(aioesx: Command) -> None:
    outcome = aioesx("version")

    assert f"Running hypervisor: ESX {presets.DEFAULT_PROFILE.version}" in outcome.stdout


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (["start"], "command 'start' requires <domain> option"),
        (["setmem", OFF], "command 'setmem' requires <size> option"),
        (["list", "extra"], "unexpected data 'extra'"),
        (["domstate", OFF, ON], f"unexpected data '{ON}'"),
        (["list", "--name", "--table"], "Options --table and --name are mutually exclusive"),
        (["setmem", OFF, "big"], "Scaled numeric value 'big' is malformed"),
        (["setvcpus", OFF, "many"], "'many' is not a valid integer"),
        (["snapshot-info", OFF], "--snapshotname or --current is required"),
        (["schedinfo", OFF, "limit=x"], "invalid value for scheduler option 'limit': 'x'"),
        (["domifaddr", ON, "--source", "arp"], "Unknown IP address data source 'arp'"),
    ],
    ids=str,
)
def test_a_wrong_command_line(aioesx: Command, words: list[str], complaint: str) -> None:
    outcome = aioesx(*words)

    assert outcome.status == 2
    assert complaint in outcome.stderr


@pytest.mark.parametrize(
    "words",
    [
        ["setmem", OFF, "1024"],
        ["setmem", "--domain", OFF, "1024"],
        ["setmem", "--size", "1024", OFF],
        ["setmem", "--size=1024", "--domain=db01"],
        ["setmem", OFF, "--size", "1024"],
    ],
    ids=" ".join,
)
def test_words_may_be_bare_or_named(aioesx: Command, words: list[str]) -> None:
    assert aioesx(*words) == Outcome(0, "\n", "")


@pytest.mark.parametrize(
    ("text", "kib"),
    [
        ("1024", 1024),
        ("1k", 1),
        ("1KiB", 1),
        ("1KB", 1),
        ("1M", 1024),
        ("1MB", 977),
        ("2GiB", 2 * 1024**2),
        ("1T", 1024**3),
        ("1025b", 2),
        ("1 bytes", 1),
        ("0", 0),
    ],
)
def test_sizes(text: str, kib: int) -> None:
    assert parse_size(text) == kib


@pytest.mark.parametrize("text", ["", "x", "-1", "1Q", "1Mb/s", "1.5G", "1" * 19, "\u0661", "16E"])
def test_sizes_that_are_none(text: str) -> None:
    with pytest.raises(ValueError, match="malformed"):
        parse_size(text)

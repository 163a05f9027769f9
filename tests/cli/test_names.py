"""What a person names is found by one read, is never another, and a slip is told."""

from __future__ import annotations

import importlib
from collections.abc import Callable

import pytest
from support.command import command
from support.run import Outcome

from aioesx.cli.catalog import MODULES
from aioesx.cli.program import cli
from aioesx.simulator import Simulator, presets
from aioesx.simulator.state.host import HostState

Command = Callable[..., Outcome]
LIST = "RetrievePropertiesEx"


@pytest.fixture
def aioesx(plain: Simulator) -> Command:
    """`aioesx("start", "web01")`: our command, in this process."""
    return lambda *words: command(plain.uri, *words)


def reads(simulator: Simulator, aioesx: Command, *words: str) -> int:
    """Count the reads of a command line."""
    before = simulator.call_count[LIST]
    outcome = aioesx(*words)
    assert outcome.status == 0, outcome.stderr
    return simulator.call_count[LIST] - before


def test_each_command_is_declared_once() -> None:
    modules = {name: importlib.import_module(f"aioesx.cli.{name}") for name in MODULES.values()}
    names = [(row.name, name) for name, module in modules.items() for row in module.COMMANDS]

    assert sorted(names) == sorted(MODULES.items())


SEVERAL = {
    name
    for name, each in cli.commands.items()
    if any(p.name == "domain" and p.multiple for p in each.params)
}


def test_these_take_several_domains() -> None:
    verbs = {"start", "shutdown", "reboot", "reset", "destroy", "suspend", "resume"}

    others = {"domstats", "perf", "power-group", "old-snapshots", "consolidate"}
    assert verbs | others | {"dominfo", "undefine", "autostart"} == SEVERAL


@pytest.mark.parametrize("name", ["dominfo", "destroy", "autostart"])
def test_the_domains_are_read_once_for_all_names(
    plain: Simulator, aioesx: Command, name: str
) -> None:
    """What one domain more costs is what is done to it."""

    def cost(*names: str) -> int:
        plain.change(switch_on)
        return reads(plain, aioesx, name, *names)

    one, two, three = cost("web01"), cost("web01", "win01"), cost("web01", "win01", "build01")

    assert two - one == three - two < one


def switch_on(host: HostState) -> None:
    for name in ("web01", "win01", "build01"):
        host.find(name).set_power("poweredOn")


def add_twins(host: HostState) -> None:
    for name, power in (("t1", "poweredOff"), ("t2", "poweredOn")):
        machine = presets.add_machine(host, presets.MachineKind(name, power))
        machine.change({"displayName": "twin"})


def test_a_name_of_several_is_refused_with_what_tells_them_apart(
    plain: Simulator, aioesx: Command
) -> None:
    plain.change(add_twins)

    outcome = aioesx("start", "twin")

    assert outcome.status == 2
    assert outcome.stderr.count("UUID") == 2
    assert "id 7" in outcome.stderr
    assert plain.call_count["PowerOnVM_Task"] == 0


def test_a_snapshots_name_of_several_is_refused_with_their_dates(
    plain: Simulator, aioesx: Command
) -> None:
    aioesx("snapshot-create-as", "db01", "twin")
    aioesx("snapshot-create-as", "db01", "other")
    plain.change(lambda host: setattr(host.find("db01").snapshots.current, "name", "twin"))

    outcome = aioesx("snapshot-delete", "db01", "twin")

    assert outcome.status == 2
    assert "2 snapshots bear 'twin'" in outcome.stderr
    assert outcome.stderr.count(" of 20") == 2
    assert plain.call_count["RemoveSnapshot_Task"] == 0


@pytest.mark.parametrize("zeros", ["00000000-0000-0000-0000-000000000000", "0" * 32])
def test_zeros_name_nobody(plain: Simulator, aioesx: Command, zeros: str) -> None:
    assert aioesx("destroy", zeros).status == 5
    assert plain.call_count["PowerOffVM_Task"] == 0


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        (["dominfo", "web1"], "web01"),
        (["start", "dbo1"], "db01"),
        (["snapshot-info", "db01", "befor"], "before"),
        (["snapshot-list", "db01", "--from", "before1"], "before"),
        (["schedinfo", "db01", "limt=5"], "limit"),
        (["wait-for", "web01", "runing"], "running"),
        (["lst"], "list"),
        (["dominf", "web01"], "dominfo"),
        (["list", "--al"], "--all"),
        (["start", "db01", "--force-bot"], "--force-boot"),
        (["--qiet", "list"], "--quiet"),
    ],
    ids=" ".join,
)
def test_a_slip_is_told_what_was_probably_meant(
    aioesx: Command, words: list[str], meant: str
) -> None:
    aioesx("snapshot-create-as", "db01", "before")

    outcome = aioesx(*words)

    assert outcome.status in (2, 5)
    assert f"did you mean '{meant}'?" in outcome.stderr
    assert outcome.stderr.count("\n") == 1


BEFORE = sorted(name for each in cli.params for name in each.opts if name.startswith("-"))


@pytest.mark.parametrize("name", BEFORE)
def test_an_option_of_the_program_behind_the_command_is_told_its_place(
    aioesx: Command, name: str
) -> None:
    """`hostname` has no options but its help, and no words either."""
    outcome = aioesx("hostname", name)

    if name in {"-h", "--help"}:
        assert outcome.status == 0
    else:
        assert outcome.status == 2
        assert f"; it stands before the command: `aioesx {name} ... hostname`" in outcome.stderr


def test_a_parameter_of_the_uri_is_told_what_it_should_be(plain: Simulator) -> None:
    outcome = command(f"{plain.uri}&noverify=1", "list")

    assert "did you mean 'no_verify'?" in outcome.stderr


@pytest.mark.parametrize(
    "word", ["event", "exut", "destry", "rest", "reser", "rebot", "shutdwn", "undefin", "suspnd"]
)
def test_no_slip_leads_to_what_takes_something_away(aioesx: Command, word: str) -> None:
    outcome = aioesx(word)

    assert outcome.status == 2
    for name in ("destroy", "reset", "reboot", "shutdown", "undefine", "suspend"):
        assert name not in outcome.stderr.replace(f"'{word}'", "")

"""What is in the way of an import or a copy names what answers it: the option, the parameter."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from support.command import invoke
from support.hosts import connected
from support.small_disks import MIB, shrink
from support.source import modules

import aioesx
from aioesx import vim
from aioesx._server.moving import ANSWERS
from aioesx.cli.moving import arrive
from aioesx.cli.moving.words import ANSWERED_BY
from aioesx.cli.status import ExitStatus
from aioesx.domain.domains import Domains
from aioesx.errors import ExportRefusedError
from aioesx.export.arrival import import_package
from aioesx.export.before.refused import REFUSALS
from aioesx.simulator import Options, Simulator, presets

BOTH: Final = {"AIOESX_PASSWORD": "secret", "AIOESX_TO_PASSWORD": "secret"}
STORE: Final = ("--datastore", "datastore1")
HUGE: Final = 4 * 2**40


def _one_store(host: Any) -> None:
    host.datastores.pop(next(key for key, one in host.datastores.items() if one.name == "nfs1"))


@pytest.fixture
def host() -> Iterator[Simulator]:
    state = presets.small_host(machines=2, options=Options(task_seconds=0.0, tools_seconds=0.0))
    shrink(state, "db01", MIB)
    with Simulator(state, username="root", password="secret", tls=False) as host:
        yield host


@pytest.fixture
def files(tmp_path: Path) -> dict[str, str]:
    for name, size in {"RAW": MIB, "HUGE": HUGE}.items():
        with (tmp_path / name.lower()).open("wb") as file:
            file.truncate(size)
    return {name: str(tmp_path / name.lower()) for name in ("RAW", "HUGE")}


CASES: Final = [
    # command line                                          what answers it, and what is told
    ("import RAW", "datastore", "say which datastore of"),
    ("import RAW --datastore nowhere", "datastore", "has no datastore 'nowhere'"),
    ("import HUGE --thick --datastore datastore1", "datastore", "bytes free"),
    ("import RAW --datastore datastore1 --name web01", "name", "has a machine 'web01' already"),
    ("import RAW --datastore datastore1 --network a=b", "networks", "has no network 'b'"),
    ("import RAW --datastore datastore1 --property a=b", "properties", "no property 'a'"),
    ("copy db01 --to URI", "name", "has a machine 'db01' already"),
    ("copy db01 --to URI --name new --datastore nowhere", "datastore", "has no datastore"),
    ("copy db01 --to URI --name new --network a=DMZ", "networks", "is on no network 'a'"),
    ("copy db01 --to URI --name new --network", "networks", "has no network 'b'"),
    ("copy db01 --to URI --name new --way snapshot", "way", "a copy is of a domain that is off"),
]


@pytest.mark.parametrize(("line", "answer", "said"), CASES, ids=[line for line, _, _ in CASES])
def test_a_refusal_names_the_option_that_answers_it(
    host: Simulator, files: dict[str, str], line: str, answer: str, said: str
) -> None:
    words = [{**files, "URI": host.uri}.get(word, word) for word in line.split()]
    if words[-1] == "--network":
        words.append("VM Network=b")

    outcome = invoke("-c", host.uri, *words, env=BOTH)

    assert outcome.status == ExitStatus.FAILED
    assert said in outcome.stderr
    assert f"({ANSWERED_BY[answer]} {ANSWERS[answer][1]})" in outcome.stderr
    assert f" {ANSWERS[answer][0]}" not in outcome.stderr  # what programs write
    assert host.call_count["ImportVApp"] == 0


def test_thick_disks_that_have_no_room_in_the_only_datastore_may_be_thin(
    host: Simulator, files: dict[str, str]
) -> None:
    host.change(_one_store)

    outcome = invoke("-c", host.uri, "import", files["HUGE"], "--thick", env=BOTH)

    assert f"are needed (going without --thick {ANSWERS['thin'][1]})" in outcome.stderr


@pytest.mark.anyio
@pytest.mark.one_loop
async def test_a_program_is_told_the_parameter(host: Simulator, files: dict[str, str]) -> None:
    async with connected(host) as esx:
        with pytest.raises(ExportRefusedError) as refused:
            await esx.domains.import_from(files["RAW"])

    (only,) = refused.value.refusals
    assert only.answer == "datastore"
    assert str(refused.value).endswith("(datastore= says where its disks go)")


@pytest.mark.parametrize(
    ("fault", "answer"),
    [
        (vim.OvfPropertyValue(line_number=1, type="int", value="x"), "properties"),
        (vim.OvfPropertyNetwork(line_number=1, type="string", value="x"), "properties"),
        (vim.OvfNetworkMappingNotSupported(), "networks"),
        (vim.OvfInvalidVmName(name="x"), "name"),
        (vim.OvfNoHostNic(), ""),
    ],
    ids=lambda value: value if isinstance(value, str) else type(value).__name__,
)
def test_what_the_host_says_of_a_package_is_answered_where_a_parameter_does(
    fault: vim.MethodFault, answer: str
) -> None:
    told = vim.LocalizedMethodFault(fault=fault, localized_message="no")

    assert import_package.answer_of(told) == answer


def test_what_answers_is_a_parameter_and_an_option() -> None:
    parameters = {
        *inspect.signature(Domains.import_from).parameters,
        *inspect.signature(aioesx.Domain.copy_to).parameters,
    }
    options = {f"--{word.name}" for row in arrive.COMMANDS for word in row.parameters}

    assert set(ANSWERS) == set(ANSWERED_BY)
    assert set(ANSWERS) <= parameters
    assert {option.split()[-1] for option in ANSWERED_BY.values()} <= options
    assert {row.answer for row in REFUSALS} == {"", "way"}


NONE_HELPS: Final = {
    "licence": "the host's owner has another one",
    "product": "it is too old a host",
    "maintenance": "it is ended at the host",
    "hardware": "it is what the machine is",
    "uuid": "a warning",
    "disk": "a warning",
    "property": "a warning of a copy, whose properties are as they were",
    "ovf": "the host's own words; a table says which of them are answered",
}
"""What is told of arrivals that no option answers, and why."""


def test_whatever_is_told_of_arrivals_says_what_answers_it_or_is_known_to_have_no_answer() -> None:
    told = {
        (str(call.args[0].value), len(call.args))
        for module in modules()
        if module.name.startswith("aioesx.export.arrival.")
        for call in ast.walk(ast.parse(module.path.read_text("utf-8")))
        if isinstance(call, ast.Call)
        and ast.unparse(call.func) == "Obstacle"
        and isinstance(call.args[0], ast.Constant)
    }

    assert {kind for kind, given in told if given < 3} == set(NONE_HELPS)
    assert {kind for kind, given in told if given == 3} == {
        *("name", "datastore", "space", "network", "property", "way", "ovf"),
    }

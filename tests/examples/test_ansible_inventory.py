"""examples/ansible_inventory.py, as Ansible itself reads it."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

import anyio
import pytest
from support.adapters import EXAMPLES, environment, uri_of
from support.run import Outcome, run

import aioesx
from aioesx import vim
from aioesx.simulator import Simulator, make_farm

SCRIPT = EXAMPLES / "ansible_inventory.py"
ANSIBLE = Path(sys.executable).with_name("ansible-inventory")
Asked = Callable[..., Outcome]


@pytest.fixture
def ask(simulator: Simulator, tmp_path: Path) -> Asked:
    """Run a program that has the script's environment: this Python, and one host."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    env = {
        **environment(tmp_path),
        "AIOESX_INVENTORY": uri_of(simulator),
        "PATH": path,
        "ANSIBLE_HOME": str(tmp_path / "ansible"),
        "ANSIBLE_INVENTORY_ANY_UNPARSED_IS_FAILED": "1",
    }
    return lambda *words, **more: run(words, env={**env, **more}, timeout=60)


def test_it_lists_machines_with_variables_in_groups(ask: Asked, simulator: Simulator) -> None:
    outcome = ask(sys.executable, "-W", "error", SCRIPT, "--list")

    assert (outcome.status, outcome.stderr) == (0, "")
    told = json.loads(outcome.stdout)
    assert len(told["_meta"]["hostvars"]) == 5
    assert "web01" in told["state_running"]["hosts"]
    assert "db01" in told["state_shut_off"]["hosts"]
    assert told["_meta"]["hostvars"]["web01"]["esx_name"] == {"__ansible_unsafe": "web01"}
    assert simulator.call_count["RetrievePropertiesEx"] <= 4


@pytest.mark.long
def test_it_tells_of_one_machine(ask: Asked) -> None:
    whole = json.loads(ask(sys.executable, SCRIPT, "--list").stdout)

    assert (
        json.loads(ask(sys.executable, SCRIPT, "--host", "web01").stdout)
        == (whole["_meta"]["hostvars"]["web01"])
    )
    assert json.loads(ask(sys.executable, SCRIPT, "--host", "nobody").stdout) == {}


@pytest.mark.long
def test_ansible_reads_it(ask: Asked) -> None:
    outcome = ask(ANSIBLE, "-i", SCRIPT, "--list")

    assert outcome.status == 0, outcome.stderr
    told = json.loads(outcome.stdout)
    assert told["_meta"]["hostvars"]["web01"]["esx_state"] == "running"
    assert "web01" in told["state_running"]["hosts"]


@pytest.mark.long
def test_what_somebody_wrote_into_the_notes_is_no_template(
    ask: Asked, simulator: Simulator, tmp_path: Path
) -> None:
    notes = "{{ lookup('pipe', 'id') }}"

    async def note(esx: aioesx.Connection) -> None:
        domain = await esx.domains.lookup("web01")
        spec = vim.VirtualMachineConfigSpec(annotation=notes)
        await esx.run(vim.ReconfigVM_Task(this=domain.ref, spec=spec))

    on(uri_of(simulator), note)
    debug = ("-m", "ansible.builtin.debug", "-a", "var=esx_notes", "-c", "local", "web01")

    outcome = ask(ANSIBLE.with_name("ansible"), "-i", SCRIPT, *debug)

    assert outcome.status == 0, outcome.stderr
    assert "lookup('pipe', 'id')" in outcome.stdout
    assert "uid=" not in outcome.stdout


async def rename(esx: aioesx.Connection) -> None:
    """Give the two machines of a host names that become the same, here and on others."""
    for entry, name in zip(await esx.domains.list(), ("web 1", "web_1"), strict=True):
        await entry.domain.rename(name)


def on(uri: str, work: Callable[[aioesx.Connection], Awaitable[None]]) -> None:
    async def connected() -> None:
        async with aioesx.connect(uri, password="secret") as esx:
            await work(esx)

    anyio.run(connected)


@pytest.mark.long
def test_machines_of_one_name_are_told_apart_and_a_dead_host_is_told(
    ask: Asked, tmp_path: Path
) -> None:
    inventory = tmp_path / "inventory.toml"
    with make_farm(2, machines=2, password="secret") as site:
        for uri in site.uris.values():
            on(f"{uri}?cacert={site.ca_file}", rename)
        gone = '\n[[host]]\nname = "gone"\nuri = "esx://127.0.0.1:9/"\n'
        text = 'defaults.password_env = "OF_THE_FARM"\n' + site.inventory_toml() + gone
        inventory.write_text(text)
        outcome = ask(
            sys.executable, SCRIPT, "--list", AIOESX_INVENTORY=str(inventory), OF_THE_FARM="secret"
        )

    assert outcome.stderr.startswith("gone: 127.0.0.1:9: ")
    told = json.loads(outcome.stdout)
    names = told["_meta"]["hostvars"]
    assert sorted(names) == sorted(f"web_1.{each['esx_uuid']}" for each in names.values())
    assert len(names) == 4
    assert sum(len(group["hosts"]) for name, group in told.items() if name[:5] == "host_") == 4


@pytest.mark.long
def test_a_machine_called_localhost_is_not_taken_for_the_controller(
    ask: Asked, simulator: Simulator
) -> None:
    async def rename(esx: aioesx.Connection) -> None:
        await (await esx.domains.lookup("web01")).rename("localhost")

    on(uri_of(simulator), rename)

    names = json.loads(ask(sys.executable, SCRIPT, "--list").stdout)["_meta"]["hostvars"]

    assert "localhost" not in names
    assert len([name for name in names if name.startswith("localhost.")]) == 1

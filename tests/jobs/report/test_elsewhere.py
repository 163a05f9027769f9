"""NetBox's import and Ansible's inventory: what they ask for, and by Ansible itself."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
import subprocess
import sys
from collections import Counter
from ipaddress import ip_interface
from pathlib import Path
from typing import Any

import pytest

from aioesx.jobs.report import TABLES, Cell, Report
from aioesx.jobs.report.writing.netbox import MODELS

STATUSES = {"offline", "active", "planned", "staged", "failed", "decommissioning", "paused"}
"""NetBox's VirtualMachineStatusChoices."""


def _read(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def _renamed(report: Report, *names: str) -> Report:
    """Return a report whose first machines are called so, in every table."""
    keys = [(row["vi_sdk_server"], row["vm_id"]) for row in report.records("vInfo")]
    wanted: dict[Any, Cell] = dict(zip(keys, names, strict=False))
    rows = dict(report.rows)
    for table in report.tables:
        if table.columns[0].title == "VM":
            found = zip(report.records(table.name), report.rows[table.name], strict=True)
            rows[table.name] = tuple(
                (wanted.get((each["vi_sdk_server"], each["vm_id"]), row[0]), *row[1:])
                for each, row in found
            )
    return dataclasses.replace(report, rows=rows)


# --- NetBox --------------------------------------------------------------------------------------


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.form)
def test_every_line_has_what_netbox_requires(report: Report, model: Any) -> None:
    lines = _read(report.to_netbox()[model.file])

    assert lines
    for line in lines:
        assert list(line) == [field.name for field in model.fields]
        for field in model.fields:
            assert line[field.name] or not field.required, field.name
            assert field.longest is None or len(line[field.name]) <= field.longest


def test_what_a_line_names_stands_in_an_earlier_file(report: Report) -> None:
    types, clusters, machines, cards, addresses = map(_read, report.to_netbox().values())
    names = {each["name"] for each in machines}
    known = {(each["virtual_machine"], each["name"]) for each in cards}

    assert {each["type"] for each in clusters} <= {each["name"] for each in types}
    assert {each["cluster"] for each in machines} <= {each["name"] for each in clusters}
    assert {each["virtual_machine"] for each in cards} <= names
    assert {(each["virtual_machine"], each["interface"]) for each in addresses} <= known
    assert {each["status"] for each in machines} <= STATUSES
    assert len(names) == len(machines) == len(report.rows["vInfo"])
    assert all(ip_interface(each["address"]).network.prefixlen == 15 for each in addresses)


def test_two_machines_of_one_name_have_names_of_their_own(report: Report) -> None:
    twins = _renamed(report, "twin", "TWIN", "x" * 80)

    machines = _read(twins.to_netbox()["3-virtual-machines.csv"])

    names = Counter(each["name"].lower() for each in machines)
    assert set(names.values()) == {1}
    assert machines[0]["name"] == "twin (esx01.localdomain) (1)"
    assert machines[0]["description"] == "twin"
    assert len(machines[2]["name"]) == 64
    assert machines[2]["description"] == "x" * 80


def test_the_primary_address_comes_behind_the_others_of_its_machine(report: Report) -> None:
    """NetBox takes the mark away again by a line that says no."""
    table = TABLES["vNetwork"]
    number = table.index("Addresses with prefix")
    first, *rest = report.rows["vNetwork"]
    primary = str(first[table.index("IPv4 Address")][0])  # type: ignore[index]
    both = (f"{primary}/15", "198.19.0.1/15", "fe80::1/64", "2001:db8::1%eth0/64")
    changed = (*first[:number], both, *first[number + 1 :])
    made = dataclasses.replace(report, rows={**report.rows, "vNetwork": (changed, *rest)})

    lines = _read(made.to_netbox()["5-ip-addresses.csv"])

    machine = next(each["virtual_machine"] for each in lines if "198.19.0.1" in each["address"])
    of_it = [each for each in lines if each["virtual_machine"] == machine]
    told = [(each["address"], each["is_primary"]) for each in of_it]
    assert told == [
        ("198.19.0.1/15", "False"),
        ("2001:db8::1/64", "False"),
        (f"{primary}/15", "True"),
    ]


def test_a_report_without_its_tables_is_none_for_netbox_or_ansible(report: Report) -> None:
    with pytest.raises(ValueError, match="vNetwork is not told"):
        report.only(["vInfo", "vHost"]).to_netbox()
    with pytest.raises(ValueError, match="vNetwork is not told"):
        report.only(["vInfo"]).to_ansible()


# --- Ansible -------------------------------------------------------------------------------------


def test_groups_are_by_state_host_and_guest(report: Report) -> None:
    told = report.to_ansible()

    hosts = set(told["_meta"]["hostvars"])
    assert len(hosts) == len(report.rows["vInfo"])
    states = [name for name in told if name.startswith("state_")]
    assert Counter(host for name in states for host in told[name]["hosts"]) == Counter(hosts)
    assert (
        set(told["host_esx01_localdomain"]["hosts"]) | set(told["host_esx02_localdomain"]["hosts"])
        == hosts
    )
    assert {*told} - {"_meta", "all"} == {*told["all"]["children"]} - {"ungrouped"}


def test_folders_are_groups_below_each_other(report: Report) -> None:
    number = TABLES["vInfo"].index("Folder")
    rows = [list(row) for row in report.rows["vInfo"]]
    for row, folder in zip(rows, ("teams/web", "teams/web/eu", "teams", None), strict=False):
        row[number] = folder
    made = dataclasses.replace(report, rows={**report.rows, "vInfo": tuple(map(tuple, rows))})

    told = made.to_ansible()

    assert told["folder_teams"]["children"] == ["folder_teams_web"]
    assert told["folder_teams_web"]["children"] == ["folder_teams_web_eu"]
    assert "folder_teams" in told["all"]["children"]
    assert "folder_teams_web" not in told["all"]["children"]


def test_what_a_guest_says_is_no_option_of_ssh(report: Report) -> None:
    table = TABLES["vInfo"]
    row = list(report.rows["vInfo"][0])
    row[table.index("Primary IP Address")] = None
    row[table.index("DNS Name")] = "-oProxyCommand=touch"
    made = dataclasses.replace(report, rows={**report.rows, "vInfo": (tuple(row),)})

    (variables,) = made.to_ansible()["_meta"]["hostvars"].values()

    assert "ansible_host" not in variables


def _as_script(directory: Path, told: dict[str, Any]) -> Path:
    data = directory / "inventory.json"
    data.write_text(json.dumps(told), "utf-8")
    script = directory / "inventory.sh"
    script.write_text(f"#!/bin/sh\ncat '{data}'\n")
    script.chmod(0o755)
    return script


def _ansible(program: str, script: Path, *words: str) -> str:
    command = [str(Path(sys.executable).with_name(program)), "-i", str(script), *words]
    env = {"PATH": "/usr/bin:/bin", "HOME": str(script.parent), "LC_ALL": "C.UTF-8"}
    done = subprocess.run(command, capture_output=True, text=True, timeout=50, env=env, check=False)
    assert done.returncode == 0, done.stderr
    assert "WARNING" not in done.stderr
    return done.stdout


@pytest.mark.peer("ansible")
def test_ansible_reads_the_inventory_as_it_is_meant(report: Report, tmp_path: Path) -> None:
    told = report.to_ansible()

    read = json.loads(_ansible("ansible-inventory", _as_script(tmp_path, told), "--list"))

    hostvars = read["_meta"]["hostvars"]
    assert _unmarked(hostvars) == _unmarked(told["_meta"]["hostvars"])
    for name in told.keys() - {"_meta", "all"}:
        assert sorted(read[name]["hosts"]) == sorted(told[name]["hosts"])


def _unmarked(value: Any) -> Any:
    if isinstance(value, dict):
        plain = {key: _unmarked(each) for key, each in value.items()}
        return plain.get("__ansible_unsafe", plain)
    return [_unmarked(each) for each in value] if isinstance(value, list) else value


def _filled(report: Report, text: str) -> Report:
    """Return a report of one machine and its first card, all of whose texts are this one."""
    kept = ("VI SDK Server", "VM ID", "Template", "Powerstate")
    rows: dict[str, tuple[tuple[Cell, ...], ...]] = {}
    evil: dict[str, Cell] = {"text": text, "texts": (text,)}
    for name in ("vInfo", "vNetwork"):
        cells = zip(TABLES[name].columns, report.rows[name][0], strict=True)
        rows[name] = (
            tuple(
                cell if column.title in kept else evil.get(column.type, cell)
                for column, cell in cells
            ),
        )
    return dataclasses.replace(report, rows={**report.rows, **rows})


_TEMPLATES = {
    "override": "#jinja2:variable_start_string:'[[',variable_end_string:']]'\n"
    "[[ lookup('pipe', 'touch {mark}') ]]",
    "variable": "{{{{ lookup('pipe', 'touch {mark}') }}}}",
    "block": "{{% if lookup('pipe', 'touch {mark}') %}}{{% endif %}}",
}


@pytest.mark.parametrize(
    "kind",
    [
        "override",
        pytest.param("variable", marks=pytest.mark.long),
        pytest.param("block", marks=pytest.mark.long),
    ],
)
@pytest.mark.peer("ansible")
def test_ansible_makes_no_template_of_what_a_host_says(
    report: Report, tmp_path: Path, kind: str
) -> None:
    mark = tmp_path / "done by a name"
    told = _filled(report, _TEMPLATES[kind].format(mark=mark)).to_ansible()
    script = _as_script(tmp_path, told)
    (variables,) = told["_meta"]["hostvars"].values()
    words = ("all", "-c", "local", "-m", "debug", "-a")

    shown = "".join(f"{{{{ {name} }}}}" for name in ("inventory_hostname", *variables))
    said = _ansible("ansible", script, *words, f"msg={shown}")

    assert said.count("lookup") > json.dumps(variables).count("lookup") > 10
    assert not mark.exists()


def test_every_text_of_a_host_is_marked_for_ansible(report: Report) -> None:
    (variables,) = _filled(report, "{{ x }}").to_ansible()["_meta"]["hostvars"].values()

    plain = {name for name, value in variables.items() if isinstance(value, str)}
    assert plain == {"esx_state"}
    assert variables["esx_addresses"] == [{"__ansible_unsafe": "{{ x }}"}] * 2


def test_machines_have_names_of_their_own_that_are_neither_templates_nor_the_controller(
    report: Report,
) -> None:
    made = _renamed(report, "{{a}}", "__a__", "localhost", "#jinja2:x", "_jinja2:x")

    names = list(made.to_ansible()["_meta"]["hostvars"])

    assert len({name.lower() for name in names}) == len(names) == len(report.rows["vInfo"])
    assert not [name for name in names if name.startswith("#") or "{" in name]
    assert "localhost" not in names
    assert any(name.startswith("localhost (") for name in names)

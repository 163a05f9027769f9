"""`aioesx simulate`: a host for programs and people, started and ended as a program."""

from __future__ import annotations

import shlex
import socket
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
from support.command import invoke
from support.farming import running_farm
from support.judges import ROOT
from support.process import ServerProcess, serve
from support.run import aioesx

COMMAND = Path(sys.executable).with_name("aioesx")
SECRET = {"AIOESX_SIMULATOR_PASSWORD": "of the rings"}


def test_its_first_line_is_a_uri_to_connect_to() -> None:
    with serve([COMMAND, "simulate"], env=SECRET) as host:
        outcome = invoke(
            "-c", host.first_line, "list", "--name", env={"AIOESX_PASSWORD": "of the rings"}
        )

    assert (outcome.status, outcome.stderr) == (0, "")
    assert "web01\n" in outcome.stdout


def test_it_makes_a_password_up_and_tells_it() -> None:
    with serve([COMMAND, "simulate"]) as host:
        lines = [host.readline(), host.readline()]
        password = lines[1].removeprefix("password:").strip()
        outcome = invoke("-c", host.first_line, "hostname", env={"AIOESX_PASSWORD": password})

    assert lines[0].split() == ["user:", "root"]
    assert len(password) >= 12
    assert outcome.status == 0


def test_it_keeps_a_given_password_to_itself(tmp_path: Path) -> None:
    file = tmp_path / "password"
    file.write_text("of the flies\n")

    with serve([COMMAND, "simulate", "--password-file", file]) as host:
        outcome = invoke("--password-file", file, "-c", host.first_line, "hostname")
        host.terminate()
        host.wait()
        said = [host.first_line, *iter(host.readline, ""), host.stderr]

    assert outcome.status == 0
    assert "of the flies" not in " ".join(said)


def test_without_tls_it_speaks_http() -> None:
    with serve([COMMAND, "simulate", "--no-tls"], env=SECRET) as host:
        outcome = invoke("-c", host.first_line, "hostname", env={"AIOESX_PASSWORD": "of the rings"})

    assert "transport=http" in host.first_line
    assert (outcome.status, outcome.stderr) == (0, "")


@pytest.mark.long
@pytest.mark.parametrize("machines", [1, 20])
def test_it_has_as_many_machines_as_asked_for(machines: int) -> None:
    with serve([COMMAND, "simulate", "--machines", str(machines)], env=SECRET) as host:
        outcome = invoke(
            *("-q", "-c", host.first_line, "list", "--all", "--name"),
            env={"AIOESX_PASSWORD": "of the rings"},
        )

    assert len(outcome.stdout.split()) == machines


def test_it_listens_where_it_is_told() -> None:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]

    with serve([COMMAND, "simulate", "--port", str(port)], env=SECRET) as host:
        assert f"127.0.0.1:{port}/" in host.first_line


def test_a_taken_port_is_one_line() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

        outcome = aioesx("simulate", "--port", str(port), env=SECRET)

    assert outcome.status != 0
    assert outcome.stdout == ""
    assert outcome.stderr.startswith("error: ")
    assert outcome.stderr.count("\n") == 1
    assert str(port) in outcome.stderr


def test_sigterm_ends_it_in_peace() -> None:
    with serve([COMMAND, "simulate"], env=SECRET) as host:
        host.terminate()

        assert host.wait() == 0
        assert host.stderr == ""


# --- several hosts -------------------------------------------------------------------------------


def read_inventory(host: ServerProcess) -> dict[str, Any]:
    """Return what follows the first line, up to the remarks at its end."""
    lines = []
    while not (line := host.readline()).startswith("# try:"):
        lines.append(line)
    return tomllib.loads("\n".join(lines))


def test_a_farm_tells_its_hosts_as_toml() -> None:
    with serve([COMMAND, "simulate", "--farm", "3", "--machines", "2"]) as host:
        inventory = read_inventory(host)
        outcome = invoke(
            *("-q", "-c", f"{inventory['host'][2]['uri']}?cacert={inventory['authority']}"),
            *("list", "--all", "--name"),
            env={"AIOESX_PASSWORD": inventory["password"]},
        )

    assert host.first_line == f"{inventory['host'][0]['uri']}?no_verify=1"
    assert [entry["name"] for entry in inventory["host"]] == ["esx0001", "esx0002", "esx0003"]
    assert outcome.stdout.split() == ["esx0003-web01", "esx0003-db01"]


def test_a_given_password_is_not_in_the_inventory(tmp_path: Path) -> None:
    file = tmp_path / "inventory.toml"

    with serve([COMMAND, "simulate", "--farm", "2", "--inventory", file], env=SECRET) as host:
        printed = read_inventory(host)
        written = tomllib.loads(file.read_text("utf-8"))

    assert printed == written
    assert "password" not in written


@pytest.mark.long
@pytest.mark.parametrize("before", [None, 0o644], ids=["new", "there before"])
def test_a_host_alone_writes_its_inventory_too(tmp_path: Path, before: int | None) -> None:
    file = tmp_path / "inventory.toml"
    if before is not None:
        file.touch(before)

    with serve([COMMAND, "simulate", "--inventory", file]) as host:
        written = tomllib.loads(file.read_text("utf-8"))

    assert host.first_line.startswith(written["host"][0]["uri"])
    assert len(written["password"]) >= 12
    assert file.stat().st_mode & 0o777 == 0o600


@pytest.mark.long
@pytest.mark.parametrize("words", [["--vcenter"], ["--profile", "vcenter-5.5"]])
def test_a_vcenter_comes_first(words: list[str]) -> None:
    with serve([COMMAND, "simulate", *words], env=SECRET) as host:
        inventory = read_inventory(host)

    assert host.first_line.startswith("vpx://root@127.0.0.10:")
    assert [entry["path"] for entry in inventory["host"]] == [
        "farm/cluster01/esx0001",
        "farm/cluster01/esx0002",
    ]


@pytest.mark.parametrize(
    ("words", "names"), [(["--vcenter", "--machines", "3"], 6), (["--machines", "3"], 3)]
)
def test_what_it_says_to_try_works(words: list[str], names: int) -> None:
    with serve([COMMAND, "simulate", *words], env=SECRET) as host:
        line = ""
        while not line.lstrip("# ").startswith("try:"):
            line = host.readline()
        outcome = invoke(
            *(*shlex.split(line.partition("try:")[2])[1:], "--name"),
            env={"AIOESX_PASSWORD": "of the rings"},
        )

    assert f"-c '{host.first_line}'" in line
    assert len(outcome.stdout.split()) == names, outcome.stderr


@pytest.mark.long
def test_a_profile_makes_it_another_product() -> None:
    with serve([COMMAND, "simulate", "--profile", "esx-4.1", "--legacy-tls"], env=SECRET) as host:
        outcome = invoke(
            *("-c", host.first_line, "version"), env={"AIOESX_PASSWORD": "of the rings"}
        )

    assert "legacy_tls=1" in host.first_line
    assert "4.1.0" in outcome.stdout


def test_a_site_is_what_its_file_says() -> None:
    example = ROOT / "examples" / "site.toml"
    with serve([COMMAND, "simulate", "--site", example], env=SECRET) as host:
        inventory = read_inventory(host)
        outcome = invoke(
            *("-q", "-c", f"{inventory['host'][2]['uri']}&no_verify=1", "list", "--name"),
            env={"AIOESX_PASSWORD": "of the rings"},
        )

    assert inventory["vcenter"]["profile"] == "vcenter-8.0"
    assert outcome.stdout.split() == ["payroll"]


@pytest.mark.long
def test_rules_of_a_file_go_to_the_hosts_that_they_name(tmp_path: Path) -> None:
    file = tmp_path / "faults.toml"
    file.write_text('[[fault]]\nhost = "*2"\nmethod = "Login"\nfault = "InvalidLogin"\n')
    with serve([COMMAND, "simulate", "--farm", "2", "--faults", file], env=SECRET) as host:
        uris = [entry["uri"] + "?no_verify=1" for entry in read_inventory(host)["host"]]
        password = {"AIOESX_PASSWORD": "of the rings"}
        statuses = [invoke("-c", uri, "hostname", env=password).status for uri in uris]

    assert statuses == [0, 4]


@pytest.mark.long
def test_sigterm_ends_it_though_nobody_reads_on() -> None:
    """Four hundred hosts are more than a pipe holds."""
    with running_farm("--farm", "400", "--machines", "1") as farm:
        assert len(farm.inventory["host"]) == 400


@pytest.mark.long
def test_it_serves_on_though_its_output_is_closed() -> None:
    with running_farm("--farm", "400", "--machines", "1") as farm:
        farm.close_output()
        host = farm.inventory["host"][399]
        outcome = invoke(
            *("-c", f"{host['uri']}?no_verify=1", "hostname"),
            env={"AIOESX_PASSWORD": farm.password},
        )

    assert outcome.stdout == "esx0400.localdomain\n\n"


@pytest.mark.long
@pytest.mark.parametrize(
    ("address", "shown"), [("0.0.0.0", "127.0.0.1:"), ("127.0.0.2", "127.0.0.2:")]
)
def test_it_listens_at_the_address_that_it_is_told(address: str, shown: str) -> None:
    with serve([COMMAND, "simulate", "--listen", address], env=SECRET) as host:
        outcome = invoke("-c", host.first_line, "hostname", env={"AIOESX_PASSWORD": "of the rings"})
        host.terminate()
        host.wait()

    assert f"@{shown}" in host.first_line, "its first line can be used here"
    assert outcome.status == 0
    warned = "whoever reaches 0.0.0.0:" in host.stderr
    assert warned is (address == "0.0.0.0")


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        ("--site x --farm 2", "--site and --farm contradict each other"),
        ("--site x --machines 2", "--site and --machines contradict each other"),
        ("--site x --profile esx-3.5", "--site and --profile contradict each other"),
        ("--site x --vcenter", "--site and --vcenter contradict each other"),
        ("--site x --no-tls", "--site and --no-tls contradict each other"),
        ("--no-tls --legacy-tls", "--legacy-tls and --no-tls contradict each other"),
        ("--listen 0.0.0.0 --site x", "--listen and --site contradict each other"),
        ("--listen 0.0.0.0 --farm 2", "--listen and --farm contradict each other"),
        ("--listen 0.0.0.0 --vcenter", "--listen and --vcenter contradict each other"),
        ("--listen 0.0.0.0 --profile vcenter-8.0", "--listen: a vCenter's hosts have"),
        ("--listen elsewhere", "--listen: 'elsewhere' is no IP address; 0.0.0.0 is every address"),
        ("--profile esx-9", "'esx-9' is none of esx-3.5, esx-4.1, "),
        ("--profile gsx-2.0 --vcenter", "no vCenter manages gsx-2.0"),
        ("--profile esxi-8.0 --legacy-tls", "esxi-8.0 is too new for it"),
        ("--site no.toml", "cannot read no.toml: No such file"),
        ("--faults no.toml", "cannot read no.toml: No such file"),
        ("--inventory /no/such/folder/file", "cannot write /no/such/folder/file: No such file"),
    ],
)
def test_what_cannot_be_is_refused_by_name(words: str, complaint: str) -> None:
    outcome = invoke("simulate", *words.split(), env=SECRET)

    assert outcome.status == 2
    assert outcome.stdout == ""
    assert complaint in outcome.stderr

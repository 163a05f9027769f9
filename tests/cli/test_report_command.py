"""`aioesx report`: what it writes, where, and how it ends."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from support.command import command, invoke
from support.report_site import PASSWORD, report_site
from support.run import Outcome

from aioesx.cli.status import ExitStatus
from aioesx.jobs.report import TABLES
from aioesx.simulator import Simulator, Site, presets

DEAD = "esx://root@127.0.0.1:1/"


@pytest.fixture(scope="module")
def host() -> Iterator[Simulator]:
    with Simulator(presets.small_host(), username="root", password="secret", tls=False) as host:
        yield host


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with report_site(2, 2) as site:
        yield site


def report(host: Simulator, *words: str | Path, before: tuple[str, ...] = ()) -> Outcome:
    return command(host.uri, *before, "report", *map(str, words))


@pytest.fixture
def fleet(site: Site, tmp_path: Path) -> Path:
    """An inventory of two hosts and of a dead one."""
    file = tmp_path / "inventory.toml"
    uris = {**{name: each.uri for name, each in site.hosts.items()}, "gone": DEAD}
    file.write_text("".join(f'[hosts.{name}]\nuri = "{uri}"\n' for name, uri in uris.items()))
    return file


def of_fleet(*words: str | Path) -> Outcome:
    return invoke("report", *words, env={"AIOESX_PASSWORD": PASSWORD})


def test_it_tells_which_tables_there_are(host: Simulator) -> None:
    outcome = report(host)

    assert outcome.status == ExitStatus.OK
    rows = [line.split()[:2] for line in outcome.stdout.splitlines()[2:]]
    assert [row[0] for row in rows] == list(TABLES)
    assert ["vInfo", "5"] in rows


def test_named_tables_are_shown_by_their_main_columns(host: Simulator) -> None:
    outcome = report(host, "--tables", "vhealth,vDatastore")

    assert outcome.status == ExitStatus.OK
    assert "datastore1" in outcome.stdout
    assert "VMware Tools are not installed" in outcome.stdout
    assert outcome.stdout.index("vDatastore") < outcome.stdout.index("vHealth")


def test_data_have_the_records_of_all_tables(host: Simulator) -> None:
    outcome = report(host, before=("--output", "json"))

    told = json.loads(outcome.stdout)
    assert list(told["tables"]) == list(TABLES)
    assert [each["vm"] for each in told["tables"]["vInfo"]][:2] == ["web01", "db01"]
    assert told["failed"] == []


@pytest.mark.parametrize("name", ["r.xlsx", "r.html", "R.HTM", "r.json"])
def test_the_files_name_tells_the_format(host: Simulator, tmp_path: Path, name: str) -> None:
    file = tmp_path / name

    outcome = report(host, "--output", file)

    assert outcome == Outcome(ExitStatus.OK, f"Report written to {file}\n", "")
    begins = {".xlsx": b"PK", ".html": b"<!doctype", ".htm": b"<!doctype", ".json": b"{"}
    assert file.read_bytes().startswith(begins[file.suffix.lower()])
    assert list(tmp_path.iterdir()) == [file]


def test_a_page_has_the_head_line_that_it_is_given(host: Simulator, tmp_path: Path) -> None:
    file = tmp_path / "r.html"

    report(host, "--output", file, "--title", "Ours & <theirs>")

    assert "<h1>Ours &amp; &lt;theirs&gt;</h1>" in file.read_text("utf-8")


def test_csv_is_a_file_for_each_table(host: Simulator, tmp_path: Path) -> None:
    outcome = report(host, "--format", "csv", "--output", tmp_path / "new" / "tables")

    assert outcome.status == ExitStatus.OK
    names = {file.name for file in (tmp_path / "new" / "tables").iterdir()}
    assert names == {f"{name}.csv" for name in TABLES}


def test_csv_of_one_table_goes_to_standard_output(host: Simulator) -> None:
    outcome = report(host, "--format", "csv", "--tables", "vInfo")

    head, *rows = csv.reader(io.StringIO(outcome.stdout))
    assert head[0] == "VM"
    assert [row[0] for row in rows] == ["web01", "db01", "build01", "console01", "win01"]


def test_netbox_is_a_file_for_each_of_its_models(host: Simulator, tmp_path: Path) -> None:
    report(host, "--format", "netbox", "--output", tmp_path / "netbox")

    names = sorted(file.name for file in (tmp_path / "netbox").iterdir())
    assert [name[2:-4] for name in names] == [
        "cluster-types",
        "clusters",
        "virtual-machines",
        "interfaces",
        "ip-addresses",
    ]


def test_ansible_reads_standard_output(host: Simulator) -> None:
    outcome = report(host, "--format", "ansible")

    told = json.loads(outcome.stdout)
    assert told["state_running"]["hosts"] == ["web01", "win01"]
    assert told["_meta"]["hostvars"]["web01"]["ansible_host"] == "198.51.100.11"


def test_hosts_that_fail_are_named_first_and_by_the_status(fleet: Path, tmp_path: Path) -> None:
    file = tmp_path / "r.xlsx"

    outcome = of_fleet("--inventory", fleet, "--output", file)

    assert outcome.status == ExitStatus.SOME_FAILED
    assert outcome.stderr.startswith("error: gone: 127.0.0.1:1")
    book = openpyxl.load_workbook(file)
    assert book.sheetnames[0] == "Failed hosts"
    assert book["Failed hosts"]["A2"].value == "gone"
    assert book["vInfo"].max_row == 5


def test_a_selection_says_which_hosts_are_meant(fleet: Path) -> None:
    outcome = of_fleet("--inventory", fleet, "--select", "esx01", "--tables", "vHost")

    assert outcome.status == ExitStatus.OK
    assert "esx01" in outcome.stdout
    assert "esx02" not in outcome.stdout


def test_the_variable_names_the_inventory(fleet: Path) -> None:
    env = {"AIOESX_PASSWORD": PASSWORD, "AIOESX_INVENTORY": str(fleet)}

    outcome = invoke("report", "--select", "esx0*", "--tables", "vSource", env=env)

    assert outcome.status == ExitStatus.OK
    assert len(outcome.stdout.splitlines()) == 4


def test_where_no_host_answers_no_file_is_written_over(tmp_path: Path) -> None:
    file = tmp_path / "r.html"
    file.write_text("of yesterday")

    outcome = of_fleet("--uri", DEAD, "--output", file)

    assert outcome.status == ExitStatus.NO_CONNECTION
    assert "Connection refused" in outcome.stderr
    assert file.read_text() == "of yesterday"


def test_a_link_stays_one(host: Simulator, tmp_path: Path) -> None:
    link, file = tmp_path / "latest.json", tmp_path / "today.json"
    link.symlink_to(file)

    report(host, "--output", link)

    assert link.is_symlink()
    assert json.loads(file.read_text())["hosts"] == 1
    assert sorted(tmp_path.iterdir()) == [link, file]


def test_what_cannot_be_written_is_said(host: Simulator, tmp_path: Path) -> None:
    file = tmp_path / "none" / "r.html"

    outcome = report(host, "--output", file)

    assert outcome.status == ExitStatus.UNWRITTEN
    assert outcome.stderr == f"error: '{file}' could not be written: No such file or directory\n"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--tables", "vinf"], "there is no table 'vinf'; did you mean vInfo?"),
        (["--tables", ","], "there is no table ''"),
        (["--output", "json"], "--output names a file, and 'json' is a format: --format json"),
        (["--output", "inventory"], "'inventory' does not tell its format: add --format"),
        (["--title", "Ours"], "--title is for a page"),
        (["--title", "Ours", "--format", "json"], "--title is for a page, and json has none"),
        (["--select", "esx01"], "--select chooses among many hosts"),
        (["--format", "csv"], "it is 18 files: name a directory by --output"),
        (["--format", "netbox", "--tables", "vInfo"], "vNetwork is not told"),
        (["--inventory", "x.toml"], "mutually exclusive"),
    ],
)
def test_what_cannot_be_meant_is_refused(host: Simulator, words: list[str], said: str) -> None:
    outcome = report(host, *words)

    assert outcome.status == ExitStatus.USAGE
    assert said in outcome.stderr
    assert outcome.stdout == ""


def test_a_format_and_data_exclude_each_other(host: Simulator) -> None:
    outcome = report(host, "--format", "json", before=("--output", "json"))

    assert outcome.status == ExitStatus.USAGE
    assert "--format cannot be had with --output json before it" in outcome.stderr

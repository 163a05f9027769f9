"""Commands over all hosts of a vCenter: who is where, and what needs a host."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from support.command import command
from support.definitions import DISK, document
from support.vcenter import Estate, quick, uri_of_vcenter

from aioesx.simulator.site import Site


@pytest.fixture
def site() -> Iterator[Site]:
    with Estate(options=quick()).site(tls=False) as site:
        yield site


@pytest.fixture
def uri(site: Site) -> str:
    return uri_of_vcenter(site)


def well(uri: str, *words: str) -> str:
    outcome = command(uri, *words)
    assert (outcome.status, outcome.stderr) == (0, "")
    return outcome.stdout


def test_hosts_are_listed(site: Site, uri: str) -> None:
    assert site.vcenter is not None
    esx2 = site.hosts["esx2"].state
    site.vcenter.change(lambda vcenter: vcenter.disconnect(esx2))
    site.hosts["esx3"].change(lambda host: setattr(host, "maintenance", True))

    lines = [line.split("   ") for line in well(uri, "hosts").splitlines()[2:]]

    cells = [[cell.strip() for cell in line if cell.strip()] for line in lines if line != [""]]
    assert cells == [
        ["esx1.example", "connected", "eu/west/dc1", "c1", "6.5.0"],
        ["esx2.example", "disconnected", "eu/west/dc1", "c1", "6.5.0"],
        ["esx3.example", "connected, maintenance", "eu/west/dc1", "-", "6.5.0"],
    ]
    assert well(uri, "hosts", "--name").split() == ["esx1.example", "esx2.example", "esx3.example"]


def test_details_say_where_a_domain_is(uri: str) -> None:
    shown = well(uri, "list", "--all", "--details")

    row = next(line for line in shown.splitlines() if "spare01" in line)
    assert row.split()[4:] == ["esx3.example", "eu/west/dc1", "-", "Resources"]
    assert command(uri, "list", "--details", "--name").status == 2


def test_a_domain_is_named_by_its_path(uri: str) -> None:
    assert well(uri, "domstate", "eu/west/dc1/vm/db01").strip() == "shut off"
    outcome = command(uri, "domstate", "eu/west/dc1/vm/db09")
    assert outcome.status == 5


def test_a_migration_tells_how_far_it_is() -> None:
    slow = Estate(options=quick(task_seconds=0.5))  # half of it is not over before it is told
    with slow.site(tls=False) as site:
        uri = uri_of_vcenter(site)
        outcome = command(uri, "migrate", "web01", "esx2.example", "--verbose")
        listed = well(uri, "list", "--details")

    assert outcome.status == 0
    assert "Migration: [ 50 %]" in outcome.stderr
    assert "esx2.example" in next(line for line in listed.splitlines() if "web01" in line)


def test_what_is_in_the_way_of_a_migration_is_told(uri: str) -> None:
    outcome = command(uri, "migrate", "web01", "esx3.example")

    assert outcome.status == 1
    assert "'web01' cannot migrate to esx3.example: Unable to access" in outcome.stderr
    assert command(uri, "migrate", "web01", "esx2.example", "--priority", "top").status == 2
    assert command(uri, "migrate", "web01", "esx9.example").status == 5


def test_the_other_host_may_be_an_alias(uri: str, home: Path) -> None:
    there = uri.replace("/?", "/eu/west/dc1/c1/esx2.example?")
    login = "[auth-esx-default]\ncredentials=all\n[credentials-all]\nusername=root\npassword=secret"
    for name, text in (
        ("aioesx/config.toml", f'[aliases]\nwest = "{there}"\n'),
        ("libvirt/auth.conf", f"{login}\n"),
    ):
        file = home / ".config" / name
        file.parent.mkdir(parents=True)
        file.write_text(text)
        file.chmod(0o600)

    well(uri, "migrate", "web01", "west")

    listed = well(uri, "list", "--details")
    assert "esx2.example" in next(line for line in listed.splitlines() if "web01" in line)


def test_copies_and_templates(uri: str) -> None:
    assert "Template 'golden' cloned from 'db01'" in well(
        uri, "clone", "db01", "golden", "--template"
    )
    assert "Domain 'db02' cloned from 'golden'" in well(
        uri, "clone", "golden", "db02", "--host", "esx2.example", "--start"
    )
    assert "Template 'golden' is a domain" in well(uri, "template", "golden", "--undo")
    assert "Domain 'golden' is a template" in well(uri, "template", "golden")
    assert well(uri, "domstate", "db02").strip() == "running"


def test_what_needs_one_host_is_told_which(uri: str, tmp_path: Path) -> None:
    file = tmp_path / "domain.xml"
    file.write_text(document(devices=DISK))
    lines = [
        ["hostname"],
        ["nodeinfo"],
        ["freecell"],
        ["maxvcpus"],
        ["capabilities"],
        ["domxml-to-native", "vmware-vmx", str(file)],
        ["define", str(file)],
    ]
    for words in lines:
        outcome = command(uri, *words)
        assert outcome.status == 1, words
        assert "has several hosts: name one" in outcome.stderr, words

    for words in lines:
        assert well(uri, *words, "--host", "esx1.example"), words
    assert command(uri, "hostname", "--host", "esx9").status == 5


def test_no_control_character_is_let_through(site: Site, uri: str) -> None:
    evil = "x\x9b31m\u202ey"
    outcomes = [
        command(uri, "clone", "db01", evil),
        command(uri, "template", evil),
        command(uri, "template", evil, "--undo"),
        command(uri, "migrate", evil, "esx2.example"),
        command(uri, "migrate", evil, evil),
        command(uri, "hosts", "--name"),
        command(uri, "hostname", "--host", evil),
    ]

    assert [outcome.status for outcome in outcomes] == [0, 0, 0, 0, 5, 0, 5]
    shown = "".join(outcome.stdout + outcome.stderr for outcome in outcomes)
    assert "\x9b" not in shown
    assert "\u202e" not in shown


def test_of_a_host_that_does_not_answer_commands_warn_and_tell_of_the_others(
    site: Site, uri: str
) -> None:
    assert site.vcenter is not None
    site.vcenter.change(lambda vcenter: vcenter.lose(site.hosts["esx1"].state))

    rows = {}
    for words in (
        "net-list",
        "net-list --name",
        "iface-list",
        "iface-vmkernel",
        "net-list --details",
    ):
        outcome = command(uri, *words.split())
        assert outcome.status == 0
        assert "esx1.example, which is not responding" in outcome.stderr
        assert outcome.stderr.count("\n") == 1
        rows[words] = outcome.stdout

    assert rows["net-list --name"].split() == ["vSwitch0", "vSwitch0"]
    assert "<host-16>" not in rows["net-list"] + rows["iface-list"]
    assert "<host-16>" in rows["net-list --details"]
    outcome = command(uri, "maintenance", "--host", "esx1.example")
    assert (outcome.status, "not responding" in outcome.stderr) == (0, True)
    outcome = command(uri, "net-list", "--host", "esx1.example")
    assert (outcome.status, outcome.stderr.count("\n")) == (1, 1)

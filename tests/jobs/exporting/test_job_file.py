"""What a job's file may say, and what is said of one that cannot be used. No I/O but the file."""

from __future__ import annotations

from pathlib import Path

import pytest

from aioesx import jobs
from aioesx._server.moving import ExportLimits
from aioesx.errors import ExportJobError
from aioesx.jobs.exporting.job_file import read_job
from aioesx.jobs.exporting.wishes import AtOnce

WHOLE = """
name = "berlin"
inventory = "hosts.toml"
target = "/srv/{host}/{domain}"
format = "raw"
networks = { "VM Network" = "br0" }
windows = ["Mon-Fri 20:00-06:00", "Sat,Sun"]
timezone = "Europe/Berlin"
window_end = "stop"
order = "largest"
retries = 0
wait = false

[limits]
machines = 3
machines_per_host = 1
hosts = 2
per_disk = 2
per_host = 4
total = 16
bandwidth = "50M"

[nfc_hosts]
"esx1.local" = "192.0.2.1"

[machines.db]
domains = ["db*"]
hosts = "tag:prod"
priority = 5
shutdown = true
shutdown_seconds = 60
force_off = true

[machines.web]
domains = "web*"
uuids = ["564D0001000000000000000000000000"]
except = ["web-test*"]
after = ["db"]
optional = true
format = "qcow2"
way = "folder"
hardware = "virtio"
verify = "full"
warm = true
cut_over = ["Sun 02:00-04:00"]
"""

GROUP = '[machines.a]\ndomains = ["a"]\ntarget = "out"\n'


def test_all_of_it_is_read() -> None:
    rules = read_job(WHOLE, "/etc/leave.toml")

    assert (rules.name, rules.inventory) == ("berlin", Path("/etc/hosts.toml"))
    assert (rules.order, rules.retries, rules.wait) == ("largest", 0, False)
    assert rules.limits == ExportLimits(per_disk=2, per_host=4, total=16, bandwidth=50 * 2**20)
    assert rules.at_once == AtOnce(machines=3, machines_per_host=1, hosts=2)
    assert rules.nfc_hosts == {"esx1.local": "192.0.2.1"}
    db, web = rules.groups
    assert (db.hosts, db.priority, db.wishes.format) == ("tag:prod", 5, "raw")
    assert (db.wishes.shutdown, db.wishes.shutdown_seconds, db.wishes.force_off) == (True, 60, True)
    assert (web.domains, web.excepted, web.after) == (("web*",), ("web-test*",), ("db",))
    assert web.uuids == ("564d0001-0000-0000-0000-000000000000",)
    assert (web.optional, web.wishes.format, web.wishes.way) == (True, "qcow2", "folder")
    assert (web.wishes.hardware, web.wishes.verify) == ("virtio", "full")
    assert web.wishes.networks == {"VM Network": "br0"}
    assert web.wishes.stops
    assert len(web.wishes.windows.hours) == 2
    assert str(web.wishes.windows.zone) == "Europe/Berlin"
    assert len(web.wishes.cut_over.hours) == 1


def test_what_is_left_out_is_as_usual() -> None:
    rules = read_job(GROUP, "/etc/leave.toml")

    assert (rules.name, rules.inventory, rules.order, rules.wait) == (
        "leave",
        None,
        "written",
        True,
    )
    assert rules.limits == ExportLimits()
    wishes = rules.groups[0].wishes
    assert (wishes.format, wishes.way, wishes.verify) == ("qcow2", None, "read")
    assert not any((wishes.shutdown, wishes.force_off, wishes.warm, wishes.overwrite))


WRONG = [
    ("", "leave.toml: names no machines: write [machines.NAME]"),
    ("machines = 3", "machines: should be a table"),
    ("x = [", "Invalid value"),
    ("machines.a = 3", "line 1: machines.a: a group of machines should be a table"),
    ("targt = 'a'\n" + GROUP, "line 1: targt: there is no such key; did you mean 'target'?"),
    (GROUP + "formt = 'raw'", "line 4: machines.a.formt: there is no such key; did you mean 'form"),
    (GROUP + "format = 'vhd'", "line 4: machines.a.format: 'vhd' is no word: should be one of qco"),
    (GROUP + "warm = 1", "line 4: machines.a.warm: should be true or false"),
    (GROUP + "windows = ['noon']", "line 4: machines.a.windows: 'noon' are no hours, such as"),
    (GROUP + "timezone = 'Mars'", "machines.a.timezone: this system knows no time zone 'Mars'"),
    (GROUP + "uuids = ['x']", "line 4: machines.a.uuids: 'x' is no UUID"),
    (GROUP + "hosts = 'tag:'", "line 4: machines.a.hosts: 'tag:' names no tag"),
    (GROUP + "after = ['b']", "line 4: machines.a.after: there is no group 'b'"),
    (GROUP + "after = ['a']", "line 4: machines.a.after: goes in a circle: a comes after a"),
    (GROUP + "priority = 1.5", "line 4: machines.a.priority: should be a whole number"),
    (GROUP + "networks = { a = 1 }", "line 4: machines.a.networks: should be a text"),
    (GROUP + "cut_over = ['Sun']", "line 4: machines.a.cut_over: is of warm exports: warm = true"),
    (GROUP + "quiesce = true", "line 4: machines.a.quiesce: is of warm exports"),
    (GROUP + "warm = true\nformat = 'ova'", "line 4: machines.a.warm: is of images"),
    (GROUP + "shutdown_seconds = 0", "machines.a.shutdown_seconds: should be seconds above 0"),
    ("[machines.a]\ntarget = 'x'", "line 1: machines.a: should name machines"),
    ("[machines.a]\ndomains = ['a']", 'machines.a: should say where to: target = "/srv/{host}'),
    (GROUP.replace("out", "{hst}"), "line 3: machines.a.target: there is no {hst}: there are {hos"),
    (GROUP.replace("out", "{host!r}"), "machines.a.target: there is no {host}"),
    (GROUP.replace("out", "{host"), "machines.a.target: '{host' cannot be read"),
    (GROUP + "[limits]\nhosts = 0", "line 5: limits.hosts: should be 1 at least"),
    (GROUP + "[limits]\nbandwidth = '5 apples'", "limits.bandwidth: should be bytes a second"),
    ("retries = -1\n" + GROUP, "line 1: retries: should be 0 at least"),
]


@pytest.mark.parametrize(("text", "complaint"), WRONG)
def test_what_cannot_be_used_is_named(text: str, complaint: str) -> None:
    with pytest.raises(ExportJobError) as caught:
        read_job(text, "leave.toml")

    assert str(caught.value).startswith("leave.toml: ")
    assert complaint in str(caught.value)


def test_file_line_and_key_are_fields_of_the_error() -> None:
    with pytest.raises(ExportJobError) as caught:
        read_job(GROUP + "after = ['b']", "leave.toml")

    error = caught.value
    assert (error.file, error.line, error.key) == ("leave.toml", 4, "machines.a.after")


@pytest.mark.parametrize(
    ("data", "complaint"),
    [(None, "cannot be read: No such file"), (b"\xff", "is not UTF-8 text")],
)
def test_a_file_that_cannot_be_read_is_named(
    tmp_path: Path, data: bytes | None, complaint: str
) -> None:
    file = tmp_path / "leave.toml"
    if data is not None:
        file.write_bytes(data)

    with pytest.raises(ExportJobError, match=f"leave.toml: {complaint}"):
        jobs.ExportJob.read(file)

"""Which machines a job means; all that is wrong is told at once. No I/O."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from aioesx.errors import ConnectError
from aioesx.fleet.entries import HostEntry
from aioesx.jobs.exporting.job_file import read_job
from aioesx.jobs.exporting.matching import Matched, matched
from aioesx.jobs.exporting.survey import Machine, Site

HOSTS = {
    "one": HostEntry("one", "esx://one/", tags=frozenset({"prod"})),
    "two": HostEntry("two", "esx://two/"),
}
TARGET = 'target = "/srv/{host}"\n'


def machine(host: str, name: str, number: int = 1, uuid: str = "") -> Machine:
    return Machine(host, name, f"vm-{number}", uuid or f"uuid-of-{host}-{name}", "shut off")


def found(text: str, machines: Iterable[Machine], silent: Iterable[str] = ()) -> Matched:
    dead = {name: ConnectError("no") for name in silent}
    return matched(read_job(TARGET + text, "/etc/leave.toml"), Site(HOSTS, tuple(machines), dead))


def names(it: Matched) -> list[str]:
    return [str(each.machine) for each in it.machines]


MACHINES = (
    machine("one", "web01"),
    machine("one", "web02", 2),
    machine("one", "db01", 3),
    machine("two", "db01"),
)


def test_globs_hosts_and_names_with_their_host_say_who_is_meant() -> None:
    it = found(
        """
        [machines.web]
        domains = ["web*"]
        except = ["web02"]
        [machines.db]
        domains = ["two/db01"]
        """,
        MACHINES,
    )

    assert names(it) == ["one/web01", "two/db01"]
    assert [each.group.name for each in it.machines] == ["web", "db"]
    assert it.machines[0].target == Path("/srv/one")
    assert (it.problems, it.warnings) == ((), ())


def test_a_selection_of_hosts_tells_machines_of_one_name_apart() -> None:
    it = found("[machines.db]\ndomains = ['db01']\nhosts = 'tag:prod'", MACHINES)

    assert names(it) == ["one/db01"]


def test_a_uuid_says_who_is_meant() -> None:
    uuid = "564d0001-0000-0000-0000-000000000000"
    it = found(f"[machines.a]\nuuids = ['{uuid}']", [machine("one", "x", 1, uuid), *MACHINES])

    assert names(it) == ["one/x"]


def test_all_that_is_ambiguous_is_told_at_once() -> None:
    it = found(
        """
        [machines.a]
        domains = ["db01", "wbe01"]
        [machines.b]
        domains = ["web*"]
        [machines.c]
        domains = ["web01"]
        """,
        MACHINES,
    )

    assert it.problems == (
        "machines.a: 'db01' are 2 machines; write one of one/db01, two/db01",
        "machines.a: there is no machine 'wbe01'; did you mean 'web01'?",
        "one/web01 is in machines.b and machines.c",
    )


def test_machines_of_one_name_at_one_host_are_named_by_uuids() -> None:
    it = found("[machines.a]\ndomains = ['x']", [machine("one", "x", 1), machine("one", "x", 2)])

    assert (
        "'x' are 2 machines; their references are vm-1, vm-2: name them by uuids" in it.problems[0]
    )


def test_machines_that_would_write_the_same_files_are_refused() -> None:
    it = found("[machines.a]\ndomains = ['*']\ntarget = '/srv'", MACHINES)

    told = "one/db01, two/db01 would write the same files in /srv: put {host} or {uuid} into the"
    assert it.problems == (f"{told} target",)


def test_who_may_be_at_a_host_that_does_not_answer_is_no_mistake() -> None:
    it = found("[machines.a]\ndomains = ['web01', 'app*']", MACHINES, ["three"])

    assert names(it) == ["one/web01"]
    assert it.problems == ()
    assert it.warnings == ("machines.a: there is no machine 'app*'; three did not answer",)


def test_a_group_that_may_have_no_machines_warns() -> None:
    it = found("[machines.a]\ndomains = ['app*']\noptional = true", MACHINES)

    assert (it.machines, it.problems) == ((), ())
    assert it.warnings == ("machines.a has no machines",)

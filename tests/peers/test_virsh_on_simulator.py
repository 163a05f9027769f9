"""libvirt's real driver on our simulator, and our command beside it: the same bytes.

What libvirt 9.0 insists on in an answer is in its driver's source; here it says so itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from support.run import aioesx
from support.virsh import Virsh, write_auth_file

from aioesx.simulator import Simulator, presets

pytestmark = pytest.mark.peer("virsh")

RUNNING = "web01"
OFF = "db01"


@pytest.fixture
def uri(simulator: Simulator) -> str:
    return f"{simulator.uri}?no_verify=1"


@pytest.fixture
def other_uri() -> Iterator[str]:
    """The same host once more, for what can be done only once."""
    host = presets.small_host(machines=5)
    with Simulator(host, username="root", password="secret", tls=True) as simulator:
        yield f"{simulator.uri}?no_verify=1"


def test_virsh_lists(virsh: Virsh, uri: str) -> None:
    outcome = virsh(uri, "list", "--all")

    assert (outcome.status, outcome.stderr) == (0, "")
    assert f" {RUNNING} " in outcome.stdout
    assert f" {OFF} " in outcome.stdout


def test_virsh_tells_about_a_machine(virsh: Virsh, uri: str) -> None:
    outcome = virsh(uri, "dominfo", RUNNING)

    assert (outcome.status, outcome.stderr) == (0, "")
    assert "State:          running\n" in outcome.stdout


def test_virsh_starts_a_machine(virsh: Virsh, uri: str) -> None:
    outcome = virsh(uri, "start", OFF)

    assert (outcome.status, outcome.stderr) == (0, "")
    assert outcome.stdout == f"Domain '{OFF}' started\n\n"
    assert virsh(uri, "domstate", OFF).stdout == "running\n\n"


@pytest.mark.parametrize(
    "words",
    [
        ["list"],
        ["list", "--all"],
        ["list", "--inactive"],
        ["list", "--all", "--name"],
        ["list", "--all", "--uuid"],
        ["dominfo", RUNNING],
        ["dominfo", OFF],
        ["domstate", RUNNING],
        ["domstate", OFF],
        ["hostname"],
        ["nodeinfo"],
    ],
    ids=" ".join,
)
def test_the_same_bytes_as_virsh(virsh: Virsh, uri: str, words: list[str]) -> None:
    expected = virsh(uri, *words)
    outcome = aioesx("-c", uri, *words, env={"AIOESX_PASSWORD": "secret"})

    assert (expected.status, expected.stderr) == (0, "")
    assert (outcome.status, outcome.stderr) == (0, "")
    assert outcome.stdout == expected.stdout


@pytest.mark.parametrize(
    ("verb", "name"),
    [("start", OFF), ("destroy", RUNNING), ("suspend", RUNNING), ("shutdown", RUNNING)],
)
def test_the_same_confirmation_as_virsh(
    virsh: Virsh, uri: str, other_uri: str, verb: str, name: str
) -> None:
    expected = virsh(uri, verb, name)
    outcome = aioesx("-c", other_uri, verb, name, env={"AIOESX_PASSWORD": "secret"})

    assert (expected.status, expected.stderr) == (0, "")
    assert (outcome.status, outcome.stderr) == (0, "")
    assert outcome.stdout == expected.stdout


def test_the_same_auth_file_as_virsh(uri: str, tmp_path: Path) -> None:
    auth = write_auth_file(
        tmp_path / "auth.conf", host="127.0.0.1", username="root", password="secret"
    )

    outcome = aioesx("-c", uri, "hostname", env={"LIBVIRT_AUTH_FILE": str(auth)})

    assert (outcome.status, outcome.stderr) == (0, "")

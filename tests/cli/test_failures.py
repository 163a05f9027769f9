"""What a person sees when it does not work: one line that names the thing and the remedy.

The statuses are those that README and `aioesx --help` document.
"""

from __future__ import annotations

import socket
from collections.abc import Callable
from pathlib import Path

import pytest
from support.command import invoke
from support.run import Outcome, aioesx

from aioesx.simulator import Simulator

Command = Callable[..., Outcome]


@pytest.fixture
def command(simulator: Simulator) -> Command:
    """`command("list", parameters="no_verify=1")`: our command, in this process."""

    def run(*words: str, parameters: str = "no_verify=1", password: str = "secret") -> Outcome:
        uri = f"{simulator.uri}?{parameters}"
        return invoke("-c", uri, *words, env={"AIOESX_PASSWORD": password})

    return run


@pytest.fixture
def closed_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
    return port


def assert_one_line(outcome: Outcome, status: int, *parts: str) -> None:
    assert outcome.status == status
    assert outcome.stdout in ("", "\n")  # as virsh: whom nobody lets in, and whom the host refuses
    assert outcome.stderr.startswith("error: ")
    assert outcome.stderr.count("\n") == 1, outcome.stderr
    assert "Traceback" not in outcome.stderr
    assert [part for part in parts if part not in outcome.stderr] == [], outcome.stderr


@pytest.mark.parametrize(
    ("uri", "parts"),
    [
        ("qemu:///system", ["scheme", "esx, gsx or vpx"]),
        ("esx1.example.com", ["esx://root@host.example.com/"]),
        ("esx://root@127.0.0.1:0/", ["port", "1 to 65535"]),
        ("esx://root@127.0.0.1/?no_verify=maybe", ["no_verify", "0 or 1"]),
        ("esx://root@127.0.0.1/?transport=gopher", ["transport", "http or https"]),
        ("esx://root:hunter2@127.0.0.1/", ["password", "prompt"]),
    ],
)
def test_a_bad_uri(uri: str, parts: list[str]) -> None:
    outcome = invoke("-c", uri, "list", env={"AIOESX_PASSWORD": "secret"})

    assert_one_line(outcome, 2, *parts)
    assert "hunter2" not in outcome.stderr


def test_no_uri() -> None:
    assert_one_line(aioesx("list"), 2, "-c", "AIOESX_URI")


def test_an_unknown_domain(command: Command) -> None:
    assert_one_line(command("dominfo", "nobody"), 5, "nobody", "list --all")


def test_an_unknown_domain_of_several(command: Command) -> None:
    outcome = command("destroy", "nobody", "web01")

    assert outcome.status == 10
    assert outcome.stdout == "Domain 'web01' destroyed\n\n"
    assert outcome.stderr.count("\n") == 1
    assert "nobody" in outcome.stderr


def test_a_wrong_password(command: Command) -> None:
    outcome = command("list", password="of the flies")

    assert_one_line(outcome, 4, "password")
    assert "of the flies" not in outcome.stderr


def test_no_password(simulator: Simulator) -> None:
    outcome = aioesx("-c", f"{simulator.uri}?no_verify=1", "list")

    assert_one_line(outcome, 4, "root", "127.0.0.1", "AIOESX_PASSWORD", "--password-file")


def test_an_untrusted_certificate(command: Command) -> None:
    assert_one_line(command("list", parameters=""), 3, "certificate", "127.0.0.1", "cacert=")


def test_the_right_authority_is_trusted(simulator: Simulator, command: Command) -> None:
    outcome = command("list", parameters=f"cacert={simulator.ca_file}")

    assert (outcome.status, outcome.stderr) == (0, "")


def test_a_closed_port(closed_port: int) -> None:
    outcome = invoke(
        "-c", f"esx://root@127.0.0.1:{closed_port}/", "list", env={"AIOESX_PASSWORD": "secret"}
    )

    assert_one_line(outcome, 3, f"127.0.0.1:{closed_port}", "refused", "port")


def test_a_host_that_has_no_address() -> None:
    outcome = aioesx(
        *("-c", "esx://root@esx1.invalid/", "list"),
        env={"AIOESX_PASSWORD": "secret"},
        timeout=50,  # a machine without a name server is slow to say no
    )

    assert_one_line(outcome, 3, "esx1.invalid")


def test_a_question_that_nobody_answers(command: Command, simulator: Simulator) -> None:
    simulator.ask_on(
        "PowerOnVM_Task", "db01", text="Was it moved or copied?", choices=("Moved", "Copied")
    )

    outcome = command("start", "db01")

    assert_one_line(outcome, 6, "db01", "moved or copied", "Moved", "Copied", "auto_answer=1")
    assert command("domstate", "db01").stdout == "shut off\n\n"


def test_a_wrong_state(command: Command) -> None:
    assert_one_line(command("start", "web01"), 1, "web01", "already active")


def test_a_change_on_a_read_only_connection(command: Command) -> None:
    outcome = command("-r", "destroy", "web01")

    assert outcome.status == 2


def test_a_password_file_that_is_not_there(simulator: Simulator, tmp_path: Path) -> None:
    path = tmp_path / "nothing"

    outcome = aioesx("--password-file", path, "-c", simulator.uri, "list")

    assert_one_line(outcome, 4, str(path), "No such file")


def test_debug_shows_a_traceback(closed_port: int) -> None:
    outcome = aioesx(
        *("--debug", "-c", f"esx://root@127.0.0.1:{closed_port}/", "list"),
        env={"AIOESX_PASSWORD": "hunter2"},
    )

    assert outcome.status == 3
    assert "Traceback (most recent call last)" in outcome.stderr
    assert "ConnectError" in outcome.stderr
    assert "hunter2" not in outcome.stderr


def test_debug_does_not_log_the_password(simulator: Simulator) -> None:
    outcome = aioesx(
        *("--debug", "-c", f"{simulator.uri}?no_verify=1", "list"),
        env={"AIOESX_PASSWORD": "secret"},
    )

    assert outcome.status == 0
    assert "Login" in outcome.stderr
    assert "secret" not in outcome.stderr


@pytest.mark.parametrize("status", [408, 500, 502, 503, 504])
def test_a_change_whose_fate_nobody_told(
    command: Command, simulator: Simulator, status: int
) -> None:
    """A front proxy answers so after it has passed the call on."""
    simulator.fault_on("ShutdownGuest", body="busy", status=status)

    assert_one_line(command("shutdown", "web01"), 7, "ShutdownGuest", str(status))


def test_a_change_that_the_server_refused(command: Command, simulator: Simulator) -> None:
    simulator.fault_on("ShutdownGuest", body="no", status=403)

    assert_one_line(command("shutdown", "web01"), 3, "403")

"""`aioesx simulate`: a host for programs and people, started and ended as a program."""

from __future__ import annotations

import socket
import sys
from pathlib import Path

import pytest
from support.process import serve
from support.run import aioesx

COMMAND = Path(sys.executable).with_name("aioesx")
SECRET = {"AIOESX_SIMULATOR_PASSWORD": "of the rings"}


def test_its_first_line_is_a_uri_to_connect_to() -> None:
    with serve([COMMAND, "simulate"], env=SECRET) as host:
        outcome = aioesx(
            "-c", host.first_line, "list", "--name", env={"AIOESX_PASSWORD": "of the rings"}
        )

    assert (outcome.status, outcome.stderr) == (0, "")
    assert "web01\n" in outcome.stdout


def test_it_makes_a_password_up_and_tells_it() -> None:
    with serve([COMMAND, "simulate"]) as host:
        lines = [host.readline(), host.readline()]
        password = lines[1].removeprefix("password:").strip()
        outcome = aioesx("-c", host.first_line, "hostname", env={"AIOESX_PASSWORD": password})

    assert lines[0].split() == ["user:", "root"]
    assert len(password) >= 12
    assert outcome.status == 0


def test_it_keeps_a_given_password_to_itself(tmp_path: Path) -> None:
    file = tmp_path / "password"
    file.write_text("of the flies\n")

    with serve([COMMAND, "simulate", "--password-file", file]) as host:
        outcome = aioesx("--password-file", file, "-c", host.first_line, "hostname")
        host.terminate()
        host.wait()
        said = [host.first_line, *iter(host.readline, ""), host.stderr]

    assert outcome.status == 0
    assert "of the flies" not in " ".join(said)


def test_without_tls_it_speaks_http() -> None:
    with serve([COMMAND, "simulate", "--no-tls"], env=SECRET) as host:
        outcome = aioesx("-c", host.first_line, "hostname", env={"AIOESX_PASSWORD": "of the rings"})

    assert "transport=http" in host.first_line
    assert (outcome.status, outcome.stderr) == (0, "")


@pytest.mark.parametrize("machines", [1, 20])
def test_it_has_as_many_machines_as_asked_for(machines: int) -> None:
    with serve([COMMAND, "simulate", "--machines", str(machines)], env=SECRET) as host:
        outcome = aioesx(
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

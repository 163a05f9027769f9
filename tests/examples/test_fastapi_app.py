"""examples/fastapi_app.py behind a server of its own, as a browser or curl would see it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn
from support.adapters import environment, load, uri_of
from support.judges import ROOT

from aioesx import errors
from aioesx.simulator import Simulator


@pytest.fixture(scope="module")
def app() -> Any:
    return load("fastapi_app")


@pytest.fixture
def web(app: Any, simulator: Simulator) -> Iterator[httpx.Client]:
    """The application of a simulated host; afterwards it has left nothing there."""
    config = uvicorn.Config(
        app.create_app(uri_of(simulator), password="secret"), port=0, log_level="warning",
        timeout_graceful_shutdown=5,
    )  # fmt: skip
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        with _client(server, thread) as client:
            yield client
    finally:
        server.should_exit = True
        thread.join(20)
    assert not thread.is_alive()
    assert (simulator.open_sessions, simulator.open_filters) == (0, 0)


def _client(server: uvicorn.Server, thread: threading.Thread) -> httpx.Client:
    while not server.started:
        assert thread.is_alive()
        thread.join(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    return httpx.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False, timeout=10)


def test_all_requests_use_one_connection(web: httpx.Client, simulator: Simulator) -> None:
    answers = [web.get("/domains") for _ in range(3)]

    assert {answer.status_code for answer in answers} == {200}
    assert {len(answer.json()) for answer in answers} == {5}
    assert simulator.call_count["Login"] == 1


def test_a_session_that_the_host_forgot_is_nobodys_trouble(
    web: httpx.Client, simulator: Simulator
) -> None:
    simulator.expire_sessions()

    assert web.get("/domains").status_code == 200


@pytest.mark.parametrize(
    ("path", "status", "error"),
    [
        ("/domains/db01/start", 204, None),
        ("/domains/nobody/start", 404, "NoSuchDomainError"),
        ("/domains/web01/start", 409, "InvalidStateError"),
        ("/domains/console01/start", 409, "QuestionPendingError"),
    ],
)
def test_an_error_is_a_status(web: httpx.Client, path: str, status: int, error: str | None) -> None:
    answer = web.post(path)

    assert answer.status_code == status
    assert (answer.json()["error"] if answer.content else None) == error


def test_every_error_has_a_status_that_is_reached(app: Any) -> None:
    kinds = [kind for kind, _ in app.STATUSES]

    assert kinds[-1] is errors.EsxError
    for number, kind in enumerate(kinds):
        assert not any(issubclass(kind, earlier) for earlier in kinds[:number]), kind


def test_changes_are_server_sent_events(web: httpx.Client, simulator: Simulator) -> None:
    with web.stream("GET", "/changes") as answer:
        assert answer.headers["content-type"].startswith("text/event-stream")
        lines = answer.iter_lines()
        first = [_next(lines) for _ in range(5)]
        assert web.post("/domains/db01/start").status_code == 204
        event, change = _next(lines)

    assert {event for event, _ in first} == {"appeared"}
    assert event == "changed"
    assert (change["name"], change["property"]) == ("db01", "state")
    assert change["value"] == "running"


@pytest.mark.long
def test_the_command_of_its_head_serves(simulator: Simulator, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "uvicorn", "--factory", "examples.fastapi_app:application"]
    env = {**os.environ, **environment(tmp_path), "AIOESX_URI": uri_of(simulator)}
    with subprocess.Popen(
        [*command, "--port", "0"], cwd=ROOT, env=env, stderr=subprocess.PIPE, text=True
    ) as server:
        assert server.stderr is not None
        ready = next((line for line in server.stderr if "Uvicorn running on" in line), None)
        server.terminate()
        said = server.stderr.read()

    assert ready is not None, said
    assert "Application shutdown complete." in said
    assert simulator.call_count["Login"] == 1
    assert simulator.open_sessions == 0


def _next(lines: Iterator[str]) -> tuple[str, dict[str, Any]]:
    """Return the next event: its name and its data."""
    name = ""
    for line in lines:
        if line.startswith("event:"):
            name = line.partition(":")[2].strip()
        elif line.startswith("data:"):
            return name, json.loads(line.partition(":")[2])
    raise AssertionError("the stream ended")

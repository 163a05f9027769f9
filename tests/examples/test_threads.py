"""examples/threads.py: a host for threads, by a Flask application and by itself."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import anyio
import pytest
from support.adapters import EXAMPLES, load, uri_of
from support.run import run

import aioesx
from aioesx.simulator import Simulator


@pytest.fixture(scope="module")
def threads() -> Any:
    return load("threads")


@pytest.fixture
def host(threads: Any, simulator: Simulator) -> Iterator[Any]:
    with threads.EsxThreads(uri_of(simulator), password="secret") as host:
        yield host
    assert simulator.open_sessions == 0
    assert [each.name for each in threading.enumerate() if "portal" in each.name.lower()] == []


def test_the_application_serves_many_threads_over_one_login(
    threads: Any, host: Any, simulator: Simulator
) -> None:
    client = threads.create_app(host).test_client

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: client().get("/domains").json, range(16)))

    assert {len(answer) for answer in answers} == {5}
    assert simulator.call_count["Login"] == 1


def test_a_change_is_done_and_a_name_that_is_not_there_is_a_404(
    threads: Any, host: Any, simulator: Simulator
) -> None:
    client = threads.create_app(host).test_client()

    assert client.post("/domains/web01/snapshots/before").status_code == 201
    assert client.post("/domains/nobody/snapshots/before").status_code == 404
    assert simulator.call_count["CreateSnapshot_Task"] == 1


def test_an_error_of_a_call_is_its_callers(host: Any) -> None:
    with pytest.raises(aioesx.errors.NoSuchDomainError, match="nobody"):
        host.call(lambda esx: esx.domains.lookup("nobody"))


@pytest.mark.parametrize("waits_for", ["the host", "something else"])
def test_who_is_at_work_when_it_is_closed_is_cancelled(
    threads: Any, simulator: Simulator, waits_for: str
) -> None:
    begun = threading.Event()

    async def wait(esx: aioesx.Connection) -> None:
        domain = await esx.domains.lookup("web01")
        begun.set()
        if waits_for == "the host":
            await domain.wait_for("shut off", timeout=None)
        else:
            await anyio.sleep_forever()

    host = threads.EsxThreads(uri_of(simulator), password="secret")
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(host.call, wait)
        assert begun.wait(10)
        host.close()

        with pytest.raises(aioesx.errors.ClosedError):
            waiting.result(10)
    assert (simulator.open_sessions, simulator.open_filters) == (0, 0)


def test_a_call_that_ctrl_c_ends_is_cancelled(host: Any, simulator: Simulator) -> None:
    begun, cancelled, main = threading.Event(), threading.Event(), threading.get_ident()

    async def wait(esx: aioesx.Connection) -> None:
        begun.set()
        try:
            await anyio.sleep_forever()
        finally:
            cancelled.set()

    def interrupt() -> None:
        begun.wait(10)
        signal.pthread_kill(main, signal.SIGINT)

    threading.Thread(target=interrupt).start()
    with pytest.raises(KeyboardInterrupt):
        host.call(wait)

    assert cancelled.wait(10)
    assert simulator.open_sessions == 1


def test_a_login_that_fails_leaves_nothing_and_may_be_tried_again(
    threads: Any, simulator: Simulator
) -> None:
    host = threads.EsxThreads(uri_of(simulator), password="wrong")

    for _ in range(2):
        with pytest.raises(aioesx.errors.LoginError):
            host.call(lambda esx: esx.domains.list())

    host.close()
    assert simulator.open_sessions == 0


@pytest.mark.long
def test_flask_finds_it_by_the_command_of_its_head() -> None:
    command: list[str | Path] = [
        sys.executable,
        "-m",
        "flask",
        "--app",
        EXAMPLES / "threads.py",
        "routes",
    ]

    outcome = run(command, env={"AIOESX_URI": "esx://root@127.0.0.1:9/"})

    assert outcome.status == 0, outcome.stderr
    assert "/domains/<name>/snapshots/<snapshot>" in outcome.stdout

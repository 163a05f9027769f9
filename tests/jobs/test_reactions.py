"""A webhook and a program for each change: in order, bounded, tried again, no secret shown."""

from __future__ import annotations

import json
import logging
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import anyio
import pytest
from support.hosts import connected
from support.waiting import until

from aioesx import Changed, Fleet, Vanished, jobs
from aioesx.simulator import HostState, Simulator, make_farm, presets
from aioesx.vim import ManagedObjectReference as Ref

pytestmark = pytest.mark.anyio

SECRET = "T0P5ECRET"


class Server:
    """A server that answers what it is told to; the last answer again and again.

    Attributes:
        got: bodies and headers that came.
        paths: of the requests.
        answers: statuses and headers.
        url: where it is, with a secret in it.
    """

    def __init__(self, *answers: tuple[int, dict[str, str]]) -> None:
        self.got: list[tuple[Any, dict[str, str]]] = []
        self.paths: list[str] = []
        self.answers = list(answers) or [(204, {})]
        self.url = ""


@contextmanager
def serving(*answers: tuple[int, dict[str, str]]) -> Iterator[Server]:
    server = Server(*answers)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            server.got.append((json.loads(body), dict(self.headers)))
            server.paths.append(self.path)
            last = len(server.answers) == 1
            status, headers = server.answers[0] if last else server.answers.pop(0)
            self.send_response(status)
            for name, value in {"Content-Length": "0", **headers}.items():
                self.send_header(name, value)
            self.end_headers()

        def log_message(self, *_: object) -> None: ...

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as listener:
        server.url = f"http://127.0.0.1:{listener.server_address[1]}/hook?token={SECRET}"
        thread = threading.Thread(target=listener.serve_forever, args=(0.01,))
        thread.start()
        yield server
        listener.shutdown()
        thread.join()


def change(number: int, name: str = "web01") -> Changed:
    return Changed("domain", Ref("VirtualMachine", "1"), name, "state", number, number - 1)


# --- webhooks ------------------------------------------------------------------------------------


async def test_changes_are_posted_in_order() -> None:
    with serving() as server:
        async with jobs.Webhook(server.url, headers={"X-Key": "k"}) as webhook:
            for number in range(5):
                webhook.offer(change(number))
    bodies = [body for body, _ in server.got]
    assert [(each["event"], each["name"], each["value"]) for each in bodies] == [
        ("changed", "web01", number) for number in range(5)
    ]
    headers = server.got[0][1]
    assert (headers["Content-Type"], headers["X-Key"]) == ("application/json", "k")
    assert server.paths[0] == f"/hook?token={SECRET}"
    assert (webhook.done, webhook.failed, webhook.dropped) == (5, 0, 0)


async def test_what_fails_is_tried_again() -> None:
    with serving((503, {}), (429, {"Retry-After": "0"}), (200, {})) as server:
        async with jobs.Webhook(server.url, backoff=(0.01, 0.01)) as webhook:
            webhook.offer(change(1))
            webhook.offer(change(2))
    assert [body["value"] for body, _ in server.got] == [1, 1, 1, 2]
    assert webhook.done == 2


@pytest.mark.parametrize(("status", "attempts"), [(400, 1), (302, 1), (500, 3)])
async def test_what_is_refused_is_given_up_and_told(status: int, attempts: int) -> None:
    told: list[str] = []
    with serving((status, {"Location": "http://127.0.0.1:9/"})) as server:
        async with jobs.Webhook(server.url, backoff=(0.01, 0.01), on_trouble=told.append) as hook:
            hook.offer(change(1))
    host = server.url.partition("/hook")[0]
    assert told == [f"<Webhook at {host}> did not take a change: HTTP status {status}"]
    assert len(server.got) == attempts
    assert hook.failed == 1


async def test_a_dead_one_keeps_nobody_waiting_and_no_more_than_the_bound() -> None:
    told: list[str] = []
    url = "http://127.0.0.1:9/"
    with anyio.move_on_after(0.3):
        async with jobs.Webhook(url, backoff=(60.0,), waiting=3, on_trouble=told.append) as hook:
            for number in range(100):  # no await: nobody waits
                hook.offer(change(number))
            assert (len(hook._waiting), hook.dropped) == (3, 97)
            await anyio.sleep_forever()
    assert told == ["too much happens: the oldest is dropped", "2 were left when it ended"]


async def test_how_many_were_dropped_is_told_to_the_webhook() -> None:
    with serving() as server:
        async with jobs.Webhook(server.url, waiting=2) as webhook:
            for number in range(5):
                webhook.offer(change(number))
    first, second = (body for body, _ in server.got)
    assert (first["value"], first["dropped"]) == (3, 3)
    assert "dropped" not in second


async def test_the_urls_secrets_are_shown_nowhere(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    told: list[str] = []
    with serving((400, {}), (200, {})) as server:
        url = server.url.replace("http://", f"http://me:{SECRET}@")
        async with jobs.Webhook(url, on_trouble=told.append) as webhook:
            webhook.offer(change(1))
            webhook.offer(change(2))
    assert server.got[0][1]["Authorization"].startswith("Basic ")
    assert len(told) == 1
    assert SECRET not in f"{told}{webhook!r}{caplog.text}"
    dead = jobs.Webhook(f"http://127.0.0.1:9/{SECRET}", backoff=(), on_trouble=told.append)
    async with dead:
        dead.offer(change(1))
    assert told[1].endswith(": ConnectError")
    assert SECRET not in f"{told}{caplog.text}"


@pytest.mark.parametrize(
    "url", ["ftp://x/T0P5ECRET", "T0P5ECRET", "http:///T0P5ECRET", "http://x:T0P5ECRET/"]
)
async def test_a_url_that_is_none_is_told_without_it(url: str) -> None:
    with pytest.raises(ValueError, match=r"^the webhook's URL ") as raised:
        jobs.Webhook(url)
    assert SECRET not in str(raised.value)


# --- programs ------------------------------------------------------------------------------------


def program(tmp_path: Path, text: str) -> list[str]:
    file = tmp_path / "program.py"
    file.write_text(f"import json, os, sys, time\nout = {str(tmp_path)!r}\n{text}")
    return [sys.executable, str(file)]


NOTE = """
with open(out + '/noted', 'a') as file:
    facts = {k: v for k, v in os.environ.items() if k.startswith('AIOESX_')}
    print(json.dumps([sys.argv[1:], json.load(sys.stdin), facts]), file=file)
"""


async def test_a_program_has_it_on_its_input_and_in_variables(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AIOESX_PASSWORD", SECRET)
    name = "$(touch x); `id` \x1b[31m'\""
    words = [*program(tmp_path, NOTE), "a b", "; exit 3"]
    async with jobs.Program(words) as run:
        run.offer(change(1, name))
        run.offer(change(2, "web02"))
    noted = [json.loads(line) for line in (tmp_path / "noted").read_text().splitlines()]
    (args, record, facts), (_, second, _) = noted
    assert args == ["a b", "; exit 3"]
    assert (record["name"], record["value"], second["value"]) == (name, 1, 2)
    ours = {name: value for name, value in facts.items() if not name.startswith("AIOESX_REQUIRE")}
    assert ours == {
        "AIOESX_EVENT": "changed", "AIOESX_KIND": "domain", "AIOESX_NAME": name,
        "AIOESX_REF": "VirtualMachine:1", "AIOESX_PROPERTY": "state", "AIOESX_VALUE": "1",
        "AIOESX_BEFORE": "0",
    }  # fmt: skip


async def test_so_many_run_at_once(tmp_path: Path) -> None:
    count = """
open(out + f'/running-{os.getpid()}', 'w').close()
while not os.path.exists(out + '/go'):
    time.sleep(0.01)
"""
    async with jobs.Program(program(tmp_path, count), at_once=2) as run:
        for number in range(4):
            run.offer(change(number))
        await until(lambda: len(list(tmp_path.glob("running-*"))) == 2)
        assert len(run._waiting) == 2
        (tmp_path / "go").touch()
    assert run.done == 4


@pytest.mark.parametrize(
    ("text", "trouble"),
    [
        ("sys.exit(3)", "ended with status 3"),
        ("os.kill(os.getpid(), 9)", "ended with signal 9"),
        ("time.sleep(60)", "did not end in 1 s: killed"),
    ],
)
async def test_one_that_fails_is_told(tmp_path: Path, text: str, trouble: str) -> None:
    told: list[str] = []
    words = program(tmp_path, text)
    async with jobs.Program(words, timeout=1, on_trouble=told.append) as run:
        run.offer(change(1))
    assert told == [f"'{Path(sys.executable).name}' {trouble}"]


CHILD = """
import subprocess
child = subprocess.Popen(['sleep', '60'])
open(out + f'/pid-{child.pid}', 'w').close()
open(out + f'/pid-{os.getpid()}', 'w').close()
time.sleep(60)
"""


def is_running(file: Path) -> bool:
    """Tell whether the process that wrote itself down runs; what awaits its reaper does not."""
    try:
        status = Path(f"/proc/{file.name.removeprefix('pid-')}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False
    return status.rpartition(")")[2].split()[0] not in "ZX"


async def test_left_by_a_cancellation_neither_program_nor_child_goes_on(tmp_path: Path) -> None:
    with anyio.CancelScope() as scope:
        async with jobs.Program(program(tmp_path, CHILD)) as run:
            run.offer(change(1))
            running = await until(lambda: [*found] if len(found := pids(tmp_path)) == 2 else None)
            assert all(map(is_running, running))
            scope.cancel()
            await anyio.sleep_forever()
    await until(lambda: not any(map(is_running, running)))


async def test_what_is_too_slow_is_killed_with_its_children(tmp_path: Path) -> None:
    async with jobs.Program(program(tmp_path, CHILD), timeout=1, on_trouble=print) as run:
        run.offer(change(1))
    assert run.failed == 1
    assert len(pids(tmp_path)) == 2
    await until(lambda: not any(map(is_running, pids(tmp_path))))


def pids(tmp_path: Path) -> list[Path]:
    return list(tmp_path.glob("pid-*"))


async def test_what_the_record_has_not_a_program_does_not_find(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("VALUE", "BEFORE", "HOST", "USER", "MESSAGE"):
        monkeypatch.setenv(f"AIOESX_{name}", "of another")
    monkeypatch.setenv("MY_HOOK", SECRET)
    words = program(tmp_path, "open(out + '/noted', 'w').write(json.dumps(dict(os.environ)))")

    async with jobs.Program(words, without=["MY_HOOK"]) as run:
        run.offer(Vanished("domain", Ref("VirtualMachine", "1"), "web01"))

    found = json.loads((tmp_path / "noted").read_text())
    assert (found["AIOESX_EVENT"], found["AIOESX_NAME"]) == ("vanished", "web01")
    assert "of another" not in found.values()
    assert "MY_HOOK" not in found


async def test_a_program_that_is_not_there_is_told_before() -> None:
    with pytest.raises(ValueError, match="there is no program '/no/such' that can be run"):
        jobs.Program(["/no/such"])
    with pytest.raises(ValueError, match="a program is a sequence of words"):
        jobs.Program("notify --to ops")


# --- on a watch ----------------------------------------------------------------------------------


@pytest.fixture
def simulated() -> HostState:
    return presets.small_host(machines=2)


async def test_react_hands_on_changes_and_not_what_was_there(plain: Simulator) -> None:
    with serving() as server:
        async with (
            connected(plain) as esx,
            jobs.Webhook(server.url) as webhook,
            esx.watch("domain", "state") as changes,
            anyio.create_task_group() as tasks,
        ):
            tasks.start_soon(jobs.react, changes, webhook)
            await until(lambda: plain.call_count["WaitForUpdatesEx"] >= 2)
            plain.change(lambda host: host.find("db01").set_power("poweredOn"))
            await until(lambda: server.got)
            tasks.cancel_scope.cancel()
    ((body, _),) = server.got
    assert (body["name"], body["before"], body["value"]) == ("db01", "shut off", "running")


def suspend_the_first(host: HostState) -> None:
    next(iter(host.machines.values())).set_power("suspended")


async def test_changes_of_many_hosts_go_to_a_webhook_and_a_program(tmp_path: Path) -> None:
    """The example of docs/watch.md."""
    with serving() as server, make_farm(3, machines=1, password="secret", tls=False) as site:
        async with (
            jobs.Webhook(server.url) as webhook,
            jobs.Program(program(tmp_path, NOTE), at_once=4) as run,
            Fleet(site.uris, password="secret", keep=0) as fleet,
            fleet.watch({"domain": ["state", "question"], "pool": ["state"]}) as changes,
            anyio.create_task_group() as tasks,
        ):
            tasks.start_soon(jobs.react, changes, webhook, run)
            await until(lambda: len(server.got) == 3)  # each host is listened to
            for host in site.hosts.values():
                host.change(suspend_the_first)
            await until(lambda: len(server.got) == 6 and run.done == 6)
            tasks.cancel_scope.cancel()
    told = [(body["host"], body["value"]) for body, _ in server.got if body["event"] == "changed"]
    assert sorted(told) == [(name, "paused") for name in ("esx0001", "esx0002", "esx0003")]

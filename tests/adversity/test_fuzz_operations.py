"""Whole operations over answers that somebody has spoilt: values, or an error of ours, in time.

Each seed is one connection: from its first answer or only after the login, every so often an
answer is damaged: bytes, elements, types, numbers, statuses, heads, lengths. Whatever comes of it,
nothing foreign crosses the face, nothing that the host did not do is reported as done, and no task
of the program is cancelled. `AIOESX_FUZZ_OPERATIONS` says how many seeds there are (3,000 in CI).
"""

from __future__ import annotations

import logging
import os
import random
import re
from collections.abc import Awaitable, Callable
from typing import Final

import anyio
import httpx
import pytest
from support.definitions import document
from support.hasty import Hasty
from support.mutations import mutated

import aioesx
from aioesx import errors
from aioesx.simulator import Options, Simulator, presets

pytestmark = [pytest.mark.anyio, pytest.mark.long, pytest.mark.fault("X10")]

SEEDS: Final = int(os.environ.get("AIOESX_FUZZ_OPERATIONS", "") or 3000)
FIRST: Final = int(os.environ.get("AIOESX_FUZZ_FIRST", "") or 0)
SHARES: Final = 12
SECONDS: Final = 20.0

OFF: Final = "db01"
ODD: Final = (
    b"", b"-1", b"NaN", b"1e400", b"9" * 400, b"\xff\xfe", b"\x00", b"true", b"<x/>", b"&#0;",
    b"]]>", b"2147483648", "\u0663".encode(), b" ", b"2024-13-45T99:00:00Z",
)  # fmt: skip
Operation = Callable[[aioesx.Connection], Awaitable[object]]


async def start(esx: aioesx.Connection) -> str:
    await (await esx.domains.lookup(OFF)).start()
    return "started"


async def snapshot(esx: aioesx.Connection) -> str:
    await (await esx.domains.lookup("web01")).snapshots.create("fuzz")
    return "snapshot"


async def define(esx: aioesx.Connection) -> str:
    await esx.domains.define(document(name="fuzzed"))
    return "defined"


async def tell(esx: aioesx.Connection) -> None:
    domain = await esx.domains.lookup("web01")
    for ask in (domain.info, domain.status, domain.disks, domain.interfaces, domain.xml):
        await ask()
    await domain.interface_addresses()
    await domain.scheduler()
    await domain.cpu_usage()


async def look(esx: aioesx.Connection) -> None:
    await esx.domains.list(autostart=True, snapshots=False)
    await esx.domains.properties(["config", "runtime", "guest", "snapshot"])
    await esx.host.info()
    await esx.host.capabilities()
    await esx.domains.pending_questions()


async def picture(esx: aioesx.Connection) -> None:
    await (await esx.domains.lookup("web01")).screenshot()


OPERATIONS: Final[tuple[Operation, ...]] = (look, tell, start, snapshot, define, picture)


def _odd_value(chance: random.Random, body: bytes) -> bytes:
    texts = list(re.finditer(rb">[^<>]+<", body))
    if not texts:
        return body
    one = chance.choice(texts)
    return body[: one.start() + 1] + chance.choice(ODD) + body[one.end() - 1 :]


def _odd_type(chance: random.Random, body: bytes) -> bytes:
    kinds = list(re.finditer(rb'type="[^"]*"', body))
    if not kinds:
        return body
    one = chance.choice(kinds)
    other = chance.choice([k[0] for k in kinds] + [b'type="xsd:int"', b'type="x:y"', b""])
    return body[: one.start()] + other + body[one.end() :]


DAMAGES: Final = (mutated, mutated, _odd_value, _odd_type)


class Spoiler(httpx.AsyncBaseTransport):
    """Damages some of the answers that come through."""

    def __init__(self, inner: httpx.AsyncBaseTransport, seed: int) -> None:
        self._inner = inner
        self._chance = random.Random(seed)
        self._often = self._chance.choice([0.05, 0.2, 0.6])
        self._patience = self._chance.choice([0, 6, 10])

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        chance = self._chance
        response = await self._inner.handle_async_request(request)
        body = await response.aread()
        status, headers = response.status_code, dict(response.headers)
        headers.pop("content-length", None)
        self._patience -= 1
        if self._patience < 0 and body and chance.random() < self._often:
            kind = chance.random()
            if kind < 0.08:
                status = chance.choice([200, 204, 206, 302, 401, 404, 408, 500, 503])
            elif kind < 0.12:
                headers["content-type"] = chance.choice(["text/html", "", "text/xml; x"])
            else:
                body = chance.choice(DAMAGES)(chance, body)
        return httpx.Response(status, headers=headers, stream=httpx.ByteStream(body))


async def attempt(simulator: Simulator, seed: int) -> None:
    operation = OPERATIONS[seed % len(OPERATIONS)]
    done: object = None
    with anyio.fail_after(SECONDS):
        try:
            async with (
                httpx.ASGITransport(simulator.asgi) as inner,
                aioesx.connect(
                    "esx://root@127.0.0.1/?transport=http",
                    password=simulator.password,
                    timeout=3,
                    transport=Spoiler(inner, seed),
                    on_question=aioesx.answer_default,
                ) as esx,
            ):
                done = await operation(esx)
        except errors.EsxError:
            return
    if done == "started":
        assert simulator.domain_state(OFF) == "poweredOn", seed
    elif done == "snapshot":
        assert simulator.change(lambda host: host.find("web01").snapshots.roots), seed
    elif done == "defined":
        assert simulator.change(lambda host: host.find("fuzzed")), seed


@pytest.mark.timeout(900)
@pytest.mark.parametrize("share", range(SHARES))
async def test_spoilt_answers_give_values_or_errors_of_ours(
    share: int, hasty: Hasty, caplog: pytest.LogCaptureFixture, anyio_backend: str
) -> None:
    hasty(
        repeats=(0.0,), looks=(0.0, 0.01), backoff=(0.01,), pace=0.01, look=0.02, login_pause=0.1,
        fresh=0.1, slice=1, silence=2, grace=0.5, release=0.5, logout=0.5, cancel=0.5, undo=0.5,
        task=3.0,
    )  # fmt: skip
    caplog.set_level(logging.WARNING)
    seeds = range(FIRST + share + (0 if anyio_backend == "asyncio" else SHARES), SEEDS, 2 * SHARES)
    for seed in seeds:
        options = Options(task_seconds=0.01, queue_seconds=0.0)
        simulator = Simulator(presets.small_host(machines=3, options=options), tls=False)
        try:
            await attempt(simulator, seed)
        except BaseException as error:
            error.add_note(f"seed {seed}: {OPERATIONS[seed % len(OPERATIONS)].__name__}")
            raise

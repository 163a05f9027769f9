"""Every method with arguments of every odd kind: an answer or a fault of the API, never an error.

Each method is tried with one odd value at each place, and with several at random places; a
sample of these, or all of them with AIOESX_FUZZ=all.
"""

from __future__ import annotations

import itertools
import logging
import os
import random
from collections.abc import Iterator
from typing import Any, Final

import pytest
from support.arguments import dice_calls, wrong_calls
from support.soapcall import Caller, ref
from support.vcenter import Estate, VCenterCaller

from aioesx import vim
from aioesx._soap import UnsendableError, encode_request
from aioesx.simulator import Options, Simulator, presets, soap
from aioesx.simulator.inventory import FIXED
from aioesx.simulator.methods import HANDLERS
from aioesx.simulator.methods.internal import INTERNAL
from aioesx.simulator.vcenter.methods import OWN
from aioesx.simulator.vcenter.outward import ROOTS

Ref = vim.ManagedObjectReference

EVERYTHING: Final = os.environ.get("AIOESX_FUZZ") == "all"
SAMPLE: Final = None if EVERYTHING else 60
ON_ONE_HOST: Final = 60
INTERNAL_METHODS: Final = {method.wire_name: method for method in INTERNAL.values()}
OWN_FAULTS: Final = ("has failed", "cannot answer")


@pytest.fixture
def anyio_backend() -> str:
    """Run on one event loop: what is tried does not wait."""
    return "asyncio"


def calls_of(name: str) -> Iterator[bytes]:
    """Yield requests of a method; `THIS` stands for the object."""
    cls: Any = INTERNAL_METHODS.get(name) or vim.types_by_name(name)
    dice = random.Random(name)
    enumerated = list(wrong_calls(cls, THIS))
    if SAMPLE is not None and len(enumerated) > SAMPLE:
        enumerated = [enumerated[0], *dice.sample(enumerated, SAMPLE)]
    thrown = itertools.islice(dice_calls(cls, THIS, dice), SAMPLE or 2000)
    for call in itertools.chain(enumerated, thrown):
        try:
            yield encode_request(call)
        except (UnsendableError, TypeError, ValueError):  # more than can be said in XML
            continue


THIS: Final = ref("THIS", "THIS")


class Host:
    """A host with one object of each kind, and a session."""

    def __init__(self) -> None:
        self.state: Any = presets.small_host(options=Options(**NO_TIME))
        self.call = Caller(Simulator(self.state, password="secret", tls=False))

    async def open(self) -> None:
        root, events = ref("Folder", "ha-folder-root"), ref("EventManager", "ha-eventmgr")
        machine, state = ref("VirtualMachine", "2"), self.state
        own = await session_objects(self.call, machine, root, events)
        state.find("db01").snapshots.take("s", "", memory=False, quiesce=False)
        self.objects = [
            *own,
            machine,
            state.ref(state.find("db01").snapshots.roots[0]),
            *FIXED.values(),
            state.ref(next(iter(state.datastores.values()))),
            state.ref(state.network.networks()[0]),
            ref("HostDatastoreBrowser", "ha-host-datastorebrowser"),
        ]

    async def answer(self, body: bytes) -> soap.Answer:
        """Serve a request, and let the task that it starts run to its end."""
        cookie = self.call.cookie.partition("=")[2].strip('"')
        answer = await soap.serve(self.state, body, cookie=cookie, action=self.call.action)
        with self.state.looking():
            pass
        return answer

    def about(self, body: bytes, managed_type: str) -> bytes:
        """Return a request that is about an object of a type."""
        found = (o for o in self.objects if managed_type in vim.managed_bases(o.type))
        this = next(found, self.objects[0])
        written = f'<_this type="{this.type}">{this.value}</_this>'.encode()
        return body.replace(b'<_this type="THIS">THIS</_this>', written)


class Above(Host):
    """A vCenter with hosts, and a session."""

    def __init__(self) -> None:
        self.estate = Estate(options=Options(**NO_TIME))
        self.state = self.estate.vcenter
        self.call = VCenterCaller(self.estate.site(tls=False), self.estate)

    async def open(self) -> None:
        vcenter, call = self.estate.vcenter, self.call
        assert isinstance(call, VCenterCaller)
        machine, root = call.machine("db01"), ROOTS["root_folder"]
        own = await session_objects(call, machine, root, ROOTS["event_manager"])
        dc1 = self.estate.dc1
        things = [dc1.folders["vm"], *vcenter.entities.values(), *vcenter.members]
        self.objects = [*own, machine, *(vcenter.ref(thing) for thing in things), *ROOTS.values()]


NO_TIME: Final[dict[str, Any]] = {
    "task_seconds": 0.0,
    "queue_seconds": 0.0,
    "session_limit": 10_000,
}


async def session_objects(call: Caller, machine: Ref, root: Ref, events: Ref) -> list[Ref]:
    """Return one object of each kind that a session has, and a task."""
    await call.login()
    views = ref("ViewManager", "ViewManager")
    spec = vim.PropertyFilterSpec(
        prop_set=[vim.PropertySpec(type="VirtualMachine", path_set=["name"])],
        object_set=[vim.ObjectSpec(obj=machine)],
    )
    return [
        await call(vim.CreateListView(this=views, obj=[])),
        await call(vim.CreateContainerView(this=views, container=root, recursive=True)),
        await call(vim.CreatePropertyCollector(this=call.collector)),
        await call(vim.CreateCollectorForEvents(this=events, filter=vim.EventFilterSpec())),
        await call(vim.CreateFilter(this=call.collector, spec=spec, partial_updates=True)),
        await call(vim.ResetVM_Task(this=machine)),
    ]


CASES: Final = [
    *((Host, name) for name in sorted(HANDLERS)),
    *((Above, name) for name in sorted({*HANDLERS, *OWN})),
]


@pytest.mark.anyio
@pytest.mark.timeout(3600 if EVERYTHING else 60)
@pytest.mark.parametrize(("kind", "name"), CASES)
async def test_whatever_the_arguments_are_the_answer_is_the_api_s(
    kind: type[Host], name: str, caplog: pytest.LogCaptureFixture
) -> None:
    cls: Any = INTERNAL_METHODS.get(name) or vim.types_by_name(name)
    calls = calls_of(name)
    count = 0
    while batch := list(itertools.islice(calls, ON_ONE_HOST)):
        host = kind()
        await host.open()
        for request in batch:
            body = host.about(request, cls.managed_type)
            with caplog.at_level(logging.WARNING, "aioesx.simulator"):
                answer = await host.answer(body)
            assert not [r for r in caplog.messages if any(w in r for w in OWN_FAULTS)], body
            assert answer.status in {200, 500}
            assert b'"SystemError"' not in answer.body, (answer.body, body)
            count += 1
        await host.call.aclose()
    assert count

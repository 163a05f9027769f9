"""Any method on any object with any arguments: an answer or a refusal, never a mistake of ours.

AIOESX_FUZZ_SECONDS is how long it runs: 2 by default, 20 in CI.
"""

from __future__ import annotations

import os
import random
import time
from typing import Any, Final

import pytest
from support.soapcall import ref
from support.vcenter import Estate, VCenterCaller

from aioesx import vim
from aioesx._soap import UnsendableError, encode_request
from aioesx.simulator import Options
from aioesx.simulator.methods import HANDLERS
from aioesx.simulator.methods.internal import INTERNAL
from aioesx.simulator.vcenter.methods import OWN
from aioesx.simulator.vcenter.outward import ROOTS
from aioesx.simulator.waiting import WAITING

pytestmark = [pytest.mark.anyio, pytest.mark.long]

SECONDS = float(os.environ.get("AIOESX_FUZZ_SECONDS") or (20 if os.environ.get("CI") else 2))

LEFT_OUT: Final = {"Logout", "TerminateSession", "RebootHost_Task", "ShutdownHost_Task"}
"""What ends the session that calls."""

_INTERNAL: Final = {method.wire_name: method for method in INTERNAL.values()}

WORDS: Final = (
    *("", "web01", "new", "[datastore1] web01/web01.vmx", "[nfs1] a.vmdk", "[datastore1]", "[x] y"),
    *("127.0.0.11", "eu/west/dc1/vm/web01", "name", "runtime.powerState", "thin", "lsiLogic", "1"),
)


class Dice:
    """Makes up calls, the same ones in every run."""

    def __init__(self, refs: list[vim.ManagedObjectReference]) -> None:
        self.random = random.Random(11)
        self.refs = refs
        known = sorted({*HANDLERS, *OWN} - LEFT_OUT - WAITING)
        self.methods: list[Any] = [_INTERNAL.get(n) or vim.types_by_name(n) for n in known]

    def call(self) -> vim.Method[Any] | None:
        """Return a method on an object that has it."""
        method = self.random.choice(self.methods)
        having = [r for r in self.refs if method.managed_type in vim.managed_bases(r.type)]
        return self.value(method, 0, this=self.random.choice(having)) if having else None

    def value(self, cls: Any, depth: int, **given: Any) -> Any:
        """Return a value of a class, with some of its fields."""
        values = dict(given)
        for name, field in cls.wire_fields.items():
            if name not in values and (field.required or self.random.random() < 0.4 / (depth + 1)):
                item = self.item(field.type, depth)
                values[name] = [item] if field.many else item
        return cls(**{name: value for name, value in values.items() if value not in (None, [None])})

    def item(self, type_: str, depth: int) -> Any:
        """Return a value of a wire type; None for one that is too deep or unknown."""
        if type_ == "ManagedObjectReference":
            return self.random.choice(self.refs)
        if type_ in {"xsd:string", "xsd:anyURI"}:
            return self.random.choice(WORDS)
        if type_ == "xsd:boolean":
            return self.random.random() < 0.5
        if type_ in {"xsd:int", "xsd:long", "xsd:short", "xsd:byte"}:
            return self.random.choice((0, 1, 2, -1, 100))
        cls: Any = vim.types_by_name(type_)
        if cls is None or depth > 3:
            return None
        if hasattr(cls, "wire_fields"):
            return self.value(cls, depth + 1)
        return self.random.choice(list(cls))


@pytest.mark.timeout(SECONDS * 3 + 60)
@pytest.mark.parametrize("anyio_backend", ["asyncio"])
async def test_any_call_gets_an_answer(caplog: pytest.LogCaptureFixture) -> None:
    options = Options(task_seconds=0.0, queue_seconds=0.0, task_memory_seconds=1.0)
    estate = Estate(options=options)
    estate.vcenter.add_pool(estate.vcenter.add_pool(estate.cluster, "gold"), "inner")
    estate.vcenter.add_vapp(estate.cluster, "shop", [estate.esx1.find("build01")], folder="teams")
    estate.vcenter.lose(estate.esx3)
    with estate.vcenter.looking():
        things = [*estate.vcenter.entities.values(), *estate.vcenter.members]
        things += estate.vcenter.machines()
        refs = [estate.vcenter.ref(thing) for thing in things]
    refs += [*ROOTS.values(), ref("Task", "task-1"), ref("VirtualMachine", "1")]
    call = VCenterCaller(estate.site(tls=False), estate)
    await call.login()
    dice, count, wrong = Dice(refs), 0, list[str]()
    ends = time.monotonic() + SECONDS
    while time.monotonic() < ends:
        try:
            method = dice.call()
            body = encode_request(method) if method is not None else b""
        except (UnsendableError, TypeError, ValueError):  # a field that it could not fill
            continue
        if body:
            answer = await call.post(body)
            count += 1
            if b"simulator has a fault" in answer.content:
                wrong.append(repr(method))
    assert wrong == [], caplog.text[-4000:]
    assert "has failed" not in caplog.text
    assert count > 50
    assert await call.read(call.manager, "currentSession.userName")
    await call.aclose()

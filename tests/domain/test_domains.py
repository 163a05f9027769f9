"""Lists and look-ups on a simulated host, and what they cost."""

from __future__ import annotations

import dataclasses
import pickle
import re
from collections.abc import Awaitable
from typing import Any
from uuid import UUID

import httpx
import pytest
from support.waiting import until

import aioesx
from aioesx import DomainState, errors, vim
from aioesx.simulator import Simulator, presets

pytestmark = pytest.mark.anyio


async def calls_of(simulator: Simulator, work: Awaitable[object]) -> list[str]:
    before = len(simulator.calls)
    await work
    return [method for method, _ in simulator.calls[before:]]


async def test_list_tells_what_virsh_tells(esx: aioesx.Connection) -> None:
    entries = await esx.domains.list()

    assert len({entry.name for entry in entries}) == 5
    assert {entry.state for entry in entries} == {
        DomainState.RUNNING,
        DomainState.SHUTOFF,
        DomainState.PAUSED,
    }
    assert all((entry.id is None) == (entry.state is DomainState.SHUTOFF) for entry in entries)


async def test_list_can_be_narrowed_to_active_and_inactive(esx: aioesx.Connection) -> None:
    everything = await esx.domains.list()
    active = await esx.domains.list(active=True)
    inactive = await esx.domains.list(active=False)

    assert len(active) + len(inactive) == len(everything)
    assert {entry.state for entry in inactive} == {DomainState.SHUTOFF}


async def test_list_is_one_call(simulator: Simulator, esx: aioesx.Connection) -> None:
    assert await calls_of(simulator, esx.domains.list()) == ["RetrievePropertiesEx"]


async def test_lookup_by_name_is_one_call(simulator: Simulator, esx: aioesx.Connection) -> None:
    name = (await esx.domains.list())[0].name

    assert await calls_of(simulator, esx.domains.lookup(name)) == ["RetrievePropertiesEx"]


async def test_a_domain_is_found_by_name_uuid_and_id(esx: aioesx.Connection) -> None:
    entry = (await esx.domains.list(active=True))[0]

    found = [
        await esx.domains.lookup(entry.name),
        await esx.domains.lookup(uuid=entry.uuid),
        await esx.domains.lookup(uuid=str(entry.uuid).upper()),
        await esx.domains.lookup(id=entry.id),
    ]

    assert found == [entry.domain] * 4


async def test_a_domain_that_is_off_has_no_id_to_be_found_by(esx: aioesx.Connection) -> None:
    entry = (await esx.domains.list(active=False))[0]

    with pytest.raises(errors.NoSuchDomainError):
        await esx.domains.lookup(id=entry.domain.number)


async def test_an_unknown_domain_is_named(esx: aioesx.Connection) -> None:
    with pytest.raises(errors.NoSuchDomainError, match="no domain with name 'nobody'"):
        await esx.domains.lookup("nobody")
    with pytest.raises(errors.NoSuchDomainError, match=str(UUID(int=7))):
        await esx.domains.lookup(uuid=UUID(int=7))


async def test_a_lookup_by_nothing_or_by_two_things_is_an_error(esx: aioesx.Connection) -> None:
    with pytest.raises(ValueError, match="exactly one"):
        await esx.domains.lookup()
    with pytest.raises(ValueError, match="exactly one"):
        await esx.domains.lookup("web01", id=1)


async def test_any_properties_of_all_domains_come_in_one_call(
    simulator: Simulator, esx: aioesx.Connection
) -> None:
    found = await esx.domains.properties(["name", "summary"])

    assert {entry.ref for entry in found.values()} == set(found)
    assert all(entry.values["summary"].config.name for entry in found.values())
    assert await calls_of(simulator, esx.domains.properties(["name"])) == ["RetrievePropertiesEx"]


async def test_info_agrees_with_the_list(esx: aioesx.Connection) -> None:
    for entry in await esx.domains.list():
        info = await entry.domain.info()
        assert (info.state, info.max_memory, info.vcpus) == (
            entry.state,
            entry.max_memory,
            entry.vcpus,
        )


@pytest.mark.parametrize(
    ("criteria", "names"),
    [
        ({"states": (DomainState.PAUSED,)}, ["build01"]),
        (
            {
                "states": (
                    DomainState.RUNNING,
                    DomainState.PAUSED,
                )
            },
            ["web01", "build01", "win01"],
        ),
        ({"states": (DomainState.PAUSED,), "active": False}, []),
        ({"autostart": True}, ["web01"]),
        ({"autostart": False, "active": True}, ["build01", "win01"]),
        ({"snapshots": True}, ["db01"]),
        ({"snapshots": False, "active": False}, ["console01"]),
        ({"persistent": False}, []),
        ({"persistent": True, "states": {DomainState.PAUSED}}, ["build01"]),
        ({"managed_save": True}, []),
        ({"managed_save": False, "autostart": True}, ["web01"]),
    ],
    ids=str,
)
async def test_every_criterion_counts(
    esx: aioesx.Connection, criteria: dict[str, Any], names: list[str]
) -> None:
    await (await esx.domains.lookup("web01")).set_autostart(True)
    await (await esx.domains.lookup("db01")).snapshots.create("s")

    assert [entry.name for entry in await esx.domains.list(**criteria)] == names


async def test_domains_can_be_walked_over(esx: aioesx.Connection) -> None:
    assert [entry.name async for entry in esx.domains] == [
        entry.name for entry in await esx.domains.list()
    ]


async def test_names_are_told_unescaped_and_found_so(
    simulator: Simulator, esx: aioesx.Connection
) -> None:
    simulator.change(
        lambda host: presets.add_machine(host, presets.MachineKind("a%2fb 100%25 %5c"))
    )

    domain = await esx.domains.lookup("a/b 100% \\")

    assert domain.name in [entry.name for entry in await esx.domains.list()]


async def test_a_uuid_is_found_whatever_the_host_thinks_of_the_configuration(
    simulator: Simulator, esx: aioesx.Connection
) -> None:
    true = simulator.change(lambda host: host.find("db01").config.uuid)
    simulator.change(lambda host: setattr(host.find("db01"), "status", "yellow"))

    domain = await esx.domains.lookup(uuid=true)

    assert (domain.name, str(domain.uuid)) == ("db01", true)
    with pytest.raises(errors.NoSuchDomainError):
        await esx.domains.lookup(uuid=UUID(int=0))


async def test_a_name_or_uuid_of_several_domains_is_refused_with_all_of_them(
    simulator: Simulator, esx: aioesx.Connection
) -> None:
    def twins(host: Any) -> None:
        web, db = host.find("web01").config, host.find("db01").config
        db.settings, db.name = web.settings, web.name

    simulator.change(twins)

    for wanted in ({"name": "web01"}, {"uuid": (await esx.domains.list())[0].uuid}):
        with pytest.raises(errors.AmbiguousNameError, match="2 domains bear") as refused:
            await esx.domains.lookup(**wanted)
        assert (refused.value.kind, len(refused.value.bearers)) == ("domain", 2)
        assert all(bearer.ref in str(refused.value) for bearer in refused.value.bearers)


async def test_states_are_words(simulator: Simulator, esx: aioesx.Connection) -> None:
    running = await esx.domains.list(states=["running"])

    assert {entry.name for entry in running} == {"web01", "win01"}
    assert await esx.domains.list(states="running") == running
    assert all(entry.state == "running" for entry in running)
    assert f"{running[0].state}" == "running"


async def test_a_wrong_word_is_refused_before_anything_is_sent(
    simulator: Simulator, esx: aioesx.Connection
) -> None:
    domain = await esx.domains.lookup("web01")
    before = len(simulator.calls)

    with pytest.raises(ValueError, match=r"one of no state, running, paused, shut off; did you"):
        await esx.domains.list(states=["runing"])
    with pytest.raises(ValueError, match="one of no state, running, paused, shut off"):
        await domain.wait_for("off")
    with pytest.raises(ValueError, match="one of leave, cancel; did you mean 'cancel'"):
        await domain.start(on_cancel="cancle")  # type: ignore[arg-type]
    assert len(simulator.calls) == before


@pytest.mark.parametrize("text", ["", "unknown", "564d9bef-acd9-b4e0-c8f0-aeae"])
async def test_an_odd_uuid_spoils_its_own_row(
    simulator: Simulator, esx: aioesx.Connection, text: str
) -> None:
    names = [entry.name for entry in await esx.domains.list()]
    odd = f'<name>config.uuid</name><val xsi:type="xsd:string">{text}</val>'

    class Odd(httpx.AsyncBaseTransport):
        inner = httpx.ASGITransport(simulator.asgi)

        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            response = await self.inner.handle_async_request(request)
            body = await response.aread()
            uuid = rb"<name>config.uuid</name><val[^>]*>.*?</val>"
            found = re.sub(uuid, odd.encode(), body, count=1)
            headers = [(k, v) for k, v in response.headers.items() if k != "content-length"]
            return httpx.Response(response.status_code, headers=headers, content=found)

    async with aioesx.connect(simulator.uri, password=simulator.password, transport=Odd()) as other:
        entries = await other.domains.list()
        second = await other.domains.lookup(names[1])

    assert [entry.name for entry in entries] == names
    assert second.name == names[1]
    assert entries[0].uuid is None
    assert f"could not parse UUID from '{text}'" in entries[0].problems[0]
    assert [entry.problems for entry in entries[1:]] == [()] * (len(names) - 1)


async def test_one_path_is_one_path(esx: aioesx.Connection) -> None:
    domain = await esx.domains.lookup("web01")

    assert await esx.properties(domain.ref, "name") == {"name": "web01"}
    assert (await esx.domains.properties("name"))[domain.ref].values == {"name": "web01"}


async def test_pending_questions_of_all_domains_can_be_answered(
    simulator: Simulator, esx: aioesx.Connection
) -> None:
    for name in ("db01", "console01"):
        simulator.ask_on("PowerOnVM_Task", name, text=f"{name}?", choices=("Yes", "Cancel"))
        domain = await esx.domains.lookup(name)
        await esx.call(vim.PowerOnVM_Task(this=domain.ref))

    async def both() -> list[aioesx.PendingQuestion]:
        pending = await esx.domains.pending_questions()
        return pending if len(pending) == 2 else []

    pending = await until(both)

    for entry in pending:
        await entry.answer(entry.question.choices[0])

    assert sorted(simulator.answers) == [("console01", "Yes"), ("db01", "Yes")]
    with pytest.raises(ValueError, match="'Maybe' is no answer"):
        await pending[0].answer("Maybe")


async def test_wait_for_a_state(esx: aioesx.Connection) -> None:
    domain = await esx.domains.lookup("web01")
    await domain.wait_for(DomainState.RUNNING, timeout=5)

    await domain.shutdown()
    await domain.wait_for(DomainState.SHUTOFF, timeout=20)

    assert await domain.state() is DomainState.SHUTOFF


async def test_wait_for_a_state_that_does_not_come(
    simulator: Simulator, esx: aioesx.Connection
) -> None:
    domain = await esx.domains.lookup("web01")

    with pytest.raises(errors.WaitTimeoutError, match=r"was not shut off in 0\.2 s"):
        await domain.wait_for(DomainState.SHUTOFF, timeout=0.2)

    assert simulator.open_filters == 0


async def test_reboot_and_reset(simulator: Simulator, esx: aioesx.Connection) -> None:
    domain = await esx.domains.lookup("web01")

    await domain.reset()
    assert await domain.state() is DomainState.RUNNING
    await until(lambda: tools_answer(domain))
    await domain.reboot()

    assert simulator.call_count["RebootGuest"] == 1


async def tools_answer(domain: aioesx.Domain) -> bool:
    try:
        await domain.hostname()
    except errors.ToolsUnavailableError:
        return False
    return True


async def test_a_suspended_domain_can_be_destroyed(esx: aioesx.Connection) -> None:
    domain = await esx.domains.lookup("build01")

    await domain.destroy()

    assert await domain.state() is DomainState.SHUTOFF


async def test_a_summary_has_its_domain_beside_its_values(esx: aioesx.Connection) -> None:
    entry, other = (await esx.domains.list())[:2]
    again = pickle.loads(pickle.dumps(entry))

    assert entry.domain == await esx.domains.lookup(entry.name)
    assert again == entry != other
    assert "domain" not in {field.name for field in dataclasses.fields(entry)}
    with pytest.raises(AttributeError, match=f"DomainSummary of '{entry.name}' was unpickled"):
        _ = again.domain

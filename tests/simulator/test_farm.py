"""Farms: hosts by the hundred, told apart by address, sharing what they have in common."""

from __future__ import annotations

import errno
import resource
import socket
import sys

import pytest
from support.farming import figures
from support.soapcall import Caller

from aioesx.simulator import HostState, make_farm, sockets
from aioesx.simulator.farm import farm_hosts, host_profile_for, vcenter_profile_for
from aioesx.simulator.profile import PROFILES, VCENTER_8_0


@pytest.fixture(scope="module")
def hosts() -> list[HostState]:
    return list(farm_hosts(40, machines=10).values())


def test_what_must_differ_between_hosts_does(hosts: list[HostState]) -> None:
    machines = [machine for host in hosts for machine in host.machines.values()]

    assert len({host.hardware.uuid for host in hosts}) == 40
    assert len({host.network.host_name for host in hosts}) == 40
    assert len({card.mac for host in hosts for card in host.network.physical}) == 120
    assert len({store.uuid for host in hosts for store in host.datastores.values()}) == 80
    assert len({machine.name for machine in machines}) == 400
    assert len({machine.config.uuid for machine in machines}) == 400
    assert len({mac for machine in machines for _, mac in machine.cards()}) == 400
    assert len({machine.guest.addresses for machine in machines if machine.is_on}) > 100


def test_machines_of_one_kind_share_their_settings(hosts: list[HostState]) -> None:
    first, second = (host.find(f"{host.network.host_name}-db01") for host in hosts[:2])

    shared = [
        first.config.settings[key] is second.config.settings[key] for key in ("memsize", "guestOS")
    ]

    assert shared == [True, True]


def test_a_changed_machine_has_settings_of_its_own() -> None:
    one, other = (host.find(f"{name}-db01") for name, host in farm_hosts(2, machines=2).items())

    one.change({"memsize": "512", "annotation": "changed"})

    assert (one.config.memory_mb, one.config.annotation) == (512, "changed")
    assert (other.config.memory_mb, other.config.annotation) == (8192, "")


def test_a_changed_machine_has_a_file_of_its_own() -> None:
    one, other = (host.find(f"{name}-db01") for name, host in farm_hosts(2, machines=2).items())
    texts = []

    one.change({"memsize": "512"})
    for machine in (one, other):
        content = machine.host.datastore("datastore1").file(machine.place.path).content
        texts.append(content.read(0, content.size))

    assert b'memsize = "512"\n' in texts[0]
    assert b'memsize = "8192"\n' in texts[1]


def test_a_farm_has_its_bounds() -> None:
    with pytest.raises(ValueError, match="1 to 10000 hosts, not 0"):
        make_farm(0)


@pytest.mark.anyio
async def test_a_vcenter_above_a_farm_has_clusters_with_a_datastore_each() -> None:
    site = make_farm(40, machines=1, vcenter=VCENTER_8_0, password="secret", tls=False)

    hosts = (
        {name: site.vcenter.path_of(h.state) for name, h in site.hosts.items()}
        if site.vcenter
        else {}
    )
    stores = [
        {store.name for store in handle.state.datastores.values()} for handle in site.hosts.values()
    ]

    assert hosts["esx0001"] == "farm/cluster01/esx0001"
    assert hosts["esx0040"] == "farm/cluster02/esx0040"
    assert stores[0] == {"esx0001-datastore1", "shared01"}
    assert stores[39] == {"esx0040-datastore1", "shared02"}
    first, last = (
        handle.state.datastore("shared01") for handle in list(site.hosts.values())[:32:31]
    )
    assert first.volume is last.volume


@pytest.mark.anyio
async def test_in_the_process_a_farm_tells_its_hosts_apart_by_address() -> None:
    site = make_farm(2, machines=1, password="secret", tls=False)
    second = site.hosts["esx0002"]
    caller = Caller(site, second.address)

    await caller.login()
    await caller.aclose()

    assert [host.open_sessions for host in site.hosts.values()] == [0, 1]


@pytest.mark.parametrize(
    ("host", "vcenter"),
    [("esx-3.5", "vcenter-2.5"), ("esxi-6.5", "vcenter-6.7"), ("esxi-8.0", "vcenter-8.0")],
)
def test_a_vcenter_is_as_old_as_its_hosts(host: str, vcenter: str) -> None:
    found = vcenter_profile_for(PROFILES[host])

    assert found is PROFILES[vcenter]
    assert host_profile_for(PROFILES[vcenter]) is PROFILES[host]


@pytest.mark.parametrize("host", ["gsx-2.0", "esxi-8.0-free"])
def test_no_vcenter_manages_these(host: str) -> None:
    assert vcenter_profile_for(PROFILES[host]) is None


# --- addresses, ports, files -----------------------------------------------------------------


def test_addresses_leave_out_those_of_networks() -> None:
    addresses = sockets.loopback_addresses(300)

    assert addresses[0] == "127.0.0.11"
    assert addresses[243:245] == ["127.0.0.254", "127.0.1.1"]


def test_there_are_only_so_many_addresses() -> None:
    with pytest.raises(ValueError, match="there are 2 loopback addresses"):
        sockets.loopback_addresses(3, "127.255.255.253")


def test_all_addresses_get_one_port() -> None:
    listeners = sockets.listen_all(["127.0.0.11", "127.0.0.12", "127.0.0.13"], 0)
    ports = {listener.getsockname()[1] for listener in listeners}
    for listener in listeners:
        listener.close()

    assert len(ports) == 1


def test_a_port_that_is_taken_somewhere_is_named_with_its_address() -> None:
    with socket.create_server(("127.0.0.12", 0)) as taken:
        port = taken.getsockname()[1]

        with pytest.raises(OSError, match=f"'127.0.0.12:{port}'") as caught:
            sockets.listen_all(["127.0.0.11", "127.0.0.12"], port)

    assert caught.value.errno == errno.EADDRINUSE


def test_another_port_is_taken_where_the_first_is_not_free_everywhere(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    refused = iter([("127.0.0.12", errno.EADDRINUSE)])
    listen = sockets.listen

    def sometimes(address: str, port: int) -> socket.socket:
        if port and (failure := next(refused, None)):
            raise OSError(failure[1], "taken")
        return listen(address, port)

    monkeypatch.setattr(sockets, "listen", sometimes)
    listeners = sockets.listen_all(["127.0.0.11", "127.0.0.12"], 0)
    for listener in listeners:
        listener.close()

    assert len(listeners) == 2


def test_the_limit_on_files_is_raised_for_many_hosts(monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[tuple[int, tuple[int, int]]] = []
    monkeypatch.setattr(resource, "getrlimit", lambda _: (1024, 65536))
    monkeypatch.setattr(resource, "setrlimit", lambda *limits: said.append(limits))

    sockets.allow_files(1)
    sockets.allow_files(1000)

    assert said == [(resource.RLIMIT_NOFILE, (9256, 65536))]


def test_the_limit_on_files_is_raised_as_far_as_it_goes(monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[tuple[int, tuple[int, int]]] = []
    monkeypatch.setattr(resource, "getrlimit", lambda _: (1024, 4096))
    monkeypatch.setattr(resource, "setrlimit", lambda *limits: said.append(limits))

    sockets.allow_files(1000)

    assert said == [(resource.RLIMIT_NOFILE, (4096, 4096))]


def test_too_low_a_limit_on_files_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resource, "getrlimit", lambda _: (1024, 2048))

    with pytest.raises(OSError, match=r"1000 hosts need 2256 open files .* may have 2048"):
        sockets.allow_files(1000)


# --- the short form of the thousand ----------------------------------------------------------


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc, needs 127.0.0.0/8")
@pytest.mark.anyio
@pytest.mark.long
async def test_a_hundred_hosts_with_a_session_each_are_cheap() -> None:
    """The long form, with a thousand, is `make farm`; its figures stand in docs/simulator.md."""
    taken = await figures(100)

    assert (taken.sessions, taken.names) == (100, 1000)
    assert taken.resident_mib < 200  # the program alone has some 65
    assert (taken.resident_mib - taken.idle_mib) / taken.sessions < 0.5
    assert taken.files < 100 * 3 + 50


@pytest.fixture
def anyio_backend() -> str:
    """The farm is a program of its own; its clients' event loop is not what is tested."""
    return "asyncio"

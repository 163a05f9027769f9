"""Sites: hosts and a vCenter in one process, built by hand or from a TOML file."""

from __future__ import annotations

import tomllib
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any

import pytest
from support.judges import ROOT

import aioesx
from aioesx.errors import DocumentError, EsxError, FaultError, NotPermittedError
from aioesx.simulator import FaultRule, Options, Site, Trouble, presets
from aioesx.simulator.state.world import World

pytestmark = pytest.mark.anyio

HOST = '[[host]]\nname = "a"\n'
EXAMPLE = ROOT / "examples" / "site.toml"
FAST = Options(task_seconds=0.01, tools_seconds=0.0)


def connect(
    site: Site, name: str, **options: Any
) -> AbstractAsyncContextManager[aioesx.Connection]:
    uri = site.hosts[name].uri
    trusted = None if "transport=http" in uri else site.ca_file
    return aioesx.connect(uri, password=site.password, cacert=trusted, **options)


async def names_on(site: Site, name: str) -> list[str]:
    async with connect(site, name) as esx:
        return sorted([entry.name for entry in await esx.domains.list()])


@pytest.fixture
async def pair() -> AsyncIterator[Site]:
    """Two hosts that share a datastore."""
    world = World()
    hosts = {
        name: presets.small_host(
            machines=number, options=FAST, name=name, number=number, shared=world
        )
        for number, name in enumerate(("one", "two"), start=1)
    }
    shared = hosts["two"].datastore("nfs1")
    shared.unmount()
    hosts["one"].datastore("nfs1").mounted_on(hosts["two"])
    async with Site(hosts, password="secret") as site:
        yield site


async def test_each_host_has_an_address_and_all_have_one_port(pair: Site) -> None:
    assert [host.address for host in pair.hosts.values()] == ["127.0.0.11", "127.0.0.12"]
    assert {host.port for host in pair.hosts.values()} == {pair.port}
    assert pair.uri == f"esx://root@127.0.0.11:{pair.port}/"
    assert list(pair.uris) == ["one", "two"]


async def test_each_host_shows_its_own_machines(pair: Site) -> None:
    assert await names_on(pair, "one") == ["web01"]
    assert await names_on(pair, "two") == ["db01", "web01"]


async def test_calls_and_sessions_are_counted_by_host(pair: Site) -> None:
    async with connect(pair, "two"):
        sessions = [host.open_sessions for host in pair.hosts.values()]

    assert sessions == [0, 1]
    assert pair.hosts["one"].calls == []
    assert pair.hosts["two"].call_count["Login"] == 1


async def test_hosts_with_different_numbers_have_different_machines(pair: Site) -> None:
    found = {host.state.find("web01").config.uuid for host in pair.hosts.values()}

    assert len(found) == 2


async def test_a_host_that_is_changed_leaves_the_other_alone(pair: Site) -> None:
    async with connect(pair, "two") as esx:
        await (await esx.domains.lookup("web01")).destroy()

    states = [host.domain_state("web01") for host in pair.hosts.values()]
    assert states == ["poweredOn", "poweredOff"]


async def test_a_shared_datastore_shows_one_file_on_both(pair: Site) -> None:
    pair.hosts["one"].change(lambda host: host.datastore("nfs1").put_text("iso/new.iso", "bytes"))

    assert pair.hosts["two"].state.datastore("nfs1").exists("iso/new.iso")
    assert not pair.hosts["two"].state.datastore("datastore1").exists("iso/new.iso")


async def test_rules_are_handed_out_by_host_and_count_for_each(pair: Site) -> None:
    pair.add_faults([FaultRule(host="t*", method="PowerOffVM_Task", fault="HostCommunication")])
    pair.add_faults([FaultRule(host="127.0.0.11", method="SuspendVM_Task", times=1)])

    rules = [[rule.method for rule in host.state.rules.rules] for host in pair.hosts.values()]

    assert rules == [["SuspendVM_Task"], ["PowerOffVM_Task"]]
    async with connect(pair, "two") as esx:
        domain = await esx.domains.lookup("web01")
        with pytest.raises(FaultError):
            await domain.destroy()


async def test_a_line_with_trouble_is_in_front_of_its_host_only() -> None:
    hosts = {name: presets.small_host(machines=1) for name in ("sound", "cut")}
    lines = {"cut": {"down": Trouble(cut_after=0)}}
    async with Site(hosts, password="secret", tls=False, lines=lines) as site:
        assert await names_on(site, "sound") == ["web01"]
        with pytest.raises(EsxError):
            await names_on(site, "cut")
        line = site.hosts["cut"].line
        assert line is not None
        line.heal()
        assert await names_on(site, "cut") == ["web01"]


async def test_hosts_may_speak_different_tls() -> None:
    hosts = {name: presets.small_host(machines=1) for name in ("new", "plain")}
    async with Site(hosts, password="secret", tls_of={"plain": False}) as site:
        found = [await names_on(site, name) for name in hosts]

    assert found == [["web01"], ["web01"]]
    assert "transport=http" in site.hosts["plain"].uri


async def test_a_site_that_was_stopped_starts_again(pair: Site) -> None:
    pair.stop()
    pair.start()

    assert await names_on(pair, "one") == ["web01"]


@pytest.mark.parametrize(
    ("addresses", "message"),
    [
        ({"two": "127.0.0.11"}, "there is no host 'two'"),
        ({"one": "192.0.2.1"}, "192.0.2.1 is no loopback address"),
    ],
)
def test_an_address_must_be_somebody_s_and_local(addresses: dict[str, str], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Site({"one": presets.empty_host()}, addresses=addresses)


def test_what_is_told_of_a_host_that_there_is_not_is_refused() -> None:
    with pytest.raises(ValueError, match="there is no host 'two'"):
        Site({"one": presets.empty_host()}, tls_of={"two": False})


def test_a_site_has_a_host() -> None:
    with pytest.raises(ValueError, match="at least one host"):
        Site({})


def test_two_cannot_have_one_address() -> None:
    hosts = {name: presets.empty_host() for name in ("one", "two")}
    with pytest.raises(ValueError, match=r"have the address 127\.0\.0\.9"):
        Site(hosts, addresses=dict.fromkeys(hosts, "127.0.0.9"))


# --- the inventory ---------------------------------------------------------------------------


async def test_the_inventory_tells_how_each_is_reached() -> None:
    async with Site.load(EXAMPLE, password="secret") as site:
        found = tomllib.loads(site.inventory_toml())
        port = site.port

    assert (found["user"], "password" in found) == ("root", False)
    assert found["vcenter"]["uri"] == f"vpx://root@127.0.0.10:{port}/"
    old = found["host"][2]
    assert old["uri"] == f"esx://root@127.0.0.13:{port}/?legacy_tls=1"
    assert old["path"] == "archive/spare/old1.example"
    assert (old["name"], old["profile"]) == ("old1.example", "esx-4.1")
    assert len(old["thumbprint"]) == 64


async def test_a_connection_is_made_from_the_inventory_alone(pair: Site) -> None:
    found = tomllib.loads(pair.inventory_toml(with_password=True))
    uri = f"{found['host'][1]['uri']}?thumbprint={found['host'][1]['thumbprint']}"

    async with aioesx.connect(uri, password=found["password"]) as esx:
        assert len(await esx.domains.list()) == 2


# --- the example -----------------------------------------------------------------------------


async def test_the_example_is_what_it_says() -> None:
    async with Site.load(EXAMPLE, password="secret") as site:
        names = [await names_on(site, name) for name in site.hosts]
        first, second, old = (host.state for host in site.hosts.values())

    assert names == [["db01", "web01"], ["build01"], ["payroll"]]
    assert first.datastore("shared1").volume is second.datastore("shared1").volume
    assert [s.name for s in first.find("web01").snapshots.all()] == ["installed", "patched"]
    assert second.find("build01").config.annotation == "compiles at night"
    assert old.datastore("local-old1").exists("payroll/records.vmdk")
    assert {host.management_server for host in (first, second, old)} == {"127.0.0.10"}
    assert (old.options.task_seconds, first.options.task_seconds) == (1.5, 0.2)
    assert site.hosts["esx1.example"].state.network.groups["Backup"].spec.vlan_id == 40


async def test_the_example_s_machine_asks() -> None:
    async with (
        Site.load(EXAMPLE, password="secret") as site,
        connect(site, "esx1.example", on_question=aioesx.answer_default) as esx,
    ):
        await (await esx.domains.lookup("db01")).start()
        answers = site.hosts["esx1.example"].answers

    assert answers == [("db01", "Go on")]


async def test_the_example_s_auditor_may_only_look() -> None:
    async with Site.load(EXAMPLE, password="secret") as site:
        host = site.hosts["esx1.example"]
        uri = host.uri.replace("root@", "auditor@")
        async with aioesx.connect(uri, password="only looking", cacert=site.ca_file) as esx:
            domain = await esx.domains.lookup("web01")
            with pytest.raises(NotPermittedError):
                await domain.destroy()


@pytest.mark.parametrize("name", ["windows-1252", "GBK", "windows-949-2000", "UTF-8"])
async def test_a_machine_of_a_file_in_another_character_set_has_its_name(
    tmp_path: Path, name: str
) -> None:
    display = {"windows-1252": "B\xfcro", "GBK": "\u670d\u52a1\u5668"}.get(name, "\uc11c\ubc84")
    codec = {"windows-949-2000": "cp949"}.get(name, name)
    settings = f'.encoding = "{name}"\nconfig.version = "8"\nvirtualHW.version = "12"\n'
    (tmp_path / "a.vmx").write_text(f'{settings}displayName = "{display}"\n', encoding=codec)
    site_file = tmp_path / "site.toml"
    site_file.write_text(
        HOST + "machines = 0\n[[machine]]\nhost = 'a'\nvmx = 'a.vmx'\n", encoding="utf-8"
    )

    async with Site.load(site_file, password="secret") as site, connect(site, "a") as esx:
        (entry,) = await esx.domains.list()
        xml = await entry.domain.xml()

    assert entry.name == display
    assert f"<name>{display}</name>" in xml


# --- what a file cannot say ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[[host]", r"site\.toml: .*line 1"),
        ("", r"site\.toml: there is no \[\[host\]\]"),
        ("hosts = 1", "hosts is unknown; is it host?"),
        ("[host]\nname = 'a'", r"write \[\[host\]\], with two brackets"),
        ("[[host]]", r"\[\[host\]\] 1: name is missing"),
        (HOST + "adress = 'x'", r"\[\[host\]\] 1 \(a\): adress is unknown; is it address\?"),
        (HOST + "profile = 'esx-9'", "profile is one of esx-3.5, .*, not 'esx-9'"),
        (HOST + "profile = 'vcenter-8.0'", "profile is one of"),
        (HOST + "machines = 'two'", "machines is a whole number, not 'two'"),
        (HOST + "machines = true", "machines is a whole number, not True"),
        (HOST + "tls = 1", "tls is one of true, false, legacy, not 1"),
        (HOST + "address = '10.0.0.1'", "10.0.0.1 is no loopback address"),
        (HOST + HOST, r"\[\[host\]\] 2 \(a\): name: 'a' is taken"),
        (HOST + "[host.options]\nspeed = 1", r"\[\[host\]\] 1 \(a\).options: speed is unknown"),
        (HOST + "datacenter = 'x'", r"need a \[vcenter\]"),
        ("[vcenter]\n" + HOST + "datacenter = 'x'", "datacenter: there is no datacenter 'x'"),
        ("[vcenter]\n" + HOST + "folder = 'x'", "folder needs datacenter"),
        (
            "[vcenter]\n[[cluster]]\nname='c'\ndatacenter='x'\n" + HOST,
            r"\[\[cluster\]\] 1 \(c\): datacenter: there is no",
        ),
        (
            "[vcenter]\n[[datacenter]]\nname='d'\n[[datacenter]]\nname='d'\nfolder='f'\n" + HOST,
            r"\[\[datacenter\]\] 2 \(d\): name: 'd' is taken",
        ),
        ("[[datacenter]]\nname='d'\n" + HOST, r"\[\[datacenter\]\] 1 \(d\): there is no"),
        (HOST + "[[machine]]\nhost='b'\nname='m'", r"\[\[machine\]\] 1 \(m\): host: there is no"),
        (HOST + "[[machine]]\nhost='a'", r"\[\[machine\]\] 1: name is missing"),
        (HOST + "[[machine]]\nhost='a'\nvmx='no.vmx'", r"vmx: cannot read .*no\.vmx: No such"),
        (HOST + "[[machine]]\nhost='a'\nvmx='bad.vmx'", r"\[\[machine\]\] 1: line 1: "),
        (HOST + "[[machine]]\nhost='a'\nvmx='x'\nvcpus=2", "vcpus is told by vmx"),
        (HOST + "[[machine]]\nhost='a'\nname='m'\npower='up'", "one of on, off, suspended"),
        (HOST + "[[machine]]\nhost='a'\nname='m'\nnetwork='LAN'", "a has no network 'LAN'"),
        (HOST + "[[machine]]\nhost='a'\nname='m'\ndatastore='d'", r"machine\]\] 1 \(m\): .*d"),
        (HOST + "[[machine]]\nhost='a'\nname='m'\nsettings={a=1}", "settings is a table of texts"),
        (HOST + "[[datastore]]\nname='d'\nhosts=['b']", "hosts: there is no host 'b'"),
        (HOST + "[[network]]\nname='n'\nswitch='vSwitch9'", r"\[\[network\]\] 1 \(n\): .*vSwitch9"),
        (HOST + "[[user]]\nname='u'\npassword=5", r"\(u\): password is a text$"),
        (HOST + "[[question]]\nmethod='Login'", "no task is started by 'Login'"),
        (HOST + "[[question]]\nmethod='PowerOnVM_Task'\nmachine='m'", "no machine 'm'"),
        (
            HOST + "[[question]]\nmethod='PowerOnVM_Task'\nchoices=['Yes']\ndefault=1",
            "default: there are 1 choices",
        ),
        (HOST + "[[line]]\nhosts=['a']\ndown={speed=1}", r"line\]\] 1.down: speed is unknown"),
        (HOST + "[[fault]]\ndelay='long'", r"\[\[fault\]\] 1: delay is a number, not 'long'"),
        (HOST + "[[fault]]\nhost='b*'", r"\[\[fault\]\] 1: host: there is no host 'b\*'"),
        (HOST + "[[fault]]\nfault='Sunshine'", r"\[\[fault\]\] 1: there is no fault called"),
    ],
)
def test_a_mistake_is_named_with_file_table_and_key(
    tmp_path: Path, text: str, message: str
) -> None:
    path = tmp_path / "site.toml"
    path.write_text(text)
    (tmp_path / "bad.vmx").write_text("no assignment")

    with pytest.raises(DocumentError, match=message) as caught:
        Site.load(path)

    assert str(caught.value).startswith(f"{path}: ")


def test_a_file_that_is_missing_is_an_os_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        Site.load(tmp_path / "no.toml")

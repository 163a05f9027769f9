"""libvirt's virsh takes the simulated vCenter for one: `vpx://`, `vcenter=*`, and `migrate`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from support.pyvmomi import pyvmomi
from support.run import Outcome
from support.vcenter import ADDRESSES, PAIRS, VCENTER, Estate, quick
from support.virsh import Virsh

import aioesx
from aioesx.simulator.profile import PROFILES
from aioesx.simulator.site import Site

pytestmark = pytest.mark.peer("virsh")

AUTH: Final = " ".join((VCENTER, *ADDRESSES.values()))


def make_site(vcenter: str, hosts: str) -> Site:
    profile, host_profile = PROFILES[vcenter], PROFILES[hosts]
    return Estate(profile=profile, host_profile=host_profile, options=quick()).site()


@pytest.fixture
def site() -> Iterator[Site]:
    with make_site("vcenter-8.0", "esxi-8.0") as site:
        yield site


def vpx(site: Site, path: str) -> str:
    return f"vpx://root@{VCENTER}:{site.port}/{path}?no_verify=1"


def esx(site: Site, name: str) -> str:
    return f"esx://root@{ADDRESSES[name]}:{site.port}/?no_verify=1&vcenter=*"


def well(outcome: Outcome) -> str:
    """Return what a command has printed; it has succeeded."""
    assert outcome.status == 0, outcome.stderr
    return outcome.stdout


@pytest.mark.parametrize("vcenter", PAIRS)
def test_a_host_of_a_cluster_below_nested_folders(virsh: Virsh, vcenter: str) -> None:
    with make_site(vcenter, PAIRS[vcenter]) as site:
        uri = vpx(site, "eu/west/dc1/c1/esx1.example")

        def done(*words: str) -> str:
            return well(virsh(uri, *words, host=AUTH))

        assert "console01" in done("list", "--all")
        assert PROFILES[vcenter].version.rpartition(".")[0] in done("version")
        dumped = done("dumpxml", "db01")
        assert "<vmware:datacenterpath>eu/west/dc1</vmware:datacenterpath>" in dumped
        assert "<vmware:moref>vm-" in dumped
        assert "started" in done("start", "db01")
        assert "running" in done("domstate", "db01")
        assert "destroyed" in done("destroy", "db01")
        assert "datastore1" in done("pool-list")
        assert "Managed save" in done("dominfo", "web01")
        assert site.vcenter is not None
        assert site.vcenter.open_sessions == 0


def test_more_of_the_driver_through_the_vcenter(site: Site, virsh: Virsh) -> None:
    uri = vpx(site, "eu/west/dc1/esx3.example")

    def done(*words: str) -> str:
        return well(virsh(uri, *words, host=AUTH))

    assert "spare01" in done("list", "--all")
    assert "s1 created" in done("snapshot-create-as", "spare01", "s1")
    assert "s1" in done("snapshot-list", "spare01")
    done("snapshot-revert", "spare01", "s1")
    assert "deleted" in done("snapshot-delete", "spare01", "s1")
    done("autostart", "spare01")
    assert "spare01" in done("list", "--all", "--autostart")
    done("setvcpus", "spare01", "2")
    assert "esx3" in done("hostname")
    assert "vSwitch0" in done("net-list", "--all")
    assert "spare01/spare01.vmdk" in done("vol-list", "datastore1 (esx3.example)")
    created = done(
        *("vol-create-as", "datastore1 (esx3.example)", "spare01/new.vmdk", "10M"),
        *("--format", "vmdk"),
    )
    assert "created" in created
    assert "undefined" in done("undefine", "spare01")
    assert "spare01" not in done("list", "--all")


DOMAIN: Final = """<domain type='vmware'><name>new01</name>
    <uuid>11111111-2222-3333-4444-555555555555</uuid>
    <memory unit='KiB'>524288</memory><vcpu>1</vcpu><os><type arch='x86_64'>hvm</type></os>
    <devices><disk type='file' device='disk'>
    <source file='[datastore1] db01/new.vmdk'/><target dev='sda' bus='scsi'/></disk>
    <interface type='bridge'><source bridge='VM Network'/><model type='e1000'/></interface>
    </devices></domain>"""


def test_a_domain_is_defined_through_the_vcenter(site: Site, virsh: Virsh, tmp_path: Path) -> None:
    uri = vpx(site, "eu/west/dc1/c1/esx2.example")
    document = tmp_path / "domain.xml"
    document.write_text(DOMAIN)

    assert "defined" in well(virsh(uri, "define", str(document), host=AUTH))

    assert "new01" in well(virsh(uri, "list", "--all", host=AUTH))
    plain = f"esx://root@{ADDRESSES['esx2']}:{site.port}/?no_verify=1"
    assert "new01" in well(virsh(plain, "list", "--all", host=AUTH))


@pytest.mark.parametrize("path", ["", "eu/west/dc1", "eu/west/dc1/c1", "dc9/c1/esx1.example"])
def test_a_path_that_leads_nowhere(site: Site, virsh: Virsh, path: str) -> None:
    assert virsh(vpx(site, path), "list", host=AUTH).status == 1


def test_a_question_is_answered_through_the_vcenter(site: Site, virsh: Virsh) -> None:
    uri = vpx(site, "eu/west/dc1/c1/esx1.example")

    assert "Append" in virsh(uri, "start", "console01", host=AUTH).stderr
    well(virsh(f"{uri}&auto_answer=1", "start", "console01", host=AUTH))

    assert site.hosts["esx1"].answers == [("console01", "Append")]


def test_a_screenshot_is_taken_through_the_vcenter(
    site: Site, virsh: Virsh, tmp_path: Path
) -> None:
    uri, picture = vpx(site, "eu/west/dc1/c1/esx1.example"), tmp_path / "web01.png"

    well(virsh(uri, "screenshot", "web01", str(picture), host=AUTH))

    assert picture.read_bytes().startswith(b"\x89PNG\r\n\x1a\n")


def names(output: str) -> set[str]:
    """Return the domains of a list."""
    return {line.split()[1] for line in output.splitlines()[2:] if line.strip()}


def seen_by_virsh(site: Site, virsh: Virsh, host: str) -> set[str]:
    uri = f"esx://root@{ADDRESSES[host]}:{site.port}/?no_verify=1"
    return names(well(virsh(uri, "list", "--all", host=AUTH)))


async def seen_by_aioesx(site: Site, host: str) -> set[str]:
    uri = f"{site.uris[host]}?no_verify=1"
    async with aioesx.connect(uri, password="secret") as connection:
        return {entry.name for entry in await connection.domains.list()}


def seen_by_pyvmomi(site: Site, host: str) -> set[str]:
    assert site.vcenter is not None
    with pyvmomi(site.vcenter.url) as service:
        content = service.RetrieveContent()
        found = content.searchIndex.FindByDnsName(None, f"{host}.example", False)
        return {machine.name for machine in found.vm}


@pytest.mark.anyio
@pytest.mark.parametrize("anyio_backend", ["asyncio"])
@pytest.mark.peer("virsh", "pyvmomi")
@pytest.mark.parametrize("way", ["esx", "vpx"])
async def test_migrate_moves_a_running_domain_for_every_client(
    site: Site, virsh: Virsh, way: str
) -> None:
    cluster = "eu/west/dc1/c1"
    uris = {
        "esx": (esx(site, "esx1"), esx(site, "esx2")),
        "vpx": (vpx(site, f"{cluster}/esx1.example"), vpx(site, f"{cluster}/esx2.example")),
    }
    source, target = uris[way]

    well(virsh(source, "migrate", "web01", target, host=AUTH))

    assert "web01" in names(well(virsh(target, "list", host=AUTH))), "it runs on"
    assert seen_by_virsh(site, virsh, "esx2") == {"web01"}
    assert "web01" not in seen_by_virsh(site, virsh, "esx1")
    assert await seen_by_aioesx(site, "esx2") == {"web01"}
    assert "web01" not in await seen_by_aioesx(site, "esx1")
    assert seen_by_pyvmomi(site, "esx2") == {"web01"}
    assert "web01" not in seen_by_pyvmomi(site, "esx1")


@pytest.mark.parametrize("vcenter", PAIRS)
def test_migrate_on_every_vcenter(virsh: Virsh, vcenter: str) -> None:
    with make_site(vcenter, PAIRS[vcenter]) as site:
        well(virsh(esx(site, "esx1"), "migrate", "web01", esx(site, "esx2"), host=AUTH))

        assert seen_by_virsh(site, virsh, "esx2") == {"web01"}


def test_migrate_says_what_is_in_the_way(site: Site, virsh: Virsh) -> None:
    outcome = virsh(esx(site, "esx1"), "migrate", "web01", esx(site, "esx3"), host=AUTH)

    assert outcome.status == 1
    assert "Cannot migrate web01 from esx1.example in dc1" in outcome.stderr
    assert "web01" in seen_by_virsh(site, virsh, "esx1")

"""Guests by way of a vCenter: the guest's host hands out the files, without session or password."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.vcenter import Estate, quick

import aioesx
from aioesx import errors
from aioesx.simulator import presets
from aioesx.simulator.profile import PROFILES
from aioesx.simulator.site import Site

pytestmark = [pytest.mark.anyio, pytest.mark.one_loop]


@pytest.fixture
def site() -> Iterator[Site]:
    """A vCenter with TLS over hosts that have addresses of their own."""
    estate = Estate(
        profile=PROFILES["vcenter-8.0"], host_profile=PROFILES["esxi-8.0"], options=quick(0.0)
    )
    with estate.site(tls=True) as site:
        kind = presets.MachineKind("inner", "poweredOn", memory_mb=256, disk_gib=1)
        site.hosts["esx1"].change(lambda host: presets.add_machine(host, kind))
        yield site


async def run_through(site: Site, more: str = "", **options: object) -> bytes:
    """Run a program in the guest of a machine of the vCenter's; return what it wrote."""
    assert site.vcenter is not None
    uri = f"vpx://root@{site.vcenter.address}:{site.vcenter.port}/?{more}"
    async with aioesx.connect(uri, password="secret", **options) as esx:  # type: ignore[arg-type]
        domain = await esx.domains.lookup("inner")
        async with domain.guest("root", "secret") as guest:
            return (await guest.run("cat", input=b"by the vCenter")).stdout


def certificate_of(site: Site) -> bytes:
    host = site.hosts["esx1"]
    return ssl.get_server_certificate((host.address, host.port)).encode()


async def test_files_come_from_the_host_itself(site: Site) -> None:
    host = site.hosts["esx1"]
    assert await run_through(site, f"cacert={site.ca_file}") == b"by the vCenter"
    assert host.call_count["Login"] == 0
    assert host.open_sessions == 0


async def test_the_certificate_that_the_vcenter_has_is_believed(site: Site) -> None:
    """Whoever believes one certificate of the vCenter's believes its word of the host's."""
    assert site.vcenter is not None
    known = certificate_of(site)
    site.hosts["esx1"].change(lambda host: setattr(host, "certificate", known))
    assert await run_through(site, f"thumbprint={site.vcenter.thumbprint}") == b"by the vCenter"


async def test_another_certificate_is_not(site: Site, tmp_path: Path) -> None:
    import trustme

    other = trustme.CA().issue_cert("other.example").cert_chain_pems[0].bytes()
    site.hosts["esx1"].change(lambda host: setattr(host, "certificate", other))
    with pytest.raises(errors.TlsError):
        await run_through(site, f"cacert={site.ca_file}")


async def test_whoever_believes_anything_does_so_there_too(site: Site) -> None:
    assert await run_through(site, "no_verify=1") == b"by the vCenter"


@pytest.mark.parametrize(
    ("url", "place"),
    [
        ("https://*:443/guestFile?id=1&token=2", ("/guestFile?id=1&token=2", "", 443)),
        ("https://ours:8443/guestFile?id=1", ("/guestFile?id=1", "", 443)),
        ("https://esx9/guestFile?id=1", ("/guestFile?id=1", "esx9", 443)),
        ("https://[::1]:444/guestFile?id=1", ("/guestFile?id=1", "::1", 444)),
    ],
)
def test_a_url_leads_to_a_place(url: str, place: tuple[str, str, int]) -> None:
    from aioesx.domain.inside.lines import place_of

    assert place_of(url, "ours:443") == place


@pytest.mark.parametrize(
    "url", ["", "https://h", "https://h/x", "/guestFile?id=1", "https://[/x?y", "https://h:x/y?z"]
)
def test_what_is_no_such_url_is_not_told_on(url: str) -> None:
    from aioesx.domain.inside.lines import place_of

    with pytest.raises(errors.ProtocolError) as caught:
        place_of(f"{url}canary-password" if "?" in url else url, "ours:443")
    assert "canary" not in str(caught.value)

"""Where a lease's files are: at the server that was asked, or at the host that a vCenter names."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from support.small_disks import MIB, content_of, shrink
from support.vcenter import Estate, quick

import aioesx
from aioesx import vim
from aioesx.errors import ConnectError, ProtocolError, TlsError
from aioesx.export.sources.lease import lease
from aioesx.export.sources.urls import place_of
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
        host = site.hosts["esx1"]
        kind = presets.MachineKind("inner", "poweredOff", memory_mb=256, disk_gib=1)
        host.change(lambda state: presets.add_machine(state, kind))
        host.change(lambda state: shrink(state, "inner", 2 * MIB))
        host.write_disk("inner", "", MIB, b"something" * 1000)
        yield site


async def exported(site: Site, target: Path, more: str = "", **options: Any) -> aioesx.Exported:
    assert site.vcenter is not None
    trust = more or f"cacert={site.ca_file}"
    uri = f"vpx://root@{site.vcenter.address}:{site.vcenter.port}/?{trust}"
    async with aioesx.connect(uri, password="secret") as esx:
        domain = await esx.domains.lookup("inner")
        return await domain.export(target, format="raw", way="lease", **options)


async def test_e7_files_come_from_the_host_itself_without_a_session(
    site: Site, tmp_path: Path
) -> None:
    host = site.hosts["esx1"]

    await exported(site, tmp_path)

    assert (tmp_path / "inner.raw").read_bytes() == content_of(host, "inner")  # type: ignore[arg-type]
    assert (host.call_count["Login"], host.open_sessions, host.open_leases) == (0, 0, 0)


async def test_e7_the_thumbprint_that_the_vcenter_tells_is_believed(
    site: Site, tmp_path: Path
) -> None:
    assert site.vcenter is not None
    await exported(site, tmp_path, f"thumbprint={site.vcenter.thumbprint}")


async def test_e7_another_certificate_is_refused_before_the_first_byte(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = ":".join(["ab"] * 20)
    monkeypatch.setattr("aioesx.simulator.methods.leases.thumbprint", lambda *_: told)

    with pytest.raises(TlsError, match="the certificate's SHA-1 is") as caught:
        await exported(site, tmp_path)

    assert caught.value.pinned == "ab" * 20
    assert site.hosts["esx1"].open_leases == 0


async def test_e7_a_name_that_leads_nowhere_is_told_with_the_remedy(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, hasty: Any
) -> None:
    hasty(crowded=(0.0,))
    host = site.hosts["esx1"]
    host.change(lambda state: setattr(state, "reached_at", "esx1.nowhere.invalid:443"))

    with pytest.raises(ConnectError) as caught:
        await exported(site, tmp_path)

    assert "esx1.nowhere.invalid" in str(caught.value)
    assert "--nfc-host esx1.nowhere.invalid=ADDRESS" in str(caught.value)
    assert host.open_leases == 0


async def test_e7_another_address_can_be_told_for_a_name(site: Site, tmp_path: Path) -> None:
    host = site.hosts["esx1"]
    host.change(lambda state: setattr(state, "reached_at", "esx1.nowhere.invalid:443"))
    address = f"{host.address}:{host.port}"

    await exported(site, tmp_path, nfc_hosts={"esx1.nowhere.invalid": address})

    assert (tmp_path / "inner.raw").read_bytes() == content_of(host, "inner")  # type: ignore[arg-type]


async def test_the_token_is_in_no_text(
    site: Site, tmp_path: Path, caplog: pytest.LogCaptureFixture, capsys: Any
) -> None:
    caplog.set_level(logging.DEBUG)
    assert site.vcenter is not None
    uri = f"vpx://root@{site.vcenter.address}:{site.vcenter.port}/?cacert={site.ca_file}"
    events: list[object] = []
    async with aioesx.connect(uri, password="secret", on_event=events.append) as esx:
        domain = await esx.domains.lookup("inner")
        async with lease(domain._server, vim.ExportVm(this=domain.ref), what="'inner'") as held:
            (file,) = [file for file in held.files if file.is_disk]
            token = file.place.target.split("/")[2]
            async with held.get(file) as stream:
                async for _ in stream.pieces:
                    pass
            shown = [repr(held), repr(file), repr(file.place), repr(held.files), str(events)]

    ours = [each.getMessage() for each in caplog.records if each.name.startswith("aioesx.")]
    assert len(token) > 20
    assert any("/nfc/.../" in text for text in (*shown, *ours))
    for text in (*shown, *ours, str(events), *capsys.readouterr()):
        assert token not in text


# --- URLs ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "place"),
    [
        ("https://*/nfc/52/disk-0.vmdk", ("", "", 443)),
        ("https://*:443/nfc/52/disk-0.vmdk", ("", "", 443)),
        ("https://ours:8443/nfc/52/disk-0.vmdk", ("", "", 443)),
        ("https://esx9/nfc/52/disk-0.vmdk", ("esx9", "esx9", 443)),
        ("https://esx9:8443/nfc/52/disk-0.vmdk", ("esx9", "esx9", 8443)),
        ("https://ESX7/nfc/52/disk-0.vmdk", ("esx7", "10.0.0.7", 443)),
        ("https://esx8/nfc/52/disk-0.vmdk", ("esx8", "fe80::8", 443)),
        ("https://esx6/nfc/52/disk-0.vmdk", ("esx6", "::6", 444)),
    ],
)
def test_a_url_leads_to_a_place(url: str, place: tuple[str, str, int]) -> None:
    instead = {"esx7": "10.0.0.7", "Esx8": "fe80::8", "esx6": "[::6]:444"}
    found = place_of(url, "ours:443", instead)

    assert (found.name, found.host, found.port) == place
    assert (found.target, found.file) == ("/nfc/52/disk-0.vmdk", "disk-0.vmdk")


@pytest.mark.parametrize(
    "url", ["", "https://", "https://h", "nfc/52", "https://[/x", "http://h:x/y"]
)
def test_what_is_no_url_is_not_told_on(url: str) -> None:
    with pytest.raises(ProtocolError, match="no proper URL"):
        place_of(url, "ours:443", {})


@pytest.mark.parametrize("address", ["", "a/b", "u@h", "h?x"])
def test_what_is_no_address_is_an_error(address: str) -> None:
    with pytest.raises(ValueError, match="is no address of a host"):
        place_of("https://h/nfc/1/x", "ours:443", {"h": address})

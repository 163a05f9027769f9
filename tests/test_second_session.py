"""``vcenter=``: the session with the vCenter beside the one with the host."""

from __future__ import annotations

import dataclasses
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from support.vcenter import ADDRESSES, VCENTER, Estate, quick, uri_of_host
from support.waiting import until

import aioesx
from aioesx import errors
from aioesx._opening import Options, for_other, of_vcenter
from aioesx.simulator.site import Site
from aioesx.uri import parse_uri

pytestmark = pytest.mark.anyio


@asynccontextmanager
async def estate(**details: Any) -> AsyncIterator[Site]:
    async with Estate(options=quick()).site(**{"tls": False, **details}) as site:
        yield site


def uri_of(site: Site, query: str, user: str = "") -> str:
    return f"esx://{user}{ADDRESSES['esx1']}:{site.port}/?{query}"


class Asked:
    """Answers, and notes what was asked."""

    def __init__(self) -> None:
        self.prompts: list[tuple[str, str, str, str | None]] = []

    def __call__(self, request: aioesx.AuthRequest) -> str:
        kind = request.product, request.host, request.asked, request.username
        self.prompts.append(kind)
        return "root" if request.asked == "username" else "secret"


def sessions(site: Site) -> dict[str, int]:
    assert site.vcenter is not None
    hosts = {name: host.open_sessions for name, host in site.hosts.items()}
    return {"vcenter": site.vcenter.open_sessions, **{n: c for n, c in hosts.items() if c}}


@pytest.mark.parametrize("vcenter", ["*", VCENTER])
async def test_both_are_asked_for_separately_and_both_end(vcenter: str) -> None:
    asked = Asked()
    async with estate() as site:
        uri = uri_of(site, f"transport=http&vcenter={vcenter}")
        async with aioesx.connect(uri, auth=asked) as esx:
            assert sessions(site) == {"vcenter": 1, "esx1": 1}
            assert len(await esx.domains.list()) == 5
        assert sessions(site) == {"vcenter": 0}

    host = ADDRESSES["esx1"]
    assert asked.prompts == [
        ("esx", host, "username", None),
        ("esx", host, "password", "root"),
        ("vpx", VCENTER, "username", None),
        ("vpx", VCENTER, "password", "root"),
    ]


async def test_a_user_of_the_uri_is_that_of_both_and_a_password_is_not() -> None:
    asked = Asked()
    async with estate() as site:
        uri = uri_of(site, "transport=http&vcenter=*", "root@")
        async with aioesx.connect(uri, password="secret", auth=asked):
            pass
        assert asked.prompts == [("vpx", VCENTER, "password", "root")]
        with pytest.raises(errors.AuthenticationError, match=f"no password for root at {VCENTER}"):
            await aioesx.connect(uri, password="secret")
        assert sessions(site) == {"vcenter": 0}
        async with aioesx.connect(
            uri, password="secret", vcenter_username="root", vcenter_password="secret"
        ):
            assert sessions(site) == {"vcenter": 1, "esx1": 1}


async def test_a_vcenter_that_refuses_leaves_no_session_with_the_host() -> None:
    async with estate() as site:
        uri = uri_of(site, "transport=http&vcenter=*", "root@")
        with pytest.raises(errors.LoginError, match=f"root at {VCENTER}"):
            await aioesx.connect(uri, password="secret", vcenter_password="wrong")
        assert sessions(site) == {"vcenter": 0}


async def test_what_the_host_and_the_uri_say_has_to_agree() -> None:
    async with estate() as site:
        uri = uri_of(site, "transport=http&vcenter=127.0.0.99", "root@")
        with pytest.raises(
            errors.UriError, match=r"managed by a vCenter with IP 127\.0\.0\.10, but"
        ):
            await aioesx.connect(uri, password="secret", vcenter_password="secret")
        site.hosts["esx1"].change(lambda host: setattr(host, "management_server", None))
        uri = uri_of(site, "transport=http&vcenter=*", "root@")
        with pytest.raises(errors.UriError, match="this host is not managed by a vCenter"):
            await aioesx.connect(uri, password="secret", vcenter_password="secret")
        assert sessions(site) == {"vcenter": 0}


async def test_a_vcenter_that_does_not_know_the_host_is_told() -> None:
    async with estate() as site:
        assert site.vcenter is not None
        host = site.hosts["esx1"].state
        site.vcenter.change(lambda vcenter: vcenter.remove_host(host))
        uri = uri_of(site, f"transport=http&vcenter={VCENTER}", "root@")
        with pytest.raises(errors.LookupFailedError, match=r"host '127\.0\.0\.11' at the vCenter"):
            await aioesx.connect(uri, password="secret", vcenter_password="secret")
        assert sessions(site) == {"vcenter": 0}


async def test_its_certificate_is_held_against_settings_of_its_own() -> None:
    async with estate(tls=True) as site:
        assert site.vcenter is not None
        host, vcenter = site.hosts["esx1"].thumbprint, site.vcenter.thumbprint
        wrong = "0" * 64
        good = f"vcenter=*&thumbprint={host}&vcenter_thumbprint={vcenter}"
        async with aioesx.connect(
            uri_of(site, good, "root@"), password="secret", vcenter_password="secret"
        ):
            assert sessions(site) == {"vcenter": 1, "esx1": 1}
        bad = f"vcenter=*&thumbprint={host}&vcenter_thumbprint={wrong}"
        with pytest.raises(errors.TlsError, match=VCENTER.replace(".", r"\.")):
            await aioesx.connect(
                uri_of(site, bad, "root@"), password="secret", vcenter_password="secret"
            )
        assert sessions(site) == {"vcenter": 0}
        async with aioesx.connect(
            uri_of(site, f"vcenter=*&cacert={site.hosts['esx1'].ca_file}", "root@"),
            password="secret",
            vcenter_password="secret",
        ):
            assert sessions(site) == {"vcenter": 1, "esx1": 1}


async def test_both_end_when_the_vcenter_does_not_answer_any_more() -> None:
    async with estate() as site:
        assert site.vcenter is not None
        uri = uri_of(site, "transport=http&vcenter=*", "root@")
        async with aioesx.connect(uri, password="secret", vcenter_password="secret") as esx:
            site.vcenter.expire_sessions()
            site.vcenter.fault_on("*", body="gone", status=503)
            assert await esx.domains.list()
        assert site.hosts["esx1"].open_sessions == 0


async def test_both_end_by_aclose() -> None:
    async with estate() as site:
        uri = uri_of(site, "transport=http&vcenter=*", "root@")
        esx = await aioesx.connect(uri, password="secret", vcenter_password="secret")
        await esx.aclose()
        await until(lambda: sessions(site) == {"vcenter": 0}, 5.0)


async def test_trust_is_one_setting() -> None:
    """What is named for the vCenter is kept, whatever the host is trusted for."""
    async with estate(tls=True) as site:
        missing = "/nowhere/ca.pem"
        for query in (f"no_verify=1&vcenter_cacert={missing}", "no_verify=1&vcenter_no_verify=0"):
            with pytest.raises(errors.EsxError):
                await aioesx.connect(
                    uri_of(site, f"vcenter=*&{query}", "root@"),
                    password="secret",
                    vcenter_password="secret",
                )
            assert sessions(site) == {"vcenter": 0}
        with pytest.raises(errors.TlsError, match=r"for the vCenter these are vcenter_no_verify="):
            await aioesx.connect(
                uri_of(site, "vcenter=*&no_verify=1&vcenter_no_verify=0", "root@"),
                password="secret",
                vcenter_password="secret",
            )


def test_settings_without_a_second_session_are_told() -> None:
    for uri in ("esx://h/?vcenter_port=5", "vpx://h/?vcenter=*&vcenter_port=5"):
        assert any("vcenter_port" in text for text in parse_uri(uri).warnings)
    assert not parse_uri("esx://h/?vcenter=*&vcenter_port=5").warnings


@pytest.mark.parametrize(
    "query",
    ["vcenter_port=0", "vcenter_no_verify=yes", "vcenter_thumbprint=ab", "vcenter_proxy=x://y"],
)
def test_a_setting_that_cannot_be_is_refused(query: str) -> None:
    with pytest.raises(errors.UriError) as caught:
        aioesx.connect(f"esx://h/?vcenter=*&{query}")
    assert caught.value.parameter == query.partition("=")[0]


PORT = 5000
SETTINGS = [
    # query, attribute of the second URI, what it is
    ("", "port", PORT),
    ("vcenter_port=5001", "port", 5001),
    ("", "no_verify", False),
    ("no_verify=1", "no_verify", True),
    ("no_verify=1&vcenter_no_verify=0", "no_verify", False),
    ("no_verify=1&vcenter_cacert=/ca", "no_verify", False),
    ("vcenter_no_verify=1", "no_verify", True),
    ("cacert=/ca", "cacert", "/ca"),
    ("cacert=/ca&vcenter_cacert=/vc", "cacert", "/vc"),
    ("cacert=/ca&vcenter_no_verify=1", "cacert", None),
    (f"thumbprint={'ab' * 32}", "thumbprint", "ab" * 32),
    (f"thumbprint={'ab' * 32}&vcenter_cacert=/vc", "thumbprint", None),
    (f"thumbprint={'ab' * 32}&vcenter_thumbprint={'cd' * 32}", "thumbprint", "cd" * 32),
    ("legacy_tls=1", "legacy_tls", False),
    ("vcenter_legacy_tls=1", "legacy_tls", True),
    ("cacert=/ca&vcenter_no_verify=0", "cacert", "/ca"),
    ("timeout=5", "timeout", 5.0),
    ("timeout=5&vcenter_timeout=7", "timeout", 7.0),
    ("proxy=socks5://p:1", "proxy", "socks5://p:1"),
    ("proxy=socks5://p:1&vcenter_proxy=http://q:2", "proxy", "http://q:2"),
]


def options(**given: Any) -> Options:
    fields = {field.name: None for field in dataclasses.fields(Options)}
    return Options(**{**fields, "read_only": False, "body_limit": 1, "transfers": 1, **given})


@pytest.mark.parametrize(("query", "attribute", "value"), SETTINGS)
def test_a_setting_is_the_first_ones_unless_it_has_its_own(
    query: str, attribute: str, value: object
) -> None:
    uri = parse_uri(f"esx://root@h:{PORT}/?vcenter=vc&{query}")

    second, _ = of_vcenter(uri, options(), "vc")

    found = getattr(second, attribute)
    assert (str(found) if attribute == "proxy" else found) == value
    assert (second.scheme, second.host, second.path, second.vcenter) == ("vpx", "vc", (), None)


SECRETS = {
    # option: what the second conversation gets of it, and what another URI does
    "username": ("v", None),
    "password": ("w", None),
    "vcenter_username": ("v", None),
    "vcenter_password": ("w", None),
    "proxy_username": ("p", "p"),
    "proxy_password": ("q", "q"),
}


def test_every_option_that_is_a_secret_goes_where_it_belongs() -> None:
    given = {
        "username": "u",
        "password": "s",
        "vcenter_username": "v",
        "vcenter_password": "w",
        "proxy_username": "p",
        "proxy_password": "q",
    }
    names = {field.name for field in dataclasses.fields(Options)}
    assert {name for name in names if "password" in name or "username" in name} == SECRETS.keys()

    value: str | None
    for query, same in (("", True), ("&vcenter_proxy=http://other:1", False)):
        uri = parse_uri(f"esx://root@h/?vcenter=vc&proxy=http://p:1{query}")
        _, second = of_vcenter(uri, options(**given), "vc")
        for name, (value, _) in SECRETS.items():
            wanted = value if same or not name.startswith("proxy") else None
            assert getattr(second, name) == wanted, name
    uri = parse_uri("esx://root@h/?proxy=http://p:1")
    for target, same in (("esx://x/?proxy=http://p:1", True), ("esx://x/", False)):
        other = for_other(uri, options(**given), parse_uri(target))
        for name, (_, value) in SECRETS.items():
            assert getattr(other, name) == (value if same else None), name


async def test_a_host_is_not_taken_for_another_of_the_same_board() -> None:
    """Boards of one make may tell one number: the address comes first."""
    there = Estate(options=quick())
    there.esx2.hardware = dataclasses.replace(there.esx2.hardware, uuid=there.esx1.hardware.uuid)
    async with there.site(tls=False) as site:
        for name in ("esx1", "esx2"):
            uri = uri_of_host(site, name)
            async with aioesx.connect(uri, auth=lambda _: "secret") as esx:
                second = esx._server.second
                assert second is not None
                assert (await second.scope.home()).host_name == f"{name}.example"

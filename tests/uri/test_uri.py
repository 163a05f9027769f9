# ruff: noqa: E501  # the rows of a table stay rows
"""Every rule of libvirt's connection URIs is a row here; where we differ, the row says so."""

from __future__ import annotations

from typing import Any

import pytest

from aioesx.errors import EsxError, UriError
from aioesx.uri import PARAMETERS, ConnectionUri, ProxyAddress, parse_uri

DIGEST = "ab" * 32


def row(text: str, id: str, **expected: Any) -> Any:  # noqa: A002 - pytest's word
    return pytest.param(text, expected, id=id)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # --- grammar
        row("esx://host/", "the least", scheme="esx", host="host", port=443, user=None, path=()),
        row("esx://host", "no path at all", host="host", raw_path=""),
        row("ESX://host/", "scheme in capitals: only we take it", scheme="esx"),
        row("esx://root@host/", "user", user="root"),
        row("esx://a%40b%2fc%3ad@host/", "user is percent-decoded", user="a@b/c:d"),
        row("esx://@host/", "empty user is none", user=None),
        row("esx://j%C3%B6rg@host/", "user is UTF-8", user="jörg"),
        row("esx://host:4443/", "port", port=4443),
        row("esx://host:/", "empty port is the default", port=443),
        row("esx://h%6fst/", "host is percent-decoded", host="host"),
        row("esx://esx1.example.com./", "the root's dot goes", host="esx1.example.com"),
        row("esx://192.0.2.7/", "IPv4", host="192.0.2.7", authority="192.0.2.7:443"),
        row("esx://[2001:DB8::1]:8443/", "IPv6", host="2001:db8::1", authority="[2001:db8::1]:8443"),
        row("esx://[fe80::1%25eth0]/", "IPv6 with zone", host="fe80::1%eth0", authority="[fe80::1]:443"),
        row("esx://a_b-c.example/", "underscores", host="a_b-c.example"),
        row("esx://host/a/b", "path of esx is ignored", path=(), warnings=("ignoring the path: it has no meaning for esx://",)),
        row("gsx://host/a", "path of gsx is ignored", path=(), scheme="gsx"),
        row("vpx://vc/dc/host", "path of vpx", path=("dc", "host"), warnings=()),
        row("vpx://vc/f%20g//dc/cluster/host/", "empty parts go", path=("f g", "dc", "cluster", "host")),
        row("vpx://vc/a%252fb/h", "a slash in a name is escaped twice", path=("a%2fb", "h")),
        row("vpx://vc/a%2fb", "decoded first, split then", path=("a", "b")),
        row("esx://host/#x", "fragment is ignored", warnings=("ignoring the fragment, what stands behind #",)),
        # --- default ports
        row("esx://h/?transport=http", "esx over http", port=80, transport="http"),
        row("esx://h/?transport=https", "esx over https", port=443, transport="https"),
        row("vpx://h/d/c", "vpx over https", port=443),
        row("vpx://h/d/c?transport=http", "vpx over http", port=80),
        row("gsx://h/", "gsx over https", port=8333),
        row("gsx://h/?transport=http", "gsx over http", port=8222),
        row("gsx://h:1/?transport=http", "a port of its own", port=1),
        # --- queries
        row("esx://h/?no_verify=1&auto_answer=1", "split at &", no_verify=True, auto_answer=True),
        row("esx://h/?no_verify=1;auto_answer=1", "split at ; without &", no_verify=True, auto_answer=True),
        row("esx://h/?auto_answer=1&no_verify=1;x", "split at ; behind the last &", auto_answer=True, no_verify=True),
        row("esx://h/?cacert=a;b&no_verify=1", "no split at ; before an &", cacert="a;b"),
        row("esx://h/?&&no_verify=1&", "empty segments are ignored", no_verify=True, warnings=()),
        row("esx://h/?=1", "a value without a name is ignored", warnings=()),
        row("esx://h/?cacert", "a name alone has the value ''", cacert=None),
        row("esx://h/?cacert=a=b", "only the first = counts", cacert="a=b"),
        row("esx://h/?cacert=a+b", "+ is no space", cacert="a+b"),
        row("esx://h/?%63acert=%2Fx%20y", "names and values are decoded", cacert="/x y"),
        row("esx://h/?cacert=%C3%A4", "values are UTF-8", cacert="ä"),
        row("esx://h/?cacert=a&cacert=b", "the last one wins", cacert="b"),
        row("esx://h/?NO_Verify=1", "names without case", no_verify=True),
        row("esx://h/?noverify=1", "a slip", warnings=("ignoring unexpected query parameter 'noverify'; did you mean 'no_verify'?",)),
        row("esx://h/?nonsense=1", "an unknown one", warnings=("ignoring unexpected query parameter 'nonsense'",)),
        # --- parameters
        row("esx://h/", "all defaults", transport="https", vcenter=None, no_verify=False, auto_answer=False, proxy=None, cacert=None, legacy_uuid=False, thumbprint=None, legacy_tls=False, timeout=None, authfile=None),
        row("esx://h/?vcenter=*", "the host's own vCenter", vcenter="*"),
        row("esx://h/?vcenter=vc.example", "a vCenter by name", vcenter="vc.example"),
        row("esx://h/?vcenter=[::1]", "a vCenter by address", vcenter="::1"),
        row("esx://h/?vcenter=", "no vCenter", vcenter=None),
        row("esx://h/?no_verify=0", "switch off", no_verify=False),
        row("esx://h/?no_verify=01", "a number, not a word", no_verify=True),
        row("esx://h/?no_verify=%2B1", "with a sign", no_verify=True),
        row("esx://h/?no_verify=-0", "minus nothing", no_verify=False),
        row("esx://h/?no_verify=%201", "space before, as strtol has it", no_verify=True),
        row("esx://h/?no_verify=" + "0" * 99 + "1", "as many zeros as you like", no_verify=True),
        row("esx://h/?auto_answer=1", "answers", auto_answer=True),
        row("esx://h/?proxy=p", "proxy: http on 1080", proxy=ProxyAddress("http", "p", 1080)),
        row("esx://h/?proxy=p:8080", "proxy with port", proxy=ProxyAddress("http", "p", 8080)),
        row("esx://h/?proxy=http://p", "http proxy", proxy=ProxyAddress("http", "p", 1080)),
        row("esx://h/?proxy=socks://p", "socks is socks5", proxy=ProxyAddress("socks5", "p", 1080)),
        row("esx://h/?proxy=socks4://p", "socks4", proxy=ProxyAddress("socks4", "p", 1080)),
        row("esx://h/?proxy=socks4a://p:1", "socks4a", proxy=ProxyAddress("socks4a", "p", 1)),
        row("esx://h/?proxy=socks5://p:65535", "socks5", proxy=ProxyAddress("socks5", "p", 65535)),
        row("esx://h/?proxy=", "explicitly none", proxy=None),
        row("esx://h/?cacert=/etc/ca.pem", "authorities", cacert="/etc/ca.pem"),
        row("esx://h/?cacert=/home/a@b/ca.pem&authfile=/a@b", "an @ in a path", cacert="/home/a@b/ca.pem", authfile="/a@b"),
        row("vpx://vc/d@c/h", "an @ in the path of a vCenter", path=("d@c", "h")),
        row("esx://h/?cacert=/x&no_verify=1", "an authority that is not asked, as in libvirt", cacert="/x"),
        row("esx://h/?CAcert=/nowhere", "not looked for yet", cacert="/nowhere"),
        row("esx://h/?legacy_uuid=1", "accepted", legacy_uuid=True),
        row("esx://h/?authfile=/x", "auth file", authfile="/x", warnings=()),
        row("esx://h/?AuthFile=/x", "its name has case", authfile=None, warnings=("ignoring unexpected query parameter 'AuthFile'; did you mean 'authfile'?",)),
        row(f"esx://h/?thumbprint={DIGEST}", "thumbprint", thumbprint=DIGEST),
        row("esx://h/?thumbprint=" + ":".join(["AB"] * 32), "as openssl prints it", thumbprint=DIGEST),
        row(f"esx://h/?thumbprint=SHA256:{DIGEST}", "with its kind", thumbprint=DIGEST),
        row("esx://h/?legacy_tls=1", "old hosts", legacy_tls=True),
        row("esx://h/?timeout=2.5", "seconds", timeout=2.5),
    ],
)  # fmt: skip
def test_it_means(text: str, expected: dict[str, Any]) -> None:
    uri = parse_uri(text)

    assert {name: getattr(uri, name) for name in expected} == expected


@pytest.mark.fault("V9")
@pytest.mark.parametrize(
    ("text", "parameter", "words"),
    [
        ("", "uri", "not a connection URI"),
        ("host", "uri", "not a connection URI"),
        ("esx:host", "uri", "not a connection URI"),
        ("esx:///", "host", "missing the server part"),
        ("esx://", "host", "missing the server part"),
        ("esx://root@/", "host", "missing the server part"),
        ("esx://a@b@host/", "uri", "%40"),
        ("qemu://host/system", "scheme", "should be esx, gsx or vpx"),
        ("http://host/", "scheme", "should be esx, gsx or vpx"),
        ("esx+ssh://host/", "scheme", "no libvirtd on it and no remote transport"),
        ("esx+tls://host/", "scheme", "use esx://host/"),
        ("vpx+tcp://host/d/c", "scheme", "use vpx://host/"),
        ("qemu+ssh://host/", "scheme", "unknown scheme"),
        ("esx://root:secret@host/", "user", "a password does not belong into the URI"),
        ("esx://h\u0000st/", "uri", "percent-encoded"),
        ("esx://ho st/", "uri", "percent-encoded"),
        ("esx://host/\r\nX: y", "uri", "percent-encoded"),
        ("esx://ho%0d%0ast/", "host", "control character"),
        ("esx://ho%00st/", "host", "control character"),
        ("esx://r%0Aoot@host/", "user", "control character"),
        ("esx://%ff@host/", "user", "not UTF-8"),
        ("esx://host/?x=%zz", "uri", "percent-encoded"),
        ("esx://host/?x=%f", "uri", "percent-encoded"),
        ("esx://\ud800/", "uri", "percent-encoded"),
        ("esx://host:0/", "port", "1 to 65535"),  # libvirt: the default port
        ("esx://host:65536/", "port", "1 to 65535"),
        ("esx://host:99999/", "port", "1 to 65535"),
        ("esx://host:-1/", "port", "1 to 65535"),
        ("esx://host:http/", "port", "1 to 65535"),
        ("esx://host:1:2/", "port", "1 to 65535"),
        ("esx://[::1/", "uri", "not a connection URI"),
        ("esx://[::g]/", "host", "not an IPv6 address"),
        ("esx://[127.0.0.1]/", "host", "not an IPv6 address"),
        ("esx://[::1%25]/", "host", "network interface"),
        ("esx://[::1%25a%2fb]/", "host", "network interface"),
        ("esx://::1/", "host", "missing the server part"),
        ("esx://" + "a." * 130 + "de/", "host", "longer than 253"),
        ("esx://" + "a" * 64 + ".de/", "host", "not a host name"),
        ("esx://a..b/", "host", "not a host name"),
        ("esx://.a/", "host", "not a host name"),
        ("esx://-a/", "host", "not a host name"),
        ("esx://a%2fb/", "host", "not a host name"),
        ("esx://b%C3%BCro.example/", "host", "xn--"),
        ("esx://h/?transport=ftp", "transport", "should be http or https"),
        ("esx://h/?transport=HTTP", "transport", "should be http or https"),
        ("esx://h/?transport=", "transport", "should be http or https"),
        ("esx://h/?no_verify=2", "no_verify", "should be 0 or 1"),
        ("esx://h/?no_verify=-1", "no_verify", "should be 0 or 1"),
        ("esx://h/?no_verify=true", "no_verify", "should be 0 or 1"),
        ("esx://h/?no_verify=", "no_verify", "should be 0 or 1"),
        ("esx://h/?no_verify", "no_verify", "should be 0 or 1"),
        ("esx://h/?no_verify=1%20", "no_verify", "should be 0 or 1"),
        ("esx://h/?no_verify=0x1", "no_verify", "should be 0 or 1"),
        ("esx://h/?no_verify=1.0", "no_verify", "should be 0 or 1"),
        ("esx://h/?no_verify=%D9%A1", "no_verify", "should be 0 or 1"),  # another script's 1
        ("esx://h/?auto_answer=2", "auto_answer", "should be 0 or 1"),
        ("esx://h/?auto_answer=2&auto_answer=1", "auto_answer", "should be 0 or 1"),
        ("esx://h/?legacy_uuid=x", "legacy_uuid", "should be 0 or 1"),
        ("esx://h/?legacy_tls=x", "legacy_tls", "should be 0 or 1"),
        ("esx://h/?vcenter=a%20b", "vcenter", "not a host name"),
        ("esx://h/?proxy=ftp://p", "proxy", "unexpected type"),
        ("esx://h/?proxy=SOCKS5://p", "proxy", "unexpected type"),
        ("esx://h/?proxy=https://p", "proxy", "unexpected type"),
        ("esx://h/?proxy=://p", "proxy", "unexpected type"),
        ("esx://h/?proxy=:80", "proxy", "doesn't contain a hostname"),
        ("esx://h/?proxy=socks5://:80", "proxy", "doesn't contain a hostname"),
        ("esx://h/?proxy=http://", "proxy", "doesn't contain a hostname"),  # libvirt: none
        ("esx://h/?proxy=p:0", "proxy", "1 to 65535"),
        ("esx://h/?proxy=p:65536", "proxy", "1 to 65535"),
        ("esx://h/?proxy=p:", "proxy", "1 to 65535"),
        ("esx://h/?proxy=p:1x", "proxy", "1 to 65535"),
        ("esx://h/?proxy=p:1:2", "proxy", "1 to 65535"),
        ("esx://h/?proxy=[::1]:1080", "proxy", "not a host name"),
        ("esx://h/?proxy=user@p", "proxy", "pass them by proxy_username= and proxy_password="),
        ("esx://h/?thumbprint=ab", "thumbprint", "64 hexadecimal"),
        ("esx://h/?timeout=0", "timeout", "seconds above 0"),
        ("esx://h/?timeout=-1", "timeout", "seconds above 0"),
        ("esx://h/?timeout=nan", "timeout", "seconds above 0"),
        ("esx://h/?timeout=1e9", "timeout", "seconds above 0"),
        ("esx://h/?cacert=%00", "cacert", "control character"),
        ("esx://h/?vcenter=a@b", "vcenter", "does not belong into"),
        ("esx://h/?password=x", "query", "a password does not belong into the URI"),
        ("esx://h/a@b", "user", "a password does not belong into the URI"),
        ("esx://h/#a@b", "user", "a password does not belong into the URI"),
        ("esx://h/?x=a@b", "user", "written %40"),
        (f"esx://h/?transport=http&thumbprint={DIGEST}", "thumbprint", "transport=http has no TLS"),
        ("esx://h/?cacert=/ca.pem&transport=http", "cacert", "transport=http has no TLS"),
    ],
)
def test_it_is_refused(text: str, parameter: str, words: str) -> None:
    with pytest.raises(UriError, match=words.replace("(", r"\(")) as caught:
        parse_uri(text)

    assert caught.value.parameter == parameter
    assert isinstance(caught.value, ValueError)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("esx://host", "esx://host:443"),
        ("esx://host/", "esx://host:443/"),
        ("esx://root@host/?no_verify=1", "esx://root@host:443/?no_verify=1"),
        ("esx://a%40b@host/", "esx://a%40b@host:443/"),
        ("esx://ro%6ft@host/a%20b/", "esx://root@host:443/a%20b/"),
        ("esx://host//x", "esx://host:443//x"),
        ("vpx://vc/d@c/h", "vpx://vc:443/d@c/h"),
        ("esx://host/%40", "esx://host:443/%40"),  # virsh: @, which we refuse
        ("gsx://[::1]/", "gsx://[::1]:8333/"),
        ("esx://[fe80::1%25eth0]/", "esx://[fe80::1%25eth0]:443/"),
        ("vpx://vc/d%20c/h?x=%41&&=#f", "vpx://vc:443/d%20c/h?x=%41&&=#f"),
        ("ESX://host/?transport=http", "esx://host:80/?transport=http"),
    ],
)
def test_it_is_written_as_virsh_uri_writes_it(text: str, written: str) -> None:
    assert str(parse_uri(text)) == written
    assert str(parse_uri(written)) == written


def test_every_parameter_is_an_attribute_with_a_meaning() -> None:
    names = {parameter.name for parameter in PARAMETERS}

    assert names <= set(ConnectionUri.__dataclass_fields__)
    assert all(parameter.meaning for parameter in PARAMETERS)


def test_the_error_belongs_to_us_and_to_value_error() -> None:
    assert issubclass(UriError, EsxError)
    assert issubclass(UriError, ValueError)

"""A pin or an authority that nothing would be held against is refused before any I/O."""

from __future__ import annotations

import ssl
from typing import Any

import httpx
import pytest

import aioesx

PIN = "thumbprint=" + "ab" * 32


@pytest.mark.parametrize(
    ("query", "options", "parameter"),
    [
        (f"transport=http&{PIN}", {}, "thumbprint"),
        ("transport=http&cacert=ca.pem", {}, "cacert"),
        ("transport=http", {"cacert": "ca.pem"}, "cacert"),
        ("transport=http", {"ssl_context": ssl.create_default_context()}, "ssl_context"),
        (PIN, {"transport": httpx.MockTransport(lambda _: httpx.Response(200))}, "thumbprint"),
        ("cacert=ca.pem", {"transport": httpx.AsyncHTTPTransport()}, "cacert"),
        ("proxy=p", {"transport": httpx.AsyncHTTPTransport()}, "proxy"),
        ("", {"transport": httpx.AsyncHTTPTransport(), "cacert": "ca.pem"}, "cacert"),
    ],
)
def test_it_is_refused(query: str, options: dict[str, Any], parameter: str) -> None:
    with pytest.raises(aioesx.errors.UriError, match=f"{parameter} cannot be kept") as caught:
        aioesx.connect(f"esx://host/?{query}", **options)

    assert caught.value.parameter == parameter


@pytest.mark.parametrize(
    ("query", "options"),
    [
        (f"{PIN}&cacert=ca.pem", {}),
        (PIN, {"ssl_context": ssl.create_default_context()}),
        ("transport=http&no_verify=1", {}),
        ("no_verify=1", {"transport": httpx.AsyncHTTPTransport()}),
    ],
)
def test_what_can_be_kept_is_taken(query: str, options: dict[str, Any]) -> None:
    assert aioesx.connect(f"esx://host/?{query}", **options)

"""Settings of the transport as values."""

from __future__ import annotations

from aioesx._transport import ProxySettings, Route

CANARY = "canary-proxy-password"


def test_settings_do_not_show_the_password() -> None:
    settings = ProxySettings("socks5", "p", 1, "me", CANARY)

    assert CANARY not in f"{settings} {settings!r} {Route('h', 1, None, settings)!r}"

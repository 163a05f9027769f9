"""The command ``exporter``: a fleet's metrics for Prometheus, until somebody ends it."""

from __future__ import annotations

import signal
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from aioesx.cli.console import Console
from aioesx.cli.declare import CommandRow, Flag, Word, exclusive
from aioesx.cli.fleet.hosts import (
    ASK_PASSWORD,
    INVENTORY,
    PASSWORDS_IN_FILE,
    SELECT,
    URIS,
    access_of,
    inventory_of,
)
from aioesx.cli.link import Link
from aioesx.cli.status import ExitStatus

if TYPE_CHECKING:
    from aioesx.jobs.exporter.serving import Listening
    from aioesx.jobs.exporter.webconfig import WebConfig

__all__ = ["COMMANDS"]

_PLACE: Final = "127.0.0.1:9272"
"""The port is that of vmware_exporter."""


async def exporter(link: Link, console: Console, **given: Any) -> ExitStatus:
    """Serve the metrics of many hosts to Prometheus, until interrupted.

    /metrics has all hosts, /probe?target=NAME one of them. The hosts are those of an inventory
    file (--inventory), of --uri, or the one of -c. The first line printed is the address.

    A scrape ends before Prometheus gives it up, and tells which hosts are down (aioesx_up); so does
    a line on standard error, once. TLS and users are those of a file in Prometheus' own form
    (--web-config); see docs/exporter.md.
    """
    if link.interactive:
        raise ValueError("'exporter' takes the whole program: run `aioesx exporter`")
    settings = link.settings
    exclusive(inventory=given["inventory"], uri=given["uri"], connect=settings.uri)

    import aioesx
    from aioesx.jobs.exporter import application
    from aioesx.jobs.exporter.serving import address_of, listen, serving
    from aioesx.jobs.exporter.webconfig import WebConfig, read_web_config

    inventory = inventory_of(given, settings, settings.uri)
    if given["select"]:
        inventory = aioesx.Inventory(inventory.select(given["select"]), source=inventory.source)
    address = address_of(given["listen"] or _PLACE)
    web = read_web_config(given["web_config"]) if given["web_config"] else WebConfig()
    tls = web.tls.context() if web.tls is not None else None
    access = {**await access_of(settings, given["ask_password"]), "read_only": True}
    fleet = aioesx.Fleet(inventory, keep=len(inventory), **access)
    seconds = {"host_seconds": given["timeout"]} if given["timeout"] else {}

    def tell(host: str, error: Exception | None) -> None:
        console.warn(f"{host} is up again" if error is None else f"{host} is down: {error}")

    app = application(fleet, counters=given["counters"], on_change=tell, **seconds)
    import anyio

    with anyio.open_signal_receiver(signal.SIGINT, signal.SIGTERM, signal.SIGHUP) as signals:
        try:
            listening = listen(*address)
        except OSError as error:
            raise ValueError(f"cannot listen on {given['listen'] or _PLACE}: {error}") from None
        _warn_of_strangers(listening, web, console)
        async with (
            fleet,
            app.state.exporter,
            serving(_guarded(app, web), listening, tls),
        ):
            console.say(f"{'https' if tls else 'http'}://{listening.place}/metrics")
            await console.flush()
            async for _ in signals:
                break
    return ExitStatus.OK


def _guarded(app: Any, web: WebConfig) -> Any:
    if not web.users:
        return app
    from aioesx.jobs.exporter.basic_auth import BasicAuth

    return BasicAuth(app, web.users)


def _warn_of_strangers(listening: Listening, web: WebConfig, console: Console) -> None:
    """Say who can read it, or hear passwords, where that is more than this machine."""
    import ipaddress

    if ipaddress.ip_address(listening.host).is_loopback:
        return
    if not web.users:
        console.warn(
            f"whoever reaches {listening.place} may read names and sizes of all hosts and domains:"
            " --web-config names users and TLS"
        )
    elif web.tls is None:
        console.warn("passwords are not encrypted on the way: --web-config has no TLS")


_FILE: Final = click.Path(path_type=Path, dir_okay=False)

COMMANDS: Final = (
    CommandRow(
        "exporter",
        exporter,
        (
            INVENTORY,
            URIS,
            SELECT,
            Word(
                "listen",
                f"Where to listen; {_PLACE}. Port 0: any free one.",
                False,
                False,
                metavar="ADDRESS:PORT",
            ),
            Word(
                "web-config",
                "File with TLS and users, in the form of Prometheus' --web.config.file.",
                False,
                False,
                type=_FILE,
            ),
            Word(
                "timeout",
                "For the read of a host, whoever waits for it; 30.",
                False,
                False,
                type=click.FloatRange(0, min_open=True),
                metavar="SECONDS",
            ),
            Flag("counters", "Performance counters, too: two calls of each host more."),
            ASK_PASSWORD,
            PASSWORDS_IN_FILE,
        ),
        connected=False,
        blank=False,
    ),
)

"""The commands ``import`` and ``copy``: a domain is made of files, or of one at another host."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any, Final

import click

import aioesx
from aioesx import errors
from aioesx.cli.console import Console
from aioesx.cli.credentials import TO_VARIABLE
from aioesx.cli.declare import DOMAIN, CommandRow, Flag, Word
from aioesx.cli.link import Link
from aioesx.cli.moving.showing import Showing
from aioesx.cli.moving.telling import rate
from aioesx.cli.moving.words import (
    CONNECTIONS,
    DATASTORE,
    LIMIT_RATE,
    NAME,
    NFC_HOST,
    VERIFY,
    WAYS,
    limits_of,
    pairs,
)
from aioesx.cli.names import find_domain
from aioesx.cli.outputs.moving import ARRIVED
from aioesx.cli.status import ExitStatus

__all__ = ["COMMANDS"]

Pairs = Sequence[tuple[str, str]]


async def import_(
    esx: aioesx.Connection,
    console: Console,
    file: Path,
    name: str | None,
    datastore: str | None,
    network: Pairs,
    property: Pairs,  # noqa: A002 - the option's name
    thick: bool,
    verify: str | None,
    limit_rate: int | None,
    connections: int | None,
    nfc_host: Pairs,
) -> ExitStatus:
    """Make a domain of a package, or of disk images: of what export made, say.

    FILE is an OVA, the .ovf of a package, the .xml or .export.json beside images, or one image
    (qcow2, raw, VMDK), which makes a plain domain. It is registered at the end; whatever ends the
    import early, nothing of it stays at the host.
    """
    begun = time.monotonic()
    with _warning(console) as told, Showing(console) as showing:
        domain = await esx.domains.import_from(
            file,
            name=name,
            datastore=datastore,
            networks=dict(network),
            properties=dict(property),
            thin=not thick,
            verify=verify or "read",  # type: ignore[arg-type]  # click has looked
            limits=limits_of(limit_rate, connections),
            nfc_hosts=dict(nfc_host),
            on_progress=showing,
            on_warning=told.append,
        )
    seconds = time.monotonic() - begun
    return _arrived(console, domain, showing, seconds, f"imported from {file}", told)


async def copy(
    link: Link,
    console: Console,
    domain: str,
    to: str,
    name: str | None,
    way: str | None,
    datastore: str | None,
    network: Pairs,
    verify: str | None,
    to_password_file: Path | None,
    limit_rate: int | None,
    connections: int | None,
    nfc_host: Pairs,
) -> ExitStatus:
    """Copy a domain that is off to another host, which needs no vCenter.

    The other host's password is never this one's: it is that of --to-password-file, of
    AIOESX_TO_PASSWORD, of the host's table in config.toml, of libvirt's auth file, or asked for.
    The copy is registered at the end; whatever ends it early, nothing of it stays over there.
    """
    limits = limits_of(limit_rate, connections)
    entry = await find_domain(await link.connection(limits.per_host), domain)
    begun = time.monotonic()
    async with _other(link, console, to, to_password_file) as there:
        with _warning(console) as told, Showing(console) as showing:
            made = await entry.domain.copy_to(
                there,
                name=name,
                way=way,  # type: ignore[arg-type]  # click has looked
                datastore=datastore,
                networks=dict(network),
                verify=verify or "read",  # type: ignore[arg-type]  # likewise
                limits=limits,
                nfc_hosts=dict(nfc_host),
                on_progress=showing,
                on_warning=told.append,
            )
    seconds = time.monotonic() - begun
    return _arrived(console, made, showing, seconds, f"copied from '{entry.name}'", told)


@contextmanager
def _warning(console: Console) -> Iterator[list[aioesx.Obstacle]]:
    """Give what takes warnings: a person reads them below the bars, however it ends."""
    told: list[aioesx.Obstacle] = []
    try:
        yield told
    except errors.ExportRefusedError as error:
        told += error.warnings
        raise
    finally:
        for warning in told:
            console.warn(str(warning))


@asynccontextmanager
async def _other(
    link: Link, console: Console, to: str, password_file: Path | None
) -> AsyncIterator[aioesx.Connection]:
    """Have a connection to the other host.

    Raises:
        UriError, AuthenticationError, LoginError, WrongProductError, TransportError: there is none
            to be had.
    """
    import dataclasses

    from aioesx.cli.opening import open_connection
    from aioesx.cli.target import resolved

    settings = dataclasses.replace(link.settings, uri=to, password_file=password_file)
    esx = await open_connection(
        resolved(to),
        settings,
        console,
        asks=link.asks,
        note=link.ongoing.note,
        variable=TO_VARIABLE,
    )
    try:
        yield esx
    finally:
        await esx.aclose()


def _arrived(
    console: Console,
    domain: aioesx.Domain,
    showing: Showing,
    seconds: float,
    how: str,
    warnings: Sequence[aioesx.Obstacle],
) -> ExitStatus:
    moved = sum(showing.moved.values())
    row: dict[str, Any] = {"name": domain.name, "uuid": domain.uuid}
    row["warnings"] = [str(each) for each in warnings]
    console.tell({**row, "moved": moved, "seconds": seconds})
    console.remark(f"Domain '{domain.name}' {how}: {rate(moved, seconds)}")
    return ExitStatus.OK


_FILE: Final[Any] = click.Path(path_type=Path)

COMMANDS: Final = (
    CommandRow(
        "import",
        import_,
        (
            Word("file", "What it is made of.", type=_FILE, metavar="FILE"),
            NAME,
            DATASTORE,
            pairs("network", "The host's network for one of the package's.", "NAME=NETWORK"),
            pairs("property", "Value of one of the package's properties.", "KEY=VALUE"),
            Flag("thick", "Have disks take all of their room at once."),
            VERIFY,
            LIMIT_RATE,
            CONNECTIONS,
            NFC_HOST,
        ),
        output=ARRIVED,
        blank=False,
    ),
    CommandRow(
        "copy",
        copy,
        (
            DOMAIN,
            Word("to", "URI or alias of the other host."),
            NAME,
            Word(
                "way",
                "How the bytes leave: folder, lease or snapshot.",
                False,
                False,
                type=click.Choice(WAYS),
            ),
            DATASTORE,
            pairs("network", "The other host's network for one of this one's.", "NAME=NETWORK"),
            VERIFY,
            Word(
                "to-password-file",
                "File whose first line is the other host's password.",
                False,
                False,
                type=_FILE,
                metavar="FILE",
            ),
            LIMIT_RATE,
            CONNECTIONS,
            NFC_HOST,
        ),
        connected=False,
        linked=True,
        output=ARRIVED,
        blank=False,
    ),
)

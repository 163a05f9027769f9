"""govmomi's simulator as a server that is not ours; `make peers` builds it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from support.judges import VCSIM
from support.process import ServerProcess, serve

import aioesx

__all__ = ["MODELS", "Vcsim", "both_models", "host_of", "machine_of", "vcsim"]

MODELS = {"esx": (None, "ha-host_VM{}"), "vpx": ("/DC0/DC0_H0", "DC0_H0_VM{}")}
"""Each model's path to the host, and its machines' names."""


@dataclass(frozen=True, slots=True)
class Vcsim:
    """A running vcsim. Any of its machines is powered on at first.

    Attributes:
        url: where it serves SOAP, as ``"https://127.0.0.1:40123/sdk"``.
        username, password: the only ones it takes.
        tls: whether it serves HTTPS.
        process: the program.
    """

    url: str
    username: str
    password: str
    tls: bool
    process: ServerProcess

    @property
    def port(self) -> int:
        port = urlsplit(self.url).port
        assert port is not None
        return port

    def uri(self, *parameters: str, scheme: str = "esx", path: str = "/") -> str:
        """Return a connection URI with these query parameters, ``"no_verify=1"`` say."""
        query = "&".join([*parameters, *([] if self.tls else ["transport=http"])])
        return f"{scheme}://{self.username}@127.0.0.1:{self.port}{path}" + (
            f"?{query}" if query else ""
        )


@contextmanager
def vcsim(
    *,
    model: str = "esx",
    tls: bool = True,
    vms: int = 2,
    username: str = "root",
    password: str = "secret",
    certificate: tuple[Path, Path] | None = None,
) -> Iterator[Vcsim]:
    """Run a vcsim for the length of a `with` block.

    Args:
        model: ``"esx"`` or ``"vpx"``.
        tls: serve HTTPS, otherwise HTTP.
        vms: number of machines in all.
        username, password: the only ones it takes.
        certificate: PEM files of certificate and key; Go's own test certificate without.
    """
    argv: list[str | Path] = [VCSIM, "-model", model, "-vms", str(vms)]
    argv += ["-username", username, "-password", password]
    argv += ["-tls"] if tls else []
    argv += ["-cert", certificate[0], "-key", certificate[1]] if certificate else []
    with serve(argv) as process:
        yield Vcsim(process.first_line, username, password, tls, process)


@asynccontextmanager
async def host_of(
    server: Vcsim, path: str | None = None, **options: Any
) -> AsyncIterator[aioesx.Connection]:
    """Connect to the host, or to what a path names in the vCenter's inventory."""
    uri = server.uri() if path is None else server.uri(scheme="vpx", path=path)
    async with aioesx.connect(uri, password=server.password, **options) as esx:
        yield esx


@contextmanager
def both_models(machines: int) -> Iterator[dict[str, Vcsim]]:
    """Run one of each model whose host has so many machines, by the names of `MODELS`.

    In the vCenter there are as many in a cluster besides.
    """
    with (
        vcsim(model="esx", tls=False, vms=machines) as esx,
        vcsim(model="vpx", tls=False, vms=2 * machines) as vpx,
    ):
        yield {"esx": esx, "vpx": vpx}


async def machine_of(esx: aioesx.Connection, number: int) -> aioesx.Domain:
    """Return a machine of the host of `MODELS` that a connection is to."""
    _, name = MODELS["esx" if esx.product.line == "esx" else "vpx"]
    return await esx.domains.lookup(name.format(number))

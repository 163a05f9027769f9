"""A site whose machines have small disks with something on them, and jobs that have them leave."""

from __future__ import annotations

import contextlib
import dataclasses
import hashlib
import random
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from support.leftovers import locks_in
from support.small_disks import shrink

import aioesx
from aioesx.jobs import ExportJob
from aioesx.simulator import HostState, Options, Site, make_farm
from aioesx.simulator.handle import SimulatedHost

__all__ = ["CAPACITY", "PASSWORD", "Leaving", "give_disks", "leaving_site", "shrink_all"]

PASSWORD: Final = "of many keys"
CAPACITY: Final = 2 * 2**20
"""Bytes of each disk."""
_BLOCK: Final = 65_536


@dataclasses.dataclass
class Leaving:
    """A site, and where its machines go.

    Attributes:
        site: the hosts.
        directory: of the job's file, its state, and all targets.
    """

    site: Site
    directory: Path

    @property
    def file(self) -> Path:
        return self.directory / "leave.toml"

    @property
    def state(self) -> Path:
        return self.directory / "leave.state"

    def job(self, text: str) -> ExportJob:
        """Return a job; in all of them a machine has a directory of its own."""
        self.file.write_text(f'target = "out/{{host}}/{{domain}}"\n{text}', "utf-8")
        return ExportJob.read(self.file)

    def fleet(self, **targets: str) -> aioesx.Fleet:
        uris: dict[str, str] = {**self.site.uris, **targets}
        return aioesx.Fleet(uris, password=PASSWORD)

    def out(self, name: str) -> Path:
        """Return where the files of a machine go, whose name begins with its host's."""
        return self.directory / "out" / name.partition("-")[0] / name

    def host(self, name: str) -> SimulatedHost:
        """Return the host of a machine, likewise."""
        return self.site.hosts[name.partition("-")[0]]

    def has_left(self, name: str) -> bool:
        """Tell whether all of a machine's disk is in its raw image."""
        image = self.out(name) / f"{name}.raw"
        return image.is_file() and _digest(image.read_bytes()) == _digest(
            bytes(self.host(name).read_disk(name)[:])
        )

    def left_behind(self) -> dict[str, int]:
        """Return what lies about at the hosts: leases and sessions."""
        return {
            name: count
            for name, host in self.site.hosts.items()
            if (count := host.open_leases + host.open_sessions)
        }


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def shrink_all(host: HostState) -> None:
    """Have all disks of a host's machines be small."""
    for machine in host.machines.values():
        shrink(host, machine.name, CAPACITY)


def give_disks(host: SimulatedHost) -> None:
    """Write something to the disk of each machine, another thing to each."""
    with host.state.looking():
        names = [each.name for each in host.state.machines.values()]
    for name in names:
        draw = random.Random(zlib.crc32(name.encode()))
        host.write_disk(name, "", 3 * _BLOCK + 512, draw.randbytes(5 * _BLOCK))
        host.write_disk(name, "", CAPACITY - 512, draw.randbytes(512))


@contextlib.contextmanager
def leaving_site(
    directory: Path, hosts: int = 2, machines: int = 2, **site: Any
) -> Iterator[Leaving]:
    """Serve a farm whose machines have small disks; an inventory of it lies beside the job.

    Whatever ended the jobs there, no lock is left.
    """
    site.setdefault("tls", False)
    site.setdefault("options", Options(task_seconds=0.0, tools_seconds=0.0))
    made = make_farm(hosts, machines=machines, password=PASSWORD, **site)
    with made:
        for host in made.hosts.values():
            host.change(shrink_all)
            give_disks(host)
        (directory / "hosts.toml").write_text(made.inventory_toml(), "utf-8")
        yield Leaving(made, directory)
    assert locks_in(directory) == []

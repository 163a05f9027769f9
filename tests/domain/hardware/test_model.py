"""A machine changed at random, and a model that says what it has to be in the end.

The model is written from libvirt's names and VMware's bounds alone; it knows nothing of keys,
controllers' numbers on the wire or how the client plans. A seed tells a run; the error names it.
"""

from __future__ import annotations

import dataclasses
import os
import random
from typing import Any, Final

import pytest

import aioesx
from aioesx import errors
from aioesx.definition import Disk, Interface
from aioesx.simulator import Simulator

pytestmark = pytest.mark.anyio

NAME: Final = "db01"
KIB: Final = 1024
SCSI_UNITS: Final = [unit for unit in range(16) if unit != 7]
NETWORKS: Final = ("VM Network", "DMZ")
MODES: Final[tuple[tuple[str, dict[str, Any]], ...]] = (
    ("persistent", {"snapshot": "internal"}),
    ("independent_persistent", {"snapshot": "no"}),
)


def scsi_name(index: int) -> str:
    """Return libvirt's name of a SCSI disk: sda, ..., sdz, sdaa."""
    first, last = divmod(index, 26)
    return "sd" + (chr(96 + first) if first else "") + chr(97 + last)


@dataclasses.dataclass
class Model:
    """What the machine should be.

    Attributes:
        disks: capacity, mode and file by index.
        cards: network and whether the link is up, by MAC address.
        loose: files of disks that were detached, with their capacity.
        deleted: files that were to be deleted.
        settings: what was configured.
        running: whether it is on.
        controllers: numbers of those that were ever needed; they stay.
    """

    disks: dict[int, tuple[int, str, str]]
    cards: dict[str, tuple[str, bool]]
    loose: dict[str, int] = dataclasses.field(default_factory=dict)
    deleted: set[str] = dataclasses.field(default_factory=set)
    settings: dict[str, Any] = dataclasses.field(default_factory=dict)
    running: bool = False
    controllers: set[int] = dataclasses.field(default_factory=lambda: {0})

    def free(self) -> int:
        """Return the first free index, on a controller that is there if there is any."""
        free = [index for index in range(60) if index not in self.disks]
        return next((index for index in free if index // 15 in self.controllers), free[0])


class Walk:
    """Random steps on a domain and its model."""

    def __init__(self, domain: aioesx.Domain, model: Model, seed: int) -> None:
        self.domain = domain
        self.model = model
        self.random = random.Random(seed)
        self.made = 0

    async def step(self) -> None:
        """Make one change of both."""
        await self.random.choice(
            [self.create, self.create, self.place, self.detach, self.again, self.delete, self.grow,
             self.add_card, self.drop_card, self.link, self.move_card, self.configure, self.power,
             self.refused, self.update]
        )()  # fmt: skip

    async def create(self) -> None:
        if len(self.model.disks) >= 20:
            return
        index, size = self.model.free(), self.random.randrange(1, 9) * KIB
        mode, facts = self.random.choice(MODES)
        disk = await self.domain.attach(Disk(**facts), create=size)
        assert disk.source is not None
        self.model.controllers.add(index // 15)
        self.model.disks[index] = size, mode, disk.source

    async def place(self) -> None:
        index = self.random.randrange(60)
        self.made += 1
        path = f"[datastore1] {NAME}/made{self.made}.vmdk"
        wanted = Disk(target=scsi_name(index), source=path)
        if index in self.model.disks:
            with pytest.raises(errors.AlreadyExistsError):
                await self.domain.attach(wanted, create=KIB)
            return
        await self.domain.attach(wanted, create=KIB)
        self.model.controllers.add(index // 15)
        self.model.disks[index] = KIB, "persistent", path

    def some_disk(self) -> int | None:
        others = [index for index in self.model.disks if index]
        return self.random.choice(others) if others else None

    async def detach(self) -> None:
        if (index := self.some_disk()) is not None:
            await self.domain.detach(scsi_name(index))
            size, _, path = self.model.disks.pop(index)
            self.model.loose[path] = size

    async def delete(self) -> None:
        if (index := self.some_disk()) is not None:
            await self.domain.detach(scsi_name(index), delete_files=True)
            self.model.deleted.add(self.model.disks.pop(index)[2])

    async def again(self) -> None:
        if self.model.loose and len(self.model.disks) < 40:
            path = self.random.choice(sorted(self.model.loose))
            index = self.model.free()
            await self.domain.attach(Disk(source=path))
            self.model.controllers.add(index // 15)
            self.model.disks[index] = self.model.loose.pop(path), "persistent", path

    async def grow(self) -> None:
        if (index := self.some_disk()) is not None:
            size, mode, path = self.model.disks[index]
            more = size + self.random.randrange(4) * KIB
            await self.domain.grow(scsi_name(index), more)
            self.model.disks[index] = more, mode, path

    async def update(self) -> None:
        if (index := self.some_disk()) is not None and not self.model.running:
            mode, facts = self.random.choice(MODES)
            size, _, path = self.model.disks[index]
            await self.domain.update(Disk(target=scsi_name(index), bus="scsi", **facts))
            self.model.disks[index] = size, mode, path

    async def add_card(self) -> None:
        if len(self.model.cards) < 10:
            network = self.random.choice(NETWORKS)
            up = self.random.random() < 0.5
            card = await self.domain.attach(Interface(source=network, link_up=up))
            assert card.mac is not None
            self.model.cards[card.mac] = network, up

    def some_card(self) -> str:
        return self.random.choice(sorted(self.model.cards))

    async def drop_card(self) -> None:
        if len(self.model.cards) > 1:
            mac = self.some_card()
            await self.domain.detach(mac)
            del self.model.cards[mac]

    async def link(self) -> None:
        mac, up = self.some_card(), self.random.random() < 0.5
        await self.domain.set_link(mac, up, live=self.model.running, config=True)
        self.model.cards[mac] = self.model.cards[mac][0], up

    async def move_card(self) -> None:
        mac, network = self.some_card(), self.random.choice(NETWORKS)
        await self.domain.update(Interface(mac=mac, source=network))
        self.model.cards[mac] = network, self.model.cards[mac][1]

    async def configure(self) -> None:
        change: dict[str, Any] = self.random.choice(
            [
                {"description": f"text {self.random.random()}"},
                {"title": "t"},
                {"boot_delay": float(self.random.randrange(9))},
                {"boot_order": ("sda", "cdrom") if self.random.random() < 0.5 else ()},
                {"cpu_limit": self.random.choice([-1, 500, 1000])},
            ]
        )
        await self.domain.configure(**change)
        self.model.settings |= change

    async def power(self) -> None:
        if self.random.random() < 0.3:
            await (self.domain.destroy() if self.model.running else self.domain.start())
            self.model.running = not self.model.running

    async def refused(self) -> None:
        wrong: list[Disk | Interface] = [Disk(target="sda"), Disk(target="vda", bus="virtio")]
        device = self.random.choice([*wrong, Interface(source="no such")])
        with pytest.raises(errors.EsxError):
            await self.domain.attach(device, create=KIB if isinstance(device, Disk) else None)


async def told(domain: aioesx.Domain) -> tuple[dict[int, Any], dict[str, Any]]:
    """Return the disks and cards of a domain, as the model has them."""
    found = await domain.devices()
    disks = {
        one.address.controller * 15 + SCSI_UNITS.index(one.address.unit): (
            one.capacity, one.mode, one.source,
        )
        for one in found
        if one.kind == "disk" and one.address is not None
    }  # fmt: skip
    cards = {
        str(one.mac): (one.source, one.start_connected) for one in found if one.kind == "interface"
    }
    return disks, cards


@pytest.fixture
async def domain(esx: aioesx.Connection) -> aioesx.Domain:
    return await esx.domains.lookup(NAME)


async def walk(simulator: Simulator, domain: aioesx.Domain, seed: int, steps: int) -> None:
    disks, cards = await told(domain)
    walk = Walk(domain, Model(disks, cards), seed)
    for _ in range(steps):
        await walk.step()

    model = walk.model
    assert await told(domain) == (model.disks, model.cards), f"seed {seed}"
    settings = await domain.configuration()
    assert {name: getattr(settings, name) for name in model.settings} == model.settings
    files = simulator.change(
        lambda host: {f"[datastore1] {path}" for path in host.datastore("datastore1").files}
    )
    kept = {path for _, _, path in model.disks.values()} | set(model.loose)
    assert kept <= files, f"seed {seed}"
    assert not (model.deleted - kept) & files, f"seed {seed}"


async def test_a_machine_changed_at_random_is_what_the_model_says(
    simulator: Simulator, domain: aioesx.Domain
) -> None:
    await walk(simulator, domain, seed=19, steps=40)


@pytest.mark.long
@pytest.mark.timeout(240)
async def test_and_so_it_is_after_two_hundred_changes(
    simulator: Simulator, domain: aioesx.Domain
) -> None:
    await walk(simulator, domain, seed=int(os.environ.get("AIOESX_SEED", "1")), steps=200)

"""Which way the bytes take, and the sentence why."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from support.surveys import GIB, STORE, a_disk, a_link, a_survey

from aioesx.export.before.ways import Surroundings, choose

VSAN = dataclasses.replace(STORE, type="vsan")
VVOL = dataclasses.replace(STORE, type="VVOL")
THIN = a_disk(links=(a_link(thin=True),))
THIN_TOO = a_disk(2, links=(a_link(thin=True),))
CHAIN = a_disk(links=(a_link("[ds1] web/web-000001.vmdk", thin=True), a_link()))
UNTOLD = a_disk(links=(a_link(thin=None),), allocated=GIB)
FULL = a_disk(links=(a_link(thin=None),), allocated=None)


@pytest.mark.parametrize(
    ("so", "around", "way", "why"),
    [
        ({}, {}, "folder", "thick"),
        ({"disks": (THIN,)}, {}, "lease", "'Hard disk 1': thin"),
        (
            {"disks": (a_disk(), a_disk(2, links=(a_link(thin=True),)))},
            {},
            "lease",
            "'Hard disk 2'",
        ),
        ({"disks": (CHAIN,)}, {}, "lease", "through 2 links"),
        ({"disks": (a_disk(store=VSAN),)}, {}, "lease", "keeps objects"),
        ({"disks": (a_disk(store=VVOL),)}, {}, "lease", "keeps objects"),
        ({"disks": (a_disk(rdm="virtual"),)}, {}, "lease", "mapped device"),
        ({"disks": (UNTOLD,)}, {}, "lease", "thin"),
        ({"disks": (FULL,)}, {}, "folder", "thick"),
        ({"disks": ()}, {}, "folder", "thick"),
        ({"power": "poweredOn"}, {}, "snapshot", "the domain runs"),
        ({"power": "poweredOn"}, {"api": (5, 0)}, "folder", "thick"),
        ({"disks": (THIN,)}, {"licence": "vSphere 8 Hypervisor"}, "folder", "reading only"),
        ({"power": "poweredOn"}, {"licence": "vSphere 8 Hypervisor"}, "folder", "reading only"),
        ({"disks": (THIN,)}, {"api": (2, 5)}, "folder", "before API 4.0"),
    ],
)
def test_the_way_follows_from_the_machine_and_its_host(
    so: dict[str, Any], around: dict[str, Any], way: str, why: str
) -> None:
    chosen = choose(a_survey(**so), Surroundings(**around))

    assert chosen.way == way
    assert why in chosen.why


@pytest.mark.parametrize("way", ["folder", "lease", "snapshot"])
def test_a_way_that_was_asked_for_is_taken(way: Any) -> None:
    assert choose(a_survey(disks=(THIN,)), Surroundings(), way, warm=True).way == way


def test_a_warm_move_begins_with_a_snapshot() -> None:
    chosen = choose(a_survey(power="poweredOn"), Surroundings(), warm=True)

    assert chosen.way == "snapshot"
    assert "runs on" in chosen.why

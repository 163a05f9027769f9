"""What jobs ask of older servers, held against pyVmomi's tables of types."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from support.pyvmomi_host import VmomiSupport

from aioesx.jobs import configuration, consolidation, questions, snapshots, tools
from aioesx.jobs._since import SINCE, known
from aioesx.jobs.exporter.reading import paths_of
from aioesx.jobs.report.reading import HOST_PATHS, MACHINE_PATHS, STORE_PATHS

VIRTUAL_MACHINE = "VirtualMachine"


def newest(*version: int) -> bool:
    return True


def asked() -> Iterator[tuple[str, str]]:
    """Yield type and path of all that jobs read, as tables have it."""
    of_types = {
        "HostSystem": HOST_PATHS,
        VIRTUAL_MACHINE: MACHINE_PATHS,
        "Datastore": STORE_PATHS,
        "LicenseManager": ("licenses", "evaluation"),
    }
    for table in (of_types, paths_of(newest)):
        for type_, paths in table.items():
            yield from ((type_, path) for path in paths)
    for module in (configuration, consolidation, questions, snapshots, tools):
        for path in getattr(module, "_PATHS", ()):
            yield VIRTUAL_MACHINE, path


def since(type_: str, path: str) -> tuple[int, int]:
    """Return the version of the API that brought a property, as pyVmomi knows it."""
    owner: Any = VmomiSupport.GetWsdlType("urn:vim25", type_)
    latest = (2, 0)
    for step in path.split("."):
        info = owner._GetPropertyInfo(step)
        major, minor, *_ = VmomiSupport.versionIdMap[info.version].split(".")
        brought = (int(major), int(minor)) if minor.isdigit() else (4, 0)  # 2.5u2: not every 2.5
        latest = max(latest, brought)
        owner = info.type
    return latest


@pytest.mark.peer("pyvmomi")
def test_a_property_is_asked_for_since_it_is_there() -> None:
    brought = {path: since(type_, path) for type_, path in asked()}

    assert {path: api for path, api in brought.items() if api > (2, 5)} == SINCE


def test_nothing_is_in_the_table_that_no_job_reads() -> None:
    assert SINCE.keys() <= {path for _, path in asked()}


def test_each_property_is_asked_for_once() -> None:
    assert known(newest, ["name", "layoutEx", "name"]) == ("name", "layoutEx")

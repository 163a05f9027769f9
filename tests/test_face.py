"""What users import is named by where they import it from, and by no class that they cannot see."""

from __future__ import annotations

import inspect
import pickle
import sys
import typing
from datetime import UTC, datetime
from types import FunctionType
from typing import Any, Final
from uuid import UUID

import pytest
from support.run import run

import aioesx
from aioesx import vim
from aioesx.datastore_path import DatastorePath

FOUND: Final = {name: getattr(aioesx, name) for name in aioesx.__all__}
NAMED: Final = {name: it for name, it in FOUND.items() if isinstance(it, type | FunctionType)}
CLASSES: Final = {name: it for name, it in NAMED.items() if isinstance(it, type)}
DATA: Final = [name for name, cls in CLASSES.items() if "__dataclass_fields__" in vars(cls)]

SNAPSHOT: Final = vim.ManagedObjectReference("VirtualMachineSnapshot", "1-snapshot-1")
VALUES: Final = (
    aioesx.DomainInfo(aioesx.DomainState.RUNNING, 4096, 2048, 2),
    aioesx.DomainStatus(aioesx.DomainState.SHUTOFF, aioesx.StateReason.UNKNOWN, None, None),
    aioesx.DomainSummary("a", UUID(int=1), None, aioesx.DomainState.SHUTOFF, 4096, 1),
    aioesx.DomainDisk("sda", "disk", "file", "[ds] a.vmdk", 2**30, False),
    aioesx.DomainInterface("bridge", "VM Network", "vmxnet3", "00:0c:29:00:00:01", True),
    aioesx.VncDisplay(5901, None),
    aioesx.SchedulerParameters(0, -1, 1000),
    aioesx.FileEntry(DatastorePath("ds", "a.iso"), aioesx.FileKind.ISO, 1),
    aioesx.Transferred(1, None),
    aioesx.NodeInfo("Xeon", 2**20, 4, 2000, 1, 1, 4, 1),
    aioesx.SnapshotInfo(
        "s", SNAPSHOT, "", datetime(2026, 1, 1, tzinfo=UTC), aioesx.DomainState.RUNNING, False,
        True, None, (),
    ),
)  # fmt: skip


@pytest.mark.parametrize("name", NAMED)
def test_a_name_is_of_the_face_or_of_its_errors(name: str) -> None:
    assert NAMED[name].__module__ in {"aioesx", "aioesx.errors"}


@pytest.mark.parametrize("name", CLASSES)
def test_no_method_is_of_a_class_that_users_do_not_see(name: str) -> None:
    methods = inspect.getmembers(CLASSES[name], inspect.isfunction)
    owners = {method.__qualname__.partition(".")[0] for word, method in methods if word[0] != "_"}

    assert owners <= CLASSES.keys()


def test_a_verb_reads_as_a_verb_of_its_class() -> None:
    assert repr(aioesx.Domain.start).startswith("<function Domain.start at ")


@pytest.mark.parametrize("name", DATA)
def test_the_types_of_fields_can_be_looked_up(name: str) -> None:
    cls: Any = CLASSES[name]

    assert typing.get_type_hints(cls).keys() >= cls.__dataclass_fields__.keys()


@pytest.mark.parametrize("value", VALUES, ids=lambda value: type(value).__name__)
def test_a_value_is_pickled(value: object) -> None:
    assert pickle.loads(pickle.dumps(value)) == value


def test_values_are_read_by_a_program_that_has_loaded_nothing() -> None:
    code = f"import pickle; print(pickle.loads({pickle.dumps(VALUES)!r}))"

    assert run([sys.executable, "-c", code]).stdout == f"{VALUES!r}\n"

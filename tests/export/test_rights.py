"""Which privileges an export asks for, by its way and what is made."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from support.surveys import MACHINE, NOW, STORE, a_disk, a_survey

from aioesx import vim
from aioesx.export.before.intent import Intent
from aioesx.export.before.rights import Standing, wanted

OTHER = dataclasses.replace(STORE, ref=vim.ManagedObjectReference("Datastore", "ds-2"), name="ds2")
NVRAM = vim.VirtualMachineFileLayoutEx(
    file=[
        vim.VirtualMachineFileLayoutExFileInfo(
            key=1, name="[ds1] web/web.nvram", type="nvram", size=8684
        )
    ],
    timestamp=NOW,
)
FILES = {"Datastore.Browse", "Datastore.FileManagement"}
SNAPSHOT = {"VirtualMachine.State.CreateSnapshot", "VirtualMachine.State.RemoveSnapshot"}
WARM = {
    "VirtualMachine.Config.ChangeTracking",
    "VirtualMachine.Provisioning.DiskRandomRead",
    "VirtualMachine.Interact.PowerOff",
    "VirtualMachine.Interact.PowerOn",
}


@pytest.mark.parametrize(
    ("how", "on_machine", "at_home", "elsewhere"),
    [
        ({"way": "folder"}, set(), FILES, FILES),
        ({"way": "folder", "format": None}, set(), FILES, FILES),
        ({"way": "lease"}, {"VApp.Export"}, {"Datastore.Browse"}, set()),
        ({"way": "lease", "format": None}, {"VApp.Export"}, set(), set()),
        ({"way": "lease", "format": "ova"}, {"VApp.Export"}, {"Datastore.Browse"}, set()),
        ({"way": "snapshot"}, {"VApp.Export", *SNAPSHOT}, {"Datastore.Browse"}, set()),
        (
            {"way": "snapshot", "warm": True},
            {"VApp.Export", *SNAPSHOT, *WARM},
            FILES,
            FILES,
        ),
    ],
)
def test_as_much_is_asked_for_as_is_needed(
    how: dict[str, Any], on_machine: set[str], at_home: set[str], elsewhere: set[str]
) -> None:
    seen = a_survey(
        disks=(a_disk(), a_disk(2, store=OTHER)), stores={"ds1": STORE, "ds2": OTHER}, layout=NVRAM
    )

    asked = {each.ref: set(each.privileges) for each in wanted(Intent(survey=seen, **how))}

    expected = {MACHINE: on_machine, STORE.ref: at_home, OTHER.ref: elsewhere}
    assert asked == {ref: names for ref, names in expected.items() if names}


def test_the_sessions_key_is_not_shown() -> None:
    assert "52b5-secret" not in repr(Standing(None, "52b5-secret"))

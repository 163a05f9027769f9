"""What is in the way of a machine that is to leave: every row of the tables, found and not."""

from __future__ import annotations

import dataclasses
import re
from typing import Any

import pytest
from support.judges import ROOT
from support.surveys import GIB, MACHINE, NOW, STORE, a_config, a_disk, a_link, a_survey, snapshot

from aioesx import vim
from aioesx.export.before.obstacles import Intent, refusals, warnings
from aioesx.export.before.refused import REFUSALS
from aioesx.export.before.survey import SurveyedTask
from aioesx.export.before.warned import WARNINGS

Ref = vim.ManagedObjectReference

VSAN = dataclasses.replace(STORE, type="vsan")
AWAY = dataclasses.replace(STORE, accessible=False, free=None)
ABLE = {
    name: True for name in vim.VirtualMachineCapability.wire_fields if name.endswith("_supported")
}


def able(**changes: Any) -> vim.VirtualMachineCapability:
    return vim.VirtualMachineCapability(**{**ABLE, **changes})


def labelled(kind: type[Any], label: str, **fields: Any) -> Any:
    info = vim.Description(label=label, summary="")
    return kind(key=4000, device_info=info, **fields)


def with_disk(**changes: Any) -> dict[str, Any]:
    return {"disks": (a_disk(**changes),)}


def with_device(device: Any, **changes: Any) -> dict[str, Any]:
    return {"config": a_config(device, **changes)}


def a_layout(*, accessible: bool) -> vim.VirtualMachineFileLayoutEx:
    file = vim.VirtualMachineFileLayoutExFileInfo(
        key=1, name="[ds1] web/web-flat.vmdk", type="diskExtent", size=1, accessible=accessible
    )
    return vim.VirtualMachineFileLayoutEx(file=[file], timestamp=NOW)


CRYPTED = vim.CryptoKeyId(key_id="k")
TASK = SurveyedTask(Ref("Task", "t"), "VirtualMachine.createSnapshot", "running")
LONG = tuple(a_link(f"[ds1] web/web-{n:06}.vmdk") for n in range(32))
CD = vim.VirtualCdromIsoBackingInfo(file_name="[ds1] iso/debian.iso")
NET = vim.VirtualEthernetCardNetworkBackingInfo(device_name="VM Network")

# What is so, what is intended, the word, and what the sentence says.
REFUSED: list[tuple[dict[str, Any], dict[str, Any], str, str]] = [
    ({"connection": "orphaned"}, {}, "disconnected", "orphaned"),
    ({"power": "poweredOn"}, {"way": "folder"}, "running", "shut it down"),
    ({"power": "poweredOn"}, {"way": "lease"}, "running", "shut it down"),
    ({"power": "suspended"}, {"way": "snapshot"}, "suspended", "suspended"),
    ({"power": "dreaming"}, {}, "state", "dreaming"),
    ({"question": "Moved or copied?"}, {}, "question", "Moved or copied"),
    ({"consolidation_needed": True}, {}, "consolidation", "consolidate"),
    ({"tasks": (TASK,)}, {}, "tasks", "createSnapshot"),
    ({"config": a_config(key_id=CRYPTED)}, {}, "encrypted", "the domain is encrypted"),
    (
        {"config": a_config(extra_config=[vim.OptionValue(key="encryption.bundle", value="x")])},
        {},
        "encrypted",
        "the domain is encrypted",
    ),
    (with_disk(links=(a_link(encrypted=True),)), {}, "encrypted", "'Hard disk 1'"),
    (with_device(labelled(vim.VirtualTPM, "TPM")), {}, "encrypted", "virtual TPM"),
    ({"stores": {"ds1": AWAY}}, {}, "inaccessible", "'ds1'"),
    ({"layout": a_layout(accessible=False)}, {}, "inaccessible", "web-flat.vmdk"),
    ({"odd_disks": ("Hard disk 9",)}, {}, "disk", "'Hard disk 9'"),
    (with_disk(links=(a_link("[ds1] ../x.vmdk"),)), {}, "disk", "no file"),
    (with_disk(links=(a_link(""),)), {}, "disk", "no file"),
    (with_disk(links=()), {}, "disk", "no file"),
    (with_disk(rdm="physical"), {"way": "lease"}, "rdm", "physical RDM"),
    (with_disk(rdm="virtual"), {"way": "folder"}, "rdm", "'lease'"),
    (with_disk(store=VSAN), {"way": "folder"}, "vsan", "keeps objects"),
    *(
        (seen, {"way": "snapshot", "warm": True}, kind, "shut the domain down, and take the way")
        for seen, kind in (
            (with_disk(rdm="virtual"), "rdm"),
            (with_disk(store=VSAN), "vsan"),
            (with_disk(links=(a_link(format="pmem"),)), "disk"),
        )
    ),
    (with_disk(links=(a_link(format="pmem"),)), {"way": "folder"}, "disk", "cannot be read"),
    (with_disk(store=None), {"way": "folder"}, "hidden", "does not show"),
    (with_disk(mode="independent_persistent"), {"way": "snapshot"}, "independent", "leave it out"),
    (with_disk(shared="physicalSharing"), {"way": "snapshot"}, "shared", "no snapshot"),
    (with_disk(links=LONG), {"way": "snapshot"}, "chain", "so long a chain"),
    (
        {"capability": able(snapshot_operations_supported=False)},
        {"way": "snapshot"},
        "snapshots",
        "no snapshot",
    ),
    ({"config": a_config(version="vmx-04")}, {"warm": True}, "tracking", "which blocks"),
    (
        {"capability": able(change_tracking_supported=False)},
        {"warm": True},
        "tracking",
        "which blocks",
    ),
    ({}, {"way": "lease", "api": (2, 5)}, "old-host", "before API 4.0"),
    ({}, {"way": "snapshot", "api": (5, 0)}, "old-host", "before API 5.5"),
    ({}, {"way": "lease", "licence": "vSphere 8 Hypervisor"}, "licence", "way 'folder'"),
    ({}, {"lacking": ("VApp.Export on x", "B on y")}, "rights", "VApp.Export on x, B on y"),
    ({}, {"closed": "'/a/file' is no directory"}, "target", "no directory"),
    ({}, {"existing": ("web.qcow2", "web.xml")}, "exists", "web.qcow2, web.xml"),
    ({}, {"earlier": "web.export.json, a half export"}, "exists", "has web.export.json, a half"),
    ({}, {"needed": 2 * GIB, "free": GIB}, "space", "1.0 GiB free, and up to 2.0 GiB"),
]  # fmt: skip

WARNED: list[tuple[dict[str, Any], dict[str, Any], str, str]] = [
    ({"power": "poweredOn"}, {"way": "snapshot"}, "live", "power cut"),
    ({"snapshots": (snapshot("a"), snapshot("b"))}, {}, "snapshots", "'a', 'b'"),
    ({"disks": ()}, {}, "no-disks", "no disks"),
    (with_disk(mode="independent_persistent"), {"way": "folder"}, "independent", "independent"),
    (with_disk(shared="sharingMultiWriter"), {"way": "lease"}, "shared", "other domains"),
    (
        {"stores": {"ds1": dataclasses.replace(STORE, maintenance="inMaintenance")}},
        {},
        "maintenance",
        "inMaintenance",
    ),
    (
        {
            "config": a_config(
                boot_options=vim.VirtualMachineBootOptions(efi_secure_boot_enabled=True)
            )
        },
        {},
        "secure-boot",
        "Secure Boot",
    ),
    ({"config": a_config(firmware="efi")}, {}, "nvram", "EFI"),
    (with_disk(capacity=3 * 2**40), {"format": "ovf"}, "large", "2 TiB"),
    (with_disk(sector_size="native_4k"), {}, "sectors", "512 bytes"),
    (with_device(labelled(vim.VirtualCdrom, "CD 1", backing=CD)), {}, "media", "debian.iso"),
    (with_device(labelled(vim.VirtualPCIPassthrough, "PCI 1")), {}, "passthrough", "'PCI 1'"),
    (with_device(labelled(vim.VirtualUSB, "USB 1", connected=True)), {}, "passthrough", "'USB 1'"),
    (
        with_device(
            labelled(
                vim.VirtualBusLogicController, "SCSI 0", bus_number=0, shared_bus="noSharing"
            )
        ),
        {},
        "hardware",
        "no BusLogic",
    ),
    (
        with_device(
            labelled(
                vim.VirtualLsiLogicController, "SCSI 0", bus_number=0, shared_bus="noSharing"
            )
        ),
        {},
        "hardware",
        "another chip",
    ),
    ({}, {"hardware": "virtio"}, "hardware", "virtio"),
    (
        with_device(labelled(vim.VirtualVmxnet3, "NIC 1", backing=NET)),
        {},
        "networks",
        "'VM Network'",
    ),
    ({"hidden": ("the host does not show 'layoutEx'",)}, {}, "hidden", "layoutEx"),
]  # fmt: skip


def intent(so: dict[str, Any], intended: dict[str, Any]) -> Intent:
    return Intent(**{"survey": a_survey(**so), "way": "folder", **intended})


@pytest.mark.parametrize(("so", "intended", "kind", "text"), REFUSED)
def test_what_forbids_an_export_is_refused_by_name(
    so: dict[str, Any], intended: dict[str, Any], kind: str, text: str
) -> None:
    found = [str(each) for each in refusals(intent(so, intended)) if each.kind == kind]

    assert len(found) == 1
    assert text in found[0]


@pytest.mark.parametrize(("so", "intended", "kind", "text"), WARNED)
def test_what_is_to_be_known_is_a_warning_and_forbids_nothing(
    so: dict[str, Any], intended: dict[str, Any], kind: str, text: str
) -> None:
    found = [str(each) for each in warnings(intent(so, intended)) if each.kind == kind]

    assert len(found) == 1
    assert text in found[0]
    assert refusals(intent(so, intended)) == ()


def test_every_kind_of_the_tables_is_tried_here() -> None:
    assert {kind for _, _, kind, _ in REFUSED} == {row.kind for row in REFUSALS}
    assert {kind for _, _, kind, _ in WARNED} == {row.kind for row in WARNINGS}


@pytest.mark.parametrize(("title", "rows"), [("Refused", REFUSALS), ("Warned of", WARNINGS)])
def test_the_book_has_every_kind(title: str, rows: Any) -> None:
    book = (ROOT / "docs" / "export.md").read_text("utf-8")
    table = book.partition(f"| {title} (`kind`) |")[2].partition("\n\n")[0]
    told = [line.split("|")[1] for line in table.splitlines()[2:]]

    assert {kind for cell in told for kind in re.findall("`([a-z-]+)`", cell)} == {
        row.kind for row in rows
    }


@pytest.mark.parametrize("warm", [False, True])
@pytest.mark.parametrize("way", ["folder", "lease", "snapshot"])
def test_nothing_is_in_the_way_of_a_plain_machine(way: Any, warm: bool) -> None:
    plain = Intent(survey=a_survey(), way=way, warm=warm)

    assert refusals(plain) == ()
    assert warnings(plain) == ()


def test_everything_is_told_at_once() -> None:
    worst = a_survey(power="poweredOn", question="Yes?", consolidation_needed=True, tasks=(TASK,))

    told = refusals(Intent(survey=worst, way="folder", needed=2, free=1))

    assert [each.kind for each in told] == [
        "running", "question", "consolidation", "tasks", "space",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("so", "intended", "kind"),
    [
        ({"power": "poweredOn"}, {"way": "snapshot"}, "running"),
        ({"power": "poweredOn"}, {"way": "snapshot", "warm": True}, "running"),
        (with_disk(rdm="virtual"), {"way": "lease"}, "rdm"),
        (with_disk(store=VSAN), {"way": "lease"}, "vsan"),
        (with_disk(mode="independent_persistent"), {"way": "lease"}, "independent"),
        ({}, {"way": "folder", "licence": "free"}, "licence"),
        ({}, {"way": "folder", "api": (2, 5)}, "old-host"),
        ({"config": a_config(version="vmx-04")}, {"way": "snapshot"}, "tracking"),
        ({"consolidation_needed": None}, {}, "consolidation"),
        ({}, {"needed": 2, "free": None}, "space"),
    ],
)
def test_what_is_no_matter_for_a_way_is_not_told(
    so: dict[str, Any], intended: dict[str, Any], kind: str
) -> None:
    assert kind not in [each.kind for each in refusals(intent(so, intended))]


@pytest.mark.parametrize("around", [{"licence": "free"}, {"api": (5, 0)}])
def test_nobody_is_told_to_do_what_the_host_cannot(around: dict[str, Any]) -> None:
    [told] = refusals(intent({"power": "poweredOn"}, {"way": "folder", **around}))

    assert str(told) == "the domain runs: shut it down"


def test_a_datastore_of_a_cd_alone_forbids_nothing() -> None:
    stores = {"ds1": STORE, "isos": dataclasses.replace(AWAY, name="isos")}

    assert refusals(intent({"stores": stores}, {})) == ()


def test_a_port_group_of_a_distributed_switch_is_called_by_its_name() -> None:
    port = vim.DistributedVirtualSwitchPortConnection(switch_uuid="s", portgroup_key="dvpg-7")
    backing = vim.VirtualEthernetCardDistributedVirtualPortBackingInfo(port=port)
    card = labelled(vim.VirtualVmxnet3, "NIC 1", backing=backing)
    so = {**with_device(card), "networks": {"dvpg-7": "Production"}}

    [told] = warnings(intent(so, {}))
    assert "'Production'" in str(told)
    assert warnings(intent(so, {"networks": frozenset({"Production"})})) == ()


def test_a_survey_made_by_hand_is_of_the_machine_that_it_says() -> None:
    assert a_survey().ref == MACHINE

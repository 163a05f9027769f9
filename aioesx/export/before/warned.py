"""What is to be known before a machine leaves: a table. No I/O."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from aioesx import vim
from aioesx._words import few
from aioesx.export.before.intent import Intent, Row, device_label, of_disks
from aioesx.export.before.survey_values import Survey, SurveyedDisk

__all__ = ["WARNINGS", "network_name"]

_LARGE: Final = 2 * 2**40 - 512
"""Bytes above which hosts before ESXi 5.5, and partition tables of old, are at a loss."""


def _always(_: Intent) -> bool:
    return True


def _cold(intent: Intent) -> bool:
    return not intent.by_snapshot


def _kvm(intent: Intent) -> bool:
    return intent.format in ("qcow2", "raw")


def _package(intent: Intent) -> bool:
    return intent.format not in ("qcow2", "raw")


def _snapshots(intent: Intent) -> Iterator[str]:
    found = intent.survey.snapshots
    if found:
        names = few(f"'{each.name}'" for each in found)
        yield f"the domain has snapshots ({names}): what leaves is one state, the newest"


def _live(intent: Intent) -> Iterator[str]:
    if intent.survey.power == "poweredOn":
        yield (
            "the domain runs: what leaves is the state of its disks at a moment, as after a power"
            " cut"
        )


def _diskless(intent: Intent) -> Iterator[str]:
    if not intent.survey.disks and not intent.survey.odd_disks:
        yield "the domain has no disks"


def _secure_boot(intent: Intent) -> Iterator[str]:
    if intent.survey.secure_boot:
        yield (
            "its firmware starts signed programs only (Secure Boot): where it arrives, keys have to"
            " be enrolled, or that is switched off"
        )


def _nvram(intent: Intent) -> Iterator[str]:
    if intent.survey.firmware == "efi":
        yield (
            "its firmware is EFI, whose variables other hypervisors do not take: an entry of the"
            " boot menu may have to be made anew"
        )


def _media(intent: Intent) -> Iterator[str]:
    for device in intent.survey.devices:
        if isinstance(device, vim.VirtualCdrom | vim.VirtualFloppy):
            file = getattr(device.backing, "file_name", None)
            if file:
                label = device_label(device)
                yield f"'{label}' has the image '{file}', which does not leave with it"


_PASSTHROUGH: Final = (
    vim.VirtualPCIPassthrough,
    vim.VirtualSCSIPassthrough,
    vim.VirtualUSB,
    vim.VirtualSriovEthernetCard,
    vim.VirtualNVDIMM,
)


def _passthrough(intent: Intent) -> Iterator[str]:
    for device in intent.survey.devices:
        if isinstance(device, _PASSTHROUGH):
            yield f"'{device_label(device)}' is of this host, and does not leave with the domain"


_NO_MODEL: Final = (
    (vim.VirtualBusLogicController, "no BusLogic", "lsilogic"),
    (vim.VirtualLsiLogicController, "another chip of that name", "lsilogic"),
    (vim.VirtualNVMEController, "an NVMe that libvirt has no word for", "SATA"),
    (vim.VirtualVmxnet2, "no vmxnet2", "e1000"),
    (vim.VirtualVmxnet3Vrdma, "no RDMA of VMware's that libvirt knows", "vmxnet3"),
)
"""Devices that QEMU has not, or not so, and what libvirt's XML has instead; see `kvm_hardware`."""


def _no_model(intent: Intent) -> Iterator[str]:
    if intent.hardware != "keep":
        yield "libvirt's XML has virtio devices: the guest needs their drivers before it starts"
        return
    for device in intent.survey.devices:
        for kind, name, instead in _NO_MODEL:
            if isinstance(device, kind):
                label = device_label(device)
                yield (
                    f"QEMU has {name}: '{label}' becomes {instead} in libvirt's XML, whose driver"
                    " the guest may lack"
                )


def _unmapped(intent: Intent) -> Iterator[str]:
    names = dict.fromkeys(
        name
        for device in intent.survey.devices
        if isinstance(device, vim.VirtualEthernetCard)
        and (name := network_name(intent.survey, device)) is not None
    )
    for name in names:
        if name not in intent.networks:
            yield f"nobody says what '{name}' is over there: libvirt's network 'default' stands in"


def network_name(survey: Survey, card: vim.VirtualDevice) -> str | None:
    """Return what people call the network that a card is plugged into; None where nobody tells."""
    backing = card.backing
    if isinstance(backing, vim.VirtualEthernetCardDistributedVirtualPortBackingInfo):
        return survey.networks.get(backing.port.portgroup_key or "")
    if isinstance(backing, vim.VirtualEthernetCardNetworkBackingInfo):
        return backing.device_name or None
    return None


def _in_maintenance(intent: Intent) -> Iterator[str]:
    for store in intent.survey.stores.values():
        if store.maintenance not in (None, "", "normal"):
            yield f"the datastore '{store.name}' is in maintenance ({store.maintenance})"


def _bus_sharing(disk: SurveyedDisk) -> bool:
    return disk.shared is not None


def _odd_sectors(disk: SurveyedDisk) -> bool:
    size = (disk.sector_size or "").lower()
    return "4k" in size or "512e" in size


def _hidden(intent: Intent) -> Iterable[str]:
    return intent.survey.hidden


WARNINGS: Final = (
    Row("live", lambda intent: intent.by_snapshot and not intent.warm, _live),
    Row("snapshots", _always, _snapshots),
    Row("no-disks", _always, _diskless),
    Row("independent", _cold, of_disks(
        lambda disk: disk.independent, "{disk} is independent ({mode}): no snapshot has it")),
    Row("shared", _cold, of_disks(
        _bus_sharing,
        "{disk} may be written to by other domains: nothing says that they are at rest")),
    Row("maintenance", _always, _in_maintenance),
    Row("secure-boot", _always, _secure_boot),
    Row("nvram", _kvm, _nvram),
    Row("large", _package, of_disks(
        lambda disk: disk.capacity > _LARGE,
        "{disk} is larger than 2 TiB: hosts before ESXi 5.5 do not take it")),
    Row("sectors", _always, of_disks(
        _odd_sectors,
        "{disk} has sectors of another size than 512 bytes: what is on it may not start"
        " elsewhere")),
    Row("media", _always, _media),
    Row("passthrough", _always, _passthrough),
    Row("hardware", _kvm, _no_model),
    Row("networks", _kvm, _unmapped),
    Row("hidden", _always, _hidden),
)  # fmt: skip

"""Handlers: leases, by which machines leave a host as files."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from aioesx import vim
from aioesx.disk.stream import GRAIN
from aioesx.simulator import faults
from aioesx.simulator.faults import Refused
from aioesx.simulator.methods.table import Call, handles
from aioesx.simulator.methods.tickets import thumbprint
from aioesx.simulator.properties.devices import SCSI_CONTROLLERS
from aioesx.simulator.state import chains
from aioesx.simulator.state.leases import Lease, LeaseFile, stream_of
from aioesx.simulator.versions import at_least

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aioesx.simulator.state.config import Config
    from aioesx.simulator.state.machine import Machine
    from aioesx.simulator.state.snapshots import Snapshot

__all__ = ["NVRAM_SINCE", "lease_place", "slot_of"]

NVRAM_SINCE: Final = "6.7"
"""Version of the API from which on the firmware's variables travel with a machine."""

_CONTROLLERS: Final = {
    "ide": "VirtualIDEController",
    "sata": "VirtualAHCIController",
    "nvme": "VirtualNVMEController",
}
_DIGESTS: Final = frozenset({"sha1", "sha256"})
_SLOT: Final = re.compile(r"(scsi|sata|ide|nvme)([0-9]+):([0-9]+)\.", re.IGNORECASE)


@handles("ExportVm")
def _export(call: Call) -> vim.ManagedObjectReference:
    machine: Machine = call.subject
    machine.require_power("poweredOff")
    return _give(call, machine, machine.config)


@handles("ExportSnapshot")
def _export_snapshot(call: Call) -> vim.ManagedObjectReference:
    snapshot: Snapshot = call.subject
    return _give(call, snapshot.machine, snapshot.config, snapshot)


def _give(
    call: Call, machine: Machine, config: Config, snapshot: Snapshot | None = None
) -> vim.ManagedObjectReference:
    """Give a lease for what a configuration names; everything is looked at before."""
    host = call.host
    if machine.task is not None:
        raise faults.task_in_progress(host.ref(machine.task))
    if host.leases.of(machine):
        raise faults.invalid_state("The virtual machine is being exported already.")
    files = [*_disks(machine, config), *_images(machine, config), *_nvram(machine)]
    place, known = lease_place(call)
    lease = Lease(f"ha-lease-{host.next_number()}", machine, files, place, known, snapshot)
    host.leases.give(lease, call.method.wire_name)
    return host.ref(lease)


def lease_place(call: Call) -> tuple[str, str]:
    """Return host and port of a lease's URLs, and SHA-1 of the certificate there, if it is told."""
    host = call.host
    if call.via is None:
        return "*", ""
    return host.reached_at or "*", thumbprint(host.reached, "sha1") or ""


def _disks(machine: Machine, config: Config) -> Iterator[LeaseFile]:
    """Yield the disks of a machine, in the order of its configuration.

    Raises:
        Refused: one is not there, or cannot be read.
    """
    keys = machine.snapshots.disk_keys(config)
    for number, (setting, place) in enumerate(keys.items()):
        store = machine.host.datastore(place.datastore)
        store.require_accessible()
        chains.touched(store, place.path, GRAIN)  # refuses what cannot be read
        try:
            stream_of(store.disk(place.path), place.name)
        except ValueError:
            raise faults.cannot_access_file(str(place)) from None
        yield LeaseFile(
            key=f"/{machine.moid}/{slot_of(config, setting)}",
            name=f"disk-{number}.vmdk",
            store=store,
            path=place.path,
            capacity=store.disk(place.path).size,
        )


def slot_of(config: Config, setting: str) -> str:
    """Return what a key calls the place of a disk, ``ParaVirtualSCSIController0:1``, say."""
    match = _SLOT.match(setting)
    assert match is not None  # noqa: S101  # `disk_keys` gives no others
    bus, number, unit = match[1].lower(), match[2], match[3]
    if bus == "scsi":
        device = config.get(f"scsi{number}.virtualDev", "lsilogic").lower()
        kind = SCSI_CONTROLLERS.get(device, vim.VirtualLsiLogicController).__name__
    else:
        kind = _CONTROLLERS[bus]
    return f"{kind}{number}:{unit}"


def _images(machine: Machine, config: Config) -> Iterator[LeaseFile]:
    """Yield the images in CD drives; one that is missing, or whose datastore is, stays out."""
    stores = {store.name: store for store in machine.host.datastores.values() if store.accessible}
    taken: set[str] = set()
    for key, value in config.settings.items():
        prefix, _, word = key.rpartition(".")
        kind = config.get(f"{prefix}.deviceType").lower()
        if word.lower() != "filename" or kind != "cdrom-image" or _SLOT.match(key) is None:
            continue
        place = machine.host.locate(value, machine.place)
        store = stores.get(place.datastore)
        if store is None or place.path not in store.files:
            continue
        name = place.name if place.name not in taken else f"{len(taken)}-{place.name}"
        taken.add(name)
        slot = slot_of(config, key)
        yield LeaseFile(f"/{machine.moid}/{slot}", name, store, place.path)


def _nvram(machine: Machine) -> Iterator[LeaseFile]:
    store = machine.host.datastore(machine.place.datastore)
    path = f"{machine.stem}.nvram"
    if at_least(machine.host.profile.api_version, NVRAM_SINCE) and path in store.files:
        yield LeaseFile(f"/{machine.moid}/nvram", "nvram", store, path)


@handles("HttpNfcLeaseGetManifest")
def _manifest(call: Call) -> list[vim.HttpNfcLeaseManifestEntry]:
    """Tell what was sent, file by file; nothing of what was not sent to its end."""
    lease: Lease = call.subject
    call.host.leases.require_ready(lease)
    found = []
    for file in lease.files:
        if (sent := file.sent) is None:
            continue
        kind = lease.checksums.get(file.key)
        found.append(
            vim.HttpNfcLeaseManifestEntry(
                key=file.key,
                sha1=sent.digests["sha1"],
                checksum=sent.digests[kind] if kind is not None else None,
                checksum_type=kind,
                size=sent.size,
                disk=file.capacity is not None,
                capacity=file.capacity,
                populated_size=sent.populated if file.capacity is not None else None,
            )
        )
    return found


@handles("HttpNfcLeaseSetManifestChecksumType")
def _checksum_type(call: Call) -> None:
    lease: Lease = call.subject
    call.host.leases.require_ready(lease)
    wanted = {pair.key: pair.value for pair in call.method.device_urls_to_checksum_types}
    known = {file.key for file in lease.files}
    if not known.issuperset(wanted) or not _DIGESTS.issuperset(wanted.values()):
        raise faults.invalid_argument("deviceUrlsToChecksumTypes")
    lease.checksums.update(wanted)


@handles("HttpNfcLeaseComplete")
def _complete(call: Call) -> None:
    call.host.leases.complete(call.subject)


@handles("HttpNfcLeaseAbort")
def _abort(call: Call) -> None:
    """End a lease by what its holder says, or without a reason."""
    lease, told = call.subject, call.method.fault
    if not lease.alive:
        call.host.leases.require_ready(lease)
    error = faults.request_canceled()
    if told is not None:
        error = Refused(told.fault, told.localized_message or "")
    call.host.leases.end(lease, error)


@handles("HttpNfcLeaseProgress")
def _progress(call: Call) -> None:
    call.host.leases.progress(call.subject, call.method.percent)

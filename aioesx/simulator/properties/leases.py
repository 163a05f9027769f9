"""Tables of properties: leases."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from aioesx import vim
from aioesx.simulator.properties.view import register

if TYPE_CHECKING:
    from aioesx.simulator.state.leases import Lease, LeaseFile

__all__: list[str] = []


def _url(lease: Lease, file: LeaseFile) -> vim.HttpNfcLeaseDeviceUrl:
    disk, arrives = file.capacity is not None, lease.arrival is not None
    return vim.HttpNfcLeaseDeviceUrl(
        key=file.key,
        import_key=file.import_key,
        url=f"https://{lease.place}/nfc/{lease.token}/{quote(file.name)}",
        ssl_thumbprint=lease.thumbprint,
        disk=disk,
        target_id=file.name,
        datastore_key=file.store.mount,
        file_size=None if disk or arrives else file.store.file(file.path).content.size,
    )


def _info(lease: Lease) -> vim.HttpNfcLeaseInfo | None:
    """Return what there is to be had; while the lease is ready only."""
    if lease.state != "ready":
        return None
    host = lease.host
    return vim.HttpNfcLeaseInfo(
        lease=host.ref(lease),
        entity=host.ref(lease.machine),
        device_url=[_url(lease, file) for file in lease.files],
        total_disk_capacity_in_kb=sum(file.capacity or 0 for file in lease.files) // 1024,
        lease_timeout=int(host.options.lease_seconds),
    )


register(
    "HttpNfcLease",
    initialize_progress=lambda lease: lease.initialized,
    transfer_progress=lambda lease: lease.transferred,
    mode="pushOrGet",
    capabilities=vim.HttpNfcLeaseCapabilities(pull_mode_supported=False, cors_supported=False),
    info=_info,
    state=lambda lease: vim.HttpNfcLeaseState(lease.state),
    error=lambda lease: None if lease.error is None else lease.error.localized(),
)

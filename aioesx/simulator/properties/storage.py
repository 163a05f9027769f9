"""Views of the host's storage below its datastores."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any, Final

from aioesx import vim
from aioesx.simulator.properties.entities import mount_info
from aioesx.simulator.properties.view import View, link
from aioesx.simulator.state.volume_kinds import KINDS
from aioesx.simulator.versions import at_least

if TYPE_CHECKING:
    from aioesx.simulator.profile import Profile
    from aioesx.simulator.state.host import HostState
    from aioesx.simulator.state.storage import Adapter, Lun, Target

__all__ = ["FILE_SYSTEMS", "STORAGE_DEVICE"]

_PLAIN: Final[dict[str, Any]] = {
    "block": vim.HostBlockHba,
    "parallel": vim.HostParallelScsiHba,
}


def _adapter(host: HostState, number: int, adapter: Adapter) -> vim.HostHostBusAdapter:
    facts: dict[str, Any] = {
        "key": adapter.key,
        "device": adapter.device,
        "bus": number,
        "status": "unknown",
        "model": adapter.model,
        "driver": adapter.driver,
        "pci": adapter.pci,
    }
    if adapter.kind == "iscsi":
        return _iscsi(host, facts)
    if adapter.kind == "fibre":
        return vim.HostFibreChannelHba(
            **facts,
            port_world_wide_name=0x2100001B3213C9F1,
            node_world_wide_name=0x2000001B3213C9F1,
            port_type=vim.FibreChannelPortType.FABRIC,
            speed=8,
        )
    cls: type[vim.HostHostBusAdapter] = _PLAIN[adapter.kind]
    return cls(**facts)


def _flags(cls: Any, value: bool, **others: Any) -> Any:  # private, named by use
    """Return a data object with all its required booleans set to `value`."""
    required = {name: value for name, field in cls.wire_fields.items() if field.required}
    return cls(**{**required, **others})


def _iscsi(host: HostState, facts: dict[str, Any]) -> vim.HostInternetScsiHba:
    return vim.HostInternetScsiHba(
        **facts,
        is_software_based=True,
        discovery_capabilities=_flags(vim.HostInternetScsiHbaDiscoveryCapabilities, True),
        discovery_properties=_flags(
            vim.HostInternetScsiHbaDiscoveryProperties,
            False,
            static_target_discovery_enabled=True,
            send_targets_discovery_enabled=True,
        ),
        authentication_capabilities=_flags(vim.HostInternetScsiHbaAuthenticationCapabilities, True),
        authentication_properties=vim.HostInternetScsiHbaAuthenticationProperties(
            chap_auth_enabled=False
        ),
        ip_capabilities=_flags(vim.HostInternetScsiHbaIPCapabilities, False),
        ip_properties=vim.HostInternetScsiHbaIPProperties(dhcp_configuration_enabled=False),
        i_scsi_name=host.storage.iscsi_name,
        i_scsi_alias="",
        configured_static_target=[_static(target) for target in host.storage.targets],
        max_speed_mb=10000,
        current_speed_mb=10000,
    )


def _static(target: Target) -> vim.HostInternetScsiHbaStaticTarget:
    return vim.HostInternetScsiHbaStaticTarget(
        address=target.address, port=target.port, i_scsi_name=target.name
    )


def _lun(lun: Lun) -> vim.HostScsiDisk:
    digest = hashlib.sha256(lun.uuid.encode()).digest()
    return vim.HostScsiDisk(
        device_name=lun.name,
        device_type="disk",
        key=lun.key,
        uuid=lun.uuid,
        descriptor=[vim.ScsiLunDescriptor(quality="highQuality", id=lun.name)],
        canonical_name=lun.name,
        display_name=f"{lun.vendor} Disk ({lun.name})",
        lun_type="disk",
        vendor=lun.vendor,
        model=lun.model,
        revision="1.0",
        scsi_level=5,
        serial_number=digest.hex()[:16],
        queue_depth=128,
        operational_state=["ok"],
        capabilities=vim.ScsiLunCapabilities(update_display_name_supported=True),
        capacity=vim.HostDiskDimensionsLba(block_size=512, block=lun.blocks),
        device_path=lun.path,
    )


def _topology(host: HostState) -> vim.HostScsiTopology:
    interfaces = []
    for adapter in host.storage.adapters:
        targets = _iscsi_targets(host) if adapter.kind == "iscsi" else _local_targets(host, adapter)
        interfaces.append(
            vim.HostScsiTopologyInterface(
                key=f"key-vim.host.ScsiTopology.Interface-{adapter.device}",
                adapter=link(vim.HostScsiTopologyInterface, "adapter", adapter.key),
                target=targets,
            )
        )
    return vim.HostScsiTopology(adapter=interfaces)


def _luns(host: HostState, target: str) -> list[vim.HostScsiTopologyLun]:
    found = []
    for lun in host.storage.luns:
        if lun.target == target:
            scsi_lun = link(vim.HostScsiTopologyLun, "scsi_lun", lun.key)
            key = f"key-vim.host.ScsiTopology.Lun-{lun.uuid}"
            found.append(vim.HostScsiTopologyLun(key=key, lun=lun.number, scsi_lun=scsi_lun))
    return found


def _iscsi_targets(host: HostState) -> list[vim.HostScsiTopologyTarget]:
    return [
        vim.HostScsiTopologyTarget(
            key=f"key-vim.host.ScsiTopology.Target-iscsi:{number}",
            target=number,
            lun=_luns(host, target.name),
            transport=vim.HostInternetScsiTargetTransport(
                i_scsi_name=target.name,
                i_scsi_alias="",
                address=[f"{target.address}:{target.port}"],
            ),
        )
        for number, target in enumerate(host.storage.targets)
        if target.session
    ]


def _local_targets(host: HostState, adapter: Adapter) -> list[vim.HostScsiTopologyTarget]:
    luns = _luns(host, f"local:{adapter.device}")
    if not luns:
        return []
    key = f"key-vim.host.ScsiTopology.Target-{adapter.device}:0:0"
    return [
        vim.HostScsiTopologyTarget(
            key=key, target=0, lun=luns, transport=vim.HostParallelScsiTargetTransport()
        )
    ]


STORAGE_DEVICE: Final = View(
    vim.HostStorageDeviceInfo,
    host_bus_adapter=lambda host: [
        _adapter(host, number, adapter) for number, adapter in enumerate(host.storage.adapters)
    ],
    scsi_lun=lambda host: [_lun(lun) for lun in host.storage.luns],
    scsi_topology=_topology,
    software_internet_scsi_enabled=lambda host: any(
        adapter.kind == "iscsi" for adapter in host.storage.adapters
    ),
)


_UNUSED_TYPES: Final = {"VFFS": "5.5"}
"""File systems that a host names and the simulator has none of, with the API that brought them."""


def _volume_types(profile: Profile) -> list[str]:
    if profile.hosted:
        return []
    rows = [(kind.type, kind.since) for kind in KINDS.values() if kind.listed]
    every = [*rows, *_UNUSED_TYPES.items()]
    return [word for word, since in every if at_least(profile.api_version, since)]


FILE_SYSTEMS: Final = View(
    vim.HostFileSystemVolumeInfo,
    volume_type_list=lambda host: _volume_types(host.profile),
    mount_info=lambda host: [
        vim.HostFileSystemMountInfo(
            mount_info=mount_info(store), volume=KINDS[store.kind].volume(store)
        )
        for store in host.datastores.values()
    ],
)

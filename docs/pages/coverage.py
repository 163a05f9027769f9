"""libvirt's ESX driver, entry point by entry point: our coroutine, our command, its test.

The list of entry points is tests/data/driver-coverage.tsv; tests/domain/test_coverage.py holds
it and the tables against the code. An area of the driver is a table and a row of `AREAS`.
"""
# ruff: noqa: E501 - a row of the table is one line

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path
from typing import Final, NamedTuple

__all__ = ["AREAS", "Row", "entry_points", "page"]

ROOT: Final = Path(__file__).resolve().parents[2]
_LIST: Final = ROOT / "tests" / "data" / "driver-coverage.tsv"


class Row(NamedTuple):
    """How one entry point is covered; `reason` says why something is missing."""

    coroutine: str = ""
    command: str = ""
    test: str = ""
    reason: str = ""


_LIFE: Final = "domain/test_lifecycle.py::"
_FACTS: Final = "domain/test_facts.py::"
_LIST_TEST: Final = "domain/test_domains.py::"
_MORE: Final = "domain/test_resources.py::"
_SHARE: Final = "domain/test_scheduler.py::"
_SNAP: Final = "domain/test_snapshots.py::"
_MIGRATE: Final = "domain/test_migration.py::"
_VIRSH: Final = "peers/test_domain_virsh.py::"
_NETS: Final = "network/test_networks.py::"
_NET_VIRSH: Final = "peers/test_network_virsh.py::"
_CHANGE: Final = "test_a_change_is_what_is_read_and_the_rest_stays"

# fmt: off
_HYPERVISOR: Final[dict[str, Row]] = {
    "virConnectOpen/OpenAuth": Row("connect", "uri", _LIFE + "test_auto_answer_in_the_uri_is_the_policy_of_the_connection"),
    "virConnectClose": Row("connect", "uri", _LIFE + "test_every_filter_is_released", "the end of `async with`"),
    "virConnectSupportsFeature (internal)": Row("Domain.migrate", "migrate", _MIGRATE + "test_a_migration_without_a_vcenter_is_refused", "the call says what is lacking"),
    "virConnectGetType": Row("Connection.product", "version", "cli/test_domain_commands.py::test_version", "a property"),
    "virConnectGetVersion": Row("Connection.product", "version", "cli/test_domain_commands.py::test_version", "a property"),
    "virConnectGetHostname": Row("Host.hostname", "hostname", _VIRSH + "test_the_same_bytes"),
    "virNodeGetInfo": Row("Host.info", "nodeinfo", _VIRSH + "test_the_same_bytes"),
    "virConnectGetCapabilities": Row("Host.capabilities", "capabilities", "host/test_host.py::test_capabilities"),
    "virConnectListDomains": Row("Domains.list", "list", _LIST_TEST + "test_list_can_be_narrowed_to_active_and_inactive"),
    "virConnectNumOfDomains": Row("Domains.list", "list", _LIST_TEST + "test_list_can_be_narrowed_to_active_and_inactive"),
    "virConnectListAllDomains": Row("Domains.list", "list", _LIST_TEST + "test_every_criterion_counts"),
    "virDomainLookupByID": Row("Domains.lookup", "domname", _LIST_TEST + "test_a_domain_is_found_by_name_uuid_and_id"),
    "virDomainLookupByUUID": Row("Domains.lookup", "domname", _LIST_TEST + "test_a_domain_is_found_by_name_uuid_and_id"),
    "virDomainLookupByName": Row("Domains.lookup", "domuuid", _LIST_TEST + "test_a_domain_is_found_by_name_uuid_and_id"),
    "virDomainSuspend": Row("Domain.suspend", "suspend", _LIFE + "test_suspend_and_resume_are_each_others_inverse"),
    "virDomainResume": Row("Domain.resume", "resume", _LIFE + "test_suspend_and_resume_are_each_others_inverse"),
    "virDomainShutdown": Row("Domain.shutdown", "shutdown", _LIFE + "test_shutdown_asks_the_guest"),
    "virDomainShutdownFlags": Row("Domain.shutdown", "shutdown", _LIFE + "test_shutdown_without_tools_says_so"),
    "virDomainReboot": Row("Domain.reboot", "reboot", _LIST_TEST + "test_reboot_and_reset"),
    "virDomainDestroy": Row("Domain.destroy", "destroy", _LIFE + "test_destroy_returns_when_the_domain_is_off"),
    "virDomainDestroyFlags": Row("Domain.destroy", "destroy", _LIST_TEST + "test_a_suspended_domain_can_be_destroyed"),
    "virDomainGetOSType": Row("Domain.os_type", "dominfo", _FACTS + "test_other_facts", "a constant"),
    "virDomainGetMaxMemory": Row("Domain.info", "dominfo", _MORE + "test_max_memory_is_rounded_up_to_4_mib"),
    "virDomainSetMaxMemory": Row("Domain.set_max_memory", "setmaxmem", _MORE + "test_max_memory_is_rounded_up_to_4_mib"),
    "virDomainSetMemory": Row("Domain.set_memory", "setmem", _MORE + "test_memory_is_a_limit_that_can_be_lifted"),
    "virDomainSetMemoryFlags": Row("Domain.set_memory", "setmem", _MORE + "test_memory_is_a_limit_that_can_be_lifted"),
    "virDomainSetMemoryParameters": Row("Domain.set_memory_guarantee", "memtune", _MORE + "test_the_guarantee_is_rounded_up_to_1_mib"),
    "virDomainGetMemoryParameters": Row("Domain.memory_guarantee", "memtune", _MORE + "test_the_guarantee_is_rounded_up_to_1_mib"),
    "virDomainGetInfo": Row("Domain.info", "dominfo", _LIST_TEST + "test_info_agrees_with_the_list"),
    "virDomainGetState": Row("Domain.status", "domstate", _FACTS + "test_status_has_a_reason"),
    "virDomainScreenshot": Row("Domain.screenshot", "screenshot", "domain/test_screenshot.py::test_a_screenshot_is_a_whole_picture"),
    "virDomainSetVcpus": Row("Domain.set_vcpus", "setvcpus", _MORE + "test_any_number_of_vcpus"),
    "virDomainSetVcpusFlags": Row("Domain.set_vcpus", "setvcpus", _MORE + "test_an_impossible_number_of_vcpus"),
    "virDomainGetVcpusFlags": Row("Domain.info", "vcpucount", _VIRSH + "test_ours_can_and_virsh_cannot"),
    "virDomainGetMaxVcpus": Row("Domain.max_vcpus", "vcpucount", _MORE + "test_an_impossible_number_of_vcpus"),
    "virDomainGetXMLDesc": Row("Domain.xml", "dumpxml", "domain/documents/test_read.py::test_the_xml_says_what_the_file_says", "`vncdisplay` reads the live configuration"),
    "virConnectDomainXMLFromNative": Row("Domains.convert_from_native", "domxml-from-native", "domain/documents/test_convert.py::test_a_file_is_found_by_its_datastores_mount"),
    "virConnectDomainXMLToNative": Row("Domains.convert_to_native", "domxml-to-native", "domain/documents/test_convert.py::test_a_model_is_looked_up_only_where_it_is_auto"),
    "virConnectListDefinedDomains": Row("Domains.list", "list", _LIST_TEST + "test_list_can_be_narrowed_to_active_and_inactive"),
    "virConnectNumOfDefinedDomains": Row("Domains.list", "list", _LIST_TEST + "test_list_can_be_narrowed_to_active_and_inactive"),
    "virDomainCreate": Row("Domain.start", "start", _LIFE + "test_start_returns_when_the_domain_runs"),
    "virDomainCreateWithFlags": Row("Domain.start", "start", _LIFE + "test_start_returns_when_the_domain_runs"),
    "virDomainDefineXML": Row("Domains.define", "define", "domain/documents/test_define.py::test_define_registers_what_the_xml_says"),
    "virDomainDefineXMLFlags": Row("Domains.define", "define", "domain/documents/test_define.py::test_a_misspelt_element_is_refused_where_validation_is_asked_for"),
    "virDomainUndefine": Row("Domain.undefine", "undefine", "domain/documents/test_define.py::test_undefine_forgets_the_domain_and_keeps_its_files"),
    "virDomainUndefineFlags": Row("Domain.undefine", "undefine", "domain/documents/test_define.py::test_a_suspended_domain_can_be_undefined"),
    "virDomainGetAutostart": Row("Domain.autostart", "dominfo", _MORE + "test_autostart_on_and_off"),
    "virDomainSetAutostart": Row("Domain.set_autostart", "autostart", _MORE + "test_autostart_on_and_off"),
    "virDomainGetSchedulerType": Row("Domain.scheduler", "schedinfo", _VIRSH + "test_the_same_bytes", "a constant of the command"),
    "virDomainGetSchedulerParameters": Row("Domain.scheduler", "schedinfo", _SHARE + _CHANGE),
    "virDomainGetSchedulerParametersFlags": Row("Domain.scheduler", "schedinfo", _SHARE + _CHANGE),
    "virDomainSetSchedulerParameters": Row("Domain.set_scheduler", "schedinfo", _SHARE + _CHANGE),
    "virDomainSetSchedulerParametersFlags": Row("Domain.set_scheduler", "schedinfo", _SHARE + _CHANGE),
    "virDomainMigrate (dest prepare)": Row("Domain.migrate", "migrate", _MIGRATE + "test_a_domain_goes_to_a_uri", "one coroutine for the three"),
    "virDomainMigrate (source perform)": Row("Domain.migrate", "migrate", "peers/test_vpx_virsh.py::test_a_migration_has_the_same_result"),
    "virDomainMigrate (dest finish)": Row("Domain.migrate", "migrate", _MIGRATE + "test_a_domain_goes_to_another_connection_and_is_known_there"),
    "virNodeGetFreeMemory": Row("Host.free_memory", "freecell", "host/test_host.py::test_free_memory"),
    "virConnectIsEncrypted": Row("Connection.uri", "uri", _VIRSH + "test_the_same_bytes", "`transport=` of the URI says it"),
    "virConnectIsSecure": Row("Connection.uri", "uri", _VIRSH + "test_the_same_bytes", "`transport=` of the URI says it"),
    "virDomainIsActive": Row("Domain.state", "domstate", _LIFE + "test_start_returns_when_the_domain_runs", "then `.is_active`"),
    "virDomainIsPersistent": Row("Domains.list", "dominfo", _LIST_TEST + "test_every_criterion_counts", "every domain of a VMware host is"),
    "virDomainIsUpdated": Row(reason="always false on a VMware host: there is one configuration"),
    "virDomainSnapshotCreateXML": Row("Snapshots.create_from_xml", "snapshot-create", _SNAP + "test_xml_out_and_in"),
    "virDomainSnapshotGetXMLDesc": Row("Snapshot.xml", "snapshot-dumpxml", _SNAP + "test_xml_out_and_in"),
    "virDomainSnapshotNum": Row("Snapshots.list", "snapshot-list", _SNAP + "test_lists"),
    "virDomainSnapshotListNames": Row("Snapshots.list", "snapshot-list", _SNAP + "test_lists"),
    "virDomainSnapshotNumChildren": Row("Snapshot.children", "snapshot-info", _SNAP + "test_relatives"),
    "virDomainSnapshotListChildrenNames": Row("Snapshot.children", "snapshot-list", _SNAP + "test_relatives"),
    "virDomainSnapshotLookupByName": Row("Snapshots.lookup", "snapshot-info", _SNAP + "test_a_snapshot_that_there_is_not"),
    "virDomainHasCurrentSnapshot": Row("Snapshots.current", "snapshot-current", _SNAP + "test_delete_alone_and_with_children"),
    "virDomainSnapshotGetParent": Row("Snapshot.parent", "snapshot-parent", _SNAP + "test_relatives"),
    "virDomainSnapshotCurrent": Row("Snapshots.current", "snapshot-current", _SNAP + "test_relatives"),
    "virDomainRevertToSnapshot": Row("Snapshot.revert", "snapshot-revert", _SNAP + "test_revert_brings_the_state_back"),
    "virDomainSnapshotIsCurrent": Row("Snapshot.is_current", "snapshot-info", _SNAP + "test_relatives"),
    "virDomainSnapshotHasMetadata": Row("Snapshot.info", "snapshot-info", _VIRSH + "test_the_same_bytes", "always no: the host keeps all"),
    "virDomainSnapshotDelete": Row("Snapshot.delete", "snapshot-delete", _SNAP + "test_delete_alone_and_with_children"),
    "virConnectIsAlive": Row(reason="libvirt's is no proof (no traffic); the next coroutine tells, and reconnects by itself"),
    "virDomainHasManagedSaveImage": Row("Domains.list", "dominfo", _LIST_TEST + "test_every_criterion_counts", "no domain of a VMware host has one"),
    "virDomainGetHostname": Row("Domain.hostname", "domhostname", _FACTS + "test_hostname_and_addresses_come_from_the_guest"),
    "virDomainInterfaceAddresses": Row("Domain.interface_addresses", "domifaddr", _FACTS + "test_hostname_and_addresses_come_from_the_guest"),
}

_POOLS: Final = "storage/test_pools.py::"
_VOLUMES: Final = "storage/test_volumes.py::"
_CHANGES: Final = "storage/test_changes.py::"
_BYTES: Final = "peers/test_storage_virsh.py::"

_STORAGE: Final[dict[str, Row]] = {
    "virConnectNumOfStoragePools": Row("Pools.list", "pool-list", _POOLS + "test_a_list_is_of_datastores_and_targets"),
    "virConnectListStoragePools": Row("Pools.list", "pool-list", _POOLS + "test_a_list_is_of_datastores_and_targets"),
    "virConnectNumOfDefinedStoragePools": Row("Pools.list", "pool-list", _POOLS + "test_every_pool_is_active_persistent_and_started", "`active=False` lists none"),
    "virConnectListDefinedStoragePools": Row("Pools.list", "pool-list", _POOLS + "test_every_pool_is_active_persistent_and_started", "`active=False` lists none"),
    "virStoragePoolLookupByName": Row("Pools.lookup", "pool-uuid", _POOLS + "test_a_pool_is_found_by_name_uuid_and_volume"),
    "virStoragePoolLookupByUUID": Row("Pools.lookup", "pool-name", _POOLS + "test_a_pool_without_a_mount_hides_no_other"),
    "virStoragePoolLookupByVolume": Row("Pools.lookup", "vol-pool", _POOLS + "test_a_pool_is_found_by_name_uuid_and_volume"),
    "virStoragePoolRefresh": Row("Pool.refresh", "pool-refresh", _POOLS + "test_refresh_has_the_host_look_again"),
    "virStoragePoolGetInfo": Row("Pool.info", "pool-info", _POOLS + "test_what_is_told_of_a_pool_that_nobody_can_get_at"),
    "virStoragePoolGetXMLDesc": Row("Pool.xml", "pool-dumpxml", _BYTES + "test_the_same_bytes"),
    "virStoragePoolGetAutostart": Row("Pool.autostart", "pool-info", _POOLS + "test_no_pool_can_be_kept_from_its_host", "always"),
    "virStoragePoolSetAutostart": Row("Pool.set_autostart", "pool-autostart", _POOLS + "test_no_pool_can_be_kept_from_its_host"),
    "virStoragePoolNumOfVolumes": Row("Volumes.list", "vol-list", _VOLUMES + "test_a_list_is_one_search_whatever_its_length"),
    "virStoragePoolListVolumes": Row("Volumes.list", "vol-list", _VOLUMES + "test_a_list_is_one_search_whatever_its_length"),
    "virStorageVolLookupByName": Row("Volumes.lookup", "vol-path", _VOLUMES + "test_odd_names_are_found_exactly"),
    "virStorageVolLookupByPath": Row("Volumes.lookup", "vol-name", _VOLUMES + "test_a_volume_is_found_by_name_path_and_key"),
    "virStorageVolLookupByKey": Row("Volumes.lookup", "vol-name", _VOLUMES + "test_the_key_of_a_domains_disk_costs_no_search"),
    "virStorageVolCreateXML": Row("Volumes.create", "vol-create", _CHANGES + "test_the_allocation_says_how_a_disk_takes_its_room"),
    "virStorageVolCreateXMLFrom": Row("Volumes.create_from", "vol-create-from", _CHANGES + "test_a_copy_has_the_size_of_its_source"),
    "virStorageVolDelete": Row("Volume.delete", "vol-delete", _CHANGES + "test_whatever_it_is_it_can_be_deleted"),
    "virStorageVolWipe": Row("Volume.wipe", "vol-wipe", _CHANGES + "test_a_wiped_disk_takes_all_of_its_room"),
    "virStorageVolGetInfo": Row("Volume.info", "vol-info", _VOLUMES + "test_what_is_told_of_each_kind"),
    "virStorageVolGetXMLDesc": Row("Volume.xml", "vol-dumpxml", _BYTES + "test_the_same_bytes"),
    "virStorageVolGetPath": Row("Volume.path", "vol-path", _VOLUMES + "test_a_volume_is_found_by_name_path_and_key", "an attribute"),
    "virStoragePoolIsActive": Row("Pools.list", "pool-list", _POOLS + "test_every_pool_is_active_persistent_and_started", "every pool of a VMware host is"),
    "virStoragePoolIsPersistent": Row("Pools.list", "pool-info", _POOLS + "test_every_pool_is_active_persistent_and_started", "every pool of a VMware host is"),
}

_NETWORK: Final[dict[str, Row]] = {
    "virConnectNumOfNetworks": Row("Networks.list", "net-list", _NETS + "test_a_list_tells_uplinks_port_groups_vlans_and_policies"),
    "virConnectListNetworks": Row("Networks.list", "net-list", _NETS + "test_a_list_tells_uplinks_port_groups_vlans_and_policies"),
    "virConnectNumOfDefinedNetworks": Row("Networks.list", "net-list", _NETS + "test_no_network_is_otherwise", "none is inactive"),
    "virConnectListDefinedNetworks": Row("Networks.list", "net-list", _NETS + "test_no_network_is_otherwise", "none is inactive"),
    "virConnectListAllNetworks": Row("Networks.list", "net-list", _NETS + "test_a_whole_vcenter_tells_networks_per_host"),
    "virNetworkLookupByUUID": Row("Networks.lookup", "net-name", _NETS + "test_a_name_that_several_hosts_have_is_refused_and_a_host_chooses"),
    "virNetworkLookupByName": Row("Networks.lookup", "net-uuid", _NETS + "test_a_network_that_there_is_not_is_told_with_the_one_that_was_meant"),
    "virNetworkDefineXML": Row("Networks.define", "net-define", _NET_VIRSH + "test_define_makes_the_same_switch"),
    "virNetworkDefineXMLFlags": Row("Networks.define", "net-define", "definition/test_network.py::test_validation_refuses_strange_elements"),
    "virNetworkUndefine": Row("Network.undefine", "net-undefine", _NETS + "test_undefine_refuses_the_switch_that_carries_management"),
    "virNetworkGetXMLDesc": Row("Network.xml", "net-dumpxml", _NET_VIRSH + "test_the_same_bytes"),
    "virNetworkGetAutostart": Row("Network.autostart", "net-info", _NET_VIRSH + "test_the_same_bytes", "always"),
    "virNetworkSetAutostart": Row("Network.set_autostart", "net-autostart", _NET_VIRSH + "test_refused_by_both", "on only"),
    "virNetworkIsActive": Row("Network.is_active", "net-info", _NET_VIRSH + "test_the_same_bytes", "always"),
    "virNetworkIsPersistent": Row("Networks.list", "net-info", _NETS + "test_no_network_is_otherwise", "always"),
}

_INTERFACE: Final[dict[str, Row]] = {
    "virConnectNumOfInterfaces": Row("Interfaces.list", "iface-list", _NETS + "test_interfaces_tell_their_links"),
    "virConnectListInterfaces": Row("Interfaces.list", "iface-list", _NETS + "test_interfaces_tell_their_links"),
    "virConnectNumOfDefinedInterfaces": Row("Interfaces.list", "iface-list", _NET_VIRSH + "test_the_same_bytes", "none is inactive"),
    "virConnectListDefinedInterfaces": Row("Interfaces.list", "iface-list", _NET_VIRSH + "test_the_same_bytes", "none is inactive"),
    "virInterfaceLookupByName": Row("Interfaces.lookup", "iface-mac", _NETS + "test_an_interface_is_found_by_name_and_by_mac_whatever_the_case", "libvirt's takes the name for a MAC address"),
    "virInterfaceLookupByMACString": Row("Interfaces.lookup", "iface-name", _NETS + "test_an_interface_is_found_by_name_and_by_mac_whatever_the_case"),
    "virInterfaceGetXMLDesc": Row("Interface.xml", "iface-dumpxml", _NET_VIRSH + "test_the_same_bytes"),
    "virInterfaceIsActive": Row("Interfaces.list", "iface-list", _NETS + "test_interfaces_tell_their_links", "always"),
}
# fmt: on

AREAS: Final[Mapping[str, Mapping[str, Row]]] = {
    "hypervisor": _HYPERVISOR,
    "storage": _STORAGE,
    "network": _NETWORK,
    "interface": _INTERFACE,
}
"""By the list's word for a driver of libvirt's, its table."""

_HEAD: Final = """\
# libvirt's ESX driver and aioesx

Written by `docs/generate.py`; do not edit. One line for each entry point of libvirt's ESX driver; a test holds
every coroutine, command and test named here against the code.
"""
_TABLE: Final = """
## The {area} driver

| libvirt | aioesx | command | test | remark |
|---|---|---|---|---|
"""


def entry_points(area: str) -> list[str]:
    """Return a driver's entry points, in the list's order."""
    with _LIST.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t")
        return [row["libvirt API"] for row in rows if row["area"] == area]


def page() -> str:
    """Return the whole page."""
    return _HEAD + "".join(_table(area) for area in AREAS)


def _table(area: str) -> str:
    lines = [
        f"| {entry} | {_code(row.coroutine)} | {_code(row.command)} | {_code(row.test)} | {row.reason} |"
        for entry in entry_points(area)
        for row in [AREAS[area][entry]]
    ]
    return _TABLE.format(area=area) + "\n".join(lines) + "\n"


def _code(text: str) -> str:
    return f"`{text}`" if text else "-"

"""Data objects of the area ``host_network``.

Generated from ``wsdl/`` by ``wsdl/generate.py``; do not edit.
"""

# fmt: off
# ruff: noqa: I001, F401, RUF100 - names stand in plain order; strings use some of the imports

from __future__ import annotations

from typing import TYPE_CHECKING

from aioesx.vim._core import DynamicData
from aioesx.vim.base import element

if TYPE_CHECKING:
    from datetime import datetime

    from aioesx.vim._core import OptionValue
    from aioesx.vim._enums import HostFirewallRuleDirection, HostFirewallRulePortType
    from aioesx.vim._host import HostFeatureCapability, HostRdmaDevice
    from aioesx.vim._host_storage import FcoeConfig
    from aioesx.vim._inventory import (
        DistributedVirtualSwitchHostMemberBacking,
        DistributedVirtualSwitchHostMemberHostPerfNicOffloadState,
        DistributedVirtualSwitchHostMemberHostUplinkState,
        DistributedVirtualSwitchHostMemberTransportZoneInfo,
        DistributedVirtualSwitchPortConnection,
        KeyValue,
        OpaqueNetworkCapability,
    )
    from aioesx.vim.base import ManagedObjectReference


class HostDhcpService(DynamicData):
    """Host dhcp service."""

    key: str = element("key", "xsd:string")
    spec: HostDhcpServiceSpec = element("spec", "HostDhcpServiceSpec")


class HostDhcpServiceSpec(DynamicData):
    """Host dhcp service spec."""

    virtual_switch: str = element("virtualSwitch", "xsd:string")
    default_lease_duration: int = element("defaultLeaseDuration", "xsd:int")
    lease_begin_ip: str = element("leaseBeginIp", "xsd:string")
    lease_end_ip: str = element("leaseEndIp", "xsd:string")
    max_lease_duration: int = element("maxLeaseDuration", "xsd:int")
    unlimited_lease: bool = element("unlimitedLease", "xsd:boolean")
    ip_subnet_addr: str = element("ipSubnetAddr", "xsd:string")
    ip_subnet_mask: str = element("ipSubnetMask", "xsd:string")


class HostDhcpServiceConfig(DynamicData):
    """Host dhcp service config."""

    change_operation: str | None = element("changeOperation", "xsd:string", default=None)
    key: str = element("key", "xsd:string")
    spec: HostDhcpServiceSpec = element("spec", "HostDhcpServiceSpec")


class HostDnsConfig(DynamicData):
    """Host dns config.

    Attributes:
        ipv6_virtual_nic_device: since API 6.7.
    """

    dhcp: bool = element("dhcp", "xsd:boolean")
    virtual_nic_device: str | None = element("virtualNicDevice", "xsd:string", default=None)
    ipv6_virtual_nic_device: str | None = element("ipv6VirtualNicDevice", "xsd:string", default=None)
    host_name: str = element("hostName", "xsd:string")
    domain_name: str = element("domainName", "xsd:string")
    address: list[str] = element("address", "xsd:string", default_factory=list)
    search_domain: list[str] = element("searchDomain", "xsd:string", default_factory=list)


class HostDnsConfigSpec(HostDnsConfig):
    """Host dns config spec. Since API 4.0.

    Attributes:
        virtual_nic_connection_v6: since API 6.7.
    """

    virtual_nic_connection: HostVirtualNicConnection | None = element("virtualNicConnection", "HostVirtualNicConnection", default=None)
    virtual_nic_connection_v6: HostVirtualNicConnection | None = element("virtualNicConnectionV6", "HostVirtualNicConnection", default=None)


class HostFirewallInfo(DynamicData):
    """Host firewall info."""

    default_policy: HostFirewallDefaultPolicy = element("defaultPolicy", "HostFirewallDefaultPolicy")
    ruleset: list[HostFirewallRuleset] = element("ruleset", "HostFirewallRuleset", default_factory=list)


class HostFirewallDefaultPolicy(DynamicData):
    """Host firewall default policy."""

    incoming_blocked: bool | None = element("incomingBlocked", "xsd:boolean", default=None)
    outgoing_blocked: bool | None = element("outgoingBlocked", "xsd:boolean", default=None)


class HostProxySwitch(DynamicData):
    """Host proxy switch. Since API 4.0.

    Attributes:
        config_num_ports: since API 5.0.
        pnic: key of a PhysicalNic.
        host_lag: since API 5.5.
        network_reservation_supported: since API 5.5.
        nsxt_enabled: since API 7.0.0.0.
        ens_enabled: since API 7.0.0.0.
        ens_interrupt_enabled: since API 7.0.0.0.
        transport_zones: since API 7.0.0.0.
        nsx_used_uplink_port: since API 7.0.0.0.
        nsxt_status: since API 7.0.0.0.
        nsxt_status_detail: since API 7.0.0.0.
        ens_info: since API 8.0.0.1.
        network_offloading_enabled: since API 8.0.0.1.
        host_uplink_state: since API 8.0.3.0.
        auto_deploy_owned: since API 9.1.0.0.
        host_perf_nic_offload_state: since API 9.1.0.0.
        tepless_mode: since API 9.1.0.0.
    """

    dvs_uuid: str = element("dvsUuid", "xsd:string")
    dvs_name: str = element("dvsName", "xsd:string")
    key: str = element("key", "xsd:string")
    num_ports: int = element("numPorts", "xsd:int")
    config_num_ports: int | None = element("configNumPorts", "xsd:int", default=None)
    num_ports_available: int = element("numPortsAvailable", "xsd:int")
    uplink_port: list[KeyValue] = element("uplinkPort", "KeyValue", default_factory=list)
    mtu: int | None = element("mtu", "xsd:int", default=None)
    pnic: list[str] = element("pnic", "xsd:string", default_factory=list)
    spec: HostProxySwitchSpec = element("spec", "HostProxySwitchSpec")
    host_lag: list[HostProxySwitchHostLagConfig] = element("hostLag", "HostProxySwitchHostLagConfig", default_factory=list)
    network_reservation_supported: bool | None = element("networkReservationSupported", "xsd:boolean", default=None)
    nsxt_enabled: bool | None = element("nsxtEnabled", "xsd:boolean", default=None)
    ens_enabled: bool | None = element("ensEnabled", "xsd:boolean", default=None)
    ens_interrupt_enabled: bool | None = element("ensInterruptEnabled", "xsd:boolean", default=None)
    transport_zones: list[DistributedVirtualSwitchHostMemberTransportZoneInfo] = element("transportZones", "DistributedVirtualSwitchHostMemberTransportZoneInfo", default_factory=list)
    nsx_used_uplink_port: list[str] = element("nsxUsedUplinkPort", "xsd:string", default_factory=list)
    nsxt_status: str | None = element("nsxtStatus", "xsd:string", default=None)
    nsxt_status_detail: str | None = element("nsxtStatusDetail", "xsd:string", default=None)
    ens_info: HostProxySwitchEnsInfo | None = element("ensInfo", "HostProxySwitchEnsInfo", default=None)
    network_offloading_enabled: bool | None = element("networkOffloadingEnabled", "xsd:boolean", default=None)
    host_uplink_state: list[DistributedVirtualSwitchHostMemberHostUplinkState] = element("hostUplinkState", "DistributedVirtualSwitchHostMemberHostUplinkState", default_factory=list)
    auto_deploy_owned: bool | None = element("autoDeployOwned", "xsd:boolean", default=None)
    host_perf_nic_offload_state: DistributedVirtualSwitchHostMemberHostPerfNicOffloadState | None = element("hostPerfNicOffloadState", "DistributedVirtualSwitchHostMemberHostPerfNicOffloadState", default=None)
    tepless_mode: bool | None = element("teplessMode", "xsd:boolean", default=None)


class HostProxySwitchSpec(DynamicData):
    """Host proxy switch spec. Since API 4.0."""

    backing: DistributedVirtualSwitchHostMemberBacking | None = element("backing", "DistributedVirtualSwitchHostMemberBacking", default=None)


class HostProxySwitchConfig(DynamicData):
    """Host proxy switch config. Since API 4.0."""

    change_operation: str | None = element("changeOperation", "xsd:string", default=None)
    uuid: str = element("uuid", "xsd:string")
    spec: HostProxySwitchSpec | None = element("spec", "HostProxySwitchSpec", default=None)


class HostProxySwitchHostLagConfig(DynamicData):
    """Host proxy switch host lag config. Since API 5.5."""

    lag_key: str = element("lagKey", "xsd:string")
    lag_name: str | None = element("lagName", "xsd:string", default=None)
    uplink_port: list[KeyValue] = element("uplinkPort", "KeyValue", default_factory=list)


class HostProxySwitchEnsInfo(DynamicData):
    """Host proxy switch ens info. Since API 8.0.0.1."""

    ops_version: int = element("opsVersion", "xsd:long")
    num_ps_ops: int = element("numPSOps", "xsd:long")
    num_lcore_ops: int = element("numLcoreOps", "xsd:long")
    error_status: int = element("errorStatus", "xsd:long")
    lcore_status: int = element("lcoreStatus", "xsd:long")


class HostIpConfig(DynamicData):
    """Host ip config.

    Attributes:
        ip_v6_config: since API 4.0.
    """

    dhcp: bool = element("dhcp", "xsd:boolean")
    ip_address: str | None = element("ipAddress", "xsd:string", default=None)
    subnet_mask: str | None = element("subnetMask", "xsd:string", default=None)
    ip_v6_config: HostIpConfigIpV6AddressConfiguration | None = element("ipV6Config", "HostIpConfigIpV6AddressConfiguration", default=None)


class HostIpConfigIpV6Address(DynamicData):
    """Host ip config ip v6 address. Since API 4.0."""

    ip_address: str = element("ipAddress", "xsd:string")
    prefix_length: int = element("prefixLength", "xsd:int")
    origin: str | None = element("origin", "xsd:string", default=None)
    dad_state: str | None = element("dadState", "xsd:string", default=None)
    lifetime: datetime | None = element("lifetime", "xsd:dateTime", default=None)
    operation: str | None = element("operation", "xsd:string", default=None)


class HostIpConfigIpV6AddressConfiguration(DynamicData):
    """Host ip config ip v6 address configuration. Since API 4.0."""

    ip_v6_address: list[HostIpConfigIpV6Address] = element("ipV6Address", "HostIpConfigIpV6Address", default_factory=list)
    auto_configuration_enabled: bool | None = element("autoConfigurationEnabled", "xsd:boolean", default=None)
    dhcp_v6_enabled: bool | None = element("dhcpV6Enabled", "xsd:boolean", default=None)


class HostIpRouteConfig(DynamicData):
    """Host ip route config.

    Attributes:
        ip_v6_default_gateway: since API 4.0.
        ip_v6_gateway_device: since API 4.0.
    """

    default_gateway: str | None = element("defaultGateway", "xsd:string", default=None)
    gateway_device: str | None = element("gatewayDevice", "xsd:string", default=None)
    ip_v6_default_gateway: str | None = element("ipV6DefaultGateway", "xsd:string", default=None)
    ip_v6_gateway_device: str | None = element("ipV6GatewayDevice", "xsd:string", default=None)


class HostIpRouteConfigSpec(HostIpRouteConfig):
    """Host ip route config spec. Since API 4.0."""

    gateway_device_connection: HostVirtualNicConnection | None = element("gatewayDeviceConnection", "HostVirtualNicConnection", default=None)
    ip_v6_gateway_device_connection: HostVirtualNicConnection | None = element("ipV6GatewayDeviceConnection", "HostVirtualNicConnection", default=None)


class HostIpRouteEntry(DynamicData):
    """Host ip route entry. Since API 4.0.

    Attributes:
        device_name: since API 4.1.
    """

    network: str = element("network", "xsd:string")
    prefix_length: int = element("prefixLength", "xsd:int")
    gateway: str = element("gateway", "xsd:string")
    device_name: str | None = element("deviceName", "xsd:string", default=None)


class HostIpRouteOp(DynamicData):
    """Host ip route op. Since API 4.0."""

    change_operation: str = element("changeOperation", "xsd:string")
    route: HostIpRouteEntry = element("route", "HostIpRouteEntry")


class HostIpRouteTableConfig(DynamicData):
    """Host ip route table config. Since API 4.0."""

    ip_route: list[HostIpRouteOp] = element("ipRoute", "HostIpRouteOp", default_factory=list)
    ipv6_route: list[HostIpRouteOp] = element("ipv6Route", "HostIpRouteOp", default_factory=list)


class HostIpRouteTableInfo(DynamicData):
    """Host ip route table info. Since API 4.0."""

    ip_route: list[HostIpRouteEntry] = element("ipRoute", "HostIpRouteEntry", default_factory=list)
    ipv6_route: list[HostIpRouteEntry] = element("ipv6Route", "HostIpRouteEntry", default_factory=list)


class HostIpmiInfo(DynamicData):
    """Host ipmi info. Since API 4.0."""

    bmc_ip_address: str | None = element("bmcIpAddress", "xsd:string", default=None)
    bmc_mac_address: str | None = element("bmcMacAddress", "xsd:string", default=None)
    login: str | None = element("login", "xsd:string", default=None)
    password: str | None = element("password", "xsd:string", default=None, secret=True)


class LinkDiscoveryProtocolConfig(DynamicData):
    """Link discovery protocol config. Since API 4.0."""

    protocol: str = element("protocol", "xsd:string")
    operation: str = element("operation", "xsd:string")


class HostGatewaySpec(DynamicData):
    """Host gateway spec. Since API 6.0."""

    gateway_type: str = element("gatewayType", "xsd:string")
    gateway_id: str | None = element("gatewayId", "xsd:string", default=None)
    trust_verification_token: str | None = element("trustVerificationToken", "xsd:string", default=None)
    host_auth_params: list[KeyValue] = element("hostAuthParams", "KeyValue", default_factory=list, secret=True)


class HostNatService(DynamicData):
    """Host nat service."""

    key: str = element("key", "xsd:string")
    spec: HostNatServiceSpec = element("spec", "HostNatServiceSpec")


class HostNatServicePortForwardSpec(DynamicData):
    """Host nat service port forward spec."""

    type: str = element("type", "xsd:string")
    name: str = element("name", "xsd:string")
    host_port: int = element("hostPort", "xsd:int")
    guest_port: int = element("guestPort", "xsd:int")
    guest_ip_address: str = element("guestIpAddress", "xsd:string")


class HostNatServiceNameServiceSpec(DynamicData):
    """Host nat service name service spec."""

    dns_auto_detect: bool = element("dnsAutoDetect", "xsd:boolean")
    dns_policy: str = element("dnsPolicy", "xsd:string")
    dns_retries: int = element("dnsRetries", "xsd:int")
    dns_timeout: int = element("dnsTimeout", "xsd:int")
    dns_name_server: list[str] = element("dnsNameServer", "xsd:string", default_factory=list)
    nbds_timeout: int = element("nbdsTimeout", "xsd:int")
    nbns_retries: int = element("nbnsRetries", "xsd:int")
    nbns_timeout: int = element("nbnsTimeout", "xsd:int")


class HostNatServiceSpec(DynamicData):
    """Host nat service spec."""

    virtual_switch: str = element("virtualSwitch", "xsd:string")
    active_ftp: bool = element("activeFtp", "xsd:boolean")
    allow_any_oui: bool = element("allowAnyOui", "xsd:boolean")
    config_port: bool = element("configPort", "xsd:boolean")
    ip_gateway_address: str = element("ipGatewayAddress", "xsd:string")
    udp_timeout: int = element("udpTimeout", "xsd:int")
    port_forward: list[HostNatServicePortForwardSpec] = element("portForward", "HostNatServicePortForwardSpec", default_factory=list)
    name_service: HostNatServiceNameServiceSpec | None = element("nameService", "HostNatServiceNameServiceSpec", default=None)


class HostNatServiceConfig(DynamicData):
    """Host nat service config."""

    change_operation: str | None = element("changeOperation", "xsd:string", default=None)
    key: str = element("key", "xsd:string")
    spec: HostNatServiceSpec = element("spec", "HostNatServiceSpec")


class HostNetCapabilities(DynamicData):
    """Host net capabilities.

    Attributes:
        ip_v6_supported: since API 4.0.
        backup_nfc_nioc_supported: since API 7.0.1.0.
    """

    can_set_physical_nic_link_speed: bool = element("canSetPhysicalNicLinkSpeed", "xsd:boolean")
    supports_nic_teaming: bool = element("supportsNicTeaming", "xsd:boolean")
    nic_teaming_policy: list[str] = element("nicTeamingPolicy", "xsd:string", default_factory=list)
    supports_vlan: bool = element("supportsVlan", "xsd:boolean")
    uses_service_console_nic: bool = element("usesServiceConsoleNic", "xsd:boolean")
    supports_network_hints: bool = element("supportsNetworkHints", "xsd:boolean")
    max_port_groups_per_vswitch: int | None = element("maxPortGroupsPerVswitch", "xsd:int", default=None)
    vswitch_config_supported: bool = element("vswitchConfigSupported", "xsd:boolean")
    vnic_config_supported: bool = element("vnicConfigSupported", "xsd:boolean")
    ip_route_config_supported: bool = element("ipRouteConfigSupported", "xsd:boolean")
    dns_config_supported: bool = element("dnsConfigSupported", "xsd:boolean")
    dhcp_on_vnic_supported: bool = element("dhcpOnVnicSupported", "xsd:boolean")
    ip_v6_supported: bool | None = element("ipV6Supported", "xsd:boolean", default=None)
    backup_nfc_nioc_supported: bool | None = element("backupNfcNiocSupported", "xsd:boolean", default=None)


class HostNetOffloadCapabilities(DynamicData):
    """Host net offload capabilities."""

    csum_offload: bool | None = element("csumOffload", "xsd:boolean", default=None)
    tcp_segmentation: bool | None = element("tcpSegmentation", "xsd:boolean", default=None)
    zero_copy_xmit: bool | None = element("zeroCopyXmit", "xsd:boolean", default=None)


class HostNetStackInstance(DynamicData):
    """Host net stack instance. Since API 5.5.

    Attributes:
        owner: since API 9.0.0.0.
    """

    key: str | None = element("key", "xsd:string", default=None)
    name: str | None = element("name", "xsd:string", default=None)
    dns_config: HostDnsConfig | None = element("dnsConfig", "HostDnsConfig", default=None)
    ip_route_config: HostIpRouteConfig | None = element("ipRouteConfig", "HostIpRouteConfig", default=None)
    requested_max_number_of_connections: int | None = element("requestedMaxNumberOfConnections", "xsd:int", default=None)
    congestion_control_algorithm: str | None = element("congestionControlAlgorithm", "xsd:string", default=None)
    ip_v6_enabled: bool | None = element("ipV6Enabled", "xsd:boolean", default=None)
    route_table_config: HostIpRouteTableConfig | None = element("routeTableConfig", "HostIpRouteTableConfig", default=None)
    owner: str | None = element("owner", "xsd:string", default=None)


class HostNetworkInfo(DynamicData):
    """Host network info.

    Attributes:
        proxy_switch: since API 4.0.
        rdma_device: since API 7.0.0.0.
        route_table_info: since API 4.0.
        ip_v6_enabled: since API 4.0.
        at_boot_ip_v6_enabled: since API 4.1.
        net_stack_instance: since API 5.5.
        opaque_switch: since API 5.5.
        opaque_network: since API 5.5.
        nsx_transport_node_id: since API 7.0.0.0.
        nvds_to_vds_migration_required: since API 7.0.2.0.
        migration_status: since API 7.0.2.0.
    """

    vswitch: list[HostVirtualSwitch] = element("vswitch", "HostVirtualSwitch", default_factory=list)
    proxy_switch: list[HostProxySwitch] = element("proxySwitch", "HostProxySwitch", default_factory=list)
    portgroup: list[HostPortGroup] = element("portgroup", "HostPortGroup", default_factory=list)
    pnic: list[PhysicalNic] = element("pnic", "PhysicalNic", default_factory=list)
    rdma_device: list[HostRdmaDevice] = element("rdmaDevice", "HostRdmaDevice", default_factory=list)
    vnic: list[HostVirtualNic] = element("vnic", "HostVirtualNic", default_factory=list)
    console_vnic: list[HostVirtualNic] = element("consoleVnic", "HostVirtualNic", default_factory=list)
    dns_config: HostDnsConfig | None = element("dnsConfig", "HostDnsConfig", default=None)
    ip_route_config: HostIpRouteConfig | None = element("ipRouteConfig", "HostIpRouteConfig", default=None)
    console_ip_route_config: HostIpRouteConfig | None = element("consoleIpRouteConfig", "HostIpRouteConfig", default=None)
    route_table_info: HostIpRouteTableInfo | None = element("routeTableInfo", "HostIpRouteTableInfo", default=None)
    dhcp: list[HostDhcpService] = element("dhcp", "HostDhcpService", default_factory=list)
    nat: list[HostNatService] = element("nat", "HostNatService", default_factory=list)
    ip_v6_enabled: bool | None = element("ipV6Enabled", "xsd:boolean", default=None)
    at_boot_ip_v6_enabled: bool | None = element("atBootIpV6Enabled", "xsd:boolean", default=None)
    net_stack_instance: list[HostNetStackInstance] = element("netStackInstance", "HostNetStackInstance", default_factory=list)
    opaque_switch: list[HostOpaqueSwitch] = element("opaqueSwitch", "HostOpaqueSwitch", default_factory=list)
    opaque_network: list[HostOpaqueNetworkInfo] = element("opaqueNetwork", "HostOpaqueNetworkInfo", default_factory=list)
    nsx_transport_node_id: str | None = element("nsxTransportNodeId", "xsd:string", default=None)
    nvds_to_vds_migration_required: bool | None = element("nvdsToVdsMigrationRequired", "xsd:boolean", default=None)
    migration_status: str | None = element("migrationStatus", "xsd:string", default=None)


class HostNetworkPolicy(DynamicData):
    """Host network policy."""

    security: HostNetworkSecurityPolicy | None = element("security", "HostNetworkSecurityPolicy", default=None)
    nic_teaming: HostNicTeamingPolicy | None = element("nicTeaming", "HostNicTeamingPolicy", default=None)
    offload_policy: HostNetOffloadCapabilities | None = element("offloadPolicy", "HostNetOffloadCapabilities", default=None)
    shaping_policy: HostNetworkTrafficShapingPolicy | None = element("shapingPolicy", "HostNetworkTrafficShapingPolicy", default=None)


class HostNetworkSecurityPolicy(DynamicData):
    """Host network security policy."""

    allow_promiscuous: bool | None = element("allowPromiscuous", "xsd:boolean", default=None)
    mac_changes: bool | None = element("macChanges", "xsd:boolean", default=None)
    forged_transmits: bool | None = element("forgedTransmits", "xsd:boolean", default=None)


class HostNetworkTrafficShapingPolicy(DynamicData):
    """Host network traffic shaping policy.

    Attributes:
        average_bandwidth: Bits a second.
        peak_bandwidth: Bits a second.
        burst_size: Bytes.
    """

    enabled: bool | None = element("enabled", "xsd:boolean", default=None)
    average_bandwidth: int | None = element("averageBandwidth", "xsd:long", default=None)
    peak_bandwidth: int | None = element("peakBandwidth", "xsd:long", default=None)
    burst_size: int | None = element("burstSize", "xsd:long", default=None)


class HostNicFailureCriteria(DynamicData):
    """Host nic failure criteria.

    Attributes:
        percentage: Percent of errors.
    """

    check_speed: str | None = element("checkSpeed", "xsd:string", default=None)
    speed: int | None = element("speed", "xsd:int", default=None)
    check_duplex: bool | None = element("checkDuplex", "xsd:boolean", default=None)
    full_duplex: bool | None = element("fullDuplex", "xsd:boolean", default=None)
    check_error_percent: bool | None = element("checkErrorPercent", "xsd:boolean", default=None)
    percentage: int | None = element("percentage", "xsd:int", default=None)
    check_beacon: bool | None = element("checkBeacon", "xsd:boolean", default=None)


class HostNicOrderPolicy(DynamicData):
    """Host nic order policy."""

    active_nic: list[str] = element("activeNic", "xsd:string", default_factory=list)
    standby_nic: list[str] = element("standbyNic", "xsd:string", default_factory=list)


class HostNicTeamingPolicy(DynamicData):
    """Host nic teaming policy."""

    policy: str | None = element("policy", "xsd:string", default=None)
    reverse_policy: bool | None = element("reversePolicy", "xsd:boolean", default=None)
    notify_switches: bool | None = element("notifySwitches", "xsd:boolean", default=None)
    rolling_order: bool | None = element("rollingOrder", "xsd:boolean", default=None)
    failure_criteria: HostNicFailureCriteria | None = element("failureCriteria", "HostNicFailureCriteria", default=None)
    nic_order: HostNicOrderPolicy | None = element("nicOrder", "HostNicOrderPolicy", default=None)


class HostOpaqueSwitch(DynamicData):
    """Host opaque switch. Since API 5.5.

    Attributes:
        pnic: key of a PhysicalNic.
        pnic_zone: since API 6.0.
        status: since API 6.0.
        vtep: since API 6.0.
        extra_config: since API 6.5.
        feature_capability: since API 6.7.
    """

    key: str = element("key", "xsd:string")
    name: str | None = element("name", "xsd:string", default=None)
    pnic: list[str] = element("pnic", "xsd:string", default_factory=list)
    pnic_zone: list[HostOpaqueSwitchPhysicalNicZone] = element("pnicZone", "HostOpaqueSwitchPhysicalNicZone", default_factory=list)
    status: str | None = element("status", "xsd:string", default=None)
    vtep: list[HostVirtualNic] = element("vtep", "HostVirtualNic", default_factory=list)
    extra_config: list[OptionValue] = element("extraConfig", "OptionValue", default_factory=list)
    feature_capability: list[HostFeatureCapability] = element("featureCapability", "HostFeatureCapability", default_factory=list)


class HostOpaqueSwitchPhysicalNicZone(DynamicData):
    """Host opaque switch physical nic zone. Since API 6.0."""

    key: str = element("key", "xsd:string")
    pnic_device: list[str] = element("pnicDevice", "xsd:string", default_factory=list)


class PhysicalNic(DynamicData):
    """Physical nic.

    Attributes:
        driver_version: since API 8.0.0.1.
        firmware_version: since API 8.0.0.1.
        link_speed: Unset while the link is down.
        mac: Six bytes in hex with colons.
        fcoe_configuration: since API 5.0.
        vm_direct_path_gen2_supported: since API 4.1.
        vm_direct_path_gen2_supported_mode: since API 4.1.
        resource_pool_scheduler_allowed: since API 4.1.
        resource_pool_scheduler_disallowed_reason: since API 4.1.
        auto_negotiate_supported: since API 4.1.
        enhanced_networking_stack_supported: since API 6.7.
        ens_interrupt_supported: since API 7.0.0.0.
        rdma_device: key of a HostRdmaDevice; since API 7.0.0.0.
        dpu_id: since API 8.0.0.1.
        perf_nic_offload_supported: since API 9.1.0.0.
    """

    key: str | None = element("key", "xsd:string", default=None)
    device: str = element("device", "xsd:string")
    pci: str = element("pci", "xsd:string")
    driver: str | None = element("driver", "xsd:string", default=None)
    driver_version: str | None = element("driverVersion", "xsd:string", default=None)
    firmware_version: str | None = element("firmwareVersion", "xsd:string", default=None)
    link_speed: PhysicalNicLinkInfo | None = element("linkSpeed", "PhysicalNicLinkInfo", default=None)
    valid_link_specification: list[PhysicalNicLinkInfo] = element("validLinkSpecification", "PhysicalNicLinkInfo", default_factory=list)
    spec: PhysicalNicSpec = element("spec", "PhysicalNicSpec")
    wake_on_lan_supported: bool = element("wakeOnLanSupported", "xsd:boolean")
    mac: str = element("mac", "xsd:string")
    fcoe_configuration: FcoeConfig | None = element("fcoeConfiguration", "FcoeConfig", default=None)
    vm_direct_path_gen2_supported: bool | None = element("vmDirectPathGen2Supported", "xsd:boolean", default=None)
    vm_direct_path_gen2_supported_mode: str | None = element("vmDirectPathGen2SupportedMode", "xsd:string", default=None)
    resource_pool_scheduler_allowed: bool | None = element("resourcePoolSchedulerAllowed", "xsd:boolean", default=None)
    resource_pool_scheduler_disallowed_reason: list[str] = element("resourcePoolSchedulerDisallowedReason", "xsd:string", default_factory=list)
    auto_negotiate_supported: bool | None = element("autoNegotiateSupported", "xsd:boolean", default=None)
    enhanced_networking_stack_supported: bool | None = element("enhancedNetworkingStackSupported", "xsd:boolean", default=None)
    ens_interrupt_supported: bool | None = element("ensInterruptSupported", "xsd:boolean", default=None)
    rdma_device: str | None = element("rdmaDevice", "xsd:string", default=None)
    dpu_id: str | None = element("dpuId", "xsd:string", default=None)
    perf_nic_offload_supported: bool | None = element("perfNicOffloadSupported", "xsd:boolean", default=None)


class PhysicalNicSpec(DynamicData):
    """Physical nic spec.

    Attributes:
        enable_enhanced_networking_stack: since API 6.7.
        ens_interrupt_enabled: since API 7.0.0.0.
    """

    ip: HostIpConfig | None = element("ip", "HostIpConfig", default=None)
    link_speed: PhysicalNicLinkInfo | None = element("linkSpeed", "PhysicalNicLinkInfo", default=None)
    enable_enhanced_networking_stack: bool | None = element("enableEnhancedNetworkingStack", "xsd:boolean", default=None)
    ens_interrupt_enabled: bool | None = element("ensInterruptEnabled", "xsd:boolean", default=None)


class PhysicalNicConfig(DynamicData):
    """Physical nic config."""

    device: str = element("device", "xsd:string")
    spec: PhysicalNicSpec = element("spec", "PhysicalNicSpec")


class PhysicalNicLinkInfo(DynamicData):
    """Physical nic link info.

    Attributes:
        speed_mb: Megabits a second.
        duplex: Full duplex.
    """

    speed_mb: int = element("speedMb", "xsd:int")
    duplex: bool = element("duplex", "xsd:boolean")


class HostPortGroup(DynamicData):
    """Host port group.

    Attributes:
        vswitch: key of a HostVirtualSwitch.
    """

    key: str | None = element("key", "xsd:string", default=None)
    port: list[HostPortGroupPort] = element("port", "HostPortGroupPort", default_factory=list)
    vswitch: str | None = element("vswitch", "xsd:string", default=None)
    computed_policy: HostNetworkPolicy = element("computedPolicy", "HostNetworkPolicy")
    spec: HostPortGroupSpec = element("spec", "HostPortGroupSpec")


class HostPortGroupSpec(DynamicData):
    """Host port group spec.

    Attributes:
        vlan_id: 0 is none, 4095 lets tags through.
    """

    name: str = element("name", "xsd:string")
    vlan_id: int = element("vlanId", "xsd:int")
    vswitch_name: str = element("vswitchName", "xsd:string")
    policy: HostNetworkPolicy = element("policy", "HostNetworkPolicy")


class HostPortGroupConfig(DynamicData):
    """Host port group config."""

    change_operation: str | None = element("changeOperation", "xsd:string", default=None)
    spec: HostPortGroupSpec | None = element("spec", "HostPortGroupSpec", default=None)


class HostPortGroupPort(DynamicData):
    """Host port group port."""

    key: str | None = element("key", "xsd:string", default=None)
    mac: list[str] = element("mac", "xsd:string", default_factory=list)
    type: str = element("type", "xsd:string")


class HostQualifiedName(DynamicData):
    """Host qualified name. Since API 7.0.3.0."""

    value: str = element("value", "xsd:string")
    type: str = element("type", "xsd:string")


class HostFirewallRuleset(DynamicData):
    """Host firewall ruleset.

    Attributes:
        allowed_hosts: since API 5.0.
        user_controllable: since API 8.0.2.0.
        ip_list_user_configurable: since API 8.0.2.0.
    """

    key: str = element("key", "xsd:string")
    label: str = element("label", "xsd:string")
    required: bool = element("required", "xsd:boolean")
    rule: list[HostFirewallRule] = element("rule", "HostFirewallRule", default_factory=list, required=True)
    service: str | None = element("service", "xsd:string", default=None)
    enabled: bool = element("enabled", "xsd:boolean")
    allowed_hosts: HostFirewallRulesetIpList | None = element("allowedHosts", "HostFirewallRulesetIpList", default=None)
    user_controllable: bool | None = element("userControllable", "xsd:boolean", default=None)
    ip_list_user_configurable: bool | None = element("ipListUserConfigurable", "xsd:boolean", default=None)


class HostFirewallRulesetIpNetwork(DynamicData):
    """Host firewall ruleset ip network. Since API 5.0."""

    network: str = element("network", "xsd:string")
    prefix_length: int = element("prefixLength", "xsd:int")


class HostFirewallRulesetIpList(DynamicData):
    """Host firewall ruleset ip list. Since API 5.0."""

    ip_address: list[str] = element("ipAddress", "xsd:string", default_factory=list)
    ip_network: list[HostFirewallRulesetIpNetwork] = element("ipNetwork", "HostFirewallRulesetIpNetwork", default_factory=list)
    all_ip: bool = element("allIp", "xsd:boolean")


class HostFirewallRule(DynamicData):
    """Host firewall rule.

    Attributes:
        port_type: since API 5.0.
    """

    port: int = element("port", "xsd:int")
    end_port: int | None = element("endPort", "xsd:int", default=None)
    direction: HostFirewallRuleDirection | str = element("direction", "HostFirewallRuleDirection")
    port_type: HostFirewallRulePortType | str | None = element("portType", "HostFirewallRulePortType", default=None)
    protocol: str = element("protocol", "xsd:string")


class HostVMotionNetConfig(DynamicData):
    """Host v motion net config.

    Attributes:
        selected_vnic: key of a HostVirtualNic.
    """

    candidate_vnic: list[HostVirtualNic] = element("candidateVnic", "HostVirtualNic", default_factory=list)
    selected_vnic: str | None = element("selectedVnic", "xsd:string", default=None)


class HostVirtualNic(DynamicData):
    """Host virtual nic.

    Attributes:
        port: key of a HostPortGroupPort.
        owner: since API 9.0.0.0.
    """

    device: str = element("device", "xsd:string")
    key: str = element("key", "xsd:string")
    portgroup: str = element("portgroup", "xsd:string")
    spec: HostVirtualNicSpec = element("spec", "HostVirtualNicSpec")
    port: str | None = element("port", "xsd:string", default=None)
    owner: str | None = element("owner", "xsd:string", default=None)


class HostVirtualNicSpec(DynamicData):
    """Host virtual nic spec.

    Attributes:
        distributed_virtual_port: since API 4.0.
        portgroup: since API 4.0.
        mtu: since API 4.0.
        tso_enabled: since API 4.0.
        net_stack_instance_key: since API 5.5.
        opaque_network: since API 6.0.
        external_id: since API 6.0.
        pinned_pnic: since API 6.0.
        ip_route_spec: since API 6.5.
        system_owned: since API 7.0.0.0.
        dpu_id: since API 8.0.0.1.
    """

    ip: HostIpConfig | None = element("ip", "HostIpConfig", default=None)
    mac: str | None = element("mac", "xsd:string", default=None)
    distributed_virtual_port: DistributedVirtualSwitchPortConnection | None = element("distributedVirtualPort", "DistributedVirtualSwitchPortConnection", default=None)
    portgroup: str | None = element("portgroup", "xsd:string", default=None)
    mtu: int | None = element("mtu", "xsd:int", default=None)
    tso_enabled: bool | None = element("tsoEnabled", "xsd:boolean", default=None)
    net_stack_instance_key: str | None = element("netStackInstanceKey", "xsd:string", default=None)
    opaque_network: HostVirtualNicOpaqueNetworkSpec | None = element("opaqueNetwork", "HostVirtualNicOpaqueNetworkSpec", default=None)
    external_id: str | None = element("externalId", "xsd:string", default=None)
    pinned_pnic: str | None = element("pinnedPnic", "xsd:string", default=None)
    ip_route_spec: HostVirtualNicIpRouteSpec | None = element("ipRouteSpec", "HostVirtualNicIpRouteSpec", default=None)
    system_owned: bool | None = element("systemOwned", "xsd:boolean", default=None)
    dpu_id: str | None = element("dpuId", "xsd:string", default=None)


class HostVirtualNicConfig(DynamicData):
    """Host virtual nic config."""

    change_operation: str | None = element("changeOperation", "xsd:string", default=None)
    device: str | None = element("device", "xsd:string", default=None)
    portgroup: str = element("portgroup", "xsd:string")
    spec: HostVirtualNicSpec | None = element("spec", "HostVirtualNicSpec", default=None)


class HostVirtualNicOpaqueNetworkSpec(DynamicData):
    """Host virtual nic opaque network spec. Since API 6.0."""

    opaque_network_id: str = element("opaqueNetworkId", "xsd:string")
    opaque_network_type: str = element("opaqueNetworkType", "xsd:string")


class HostVirtualNicIpRouteSpec(DynamicData):
    """Host virtual nic ip route spec. Since API 6.5."""

    ip_route_config: HostIpRouteConfig | None = element("ipRouteConfig", "HostIpRouteConfig", default=None)


class HostVirtualNicConnection(DynamicData):
    """Host virtual nic connection. Since API 4.0.

    Attributes:
        op_network: since API 6.7.
    """

    portgroup: str | None = element("portgroup", "xsd:string", default=None)
    dv_port: DistributedVirtualSwitchPortConnection | None = element("dvPort", "DistributedVirtualSwitchPortConnection", default=None)
    op_network: HostVirtualNicOpaqueNetworkSpec | None = element("opNetwork", "HostVirtualNicOpaqueNetworkSpec", default=None)


class VirtualNicManagerNetConfig(DynamicData):
    """Virtual nic manager net config. Since API 4.0.

    Attributes:
        selected_vnic: key of a HostVirtualNic.
    """

    nic_type: str = element("nicType", "xsd:string")
    multi_select_allowed: bool = element("multiSelectAllowed", "xsd:boolean")
    candidate_vnic: list[HostVirtualNic] = element("candidateVnic", "HostVirtualNic", default_factory=list)
    selected_vnic: list[str] = element("selectedVnic", "xsd:string", default_factory=list)


class HostVirtualNicManagerInfo(DynamicData):
    """Host virtual nic manager info. Since API 4.0."""

    net_config: list[VirtualNicManagerNetConfig] = element("netConfig", "VirtualNicManagerNetConfig", default_factory=list)


class HostVirtualSwitch(DynamicData):
    """Host virtual switch.

    Attributes:
        num_ports: Ports that it has.
        mtu: Bytes.
        portgroup: key of a HostPortGroup.
        pnic: key of a PhysicalNic.
    """

    name: str = element("name", "xsd:string")
    key: str = element("key", "xsd:string")
    num_ports: int = element("numPorts", "xsd:int")
    num_ports_available: int = element("numPortsAvailable", "xsd:int")
    mtu: int | None = element("mtu", "xsd:int", default=None)
    portgroup: list[str] = element("portgroup", "xsd:string", default_factory=list)
    pnic: list[str] = element("pnic", "xsd:string", default_factory=list)
    spec: HostVirtualSwitchSpec = element("spec", "HostVirtualSwitchSpec")


class HostVirtualSwitchBridge(DynamicData):
    """Host virtual switch bridge."""


class HostVirtualSwitchAutoBridge(HostVirtualSwitchBridge):
    """Host virtual switch auto bridge."""

    excluded_nic_device: list[str] = element("excludedNicDevice", "xsd:string", default_factory=list)


class HostVirtualSwitchSimpleBridge(HostVirtualSwitchBridge):
    """Host virtual switch simple bridge."""

    nic_device: str = element("nicDevice", "xsd:string")


class HostVirtualSwitchBondBridge(HostVirtualSwitchBridge):
    """Host virtual switch bond bridge.

    Attributes:
        link_discovery_protocol_config: since API 4.0.
    """

    nic_device: list[str] = element("nicDevice", "xsd:string", default_factory=list, required=True)
    beacon: HostVirtualSwitchBeaconConfig | None = element("beacon", "HostVirtualSwitchBeaconConfig", default=None)
    link_discovery_protocol_config: LinkDiscoveryProtocolConfig | None = element("linkDiscoveryProtocolConfig", "LinkDiscoveryProtocolConfig", default=None)


class HostVirtualSwitchBeaconConfig(DynamicData):
    """Host virtual switch beacon config."""

    interval: int = element("interval", "xsd:int")


class HostVirtualSwitchSpec(DynamicData):
    """Host virtual switch spec."""

    num_ports: int = element("numPorts", "xsd:int")
    bridge: HostVirtualSwitchBridge | None = element("bridge", "HostVirtualSwitchBridge", default=None)
    policy: HostNetworkPolicy | None = element("policy", "HostNetworkPolicy", default=None)
    mtu: int | None = element("mtu", "xsd:int", default=None)


class HostVirtualSwitchConfig(DynamicData):
    """Host virtual switch config."""

    change_operation: str | None = element("changeOperation", "xsd:string", default=None)
    name: str = element("name", "xsd:string")
    spec: HostVirtualSwitchSpec | None = element("spec", "HostVirtualSwitchSpec", default=None)


class HostNetworkConfig(DynamicData):
    """Host network config.

    Attributes:
        proxy_switch: since API 4.0.
        route_table_config: since API 4.0.
        ip_v6_enabled: since API 4.0.
        net_stack_spec: since API 5.5.
        migration_status: since API 7.0.2.0.
    """

    vswitch: list[HostVirtualSwitchConfig] = element("vswitch", "HostVirtualSwitchConfig", default_factory=list)
    proxy_switch: list[HostProxySwitchConfig] = element("proxySwitch", "HostProxySwitchConfig", default_factory=list)
    portgroup: list[HostPortGroupConfig] = element("portgroup", "HostPortGroupConfig", default_factory=list)
    pnic: list[PhysicalNicConfig] = element("pnic", "PhysicalNicConfig", default_factory=list)
    vnic: list[HostVirtualNicConfig] = element("vnic", "HostVirtualNicConfig", default_factory=list)
    console_vnic: list[HostVirtualNicConfig] = element("consoleVnic", "HostVirtualNicConfig", default_factory=list)
    dns_config: HostDnsConfig | None = element("dnsConfig", "HostDnsConfig", default=None)
    ip_route_config: HostIpRouteConfig | None = element("ipRouteConfig", "HostIpRouteConfig", default=None)
    console_ip_route_config: HostIpRouteConfig | None = element("consoleIpRouteConfig", "HostIpRouteConfig", default=None)
    route_table_config: HostIpRouteTableConfig | None = element("routeTableConfig", "HostIpRouteTableConfig", default=None)
    dhcp: list[HostDhcpServiceConfig] = element("dhcp", "HostDhcpServiceConfig", default_factory=list)
    nat: list[HostNatServiceConfig] = element("nat", "HostNatServiceConfig", default_factory=list)
    ip_v6_enabled: bool | None = element("ipV6Enabled", "xsd:boolean", default=None)
    net_stack_spec: list[HostNetworkConfigNetStackSpec] = element("netStackSpec", "HostNetworkConfigNetStackSpec", default_factory=list)
    migration_status: str | None = element("migrationStatus", "xsd:string", default=None)


class HostNetworkConfigNetStackSpec(DynamicData):
    """Host network config net stack spec. Since API 5.5."""

    net_stack_instance: HostNetStackInstance = element("netStackInstance", "HostNetStackInstance")
    operation: str | None = element("operation", "xsd:string", default=None)


class HostOpaqueNetworkInfo(DynamicData):
    """Host opaque network info. Since API 5.5.

    Attributes:
        pnic_zone: since API 6.0.
        capability: since API 6.5.
        extra_config: since API 6.5.
    """

    opaque_network_id: str = element("opaqueNetworkId", "xsd:string")
    opaque_network_name: str = element("opaqueNetworkName", "xsd:string")
    opaque_network_type: str = element("opaqueNetworkType", "xsd:string")
    pnic_zone: list[str] = element("pnicZone", "xsd:string", default_factory=list)
    capability: OpaqueNetworkCapability | None = element("capability", "OpaqueNetworkCapability", default=None)
    extra_config: list[OptionValue] = element("extraConfig", "OptionValue", default_factory=list)


class HostVMotionInfo(DynamicData):
    """Host v motion info."""

    net_config: HostVMotionNetConfig | None = element("netConfig", "HostVMotionNetConfig", default=None)
    ip_config: HostIpConfig | None = element("ipConfig", "HostIpConfig", default=None)


class HostVMotionCompatibility(DynamicData):
    """Host v motion compatibility.

    Attributes:
        host: refers to HostSystem.
    """

    host: ManagedObjectReference = element("host", "ManagedObjectReference")
    compatibility: list[str] = element("compatibility", "xsd:string", default_factory=list)


class HostFirewallRulesetRulesetSpec(DynamicData):
    """Host firewall ruleset ruleset spec. Since API 5.0."""

    allowed_hosts: HostFirewallRulesetIpList = element("allowedHosts", "HostFirewallRulesetIpList")

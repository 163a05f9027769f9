"""What came with which API version; what is not here was always there.

Written from ``wsdl/`` by ``wsdl/generate.py``; do not edit.
"""

from __future__ import annotations

from typing import Final

__all__ = ["FIELDS", "METHODS", "PROPERTIES", "TYPES"]

# fmt: off
FIELDS: Final[dict[str, str]] = {  # type or method: its newer fields
    "AboutInfo": "patchLevel:7.0.2.0 instanceUuid:4.0 licenseProductName:4.0 licenseProductVersion:4.0",  # noqa: E501
    "AccountUpdatedEvent": "prevDescription:6.5",
    "AgentInstallFailed": "reason:4.0 statusCode:4.0 installerOutput:4.0",
    "AlarmReconfiguredEvent": "configChanges:6.5",
    "AlarmSpec": "systemName:5.0 actionFrequency:4.0",
    "AlarmState": "acknowledged:4.0 acknowledgedByUser:4.0 acknowledgedTime:4.0 eventKey:6.0 disabled:6.9.1",  # noqa: E501
    "CannotAccessNetwork": "network:6.0",
    "CannotUseNetwork": "network:6.0",
    "Capability": "supportedEVCMode:4.0 supportedEVCGraphicsMode:7.0.1.0 networkBackupAndRestoreSupported:5.1 ftDrsWithoutEvcSupported:6.7 hciWorkflowSupported:6.7.1 computePolicyVersion:6.8.7 clusterPlacementSupported:7.0.0.0 lifecycleManagementSupported:7.0.0.0 hostSeedingSupported:7.0.2.0 scalableSharesSupported:7.0.0.0 hadcsSupported:7.0.1.1 configMgmtSupported:7.0.3.1",  # noqa: E501
    "ClusterComputeResourceSummary": "admissionControlInfo:4.0 targetBalance:4.0 currentBalance:4.0 drsScore:7.0.0.0 numVmsPerDrsScoreBucket:7.0.0.0 usageSummary:6.0 currentEVCModeKey:4.0 currentEVCGraphicsModeKey:7.0.1.0 dasData:5.0 clusterMaintenanceModeStatus:7.0.0.2 vcsHealthStatus:7.0.1.1 vcsSlots:7.0.1.1",  # noqa: E501
    "ClusterComputeResourceVcsSlots": "systemId:7.0.3.0 datastore:7.0.3.0",
    "ClusterFailoverResourcesAdmissionControlInfo": "currentPMemFailoverResourcesPercent:7.0.2.0",
    "ClusterRuleInfo": "mandatory:4.1 userCreated:4.1 inCompliance:4.1 ruleUuid:6.0",
    "ClusterUsageSummary": "tier0MemCapacityMB:9.0.0.0 reservedTier0MemMB:9.0.0.0 unreservedTier0MemMB:9.0.0.0",  # noqa: E501
    "CpuIncompatible1ECX": "pclmulqdq:5.0 aes:5.0",
    "CustomFieldValueChangedEvent": "prevState:6.5",
    "CustomizationIPSettings": "ipV6Spec:4.0",
    "CustomizationIdentification": "domainOU:8.0.2.0",
    "CustomizationLinuxPrep": "timeZone:4.0 hwClockUTC:4.0 scriptText:7.0.0.0 compatibleCustomizationMethod:8.0.3.0 resetPassword:9.1.0.0 password:9.1.0.0 extraConfig:9.1.0.0",  # noqa: E501
    "CustomizationSysprep": "scriptText:9.1.0.0 resetPassword:9.1.0.0 extraConfig:9.1.0.0",
    "DasConfigFault": "reason:4.0 output:4.0 event:4.0",
    "DatacenterConfigInfo": "maximumHardwareVersionKey:7.0.2.0",
    "DatastoreCapability": "storageIORMSupported:4.1 nativeSnapshotSupported:5.1 topLevelDirectoryCreateSupported:5.5 seSparseSupported:5.5 vmfsSparseSupported:6.5 vsanSparseSupported:6.5 upitSupported:6.5 vmdkExpandSupported:6.7 clusteredVmdkSupported:7.0.0.0",  # noqa: E501
    "DatastoreFileEvent": "sourceOfOperation:6.5 succeeded:6.5",
    "DatastoreInfo": "maxVirtualDiskCapacity:5.5 maxMemoryFileSize:6.0 timestamp:4.0 containerId:5.5 aliasOf:6.7.1 supportedVDiskFormats:9.0.0.0 logicalSectorSize:9.0.0.0 physicalSectorSize:9.0.0.0",  # noqa: E501
    "DatastoreSummary": "uncommitted:4.0 maintenanceMode:5.0",
    "EVCMode": "guaranteedCPUFeatures:4.1 featureCapability:5.1 featureMask:5.1 featureRequirement:5.1 track:4.1",  # noqa: E501
    "EnterMaintenanceMode_Task": "maintenanceSpec:5.5",
    "Event": "ds:4.0 net:4.0 dvs:4.0 tgw:9.1.0.0 changeTag:4.0 auditId:9.1.0.0",
    "EventDescription": "enumeratedTypes:4.0",
    "EventDescriptionEventDetail": "description:4.0 longDescription:4.1",
    "EventEx": "objectName:4.1 fault:4.1",
    "EventFilterSpec": "tag:4.0 eventTypeId:4.0 maxCount:6.5 delayedInit:8.0.3.0 auditable:9.1.0.0 auditId:9.1.0.0",  # noqa: E501
    "ExtendVirtualDisk_Task": "eagerZero:4.0",
    "FaultToleranceConfigInfo": "orphaned:6.0",
    "FileBackedVirtualDiskSpec": "profile:5.5 crypto:6.5 sectorFormat:9.0.0.0",
    "FileInfo": "friendlyName:6.5 owner:4.0",
    "FileQueryFlags": "fileOwner:4.0",
    "FindByUuid": "instanceUuid:4.0",
    "GuestDiskInfo": "filesystemType:7.0.0.0 mappings:7.0.0.0",
    "GuestInfo": "toolsVersionStatus:4.0 toolsVersionStatus2:5.0 toolsRunningStatus:4.0 toolsInstallType:6.5 guestRebootStatus:9.1.0.0 guestDetailedData:8.0.2.0 ipStack:4.1 appHeartbeatStatus:4.1 guestKernelCrashed:6.0 appState:5.5 guestOperationsReady:5.0 interactiveGuestOperationsReady:5.0 guestStateChangeSupported:6.0 generationInfo:5.1 hwVersion:6.9.1 customizationInfo:7.0.2.0",  # noqa: E501
    "GuestNicInfo": "dnsConfig:4.1 ipConfig:4.1 netBIOSConfig:4.1",
    "HostActiveDirectoryInfo": "smartCardAuthenticationEnabled:6.0",
    "HostAssignableHardwareBinding": "pciId:9.1.0.0 deviceKey:9.1.0.0",
    "HostBIOSInfo": "vendor:6.5 majorRelease:6.5 minorRelease:6.5 firmwareMajorRelease:6.5 firmwareMinorRelease:6.5 firmwareType:8.0.2.0",  # noqa: E501
    "HostCapability": "ipmiSupported:4.0 maxRegisteredVMs:5.1 storageVMotionSupported:4.0 vmotionWithStorageVMotionSupported:4.0 vmotionAcrossNetworkSupported:5.5 maxNumDisksSVMotion:6.0 maxVirtualDiskDescVersionSupported:8.0.1.0 hbrNicSelectionSupported:5.1 vrNfcNicSelectionSupported:6.0 recordReplaySupported:4.0 ftSupported:4.0 replayUnsupportedReason:4.0 replayCompatibilityIssues:4.1 smpFtSupported:6.0 ftCompatibilityIssues:4.1 smpFtCompatibilityIssues:6.0 maxVcpusPerFtVm:6.0 loginBySSLThumbprintSupported:4.0 cloneFromSnapshotSupported:4.0 deltaDiskBackingsSupported:4.0 perVMNetworkTrafficShapingSupported:2.5u2 tpmSupported:4.0 tpmVersion:6.7 txtEnabled:6.7 drtmType:9.1.0.0 supportedCpuFeature:4.0 virtualExecUsageSupported:4.0 storageIORMSupported:4.1 vmDirectPathGen2Supported:4.1 vmDirectPathGen2UnsupportedReason:4.1 vmDirectPathGen2UnsupportedReasonExtended:4.1 supportedVmfsMajorVersion:5.0 vStorageCapable:4.1 snapshotRelayoutSupported:5.0 firewallIpRulesSupported:5.0 servicePackageInfoSupported:5.0 maxHostRunningVms:5.0 maxHostSupportedVcpus:5.0 vmfsDatastoreMountCapable:5.0 eightPlusHostVmfsSharedAccessSupported:5.1 nestedHVSupported:5.1 vPMCSupported:5.1 interVMCommunicationThroughVMCISupported:5.1 scheduledHardwareUpgradeSupported:5.1 featureCapabilitiesSupported:5.1 latencySensitivitySupported:5.1 storagePolicySupported:5.5 accel3dSupported:5.1 reliableMemoryAware:5.5 multipleNetworkStackInstanceSupported:5.5 messageBusProxySupported:6.0 vsanSupported:5.5 vFlashSupported:5.5 hostAccessManagerSupported:6.0 provisioningNicSelectionSupported:6.0 nfs41Supported:6.0 nfs41Krb5iSupported:6.5 turnDiskLocatorLedSupported:6.0 virtualVolumeDatastoreSupported:6.0 markAsSsdSupported:6.0 markAsLocalSupported:6.0 smartCardAuthenticationSupported:6.0 pMemSupported:6.7 pMemSnapshotSupported:6.7 cryptoSupported:6.5 oneKVolumeAPIsSupported:6.5 gatewayOnNicSupported:6.5 upitSupported:6.5 cpuHwMmuSupported:6.5 encryptedVMotionSupported:6.5 encryptionChangeOnAddRemoveSupported:6.5 encryptionHotOperationSupported:6.5 encryptionWithSnapshotsSupported:6.5 encryptionFaultToleranceSupported:6.5 encryptionMemorySaveSupported:6.5 encryptionRDMSupported:6.5 encryptionVFlashSupported:6.5 encryptionCBRCSupported:6.5 encryptionHBRSupported:6.5 ftEfiSupported:6.7 unmapMethodSupported:6.7 maxMemMBPerFtVm:6.7 virtualMmuUsageIgnored:6.7 virtualExecUsageIgnored:6.7 vmCreateDateSupported:6.7 vmfs3EOLSupported:6.7 ftVmcpSupported:6.7 quickBootSupported:6.7.1 encryptedFtSupported:7.0.2.0 assignableHardwareSupported:7.0.0.0 suspendToMemorySupported:7.0.2.0 useFeatureReqsForOldHWv:6.8.7 markPerenniallyReservedSupported:6.7.2 hppPspSupported:7.0.0.0 deviceRebindWithoutRebootSupported:7.0.0.0 storagePolicyChangeSupported:7.0.0.0 precisionTimeProtocolSupported:7.0.0.0 remoteDeviceVMotionSupported:7.0.0.0 maxSupportedVmMemory:7.0.0.0 ahDeviceHintsSupported:7.0.2.0 nvmeOverTcpSupported:7.0.3.0 nvmeStorageFabricServicesSupported:7.0.3.0 assignHwPciConfigSupported:7.0.2.0 timeConfigSupported:7.0.3.0 nvmeBatchOperationsSupported:7.0.3.0 pMemFailoverSupported:7.0.2.0 hostConfigEncryptionSupported:7.0.2.0 maxSupportedSimultaneousThreads:8.0.0.1 ptpConfigSupported:7.0.3.0 maxSupportedPtpPorts:7.0.3.0 sgxRegistrationSupported:8.0.0.1 pMemIndependentSnapshotSupported:7.0.3.0 iommuSLDirtyCapable:8.0.0.1 vmknicBindingSupported:8.0.1.0 ultralowFixedUnmapSupported:8.0.0.1 nvmeVvolSupported:8.0.0.0 fptHotplugSupported:8.0.1.0 mconnectSupported:8.0.1.0 vsanNicMgmtSupported:8.0.2.0 vvolNQNSupported:8.0.2.0 stretchedSCSupported:8.0.3.0 vmknicBindingOnNFSv41:8.0.3.0 vpStatusCheckSupported:8.0.3.0 e2e4knSupported:9.0.0.0 vsanDedicatedVmkNicSupported:9.0.0.0 nConnectSupported:8.0.3.0 userKeySupported:8.0.3.0 ndcmSupported:8.0.3.0 uefiSecureBoot:8.0.3.0 vpxdVmxGenerationSupported:9.0.0.0 nfs41Krb5pSupported:9.0.0.0 cimSupported:9.0.0.0 npivSupported:9.0.0.0 entitlementSupported:9.0.0.0 monitorUnrestricted:9.1.0.0 vnetworkingNicSelectionSupported:9.1.0.0 directPathInfoSupported:9.1.0.0 fcdLinkedCloneSupported:9.1.0.0 ehvQuickBootSupported:9.1.0.0 nestedHvTieringEnabled:9.1.0.0",  # noqa: E501
    "HostCertificateManagerCertificateInfo": "kind:8.0.1.0",
    "HostConfigInfo": "deploymentInfo:6.5 cpuScheduler:8.0.3.0 multipathState:4.0 systemFile:4.1 virtualNicManagerInfo:4.0 systemSwapConfiguration:5.1 lockdownMode:6.0 ipmi:4.0 sslThumbprintInfo:4.0 sslThumbprintData:5.0 authenticationData:9.0.0.0 certificate:5.0 pciPassthruInfo:4.0 authenticationManagerInfo:4.1 featureVersion:4.1 powerSystemCapability:4.1 powerSystemInfo:4.1 cacheConfigurationInfo:5.0 wakeOnLanCapable:5.0 featureCapability:5.1 maskedFeatureCapability:5.1 vFlashConfigInfo:5.5 vsanHostConfig:5.5 domainList:6.0 scriptCheckSum:6.0 hostConfigCheckSum:6.0 descriptionTreeCheckSum:7.0.0.0 graphicsInfo:5.5 sharedPassthruGpuTypes:6.0 graphicsConfig:6.5 sharedGpuCapabilities:6.7 ioFilterInfo:6.0 sriovDevicePool:6.5 assignableHardwareBinding:7.0.0.0 assignableHardwareConfig:7.0.0.0",  # noqa: E501
    "HostConfigManager": "virtualNicManager:4.0 imageConfigManager:5.0 pciPassthruSystem:4.0 licenseManager:4.0 kernelModuleSystem:4.0 authenticationManager:4.1 powerSystem:4.1 cacheConfigurationManager:5.0 esxAgentHostManager:5.0 iscsiManager:5.0 vFlashManager:5.5 vsanSystem:5.5 messageBusProxy:6.0 userDirectory:6.0 accountManager:6.0 hostAccessManager:6.0 graphicsManager:5.5 vsanInternalSystem:5.5 certificateManager:6.0 cryptoManager:6.5 nvdimmSystem:6.7 assignableHardwareManager:7.0.0.0",  # noqa: E501
    "HostConfigSummary": "sslThumbprint:4.0 sslCertificate:9.0.0.0 faultToleranceEnabled:4.0 featureVersion:4.1 agentVmDatastore:5.0 agentVmNetwork:5.0",  # noqa: E501
    "HostConnectSpec": "sslCertificate:9.0.0.0 managementIp:4.0 lockdownMode:6.0 hostGateway:6.0",
    "HostCpuPackage": "family:8.0.3.0 model:8.0.3.0 stepping:8.0.3.0",
    "HostDatastoreSystemCapabilities": "vmfsExtentExpansionSupported:4.0",
    "HostDateTimeConfig": "ptpConfig:7.0.3.0 protocol:7.0.3.0 enabled:7.0.3.0 disableEvents:7.0.3.0 disableFallback:7.0.3.0 resetToFactoryDefaults:7.0.3.0",  # noqa: E501
    "HostDateTimeInfo": "systemClockProtocol:7.0.0.0 ptpConfig:7.0.3.0 enabled:7.0.3.0 disableEvents:7.0.3.0 disableFallback:7.0.3.0 inFallbackState:7.0.3.0 serviceSync:7.0.3.0 lastSyncTime:7.0.3.0 remoteNtpServer:7.0.3.0 ntpRunTime:7.0.3.0 ptpRunTime:7.0.3.0 ntpDuration:7.0.3.0 ptpDuration:7.0.3.0",  # noqa: E501
    "HostDisconnectedEvent": "reason:4.0",
    "HostDnsConfig": "ipv6VirtualNicDevice:6.7",
    "HostDnsConfigSpec": "virtualNicConnectionV6:6.7",
    "HostFileSystemMountInfo": "vStorageSupport:4.1",
    "HostFirewallRule": "portType:5.0",
    "HostFirewallRuleset": "allowedHosts:5.0 userControllable:8.0.2.0 ipListUserConfigurable:8.0.2.0",  # noqa: E501
    "HostGraphicsConfigDeviceType": "vgpuMode:8.0.3.0",
    "HostGraphicsInfo": "vgpuMode:8.0.3.0",
    "HostHardwareInfo": "cpuPowerManagementInfo:4.0 smcPresent:5.0 dvxClasses:8.0.0.1 reliableMemoryInfo:5.5 persistentMemoryInfo:6.7 sgxInfo:7.0.0.0 sevInfo:7.0.1.0 memoryTieringType:7.0.3.0 memoryTierInfo:7.0.3.0 tdxInfo:9.0.0.0",  # noqa: E501
    "HostHardwareStatusInfo": "dpuStatusInfo:8.0.0.1",
    "HostHardwareSummary": "family:9.0.0.0",
    "HostHostBusAdapter": "storageProtocol:7.0.0.0 driverVersion:9.1.0.0 firmwareVersion:9.1.0.0",
    "HostInternetScsiHba": "canBeDisabled:5.0 networkBindingSupport:5.0 digestCapabilities:4.0 digestProperties:4.0 supportedAdvancedOptions:4.0 advancedOptions:4.0",  # noqa: E501
    "HostInternetScsiHbaAuthenticationCapabilities": "mutualChapSettable:4.0 targetChapSettable:4.0 targetMutualChapSettable:4.0",  # noqa: E501
    "HostInternetScsiHbaAuthenticationProperties": "chapAuthenticationType:4.0 chapInherited:4.0 mutualChapName:4.0 mutualChapSecret:4.0 mutualChapAuthenticationType:4.0 mutualChapInherited:4.0",  # noqa: E501
    "HostInternetScsiHbaIPCapabilities": "ipv6Supported:4.0 arpRedirectSettable:4.0 mtuSettable:4.0 hostNameAsTargetAddress:4.0 nameAliasSettable:4.1 ipv4EnableSettable:6.0 ipv6EnableSettable:6.0 ipv6PrefixLengthSettable:6.0 ipv6PrefixLength:6.0 ipv6DhcpConfigurationSettable:6.0 ipv6LinkLocalAutoConfigurationSettable:6.0 ipv6RouterAdvertisementConfigurationSettable:6.0 ipv6DefaultGatewaySettable:6.0 ipv6MaxStaticAddressesSupported:6.0",  # noqa: E501
    "HostInternetScsiHbaIPProperties": "ipv6Address:4.0 ipv6SubnetMask:4.0 ipv6DefaultGateway:4.0 arpRedirectEnabled:4.0 mtu:4.0 jumboFramesEnabled:4.0 ipv4Enabled:6.0 ipv6Enabled:6.0 ipv6properties:6.0",  # noqa: E501
    "HostInternetScsiHbaSendTarget": "authenticationProperties:4.0 digestProperties:4.0 supportedAdvancedOptions:4.0 advancedOptions:4.0 parent:4.0",  # noqa: E501
    "HostInternetScsiHbaStaticTarget": "discoveryMethod:5.1 authenticationProperties:4.0 digestProperties:4.0 supportedAdvancedOptions:4.0 advancedOptions:4.0 parent:4.0",  # noqa: E501
    "HostIpConfig": "ipV6Config:4.0",
    "HostIpRouteConfig": "ipV6DefaultGateway:4.0 ipV6GatewayDevice:4.0",
    "HostIpRouteEntry": "deviceName:4.1",
    "HostListSummary": "rebootRequiredReason:9.1.0.0 maintenanceModeRequired:9.1.0.0 maxEVCModeKey:4.0 currentEVCModeKey:4.0 currentEVCGraphicsModeKey:7.0.1.0 gateway:6.0 tpmAttestation:6.7 trustAuthorityAttestationInfos:7.0.1.0",  # noqa: E501
    "HostListSummaryQuickStats": "availablePMemCapacity:6.7 uptime:4.1",
    "HostMaintenanceSpec": "purpose:7.0.0.0 evacMode:9.1.0.0",
    "HostMemoryTierInfo": "internalFlags:8.0.3.0",
    "HostMountInfo": "mounted:5.0 inaccessibleReason:5.1 vmknicName:8.0.1.0 vmknicActive:8.0.1.0 mountFailedReason:8.0.0.1 numTcpConnections:8.0.1.0",  # noqa: E501
    "HostMultipathInfoLogicalUnit": "storageArrayTypePolicy:4.0",
    "HostMultipathInfoPath": "state:4.0 isWorkingPath:4.0",
    "HostNasVolume": "remoteHostNames:6.0 securityType:6.0 protocolEndpoint:6.0",
    "HostNasVolumeSpec": "remoteHostNames:6.0 securityType:6.0 vmknicToBind:8.0.1.0 vmknicBound:8.0.1.0 connections:8.0.1.0",  # noqa: E501
    "HostNetCapabilities": "ipV6Supported:4.0 backupNfcNiocSupported:7.0.1.0",
    "HostNetStackInstance": "owner:9.0.0.0",
    "HostNetworkConfig": "proxySwitch:4.0 routeTableConfig:4.0 ipV6Enabled:4.0 netStackSpec:5.5 migrationStatus:7.0.2.0",  # noqa: E501
    "HostNetworkInfo": "proxySwitch:4.0 rdmaDevice:7.0.0.0 routeTableInfo:4.0 ipV6Enabled:4.0 atBootIpV6Enabled:4.1 netStackInstance:5.5 opaqueSwitch:5.5 opaqueNetwork:5.5 nsxTransportNodeId:7.0.0.0 nvdsToVdsMigrationRequired:7.0.2.0 migrationStatus:7.0.2.0",  # noqa: E501
    "HostNtpConfig": "configFile:6.0",
    "HostNumaNode": "memorySize:8.0.0.0 pciId:6.7",
    "HostNumericSensorInfo": "id:6.5 sensorNumber:8.0.0.1 timeStamp:6.5 fru:8.0.0.1",
    "HostOpaqueNetworkInfo": "pnicZone:6.0 capability:6.5 extraConfig:6.5",
    "HostOpaqueSwitch": "pnicZone:6.0 status:6.0 vtep:6.0 extraConfig:6.5 featureCapability:6.7",
    "HostPciDevice": "physicalSlot:9.0.0.0 slotDescription:9.0.0.0 parentBridge:4.0 deviceClassName:8.0.3.0 directPathInfo:9.1.0.0",  # noqa: E501
    "HostPciPassthruInfo": "hardwareLabel:7.0.2.0 directPathState:9.1.0.0",
    "HostProtocolEndpoint": "type:6.5 nfsServerScope:6.5 nfsServerMajor:6.5 nfsServerAuthType:6.5 nfsServerUser:6.5 usedByStretchedContainer:8.0.3.0",  # noqa: E501
    "HostProxySwitch": "configNumPorts:5.0 hostLag:5.5 networkReservationSupported:5.5 nsxtEnabled:7.0.0.0 ensEnabled:7.0.0.0 ensInterruptEnabled:7.0.0.0 transportZones:7.0.0.0 nsxUsedUplinkPort:7.0.0.0 nsxtStatus:7.0.0.0 nsxtStatusDetail:7.0.0.0 ensInfo:8.0.0.1 networkOffloadingEnabled:8.0.0.1 hostUplinkState:8.0.3.0 autoDeployOwned:9.1.0.0 hostPerfNicOffloadState:9.1.0.0 teplessMode:9.1.0.0",  # noqa: E501
    "HostRuntimeInfo": "standbyMode:4.1 inQuarantineMode:6.5 dasHostState:5.0 tpmPcrValues:4.0 vsanRuntimeInfo:5.5 networkRuntimeInfo:5.5 vFlashResourceRuntimeInfo:5.5 hostMaxVirtualDiskCapacity:5.5 cryptoState:6.5 cryptoKeyId:6.5 statelessNvdsMigrationReady:7.0.2.0 partialMaintenanceMode:8.0.3.0 stateEncryption:7.0.3.0 podVMInfo:9.1.0.0",  # noqa: E501
    "HostRuntimeInfoNetworkRuntimeInfo": "networkResourceRuntime:6.0",
    "HostScsiDisk": "ssd:5.0 localDisk:6.0 physicalLocation:6.0 emulatedDIXDIFEnabled:6.0 vsanDiskInfo:6.0 scsiDiskType:6.5 usedByMemoryTiering:8.0.3.0",  # noqa: E501
    "HostService": "sourcePackage:5.0",
    "HostSevInfo": "snpState:9.0.0.0 snpSupported:9.0.0.0",
    "HostSgxInfo": "registrationInfo:8.0.0.1",
    "HostSslThumbprintInfo": "ownerTag:5.0",
    "HostStorageDeviceInfo": "nvmeTopology:7.0.0.0 plugStoreTopology:4.0",
    "HostSystemInfo": "family:9.0.0.0 serialNumber:6.7 qualifiedName:7.0.3.0 vvolHostNQN:8.0.0.0 vvolHostId:8.0.0.0 bootCommandLine:8.0.3.0",  # noqa: E501
    "HostVirtualNic": "owner:9.0.0.0",
    "HostVirtualNicConnection": "opNetwork:6.7",
    "HostVirtualNicSpec": "distributedVirtualPort:4.0 portgroup:4.0 mtu:4.0 tsoEnabled:4.0 netStackInstanceKey:5.5 opaqueNetwork:6.0 externalId:6.0 pinnedPnic:6.0 ipRouteSpec:6.5 systemOwned:7.0.0.0 dpuId:8.0.0.1",  # noqa: E501
    "HostVirtualSwitchBondBridge": "linkDiscoveryProtocolConfig:4.0",
    "HostVmfsVolume": "blockSize:6.5 unmapGranularity:6.5 unmapPriority:6.5 unmapBandwidthSpec:6.7 forceMountedInfo:4.0 ssd:5.0 local:5.5 scsiDiskType:6.5",  # noqa: E501
    "HostVvolVolume": "hostVvolNQN:8.0.2.0 protocolEndpointType:8.0.0.0 vvolNQNFieldsAvailable:8.0.2.0 stretched:8.0.3.0",  # noqa: E501
    "HttpNfcLeaseDeviceUrl": "sslCertificate:9.0.0.0 disk:4.1 targetId:4.1 datastoreKey:4.1 fileSize:4.1",  # noqa: E501
    "HttpNfcLeaseInfo": "hostMap:4.1",
    "HttpNfcLeaseManifestEntry": "checksum:6.7 checksumType:6.7",
    "ImportSpec": "instantiationOst:5.0",
    "InaccessibleDatastore": "detail:5.0",
    "InsufficientVFlashResourcesFault": "freeSpaceInMB:6.0 requestedSpaceInMB:6.0",
    "IoFilterInfo": "type:6.5",
    "LocalDatastoreCreatedEvent": "datastoreUrl:6.5",
    "MethodDisabled": "source:4.1",
    "MoveVirtualDisk_Task": "profile:5.5",
    "NASDatastoreCreatedEvent": "datastoreUrl:6.5",
    "NetworkSummary": "ipPoolName:4.0 ipPoolId:5.1",
    "NoPermission": "missingPrivileges:7.0.3.2",
    "OvfCreateDescriptorParams": "includeImageFiles:4.1 exportOption:5.1 snapshot:5.5",
    "OvfCreateDescriptorResult": "includeImageFiles:4.1",
    "OvfCreateImportSpecParams": "resourceMapping:4.1 diskProvisioning:4.1 instantiationOst:5.0",
    "OvfFile": "capacity:4.1 populatedSize:4.1",
    "OvfManagerCommonParams": "importOption:5.1",
    "OvfParseDescriptorResult": "entityName:4.1 annotatedOst:5.0",
    "OvfValidateHostResult": "supportedDiskProvisioning:4.1",
    "PerfCounterInfo": "perDeviceLevel:4.1",
    "PhysicalNic": "driverVersion:8.0.0.1 firmwareVersion:8.0.0.1 fcoeConfiguration:5.0 vmDirectPathGen2Supported:4.1 vmDirectPathGen2SupportedMode:4.1 resourcePoolSchedulerAllowed:4.1 resourcePoolSchedulerDisallowedReason:4.1 autoNegotiateSupported:4.1 enhancedNetworkingStackSupported:6.7 ensInterruptSupported:7.0.0.0 rdmaDevice:7.0.0.0 dpuId:8.0.0.1 perfNicOffloadSupported:9.1.0.0",  # noqa: E501
    "PhysicalNicSpec": "enableEnhancedNetworkingStack:6.7 ensInterruptEnabled:7.0.0.0",
    "PropertyFilterSpec": "reportMissingObjectsInResults:4.1",
    "QueryEvents": "eventViewSpec:9.0.0.0",
    "ReconnectHost_Task": "reconnectSpec:5.0",
    "RelocateVM_Task": "priority:4.0",
    "RemoveAllSnapshots_Task": "consolidate:5.0 spec:8.0.3.0",
    "RemoveSnapshot_Task": "consolidate:5.0",
    "ReplicationConfigSpec": "netCompressionEnabled:6.0 netEncryptionEnabled:6.7 encryptionDestination:6.7 additionalEncryptionDestination:9.1.0.0 encryptionPort:6.7 remoteCertificateThumbprint:6.7 dataSetsReplicationEnabled:8.0.0.0 useHbrProxyHttpPreamble:9.1.0.0",  # noqa: E501
    "ResourceConfigSpec": "scaleDescendantsShares:7.0.0.0",
    "ResourcePoolQuickStats": "compressedMemory:4.1",
    "ResourcePoolReconfiguredEvent": "configChanges:6.5",
    "ResourcePoolRuntimeInfo": "sharesScalable:7.0.0.0",
    "ResourcePoolSummary": "quickStats:4.0 configuredMemoryMB:4.0",
    "RevertToCurrentSnapshot_Task": "suppressPowerOn:2.5u2",
    "RevertToSnapshot_Task": "suppressPowerOn:2.5u2",
    "RuleViolation": "rule:4.0",
    "SSLVerifyFault": "certificate:9.0.0.0",
    "ScsiLun": "descriptor:4.0 displayName:4.0 capabilities:4.0 vStorageSupport:4.1 protocolEndpoint:6.0 perenniallyReserved:6.7.2 clusteredVmdkSupported:7.0.0.0 applicationProtocol:8.0.1.0 dispersedNs:8.0.1.0 deviceReservation:8.0.3.0",  # noqa: E501
    "ServiceContent": "serviceManager:5.1 guestCustomizationManager:6.8.7 datastoreNamespaceManager:5.5 snmpSystem:4.0 vmProvisioningChecker:4.0 vmCompatibilityChecker:4.0 ovfManager:4.0 ipPoolManager:4.0 dvSwitchManager:4.0 hostProfileManager:4.0 clusterProfileManager:4.0 complianceManager:4.0 localizationManager:4.0 storageResourceManager:4.1 guestOperationsManager:5.0 overheadMemoryManager:6.0 certificateManager:6.0 ioFilterManager:6.0 vStorageObjectManager:6.5 hostSpecManager:6.5 cryptoManager:6.5 healthUpdateManager:6.5 failoverClusterConfigurator:6.5 failoverClusterManager:6.5 tenantManager:6.9.1 siteInfoManager:7.0.0.0 storageQueryManager:6.7.2 directPathProfileManager:9.0.0.0",  # noqa: E501
    "ServiceLocator": "sslCertificate:9.0.0.0",
    "SessionManagerGenericServiceTicket": "hostName:5.1 sslThumbprint:5.1 certThumbprintList:7.0.3.1 sslCertificate:9.0.0.0 ticketType:7.0.2.0",  # noqa: E501
    "StorageIOAllocationInfo": "reservation:5.5",
    "StorageIORMInfo": "congestionThresholdMode:5.1 percentOfPeakThroughput:5.1 statsCollectionEnabled:5.0 reservationEnabled:6.0 statsAggregationDisabled:5.0 reservableIopsThreshold:6.0",  # noqa: E501
    "TaskInfo": "description:4.0 progressDetails:8.0.1.0 changeTag:4.0 parentTaskKey:4.0 rootTaskKey:4.0 activationId:6.0",  # noqa: E501
    "ToolsConfigInfo": "toolsInstallType:6.5 customizationKeyId:6.5 syncTimeWithHostAllowed:7.0.1.0 lastInstallInfo:5.0",  # noqa: E501
    "UpdateSet": "truncated:4.1",
    "UserLoginSessionEvent": "userAgent:5.1",
    "UserLogoutSessionEvent": "ipAddress:5.1 userAgent:5.1 callCount:5.1 sessionId:5.1 loginTime:5.1",  # noqa: E501
    "UserSession": "extensionSession:5.0 ipAddress:5.1 userAgent:5.1 callCount:5.1",
    "VASAStorageArray": "discoverySvcInfo:8.0.0.0",
    "VAppConfigInfo": "instanceUuid:4.1 managedBy:5.0",
    "VAppConfigSpec": "instanceUuid:4.1 managedBy:5.0",
    "VAppEntityConfigInfo": "destroyWithParent:4.1",
    "VAppPropertyInfo": "typeReference:5.1",
    "VMFSDatastoreCreatedEvent": "datastoreUrl:6.5",
    "VimVasaProvider": "uid:6.7 vhostConfig:8.0.1.0 versionId:8.0.1.0",
    "VirtualAppSummary": "suspended:4.1 instanceUuid:4.1",
    "VirtualDevice": "slotInfo:5.1 numaNode:8.0.0.1 deviceGroupInfo:8.0.0.1",
    "VirtualDeviceConfigSpec": "profile:5.5 backing:6.5 filterSpec:7.0.2.1 changeMode:8.0.0.1",
    "VirtualDeviceConnectInfo": "migrateConnect:6.7 status:4.0",
    "VirtualDeviceFileBackingInfo": "backingObjectId:5.5",
    "VirtualDisk": "capacityInBytes:5.5 storageIOAllocation:4.1 diskObjectId:5.5 vFlashCacheConfigInfo:5.5 iofilter:6.0 vDiskId:6.5 vDiskVersion:8.0.1.0 virtualDiskFormat:9.0.0.0 nativeUnmanagedLinkedClone:6.7 independentFilters:7.0.2.1 guestReadOnly:8.0.2.0 diskChainBrokenIssue:9.1.0.0",  # noqa: E501
    "VirtualDiskConfigSpec": "diskMoveType:6.0",
    "VirtualDiskFlatVer1BackingInfo": "contentId:4.0 parent:4.0",
    "VirtualDiskFlatVer2BackingInfo": "eagerlyScrub:4.0 contentId:4.0 changeId:4.0 parent:4.0 deltaDiskFormat:5.0 digestEnabled:5.0 deltaGrainSize:5.1 deltaDiskFormatVariant:6.0 sharing:6.0 keyId:6.5",  # noqa: E501
    "VirtualDiskRawDiskMappingVer1BackingInfo": "contentId:4.0 changeId:4.0 parent:4.0 deltaDiskFormat:6.7 deltaGrainSize:6.7 sharing:6.0",  # noqa: E501
    "VirtualDiskRawDiskVer2BackingInfo": "changeId:4.0 sharing:6.0",
    "VirtualDiskSeSparseBackingInfo": "keyId:6.5",
    "VirtualDiskSparseVer1BackingInfo": "contentId:4.0 parent:4.0",
    "VirtualDiskSparseVer2BackingInfo": "contentId:4.0 changeId:4.0 parent:4.0 keyId:6.5",
    "VirtualEthernetCard": "resourceAllocation:6.0 externalId:6.0 uptCompatibilityEnabled:6.0 subnetId:9.0.0.0",  # noqa: E501
    "VirtualEthernetCardNetworkBackingInfo": "inPassthroughMode:2.5u2",
    "VirtualHardware": "numCoresPerSocket:5.0 autoCoresPerSocket:8.0.0.1 virtualICH7MPresent:5.0 virtualSMCPresent:5.0 motherboardLayout:8.0.0.1 simultaneousThreads:8.0.0.1",  # noqa: E501
    "VirtualMachineBootOptions": "efiSecureBootEnabled:6.5 bootRetryEnabled:4.1 bootRetryDelay:4.1 bootOrder:5.0 networkBootProtocol:6.0",  # noqa: E501
    "VirtualMachineCapability": "vmNpivWwnDisableSupported:4.0 vmNpivWwnUpdateSupported:4.0 bootRetryOptionsSupported:4.1 settingDisplayTopologySupported:2.5u2 recordReplaySupported:4.0 changeTrackingSupported:4.0 multipleCoresPerSocketSupported:5.0 hostBasedReplicationSupported:5.0 guestAutoLockSupported:5.0 memoryReservationLockSupported:5.0 featureRequirementSupported:5.1 poweredOnMonitorTypeChangeSupported:5.1 seSparseDiskSupported:5.1 nestedHVSupported:5.1 vPMCSupported:5.1 secureBootSupported:6.5 perVmEvcSupported:6.7 virtualMmuUsageIgnored:6.7 virtualExecUsageIgnored:6.7 diskOnlySnapshotOnSuspendedVMSupported:6.7 suspendToMemorySupported:7.0.2.0 toolsSyncTimeAllowSupported:7.0.1.0 sevSupported:7.0.1.0 pmemFailoverSupported:7.0.2.0 requireSgxAttestationSupported:8.0.0.1 changeModeDisksSupported:8.0.0.1 vendorDeviceGroupSupported:8.0.1.0 sevSnpSupported:9.0.0.0 tdxSupported:9.0.0.0 ehvSecureBootSupported:9.1.0.0",  # noqa: E501
    "VirtualMachineCloneSpec": "snapshot:4.0 memory:5.5 tpmProvisionPolicy:8.0.0.1",
    "VirtualMachineConfigInfo": "createDate:6.7 instanceUuid:4.0 npivDesiredNodeWwns:4.0 npivDesiredPortWwns:4.0 npivTemporaryDisabled:4.0 npivOnNonRdmDisks:4.0 rebootPowerOff:8.0.0.1 vcpuConfig:7.0.0.0 latencySensitivity:5.1 memoryHotAddEnabled:2.5u2 cpuHotAddEnabled:2.5u2 cpuHotRemoveEnabled:2.5u2 hotPlugMemoryLimit:2.5u2 hotPlugMemoryIncrementSize:2.5u2 ftInfo:4.0 repConfig:6.0 vAppConfig:4.0 vAssertsEnabled:4.0 changeTrackingEnabled:4.0 firmware:5.0 maxMksConnections:5.0 guestAutoLockEnabled:5.0 managedBy:5.0 memoryReservationLockedToMax:5.0 initialOverhead:5.0 nestedHVEnabled:5.1 vPMCEnabled:5.1 scheduledHardwareUpgradeInfo:5.1 forkConfigInfo:6.0 vFlashCacheReservation:5.5 vmxConfigChecksum:6.0 messageBusTunnelEnabled:6.0 vmStorageObjectId:6.0 swapStorageObjectId:6.0 keyId:6.5 guestIntegrityInfo:6.5 migrateEncryption:6.5 sgxInfo:7.0.0.0 contentLibItemInfo:7.0.0.0 ftEncryptionMode:7.0.2.0 guestMonitoringModeInfo:7.0.0.0 sevEnabled:7.0.1.0 numaInfo:8.0.0.1 pmemFailoverEnabled:7.0.2.0 vmxStatsCollectionEnabled:7.0.3.1 vmOpNotificationToAppEnabled:7.0.3.0 vmOpNotificationTimeout:8.0.0.1 deviceSwap:8.0.0.1 pmem:7.0.3.0 deviceGroups:8.0.0.1 fixedPassthruHotPlugEnabled:8.0.1.0 metroFtEnabled:8.0.3.0 vmxRuntimeConfig:9.0.0.0 metroFtHostGroup:8.0.3.0 tdxEnabled:9.0.0.0 sevSnpEnabled:9.0.0.0 guestArchitecture:9.1.0.0",  # noqa: E501
    "VirtualMachineConfigSpec": "createDate:6.7 instanceUuid:4.0 npivDesiredNodeWwns:4.0 npivDesiredPortWwns:4.0 npivTemporaryDisabled:4.0 npivOnNonRdmDisks:4.0 rebootPowerOff:8.0.0.1 vcpuConfig:7.0.0.0 numCoresPerSocket:5.0 memoryHotAddEnabled:2.5u2 cpuHotAddEnabled:2.5u2 cpuHotRemoveEnabled:2.5u2 virtualICH7MPresent:5.0 virtualSMCPresent:5.0 latencySensitivity:5.1 vAppConfig:4.0 ftInfo:4.0 repConfig:6.0 vAppConfigRemoved:4.0 vAssertsEnabled:4.0 changeTrackingEnabled:4.0 firmware:5.0 maxMksConnections:5.0 guestAutoLockEnabled:5.0 managedBy:5.0 memoryReservationLockedToMax:5.0 nestedHVEnabled:5.1 vPMCEnabled:5.1 scheduledHardwareUpgradeInfo:5.1 vmProfile:5.5 messageBusTunnelEnabled:6.0 crypto:6.5 migrateEncryption:6.5 sgxInfo:7.0.0.0 ftEncryptionMode:7.0.2.0 guestMonitoringModeInfo:7.0.0.0 sevEnabled:7.0.1.0 virtualNuma:8.0.0.1 motherboardLayout:8.0.0.1 pmemFailoverEnabled:7.0.2.0 vmxStatsCollectionEnabled:7.0.3.1 vmOpNotificationToAppEnabled:7.0.3.0 vmOpNotificationTimeout:8.0.0.1 deviceSwap:8.0.0.1 simultaneousThreads:8.0.0.1 pmem:7.0.3.0 deviceGroups:8.0.0.1 fixedPassthruHotPlugEnabled:8.0.1.0 metroFtEnabled:8.0.3.0 metroFtHostGroup:8.0.3.0 tdxEnabled:9.0.0.0 sevSnpEnabled:9.0.0.0 tagSpecs:9.1.0.0 vmPlacementPolicies:9.1.0.0",  # noqa: E501
    "VirtualMachineConfigSummary": "instanceUuid:4.0 product:4.0 installBootRequired:4.0 ftInfo:4.0 managedBy:5.0 tpmPresent:6.7 numVmiopBackings:6.7 hwVersion:6.9.1",  # noqa: E501
    "VirtualMachineDeviceRuntimeInfoVirtualEthernetCardRuntimeState": "uptv2Active:8.0.0.1 uptv2InactiveReasonVm:8.0.0.1 uptv2InactiveReasonOther:8.0.0.1 reservationStatus:5.5 attachmentStatus:6.7 featureRequirement:6.7",  # noqa: E501
    "VirtualMachineFileInfo": "ftMetadataDirectory:6.0",
    "VirtualMachineFileLayoutExDiskLayout": "virtualDiskFormat:9.0.0.0",
    "VirtualMachineFileLayoutExFileInfo": "uniqueSize:5.1 backingObjectId:6.0 accessible:6.0",
    "VirtualMachineFileLayoutExSnapshotLayout": "memoryKey:6.0",
    "VirtualMachineFlagInfo": "virtualExecUsage:4.0 recordReplayEnabled:4.0 faultToleranceType:6.0 cbrcCacheEnabled:6.5 vvtdEnabled:6.7 vbsEnabled:6.7",  # noqa: E501
    "VirtualMachineForkConfigInfo": "parentForkGroupId:6.5",
    "VirtualMachineGuestSummary": "toolsVersionStatus:4.0 toolsVersionStatus2:5.0 toolsRunningStatus:4.0 hwVersion:6.9.1",  # noqa: E501
    "VirtualMachineImportSpec": "resPoolEntity:4.1",
    "VirtualMachineMessage": "text:4.0",
    "VirtualMachineQuickStats": "overallCpuDemand:4.0 overallCpuReadiness:7.0.0.0 staticCpuEntitlement:4.0 staticMemoryEntitlement:4.0 grantedMemory:7.0.0.0 privateMemory:4.0 sharedMemory:4.0 swappedMemory:4.0 balloonedMemory:4.0 consumedOverheadMemory:4.0 ftLogBandwidth:4.0 ftSecondaryLatency:4.0 ftLatencyStatus:4.0 compressedMemory:4.1 uptimeSeconds:4.1 ssdSwappedMemory:5.0 activeMemory:7.0.3.0 memoryTierStats:7.0.3.0",  # noqa: E501
    "VirtualMachineRelocateSpec": "service:6.0 folder:6.0 diskMoveType:4.0 deviceChange:5.5 profile:5.5 cryptoSpec:7.0.0.0 tagSpecs:9.1.0.0 vmPlacementPolicies:9.1.0.0",  # noqa: E501
    "VirtualMachineRelocateSpecDiskLocator": "diskMoveType:4.0 diskBackingInfo:5.0 profile:5.5 backing:7.0.0.0 filterSpec:7.0.2.1",  # noqa: E501
    "VirtualMachineRuntimeInfo": "device:4.1 vmFailoverInProgress:7.0.2.0 faultToleranceState:4.0 dasVmProtection:5.0 recordReplayState:4.0 cleanPowerOff:4.0 needSecondaryReason:4.0 onlineStandby:5.1 minRequiredEVCModeKey:4.1 consolidationNeeded:5.0 offlineFeatureRequirement:5.1 featureRequirement:5.1 featureMask:5.1 vFlashCacheAllocation:5.5 paused:6.0 snapshotInBackground:6.0 quiescedForkParent:6.0 instantCloneFrozen:6.7 cryptoState:6.7 suspendedToMemory:7.0.2.0 opNotificationTimeout:8.0.0.1 iommuActive:8.0.1.0 consolidateWorkTotal:9.1.0.0 consolidateWorkDone:9.1.0.0 diskChainBroken:9.1.0.0",  # noqa: E501
    "VirtualMachineSgxInfo": "requireAttestation:8.0.0.1",
    "VirtualMachineSnapshotTree": "id:4.0 backupManifest:2.5u2 replaySupported:4.0",
    "VirtualMachineSummary": "storage:4.0",
    "VirtualMachineTicket": "certThumbprintList:7.0.3.1 sslCertificate:9.0.0.0 url:7.0.0.0",
    "VirtualMachineVMCIDevice": "filterEnable:6.0 filterInfo:6.0",
    "VirtualMachineVideoCard": "numDisplays:2.5u2 useAutoDetect:2.5u2 enable3DSupport:2.5u2 use3dRenderer:5.1 graphicsMemorySizeInKB:6.0",  # noqa: E501
    "VirtualNVDIMM": "configuredCapacityInMB:7.0.2.0",
    "VirtualNVMEController": "sharedBus:8.0.2.0",
    "VirtualPCIPassthroughVmiopBackingInfo": "vgpuMigrateDataSizeMB:8.0.0.1 migrateSupported:7.0.2.0 enhancedMigrateCapability:8.0.0.1",  # noqa: E501
    "VirtualSriovEthernetCard": "dvxBackingInfo:8.0.0.1",
    "VirtualUSB": "vendor:4.1 product:4.1 family:4.1 speed:4.1",
    "VirtualVmxnet3": "uptv2Enabled:8.0.0.1 strictLatencyConfig:8.0.3.1",
    "VirtualVmxnet3Vrdma": "deviceProtocol:6.7",
    "VmBeingHotMigratedEvent": "destDatacenter:5.0 destDatastore:5.0",
    "VmBeingMigratedEvent": "destDatacenter:5.0 destDatastore:5.0",
    "VmBeingRelocatedEvent": "destDatacenter:5.0 destDatastore:5.0",
    "VmConfigFileInfo": "encryption:6.5",
    "VmConfigFileQueryFilter": "encrypted:6.5",
    "VmConfigFileQueryFlags": "encryption:6.5",
    "VmDiskFileInfo": "thin:4.0 encryption:6.5 sectorFormat:9.0.0.0",
    "VmDiskFileQueryFilter": "thin:4.0 encrypted:6.5",
    "VmDiskFileQueryFlags": "thin:4.0 encryption:6.5 sectorFormat:9.0.0.0",
    "VmFailedMigrateEvent": "destDatacenter:5.0 destDatastore:5.0",
    "VmFailoverFailed": "reason:4.1",
    "VmHealthMonitoringStateChangedEvent": "prevState:6.5",
    "VmMigratedEvent": "sourceDatacenter:5.0 sourceDatastore:5.0",
    "VmReconfiguredEvent": "configChanges:6.5",
    "VmRelocateFailedEvent": "destDatacenter:5.0 destDatastore:5.0",
    "VmRelocatedEvent": "sourceDatacenter:5.0 sourceDatastore:5.0",
    "VmResourceReallocatedEvent": "configChanges:6.5",
    "VmfsDatastoreInfo": "maxPhysicalRDMFileSize:5.1 maxVirtualRDMFileSize:5.1",
    "VsanHostConfigInfo": "faultDomainInfo:6.0 vsanEsaEnabled:8.0.0.1 vsanCyberRecoveryEnabled:9.1.0.0",  # noqa: E501
    "VsanHostConfigInfoStorageInfo": "diskMapInfo:6.0 checksumEnabled:6.0",
}
TYPES: Final[dict[str, str]] = {  # version: the types that it brought
    "2.5u2": "DeviceHotPlugNotSupported DeviceUnsupportedForVmPlatform DeviceUnsupportedForVmVersion InvalidNasCredentials InvalidNetworkResource NasConfigFault NasConnectionLimitReached NasSessionCredentialConflict NetworkInaccessible ParaVirtualSCSIController VirtualLsiLogicSASController VirtualMachineVMCIDevice VirtualVmxnet3",  # noqa: E501
    "4.0": "CheckResult ClusterDasAdmissionControlInfo ClusterFailoverHostAdmissionControlInfo ClusterFailoverHostAdmissionControlInfoHostStatus ClusterFailoverLevelAdmissionControlInfo ClusterFailoverResourcesAdmissionControlInfo ConnectedIso CpuHotPlugNotSupported CustomizationAutoIpV6Generator CustomizationCustomIpV6Generator CustomizationDhcpIpV6Generator CustomizationFixedIpV6 CustomizationIPSettingsIpV6AddressSpec CustomizationIpV6Generator CustomizationStatelessIpV6Generator CustomizationUnknownIpV6Generator DatastoreCapacityIncreasedEvent DatastoreFileCopiedEvent DatastoreFileDeletedEvent DatastoreFileEvent DatastoreFileMovedEvent DiskChangeExtent DiskChangeInfo DiskMoveTypeNotSupported DistributedVirtualSwitchHostMemberBacking DistributedVirtualSwitchHostMemberPnicBacking DistributedVirtualSwitchHostMemberPnicSpec DistributedVirtualSwitchPortConnection DvsEventArgument DvsFault EVCMode EnumDescription EventEx ExitStandbyModeFailedEvent ExitingStandbyModeEvent ExtendedDescription ExtendedElementDescription FaultToleranceConfigInfo FaultTolerancePrimaryConfigInfo FaultToleranceSecondaryConfigInfo HostConfigFailed HostCpuPowerManagementInfo HostDigestInfo HostDnsConfigSpec HostForceMountedInfo HostInternetScsiHbaDigestCapabilities HostInternetScsiHbaDigestProperties HostInternetScsiHbaParamValue HostIpConfigIpV6Address HostIpConfigIpV6AddressConfiguration HostIpRouteConfigSpec HostIpRouteEntry HostIpRouteOp HostIpRouteTableConfig HostIpRouteTableInfo HostIpmiInfo HostMultipathInfoLogicalUnitStorageArrayTypePolicy HostMultipathStateInfo HostMultipathStateInfoPath HostPciPassthruInfo HostPlugStoreTopology HostPlugStoreTopologyAdapter HostPlugStoreTopologyDevice HostPlugStoreTopologyPath HostPlugStoreTopologyPlugin HostPlugStoreTopologyTarget HostProxySwitch HostProxySwitchConfig HostProxySwitchSpec HostSslThumbprintInfo HostStatusChangedEvent HostSyncFailedEvent HostTpmDigestInfo HostVirtualNicConnection HostVirtualNicManagerInfo HttpFault HttpNfcLeaseDeviceUrl HttpNfcLeaseInfo ImportSpec InUseFeatureManipulationDisallowed InsufficientStandbyMemoryResource InsufficientStandbyResource InvalidBmcRole InvalidIndexArgument InvalidNetworkInType InvalidOperationOnSecondaryVm InvalidPropertyType InvalidPropertyValue LicenseAssignmentFailed LicenseAssignmentManagerLicenseAssignment LicenseDowngradeDisallowed LicenseEntityNotFound LicenseExpired LicenseKeyEntityMismatch LicenseManagerEvaluationInfo LicenseManagerLicenseInfo LimitExceeded LinkDiscoveryProtocolConfig MemoryHotPlugNotSupported MissingBmcSupport MissingNetworkIpConfig MissingPowerOffConfiguration MissingPowerOnConfiguration NetworkEventArgument NoAvailableIp NoLicenseServerConfigured NoVcManagedIpConfigured NotUserConfigurableProperty OvfAttribute OvfConnectedDevice OvfConnectedDeviceFloppy OvfConnectedDeviceIso OvfCreateDescriptorParams OvfCreateDescriptorResult OvfCreateImportSpecParams OvfCreateImportSpecResult OvfDeploymentOption OvfDiskMappingNotFound OvfDuplicateElement OvfDuplicatedElementBoundary OvfElement OvfElementInvalidValue OvfExport OvfFault OvfFile OvfFileItem OvfHardwareCheck OvfHardwareExport OvfHostValueNotParsed OvfImport OvfInvalidPackage OvfInvalidValue OvfInvalidValueConfiguration OvfInvalidValueEmpty OvfInvalidValueFormatMalformed OvfInvalidValueReference OvfInvalidVmName OvfManagerCommonParams OvfMappedOsId OvfMissingAttribute OvfMissingElement OvfMissingElementNormalBoundary OvfMissingHardware OvfNetworkInfo OvfNetworkMapping OvfNoHostNic OvfNoSupportedHardwareFamily OvfParseDescriptorParams OvfParseDescriptorResult OvfProperty OvfPropertyExport OvfPropertyNetwork OvfPropertyQualifier OvfPropertyQualifierDuplicate OvfPropertyQualifierIgnored OvfPropertyType OvfPropertyValue OvfSystemFault OvfToXmlUnsupportedElement OvfUnableToExportDisk OvfUnexpectedElement OvfUnknownDevice OvfUnknownDeviceBacking OvfUnknownEntity OvfUnsupportedAttribute OvfUnsupportedAttributeValue OvfUnsupportedDeviceBackingInfo OvfUnsupportedDeviceBackingOption OvfUnsupportedDeviceExport OvfUnsupportedElement OvfUnsupportedElementValue OvfUnsupportedPackage OvfUnsupportedSection OvfUnsupportedSubType OvfUnsupportedType OvfValidateHostParams OvfValidateHostResult OvfWrongElement OvfWrongNamespace OvfXmlFormat RDMConversionNotSupported RecordReplayDisabled ResourceNotAvailable ResourcePoolQuickStats SSLDisabledFault ScsiLunCapabilities ScsiLunDescriptor SecondaryVmAlreadyDisabled SecondaryVmAlreadyEnabled SecondaryVmAlreadyRegistered SecondaryVmNotRegistered SwitchNotInUpgradeMode Tag ToolsAlreadyUpgraded ToolsAutoUpgradeNotSupported ToolsImageNotAvailable ToolsImageSignatureCheckFailed ToolsInstallationInProgress ToolsUpgradeCancelled UnconfiguredPropertyValue UnsupportedVimApiVersion UnusedVirtualDiskBlocksNotScrubbed VAppConfigFault VAppConfigInfo VAppConfigSpec VAppEntityConfigInfo VAppIPAssignmentInfo VAppOvfSectionInfo VAppOvfSectionSpec VAppProductInfo VAppProductSpec VAppPropertyFault VAppPropertyInfo VAppPropertySpec VMFSDatastoreExpandedEvent VMFSDatastoreExtendedEvent VirtualAppImportSpec VirtualAppSummary VirtualDiskBlocksNotFullyProvisioned VirtualEthernetCardDistributedVirtualPortBackingInfo VirtualMachineFileLayoutEx VirtualMachineFileLayoutExDiskLayout VirtualMachineFileLayoutExDiskUnit VirtualMachineFileLayoutExFileInfo VirtualMachineFileLayoutExSnapshotLayout VirtualMachineImportSpec VirtualMachineStorageInfo VirtualMachineStorageSummary VirtualMachineUsageOnDatastore VirtualNicManagerNetConfig VirtualPCIPassthrough VirtualPCIPassthroughDeviceBackingInfo VmAlreadyExistsInDatacenter VmConfigIncompatibleForRecordReplay VmConfigInfo VmConfigSpec VmEndRecordingEvent VmEndReplayingEvent VmFaultToleranceIssue VmHealthMonitoringStateChangedEvent VmInstanceUuidAssignedEvent VmInstanceUuidChangedEvent VmInstanceUuidConflictEvent VmMaxRestartCountReached VmMessageErrorEvent VmMessageWarningEvent VmPowerOnDisabled VmPoweringOnWithCustomizedDVPortEvent VmRemoteConsoleConnectedEvent VmRemoteConsoleDisconnectedEvent VmShutdownOnIsolationEvent VmStartRecordingEvent VmStartReplayingEvent VmValidateMaxDevice VmfsAlreadyMounted VmfsAmbiguousMount VmfsMountFault VnicPortArgument",  # noqa: E501
    "4.1": "ActiveDirectoryFault BlockedByFirewall CannotChangeHaSettingsForFtSecondary ClockSkew ClusterVmHostRuleInfo DatastoreIORMReconfiguredEvent GuestStackInfo HostActiveDirectoryInfo HostAuthenticationManagerInfo HostAuthenticationStoreInfo HostDirectoryStoreInfo HostFeatureVersionInfo HostLocalAuthenticationInfo HostPowerPolicy HttpNfcLeaseDatastoreLeaseInfo HttpNfcLeaseHostInfo HttpNfcLeaseManifestEntry MethodAlreadyDisabledFault NetBIOSConfigInfo NetDhcpConfigInfo NetDhcpConfigInfoDhcpOptions NetDnsConfigInfo NetIpConfigInfo NetIpConfigInfoIpAddress NetIpRouteConfigInfo NetIpRouteConfigInfoGateway NetIpRouteConfigInfoIpRoute NoPermissionOnAD NonADUserRequired NonVIWorkloadDetectedOnDatastoreEvent NotSupportedDeviceForFT OvfConstraint OvfDiskOrderConstraint OvfExportFailed OvfHostResourceConstraint OvfImportFailed OvfInternalError OvfResourceMap OvfUnsupportedDiskProvisioning PowerSystemCapability PowerSystemInfo QuestionPending RemoteTSMEnabledEvent RetrieveOptions RetrieveResult SoftRuleVioCorrectionDisallowed SoftRuleVioCorrectionImpact StorageIOAllocationInfo StorageIORMInfo VirtualAppLinkInfo VirtualDeviceURIBackingInfo VirtualDiskModeNotSupported VirtualMachineDeviceRuntimeInfo VirtualMachineDeviceRuntimeInfoDeviceRuntimeState VirtualMachineDeviceRuntimeInfoVirtualEthernetCardRuntimeState VirtualMachineTicket VirtualSerialPortURIBackingInfo VirtualUSBRemoteHostBackingInfo VmAcquiredTicketEvent VmBeingClonedNoFolderEvent VmReloadFromPathEvent VmReloadFromPathFailedEvent WaitOptions WinNetBIOSConfigInfo",  # noqa: E501
    "5.0": "AlarmAcknowledgedEvent AlarmClearedEvent CAMServerRefusedConnection CannotMoveVmWithDeltaDisk CannotMoveVmWithNativeDeltaDisk ClusterDasData ClusterDasDataSummary ClusterDasFdmHostState ComputeResourceHostSPBMLicenseInfo DeltaDiskFormatNotSupported DirectoryNotEmpty DisallowedChangeByService FailToEnableSPBM FcoeConfig FcoeConfigFcoeCapabilities FcoeConfigVlanRange FcoeFault FcoeFaultPnicHasNoPortSet FileNameTooLong FileTransferInformation GuestAuthentication GuestAuthenticationChallenge GuestComponentsOutOfDate GuestFileAttributes GuestFileInfo GuestListFileInfo GuestOperationsFault GuestOperationsUnavailable GuestPermissionDenied GuestPosixFileAttributes GuestProcessInfo GuestProcessNotFound GuestProgramSpec GuestWindowsFileAttributes GuestWindowsProgramSpec HostAccessRestrictedToManagementServer HostCacheConfigurationInfo HostFibreChannelOverEthernetHba HostFibreChannelOverEthernetHbaLinkInfo HostFibreChannelOverEthernetTargetTransport HostFirewallRulesetIpList HostFirewallRulesetIpNetwork HostFirewallRulesetRulesetSpec HostLicensableResourceInfo HostServiceSourcePackage HostSystemReconnectSpec HostVfatVolume InvalidCAMServer InvalidDatastoreState InvalidGuestLogin LargeRDMConversionNotSupported LargeRDMNotSupportedOnDatastore ManagedByInfo MemorySizeNotSupportedByDatastore MissingIpPool MksConnectionLimitReached NamePasswordAuthentication NoCompatibleDatastore NoConnectedDatastore NotADirectory NotAFile NumVirtualCoresPerSocketNotSupported OperationDisabledByGuest OperationNotSupportedByGuest OvfConsumerOstNode OvfConsumerOvfSection OvfCpuCompatibility OvfCpuCompatibilityCheckNotSupported OvfDuplicatedPropertyIdExport OvfDuplicatedPropertyIdImport OvfNoSpaceOnController OvfPropertyNetworkExport QuiesceDatastoreIOForHAFailed ReplicationConfigSpec ReplicationInfoDiskSettings SSPIAuthentication SessionManagerGenericServiceTicket SessionManagerHttpServiceRequestSpec SessionManagerServiceRequestSpec StoragePodSummary TicketedSessionAuthentication TooManyConcurrentNativeClones TooManyGuestLogons TooManyNativeCloneLevels TooManyNativeClonesOnFile ToolsConfigInfoToolsLastInstallInfo VirtualDiskAntiAffinityRuleSpec VirtualE1000e VirtualHdAudioCard VirtualMachineBootOptionsBootableCdromDevice VirtualMachineBootOptionsBootableDevice VirtualMachineBootOptionsBootableDiskDevice VirtualMachineBootOptionsBootableEthernetDevice VirtualMachineBootOptionsBootableFloppyDevice VirtualMachineConfigInfoOverheadInfo VirtualMachineRuntimeInfoDasProtectionState VirtualUSBRemoteClientBackingInfo VirtualUSBXHCIController VramLimitLicense VspanDestPortConflict VspanSameSessionPortConflict WillLoseHAProtection",  # noqa: E501
    "5.1": "CannotPlaceWithoutPrerequisiteMoves CollectorAddressUnset ConflictingDatastoreFound DatacenterConfigInfo FeatureRequirementsNotMet GuestInfoNamespaceGenerationInfo HostFeatureCapability HostFeatureMask HostSystemSwapConfiguration HostSystemSwapConfigurationDatastoreOption HostSystemSwapConfigurationDisabledOption HostSystemSwapConfigurationHostCacheOption HostSystemSwapConfigurationHostLocalSwapOption HostSystemSwapConfigurationSystemSwapOption ImportOperationBulkFault ImportOperationBulkFaultFaultOnImport InvalidHostConnectionState InvalidIpfixConfig LatencySensitivity NetworkDisruptedAndConfigRolledBack OvfNetworkMappingNotSupported OvfOptionInfo RollbackFailure ScheduledHardwareUpgradeInfo SeSparseVirtualDiskSpec SessionManagerVmomiServiceRequestSpec ShrinkDiskFault SwitchIpUnset ToolsImageCopyFailed VirtualDeviceBusSlotInfo VirtualDevicePciBusSlotInfo VirtualDiskSeSparseBackingInfo VirtualMachineFeatureRequirement VirtualSerialPortThinPrintBackingInfo VirtualUSBControllerPciBusSlotInfo VmRequirementsExceedCurrentEVCModeEvent WipeDiskFault",  # noqa: E501
    "5.5": "CannotUseNetwork ConflictingConfiguration ConflictingConfigurationConfig DiskHasPartitions DiskIsLastRemainingNonSSD DiskIsNonLocal DiskIsUSB DiskTooSmall DuplicateDisks EntityPrivilege HostGraphicsInfo HostMaintenanceSpec HostNetStackInstance HostNetworkConfigNetStackSpec HostOpaqueNetworkInfo HostOpaqueSwitch HostProxySwitchHostLagConfig HostReliableMemoryInfo HostRuntimeInfoNetStackInstanceRuntimeInfo HostRuntimeInfoNetworkRuntimeInfo HostSriovInfo HostVFlashManagerVFlashCacheConfigInfo HostVFlashManagerVFlashCacheConfigInfoVFlashModuleConfigOption HostVFlashManagerVFlashConfigInfo HostVFlashManagerVFlashResourceConfigInfo HostVFlashManagerVFlashResourceRunTimeInfo HostVffsVolume InaccessibleVFlashSource InsufficientDisks InsufficientVFlashResourcesFault OpaqueNetworkSummary PrivilegeAvailability SsdDiskNotAvailable UnSupportedDatastoreForVFlash VFlashModuleNotSupported VFlashModuleVersionIncompatible VirtualAHCIController VirtualDiskConfigSpec VirtualDiskVFlashCacheConfigInfo VirtualEthernetCardOpaqueNetworkBackingInfo VirtualMachineProfileSpec VirtualSATAController VirtualSriovEthernetCard VirtualSriovEthernetCardSriovBackingInfo VmMetadataManagerFault VsanDiskFault VsanFault VsanHostConfigInfo VsanHostConfigInfoClusterInfo VsanHostConfigInfoNetworkInfo VsanHostConfigInfoNetworkInfoPortConfig VsanHostConfigInfoStorageInfo VsanHostDecommissionMode VsanHostDiskMapping VsanHostIpConfig VsanHostMembershipInfo VsanHostRuntimeInfo VsanHostRuntimeInfoDiskIssue",  # noqa: E501
    "6.0": "ClusterUsageSummary HostCertificateManagerCertificateInfo HostGatewaySpec HostInternetScsiHbaIPv6Properties HostInternetScsiHbaIscsiIpv6Address HostIoFilterInfo HostListSummaryGatewaySummary HostNetworkResourceRuntime HostOpaqueSwitchPhysicalNicZone HostPlacedVirtualNicIdentifier HostPnicNetworkResourceInfo HostProtocolEndpoint HostVirtualNicOpaqueNetworkSpec HostVvolVolume IoFilterInfo SAMLTokenAuthentication ServiceLocator ServiceLocatorCredential ServiceLocatorNamePassword ServiceLocatorSAMLCredential VASAStorageArray VVolHostPE VimVasaProvider VimVasaProviderInfo VimVasaProviderStatePerArray VirtualEthernetCardResourceAllocation VirtualMachineForkConfigInfo VirtualMachineVMCIDeviceFilterInfo VirtualMachineVMCIDeviceFilterSpec VirtualPCIPassthroughPluginBackingInfo VirtualPCIPassthroughVmiopBackingInfo VsanHostDiskMapInfo VsanHostFaultDomainInfo VsanHostVsanDiskInfo VvolDatastoreInfo",  # noqa: E501
    "6.5": "ChangesInfoEventArgument ClusterDependencyRuleInfo CryptoKeyId CryptoSpec CryptoSpecDecrypt CryptoSpecDeepRecrypt CryptoSpecEncrypt CryptoSpecNoOp CryptoSpecRegister CryptoSpecShallowRecrypt HostDeploymentInfo HostGraphicsConfig HostGraphicsConfigDeviceType HostSerialAttachedHba HostSerialAttachedTargetTransport HostSriovDevicePoolInfo HostSriovNetworkDevicePoolInfo HostVirtualNicIpRouteSpec ID KeyProviderId OpaqueNetworkCapability UsbScanCodeSpec UsbScanCodeSpecKeyEvent UsbScanCodeSpecModifierType UserPrivilegeResult VirtualDeviceConfigSpecBackingSpec VirtualMachineGuestIntegrityInfo VirtualNVMEController VirtualVmxnet3Vrdma VmConfigFileEncryptionInfo VmDiskFileEncryptionInfo",  # noqa: E501
    "6.7": "HostPMemVolume HostPersistentMemoryInfo HostSharedGpuCapabilities HostTpmAttestationInfo HttpNfcLeaseCapabilities PMemDatastoreInfo VirtualDiskLocalPMemBackingInfo VirtualDiskRuleSpec VirtualNVDIMM VirtualNVDIMMBackingInfo VirtualNVDIMMController VirtualTPM VmfsUnmapBandwidthSpec",  # noqa: E501
    "7.0.0.0": "DistributedVirtualSwitchHostMemberTransportZoneInfo GuestInfoVirtualDiskMapping HostAssignableHardwareBinding HostAssignableHardwareConfig HostAssignableHardwareConfigAttributeOverride HostMultipathInfoHppLogicalUnitPolicy HostNvmeController HostNvmeNamespace HostNvmeTopology HostNvmeTopologyInterface HostPcieHba HostPcieTargetTransport HostRdmaDevice HostRdmaDeviceBacking HostRdmaDeviceCapability HostRdmaDeviceConnectionInfo HostRdmaDevicePnicBacking HostRdmaHba HostRdmaTargetTransport HostSgxInfo VirtualMachineContentLibraryItemInfo VirtualMachineGuestMonitoringModeInfo VirtualMachineRelocateSpecDiskLocatorBackingSpec VirtualMachineSgxInfo VirtualMachineVcpuConfig VirtualPCIPassthroughAllowedDevice VirtualPCIPassthroughDynamicBackingInfo VirtualPrecisionClock VirtualPrecisionClockSystemClockBackingInfo VirtualWDT",  # noqa: E501
    "7.0.1.0": "FeatureEVCMode HostSevInfo HostTrustAuthorityAttestationInfo VsanDatastoreInfo",
    "7.0.1.1": "ClusterComputeResourceVcsSlots",
    "7.0.2.0": "GuestInfoCustomizationInfo",
    "7.0.2.1": "VirtualMachineBaseIndependentFilterSpec VirtualMachineEmptyIndependentFilterSpec VirtualMachineIndependentFilterSpec",  # noqa: E501
    "7.0.3.0": "CustomizationCloudinitPrep HostMemoryTierInfo HostPtpConfig HostPtpConfigPtpPort HostQualifiedName HostRuntimeInfoStateEncryptionInfo HostTcpHba HostTcpTargetTransport VirtualMachineQuickStatsMemoryTierStats VirtualMachineVirtualPMem",  # noqa: E501
    "7.0.3.1": "VirtualMachineCertThumbprint",
    "7.0.3.2": "NoPermissionEntityPrivileges",
    "8.0.0.0": "VASAStorageArrayDiscoveryFcTransport VASAStorageArrayDiscoveryIpTransport VASAStorageArrayDiscoverySvcInfo",  # noqa: E501
    "8.0.0.1": "DpuStatusInfo DpuStatusInfoOperationalInfo HostDvxClass HostFru HostProxySwitchEnsInfo HostSgxRegistrationInfo VirtualDeviceDeviceGroupInfo VirtualMachineVirtualDeviceGroups VirtualMachineVirtualDeviceSwap VirtualMachineVirtualDeviceSwapDeviceSwapInfo VirtualMachineVirtualNuma VirtualMachineVirtualNumaInfo VirtualPCIPassthroughDvxBackingInfo",  # noqa: E501
    "8.0.1.0": "VimVasaProviderVirtualHostConfig",
    "8.0.2.0": "HostVvolNQN HostVvolVolumeHostVvolNQN",
    "8.0.3.0": "ClusterFtVmHostRuleInfo DistributedVirtualSwitchHostMemberHostUplinkState HostCpuSchedulerInfo HostPartialMaintenanceModeRuntimeInfo SnapshotSelectionSpec",  # noqa: E501
    "8.0.3.1": "VirtualVmxnet3StrictLatencyConfig",
    "9.0.0.0": "EventManagerEventViewSpec EventManagerViewByStartId FolderExternallyManagedFolderInfo HostAuthenticationInfo HostTdxInfo",  # noqa: E501
    "9.1.0.0": "CustomizationDisableIpV4 CustomizationLinuxFlexPrep CustomizationWindowsFlexPrep DistributedVirtualSwitchHostMemberHostPerfNicOffloadState HostMaintenanceSpecEvacuationMode HostPciDeviceDirectPathInfo HostPciPassthruInfoDirectPathState PodVMInfo PodVMOverheadInfo TagId TagIdNameId TagSpec TgwEventArgument VirtualMachineGuestRebootStatus VmPlacementPolicy VmToVmGroupsAntiAffinity VmVmAffinity VmVmAntiAffinity",  # noqa: E501
}
PROPERTIES: Final[dict[str, str]] = {  # managed type: its newer ones
    "ComputeResource": "configManagerEnabled:8.0.0.0 networkBootMode:9.0.0.0",
    "Datacenter": "datastoreFolder:4.0 networkFolder:4.0 configuration:5.1",
    "Datastore": "iormConfiguration:4.1",
    "DistributedVirtualPortgroup": "key:4.0 portKeys:4.0",
    "DistributedVirtualSwitch": "uuid:4.0 portgroup:4.0",
    "EventHistoryCollector": "initialized:8.0.3.0",
    "Folder": "externallyManagedFolderInfo:9.0.0.0",
    "GuestOperationsManager": "aliasManager:6.0 guestWindowsRegistryManager:6.0",
    "HostStorageSystem": "systemFile:4.1 multipathStateInfo:4.0",
    "HostSystem": "licensableResource:5.0",
    "HttpNfcLease": "transferProgress:6.7 mode:6.7 capabilities:6.7",
    "LicenseManager": "licenses:4.0 licenseAssignmentManager:4.0 evaluation:4.0",
    "ManagedEntity": "alarmActionsEnabled:4.0 tag:4.0",
    "OpaqueNetwork": "capability:6.5 extraConfig:6.5",
    "OvfManager": "ovfImportOption:5.1 ovfExportOption:5.1",
    "ResourcePool": "namespace:7.0.0.0",
    "StoragePod": "summary:5.0",
    "VirtualApp": "parentFolder:4.0 datastore:4.0 network:4.0 vAppConfig:4.0 parentVApp:4.1 childLink:4.1",  # noqa: E501
    "VirtualMachine": "layoutEx:4.0 storage:4.0 parentVApp:4.1 rootSnapshot:4.1",
    "VirtualMachineSnapshot": "childSnapshot:4.1 vm:6.0",
}
METHODS: Final[dict[str, str]] = {  # version: the methods that it brought
    "2.5u2": "AcquireCloneTicket CloneSession",
    "4.0": "CheckCompatibility_Task CheckMigrate_Task CheckRelocate_Task CreateDescriptor CreateImportSpec CreateScreenshot_Task DeselectVnicForNicType ExportVm FindAllByUuid HttpNfcLeaseAbort HttpNfcLeaseComplete HttpNfcLeaseProgress ImportVApp ParseDescriptor QueryAssignedLicenses QueryChangedDiskAreas QueryNetConfig QueryVMotionCompatibilityEx_Task RefreshDatastoreStorageInfo RefreshStorageInfo SelectVnicForNicType ValidateHost",  # noqa: E501
    "4.1": "AcquireTicket CancelRetrievePropertiesEx ContinueRetrievePropertiesEx CreatePropertyCollector DestroyPropertyCollector HttpNfcLeaseGetManifest RetrieveHardwareUptime RetrievePropertiesEx WaitForUpdatesEx",  # noqa: E501
    "5.0": "AcquireGenericServiceTicket ChangeFileAttributesInGuest ConsolidateVMDisks_Task CreateTemporaryDirectoryInGuest CreateTemporaryFileInGuest DeleteDirectoryInGuest DeleteFileInGuest HasPrivilegeOnEntity InitiateFileTransferFromGuest InitiateFileTransferToGuest ListFilesInGuest ListProcessesInGuest MakeDirectoryInGuest MoveDirectoryInGuest MoveFileInGuest ReadEnvironmentVariableInGuest StartProgramInGuest TerminateProcessInGuest UpdateRuleset ValidateCredentialsInGuest",  # noqa: E501
    "5.5": "ExportSnapshot HasPrivilegeOnEntities",
    "6.5": "FetchUserPrivilegeOnEntities HasUserPrivilegeOnEntities PutUsbScanCodes",
    "6.7": "HttpNfcLeaseSetManifestChecksumType",
}
# fmt: on

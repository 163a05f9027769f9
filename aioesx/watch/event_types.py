"""Every type of events that the API has, and what each is derived of. No I/O.

`aioesx.vim` has classes of those that hosts tell often. One of the others comes as a plain
``vim.Event`` under its own name, but it is asked for as they are, and counts among those that its
bases stand for. Source: the types of vSphere API 8.0.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from typing import Any, Final

from aioesx import vim

__all__ = ["FURTHER", "families"]

FURTHER: Final[Mapping[str, str]] = {
    "AuthorizationEvent": """
        PermissionEvent RoleEvent
    """,
    "ClusterEvent": """
        ClusterComplianceCheckedEvent ClusterCreatedEvent ClusterDestroyedEvent
        ClusterOvercommittedEvent ClusterReconfiguredEvent DasAdmissionControlDisabledEvent
        DasAdmissionControlEnabledEvent DasAgentFoundEvent DasAgentUnavailableEvent
        DasClusterIsolatedEvent DasDisabledEvent DasEnabledEvent DasHostFailedEvent
        DasHostIsolatedEvent DrsDisabledEvent DrsEnabledEvent DrsInvocationFailedEvent
        DrsRecoveredFromFailureEvent FailoverLevelRestored HostMonitoringStateChangedEvent
        InsufficientFailoverResourcesEvent
    """,
    "ClusterOvercommittedEvent": """
        HostOvercommittedEvent
    """,
    "CustomizationEvent": """
        CustomizationFailed CustomizationStartedEvent CustomizationSucceeded
    """,
    "CustomizationFailed": """
        CustomizationLinuxIdentityFailed CustomizationNetworkSetupFailed
        CustomizationSysprepFailed CustomizationUnknownFailure
    """,
    "DVPortgroupEvent": """
        DVPortgroupCreatedEvent DVPortgroupDestroyedEvent DVPortgroupReconfiguredEvent
        DVPortgroupRenamedEvent DvpgImportEvent DvpgRestoreEvent
    """,
    "DatacenterEvent": """
        DatacenterCreatedEvent DatacenterRenamedEvent
    """,
    "DvsEvent": """
        DvsCreatedEvent DvsDestroyedEvent DvsHostBackInSyncEvent DvsHostJoinedEvent
        DvsHostLeftEvent DvsHostStatusUpdated DvsHostWentOutOfSyncEvent DvsImportEvent
        DvsMergedEvent DvsPortBlockedEvent DvsPortConnectedEvent DvsPortCreatedEvent
        DvsPortDeletedEvent DvsPortDisconnectedEvent DvsPortEnteredPassthruEvent
        DvsPortExitedPassthruEvent DvsPortJoinPortgroupEvent DvsPortLeavePortgroupEvent
        DvsPortLinkDownEvent DvsPortLinkUpEvent DvsPortReconfiguredEvent
        DvsPortRuntimeChangeEvent DvsPortUnblockedEvent
        DvsPortVendorSpecificStateChangeEvent DvsReconfiguredEvent DvsRenamedEvent
        DvsRestoreEvent DvsUpgradeAvailableEvent DvsUpgradeInProgressEvent
        DvsUpgradeRejectedEvent DvsUpgradedEvent HostLocalPortCreatedEvent OutOfSyncDvsHost
        RecoveryEvent RollbackEvent VmVnicPoolReservationViolationClearEvent
        VmVnicPoolReservationViolationRaiseEvent
    """,
    "DvsHealthStatusChangeEvent": """
        MtuMatchEvent MtuMismatchEvent TeamingMatchEvent TeamingMisMatchEvent
        UplinkPortMtuNotSupportEvent UplinkPortMtuSupportEvent UplinkPortVlanTrunkedEvent
        UplinkPortVlanUntrunkedEvent
    """,
    "EnteredStandbyModeEvent": """
        DrsEnteredStandbyModeEvent
    """,
    "EnteringStandbyModeEvent": """
        DrsEnteringStandbyModeEvent
    """,
    "Event": """
        AuthorizationEvent DVPortgroupEvent DatacenterEvent DvsEvent
        HealthStatusChangedEvent HostInventoryUnreadableEvent LockerMisconfiguredEvent
        LockerReconfiguredEvent NetworkRollbackEvent ProfileEvent ScheduledTaskEvent
    """,
    "ExitStandbyModeFailedEvent": """
        DrsExitStandbyModeFailedEvent
    """,
    "ExitedStandbyModeEvent": """
        DrsExitedStandbyModeEvent
    """,
    "ExitingStandbyModeEvent": """
        DrsExitingStandbyModeEvent
    """,
    "HostDasEvent": """
        HostExtraNetworksEvent HostIsolationIpPingFailedEvent HostMissingNetworksEvent
        HostNoAvailableNetworksEvent HostNoHAEnabledPortGroupsEvent
        HostNoRedundantManagementNetworkEvent HostNotInClusterEvent
        HostPrimaryAgentNotShortNameEvent HostShortNameInconsistentEvent
    """,
    "HostEvent": """
        AdminPasswordNotChangedEvent CanceledHostOperationEvent
        DrsResourceConfigureFailedEvent DrsResourceConfigureSyncedEvent
        DvsHealthStatusChangeEvent EnteringStandbyModeEvent GhostDvsProxySwitchDetectedEvent
        GhostDvsProxySwitchRemovedEvent HostAddFailedEvent HostAdminDisableEvent
        HostAdminEnableEvent HostCnxFailedAccountFailedEvent
        HostCnxFailedAlreadyManagedEvent HostCnxFailedBadCcagentEvent
        HostCnxFailedBadUsernameEvent HostCnxFailedBadVersionEvent
        HostCnxFailedCcagentUpgradeEvent HostCnxFailedEvent HostCnxFailedNetworkErrorEvent
        HostCnxFailedNoAccessEvent HostCnxFailedNoConnectionEvent
        HostCnxFailedNoLicenseEvent HostCnxFailedNotFoundEvent HostCnxFailedTimeoutEvent
        HostComplianceCheckedEvent HostCompliantEvent HostConfigAppliedEvent
        HostDasDisabledEvent HostDasDisablingEvent HostDasEnabledEvent HostDasEnablingEvent
        HostDasErrorEvent HostDasEvent HostDasOkEvent HostEnableAdminFailedEvent
        HostGetShortNameFailedEvent HostInAuditModeEvent HostIpChangedEvent
        HostIpInconsistentEvent HostIpToShortNameFailedEvent HostNonCompliantEvent
        HostProfileAppliedEvent HostShortNameToIpFailedEvent HostSpecificationChangedEvent
        HostSpecificationRequireEvent HostSpecificationUpdateEvent
        HostSubSpecificationDeleteEvent HostSubSpecificationUpdateEvent
        HostUpgradeFailedEvent HostUserWorldSwapNotEnabledEvent
        HostVnicConnectedToCustomizedDVPortEvent HostWwnChangedEvent HostWwnConflictEvent
        IScsiBootFailureEvent LocalTSMEnabledEvent NoDatastoresConfiguredEvent
        UpdatedAgentBeingRestartedEvent VcAgentUninstallFailedEvent VcAgentUninstalledEvent
        VcAgentUpgradeFailedEvent VcAgentUpgradedEvent VimAccountPasswordChangedEvent
    """,
    "LicenseEvent": """
        AllVirtualMachinesLicensedEvent HostInventoryFullEvent HostLicenseExpiredEvent
        IncorrectHostInformationEvent LicenseNonComplianceEvent NoLicenseEvent
        VMotionLicenseExpiredEvent
    """,
    "PermissionEvent": """
        PermissionAddedEvent PermissionRemovedEvent PermissionUpdatedEvent
    """,
    "ProfileEvent": """
        ProfileAssociatedEvent ProfileChangedEvent ProfileCreatedEvent
        ProfileDissociatedEvent ProfileReferenceHostChangedEvent ProfileRemovedEvent
    """,
    "ResourcePoolEvent": """
        ResourceViolatedEvent
    """,
    "RoleEvent": """
        RoleAddedEvent RoleRemovedEvent RoleUpdatedEvent
    """,
    "ScheduledTaskEvent": """
        ScheduledTaskCompletedEvent ScheduledTaskCreatedEvent
        ScheduledTaskEmailCompletedEvent ScheduledTaskEmailFailedEvent
        ScheduledTaskFailedEvent ScheduledTaskReconfiguredEvent ScheduledTaskRemovedEvent
        ScheduledTaskStartedEvent
    """,
    "SessionEvent": """
        GlobalMessageChangedEvent
    """,
    "VmDasBeingResetEvent": """
        VmDasBeingResetWithScreenshotEvent
    """,
    "VmEvent": """
        CustomizationEvent DrsRuleComplianceEvent DrsRuleViolationEvent
        DrsSoftRuleViolationEvent NoMaintenanceModeDrsRecommendationForVM
        NotEnoughResourcesToStartVmEvent VmDasBeingResetEvent VmDasResetFailedEvent
        VmDasUpdateErrorEvent VmDasUpdateOkEvent VmFailedStartingSecondaryEvent
        VmFailedUpdatingSecondaryConfig VmFaultToleranceStateChangedEvent
        VmFaultToleranceTurnedOffEvent VmFaultToleranceVmTerminatedEvent
        VmGuestOSCrashedEvent VmMaxFTRestartCountReached VmNoCompatibleHostForSecondaryEvent
        VmPrimaryFailoverEvent VmSecondaryAddedEvent VmSecondaryDisabledBySystemEvent
        VmSecondaryDisabledEvent VmSecondaryEnabledEvent VmSecondaryStartedEvent
        VmStartingSecondaryEvent VmTimedoutStartingSecondaryEvent
    """,
    "VmPoweredOnEvent": """
        DrsVmPoweredOnEvent
    """,
}
"""Those of which there is no class, by the type that they are derived of."""


@functools.cache
def families() -> Mapping[str, list[str]]:
    """Return for each type itself and all that are derived of it."""
    derived: dict[str, list[str]] = {base: names.split() for base, names in FURTHER.items()}
    for cls in _classes(vim.Event):
        heirs = [each.wire_name for each in cls.__subclasses__() if each.wire_known]
        derived.setdefault(cls.wire_name, []).extend(heirs)
    every = {*derived, *(name for names in derived.values() for name in names)}
    return {name: [name, *sorted(_below(name, derived))] for name in every}


def _classes(cls: type[Any]) -> Iterator[type[Any]]:
    yield cls
    for heir in cls.__subclasses__():
        if heir.wire_known:
            yield from _classes(heir)


def _below(name: str, derived: Mapping[str, list[str]]) -> Iterator[str]:
    for each in derived.get(name, ()):
        yield each
        yield from _below(each, derived)

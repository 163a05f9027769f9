"""Tables of properties: the managers, tasks, views and filters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, cast

from aioesx import vim
from aioesx.simulator.inventory import FIXED, Seat
from aioesx.simulator.properties.about import about
from aioesx.simulator.properties.host import date_time, options
from aioesx.simulator.properties.network import CAPABILITIES, DNS, NETWORK, NIC_SERVICES, ROUTES
from aioesx.simulator.properties.storage import FILE_SYSTEMS, STORAGE_DEVICE
from aioesx.simulator.properties.view import register
from aioesx.simulator.state.privileges import PRIVILEGES, ROLES
from aioesx.simulator.state.task_names import DESCRIPTIONS, description_of
from aioesx.vim import ManagedObjectReference as Ref

if TYPE_CHECKING:
    from aioesx.simulator.state.host import HostState
    from aioesx.simulator.state.sessions import Session
    from aioesx.simulator.state.tasks import Task

__all__ = ["service_content", "task_info", "user_session"]

_CONTENT: Final = (
    "root_folder",
    "property_collector",
    "view_manager",
    "session_manager",
    "authorization_manager",
    "perf_manager",
    "event_manager",
    "task_manager",
    "license_manager",
    "search_index",
    "file_manager",
    "virtual_disk_manager",
    "ovf_manager",
    "guest_operations_manager",
)


def service_content(host: HostState) -> vim.ServiceContent:
    """Return where everything is."""
    places = {name: FIXED[name] for name in _CONTENT}
    return vim.ServiceContent(about=about(host), setting=FIXED["advanced_option"], **places)


def user_session(session: Session) -> vim.UserSession:
    """Return a session as clients see it."""
    return vim.UserSession(
        key=session.key,
        user_name=session.user.name,
        full_name=session.user.full_name or session.user.name,
        login_time=session.login_time,
        last_active_time=session.last_active,
        locale=session.locale,
        message_locale="en",
        extension_session=False,
        ip_address=session.address,
        user_agent=session.agent,
        call_count=session.calls,
    )


def _current(seat: Seat) -> vim.UserSession | None:
    return None if seat.session is None else user_session(seat.session)


def task_info(task: Task) -> vim.TaskInfo:
    """Return what is known of a task."""
    host = task.host
    return vim.TaskInfo(
        key=task.moid,
        task=host.ref(task),
        name=task.method,
        description_id=task.description_id,
        entity=task.entity_ref,
        entity_name=task.entity_name or None,
        state=vim.TaskInfoState(task.state),
        cancelled=task.cancelled,
        cancelable=task.cancelable and not task.ended,
        error=task.error.localized() if task.error is not None else None,
        result=task.result,
        progress=task.progress if task.state == "running" else None,
        reason=vim.TaskReasonUser(user_name=task.user),
        queue_time=task.queue_time,
        start_time=task.start_time,
        complete_time=task.complete_time,
        event_chain_id=task.chain,
    )


register(
    "ServiceInstance",
    server_clock=lambda seat: seat.host.timeline.now(),
    capability=vim.Capability(
        provisioning_supported=True, multi_host_supported=False, user_shell_access_supported=True
    ),
    content=lambda seat: service_content(seat.host),
)

register(
    "SessionManager",
    session_list=lambda seat: [user_session(s) for s in seat.host.sessions.all()],
    current_session=_current,
    message="",
    message_locale_list=lambda _: ["en"],
    supported_locale_list=lambda _: ["en"],
    default_locale="en",
)


def _description() -> vim.AuthorizationDescription:
    groups = sorted({name.rpartition(".")[0] for name in PRIVILEGES})
    return vim.AuthorizationDescription(
        privilege=_words(*PRIVILEGES), privilege_group=_words(*groups)
    )


register(
    "AuthorizationManager",
    privilege_list=lambda _: [
        vim.AuthorizationPrivilege(
            priv_id=name,
            on_parent=False,
            name=name.rpartition(".")[2],
            priv_group_name=name.rpartition(".")[0],
        )
        for name in PRIVILEGES
    ],
    role_list=lambda _: [role.shown() for role in ROLES.values()],
    description=lambda _: _description(),
)


def _filters(thing: Any) -> list[vim.ManagedObjectReference]:
    """Return the filters of a collector: the session's own one, or one that it made."""
    if isinstance(thing, Seat):
        own = FIXED["property_collector"].value
        thing = thing.session.collectors.get(own) if thing.session is not None else None
    return [] if thing is None else [item.ref for item in thing.filters.values()]


register("PropertyCollector", filter=_filters)

register(
    "PropertyFilter",
    spec=lambda item: item.spec,
    partial_updates=lambda item: item.partial,
)

register("Task", value=lambda _: [], available_field=lambda _: [], info=task_info)


_MANAGED_ENTITIES: Final = ("VirtualMachine", "Folder", "Datacenter", "ComputeResource")


def _task_names() -> list[str]:
    """Return what tasks may be called."""
    return sorted({description_of(m, t) for m in DESCRIPTIONS for t in _MANAGED_ENTITIES})


def _words(*words: str) -> list[vim.ElementDescription]:
    return [vim.ElementDescription(label=word, summary=word, key=word) for word in words]


register(
    "TaskManager",
    recent_task=lambda seat: [seat.host.ref(task) for task in seat.host.tasks.recent()],
    description=lambda _: vim.TaskDescription(
        method_info=_words(*_task_names()),
        state=_words("queued", "running", "success", "error"),
        reason=[vim.TypeDescription(key="TaskReasonUser", label="user", summary="user")],
    ),
    max_collector=32,
)

register("ViewManager", view_list=lambda seat: _views(seat))


def _views(seat: Seat) -> list[vim.ManagedObjectReference]:
    return [view.ref for view in seat.session.views.values()] if seat.session is not None else []


register(
    "ContainerView",
    view=lambda place: place.members(),
    container=lambda place: place.container,
    type=lambda place: list(place.types),
    recursive=lambda place: place.recursive,
)

register("ListView", view=lambda place: list(place.listed))

_EVENT_DETAIL: Final = vim.EventDescriptionEventDetail(
    key="VmPoweredOnEvent",
    description="VM powered on",
    category="info",
    format_on_datacenter="{vm.name} on {host.name} is powered on",
    format_on_compute_resource="{vm.name} on {host.name} is powered on",
    format_on_host="{vm.name} is powered on",
    format_on_vm="Virtual machine on {host.name} is powered on",
    full_format="{vm.name} on {host.name} in {datacenter.name} is powered on",
)

register(
    "EventManager",
    description=lambda _: vim.EventDescription(
        category=_words("info", "warning", "error", "user"), event_info=[_EVENT_DETAIL]
    ),
    latest_event=lambda seat: seat.host.events.kept[-1] if seat.host.events.kept else None,
    max_collector=1000,
)

register(
    "EventHistoryCollector",
    filter=lambda history: history.filter,
    latest_page=lambda history: history.latest(),
)

register(
    "PerformanceManager",
    description=lambda _: vim.PerformanceDescription(
        counter_type=_words("average", "latest", "maximum", "minimum", "summation", "none"),
        stats_type=_words("absolute", "delta", "rate"),
    ),
    historical_interval=lambda seat: seat.host.perf.intervals(),
    perf_counter=lambda seat: seat.host.perf.infos(),
)

_ASSIGNMENTS: Final = Ref("LicenseAssignmentManager", "LicenseAssignmentManager")

register(
    "LicenseManager",
    licenses=lambda seat: [seat.host.upkeep.shown_licence()] if _is_host(seat) else [],
    license_assignment_manager=lambda seat: None if _is_host(seat) else _ASSIGNMENTS,
    evaluation=lambda seat: _trial(seat),
)


def _is_host(seat: Seat) -> bool:
    return not seat.host.profile.is_vcenter


def _trial(seat: Seat) -> vim.LicenseManagerEvaluationInfo:
    """Return how long the trial goes on: on a vCenter, of the first host that has one."""
    if _is_host(seat):
        return cast("vim.LicenseManagerEvaluationInfo", seat.host.upkeep.shown_trial())
    hours = vim.KeyAnyValue(key="expirationHours", value=vim.Typed("xsd:long", 0))
    return vim.LicenseManagerEvaluationInfo(properties=[hours])


register(
    "GuestOperationsManager",
    auth_manager=FIXED["guest_auth_manager"],
    file_manager=FIXED["guest_file_manager"],
    process_manager=FIXED["guest_process_manager"],
)

register("OvfManager", ovf_import_option=lambda _: [], ovf_export_option=lambda _: [])

register("HostServiceSystem", service_info=lambda seat: seat.host.upkeep.shown_services())

register("HostFirewallSystem", firewall_info=lambda seat: seat.host.upkeep.shown_firewall())

register("HostCertificateManager", certificate_info=lambda seat: seat.host.upkeep.certificate)

register(
    "HostAutoStartManager",
    config=lambda seat: vim.HostAutoStartManagerConfig(
        defaults=seat.host.autostart.defaults,
        power_info=list(seat.host.autostart.entries.values()),
    ),
)

register(
    "HostNetworkSystem",
    capabilities=CAPABILITIES,
    network_info=lambda seat: NETWORK(seat.host),
    offload_capabilities=vim.HostNetOffloadCapabilities(
        csum_offload=True, tcp_segmentation=True, zero_copy_xmit=True
    ),
    dns_config=lambda seat: DNS(seat.host),
    ip_route_config=lambda seat: ROUTES(seat.host),
)

register("HostVirtualNicManager", info=lambda seat: NIC_SERVICES(seat.host))

register(
    "HostStorageSystem",
    storage_device_info=lambda seat: STORAGE_DEVICE(seat.host),
    file_system_volume_info=lambda seat: FILE_SYSTEMS(seat.host),
    system_file=lambda _: [],
)

register(
    "HostDatastoreSystem",
    datastore=lambda seat: [seat.host.ref(store) for store in seat.host.datastores.values()],
    capabilities=vim.HostDatastoreSystemCapabilities(
        nfs_mount_creation_required=True,
        nfs_mount_creation_supported=True,
        local_datastore_supported=False,
        vmfs_extent_expansion_supported=True,
    ),
)

register("HostDateTimeSystem", date_time_info=lambda seat: date_time(seat.host))

register(
    "OptionManager",
    supported_option=lambda _: [],
    setting=lambda seat: options(seat.host),
)

"""What a host does besides running machines: services, firewall, clock, hardware, certificate.

A host that is its machine's own operating system (`Profile.hosted`) leaves most of it to that.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final, TypeVar

from aioesx import vim
from aioesx.simulator import faults
from aioesx.simulator.versions import at_least

if TYPE_CHECKING:
    from aioesx.simulator.state.host import HostState

__all__ = ["POLICIES", "Ruleset", "Service", "Upkeep", "sensor"]

T = TypeVar("T", bound=vim.HostHardwareElementInfo)

POLICIES: Final = ("on", "off", "automatic")


@dataclass(slots=True)
class Service:
    """A program that the host runs beside its machines."""

    key: str
    label: str
    running: bool
    policy: str
    required: bool = False
    rulesets: tuple[str, ...] = ()
    package: str = "esx-base"


@dataclass(slots=True)
class Ruleset:
    """Ports that are open or closed together.

    Attributes:
        ports: direction, protocol and number of each, ``in tcp 22``, with commas.
        allowed: whom they are open for; None for everybody.
    """

    key: str
    label: str
    enabled: bool
    ports: str
    service: str = ""
    allowed: vim.HostFirewallRulesetIpList | None = None


# fmt: off
_ESXI: Final = (
    #  key               label                              runs   policy  required  rulesets
    ("DCUI",             "Direct Console UI",               True,  "on",  False, ()),
    ("TSM",              "ESXi Shell",                      False, "off", False, ()),
    ("TSM-SSH",          "SSH",                             False, "off", False, ()),
    ("lbtd",             "Load-Based Teaming Daemon",       True,  "on",  False, ()),
    ("lwsmd",            "Active Directory Service",        False, "off", False, ()),
    ("ntpd",             "NTP Daemon",                      False, "off", False, ("ntpClient",)),
    ("pcscd",            "PC/SC Smart Card Daemon",         False, "off", False, ()),
    ("sfcbd-watchdog",   "CIM Server",                      True,  "on",  False,
     ("CIMHttpServer", "CIMHttpsServer")),
    ("snmpd",            "SNMP Server",                     False, "on",  False, ("snmp",)),
    ("vmsyslogd",        "Syslog Server",                   True,  "on",  True,  ()),
    ("vpxa",             "VMware vCenter Agent",            False, "on",  False,
     ("vpxHeartbeats",)),
    ("xorg",             "X.Org Server",                    False, "on",  False, ()),
)
_CONSOLE: Final = (
    ("ntpd",             "NTP Daemon",                      False, "off", False, ("ntpClient",)),
    ("snmpd",            "SNMP Server",                     False, "off", False, ("snmp",)),
    ("sshd",             "SSH Server",                      True,  "on",  False, ("sshServer",)),
    ("vmware-vpxa",      "VMware VirtualCenter Agent",      False, "on",  False,
     ("vpxHeartbeats",)),
)
"""Of ESX with its console, until 4.1."""

_RULESETS: Final = (
    #  key               label                   open   ports              service
    ("sshServer",        "SSH Server",           True,  "in tcp 22",       ""),
    ("sshClient",        "SSH Client",           False, "out tcp 22",      ""),
    ("ntpClient",        "NTP Client",           False, "out udp 123",     "ntpd"),
    ("snmp",             "SNMP Server",          True,  "in udp 161",      "snmpd"),
    ("syslog",           "syslog",               False, "out udp 514, out tcp 514", ""),
    ("CIMHttpServer",    "CIM Server",           True,  "in tcp 5988",     "sfcbd-watchdog"),
    ("CIMHttpsServer",   "CIM Secure Server",    True,  "in tcp 5989",     "sfcbd-watchdog"),
    ("vpxHeartbeats",    "VMware vCenter Agent", True,  "out udp 902",     "vpxa"),
    ("webAccess",        "vSphere Web Access",   True,  "in tcp 80",       ""),
    ("httpClient",       "httpClient",           False, "out tcp 80, out tcp 443", ""),
)
_REQUIRED: Final = frozenset({"webAccess"})
# fmt: on

_UNITS: Final = {"temperature": "degrees C", "fan": "RPM", "power": "Watts", "voltage": "Volts"}


def sensor(
    name: str, kind: str, hundredths: int, state: str = "green"
) -> vim.HostNumericSensorInfo:
    """Return a sensor of the hardware.

    Args:
        name: what it is called.
        kind: ``temperature``, ``fan``, ``power`` or ``voltage``.
        hundredths: what it measures, in hundredths of the kind's unit.
        state: ``green``, ``yellow``, ``red`` or ``unknown``.
    """
    return vim.HostNumericSensorInfo(
        name=name,
        health_state=_element(state),
        current_reading=hundredths,
        unit_modifier=-2,
        base_units=_UNITS[kind],
        rate_units="none",
        sensor_type=kind,
    )


def _element(state: str) -> vim.ElementDescription:
    text = {"green": "operating under normal conditions", "unknown": "not known"}
    summary = f"Sensor is {text.get(state, 'operating under critical conditions')}"
    return vim.ElementDescription(key=state, label=state.capitalize(), summary=summary)


@dataclass(eq=False)
class Upkeep:
    """A host's services and settings.

    Attributes:
        services: by key.
        rulesets: by key.
        ntp_servers: who tells the host the time.
        clock_offset: how far its clock is ahead.
        lockdown: wire word of `HostLockdownMode`.
        exempt: names of accounts that are let in all the same.
        licence_ends: when the licence expires; None for one without end.
        sensors: what the hardware measures.
        parts: state of each part of the hardware: ``cpu``, ``memory``, ``storage`` to its parts.
        certificate: what is known of the certificate.
        serial: of the machine.
    """

    host: HostState = field(repr=False)

    def __post_init__(self) -> None:
        profile, now = self.host.profile, self.host.timeline.now()
        rows = _CONSOLE if profile.product_line == "esx" else _ESXI
        self.services = {row[0]: Service(*row) for row in rows}
        self.rulesets = {row[0]: Ruleset(*row) for row in _RULESETS}
        self.ntp_servers: list[str] = []
        self.clock_offset = timedelta()
        self.lockdown = "lockdownDisabled"
        self.exempt: set[str] = set()
        trial = profile.edition[0] == "eval"
        self.licence_ends: datetime | None = now + timedelta(days=60) if trial else None
        self.sensors = [
            sensor("Fan 1 Tach", "fan", 480_000),
            sensor("Inlet Temp", "temperature", 2_300),
            sensor("Pwr Consumption", "power", 16_800),
        ]
        self.parts: dict[str, dict[str, str]] = {
            "cpu": {"CPU 1 Status": "green", "CPU 2 Status": "green"},
            "memory": {"DIMM A1": "green"},
            "storage": {"Disk Drive Bay 1": "green"},
        }
        self.certificate = vim.HostCertificateManagerCertificateInfo(
            issuer="O=aioesx simulator,CN=Authority",
            not_before=now - timedelta(days=30),
            not_after=now + timedelta(days=335),
            subject=f"CN={self.host.network.host_name}",
            status="good",
        )
        self.serial = "SIM0001"

    def lets_in(self, user: str) -> bool:
        """Tell whether an account may log in at the host itself, by its lockdown mode."""
        return self.lockdown == "lockdownDisabled" or user in self.exempt

    # --- services ----------------------------------------------------------------------------

    def service(self, key: str) -> Service:
        """Return a service, or refuse."""
        if key not in self.services:
            raise faults.not_found(key)
        return self.services[key]

    def start(self, key: str) -> None:
        """Start a service.

        Raises:
            Refused: NotFound, or InvalidState for one that runs.
        """
        service = self.service(key)
        if service.running:
            raise faults.invalid_state(f"The service '{key}' is running already.")
        service.running = True

    def stop(self, key: str) -> None:
        """Stop a service.

        Raises:
            Refused: NotFound, InvalidState for one that does not run, HostConfigFault for one
                that the host cannot do without.
        """
        service = self.service(key)
        if not service.running:
            raise faults.invalid_state(f"The service '{key}' is not running.")
        if service.required:
            raise faults.host_config(f"The service '{key}' is required and cannot be stopped.")
        service.running = False

    def booted(self) -> None:
        """Have run what the host starts by itself."""
        for service in self.services.values():
            service.running = service.policy == "on" or service.required

    # --- firewall ----------------------------------------------------------------------------

    def ruleset(self, key: str) -> Ruleset:
        """Return a ruleset, or refuse."""
        if key not in self.rulesets:
            raise faults.not_found(key)
        return self.rulesets[key]

    def open(self, key: str, *, enabled: bool) -> None:
        """Open or close a ruleset.

        Raises:
            Refused: NotFound, or HostConfigFault for closing what the host cannot do without.
        """
        ruleset = self.ruleset(key)
        if key in _REQUIRED and not enabled:
            raise faults.host_config(f"The ruleset '{key}' is required and cannot be disabled.")
        ruleset.enabled = enabled

    # --- as the API shows it -----------------------------------------------------------------

    def shown_services(self) -> vim.HostServiceInfo:
        """Return the services."""
        return vim.HostServiceInfo(service=[self._shown(one) for one in self.services.values()])

    def _since(self, version: str) -> bool:
        return at_least(self.host.profile.api_version, version)

    def _shown(self, service: Service) -> vim.HostService:
        package = None
        if self._since("5.0"):
            text = "This VIB contains all of the base functionality of vSphere ESXi."
            package = vim.HostServiceSourcePackage(
                source_package_name=service.package, description=text
            )
        return vim.HostService(
            key=service.key,
            label=service.label,
            required=service.required,
            uninstallable=False,
            running=service.running,
            ruleset=list(service.rulesets),
            policy=service.policy,
            source_package=package,
        )

    def shown_firewall(self) -> vim.HostFirewallInfo:
        """Return the firewall."""
        return vim.HostFirewallInfo(
            default_policy=vim.HostFirewallDefaultPolicy(
                incoming_blocked=True, outgoing_blocked=True
            ),
            ruleset=[self._shown_ruleset(one) for one in self.rulesets.values()],
        )

    def _shown_ruleset(self, ruleset: Ruleset) -> vim.HostFirewallRuleset:
        named = self._since("5.0")
        return vim.HostFirewallRuleset(
            key=ruleset.key,
            label=ruleset.label,
            required=ruleset.key in _REQUIRED,
            rule=[self._rule(port) for port in ruleset.ports.split(", ")],
            service=ruleset.service or None,
            enabled=ruleset.enabled,
            allowed_hosts=(ruleset.allowed or vim.HostFirewallRulesetIpList(all_ip=True))
            if named
            else None,
        )

    def _rule(self, port: str) -> vim.HostFirewallRule:
        direction, protocol, number = port.split()
        return vim.HostFirewallRule(
            port=int(number),
            direction=vim.HostFirewallRuleDirection(f"{direction}bound"),
            port_type=vim.HostFirewallRulePortType.DST if self._since("5.0") else None,
            protocol=protocol,
        )

    def shown_health(self) -> vim.HealthSystemRuntime:
        """Return what the hardware reports."""
        return vim.HealthSystemRuntime(
            system_health_info=vim.HostSystemHealthInfo(numeric_sensor_info=list(self.sensors)),
            hardware_status_info=vim.HostHardwareStatusInfo(
                memory_status_info=self._shown_parts("memory", vim.HostHardwareElementInfo),
                cpu_status_info=self._shown_parts("cpu", vim.HostHardwareElementInfo),
                storage_status_info=self._shown_parts("storage", vim.HostStorageElementInfo),
            ),
        )

    def _shown_parts(self, kind: str, cls: type[T]) -> list[T]:
        return [cls(name=name, status=_element(state)) for name, state in self.parts[kind].items()]

    def shown_licence(self) -> vim.LicenseManagerLicenseInfo:
        """Return the licence; what is said of its end is told of one that has one."""
        key, name = self.host.profile.edition
        return vim.LicenseManagerLicenseInfo(
            license_key="00000-00000-00000-00000-00000",
            edition_key=key,
            name=name,
            total=0,
            cost_unit="",
            properties=[] if key == "eval" else self._ends(),
        )

    def shown_trial(self) -> vim.LicenseManagerEvaluationInfo:
        """Return how long the trial goes on."""
        told = self._ends() if self.host.profile.edition[0] == "eval" else []
        return vim.LicenseManagerEvaluationInfo(
            properties=told
            or [vim.KeyAnyValue(key="expirationHours", value=vim.Typed("xsd:long", 0))]
        )

    def _ends(self) -> list[vim.KeyAnyValue]:
        if self.licence_ends is None:
            return []
        ends = vim.Typed("xsd:dateTime", self.licence_ends)
        return [vim.KeyAnyValue(key="expirationDate", value=ends)]

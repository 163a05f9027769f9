"""What commands about hosts and the connection hand over."""

from __future__ import annotations

from typing import Final

from aioesx.cli.outputs.common import NAME, PROBLEMS
from aioesx.cli.shapes import Field, record, records

__all__ = [
    "CLOCK", "CONNECTION", "CPU_USAGE", "DETAILS", "FIREWALL", "FREE", "HOSTNAME", "HOSTS",
    "MAINTENANCE", "MAX_VCPUS", "MEMORY", "NODE", "PROCESSORS", "SERVICES", "SYSLOG", "VERSION",
]  # fmt: skip

HOSTNAME: Final = record(1, "A host.", Field("hostname", "string", "Its own name."))
CONNECTION: Final = record(
    1, "The connection.", Field("uri", "string", "Its URI, with the port that is used.")
)
VERSION: Final = record(
    1,
    "Versions.",
    Field("aioesx", "string", "Of this program."),
    Field("api_version", "string", "Of the API that is spoken."),
    Field("product", "string", "What the server is."),
    Field("version", "string", "Its version."),
    Field("build", "string", "Its build."),
)
_NODE: Final = (
    Field("model", "string?", "Model of the processors."),
    Field("cpus", "integer?", "Cores."),
    Field("mhz", "integer?", "Their frequency, in MHz.", "MHz"),
    Field("sockets", "integer?", "Sockets of a NUMA cell."),
    Field("cores", "integer?", "Cores of a socket."),
    Field("threads", "integer?", "Threads of a core."),
    Field("nodes", "integer?", "NUMA cells."),
    Field("memory", "integer?", "Memory, in KiB.", "KiB"),
)
NODE: Final = record(1, "Processors and memory of a host.", *_NODE)
FREE: Final = record(1, "What is left.", Field("free", "integer", "Memory, in KiB.", "KiB"))
PROCESSORS: Final = record(
    1, "Processors.", Field("cpus", "integer", "Logical ones; all of them are online.")
)
CPU_USAGE: Final = record(
    1,
    "How much of the processors is in use.",
    Field("usage", "number", "In use, in percent.", "%"),
    Field("idle", "number", "Not in use, in percent.", "%"),
)
MEMORY: Final = record(
    1,
    "Memory of a host.",
    Field("total", "integer", "All of it, in KiB.", "KiB"),
    Field("free", "integer", "What is left, in KiB.", "KiB"),
)
MAX_VCPUS: Final = record(
    1, "A bound.", Field("max_vcpus", "integer", "Virtual processors of a domain at most.")
)

_STATE: Final = Field("state", "string", "connected, disconnected, ...: the host's word.")
_MAINTENANCE: Final = Field("maintenance", "boolean?", "Whether it is in maintenance mode.")

HOSTS: Final = records(
    1,
    "A host.",
    NAME,
    _STATE,
    _MAINTENANCE,
    Field("datacenter", "string?", "Its datacenter."),
    Field("cluster", "string?", "Its cluster."),
    Field("version", "string?", "Version of the product."),
    Field("cpus", "integer?", "Cores."),
    Field("mhz", "integer?", "Their frequency, in MHz.", "MHz"),
    Field("memory", "integer?", "Memory, in KiB.", "KiB"),
    Field("memory_used", "integer?", "Memory in use, in KiB.", "KiB"),
    PROBLEMS,
)

# --- what keeps a host going ---------------------------------------------------------------------

_SERVICE: Final = (
    Field("word", "string", "What it is called here: ssh, shell, ntp, ..."),
    Field("key", "string", "What the host knows it by."),
    Field("label", "string", "The host's text."),
    Field("running", "boolean", "Whether it runs."),
    Field("policy", "string", "When it starts by itself: on, off, automatic."),
    Field("required", "boolean", "Whether it cannot be stopped."),
    Field("rulesets", "string[]", "Rulesets of the firewall that are for it."),
)
SERVICES: Final = records(1, "A service of the host.", *_SERVICE)
_RULESET: Final = (
    Field("key", "string", "What the host knows it by."),
    Field("label", "string", "The host's text."),
    Field("enabled", "boolean", "Whether it is open."),
    Field("required", "boolean", "Whether it cannot be closed."),
    Field("service", "string?", "The service that it is for."),
    Field(
        "ports",
        "object[]",
        "What passes.",
        fields=(
            Field("direction", "string", "inbound or outbound."),
            Field("protocol", "string", "tcp or udp."),
            Field("first", "integer", "The first port."),
            Field("last", "integer", "The last one."),
        ),
    ),
    Field("everybody", "boolean?", "Whether everybody is let through."),
    Field("allowed", "string[]?", "Else who is: addresses and networks."),
)
FIREWALL: Final = records(1, "A ruleset of the host's firewall.", *_RULESET)
_CLOCK: Final = (
    Field("now", "moment?", "What the host's clock says."),
    Field("drift", "number?", "How far it is ahead of ours, in seconds.", "s"),
    Field("uncertainty", "number?", "How wrong that may be, in seconds.", "s"),
    Field("zone", "string?", "The host's time zone."),
    Field("ntp_servers", "string[]?", "Who tells it the time."),
)
CLOCK: Final = record(1, "The clock of a host.", *_CLOCK)
SYSLOG: Final = records(
    1,
    "Where the log goes besides the host's own disk.",
    Field("target", "string", "Such as udp://log.example.com:514."),
)
MAINTENANCE: Final = record(
    1,
    "Whether a host is in maintenance mode.",
    Field("active", "boolean?", "Whether it is."),
    Field("in_the_way", "string[]", "Names of domains that keep it from it."),
    _STATE,
    PROBLEMS,
)

# --- all of it -----------------------------------------------------------------------------------

_LICENCE: Final = (
    Field("name", "string", "Its name."),
    Field("edition", "string", "Its edition."),
    Field("expires", "moment?", "When it ends."),
    Field("evaluation", "boolean", "Whether it is for evaluation."),
    Field("free", "boolean", "Whether it is the free one, by which the API changes nothing."),
)
_SENSOR: Final = (
    Field("name", "string", "Its name."),
    Field("kind", "string", "What it measures or watches."),
    Field("state", "string?", "green, yellow, red, unknown."),
    Field("summary", "string?", "The host's text."),
    Field("reading", "number?", "What it measures."),
    Field("unit", "string?", "Unit of that."),
)
_HEALTH: Final = (
    Field("state", "string?", "The worst of all, in the host's word."),
    Field("sensors", "object[]", "Every sensor.", fields=_SENSOR),
)
_CERTIFICATE: Final = (
    Field("subject", "string?", "Whose it is."),
    Field("issuer", "string?", "Who signed it."),
    Field("valid_from", "moment?", "When it begins."),
    Field("expires", "moment?", "When it ends."),
    Field("status", "string?", "The host's word: good, expiring, expired, ..."),
)
_POOL: Final = (
    Field("name", "string", "Its name."),
    Field("kind", "string?", "Its kind."),
    Field("capacity", "integer?", "What it holds, in bytes.", "bytes"),
    Field("available", "integer?", "What is left, in bytes.", "bytes"),
)
DETAILS: Final = record(
    1,
    "All that is to be known about a host.",
    NAME,
    _STATE,
    _MAINTENANCE,
    Field("product", "string?", "Product with version and build."),
    Field("version", "string?", "Version of the product."),
    Field("build", "string?", "Its build."),
    Field("api_version", "string?", "Version of its API."),
    Field("vendor", "string?", "Who made the machine."),
    Field("model", "string?", "Its model."),
    Field("serial", "string?", "Its serial number."),
    Field("uuid", "string?", "Its UUID, as the host writes it."),
    Field("bios", "string?", "Version of its BIOS."),
    Field("bios_date", "moment?", "Date of that."),
    Field("node", "object", "Processors and memory.", fields=_NODE),
    Field("cpu_used", "integer?", "Of all cores together, in MHz.", "MHz"),
    Field("memory_used", "integer?", "Memory in use, in KiB.", "KiB"),
    Field("booted", "moment?", "When it was started."),
    Field("uptime", "integer?", "Seconds since then.", "s"),
    Field("restart_required", "boolean?", "Whether it has to be restarted."),
    Field("vcenter", "string?", "Address of the vCenter that manages it."),
    Field("lockdown", "string?", "Lockdown mode."),
    Field("licence", "object?", "Its licence.", fields=_LICENCE),
    Field("health", "object?", "What its sensors say.", fields=_HEALTH),
    Field("clock", "object?", "Its clock.", fields=_CLOCK),
    Field("services", "object[]?", "Its services.", fields=_SERVICE),
    Field("firewall", "object[]?", "Rulesets of its firewall.", fields=_RULESET),
    Field("syslog", "string[]?", "Where its log goes besides its own disk."),
    Field("certificate", "object?", "Its certificate.", fields=_CERTIFICATE),
    Field("pools", "object[]", "Its storage pools.", fields=_POOL),
    Field("networks", "string[]", "Its networks."),
    Field("domains", "integer", "How many domains it has."),
    Field("running", "string[]", "Names of those that run."),
    PROBLEMS,
)

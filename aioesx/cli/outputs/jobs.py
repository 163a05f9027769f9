"""What ready jobs hand over."""

from __future__ import annotations

from typing import Final

from aioesx.cli.outputs.common import NAME
from aioesx.cli.shapes import Field, record, records

__all__ = [
    "CHECK",
    "CONSOLIDATIONS",
    "DRIFTS",
    "FLEET_ORPHANS",
    "POWER_STEPS",
    "RULED_QUESTIONS",
    "SNAPSHOTS",
    "SPACES",
    "TOOLS",
]

_DOMAIN: Final = Field("domain", "string", "Name of the domain.")
_HOST: Final = Field("host", "string?", "What the server calls its host.")
_STORES: Final = Field("datastores", "string[]", "Datastores that the domain uses.")
_ERROR: Final = Field("error", "string?", "Why it was not done; null without.")

SNAPSHOTS: Final = records(
    1,
    "A snapshot, and by --delete what becomes of it.",
    _DOMAIN,
    NAME,
    Field("created", "moment", "When it was taken."),
    Field("age", "number", "Seconds since.", "s"),
    Field("size", "integer?", "What it takes up, in bytes.", "bytes"),
    Field("current", "boolean", "Whether the domain runs on from it."),
    _HOST,
    _STORES,
    Field("warnings", "string[]", "What to know before it is deleted."),
    Field("deleted", "boolean", "Whether it was deleted."),
    _ERROR,
)
RULED_QUESTIONS: Final = records(
    1,
    "A question that a host asks, and by which rule it is answered.",
    _DOMAIN,
    Field("text", "string", "What the host asks."),
    Field("choices", "string[]", "Answers that it knows."),
    Field("rule", "integer?", "Number of the rule that means it, from 1; null: none does."),
    Field("answer", "string?", "The answer of that rule; null: it is left to a person."),
    Field("answered", "boolean", "Whether that was given."),
    _ERROR,
)
SPACES: Final = records(
    1,
    "A datastore's room, held against limits.",
    NAME,
    Field("state", "string", "ok, warning, critical or unknown."),
    Field("capacity", "integer?", "All that there is, in bytes.", "bytes"),
    Field("free", "integer?", "What is left, in bytes.", "bytes"),
    Field("free_percent", "number?", "What is left, of the capacity.", "%"),
    Field("provisioned", "integer?", "What is taken if all thin files grow, in bytes.", "bytes"),
    Field("provisioned_percent", "number?", "Likewise, of the capacity.", "%"),
    Field("snapshots", "integer", "What is there for snapshots, in bytes.", "bytes"),
    Field("reasons", "string[]", "Why it is not ok."),
)
CONSOLIDATIONS: Final = records(
    1,
    "A domain whose disks wait for consolidation, and by --yes what became of it.",
    _DOMAIN,
    _HOST,
    _STORES,
    Field("done", "boolean", "Whether they were consolidated."),
    _ERROR,
)
TOOLS: Final = records(
    1,
    "VMware Tools and addresses of a domain.",
    _DOMAIN,
    Field("state", "string", "running, paused, shut off, ..."),
    Field("tools", "string", "running, old, not running, not installed or unknown."),
    Field("version", "string?", "Their number."),
    Field("version_status", "string?", "The host's word on the version."),
    Field("managed", "boolean?", "False for those that the guest's own system updates."),
    Field("hostname", "string?", "What the guest calls itself."),
    Field("system", "string?", "What the guest says it is."),
    Field("addresses", "string[]", "Its IP addresses."),
    Field("macs", "string[]", "MAC addresses of its cards, as the guest tells them."),
    _HOST,
)
POWER_STEPS: Final = records(
    1,
    "A domain, and what brings it where it should be.",
    _DOMAIN,
    Field("state", "string", "What it was in."),
    Field("wanted", "string", "on or off."),
    Field("action", "string?", "start, resume, shutdown, destroy, suspend; null: it is there."),
    Field("schedule", "string?", "Name of the schedule that says so."),
    Field("done", "boolean", "Whether that was done."),
    Field("forced", "boolean", "Whether it was destroyed, since it did not shut down in time."),
    _ERROR,
)
DRIFTS: Final = records(
    1,
    "A difference between two configurations.",
    Field("kind", "string", "domain, host, switch, port group or datastore."),
    NAME,
    Field("host", "string?", "The host that it is on."),
    Field("change", "string", "added, gone or changed."),
    Field("field", "string?", "Of a change, which."),
    Field("before", "any", "Its value then."),
    Field("after", "any", "Its value now."),
    Field("key", "string", "What tells the thing from others."),
)
FLEET_ORPHANS: Final = records(
    1,
    "A datastore, and its files that no domain of any host claims.",
    Field("pool", "string", "Its name."),
    Field("hosts", "string[]", "Hosts that have it."),
    Field("shared", "boolean", "Whether hosts outside of the inventory could have it, too."),
    Field("certain", "boolean", "Whether all who may claim files were asked."),
    Field("reasons", "string[]", "Why that is not certain."),
    Field(
        "files",
        "object[]",
        "The files: orphans; by --unclaimed those that nobody claims so far.",
        fields=(
            Field("path", "path", "As '[datastore1] old/old.vmdk'."),
            Field("kind", "string", "What it is."),
            Field("size", "integer", "In bytes.", "bytes"),
            Field("modified", "moment?", "When it was last written."),
            Field("domain", "string?", "The domain that it seems to have been of."),
        ),
    ),
    Field("passed_over", "string[]", "Directories that others than domains keep."),
)
CHECK: Final = record(
    1,
    "What a check has found.",
    Field("service", "string", "What was looked at."),
    Field("state", "string", "OK, WARNING, CRITICAL or UNKNOWN."),
    Field("status", "integer", "The exit status, 0 to 3."),
    Field("text", "string", "Why, in a line."),
    Field(
        "readings",
        "object[]",
        "Numbers for graphs.",
        fields=(
            Field("label", "string", "What it measures."),
            Field("value", "number?", "The number."),
            Field("unit", "string", "s, %, B or none."),
            Field("warning", "string?", "Which values are a warning."),
            Field("critical", "string?", "Which values are critical."),
            Field("state", "string", "How it is by these."),
        ),
    ),
    Field("lines", "string[]", "What else there is to say."),
)

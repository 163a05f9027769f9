"""What forbids that a machine leaves: a table. No I/O."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from aioesx import vim
from aioesx._words import few
from aioesx.datastore_path import split_datastore_path
from aioesx.errors import ProtocolError
from aioesx.export.before.intent import Intent, Row, of_disks, size_text
from aioesx.export.before.survey_values import Survey, SurveyedDisk, SurveyedStore
from aioesx.export.before.ways import LEASES_SINCE, SNAPSHOT_LEASES_SINCE
from aioesx.units import whole_number

__all__ = ["REFUSALS"]

_LONGEST_CHAIN: Final = 31
"""Links upon which a host still takes a snapshot: it allows 32."""
_TRACKING_SINCE: Final = 7
"""Virtual hardware that keeps account of changed blocks."""


def _always(_: Intent) -> bool:
    return True


def _rest(intent: Intent) -> bool:
    return intent.at_rest


def _files(intent: Intent) -> bool:
    return intent.by_files


def _lease(intent: Intent) -> bool:
    return intent.by_lease


def _snapshot(intent: Intent) -> bool:
    return intent.by_snapshot


def _warm(intent: Intent) -> bool:
    return intent.warm


# --- the machine ------------------------------------------------------------------------------


def _out_of_touch(intent: Intent) -> Iterator[str]:
    if intent.survey.connection != "connected":
        yield f"its host calls the domain {intent.survey.connection}"


def _running(intent: Intent) -> Iterator[str]:
    if intent.survey.power == "poweredOn":
        able = intent.licence is None and intent.api >= SNAPSHOT_LEASES_SINCE and not intent.copy
        more = ", or have a snapshot of it leave, or move it warm" if able else ""
        yield f"the domain runs: shut it down{more}"


def _suspended(intent: Intent) -> Iterator[str]:
    if intent.survey.power == "suspended":
        yield "the domain is suspended: its disks lack what its memory holds; start or stop it"


def _unknown_power(intent: Intent) -> Iterator[str]:
    power = intent.survey.power
    if power not in ("poweredOn", "poweredOff", "suspended"):
        yield f"the host calls the domain's state '{power}', which is none that we know"


def _question(intent: Intent) -> Iterator[str]:
    if intent.survey.question is not None:
        yield f"the domain waits for an answer: {intent.survey.question!r}"


def _consolidation(intent: Intent) -> Iterator[str]:
    if intent.survey.consolidation_needed:
        yield "files of snapshots are left to be merged: consolidate the domain's disks first"


def _tasks(intent: Intent) -> Iterator[str]:
    if intent.survey.tasks:
        yield f"the domain is being worked on: {few(task.name for task in intent.survey.tasks)}"


def _encrypted(intent: Intent) -> Iterator[str]:
    survey = intent.survey
    settings = [name for name in survey.settings if name.startswith("encryption.")]
    if survey.config.key_id is not None or settings:
        yield "the domain is encrypted: what would leave is of no use without its keys"
    for disk in survey.disks:
        if disk.encrypted:
            yield f"'{disk.label}' is encrypted"
    if any(isinstance(device, vim.VirtualTPM) for device in survey.devices):
        yield "the domain has a virtual TPM, which leaves no host: what it guards would be lost"


def _no_snapshots(intent: Intent) -> Iterator[str]:
    able = intent.survey.capability
    if able is not None and not able.snapshot_operations_supported:
        yield "the host takes no snapshot of the domain"


def _no_tracking(intent: Intent) -> Iterator[str]:
    survey = intent.survey
    able, version = survey.capability, whole_number(survey.config.version.rpartition("-")[2])
    untold = able is None or able.change_tracking_supported is None
    old = version is not None and version < _TRACKING_SINCE
    if old or intent.api < LEASES_SINCE or (not untold and not _tracks(survey)):
        yield "the host does not keep account of which blocks of the domain's disks change"


def _tracks(survey: Survey) -> bool:
    return survey.capability is not None and bool(survey.capability.change_tracking_supported)


def _odd_disks(intent: Intent) -> Iterator[str]:
    for label in intent.survey.odd_disks:
        yield f"'{label}' hangs on a controller that is not known here"


def _no_path(disk: SurveyedDisk) -> bool:
    try:
        return not [link.path for link in disk.links]
    except ProtocolError:
        return True


def _reached(intent: Intent) -> Iterator[SurveyedStore]:
    """Yield the datastores that its disks and its VMX file are in."""
    survey = intent.survey
    links = (split_datastore_path(link.source) for disk in survey.disks for link in disk.links)
    names = {survey.vmx_path.datastore, *(each[0] for each in links if each is not None)}
    yield from (survey.stores[name] for name in sorted(names & survey.stores.keys()))


def _inaccessible(intent: Intent) -> Iterator[str]:
    for store in _reached(intent):
        if store.accessible is False:
            yield f"no host gets at the datastore '{store.name}'"
    for file in intent.survey.layout.file if intent.survey.layout is not None else ():
        if file.accessible is False and str(file.type).startswith("disk"):
            yield f"the host cannot get at the file '{file.name}'"


def _objects(disk: SurveyedDisk) -> bool:
    return disk.store is not None and disk.store.has_objects


def _no_file(disk: SurveyedDisk) -> bool:
    return disk.rdm is None and any(
        link.format in ("device", "pmem", "unknown") for link in disk.links
    )


def _bus_sharing(disk: SurveyedDisk) -> bool:
    return disk.shared is not None


def _long_chain(disk: SurveyedDisk) -> bool:
    return len(disk.links) > _LONGEST_CHAIN


def _space(intent: Intent) -> Iterator[str]:
    if intent.free is not None and intent.free < intent.needed:
        yield (
            f"{intent.where} has {size_text(intent.free)} free, and up to"
            f" {size_text(intent.needed)} are needed"
        )


def _closed(intent: Intent) -> Iterator[str]:
    if intent.closed:
        yield intent.closed


def _existing(intent: Intent) -> Iterator[str]:
    if intent.earlier:
        yield (
            f"{intent.where} has {intent.earlier}: take another directory, or another name, or"
            " replace it (overwrite=True, --overwrite)"
        )
    if intent.existing:
        yield f"{intent.where} has {few(intent.existing)} already: replace that, or choose a name"


def _rights(intent: Intent) -> Iterator[str]:
    if intent.lacking:
        yield f"the user lacks privileges: {', '.join(intent.lacking)}"


def _licence(intent: Intent) -> Iterator[str]:
    if intent.licence is not None:
        yield (
            f"the licence '{intent.licence}' allows reading only, and a stream is a change to the"
            " host: read files, with the domain off (way 'folder')"
        )


def _no_leases(intent: Intent) -> Iterator[str]:
    if intent.api < LEASES_SINCE:
        yield "hosts before API 4.0 send no streams: read files (way 'folder')"
    elif intent.by_snapshot and intent.api < SNAPSHOT_LEASES_SINCE:
        yield "hosts before API 5.5 send no streams of snapshots: shut the domain down"


REFUSALS: Final = (
    Row("disconnected", _always, _out_of_touch),
    Row("running", _rest, _running),
    Row("suspended", _always, _suspended),
    Row("state", _always, _unknown_power),
    Row("question", _always, _question),
    Row("consolidation", _always, _consolidation),
    Row("tasks", _always, _tasks),
    Row("encrypted", _always, _encrypted),
    Row("inaccessible", _always, _inaccessible),
    Row("disk", _always, _odd_disks),
    Row("disk", _always, of_disks(_no_path, "the host tells no file of {disk} that it could be")),
    Row("rdm", _always, of_disks(
        lambda disk: disk.rdm == "physical",
        "{disk} is a device of the host's storage (physical RDM), which no way leads out of")),
    Row("rdm", _files, of_disks(
        lambda disk: disk.rdm == "virtual",
        "{disk} is a mapped device, which cannot be read as a file: {by_stream}"),
        "way"),
    Row("vsan", _files, of_disks(
        _objects,
        "{disk} is on {store}, which keeps objects and no files that could be read: {by_stream}"),
        "way"),
    Row("disk", _files, of_disks(
        _no_file, "{disk} is of a kind that cannot be read as a file: {by_stream}"),
        "way"),
    Row("hidden", _files, of_disks(
        lambda disk: disk.store is None,
        "the host does not show the datastore of {disk}: its files cannot be read"), "way"),
    Row("independent", _snapshot, of_disks(
        lambda disk: disk.independent,
        "{disk} is independent ({mode}): snapshots leave it out; shut the domain down, and take"
        " another way")),
    Row("shared", _snapshot, of_disks(
        _bus_sharing, "{disk} is shared with other domains: no snapshot can be taken of it")),
    Row("chain", _snapshot, of_disks(
        _long_chain, "{disk} has so long a chain that the host takes no further snapshot")),
    Row("snapshots", _snapshot, _no_snapshots),
    Row("tracking", _warm, _no_tracking),
    Row("old-host", _lease, _no_leases, "way"),
    Row("licence", _lease, _licence, "way"),
    Row("rights", _always, _rights),
    Row("target", _always, _closed),
    Row("exists", _always, _existing),
    Row("space", _always, _space),
)  # fmt: skip

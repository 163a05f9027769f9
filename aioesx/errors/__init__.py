"""Every error that aioesx raises, in one tree.

One root, three questions: was it us, the line, or the host?

    EsxError                                .kind .name .id: what it is about
    |- UriError (ValueError)                the connection URI; names the parameter
    |- AuthenticationError                  no user name or password to be had
    |- ReadOnlyError                        a change on a read-only connection
    |  `- DryRunError                       .method .ref: a dry run cannot go on from here
    |- FleetError                           .failed .hosts: some hosts of a fleet, or all
    |- HostSkippedError                     nothing was begun at this host of a fleet
    |- HostStoppedError                     it was stopped, since another host failed
    |- PlanStateError                       .file: what became of an earlier run of a plan
    |- SelectorError (ValueError)           .position: which hosts of a fleet
    |- ShippingError (TypeError)            it cannot go to another process, or must not
    |- WorkerLostError                      the process that had this host of a fleet has ended
    |- ClosedError                          the connection was closed
    |- WrongProductError                    not the product that the URI says, or too old
    |- WaitTimeoutError (TimeoutError)      what was waited for did not come true; the line was well
    |  `- GuestTimeoutError                 .pid .runs_on: a guest, or a program in it, is slow
    |- TransportError                       the line
    |  |- ConnectError (OSError)
    |  |- TlsError
    |  |- ProxyError
    |  |- ConnectionLostError               it broke before the answer was complete
    |  |- HttpStatusError                   .status .retry_after
    |  |- TransportTimeout (TimeoutError)
    |  |- HostRestingError                  .since .until: dead, and left alone for a while
    |  `- OutcomeUnknownError               .method .ref: a change was sent, its answer lost
    |- ProtocolError                        not SOAP, not the schema, hostile; .path
    |- FaultError                           the host said no; .fault .fault_type .message
    |  |- LoginError, NotAuthenticatedError, NotPermittedError, ...  chosen by wire name
    |- TaskError                            .task .info
    |  |- TaskFailedError                  a FaultError, too, of the class of its fault
    |  |- TaskCancelledError, TaskLostError, TaskTimeoutError (TimeoutError)
    |  `- QuestionPendingError              .question .choices .default
    |- MigrationRefusedError                .problems .faults: what is in the way, all of it
    |- ExportRefusedError                   .refusals .warnings: nothing was begun
    |- ExportStateError                     .path: what an earlier export left
    |- TransferError
    |  |- TransferIncompleteError
    |  |- LeaseError                        .fault: it failed, or ended too early
    |  |- ProofError                        .disk .offset: a copy is not what it is a copy of
    |  `- FileChangedError                 another file than at the beginning
    |- DiskError                            the files of a virtual disk
    |  |- DiskFormatError                   .line .offset: damaged, hostile, another format
    |  |- DiskChangedError                  written to while it was read
    |  `- ChainError                        .links .broken: each link, and what is wrong
    |     `- DiskKindError                  .kind_of_disk: not one that is read from files
    |- LookupFailedError (LookupError)
    |  |- AmbiguousNameError               .what .kind .bearers
    |  |- NoSuchDomainError, NoSuchPoolError, NoSuchVolumeError, ...
    `- DocumentError (ValueError)
       |- VmxSyntaxError                    .line
       |- DomainXmlError                    .path
       |- InventoryError                    .file .line .host .key: of a fleet
       |- PlanError                         .file .line .stage .key: of a plan
       |- ExportJobError                    .file .line .key .problems: of a job of exports
       |- OvfError                          .line: a descriptor, its manifest, its archive
       `- UnsupportedError                  .key .value

All of them can be pickled and copied, and become JSON by `aioesx.to_dict`.

The tree knows wire names of faults and words for some of their fields; the types are in
`aioesx.vim`.
"""

from __future__ import annotations

from aioesx.errors._base import (
    AuthenticationError,
    ClosedError,
    EsxError,
    GuestTimeoutError,
    ReadOnlyError,
    UriError,
    WaitTimeoutError,
    WrongProductError,
    copied,
)
from aioesx.errors._disks import (
    ChainError,
    ChainLink,
    DiskChangedError,
    DiskError,
    DiskFormatError,
    DiskKindError,
)
from aioesx.errors._documents import (
    DocumentError,
    DomainXmlError,
    UnsupportedError,
    VmxSyntaxError,
)
from aioesx.errors._exports import (
    ExportJobError,
    ExportRefusedError,
    ExportStateError,
    LeaseError,
    OvfError,
    ProofError,
)
from aioesx.errors._faults import (
    AlreadyExistsError,
    FaultError,
    FileLockedError,
    GuestLoginError,
    GuestPermissionError,
    GuestUnsupportedError,
    HostBusyError,
    InvalidArgumentError,
    InvalidStateError,
    LoginError,
    NotAuthenticatedError,
    NotFoundError,
    NotPermittedError,
    NotSupportedError,
    RestrictedLicenseError,
    ToolsUnavailableError,
    fault_error,
)
from aioesx.errors._fleet import (
    DryRunError,
    FleetError,
    HostRestingError,
    HostSkippedError,
    HostStoppedError,
    InventoryError,
    SelectorError,
    ShippingError,
    WorkerLostError,
)
from aioesx.errors._line import (
    ConnectError,
    ConnectionLostError,
    HttpStatusError,
    OutcomeUnknownError,
    ProtocolError,
    ProxyError,
    TlsError,
    TransportError,
    TransportTimeout,
)
from aioesx.errors._lookups import (
    AmbiguousNameError,
    Bearer,
    LookupFailedError,
    NoSuchDomainError,
    NoSuchInterfaceError,
    NoSuchNetworkError,
    NoSuchPoolError,
    NoSuchSnapshotError,
    NoSuchVolumeError,
)
from aioesx.errors._plans import PlanError, PlanStateError
from aioesx.errors._tasks import (
    FileChangedError,
    MigrationRefusedError,
    QuestionPendingError,
    TaskCancelledError,
    TaskError,
    TaskFailedError,
    TaskLostError,
    TaskTimeoutError,
    TransferError,
    TransferIncompleteError,
    task_failed_error,
)

__all__ = [
    "AlreadyExistsError",
    "AmbiguousNameError",
    "AuthenticationError",
    "Bearer",
    "ChainError",
    "ChainLink",
    "ClosedError",
    "ConnectError",
    "ConnectionLostError",
    "DiskChangedError",
    "DiskError",
    "DiskFormatError",
    "DiskKindError",
    "DocumentError",
    "DomainXmlError",
    "DryRunError",
    "EsxError",
    "ExportJobError",
    "ExportRefusedError",
    "ExportStateError",
    "FaultError",
    "FileChangedError",
    "FileLockedError",
    "FleetError",
    "GuestLoginError",
    "GuestPermissionError",
    "GuestTimeoutError",
    "GuestUnsupportedError",
    "HostBusyError",
    "HostRestingError",
    "HostSkippedError",
    "HostStoppedError",
    "HttpStatusError",
    "InvalidArgumentError",
    "InvalidStateError",
    "InventoryError",
    "LeaseError",
    "LoginError",
    "LookupFailedError",
    "MigrationRefusedError",
    "NoSuchDomainError",
    "NoSuchInterfaceError",
    "NoSuchNetworkError",
    "NoSuchPoolError",
    "NoSuchSnapshotError",
    "NoSuchVolumeError",
    "NotAuthenticatedError",
    "NotFoundError",
    "NotPermittedError",
    "NotSupportedError",
    "OutcomeUnknownError",
    "OvfError",
    "PlanError",
    "PlanStateError",
    "ProofError",
    "ProtocolError",
    "ProxyError",
    "QuestionPendingError",
    "ReadOnlyError",
    "RestrictedLicenseError",
    "SelectorError",
    "ShippingError",
    "TaskCancelledError",
    "TaskError",
    "TaskFailedError",
    "TaskLostError",
    "TaskTimeoutError",
    "TlsError",
    "ToolsUnavailableError",
    "TransferError",
    "TransferIncompleteError",
    "TransportError",
    "TransportTimeout",
    "UnsupportedError",
    "UriError",
    "VmxSyntaxError",
    "WaitTimeoutError",
    "WorkerLostError",
    "WrongProductError",
    "copied",
    "fault_error",
    "task_failed_error",
]


def _name_as_ours() -> None:
    """Let a traceback name an error as its user does, not by the file it stands in."""
    for name in __all__:
        globals()[name].__module__ = __name__


_name_as_ours()

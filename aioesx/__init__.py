"""aioesx: an asynchronous client for VMware ESX/ESXi and GSX.

    async with aioesx.connect("esx://root@esx1.example.com/?no_verify=1", password=...) as esx:
        for entry in await esx.domains.list():
            print(entry.name, entry.state.value)

`connect` opens a connection; virsh's verbs are coroutines of `Domain`; errors are in
`aioesx.errors`; the host's own types and methods are in `aioesx.vim`.
"""

from __future__ import annotations

from aioesx import _httpx  # isort: skip  # before anything that imports httpx
from aioesx import errors, vim
from aioesx._server.collector import ObjectProperties
from aioesx._server.tasks.questions import Choice, Policy, Question, answer_default, refuse
from aioesx._server.tasks.runner import TaskOptions
from aioesx._session.events import (
    CallRepeated,
    Event,
    EventHook,
    LoggedIn,
    QuestionAsked,
    RequestSent,
    ResponseReceived,
    TaskAbandoned,
)
from aioesx._session.product import ProductInfo
from aioesx.auth import AuthRequest, keyring_credentials
from aioesx.connection import Connection, connect
from aioesx.domain import (
    CpuSample,
    CpuUsage,
    Domain,
    DomainDisk,
    DomainInfo,
    DomainInterface,
    Domains,
    DomainState,
    DomainStatus,
    DomainSummary,
    GuestAddress,
    GuestInterface,
    PendingQuestion,
    SchedulerParameters,
    Snapshot,
    SnapshotInfo,
    Snapshots,
    SnapshotTree,
    StateReason,
    VncDisplay,
)
from aioesx.errors import EsxError
from aioesx.host import Host, NodeInfo

__all__ = [
    "AuthRequest",
    "CallRepeated",
    "Choice",
    "Connection",
    "CpuSample",
    "CpuUsage",
    "Domain",
    "DomainDisk",
    "DomainInfo",
    "DomainInterface",
    "DomainState",
    "DomainStatus",
    "DomainSummary",
    "Domains",
    "EsxError",
    "Event",
    "EventHook",
    "GuestAddress",
    "GuestInterface",
    "Host",
    "LoggedIn",
    "NodeInfo",
    "ObjectProperties",
    "PendingQuestion",
    "Policy",
    "ProductInfo",
    "Question",
    "QuestionAsked",
    "RequestSent",
    "ResponseReceived",
    "SchedulerParameters",
    "Snapshot",
    "SnapshotInfo",
    "SnapshotTree",
    "Snapshots",
    "StateReason",
    "TaskAbandoned",
    "TaskOptions",
    "VncDisplay",
    "answer_default",
    "connect",
    "errors",
    "keyring_credentials",
    "refuse",
    "vim",
]

del _httpx

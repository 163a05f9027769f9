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
from aioesx._session.collector import ObjectProperties
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
from aioesx._session.questions import Choice, Question, answer_default, refuse
from aioesx.auth import AuthRequest
from aioesx.connection import Connection, connect
from aioesx.domain import Domain, DomainInfo, Domains, DomainState, DomainSummary
from aioesx.errors import EsxError
from aioesx.host import Host, NodeInfo

__all__ = [
    "AuthRequest",
    "CallRepeated",
    "Choice",
    "Connection",
    "Domain",
    "DomainInfo",
    "DomainState",
    "DomainSummary",
    "Domains",
    "EsxError",
    "Event",
    "EventHook",
    "Host",
    "LoggedIn",
    "NodeInfo",
    "ObjectProperties",
    "ProductInfo",
    "Question",
    "QuestionAsked",
    "RequestSent",
    "ResponseReceived",
    "TaskAbandoned",
    "answer_default",
    "connect",
    "errors",
    "refuse",
    "vim",
]

del _httpx

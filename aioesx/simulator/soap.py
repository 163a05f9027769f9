"""One SOAP call: from the request's bytes to the answer's.

Finds the session and the object, checks who may call, runs the handler under the
host's lock, and encodes what comes out. Whatever a client sends, what comes back
is an answer or a fault.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Generator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import anyio
import anyio.lowlevel
import anyio.to_thread

from aioesx import vim
from aioesx._soap import UnsendableError, decode_request, encode_fault, encode_response
from aioesx.errors import EsxError
from aioesx.simulator import faults
from aioesx.simulator.arguments import References, references_in
from aioesx.simulator.connected import while_connected
from aioesx.simulator.faults import Refused
from aioesx.simulator.inventory import Inventory
from aioesx.simulator.methods import HANDLERS, Call
from aioesx.simulator.methods.internal import INTERNAL
from aioesx.simulator.methods.table import require_call_enabled
from aioesx.simulator.rules import make_fault
from aioesx.simulator.state.leases import Lease
from aioesx.simulator.state.privileges import ANONYMOUS, privilege_of
from aioesx.simulator.vcenter import VCenter
from aioesx.simulator.vcenter.inventory import VCenterInventory
from aioesx.simulator.vcenter.methods import OWN, perform
from aioesx.simulator.vcenter.naming import renamed
from aioesx.simulator.versions import as_of, has_method, later_part, spoken_version
from aioesx.simulator.waiting import WAITING, wait_for_updates

if TYPE_CHECKING:
    from collections.abc import Callable

    from aioesx.simulator.connected import Gone
    from aioesx.simulator.rules import FaultRule
    from aioesx.simulator.state.agent import Agent
    from aioesx.simulator.state.sessions import Session

__all__ = ["Answer", "serve"]

_log = logging.getLogger("aioesx.simulator")

_QUICK_BYTES: Final = 64 * 1024
"""A request of so many bytes is read at once; a larger one beside what others are served."""

_SLICE_SECONDS: Final = 0.02
"""How long one request may keep the others waiting."""

_LONGEST_LOGGED: Final = 120
"""Characters of an object's name that the list of calls remembers, whatever a client sends."""

_LOGINS = frozenset({"Login", "CloneSession"})
"""Methods that open a session."""


@dataclass(slots=True)
class Answer:
    """What goes back: an HTTP status, an envelope, and a session just opened."""

    status: int
    body: bytes
    login: Session | None = None


async def serve(
    host: Agent,
    body: bytes,
    *,
    cookie: str | None,
    address: str = "",
    agent: str = "",
    action: str = "",
    gone: Gone | None = None,
    lose: Callable[[], None] | None = None,
) -> Answer:
    """Answer one call.

    Args:
        host: who answers.
        body: the request.
        cookie: value of the session cookie.
        address: where the client is.
        agent: what the client calls itself.
        action: the SOAPAction header, which names the API version that the client speaks.
        gone: returns when the client's connection is lost, for calls that wait.
        lose: has the answer be lost, whichever it is.
    """
    version = spoken_version(action, host.profile)
    try:
        if len(body) > _QUICK_BYTES:
            read = await anyio.to_thread.run_sync(_read, body, host.profile.api_version)
        else:
            read = _read(body, host.profile.api_version)
    except Refused as refusal:
        return _fault(refusal, version)
    method, references = read
    try:
        with host.looking():
            call = _prepare(host, method, references, cookie, address, agent)
            names = host.names_of(call.method.this)
            rule = host.rules.pick(method.wire_name, names, in_task=False)
        if rule is not None and rule.lost and lose is not None:
            lose()
        if rule is not None and (answer := await _trouble(call, rule)) is not None:
            return answer
        if method.wire_name in WAITING:
            result: Any = await wait_for_updates(call, gone)
        else:
            with host.looking(changing=method.changes):
                result = _perform(call)
            if isinstance(result, Generator):
                result = await _in_slices(call, result, gone)
        login = call.session if method.wire_name in _LOGINS else None
        return Answer(200, encode_response(type(method), as_of(version, result)), login)
    except Refused as refusal:
        return _fault(refusal, version)
    except UnsendableError as error:
        _log.warning("cannot answer %s: %s", method.wire_name, error)
        return _fault(faults.system_error(f"The answer cannot be sent: {error}"), version)
    except Exception:  # a mistake of ours must not look like a broken line
        _log.exception("%s has failed", method.wire_name)
        return _fault(faults.system_error("the simulator has a fault of its own"), version)


def _read(body: bytes, newest: str) -> tuple[vim.Method[Any], References]:
    """Read a request, and look at the references in it.

    Raises:
        Refused: InvalidRequest: it is none, or holds something that the API has not.
    """
    try:
        method = decode_request(body, INTERNAL)
    except EsxError as error:
        text = f"The request cannot be read: {error}"
        raise faults.invalid_request(text[:500]) from None
    if has_method(newest, method.wire_name) and (tag := later_part(newest, method)):
        raise faults.invalid_request(f'Unexpected element tag "{tag}" seen.')
    return method, references_in(method)


def _inventory(agent: Any, session: Session | None) -> Inventory:
    """Return the objects of a host or a vCenter as a session sees them."""
    if isinstance(agent, VCenter):
        return VCenterInventory(agent, session)
    return Inventory(agent, session)


def _perform(call: Call) -> Any:
    """Do what is asked; a vCenter finds out who is to do it."""
    if isinstance(call.inventory, VCenterInventory):
        return perform(call)
    require_call_enabled(call)
    return HANDLERS[call.method.wire_name](call)


async def _in_slices(call: Call, steps: Generator[None, None, Any], gone: Gone | None) -> Any:
    """Do work that takes long: for a while under the lock, then others have their turn."""

    async def work() -> Any:
        while True:
            with call.host.looking():
                if call.session is not None and not call.session.alive:
                    raise faults.not_authenticated(call.method.this)
                ends = time.monotonic() + _SLICE_SECONDS
                try:
                    while time.monotonic() < ends:
                        next(steps)
                except StopIteration as done:
                    return done.value
            await anyio.lowlevel.checkpoint()

    return await while_connected(work, gone)


def _prepare(
    host: Any,
    method: vim.Method[Any],
    references: References,
    cookie: str | None,
    address: str,
    agent: str,
) -> Call:
    """Find session and object, and check that the call may be made."""
    name, session = method.wire_name, host.sessions.find(cookie)
    inventory = _inventory(host, session)
    if references.untyped:
        method = renamed(method, inventory.named)
        references = references_in(method)
    ref = method.this
    if session is not None:
        session.calls += 1
    host.calls.append((name, str(ref)[:_LONGEST_LOGGED]))
    host.call_count[name] += 1
    if session is None and privilege_of(name) != ANONYMOUS:
        raise faults.not_authenticated(ref)
    subject = inventory.get(ref)
    bases = vim.managed_bases(ref.type)
    known = name in HANDLERS or name in WAITING or (name in OWN and host.profile.is_vcenter)
    known = known and has_method(host.profile.api_version, name)
    if not known or (method.managed_type not in bases and name != "Fetch"):
        raise faults.method_not_found(ref, name)
    if name in host.profile.lacks:
        raise faults.not_supported()
    if method.changes and host.profile.read_only:
        raise faults.restricted_version()
    needed = subject.privilege if isinstance(subject, Lease) else privilege_of(name)
    if session is not None and (method.changes or host.limits(session.user)):
        granted = host.privileges_on(session.user, subject)
        if needed not in granted:
            raise faults.no_permission(ref, needed)
    if references.misdirected:
        raise faults.invalid_argument(references.misdirected)
    return Call(method, subject, host, inventory, session, address, agent)


async def _trouble(call: Call, rule: FaultRule) -> Answer | None:
    """Do what a rule says; return the answer that it gives, if it gives one.

    Raises:
        Refused: the rule says so.
    """
    if rule.delay:
        await anyio.sleep(rule.delay)
    if rule.expire and call.session is not None:
        with call.host.looking(changing=True):
            call.host.sessions.end(call.session)
        raise faults.not_authenticated(call.method.this)
    if rule.body is not None:
        body = rule.body.encode() if isinstance(rule.body, str) else rule.body
        return Answer(rule.status, body)
    if rule.fault:
        raise make_fault(rule.fault, rule.message)
    return None


def _fault(refusal: Refused, version: str) -> Answer:
    return Answer(500, encode_fault(as_of(version, refusal.fault), refusal.message))

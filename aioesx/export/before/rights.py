"""What a user may do with a machine that is to leave, and whether the licence allows it.

Both are asked before the first byte, so that all that is lacking is told at once. A server that
cannot be asked, or hides the answer, forbids nothing: the calls themselves will tell.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from aioesx import vim
from aioesx._server.collector import Properties, read_many
from aioesx._server.licence import is_free
from aioesx._server.traversal import object_spec
from aioesx._session.session import Session
from aioesx.errors import FaultError
from aioesx.export.before.intent import Intent
from aioesx.export.before.survey_values import Survey, SurveyedStore

__all__ = ["Standing", "Wanted", "lacking", "read_standing", "wanted"]

Ref = vim.ManagedObjectReference

_log = logging.getLogger("aioesx.session")
_ALL_AT_ONCE: Final = (5, 5)
_ONE_BY_ONE: Final = (5, 0)
_LICENCES: Final = "licenses"
_SESSION: Final = "currentSession"
_BROWSE: Final = "Datastore.Browse"
_FILES: Final = (_BROWSE, "Datastore.FileManagement")
_LEASE: Final = ("VApp.Export",)
_SNAPSHOT: Final = ("VirtualMachine.State.CreateSnapshot", "VirtualMachine.State.RemoveSnapshot")
_WARM: Final = (
    "VirtualMachine.Config.ChangeTracking",
    "VirtualMachine.Provisioning.DiskRandomRead",
    "VirtualMachine.Interact.PowerOff",
    "VirtualMachine.Interact.PowerOn",
)


class Standing(NamedTuple):
    """How a user stands with a server.

    Attributes:
        licence: name of a licence that allows reading only; None without one, or if it is hidden.
        session: the key of the session, to ask for its rights by; it is a secret.
        hidden: what the server does not show of that, a sentence each.
    """

    licence: str | None
    session: str | None
    hidden: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return f"Standing(licence={self.licence!r})"


class Wanted(NamedTuple):
    """Privileges that are needed on something.

    Attributes:
        ref: on what.
        what: how a sentence calls it.
        privileges: the API's names of them.
    """

    ref: Ref
    what: str
    privileges: tuple[str, ...]


def wanted(intent: Intent) -> tuple[Wanted, ...]:
    """Return the privileges that an export asks for. No I/O."""
    survey = intent.survey
    on_machine = (
        *(_LEASE if intent.by_lease else ()),
        *(_SNAPSHOT if intent.by_snapshot else ()),
        *(_WARM if intent.warm else ()),
    )
    found = [
        Wanted(survey.ref, f"the domain '{survey.name}'", on_machine),
        *(
            Wanted(store.ref, f"the datastore '{store.name}'", _on_store(intent, store))
            for store in sorted(_stores(survey), key=lambda store: store.name)
        ),
    ]
    return tuple(each for each in found if each.privileges)


def _stores(survey: Survey) -> set[SurveyedStore]:
    home = survey.stores.get(survey.vmx_path.datastore)
    return {store for store in (home, *(disk.store for disk in survey.disks)) if store is not None}


def _on_store(intent: Intent, store: SurveyedStore) -> tuple[str, ...]:
    """Return what is needed where the disks are, and at the machine's home.

    Libvirt's XML is made of the VMX file, and into a package go the firmware's variables.
    """
    if intent.by_files:
        return _FILES
    packed = intent.format in ("ovf", "ova") and intent.survey.nvram is not None
    described = packed or intent.format in ("qcow2", "raw")
    return (_BROWSE,) if described and store.name == intent.survey.vmx_path.datastore else ()


async def read_standing(session: Session) -> Standing:
    """Read the licence, and by which key the server knows the session, in one call."""
    content = session.content
    paths = {content.license_manager: _LICENCES, content.session_manager: _SESSION}
    objects = [object_spec(ref) for ref in paths if ref is not None]
    if not objects:
        return Standing(None, None)
    wanted = {ref.type: (path,) for ref, path in paths.items() if ref is not None}
    try:
        found = await read_many(session, objects, wanted)
    except FaultError as error:
        return Standing(None, None, (f"nobody tells what the user may do: {error}",))
    values = {each.ref: each.values for each in found}
    current = _if_shown(values, content.session_manager, _SESSION)
    licences = _if_shown(values, content.license_manager, _LICENCES) or ()
    problems = [text for each in found for text in each.values.problems((_LICENCES, _SESSION))]
    return Standing(
        next((each.name for each in licences if is_free(each)), None) if _alone(session) else None,
        current.key if isinstance(current, vim.UserSession) else None,
        tuple(problems),
    )


def _alone(session: Session) -> bool:
    """Tell whether the licences are those of the host: a vCenter has those of all its hosts."""
    return session.product.line != "vpx"


def _if_shown(values: Mapping[Ref, Properties], ref: Ref | None, path: str) -> Any:
    return values[ref].if_shown(path) if ref is not None and ref in values else None


async def lacking(session: Session, standing: Standing, asked: Sequence[Wanted]) -> tuple[str, ...]:
    """Return the privileges that the user lacks, a clause each: ``"VApp.Export on ..."``.

    Source: vSphere API, AuthorizationManager.HasPrivilegeOnEntities.
    """
    manager = session.content.authorization_manager
    if manager is None or standing.session is None or not session.has_api(*_ONE_BY_ONE):
        return ()
    try:
        granted = await _granted(session, manager, standing.session, asked)
    except FaultError as error:
        _log.info("the server does not tell what the user may do: %s", error)
        return ()
    return tuple(_clauses(asked, granted))


def _clauses(asked: Iterable[Wanted], granted: Mapping[Ref, Mapping[str, bool]]) -> Iterator[str]:
    for each in asked:
        known = granted.get(each.ref, {})
        missing = [name for name in each.privileges if known.get(name) is False]
        if missing:
            yield f"{' and '.join(missing)} on {each.what}"


async def _granted(
    session: Session, manager: Ref, key: str, asked: Sequence[Wanted]
) -> dict[Ref, dict[str, bool]]:
    """Ask for everything in one call where the server can; else one call for each object."""
    if session.has_api(*_ALL_AT_ONCE):
        names = tuple(dict.fromkeys(name for each in asked for name in each.privileges))
        told = await session.call(
            vim.HasPrivilegeOnEntities(
                this=manager,
                entity=[each.ref for each in asked],
                session_id=key,
                priv_id=list(names),
            )
        )
        return {
            each.entity: {one.priv_id: one.is_granted for one in each.priv_availability}
            for each in told or ()
        }
    found = {}
    for each in asked:
        answer = await session.call(
            vim.HasPrivilegeOnEntity(
                this=manager, entity=each.ref, session_id=key, priv_id=list(each.privileges)
            )
        )
        found[each.ref] = dict(zip(each.privileges, answer or (), strict=False))
    return found

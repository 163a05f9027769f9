"""The step that looks where files come from.

A host serves its files itself. A vCenter serves those of datastores, too; but in the URLs of
machines that leave or arrive, and of files of guests, it names the host, as it knows it: its
inventory's name for it. Such a host has to be found and reached from here.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Final

import anyio

from aioesx._transport import dial
from aioesx._words import few
from aioesx.cli.doctor.finding import Finding, fine, warning
from aioesx.errors import EsxError

if TYPE_CHECKING:
    from aioesx.cli.doctor.patient import Patient

__all__ = ["look_at_files"]

_HTTPS: Final = 443
_MOST: Final = 16
_SECONDS: Final = 5.0


async def look_at_files(patient: Patient) -> Finding:
    """Call the hosts that a vCenter's file URLs name; they are not spoken to."""
    if patient.uri.scheme != "vpx":
        return fine("files", "they come from the host itself")
    names = [host.name for host in patient.hosts if not host.state.is_out_of_reach][:_MOST]
    troubles: dict[str, str] = {}
    async with anyio.create_task_group() as group:
        for name in names:
            group.start_soon(_call, patient, name, troubles)
    if not troubles:
        return fine("files", f"hosts that URLs of files name can be reached: {few(names)}")
    told = few([troubles[name] for name in names if name in troubles])
    advice = (
        "exports, imports and files of guests will fail: have these names resolved here (name"
        " server, hosts file), and let this machine through to the hosts' port 443"
    )
    return warning("files", f"URLs of files name hosts that cannot be reached: {told}", advice)


async def _call(patient: Patient, name: str, troubles: dict[str, str]) -> None:
    """Note why a host cannot be reached; at the vCenter's port, too, if that is another one."""
    for port in dict.fromkeys((patient.uri.port, _HTTPS)):
        try:
            route = dataclasses.replace(patient.route, host=name, port=port)
            line = await dial.reach(route, _SECONDS, patient.network)
        except EsxError as error:
            troubles.setdefault(name, str(error))
        else:
            line.close()
            troubles.pop(name, None)
            return

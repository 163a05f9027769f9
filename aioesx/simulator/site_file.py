"""A site's TOML file: what `Site` is made from, and what it is told once it is made."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aioesx.simulator.line import Trouble
from aioesx.simulator.methods import HANDLERS
from aioesx.simulator.site_build import VCENTER, Builder, blaming
from aioesx.simulator.site_rows import read_plan
from aioesx.simulator.sockets import VCENTER_ADDRESS, places

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from contextlib import AbstractContextManager

    from aioesx.simulator.handle import Handle, SimulatedHost
    from aioesx.simulator.service import Tls
    from aioesx.simulator.site_rows import Plan, QuestionRow

__all__ = ["SiteFile", "read_site"]


def read_site(
    path: str | Path, *, password: str | None = None, port: int | None = None
) -> SiteFile:
    """Read a file and build the hosts and the vCenter that it describes; see `Site.load`."""
    plan = read_plan(Path(path))
    if not plan.hosts:
        raise plan.top.error("there is no [[host]]")
    above = plan.vcenter
    own = "" if above is None else above.address or VCENTER_ADDRESS
    with blaming(plan.top):
        given = {row.name: row.address for row in plan.hosts if row.address}
        addresses = places([row.name for row in plan.hosts], given, own)
    builder = Builder(plan, addresses)
    builder.build()
    tls: dict[str, Tls] = {row.name: row.tls for row in plan.hosts}
    if above is not None:
        tls[VCENTER] = above.tls
    arguments = {
        "hosts": builder.hosts,
        "vcenter": builder.vcenter,
        "addresses": addresses,
        "vcenter_address": own or VCENTER_ADDRESS,
        "username": plan.username,
        "password": password if password is not None else plan.password,
        "tls_of": tls,
        "lines": _lines(plan, builder),
        "port": port if port is not None else plan.port,
    }
    return SiteFile(arguments, plan, builder)


def _lines(plan: Plan, builder: Builder) -> dict[str, dict[str, Any]]:
    """Return the arguments of each host's line; the last row that names a host counts."""
    return {
        name: {
            "up": Trouble(**row.up),
            "down": Trouble(**row.down),
            "connections": row.connections,
        }
        for row in plan.lines
        for name in builder.named_by(row, row.hosts)
    }


@dataclass(frozen=True, eq=False)
class SiteFile:
    """What a file says.

    Attributes:
        arguments: those of `Site`.
    """

    arguments: dict[str, Any]
    _plan: Plan
    _builder: Builder

    def blaming(self) -> AbstractContextManager[None]:
        """Have an error name the file."""
        return blaming(self._plan.top)

    def prepare(self, hosts: Mapping[str, SimulatedHost], handles: Sequence[Handle[Any]]) -> None:
        """Have machines ask what they are to ask, and go wrong what is to go wrong.

        Args:
            hosts: the site's hosts by name.
            handles: the same, and the vCenter.

        Raises:
            TableError: a row refers to what there is not.
        """
        for row in self._plan.questions:
            self._ask(row, hosts)
        names = [(handle.name, handle.address) for handle in handles]
        tables = self._plan.top.rows("fault")
        for rule, table in zip(self._plan.faults, tables, strict=True):
            if not any(rule.is_for(known) for known in names):
                raise table.error(f"host: there is no host {rule.host!r}")
        for handle in handles:
            handle.add_faults(self._plan.faults)

    def _ask(self, row: QuestionRow, all_hosts: Mapping[str, SimulatedHost]) -> None:
        if row.method not in HANDLERS or not row.method.endswith("_Task"):
            raise row.table.error(f"method: no task is started by {row.method!r}")
        hosts = [all_hosts[name] for name in self._builder.named_by(row, row.hosts)]
        known = {m.plain_name for host in hosts for m in host.state.machines.values()}
        if row.machine != "*" and row.machine not in known:
            raise row.table.error(f"machine: these hosts have no machine {row.machine!r}")
        choices, default = row.ask.get("choices"), row.ask.get("default", 0)
        if choices is not None and default >= len(choices):
            raise row.table.error(f"default: there are {len(choices)} choices, counted from 0")
        for host in hosts:
            host.ask_on(row.method, row.machine, **row.ask)

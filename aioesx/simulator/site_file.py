"""A site from its TOML file: hosts and vCenter, then what is asked, goes wrong, is slow."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from aioesx.simulator.line import Trouble
from aioesx.simulator.methods import HANDLERS
from aioesx.simulator.site import VCENTER_ADDRESS, places
from aioesx.simulator.site_build import VCENTER, Builder, blaming
from aioesx.simulator.site_rows import read_plan

if TYPE_CHECKING:
    from aioesx.simulator.service import Tls
    from aioesx.simulator.site import Site
    from aioesx.simulator.site_rows import Plan, QuestionRow

__all__ = ["load_site"]

SiteT = TypeVar("SiteT", bound="Site")


def load_site(
    cls: type[SiteT], path: str | Path, *, password: str | None = None, port: int | None = None
) -> SiteT:
    """Build the site that a file describes; see `Site.load`."""
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
    with blaming(plan.top):
        site = cls(
            builder.hosts,
            vcenter=builder.vcenter,
            addresses=addresses,
            vcenter_address=own or VCENTER_ADDRESS,
            username=plan.username,
            password=password if password is not None else plan.password,
            tls_of=tls,
            lines=_lines(plan, builder),
            port=port if port is not None else plan.port,
        )
    for row in plan.questions:
        _ask(site, row, builder)
    _add_faults(site, plan)
    return site


def _add_faults(site: Site, plan: Plan) -> None:
    """Hand out the rules.

    Raises:
        TableError: a rule is for a host that there is not.
    """
    names = [(handle.name, handle.address) for handle in site.handles]
    for rule, table in zip(plan.faults, plan.top.rows("fault"), strict=True):
        if not any(rule.is_for(known) for known in names):
            raise table.error(f"host: there is no host {rule.host!r}")
    site.add_faults(plan.faults)


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


def _ask(site: Site, row: QuestionRow, builder: Builder) -> None:
    """Have machines ask.

    Raises:
        TableError: the row refers to a method, a host or a machine that there is not.
    """
    if row.method not in HANDLERS or not row.method.endswith("_Task"):
        raise row.table.error(f"method: no task is started by {row.method!r}")
    hosts = [site.hosts[name] for name in builder.named_by(row, row.hosts)]
    known = {m.plain_name for host in hosts for m in host.state.machines.values()}
    if row.machine != "*" and row.machine not in known:
        raise row.table.error(f"machine: these hosts have no machine {row.machine!r}")
    choices, default = row.ask.get("choices"), row.ask.get("default", 0)
    if choices is not None and default >= len(choices):
        raise row.table.error(f"default: there are {len(choices)} choices, counted from 0")
    for host in hosts:
        host.ask_on(row.method, row.machine, **row.ask)

"""Making the hosts of a site as its file describes them: what rows of `site_rows` become.

Knows the state of hosts and of a vCenter; nothing of sockets or of TOML.
"""

from __future__ import annotations

import contextlib
import fnmatch
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from aioesx import vim
from aioesx.errors import EsxError
from aioesx.simulator.faults import Refused
from aioesx.simulator.furnishing import format_mac
from aioesx.simulator.presets import MachineKind, add_machine, empty_host, kind_of, make_room
from aioesx.simulator.state.config import unpiped
from aioesx.simulator.state.datastore import Datastore
from aioesx.simulator.state.host import Options
from aioesx.simulator.state.sessions import User
from aioesx.simulator.state.volume_kinds import KINDS
from aioesx.simulator.state.world import World
from aioesx.simulator.toml_tables import TableError
from aioesx.simulator.vcenter import VCenter
from aioesx.simulator.vcenter.templates import name_file
from aioesx.vmx.syntax import escape_pipe, parse_vmx

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from aioesx.simulator.site_rows import (
        DatastoreRow,
        HostRow,
        MachineRow,
        NetworkRow,
        Plan,
        Row,
        UserRow,
    )
    from aioesx.simulator.state.agent import Agent
    from aioesx.simulator.state.host import HostState
    from aioesx.simulator.state.machine import Machine
    from aioesx.simulator.toml_tables import Table
    from aioesx.vmx.syntax import Settings

__all__ = ["VCENTER", "Builder", "blaming"]

VCENTER: Final = "vcenter"
"""How rows mean the vCenter where they may mean hosts, too."""

_GIB: Final = 1024**3
_FIRST_MAC: Final = 0x00_0C_29_80_00_00


@contextlib.contextmanager
def blaming(table: Table) -> Iterator[None]:
    """Have an error say which table is to blame.

    Raises:
        TableError: whatever went wrong inside.
    """
    try:
        yield
    except TableError:
        raise  # it has said so
    except Refused as refusal:
        raise table.error(refusal.message) from None
    except (EsxError, ValueError, LookupError) as error:
        raise table.error(str(error)) from None


class Builder:
    """Makes the agents of one site, table by table.

    Args:
        plan: what the file says.
        addresses: where each host will be.

    Attributes:
        hosts: the hosts made so far, by name.
        vcenter: the vCenter, if there is one.
    """

    def __init__(self, plan: Plan, addresses: Mapping[str, str]) -> None:
        self._plan = plan
        self._addresses = addresses
        self._world = World()
        self._machines = 0
        self._made: list[tuple[MachineRow, Machine]] = []
        self.hosts: dict[str, HostState] = {}
        self.vcenter: VCenter | None = None

    def build(self) -> None:
        """Make everything.

        Raises:
            TableError: a row asks for what cannot be, or refers to nothing.
        """
        plan = self._plan
        for number, row in enumerate(plan.hosts, start=1):
            with blaming(row.table):
                self._add_host(row, number)
        own = {name for store in plan.datastores for name in self.named_by(store, store.hosts)}
        for name in own:
            self.hosts[name].datastores.clear()
        for position, store in enumerate(plan.datastores, start=1):
            with blaming(store.table):
                self._add_datastore(store, position)
        for network in plan.networks:
            with blaming(network.table):
                self._add_network(network)
        for row in plan.hosts:
            with blaming(row.table):
                self._add_usual_machines(row)
        for machine in plan.machines:
            with blaming(machine.table):
                self._add_machine(machine)
        self._make_vcenter()
        for user in plan.users:
            with blaming(user.table):
                self._add_user(user)

    def named_by(self, row: Row, patterns: Sequence[str], *, more: Sequence[str] = ()) -> list[str]:
        """Return the names of the hosts that a row is about.

        Args:
            row: the row.
            patterns: names, which may hold ``*``.
            more: further names that it may mean.

        Raises:
            TableError: one of them fits nothing.
        """
        known = [*more, *(host.name for host in self._plan.hosts)]
        for pattern in patterns:
            if not fnmatch.filter(known, pattern):
                raise row.table.error(f"hosts: there is no host {pattern!r}")
        return [n for n in known if any(fnmatch.fnmatchcase(n, p) for p in patterns)]

    def _add_host(self, row: HostRow, number: int) -> None:
        if row.name in self.hosts or row.name == VCENTER:
            raise row.table.error(f"name: {row.name!r} is taken")
        host = empty_host(
            profile=row.profile,
            options=Options(**{**self._plan.options, **row.options}),
            name=row.name.partition(".")[0],
            number=number,
            address=self._addresses[row.name],
            shared=self._world,
        )
        host.network.domain_name = row.name.partition(".")[2] or host.network.domain_name
        self.hosts[row.name] = host

    def _add_datastore(self, row: DatastoreRow, position: int) -> None:
        """Make a volume, and mount it on each host that the row names."""
        first, *others = [self.hosts[name] for name in self.named_by(row, row.hosts)]
        if any(store.name == row.name for store in first.datastores.values()):
            raise row.table.error("two datastores of one host have this name")
        uuid = f"5e90{position:04x}-4f565931-0001-000c29a2{position:04x}"
        on_disk = not KINDS[row.kind].exported
        disk_name = f"naa.600508b1001c4e3b{position:016x}" if on_disk else ""
        store = Datastore(
            moid=uuid,
            name=row.name,
            mount=f"/vmfs/volumes/{uuid}",
            host=first,
            kind=row.kind,
            capacity=row.capacity_gib * _GIB,
            uuid=uuid,
            remote=KINDS[row.kind].remote(row.name),
            disk_name=disk_name,
        )
        first.datastores[uuid] = store
        for host in others:
            store.mounted_on(host)

    def _add_network(self, row: NetworkRow) -> None:
        """Make a port group on each host, in the place of one of that name."""
        for name in self.named_by(row, row.hosts):
            network = self.hosts[name].network
            if row.name in network.groups:
                network.remove_group(row.name, used=False)
            network.add_group(
                vim.HostPortGroupSpec(
                    name=row.name,
                    vlan_id=row.vlan,
                    vswitch_name=row.switch,
                    policy=vim.HostNetworkPolicy(),
                )
            )

    def _add_user(self, row: UserRow) -> None:
        agents: dict[str, Agent] = {**self.hosts}
        if self.vcenter is not None:
            agents[VCENTER] = self.vcenter
        for name in self.named_by(row, row.hosts, more=[VCENTER] if self.vcenter else []):
            agents[name].users[row.name] = User(
                row.name, row.password, row.name, read_only=row.read_only
            )

    def _add_usual_machines(self, row: HostRow) -> None:
        """Give a host machines like those of `small_host`, named after it."""
        host = self.hosts[row.name]
        make_room(host, row.machines)
        for number in range(row.machines):
            kind = kind_of(number)
            name = f"{host.network.host_name}-{kind.name}"
            self._place(host, replace(kind, name=name), "")

    def _add_machine(self, row: MachineRow) -> None:
        if row.host not in self.hosts:
            raise row.table.error(f"host: there is no host {row.host!r}")
        host = self.hosts[row.host]
        machine = self._from_vmx(host, row) if row.vmx else self._from_words(host, row)
        for name in row.snapshots:
            machine.snapshots.take(name, "", memory=False, quiesce=False)
        if row.template:
            machine.require_power("poweredOff")
            machine.template = True
            name_file(machine)
        self._made.append((row, machine))

    def _from_words(self, host: HostState, row: MachineRow) -> Machine:
        if not row.name:
            raise row.table.error("name is missing")
        network = row.words.get("network")
        if network and network not in {group.name for group in host.network.networks()}:
            raise row.table.error(f"network: {row.host} has no network {network!r}")
        given = {**row.words, "settings": row.settings}
        return self._place(host, MachineKind(row.name, **given), row.datastore)

    def _from_vmx(self, host: HostState, row: MachineRow) -> Machine:
        """Make a machine of a VMX file that stands beside the site's file."""
        if told := sorted(row.words.keys() - {"power", "tools", "disk_gib", "address"}):
            raise row.table.error(f"{told[0]} is told by vmx; settings may change it")
        path = row.table.file.parent / row.vmx
        try:
            settings = parse_vmx(path.read_bytes())
        except OSError as error:
            raise row.table.error(f"vmx: cannot read {path}: {error.strerror}") from None
        name = row.name or unpiped(settings.get("displayName", "")) or path.stem
        settings = settings.changed({"displayName": escape_pipe(name), **dict(row.settings)})
        return self._place(host, MachineKind(name, **row.words), row.datastore, settings)

    def _place(
        self, host: HostState, kind: MachineKind, datastore: str, settings: Settings | None = None
    ) -> Machine:
        self._machines += 1
        if not kind.mac:
            kind = replace(kind, mac=format_mac(_FIRST_MAC + self._machines))
        return add_machine(host, kind, datastore, settings=settings)

    def _make_vcenter(self) -> None:
        plan, row = self._plan, self._plan.vcenter
        if row is None:
            _require_no_places(plan)
            return
        self.vcenter = vcenter = VCenter(
            profile=row.profile, world=self._world, options=Options(**plan.options)
        )
        places: dict[str, dict[str, Any]] = {"datacenter": {}, "cluster": {}}
        for datacenter in plan.datacenters:
            with blaming(datacenter.table):
                _require_new(datacenter, datacenter.name, places["datacenter"])
                made = vcenter.add_datacenter(datacenter.name, datacenter.folder)
                places["datacenter"][datacenter.name] = made
        for cluster in plan.clusters:
            with blaming(cluster.table):
                _require_new(cluster, cluster.name, places["cluster"])
                above = _found(cluster, "datacenter", cluster.datacenter, places)
                places["cluster"][cluster.name] = vcenter.add_cluster(above, cluster.name)
        for host in plan.hosts:
            with blaming(host.table):
                self._manage(host, places)
        self._divide(vcenter, places)
        for host in plan.hosts:
            with blaming(host.table):
                self._set_state(vcenter, host)

    def _divide(self, vcenter: VCenter, places: dict[str, dict[str, Any]]) -> None:
        """Make pools and vApps, and put machines into pools and folders."""
        pools = places["pool"] = {}
        for row in self._plan.pools:
            with blaming(row.table):
                _require_new(row, row.name, pools)
                cluster = _found(row, "cluster", row.cluster, places)
                above = _found(row, "pool", row.above, places) if row.above else cluster.pool
                if above.compute is not cluster:
                    raise row.table.error(f"above: {row.above!r} is of another cluster")
                pools[row.name] = vcenter.add_pool(above, row.name)
        for machine_row, machine in self._made:
            with blaming(machine_row.table):
                self._settle(vcenter, machine_row, machine, places)
        for vapp in self._plan.vapps:
            with blaming(vapp.table):
                cluster = _found(vapp, "cluster", vapp.cluster, places)
                members = [vcenter.find(name) for name in vapp.machines]
                vcenter.add_vapp(cluster, vapp.name, members, vapp.folder)

    def _settle(
        self,
        vcenter: VCenter,
        row: MachineRow,
        machine: Machine,
        places: Mapping[str, Mapping[str, Any]],
    ) -> None:
        """Put a machine where its row says."""
        if not (row.folder or row.pool):
            return
        if machine.host not in vcenter.members:
            raise row.table.error(f"folder and pool: {row.host!r} is outside the vCenter")
        if row.folder:
            datacenter = vcenter.datacenter_of(machine.host)
            vcenter.place(machine, vcenter.add_folder(datacenter, row.folder))
        if row.pool:
            pool = _found(row, "pool", row.pool, places)
            if machine.host not in pool.hosts or machine.template:
                raise row.table.error(f"pool: {row.pool!r} is not for this machine")
            vcenter.places.assign(machine, pool)

    def _set_state(self, vcenter: VCenter, row: HostRow) -> None:
        host = self.hosts[row.name]
        host.maintenance = row.maintenance
        if row.state == "connected":
            return
        if host not in vcenter.members:
            raise row.table.error("state: the host is outside the vCenter")
        (vcenter.lose if row.state == "notResponding" else vcenter.disconnect)(host)

    def _manage(self, row: HostRow, places: Mapping[str, Mapping[str, Any]]) -> None:
        """Put a host below the vCenter; one that names no place there stays outside."""
        if row.datacenter and row.cluster:
            raise row.table.error("cluster tells the datacenter; leave one of them out")
        if row.folder and not row.datacenter:
            raise row.table.error("folder needs datacenter: where the host stands alone")
        kind = "cluster" if row.cluster else "datacenter"
        name = row.cluster or row.datacenter
        if not name:
            return
        where = _found(row, kind, name, places)
        assert self.vcenter is not None  # noqa: S101  # _make_vcenter calls
        address = self._addresses[row.name]
        host = self.hosts[row.name]
        self.vcenter.add_host(host, where, name=row.name, address=address, folder=row.folder)


def _require_no_places(plan: Plan) -> None:
    """Refuse what only a vCenter has."""
    for lost in (*plan.datacenters, *plan.clusters, *plan.pools, *plan.vapps):
        raise lost.table.error("there is no [vcenter] for it")
    for host in plan.hosts:
        if host.datacenter or host.cluster or host.folder or host.state != "connected":
            raise host.table.error("datacenter, cluster, folder and state need a [vcenter]")
    for machine in plan.machines:
        if machine.folder or machine.pool:
            raise machine.table.error("folder and pool need a [vcenter]")


def _found(row: Row, kind: str, name: str, places: Mapping[str, Mapping[str, Any]]) -> Any:
    try:
        return places[kind][name]
    except KeyError:
        raise row.table.error(f"{kind}: there is no {kind} {name!r}") from None


def _require_new(row: Row, name: str, known: Mapping[str, Any]) -> None:
    """Refuse a second one of a name: hosts could not say which they mean."""
    if name in known:
        raise row.table.error(f"name: {name!r} is taken")

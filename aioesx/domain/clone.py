"""Copies of domains, templates, and where in a vCenter's tree a domain is kept."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Final, TypeVar, Unpack

from aioesx import vim
from aioesx._server.by_name import find_datastore, find_folder, find_pool
from aioesx._server.collector import Properties, read_many, read_one
from aioesx._server.names import escape
from aioesx._server.place import Place, read_place
from aioesx._server.server import Server
from aioesx._server.tasks.runner import TaskOptions
from aioesx._server.traversal import UP, object_spec
from aioesx._server.tree import TREE_PATHS, Tree, value_of
from aioesx.domain.counterpart import at_vcenter
from aioesx.domain.destination import whole_vcenter
from aioesx.domain.snapshottree import SNAPSHOT_PATHS, SnapshotTree
from aioesx.errors import InvalidStateError, NoSuchSnapshotError, NotPermittedError

__all__ = [
    "CloneOptions",
    "clone",
    "make_domain",
    "make_template",
    "move_to_folder",
    "move_to_pool",
]

Ref = vim.ManagedObjectReference
T = TypeVar("T")

_PATHS: Final = ("runtime.host", "parent", "config.template", *SNAPSHOT_PATHS)
_DATACENTER: Final = ("name", "parent", "vmFolder")
_LINKED: Final = "createNewChildDiskBacking"


@dataclasses.dataclass(frozen=True, slots=True)
class CloneOptions:
    """How a domain is copied; see `Domain.clone`."""

    host: str | None = None
    pool: str | None = None
    folder: str | None = None
    datastore: str | None = None
    snapshot: Ref | str | None = None
    linked: bool = False
    template: bool = False
    start: bool = False


async def clone(
    server: Server,
    ref: Ref,
    name: str,
    options: CloneOptions,
    made: Callable[[Server, Ref], T],
    **task: Unpack[TaskOptions],
) -> T:
    """Copy a domain; see `Domain.clone`. `made` makes the result of a server and a reference."""
    vcenter = server.require_vcenter("cloning")
    machine = await at_vcenter(server, vcenter, ref)
    values = await read_one(vcenter.session, machine, _PATHS)
    state = await _snapshot(server, ref, values, options)
    original = _Original(vcenter, machine, values)
    spec = vim.VirtualMachineCloneSpec(
        location=await _location(original, options),
        template=options.template,
        power_on=options.start,
        snapshot=state,
    )
    folder = await _folder(original, options)
    method = vim.CloneVM_Task(this=machine, folder=folder, name=escape(name), spec=spec)
    result: T = await vcenter.tasks.run(
        method, asked_of=machine, finish=lambda copy: made(vcenter, copy), **task
    )
    return result


class _Original:
    """What is copied, and where it is; that is read only where the copy depends on it.

    A user who may see a folder of machines, and no hosts, can copy all the same.
    """

    def __init__(self, vcenter: Server, machine: Ref, values: Properties) -> None:
        self.vcenter = vcenter
        self.machine = machine
        self.values = values
        self._home: Place | None = None
        self._target: Place | None = None

    @property
    def is_template(self) -> bool:
        return self.values.get("config.template") is True

    @property
    def folder(self) -> Ref | None:
        folder: Ref | None = self.values.if_shown("parent")
        return folder

    async def home(self) -> Place:
        """Return where the original is."""
        if self._home is None:
            host = self.values.require("runtime.host")
            self._home = await read_place(self.vcenter.session, host)
        return self._home

    async def target(self, host: str | None) -> Place:
        """Return where the copy is to be."""
        if host is None:
            return await self.home()
        if self._target is None:
            self._target = await whole_vcenter(self.vcenter).place_at(host)
        return self._target


async def _location(original: _Original, options: CloneOptions) -> vim.VirtualMachineRelocateSpec:
    """Tell where the copy goes; what is not told is as the original has it."""
    session, host = original.vcenter.session, options.host
    spec = vim.VirtualMachineRelocateSpec()
    if options.linked:
        spec.disk_move_type = _LINKED
    elsewhere = False
    if host is not None:
        place = await original.target(host)
        spec.host = place.host
        elsewhere = place.compute_resource != (await original.home()).compute_resource
    # A template has no pool, and in another compute resource the original's is of no use.
    if options.pool is not None or elsewhere or (original.is_template and not options.template):
        spec.pool = await find_pool(session, await original.target(host), options.pool)
    if options.datastore is not None:
        place = await original.target(host)
        spec.datastore = await find_datastore(session, place.host, options.datastore)
    return spec


async def _folder(original: _Original, options: CloneOptions) -> Ref:
    if options.host is None and options.folder is None and original.folder is not None:
        return original.folder
    place = await original.target(options.host)
    if options.folder is not None:
        path = place.datacenter_path
        return await find_folder(original.vcenter.session, place.vm_folder, options.folder, path)
    same = place.datacenter == (await original.home()).datacenter
    return original.folder if same and original.folder is not None else place.vm_folder


async def _snapshot(
    server: Server, ref: Ref, values: Properties, options: CloneOptions
) -> Ref | None:
    """Return the snapshot that is copied, or that a linked copy stands on, as the vCenter knows it.

    Raises:
        NoSuchSnapshotError, AmbiguousNameError: there is none of this name, or there are several.
        InvalidStateError: a linked copy needs one, and there is none.
    """
    tree = SnapshotTree.of(values)
    if isinstance(options.snapshot, str):
        return tree.by_name(options.snapshot).ref
    if options.snapshot is not None:
        return await _as_known(server, ref, tree, options.snapshot)
    if not options.linked:
        return None
    if tree.current is None:
        raise InvalidStateError("", "a linked clone stands on a snapshot: create one first")
    return tree.current.ref


async def _as_known(server: Server, ref: Ref, tree: SnapshotTree, snapshot: Ref) -> Ref:
    """Return the vCenter's reference of a snapshot, of which a host may have told us its own."""
    if server.vcenter is server:
        return snapshot
    told = SnapshotTree.of(await read_one(server.session, ref, SNAPSHOT_PATHS))
    ours = told.by_ref(snapshot, snapshot.value)
    found = [each.ref for each in tree if (each.name, each.created) == (ours.name, ours.created)]
    if len(found) != 1:
        raise NoSuchSnapshotError(f"'{ours.name}' at the vCenter", name=ours.name)
    return found[0]


# --- templates -----------------------------------------------------------------------------------


async def make_template(server: Server, ref: Ref) -> None:
    """Make a template of a domain that is off."""
    vcenter = server.require_vcenter("making a template")
    machine = await at_vcenter(server, vcenter, ref)
    await vcenter.session.call(vim.MarkAsTemplate(this=machine))


async def make_domain(server: Server, ref: Ref, host: str | None, pool: str | None) -> None:
    """Make a domain of a template."""
    vcenter = server.require_vcenter("making a domain of a template")
    machine = await at_vcenter(server, vcenter, ref)
    whole = whole_vcenter(vcenter)
    place = await (whole.place_of(machine) if host is None else whole.place_at(host))
    found = await find_pool(vcenter.session, place, pool)
    chosen = place.host if host is not None else None
    await vcenter.session.call(vim.MarkAsVirtualMachine(this=machine, pool=found, host=chosen))


# --- where it is kept ----------------------------------------------------------------------------


async def move_to_folder(server: Server, ref: Ref, path: str, task: TaskOptions) -> None:
    """Put a domain into another folder of its datacenter."""
    vcenter = server.require_vcenter("moving to another folder")
    machine = await at_vcenter(server, vcenter, ref)
    top, datacenter = await _folder_of_machines(vcenter, machine)
    folder = await find_folder(vcenter.session, top, path, datacenter)
    method = vim.MoveIntoFolder_Task(this=folder, list=[machine])
    await vcenter.tasks.run(method, finish=lambda _: None, **task)


async def _folder_of_machines(vcenter: Server, machine: Ref) -> tuple[Ref, str]:
    """Return the top folder of machines of a machine's datacenter, and the datacenter's path.

    The machine's host is not asked: it may be gone, or hidden.

    Raises:
        NotPermittedError: what the machine is in is hidden.
    """
    paths = {**TREE_PATHS, "VirtualMachine": ("parent",), "Datacenter": _DATACENTER}
    start = object_spec(machine, UP, itself=True)
    tree = Tree(await read_many(vcenter.session, [start], paths))
    datacenter = tree.above(machine, ("Datacenter",))
    path = tree.inventory_path(datacenter.ref) if datacenter is not None else None
    if datacenter is None or path is None:
        what = f"the vCenter does not show which datacenter {machine.value} is in"
        raise NotPermittedError("NoPermission", what)
    return value_of(datacenter, "vmFolder", vim.ManagedObjectReference), path


async def move_to_pool(server: Server, ref: Ref, name: str) -> None:
    """Put a domain into another resource pool of its compute resource."""
    vcenter = server.require_vcenter("moving to another resource pool")
    machine = await at_vcenter(server, vcenter, ref)
    place = await whole_vcenter(vcenter).place_of(machine)
    pool = await find_pool(vcenter.session, place, name)
    await vcenter.session.call(vim.MoveIntoResourcePool(this=pool, list=[machine]))

"""Handlers: what GuestOperationsManager's three do in a machine's guest."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from aioesx import vim
from aioesx.simulator import faults
from aioesx.simulator.inside import refusals
from aioesx.simulator.inside.system import GuestSystem, Process, system_of
from aioesx.simulator.inside.tickets import Transfer
from aioesx.simulator.methods.table import Call, handles
from aioesx.simulator.state.machine import Machine

if TYPE_CHECKING:
    from aioesx.simulator.inside.files import GuestFiles, Node, Who

__all__: list[str] = []

_PAGE: Final = 50


def _enter(call: Call) -> tuple[GuestSystem, Who]:
    """Return the guest of a call's machine, and who asks.

    Raises:
        Refused: it is off, its Tools do not answer, or it does not let them in.
    """
    machine: Any = call.inventory.get(call.method.vm)
    assert isinstance(machine, Machine)  # noqa: S101 - references are looked at before
    machine.require_power("poweredOn")
    if machine.task is not None:
        raise faults.task_in_progress(machine.host.ref(machine.task))
    if not machine.tools_running:
        raise refusals.unavailable()
    auth, system = call.method.auth, system_of(machine)
    if auth.interactive_session:  # nobody sits before the machine
        raise refusals.unavailable()
    if isinstance(auth, vim.NamePasswordAuthentication):
        return system, system.log_in(auth.username, auth.password)
    if isinstance(auth, vim.SAMLTokenAuthentication):
        name = machine.guest.tokens.get(auth.token)
        if name is None or name not in system.users:
            raise refusals.invalid_login()
        return system, system.who(name)
    raise refusals.not_supported()


@handles("ValidateCredentialsInGuest")
def _validate(call: Call) -> None:
    _enter(call)


# --- programs ------------------------------------------------------------------------------------


@handles("StartProgramInGuest")
def _start(call: Call) -> int:
    system, who = _enter(call)
    spec = call.method.spec
    pairs = (text.partition("=") for text in spec.env_variables)
    env = {name: value for name, mark, value in pairs if mark}
    return system.start(who, spec.program_path, spec.arguments, spec.working_directory, env).pid


def _shown(process: Process) -> vim.GuestProcessInfo:
    return vim.GuestProcessInfo(
        name=process.name,
        pid=process.pid,
        owner=process.who.name,
        cmd_line=process.command,
        start_time=process.started,
        end_time=process.ended,
        exit_code=process.status,
    )


@handles("ListProcessesInGuest")
def _processes(call: Call) -> list[vim.GuestProcessInfo]:
    system, _ = _enter(call)
    wanted = set(call.method.pids)
    return [_shown(one) for one in system.all_processes() if not wanted or one.pid in wanted]


@handles("TerminateProcessInGuest")
def _terminate(call: Call) -> None:
    system, who = _enter(call)
    found = {one.pid: one for one in system.all_processes()}.get(call.method.pid)
    if found is None or found.ended is not None:
        raise refusals.process_not_found(call.method.pid)
    if (found.who != who and not who.mighty) or found.pid not in system.processes:
        raise refusals.permission_denied()
    system.stop(found)


@handles("ReadEnvironmentVariableInGuest")
def _environment(call: Call) -> list[str]:
    system, who = _enter(call)
    env = system.environment(who)
    same = str.upper if system.windows else str
    wanted = {same(name) for name in call.method.names}
    return [f"{n}={value}" for n, value in env.items() if not wanted or same(n) in wanted]


# --- files ---------------------------------------------------------------------------------------


@handles("MakeDirectoryInGuest")
def _make_directory(call: Call) -> None:
    system, who = _enter(call)
    method = call.method
    system.files.make_directory(
        who, method.directory_path, parents=method.create_parent_directories
    )


@handles("CreateTemporaryDirectoryInGuest")
def _temporary_directory(call: Call) -> str:
    system, who = _enter(call)
    path = _temporary(call, system, who)
    system.files.make_directory(who, path, parents=False, mode=0o700)
    return path


@handles("CreateTemporaryFileInGuest")
def _temporary_file(call: Call) -> str:
    system, who = _enter(call)
    path = _temporary(call, system, who)
    system.files.add(system.files.place(who, path), "file", who, 0o600)
    return path


def _temporary(call: Call, system: GuestSystem, who: Who) -> str:
    method, files = call.method, system.files
    where = files.follow(method.directory_path or system.temporary(who)).path
    name = system.unused_name(method.prefix, method.suffix)
    return f"{where.rstrip(files.separator)}{files.separator}{name}"


@handles("DeleteFileInGuest")
def _delete_file(call: Call) -> None:
    system, who = _enter(call)
    system.files.delete(who, call.method.file_path)


@handles("DeleteDirectoryInGuest")
def _delete_directory(call: Call) -> None:
    system, who = _enter(call)
    method = call.method
    system.files.delete_directory(who, method.directory_path, recursive=method.recursive)


@handles("MoveFileInGuest")
def _move_file(call: Call) -> None:
    system, who = _enter(call)
    method = call.method
    _require_kind(system.files, method.src_file_path, directory=False)
    system.files.move(who, method.src_file_path, method.dst_file_path, overwrite=method.overwrite)


@handles("MoveDirectoryInGuest")
def _move_directory(call: Call) -> None:
    system, who = _enter(call)
    method = call.method
    _require_kind(system.files, method.src_directory_path, directory=True)
    system.files.move(who, method.src_directory_path, method.dst_directory_path, overwrite=False)


def _require_kind(files: GuestFiles, path: str, *, directory: bool) -> None:
    node = files.find(files.clean(path))
    if node is not None and directory and node.kind != "directory":
        raise faults.not_a_directory(path)
    if node is not None and not directory and node.kind == "directory":
        raise refusals.not_a_file(path)


def _attributes(system: GuestSystem, node: Node) -> vim.GuestFileAttributes:
    common: dict[str, Any] = {
        "modification_time": node.modified,
        "access_time": node.accessed or node.modified,
        "symlink_target": node.target or None,
    }
    if system.windows:
        return vim.GuestWindowsFileAttributes(
            hidden=node.hidden, read_only=node.read_only, create_time=node.modified, **common
        )
    return vim.GuestPosixFileAttributes(
        owner_id=node.owner.number if node.number is None else node.number,
        group_id=node.group,
        permissions=node.mode,
        **common,
    )


def _info(system: GuestSystem, node: Node, path: str) -> vim.GuestFileInfo:
    return vim.GuestFileInfo(
        path=path, type=node.kind, size=node.size, attributes=_attributes(system, node)
    )


@handles("ListFilesInGuest")
def _list(call: Call) -> vim.GuestListFileInfo:
    system, who = _enter(call)
    method, files = call.method, system.files
    try:
        pattern = re.compile(method.match_pattern or "")
    except re.error:
        raise faults.invalid_argument("matchPattern") from None
    node = files.follow(method.file_path)
    if node.kind != "directory":
        found = [(node.path, node)]
    else:
        files.require(who, node, 4)
        above = files.find(files.parent(node.path)) or node
        found = [(".", node), ("..", above)]
        found += [(files.name(child), child) for child in files.children(node.path)]
    found = [(name, one) for name, one in found if pattern.search(name)]
    start = method.index or 0
    most = _PAGE if method.max_results is None else method.max_results
    page = found[start : start + most]
    return vim.GuestListFileInfo(
        files=[_info(system, one, name) for name, one in page],
        remaining=max(0, len(found) - start - len(page)),
    )


@handles("ChangeFileAttributesInGuest")
def _change(call: Call) -> None:
    system, who = _enter(call)
    told = call.method.file_attributes
    node = system.files.follow(call.method.guest_file_path)
    if node.owner != who and not who.mighty:
        raise refusals.permission_denied()
    _take_attributes(system, node, told)


def _take_attributes(system: GuestSystem, node: Node, told: vim.GuestFileAttributes) -> None:
    """Give a file what attributes say; what they leave out stays.

    Tools take no notice of attributes of the other kind: govc sends POSIX's to any guest.
    """
    node.modified = told.modification_time or node.modified
    node.accessed = told.access_time or node.accessed
    if isinstance(told, vim.GuestPosixFileAttributes) and not system.windows:
        node.mode = node.mode if told.permissions is None else told.permissions & 0o7777
        node.number = node.number if told.owner_id is None else told.owner_id
        node.group = node.group if told.group_id is None else told.group_id
    if isinstance(told, vim.GuestWindowsFileAttributes) and system.windows:
        node.hidden = node.hidden if told.hidden is None else told.hidden
        node.read_only = node.read_only if told.read_only is None else told.read_only


# --- transfers -----------------------------------------------------------------------------------


def _url(call: Call, machine: Machine, transfer: Transfer) -> str:
    """Return where a file is to be had: of this host; by way of a vCenter, which one that is."""
    place = "*:443" if call.via is None else machine.host.reached_at or "*:443"
    return machine.host.guest_transfers.open(transfer, place)


@handles("InitiateFileTransferFromGuest")
def _transfer_from(call: Call) -> vim.FileTransferInformation:
    system, who = _enter(call)
    node = system.files.read(who, call.method.guest_file_path)
    machine: Any = call.inventory.get(call.method.vm)
    transfer = Transfer(machine, who, node.path, content=node.content)
    return vim.FileTransferInformation(
        attributes=_attributes(system, node),
        size=node.size,
        url=_url(call, machine, transfer),
    )


@handles("InitiateFileTransferToGuest")
def _transfer_to(call: Call) -> str:
    system, who = _enter(call)
    method, files = call.method, system.files
    if method.file_size < 0:
        raise faults.invalid_argument("fileSize")
    there = files.find(files.clean(method.guest_file_path))
    if there is None:
        path = files.place(who, method.guest_file_path)
    else:
        node = files.follow(there.path)
        if node.kind == "directory":
            raise refusals.not_a_file(method.guest_file_path)
        if not method.overwrite:
            raise faults.file_already_exists(method.guest_file_path)
        files.require(who, node, 2)
        path = node.path
    machine: Any = call.inventory.get(method.vm)

    def take(node: Node) -> None:
        _take_attributes(system, node, method.file_attributes)

    transfer = Transfer(machine, who, path, size=method.file_size, take=take)
    return _url(call, machine, transfer)

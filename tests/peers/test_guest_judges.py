"""Guest operations and others' clients: pyVmomi, and what govc's guest.* commands are made of.

vcsim has no guest without containers; what our client makes of it is here, too.
"""

from __future__ import annotations

import importlib
import ssl
import subprocess
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Any

import pytest
from support.guests import LINUX, PASSWORD, WINDOWS, Inside, guest_host
from support.judges import GUEST_CLIENT
from support.vcsim import Vcsim, host_of

from aioesx import errors
from aioesx.simulator import Simulator


@pytest.fixture
def simulator() -> Iterator[Simulator]:
    with Simulator(guest_host(), password="secret") as simulator:
        yield simulator


def _found(service: Any, name: str) -> Any:
    datacenter = service.RetrieveContent().rootFolder.childEntity[0]
    return next(vm for vm in datacenter.vmFolder.childEntity if vm.name == name)


def _fetched(simulator: Simulator, url: str, data: bytes | None = None) -> bytes:
    """Do a transfer as pyVmomi's own samples do."""
    assert url.startswith("https://*:443/guestFile?")
    context = ssl.create_default_context(cafile=simulator.ca_file)
    target = url.replace("*:443", f"127.0.0.1:{simulator.port}")
    method = "GET" if data is None else "PUT"
    request = urllib.request.Request(target, data, method=method)
    with urllib.request.urlopen(request, context=context, timeout=20) as answer:
        return bytes(answer.read())


@pytest.mark.peer("pyvmomi")
def test_pyvmomi_runs_a_program_and_fetches_what_it_wrote(
    simulator: Simulator, pyvmomi: Callable[..., AbstractContextManager[Any]]
) -> None:
    vim: Any = importlib.import_module("pyVmomi").vim  # the judge may be missing

    auth = vim.vm.guest.NamePasswordAuthentication(username="root", password=PASSWORD)
    with pyvmomi(simulator.url) as service:
        machine = _found(service, LINUX)
        manager = service.RetrieveContent().guestOperationsManager
        manager.authManager.ValidateCredentialsInGuest(machine, auth)
        spec = vim.vm.guest.ProcessManager.ProgramSpec(
            programPath="/bin/cat", arguments="/etc/hostname > /tmp/out"
        )
        pid = manager.processManager.StartProgramInGuest(machine, auth, spec)
        while True:
            (process,) = manager.processManager.ListProcessesInGuest(machine, auth, [pid])
            if process.endTime is not None:
                break
        assert (process.exitCode, process.cmdLine) == (0, '"/bin/cat" /etc/hostname > /tmp/out')
        info = manager.fileManager.InitiateFileTransferFromGuest(machine, auth, "/tmp/out")
        assert _fetched(simulator, info.url) == f"{LINUX}\n".encode()
        assert info.size == len(LINUX) + 1
        url = manager.fileManager.InitiateFileTransferToGuest(
            machine, auth, "/tmp/in", vim.vm.guest.FileManager.PosixFileAttributes(), 4, True
        )
        _fetched(simulator, url, b"sent")
        listed = manager.fileManager.ListFilesInGuest(machine, auth, "/tmp")
        kinds = {one.path: (one.type, one.size) for one in listed.files}
        assert kinds["in"] == ("file", 4)
        assert kinds["."][0] == "directory"
        with pytest.raises(vim.fault.InvalidGuestLogin):
            manager.authManager.ValidateCredentialsInGuest(
                machine,
                vim.vm.guest.NamePasswordAuthentication(
                    username="root", password="canary-password"
                ),
            )
        with pytest.raises(vim.fault.GuestProcessNotFound):
            manager.processManager.TerminateProcessInGuest(machine, auth, 99999)
        with pytest.raises(vim.fault.DirectoryNotEmpty):
            manager.fileManager.DeleteDirectoryInGuest(machine, auth, "/tmp", False)


def _told(simulator: Simulator, *words: str) -> list[str]:
    done = subprocess.run(
        [GUEST_CLIENT, simulator.url, *words],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


@pytest.mark.peer("govmomi-guest")
def test_what_govc_is_made_of_runs_programs_and_moves_files(simulator: Simulator) -> None:
    before = Inside(simulator, LINUX).files
    told = _told(simulator, LINUX, "root", PASSWORD, "linuxGuest")

    assert told == [
        '"one two  words\\n" "" <nil>',
        '"through" "" <nil>',
        '"by bash\\n" "" <nil>',
        '"" "" /bin/false: exit 1',
        '"sent" 4',
        "sent file 4",
    ]
    assert Inside(simulator, LINUX).files == before


@pytest.mark.peer("govmomi-guest")
def test_so_it_does_in_a_windows_guest(simulator: Simulator) -> None:
    told = _told(simulator, WINDOWS, "Administrator", PASSWORD, "windowsGuest")
    assert told[0].startswith('"hi ')  # echo repeats the blanks before the redirections
    assert told[0].endswith('\\r\\n" "" <nil>')
    assert told[1:] == ['"through" "" <nil>']


@pytest.mark.peer("vcsim")
@pytest.mark.anyio
@pytest.mark.parametrize(("model", "path"), [("esx", None), ("vpx", "/DC0/DC0_H0")])
async def test_vcsim_has_no_guests_and_that_is_what_is_told(
    vcsim: Callable[..., Vcsim], model: str, path: str | None
) -> None:
    async with host_of(vcsim(model=model, tls=False), path) as esx:
        entry = (await esx.domains.list())[0]
        with pytest.raises(errors.EsxError) as caught:
            async with entry.domain.guest("root", PASSWORD):
                pass
    assert isinstance(caught.value, errors.NotSupportedError | errors.ToolsUnavailableError)

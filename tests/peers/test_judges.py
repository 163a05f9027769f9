"""The judges themselves: vcsim serves what a test asks for and leaves nothing behind."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest
from support.judges import VCSIM
from support.vcsim import Vcsim
from support.virsh import Virsh

pytestmark = pytest.mark.peer("vcsim")


@pytest.mark.peer("pyvmomi")
@pytest.mark.parametrize(
    ("model", "tls", "vms", "kind"),
    [
        ("esx", True, 0, "HostAgent"),
        ("esx", False, 3, "HostAgent"),
        ("vpx", True, 5, "VirtualCenter"),
        ("vpx", False, 2, "VirtualCenter"),
    ],
)
def test_vcsim_is_what_was_asked_for(
    vcsim: Callable[..., Vcsim],
    pyvmomi: Callable[..., AbstractContextManager[Any]],
    model: str,
    tls: bool,
    vms: int,
    kind: str,
) -> None:
    server = vcsim(model=model, tls=tls, vms=vms)

    with pyvmomi(server.url) as service:
        content = service.RetrieveContent()
        view = content.viewManager.CreateContainerView(content.rootFolder, recursive=True)
        machines = [each for each in view.view if type(each).__name__ == "vim.VirtualMachine"]

    assert content.about.apiType == kind
    assert len(machines) == vms


@pytest.mark.peer("pyvmomi")
def test_vcsim_knows_one_user(
    vcsim: Callable[..., Vcsim], pyvmomi: Callable[..., AbstractContextManager[Any]]
) -> None:
    server = vcsim(username="lord", password="of the rings")

    with pyvmomi(server.url, username="lord", password="of the rings") as service:
        sessions = service.content.sessionManager
        assert sessions.currentSession.userName == "lord"
        sessions.Logout()
        with pytest.raises(Exception, match="InvalidLogin"):
            sessions.Login("lord", "of the flies", None)
        sessions.Login("lord", "of the rings", None)


def test_vcsim_ends_with_its_standard_input(tmp_path: Path) -> None:
    process = subprocess.Popen(
        [VCSIM], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env={"TMPDIR": str(tmp_path)}
    )
    assert process.stdout is not None
    assert process.stdout.readline().startswith(b"http://127.0.0.1:")

    process.communicate()

    assert process.returncode == 0
    assert list(tmp_path.iterdir()) == [], "files of its datastore were left behind"


def test_vcsim_ends_on_sigterm(vcsim: Callable[..., Vcsim]) -> None:
    server = vcsim()

    server.process.terminate()

    assert server.process.wait() == 0


@pytest.mark.parametrize("words", [["-model", "gsx"], ["-vms", "-1"], ["-cert", "x"]])
def test_vcsim_refuses_nonsense_in_one_line(words: list[str]) -> None:
    done = subprocess.run([VCSIM, *words], capture_output=True, text=True, timeout=20, check=False)

    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.startswith("vcsim: ")
    assert done.stderr.count("\n") == 1


@pytest.mark.peer("virsh")
def test_virsh_tells_what_it_cannot_do(virsh: Virsh, vcsim: Callable[..., Vcsim]) -> None:
    """libvirt's driver wants xsi:type on each item of an array; vcsim does not give it."""
    outcome = virsh(vcsim().uri("no_verify=1"), "list", "--all")

    assert outcome.status == 1
    assert "failed to connect to the hypervisor" in outcome.stderr

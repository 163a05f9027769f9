"""The doctor at govmomi's simulator: another's server, of which nothing wrong may be claimed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from support.command import invoke
from support.vcsim import Vcsim


@pytest.mark.peer("vcsim")
def test_all_is_examined_and_no_fault_claimed(vcsim: Callable[..., Vcsim]) -> None:
    server = vcsim(model="esx", tls=True)

    outcome = invoke("doctor", server.uri("no_verify=1"), env={"AIOESX_PASSWORD": server.password})

    assert (outcome.status, outcome.stderr) == (0, "")
    assert "not examined" not in outcome.stdout
    assert "could not be looked at" not in outcome.stdout
    warned = [line.split()[1] for line in outcome.stdout.splitlines() if line[:7] == "warning"]
    assert warned == ["tls"]  # that nobody verifies, which is so

"""A test of your own program against a simulated ESX host; run it with pytest."""

import pytest

import aioesx
from aioesx.simulator import Simulator

pytest_plugins = ["aioesx.pytest_plugin"]


@pytest.mark.anyio
async def test_a_question(esx_simulator: Simulator, esx_connection: aioesx.Connection) -> None:
    esx_simulator.ask_on("PowerOnVM_Task", "db01", choices=("Cancel", "I moved it"), default=1)
    domain = await esx_connection.domains.lookup("db01")
    await domain.start(on_question=aioesx.answer_default)
    assert esx_simulator.domain_state("db01") == "poweredOn"  # noqa: S101  # pytest's way
    assert esx_simulator.answers == [("db01", "I moved it")]  # noqa: S101

"""``aioesx simulate``: the embedded simulator behind a socket, until somebody ends it."""

from __future__ import annotations

import dataclasses
import os
import signal
from pathlib import Path

import anyio
import anyio.to_thread

from aioesx.cli.console import Console
from aioesx.cli.credentials import stated_password
from aioesx.cli.run import run_guarded
from aioesx.cli.status import ExitStatus
from aioesx.errors import DocumentError
from aioesx.simulator import Simulator, presets

__all__ = ["PASSWORD_VARIABLE", "Simulation", "run_simulation"]

PASSWORD_VARIABLE = "AIOESX_SIMULATOR_PASSWORD"  # noqa: S105 - its name, not its value


@dataclasses.dataclass(frozen=True, slots=True)
class Simulation:
    """What is simulated.

    Attributes:
        port: where to listen on 127.0.0.1; 0 for any free port.
        tls: HTTPS or HTTP.
        machines: how many.
        password_file: holds root's password, or None.
        faults: TOML file with fault rules, or None.
    """

    port: int
    tls: bool
    machines: int
    password_file: Path | None
    faults: Path | None = None


def run_simulation(simulation: Simulation, debug: bool, console: Console) -> ExitStatus:
    """Serve until SIGINT or SIGTERM; the first line printed is the URI."""

    async def work() -> ExitStatus:
        stated = stated_password(simulation.password_file, os.environ, PASSWORD_VARIABLE)
        simulator = Simulator(
            presets.small_host(machines=simulation.machines),
            username="root",
            password=stated,
            tls=simulation.tls,
            port=simulation.port,
        )
        if simulation.faults is not None:
            _load_faults(simulator, simulation.faults)
        with anyio.open_signal_receiver(signal.SIGINT, signal.SIGTERM) as signals:
            try:
                await anyio.to_thread.run_sync(simulator.start)
            except OSError as error:
                reason = os.strerror(error.errno or 0)
                console.complain(
                    f"cannot listen on 127.0.0.1:{simulation.port}: {reason};"
                    " --port 0 takes any free one"
                )
                return ExitStatus.FAILED
            try:
                _announce(simulator, console, generated=stated is None)
                async for _ in signals:
                    break
            finally:
                with anyio.CancelScope(shield=True):
                    await anyio.to_thread.run_sync(simulator.stop)
        return ExitStatus.OK

    return run_guarded(work, debug, console)


def _load_faults(simulator: Simulator, path: Path) -> None:
    try:
        simulator.load_faults(path)
    except OSError as error:
        raise DocumentError(f"cannot read {path}: {error.strerror}") from None
    except ValueError as error:
        raise DocumentError(str(error)) from None  # it names the file


def _announce(simulator: Simulator, console: Console, *, generated: bool) -> None:
    """Print the URI first, for programs; then what a person needs."""
    uri = simulator.uri + ("?no_verify=1" if simulator.ca_file else "")
    console.say(uri)
    console.out.flush()
    console.say("user:      root")
    if generated:
        console.say(f"password:  {simulator.password}")
    if simulator.ca_file:
        console.say(f"authority: {simulator.ca_file} (cacert= instead of no_verify=1)")
    console.say(f"try:       aioesx -c '{uri}' list --all")
    console.say("Ctrl-C ends it.")
    console.out.flush()

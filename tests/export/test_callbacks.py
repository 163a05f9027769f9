"""Whatever function of the caller's a move calls, wherever: if it raises, exactly that is what the
caller hears, and both hosts are as they were.
"""

from __future__ import annotations

import dataclasses
import inspect
import typing
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from support.hasty import Hasty
from support.hosts import connected
from support.leftovers import locks_in
from support.small_disks import MIB
from support.two_hosts import Traces, a_machine, traces_of
from support.waiting import until

import aioesx
from aioesx import export as export_module
from aioesx._server.moving import ExportProgress, WarmOptions
from aioesx.errors import LeaseError
from aioesx.export.limits import limiter
from aioesx.jobs import ExportJob
from aioesx.simulator import Simulator, presets
from aioesx.simulator.profile import PROFILES

pytestmark = [pytest.mark.anyio, pytest.mark.one_loop]

MACHINE: Final = "two01"
PROFILE: Final = PROFILES["esxi-8.0"]


@dataclasses.dataclass
class Stage:
    """Two hosts, and a directory between them."""

    here: Simulator
    there: Simulator
    source: aioesx.Connection
    target: aioesx.Connection
    directory: Path

    async def domain(self) -> aioesx.Domain:
        return await self.source.domains.lookup(MACHINE)

    def states(self) -> list[tuple[Traces, int, int, list[Any]]]:
        """Return all that may be left at either host."""
        return [
            (
                _traces(host),
                host.open_sessions,
                host.open_filters,
                host.change(
                    lambda state: [
                        (each.power, list(each.snapshots.all()), each.config.flag("ctkEnabled"))
                        for each in state.machines.values()
                    ]
                ),
            )
            for host in (self.here, self.there)
        ]


def _traces(host: Simulator) -> Traces:
    """Return what there is at a host, but for its own list of snapshots, which stays empty."""
    traces = traces_of(host)
    files = tuple(each for each in traces.files if not each.endswith(".vmsd"))
    return dataclasses.replace(traces, files=files)


@pytest.fixture
def hosts() -> Iterator[tuple[Simulator, Simulator]]:
    here = presets.empty_host(profile=PROFILE)
    a_machine(here)
    there = presets.empty_host(name="other", number=7, profile=PROFILE)
    for host in (here, there):
        host.options.task_seconds = host.options.tools_seconds = 0.0
    with (
        Simulator(here, username="root", password="secret") as one,
        Simulator(there, username="root", password="secret") as two,
    ):
        one.write_disk(MACHINE, "", 0, b"something" * 9000)
        yield one, two


@pytest.fixture
async def stage(
    hosts: tuple[Simulator, Simulator], tmp_path: Path, hasty: Hasty
) -> AsyncIterator[Stage]:
    hasty(looks=(0.0, 0.01, 0.1), repeats=(0.0, 0.0), crowded=(0.0,) * 4, pace=0.02)
    async with connected(hosts[0]) as source, connected(hosts[1]) as target:
        yield Stage(*hosts, source, target, tmp_path)


# --- moves, and where each calls whom ------------------------------------------------------------

Prepare = Callable[[Stage], Awaitable[None]]
Run = Callable[[Stage, dict[str, Any]], Awaitable[None]]


def exporting(form: Any, way: Any) -> tuple[Prepare, Run]:
    async def prepare(stage: Stage) -> None:
        """Leave something half that cannot be gone on with, which is warned of."""

        def stop(progress: ExportProgress) -> None:
            if progress.phase == "verifying":
                raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            await (await stage.domain()).export(
                stage.directory, format=form, way=way, chunk_bytes=MIB, on_progress=stop
            )

    async def run(stage: Stage, told: dict[str, Any]) -> None:
        await (await stage.domain()).export(
            stage.directory, format=form, way=way, chunk_bytes=2 * MIB, **told
        )

    return prepare, run


async def switch_on(stage: Stage) -> None:
    stage.here.change(lambda host: host.find(MACHINE).set_power("poweredOn"))


async def move_warm(stage: Stage, told: dict[str, Any]) -> None:
    def cut_over() -> None:
        stage.here.reset_tracking(MACHINE)  # which is warned of

    warm = WarmOptions(cut_over=told.pop("cut_over", cut_over), shutdown_seconds=20)
    await (await stage.domain()).export(
        stage.directory, format="raw", chunk_bytes=MIB, warm=warm, **told
    )


def copying(way: Any) -> tuple[Prepare, Run]:
    async def prepare(stage: Stage) -> None:
        """Have the other host know the machine's UUID, which is warned of."""
        await (await stage.domain()).copy_to(stage.target, name="earlier")

    async def run(stage: Stage, told: dict[str, Any]) -> None:
        await (await stage.domain()).copy_to(stage.target, way=way, **told)

    return prepare, run


def importing(form: Any, file: str, **networks: str) -> tuple[Prepare, Run]:
    async def prepare(stage: Stage) -> None:
        await (await stage.domain()).export(stage.directory, format=form)

        def more_networks(host: Any) -> None:
            usual = next(each for each in host.network.networks() if each.name == "VM Network")
            usual.spec.name = "LAN"

        for manifest in stage.directory.glob("*.mf"):
            manifest.unlink()  # which is warned of
        if file.endswith("qcow2"):
            stage.there.change(more_networks)  # so that it gets no card, which is warned of

    async def run(stage: Stage, told: dict[str, Any]) -> None:
        path = min(stage.directory.glob(file))
        await stage.target.domains.import_from(
            path, datastore="datastore1", networks=networks, **told
        )

    return prepare, run


async def export_raw(stage: Stage) -> None:
    await (await stage.domain()).export(stage.directory, format="raw")


async def verify(stage: Stage, told: dict[str, Any]) -> None:
    await export_module.verify(stage.directory, **told)


LEAVES: Final = ("preparing", "copying", "verifying", "finishing")
WARM: Final = ("preparing", "pre-copying", "cutting over", "finishing")
ARRIVES: Final = ("preparing", "copying", "finishing", "verifying")


@dataclasses.dataclass(frozen=True)
class Move:
    """A move: which function it is of, how it is done, and the phases in which it tells."""

    of: str
    how: tuple[Prepare, Run]
    phases: tuple[str, ...]
    others: tuple[str, ...] = ("on_warning",)

    def places(self) -> Iterator[tuple[str, str]]:
        """Yield each parameter, and of `on_progress` each phase."""
        for phase in self.phases:
            yield "on_progress", phase
        for name in self.others:
            yield name, ""


MOVES: Final = {
    "folder": Move("Domain.export", exporting("raw", "folder"), LEAVES),
    "lease": Move("Domain.export", exporting("qcow2", "lease"), LEAVES),
    "snapshot": Move("Domain.export", exporting("raw", "snapshot"), LEAVES),
    "ova": Move("Domain.export", exporting("ova", "lease"), LEAVES),
    "warm": Move("Domain.export", (switch_on, move_warm), WARM, ("on_warning", "cut_over")),
    "copy folder": Move("Domain.copy_to", copying("folder"), ARRIVES),
    "copy lease": Move("Domain.copy_to", copying("lease"), ARRIVES),
    "import ovf": Move("Domains.import_from", importing("ovf", "*.ovf"), ARRIVES),
    "import xml": Move(
        "Domains.import_from", importing("raw", "*.xml", default="VM Network"), ARRIVES, ()
    ),
    "import image": Move("Domains.import_from", importing("qcow2", "*.qcow2"), ARRIVES),
    "verify": Move("export.verify", (export_raw, verify), ("verifying",), ()),
}
SHORT: Final = {"lease", "warm", "copy lease", "import ovf"}
"""The moves that are tried with every change; the others have much in common with them."""
PLACES: Final = [
    pytest.param(
        name,
        *place,
        id=f"{name}-{'-'.join(filter(None, place))}",
        marks=[] if name in SHORT else pytest.mark.long,
    )
    for name, move in MOVES.items()
    for place in move.places()
]
ERRORS: Final[dict[str, Callable[[], Exception]]] = {
    "a mistake": ZeroDivisionError,
    "one of ours": lambda: LeaseError("the lease of another connection ended"),
}


@pytest.mark.parametrize(
    "error", ["a mistake", pytest.param("one of ours", marks=pytest.mark.long)]
)
@pytest.mark.parametrize(("name", "parameter", "phase"), PLACES)
async def test_what_a_function_raises_comes_as_it_is_and_nothing_is_left(
    stage: Stage, name: str, parameter: str, phase: str, error: str
) -> None:
    raised = ERRORS[error]()
    prepare, run = MOVES[name].how
    await prepare(stage)
    before = stage.states()

    def fail(progress: Any = None) -> None:
        if not phase or progress.phase == phase:
            raise raised

    with pytest.raises(type(raised)) as caught:
        await run(stage, {parameter: fail})

    assert caught.value is raised
    await until(lambda: stage.states() == before)
    assert limiter().in_use == limiter().waiting == 0
    assert locks_in(stage.directory) == []


@pytest.mark.parametrize("name", list(MOVES))
async def test_each_phase_of_a_move_has_its_row(stage: Stage, name: str) -> None:
    prepare, run = MOVES[name].how
    await prepare(stage)
    told: dict[str, None] = {}

    await run(stage, {"on_progress": lambda progress: told.setdefault(progress.phase)})

    assert sorted(told) == sorted(MOVES[name].phases)


# --- no function without a row -------------------------------------------------------------------

ELSEWHERE: Final = {"ExportJob.run": {"on_progress"}}
"""A job tells of its moves by one function, which is called from theirs; see tests/jobs."""


def _callables(function: Any) -> set[str]:
    """Return the names of parameters that are functions."""
    found = set()
    for name, hint in typing.get_type_hints(function, _names_of(function)).items():
        if name != "return" and _is_function(hint):
            found.add(name)
    return found


_ELSEWHERE: Final = ("Fleet", "Opened", "Connection")
"""Names that modules import for type checkers alone."""


def _names_of(function: Any) -> dict[str, Any]:
    from aioesx._server import moving

    module = inspect.getmodule(inspect.unwrap(function))
    return {
        **vars(moving),
        **dict.fromkeys(_ELSEWHERE, Any),
        "Hook": Callable[..., Any],
        **vars(module),
    }


def _is_function(hint: Any) -> bool:
    origin = typing.get_origin(hint)
    if origin is Callable:
        return True
    return any(map(_is_function, typing.get_args(hint)))


def test_each_function_that_a_caller_may_give_has_a_row() -> None:
    moving = {
        method.__qualname__: inspect.unwrap(method)
        for owner in (aioesx.Domain, aioesx.Domains)
        for method in vars(owner).values()
        if inspect.isfunction(method) and ".mover()" in inspect.getsource(inspect.unwrap(method))
    }
    moving |= {f"export.{name}": getattr(export_module, name) for name in ("status", "verify")}
    moving |= {f"ExportJob.{name}": getattr(ExportJob, name) for name in ("plan", "run")}
    found = {name: _callables(function) for name, function in moving.items()}
    found["Domain.export"] |= _callables(WarmOptions)

    rows: dict[str, set[str]] = {name: set() for name in found} | ELSEWHERE
    for move in MOVES.values():
        rows[move.of] |= {"on_progress", *move.others}
    assert found == rows

"""``aioesx demo``: the main job in a minute, against the embedded simulator.

Everything shown is done by the public library, over TLS, on a real socket.
"""

from __future__ import annotations

import dataclasses

import anyio
from rich.console import Console as Terminal
from rich.markup import escape
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

import aioesx
from aioesx.cli.called import called
from aioesx.cli.console import Console
from aioesx.cli.status import ExitStatus
from aioesx.cli.text import known
from aioesx.errors import QuestionPendingError
from aioesx.simulator import Simulator, presets

__all__ = ["demo"]

_PAUSE = 0.8
_STATE_STYLES = {"running": "bold green", "paused": "yellow", "shut off": "dim"}


async def demo(console: Console, pause: float | None) -> ExitStatus:
    """Tell the story; with `pause` None it waits between steps only where a person watches."""
    terminal = Terminal(file=console.as_file(), highlight=False)
    seconds = (_PAUSE if terminal.is_terminal else 0.0) if pause is None else pause
    async with Simulator(presets.small_host(machines=6), username="root") as simulator:
        story = _Story(terminal, seconds, simulator)
        await story.tell()
    terminal.print("\n[bold green]Done.[/] The host is stopped, the session logged out.")
    terminal.print(
        f"[dim]Your turn:[/] {escape(called())} simulate   [dim]then, elsewhere, what its line"
        ' "try:" says[/]',
        soft_wrap=True,
    )
    return ExitStatus.OK


@dataclasses.dataclass(frozen=True, slots=True)
class _Story:
    terminal: Terminal
    pause: float
    simulator: Simulator

    async def tell(self) -> None:
        self.terminal.print(
            Panel.fit(
                "[bold]aioesx[/]: VMware hosts from asyncio and trio.\n"
                "An ESX host runs inside this process; nothing leaves the machine.",
                border_style="cyan",
            )
        )
        uri = f"{self.simulator.uri}?cacert={self.simulator.ca_file}"
        await self._step(f'async with aioesx.connect("{self.simulator.uri}", ...) as esx:')
        async with aioesx.connect(uri, password=self.simulator.password) as esx:
            self._say(f"{esx.product.full_name}, API {esx.api_version}, over TLS")
            await self._step("await esx.host.info()")
            self._show_node(await esx.host.info())
            await self._step("await esx.domains.list()")
            await self._show_domains(esx)
            await self._ask(esx)
            await self._snapshot(esx)
            await self._step("await esx.domains.list()")
            await self._show_domains(esx)

    async def _ask(self, esx: aioesx.Connection) -> None:
        """Start the machine whose start asks: refused first, then answered."""
        domain = await esx.domains.lookup(presets.ASKING_MACHINE)
        await self._step(f'await esx.domains.lookup("{domain.name}").start()')
        try:
            await domain.start()
        except QuestionPendingError as error:
            self._show_question(error)
            self._say(f"refused, since nobody answered: {domain.name} stays off")
        await self._step(f"await {domain.name}.start(on_question=answer)")

        async def answer(question: aioesx.Question) -> aioesx.Choice:
            choice = question.choices[0]
            self._say(f"answering [bold]{escape(choice.label)}[/]")
            return choice

        percents: list[int] = []
        await domain.start(on_question=answer, on_progress=percents.append)
        state = await domain.state()
        self._say(f"the task is done: {domain.name} is [bold green]{state.value}[/]")

    async def _snapshot(self, esx: aioesx.Connection) -> None:
        domain = (await esx.domains.list(active=True))[0].domain
        await self._step(f'await {domain.name}.snapshots.create("before-upgrade")')
        await domain.snapshots.create("before-upgrade", description="made by the demo")
        names = [snapshot.name for snapshot in await domain.snapshots.list()]
        self._say(f"snapshots of {domain.name}: [bold]{', '.join(names)}[/]")

    async def _step(self, code: str) -> None:
        await anyio.sleep(self.pause)
        self.terminal.print()
        self.terminal.print(Text.assemble((">>> ", "bold cyan"), (code, "bold")), soft_wrap=True)

    def _say(self, text: str) -> None:
        self.terminal.print(f"  {text}", soft_wrap=True)

    def _show_node(self, info: aioesx.NodeInfo) -> None:
        memory = known(info.memory and info.memory // 1024 // 1024, "GiB")
        cores = f"{known(info.cpus)} cores of {known(info.mhz, 'MHz')}"
        self._say(f"{known(info.model)}: {cores}, {memory} of memory")

    async def _show_domains(self, esx: aioesx.Connection) -> None:
        table = Table(box=None, pad_edge=False, padding=(0, 3, 0, 2), header_style="dim")
        for head in ("Id", "Name", "State", "CPUs", "Memory"):
            table.add_column(head, justify="right" if head in ("CPUs", "Memory") else "left")
        for entry in await esx.domains.list():
            state = entry.state.value
            table.add_row(
                str(entry.id) if entry.id is not None else "-",
                entry.name,
                Text(state, style=_STATE_STYLES.get(state, "")),
                known(entry.vcpus),
                known(entry.max_memory and entry.max_memory // 1024, "MiB"),
            )
        self.terminal.print(table)

    def _show_question(self, error: QuestionPendingError) -> None:
        choices = "   ".join(
            f"[bold]{escape(label)}[/] (default)" if label == error.default else escape(label)
            for label in error.choices
        )
        self.terminal.print(
            Panel.fit(
                f"{escape(error.question)}\n\n{choices}",
                title="The host asks, and the task waits",
                border_style="yellow",
            )
        )

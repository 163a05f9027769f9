"""`aioesx top` in a test: its application without a terminal, and what it shows as text.

Run as a program it writes the screen that docs/top.md shows: python tests/support/top_screen.py
"""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import anyio
from textual.pilot import Pilot

if __name__ == "__main__":
    sys.path[:0] = [str(Path(__file__).resolve().parents[1])]

from support.hosts import connected
from support.waiting import until

from aioesx import vim
from aioesx.cli.top.app import TopApp
from aioesx.cli.top.source import Access, Source
from aioesx.simulator import ManualClock, Simulator, presets

__all__ = ["DEAD", "SCREEN_FILE", "Screen", "ask_of", "committed_screen", "shown", "uri_of"]

SCREEN_FILE: Final = Path(__file__).resolve().parents[1] / "data" / "top" / "screen.txt"
DEAD: Final = "esx://root@127.0.0.1:1/"
"""Where nobody listens."""

_SIZE: Final = (118, 24)
_NOON: Final = datetime(2026, 3, 14, 12, 0, tzinfo=UTC)
_SINCE_BOOT: Final = 3 * 86400 + 4 * 3600.0


def uri_of(simulator: Simulator) -> str:
    return f"{simulator.uri}?cacert={simulator.ca_file}" if simulator.ca_file else simulator.uri


class Screen:
    """The application, the hands of a person, and what is to be seen."""

    def __init__(self, app: TopApp, pilot: Pilot[None], sources: Sequence[Source]) -> None:
        self.app = app
        self.pilot = pilot
        self.sources = sources

    @property
    def text(self) -> str:
        """The whole screen, blanks at the ends of lines left out."""
        strips = self.app.screen._compositor.render_strips()  # textual has no other way to text
        return "".join(f"{strip.text.rstrip()}\n" for strip in strips)

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)

    async def see(self, *words: str) -> None:
        """Return when all of some words are on the screen."""
        try:
            await until(lambda: all(word in self.text for word in words))
        except TimeoutError:
            raise AssertionError(f"{words} in:\n{self.text}") from None

    async def see_not(self, word: str) -> None:
        """Return when something is not on the screen any more."""
        await until(lambda: word not in self.text)

    async def select(self, name: str) -> None:
        """Go to the row of a domain, as a person does: by its name."""
        await self.press("slash", *name, "enter")
        await self.see(f"1 shown with '{name}'")

    def rows(self) -> list[str]:
        """The lines of the table of domains."""
        lines = self.text.splitlines()
        first = next(place for place, line in enumerate(lines) if line.startswith(" Domain"))
        return [line for line in lines[first + 1 :] if line.strip() and "Quit" not in line]


@asynccontextmanager
async def shown(
    *uris: str,
    password: str | None = "secret",
    interval: float = 0.05,
    size: tuple[int, int] = _SIZE,
    now: Callable[[Sequence[Source]], float] = lambda _: anyio.current_time(),
) -> AsyncIterator[Screen]:
    """Show hosts; all is logged out at the end."""
    access = Access({"password": password})
    sources = [Source(uri, access, interval) for uri in uris]
    app = TopApp(sources, lambda: now(sources))
    async with anyio.create_task_group() as group:
        app.group = group
        async with app.run_test(size=size) as pilot:
            for source in sources:
                group.start_soon(source.run)
            yield Screen(app, pilot, sources)
        group.cancel_scope.cancel()


async def ask_of(simulator: Simulator, name: str, text: str = "Really?", **options: Any) -> None:
    """Have a domain wait for an answer as soon as its start has begun."""
    simulator.ask_on("PowerOnVM_Task", name, text=text, **options)
    async with connected(simulator) as esx:
        domain = await esx.domains.lookup(name)
        await esx.call(vim.PowerOnVM_Task(this=domain.ref))


async def committed_screen() -> str:
    """Return what docs/top.md shows: two hosts at a fixed time, one that is dead, a question."""
    clock = ManualClock(_NOON)
    async with AsyncExitStack() as stack:
        uris = []
        for number, (name, machines) in enumerate((("esx-east", 5), ("esx-west", 4))):
            state = presets.small_host(machines=machines, name=name, number=number, clock=clock)
            simulator = Simulator(state, username="root", password="secret", tls=False)
            uris.append(uri_of(stack.enter_context(simulator)))
        clock.advance(_SINCE_BOOT)
        await ask_of(simulator, "console01", "The log is full. Go on?", choices=("Yes", "No"))
        clock.advance(20)
        screen = await stack.enter_async_context(
            shown(*uris, DEAD, now=lambda sources: (sources[-1].again or 8.0) - 8.0)
        )
        await screen.see("esx-east", "esx-west", "Connection refused", "asks")
        # The cursor is with the domain of whichever host was there first.
        await screen.press("ctrl+home", "down", "down", "down")
        await screen.see("Go on?")
        return screen.text


if __name__ == "__main__":
    SCREEN_FILE.write_text(anyio.run(committed_screen), "utf-8")

"""The screen of ``top``: textual's application. It runs in the event loop that it is called in.

What takes time (a dialog, a task of a host) runs in a task group of ours and not in textual's
workers: they are not waited for when it ends.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine, Sequence
from typing import Any, ClassVar, Final, TypeVar

import anyio
from anyio.abc import TaskGroup
from rich.text import Text
from textual import on
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.driver import Driver
from textual.screen import ModalScreen
from textual.widgets import DataTable, Footer, Input, Static

import aioesx
from aioesx import errors
from aioesx.cli.advice import explained
from aioesx.cli.text import visible
from aioesx.cli.top import drawing
from aioesx.cli.top.dialogs import AnswerDialog, ConfirmDialog, PasswordDialog
from aioesx.cli.top.filter_line import FilterLine
from aioesx.cli.top.lasting import TerminalGone, lasting
from aioesx.cli.top.model import COLUMNS, DomainRow, HostRow, View, domain_rows, host_rows
from aioesx.cli.top.source import Source

__all__ = ["TopApp", "run_screen"]

T = TypeVar("T")
Verb = Callable[[aioesx.Domain, DomainRow], Awaitable[None]]

_DIGITS: Final = "1234567890"
_CLOCK: Final = 1.0
_NOTHING: Final = "nothing is shown: / changes the filter, v what is shown"


async def run_screen(app: TopApp, sources: Sequence[Source]) -> None:
    """Show the screen until a person, or a signal, ends it; all sessions are logged out then."""
    async with anyio.create_task_group() as group:
        app.group = group
        for source in sources:
            group.start_soon(source.run)
        group.start_soon(_end_with_us, app)
        with anyio.CancelScope(shield=True):  # cancelled, it would leave the terminal as it is
            await app.run_async()
        group.cancel_scope.cancel()


async def _end_with_us(app: TopApp) -> None:
    try:
        await anyio.sleep_forever()
    finally:
        app.exit()


_PARTS: Final = ("#summary", "#host-lines", "#trouble", "#domains", "#note")
"""What is drawn anew."""


class TopApp(App[None]):
    """Hosts above, domains below.

    Attributes:
        view: what a person has chosen to see.
        group: where dialogs and tasks of hosts run; set before it runs.
        hung_up: whether it has ended since its terminal was closed.
    """

    ENABLE_COMMAND_PALETTE = False
    CSS = """
    #summary { height: 1; padding: 0 1; background: $panel; }
    #hosts { height: auto; max-height: 40%; padding: 1 1 0 1; }
    #trouble { padding: 0 1; height: auto; max-height: 6; }
    #domains { height: 1fr; margin-top: 1; }
    #note { height: auto; max-height: 4; padding: 0 1; }
    #filter { display: none; border: none; height: 1; padding: 0 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("q", "quit", "Quit"),
        Binding("ctrl+c", "quit", show=False, priority=True),
        Binding("s", "start", "Start"),
        Binding("d", "shutdown", "Shut down"),
        Binding("x", "destroy", "Destroy"),
        Binding("a", "answer", "Answer"),
        Binding("v", "toggle_active", "All/active"),
        # Before the table hears of it: what is typed right behind it is no command.
        Binding("slash", "filter", "Filter", key_display="/", priority=True),
        Binding("less_than_sign", "sort(-1)", "Sort", key_display="< >"),
        Binding("greater_than_sign", "sort(1)", show=False),
        Binding("i", "turn", "Turn"),
        Binding("r", "refresh_now", "Refresh"),
        Binding("escape", "close_filter", show=False),
        *(
            Binding(digit, f"sort_by({place})", show=False)
            for place, digit in enumerate(_DIGITS[: len(COLUMNS)])
        ),
    ]

    def __init__(self, sources: Sequence[Source], now: Callable[[], float]) -> None:
        """Take what is to be shown.

        Args:
            sources: they call `changed` when there is something new.
            now: `anyio.current_time`, or what a test has instead.
        """
        super().__init__()
        self.view = View()
        self.group: TaskGroup | None = None
        self.hung_up = False
        self._sources = sources
        self._now = now
        self._note = Text()
        self._hosts: list[HostRow] = []
        self._shown: list[DomainRow] = []
        self._due = False
        for source in sources:
            source.changed = self._changed
            source.ask = self._ask_password

    def get_driver_class(self) -> type[Driver]:
        """Return what draws on this terminal; it bears that the terminal is closed."""
        return lasting(super().get_driver_class())

    def on_terminal_gone(self, _: TerminalGone) -> None:
        """End, since nobody looks."""
        self.hung_up = True
        self.exit()

    def compose(self) -> ComposeResult:
        """Lay it out."""
        yield Static(id="summary")
        with VerticalScroll(id="hosts", can_focus=False):
            yield Static(id="host-lines")
        yield Static(id="trouble")
        yield DataTable(id="domains", cursor_type="row", zebra_stripes=True)
        yield Static(id="note")
        yield FilterLine(self._keep_needle)
        yield Footer()

    def on_mount(self) -> None:
        """Draw what there is, and then every second: times go on."""
        table = self._table
        for place, head in enumerate(drawing.heads(self.view)):
            table.add_column(head, key=str(place), width=head.cell_len)
        table.focus()
        self._draw()
        self.set_interval(_CLOCK, self._draw)

    @property
    def _table(self) -> DataTable[Text]:
        return self.screen_stack[0].query_one("#domains", DataTable)

    # --- drawing ----------------------------------------------------------------------------------

    def _changed(self) -> None:
        """Have it drawn anew soon: several changes at once are one."""
        if not self._due and self.is_running:
            self._due = True
            self.call_later(self._draw)

    def _draw(self) -> None:
        self._due = False
        main = self.screen_stack[0]
        if not all(main.query(part) for part in _PARTS):  # they are being taken away
            return
        self._hosts = host_rows(self._sources)
        domains = domain_rows(self._sources, self._hosts)
        shown = self.view.rows(domains)
        now = self._now()
        line = drawing.summary(self.view, self._hosts, domains, len(shown))
        trouble = drawing.trouble(self._hosts, now)
        main.query_one("#summary", Static).update(line)
        main.query_one("#host-lines", Static).update(drawing.host_table(self._hosts))
        main.query_one("#trouble", Static).update(trouble)
        main.query_one("#trouble", Static).display = bool(trouble)
        self._fill(shown)
        main.query_one("#note", Static).update(self._told(domains))

    def _fill(self, rows: list[DomainRow]) -> None:
        """Bring the table to these rows; the cursor stays with its domain."""
        table, selected = self._table, self._selected
        for column, head in zip(table.ordered_columns, drawing.heads(self.view), strict=True):
            column.label = head
        # The table measures when it is idle, and keeps lines that it drew before: so we measure.
        widths = drawing.widths(self.view, rows)
        same = widths == [column.width for column in table.ordered_columns]
        same = same and [row.key for row in rows] == [row.key for row in self._shown]
        self._shown = rows
        if same:
            for row in rows:
                for place, cell in enumerate(drawing.cells(row)):
                    if table.get_cell(row.key, str(place)) != cell:
                        table.update_cell(row.key, str(place), cell)
            table.refresh()
            return
        for column, width in zip(table.ordered_columns, widths, strict=True):
            column.width = width
        table.clear()
        for row in rows:
            table.add_row(*drawing.cells(row), key=row.key)
        keys = [row.key for row in rows]
        if selected is not None and selected.key in keys:
            table.move_cursor(row=keys.index(selected.key))

    @property
    def _selected(self) -> DomainRow | None:
        place = self._table.cursor_row
        return self._shown[place] if 0 <= place < len(self._shown) else None

    def _told(self, domains: Sequence[DomainRow]) -> Text:
        """Return what stands below the table: what is asked of the selected one, what was done."""
        row = self._selected
        lines = []
        if row is not None and row.figures.question is not None:
            asked = " ".join(visible(row.figures.question.text, keep="\n").split())
            lines.append(Text(f"{row.name} asks: {asked} (a answers)", style="yellow"))
        if self._note:
            lines.append(self._note)
        if domains and not self._shown:
            lines.append(Text(_NOTHING, style="dim"))
        return Text("\n").join(lines)

    def on_data_table_row_highlighted(self) -> None:
        """Show what is asked of the domain that was gone to."""
        self._changed()

    def on_data_table_header_selected(self, event: DataTable.HeaderSelected) -> None:
        """Sort by the column whose head was clicked."""
        self.action_sort_by(event.column_index)

    def _say(self, text: str, style: str = "") -> None:
        self._note = Text(text, style=style)
        self._changed()

    # --- what is shown ----------------------------------------------------------------------------

    def action_sort(self, step: int) -> None:
        """Sort by the next column, or the one before."""
        self.view.move(step)
        self._draw()

    def action_sort_by(self, column: int) -> None:
        """Sort by a column, or turn its order about."""
        self.view.sort_by(column)
        self._draw()

    def action_turn(self) -> None:
        """Turn the order about."""
        self.view.sort_by(self.view.column)
        self._draw()

    def action_toggle_active(self) -> None:
        """Leave out what is shut off, or show it again."""
        self.view.active_only = not self.view.active_only
        self._draw()

    def action_filter(self) -> None:
        """Let a person type what has to be in a name."""
        line = self.query_one("#filter", Input)
        line.display = True
        self.screen.set_focus(line)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave a slash to whoever types it, and to dialogs."""
        if action == "filter":
            return len(self.screen_stack) == 1 and not isinstance(self.focused, Input)
        return super().check_action(action, parameters)

    def action_close_filter(self) -> None:
        """Show all names again."""
        self.query_one("#filter", Input).value = ""
        self._leave_filter()

    @on(Input.Changed, "#filter")  # what is typed into dialogs, passwords, comes here as well
    def _take_needle(self, event: Input.Changed) -> None:
        """Filter while it is typed."""
        self.view.needle = event.value
        self._draw()

    def _keep_needle(self, needle: str) -> None:
        """Keep the filter and go back to the table, which shows by then what it is about."""
        self.view.needle = needle
        self._draw()
        self._leave_filter()

    def _leave_filter(self) -> None:
        self.screen.set_focus(self._table)
        self.query_one("#filter", Input).display = False

    def action_refresh_now(self) -> None:
        """Read all hosts now, also those that wait for their next attempt."""
        for source in self._sources:
            source.refresh()

    # --- what is done -----------------------------------------------------------------------------

    def action_start(self) -> None:
        """Start the selected domain; what the host asks then is asked here."""

        async def start(domain: aioesx.Domain, row: DomainRow) -> None:
            async def answer(question: aioesx.Question) -> aioesx.Choice | None:
                return await self._asked(AnswerDialog(row.name, question))

            if row.figures.state is aioesx.DomainState.PAUSED:
                await domain.resume(on_question=answer)
            else:
                await domain.start(on_question=answer)

        self._begin("start", "started", start)

    def action_shutdown(self) -> None:
        """Ask the guest of the selected domain to shut down, if that is meant."""

        async def shutdown(domain: aioesx.Domain, row: DomainRow) -> None:
            await domain.shutdown()

        self._begin("shutdown", "is being shut down", shutdown, "Shut {} down?")

    def action_destroy(self) -> None:
        """Power the selected domain off, if that is meant."""

        async def destroy(domain: aioesx.Domain, row: DomainRow) -> None:
            await domain.destroy()

        self._begin(
            "destroy",
            "destroyed",
            destroy,
            "Power {} off, as by pulling the plug? Its guest loses what is not written.",
        )

    def action_answer(self) -> None:
        """Answer what is asked about the selected domain."""
        row = self._selected
        if row is None or row.figures.question is None:
            self._say("nothing is asked about this domain")
            return
        question = row.figures.question

        async def work() -> None:
            choice = await self._asked(AnswerDialog(row.name, question))
            if choice is None:
                return

            async def answer(domain: aioesx.Domain, row: DomainRow) -> None:
                await domain.answer(question, choice)

            await self._do(row, "answer", f"answered '{visible(choice.label)}'", answer)

        self._spawn(work)

    def _begin(self, command: str, done: str, verb: Verb, sure: str = "") -> None:
        """Do something to the selected domain; ask first where `sure` is a question."""
        row = self._selected
        if row is None:
            return

        async def work() -> None:
            if not sure or await self._asked(ConfirmDialog(sure.format(f"'{row.name}'"))):
                await self._do(row, command, done, verb)

        self._spawn(work)

    async def _do(self, row: DomainRow, command: str, done: str, verb: Verb) -> None:
        self._say(f"{command} {row.name} ...", "dim")
        try:
            await verb(await row.source.domain(row.figures.ref), row)
        except (errors.EsxError, OSError, ValueError) as error:
            told = explained(error, command) if isinstance(error, errors.EsxError) else str(error)
            text = " ".join(visible(told, keep="\n").split())
            self._say(f"cannot {command} {row.name}: {text}", "bold red")
        else:
            self._say(f"{row.name}: {done}", "green")
        row.source.refresh()

    # --- dialogs ----------------------------------------------------------------------------------

    def _spawn(self, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        if self.group is not None:
            self.group.start_soon(work)

    async def _asked(self, dialog: ModalScreen[T]) -> T | None:
        """Return what a person answers to a dialog."""
        answers: list[T | None] = []
        closed = anyio.Event()

        def note(answer: T | None) -> None:
            answers.append(answer)
            closed.set()

        self.call_later(self.push_screen, dialog, note)
        await closed.wait()
        return answers[0]

    async def _ask_password(self, request: aioesx.AuthRequest) -> str | None:
        """Ask for a password that a source lacks."""
        return await self._asked(PasswordDialog(request.prompt))

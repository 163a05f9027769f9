"""The line in which a person types what has to be in a name.

Keys wait in the queue of whatever had the focus when they came. What is typed right behind Enter
or Escape is meant for the table, though it may have come while this line had the focus still.
"""

from __future__ import annotations

from collections.abc import Callable

from textual import events
from textual.widgets import Input

__all__ = ["FilterLine"]


class FilterLine(Input):
    """An input line that hands on what comes after it was left."""

    def __init__(self, left: Callable[[str], None]) -> None:
        """Take what is called with the text when it is left, before any later key counts."""
        super().__init__(placeholder="part of a name; Enter keeps it, Escape clears it")
        self.id = "filter"
        self._left = left

    async def on_event(self, event: events.Event) -> None:
        """Take Enter and Escape at once, and give a key that came too late to the screen."""
        if not isinstance(event, events.Key):
            await super().on_event(event)
        elif self.screen.focused is not self:
            self.app.post_message(events.Key(event.key, event.character))  # as if it came now
        elif event.key in {"enter", "escape"}:  # bindings are looked up when later keys are written
            self.value = self.value if event.key == "enter" else ""
            self._left(self.value)
        else:
            await super().on_event(event)

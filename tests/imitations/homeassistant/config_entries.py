"""What a person entered, and what runs for it."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Mapping
from typing import Any, Generic, TypeVar

from homeassistant.core import HomeAssistant

T = TypeVar("T")


class ConfigEntry(Generic[T]):
    """One host that a person entered."""

    runtime_data: T

    def __init__(self, title: str, data: Mapping[str, Any]) -> None:
        self.title, self.data = title, data
        self._tasks: set[asyncio.Task[Any]] = set()

    def async_create_background_task(
        self, hass: HomeAssistant, target: Coroutine[Any, Any, Any], name: str
    ) -> asyncio.Task[Any]:
        """Run something for the life of the entry."""
        task = asyncio.get_running_loop().create_task(target, name=name)
        self._tasks.add(task)
        return task

    async def end_background_tasks(self) -> list[BaseException | None]:
        """Cancel what runs still, as after unloading; return what each raised, None for nothing."""
        for task in self._tasks:
            task.cancel()
        return [
            result if isinstance(result, BaseException) else None
            for result in await asyncio.gather(*self._tasks, return_exceptions=True)
        ]

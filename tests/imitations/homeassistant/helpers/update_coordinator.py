"""One read for all entities of an integration."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any, Generic, TypeVar

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ConfigEntryAuthFailed, ConfigEntryNotReady

T = TypeVar("T")


class UpdateFailed(Exception):
    """This read failed; the next one may not."""


class DataUpdateCoordinator(Generic[T]):
    """Reads now and then, and tells entities; here only when it is told to.

    Attributes:
        data: of the last read that succeeded.
        last_update_success: whether the last one did.
        reauthentication: whether a person would be asked for another password.
    """

    data: T

    def __init__(
        self,
        hass: HomeAssistant,
        logger: logging.Logger,
        *,
        config_entry: ConfigEntry[Any],
        name: str,
        update_interval: timedelta,
    ) -> None:
        self.last_update_success = True
        self.reauthentication = False
        self._listeners: list[Callable[[], None]] = []

    async def _async_update_data(self) -> T:
        raise NotImplementedError

    def async_add_listener(self, listener: Callable[[], None]) -> None:
        """Have a function called after every read."""
        self._listeners.append(listener)

    async def async_config_entry_first_refresh(self) -> None:
        """Read for the first time; an entry without data is not ready."""
        await self.async_refresh()
        if self.reauthentication:
            raise ConfigEntryAuthFailed
        if not self.last_update_success:
            raise ConfigEntryNotReady

    async def async_request_refresh(self) -> None:
        """Read soon; here at once."""
        await self.async_refresh()

    async def async_refresh(self) -> None:
        """Read, and tell who listens."""
        try:
            self.data = await self._async_update_data()
        except UpdateFailed:
            self.last_update_success = False
        except ConfigEntryAuthFailed:
            self.last_update_success, self.reauthentication = False, True
        else:
            self.last_update_success = True
        for listener in self._listeners:
            listener()

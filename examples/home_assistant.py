"""The machines of a host in Home Assistant: polled now and then, told at once when they change.

Copy it to `custom_components/esx/__init__.py`, with a `manifest.json` that has
`"requirements": ["aioesx"]` and a config flow that asks for `uri` and `password`; entities are
`CoordinatorEntity`s that look at `coordinator.data`.

Home Assistant opens an integration in one task and closes it in another, and several of them in
any order. A connection belongs to no task, so `async_unload_entry` may close what
`async_setup_entry` opened. The watch runs in a task of Home Assistant's and ends with the
connection; while it is at it, a change is seen at once, and the poll is for the rest: it costs one
read each five minutes, and tells that the host is gone.
"""

from __future__ import annotations

import logging
from datetime import timedelta

import anyio
from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ConfigEntryAuthFailed, ConfigEntryNotReady
from homeassistant.helpers.update_coordinator import DataUpdateCoordinator, UpdateFailed

import aioesx
from aioesx import errors

_LOGGER = logging.getLogger(__name__)
_REFUSED = (errors.LoginError, errors.AuthenticationError, errors.NotAuthenticatedError)


class Coordinator(DataUpdateCoordinator[dict[str, aioesx.DomainSummary]]):
    """What is on the host: domains by their references, which no renaming changes."""

    def __init__(
        self, hass: HomeAssistant, entry: ConfigEntry[Coordinator], esx: aioesx.Connection
    ) -> None:
        super().__init__(
            hass,
            _LOGGER,
            config_entry=entry,
            name=entry.title,
            update_interval=timedelta(minutes=5),
        )
        self.esx = esx

    async def _async_update_data(self) -> dict[str, aioesx.DomainSummary]:
        try:
            domains = await self.esx.domains.list()
        except _REFUSED as error:  # the password was changed: Home Assistant asks for the new one
            raise ConfigEntryAuthFailed(str(error)) from error
        except aioesx.EsxError as error:
            raise UpdateFailed(str(error)) from error
        return {entry.domain.ref.value: entry for entry in domains}

    async def follow(self) -> None:
        """Read anew whenever the host tells a change, until the connection is closed."""
        while True:
            try:
                async with self.esx.watch("domain", ["name", "state"]) as changes:
                    known = False  # what happened before the watch began, it tells nobody
                    async for change in changes:
                        if not (known and getattr(change, "initial", False)):
                            known = True
                            await self.async_request_refresh()  # many at once are one read
            except errors.ClosedError:
                return
            except aioesx.EsxError as error:
                _LOGGER.debug("the watch begins again: %s", error)
                await anyio.sleep(30)


async def async_setup_entry(hass: HomeAssistant, entry: ConfigEntry[Coordinator]) -> bool:
    """Open the connection, read once, begin to watch."""
    try:
        esx = await aioesx.connect(entry.data["uri"], password=entry.data["password"])
    except _REFUSED as error:
        raise ConfigEntryAuthFailed(str(error)) from error
    except aioesx.EsxError as error:
        raise ConfigEntryNotReady(str(error)) from error
    coordinator = Coordinator(hass, entry, esx)
    try:
        await coordinator.async_config_entry_first_refresh()
    except BaseException:
        await esx.aclose()
        raise
    entry.runtime_data = coordinator
    entry.async_create_background_task(hass, coordinator.follow(), "esx watch")
    return True


async def async_unload_entry(hass: HomeAssistant, entry: ConfigEntry[Coordinator]) -> bool:
    """Log out; the watch ends by that."""
    await entry.runtime_data.esx.aclose()
    return True

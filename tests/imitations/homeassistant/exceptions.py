"""What an integration raises when it cannot be set up."""

from __future__ import annotations


class ConfigEntryNotReady(Exception):
    """Not now; Home Assistant tries again later."""


class ConfigEntryAuthFailed(Exception):
    """Not with this password; Home Assistant asks for another."""

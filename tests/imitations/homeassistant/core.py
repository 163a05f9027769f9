"""The object that is handed to everything."""

from __future__ import annotations


class HomeAssistant:
    """Home Assistant: an integration that asks nothing of it gets nothing."""

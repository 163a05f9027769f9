"""One authenticated conversation with a host: client, login, collector, watcher, tasks."""

from __future__ import annotations

"""The version, told once: the package's metadata reads it from here."""

from __future__ import annotations

VERSION = "0.1.0"

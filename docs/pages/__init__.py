"""What `docs/generate.py` writes: a module for each page, or part of one, that is made."""

from __future__ import annotations

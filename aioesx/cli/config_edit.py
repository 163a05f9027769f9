"""Adding a key to ``config.toml``, with all else of its text kept.

A person's file has comments and an order, which no writer of TOML keeps. So a line is put into
the text, and the result is read again and held against what it should say before it is written.
"""

from __future__ import annotations

import copy
import fcntl
import os
import tempfile
from pathlib import Path

from aioesx._toml_lines import Keys, line_of, spelled
from aioesx._whole_file import followed
from aioesx.cli.config import ConfigError, config_file, name_of_file, read_config

__all__ = ["add_host_key"]


def add_host_key(host: str, key: str, value: str) -> Path:
    """Set a key of a host that is not set yet, in the person's file; make that if there is none.

    Whoever reads it meanwhile finds the old text or the new one.

    Returns:
        the file.

    Raises:
        ConfigError: it cannot be read or written, or the key cannot be put there safely.
    """
    path = config_file()
    if path is None:
        raise ConfigError(f"there is no home for {name_of_file()}")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        real = followed(path)  # a link to a file elsewhere stays one
        lock = os.open(real.parent, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            read_config(path)  # refuses what it would refuse
            text = real.read_bytes().decode() if real.exists() else ""  # with its line ends
            _replace(real, _with_key(path, text, ("hosts", host, key), value))
        finally:
            os.close(lock)
    except OSError as error:
        raise ConfigError(f"cannot write {path}: {error.strerror}") from None
    return path


def _with_key(path: Path, text: str, keys: Keys, value: str) -> str:
    import tomllib

    before = tomllib.loads(text)
    wanted = copy.deepcopy(before)
    _, host, key = keys
    table = wanted.setdefault("hosts", {}).setdefault(host, {})
    if key in table:
        raise ConfigError(f"{path}: {spelled(keys)} is set already")
    table[key] = value
    end = "\r\n" if "\r\n" in text else "\n"
    line = f'{key} = "{value}"{end}'
    lines = text.splitlines(keepends=True)
    head = line_of(text, keys[:-1])
    if head is not None:
        if not lines[head - 1].endswith("\n"):
            lines[head - 1] += end
        lines.insert(head, line)
    else:
        missing = "" if not text or text.endswith("\n") else end
        gap = end if text.strip() else ""
        lines.append(f"{missing}{gap}[{spelled(keys[:-1])}]{end}{line}")
    after = "".join(lines)
    try:
        if tomllib.loads(after) == wanted:
            return after
    except tomllib.TOMLDecodeError:
        pass
    raise ConfigError(f"{path}: add {spelled(keys)} = '{value}' yourself; its form is unusual")


def _replace(path: Path, text: str) -> None:
    """Write a file anew, whole or not at all."""
    descriptor, name = tempfile.mkstemp(prefix=".config.", dir=path.parent)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as draft:
            if path.exists():
                os.fchmod(descriptor, path.stat().st_mode & 0o777)
            draft.write(text)
            draft.flush()
            os.fsync(descriptor)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink()
        raise

"""Options before the command that ``config.toml`` sets where the command line does not."""

from __future__ import annotations

from typing import Any, Final

import click
from click.core import ParameterSource

from aioesx.cli.config import ConfigError, read_config

__all__ = ["with_presets"]

_OPTIONS: Final = ("output", "quiet")
"""Those of ``[defaults]`` that make a difference before a connection is opened."""


def with_presets(context: click.Context) -> dict[str, Any]:
    """Return the options of a command line, with those that the file sets.

    What is wrong with the file is told when a connection is opened.

    Raises:
        click.UsageError: what it sets is refused on the command line, too.
    """
    options = dict(context.params)
    try:
        defaults = read_config().defaults
    except ConfigError:
        return options
    for option in context.command.params:
        name = option.name
        if name not in _OPTIONS or name not in defaults:
            continue
        if context.get_parameter_source(name) is ParameterSource.DEFAULT:
            options[name] = option.process_value(context, defaults[name])
    return options

"""The command ``export-status``."""

COMMANDS = ()

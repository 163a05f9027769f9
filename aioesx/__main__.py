"""``python -m aioesx`` and the script ``aioesx``: the command, or which extra it lacks."""

from __future__ import annotations

import sys

from aioesx._extras import MissingExtraError, require

__all__ = ["main"]


def main() -> None:
    """Run the command line; a plain installation has what it needs to say what is missing."""
    try:
        require("cli", "the command aioesx")
        from aioesx.cli.main import main as run  # not before it is known that it can be

        run()
    except MissingExtraError as error:
        sys.stderr.write(f"error: {error}\n")
        sys.exit(2)


if __name__ == "__main__":
    main()

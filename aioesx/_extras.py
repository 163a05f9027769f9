"""Which packages an extra brings, and the one sentence for whoever lacks them."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Final

__all__ = ["PACKAGES", "MissingExtraError", "require"]

PACKAGES: Final = {
    "cli": ("click", "prompt_toolkit", "rich"),
    "dask": ("distributed",),
    "exporter": ("bcrypt", "prometheus_client", "starlette", "uvicorn", "yaml"),
    "keyring": ("keyring",),
    "report": ("xlsxwriter",),
    "simulator": ("cryptography", "starlette", "trustme", "uvicorn", "wsproto"),
    "top": ("textual",),
    "yaml": ("yaml",),
}
"""By the extra's name in pyproject.toml, what is imported from it."""


class MissingExtraError(ModuleNotFoundError):
    """A plain installation was asked for what an extra brings."""


def require(extra: str, purpose: str) -> None:
    """Say early and in our words what a traceback from the depths would say.

    Args:
        extra: a key of `PACKAGES`.
        purpose: what needs it, the subject of the sentence.

    Raises:
        MissingExtraError: a package of it is not installed.
    """
    missing = next((name for name in PACKAGES[extra] if find_spec(name) is None), None)
    if missing is not None:
        raise MissingExtraError(
            f"{purpose} needs the package {missing}: pip install 'aioesx[{extra}]'", name=missing
        )

"""``--on-question``: what becomes of a question of the host.

It is given any number of times, and the first that fits counts; what each of its words means is
`aioesx.fleet.policies`'s, ``ask`` asks at the terminal.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from aioesx import errors

if TYPE_CHECKING:
    import aioesx

__all__ = ["policy_of"]


def policy_of(
    rules: Sequence[str], ask: aioesx.Policy | None, *, answers: bool, stated: bool
) -> aioesx.Policy | None:
    """Return what answers questions; None leaves it to the URI.

    Args:
        rules: words of ``--on-question``.
        ask: asks a person; None where nobody can be asked.
        answers: whether the URI says what becomes of questions.
        stated: whether the words stand on the command line, where they come before the URI's.

    Raises:
        UriError: a person shall be asked in the end, and there is none.
    """
    if not rules or (answers and not stated):
        return None if answers else ask
    from aioesx.fleet.policies import ASK  # where anything is said of questions
    from aioesx.fleet.policies import policy_of as by_rules

    if rules[-1] == ASK and stated and ask is None:
        raise errors.UriError(
            "--on-question ask needs a terminal for standard input and standard error",
            parameter="on_question",
        )
    return by_rules(rules, ask)

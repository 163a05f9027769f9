"""Labels of which no two are alike: Prometheus takes no two samples with the same ones. No I/O."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

__all__ = ["distinct"]


def distinct(labelled: Sequence[tuple[tuple[str, ...], str]]) -> list[tuple[str, ...]]:
    """Return labels; where several have the same, the first label has what tells them apart.

    Each of them is told apart, not all but one, and by what does not depend on their order, so
    that a series means the same thing from one scrape to the next.

    Args:
        labelled: the labels of each thing, and what is its own: a reference, say.
    """
    count = Counter(labels for labels, _ in labelled)
    return [
        labels if count[labels] == 1 else (f"{labels[0]} [{own}]", *labels[1:])
        for labels, own in labelled
    ]

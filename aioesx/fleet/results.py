"""What a run brings: a result for each host, and all of them at once."""

from __future__ import annotations

import dataclasses
import pickle
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, Generic, TypeVar

from aioesx._plain import to_dict
from aioesx._words import few
from aioesx.errors import FleetError
from aioesx.errors._portable import dumps, portable

__all__ = ["FleetEntry", "FleetResults", "HostResult"]

R = TypeVar("R")


@dataclasses.dataclass(frozen=True)
class HostResult(Generic[R]):
    """What became of the work at one host. Can be pickled, if the value can.

    Attributes:
        host: its name in the inventory; of a host below a vCenter ``"vcenter/host"``.
        value: what the function returned; None where there is an error.
        error: what it raised, or why it was not begun, or stopped; None where it returned.
        duration: seconds from its begin to its end, the pauses between attempts included; 0 where
            it was not begun.
        attempts: how often it was begun.
    """

    host: str
    value: R | None = None
    error: Exception | None = None
    duration: float = 0.0
    attempts: int = 0

    @property
    def ok(self) -> bool:
        """Whether the function returned."""
        return self.error is None

    def unwrap(self) -> R:
        """Return the value.

        Raises:
            Exception: the error, where there is one.
        """
        if self.error is not None:
            raise self.error
        return self.value  # type: ignore[return-value]  # what the function returned, if None too

    def to_dict(self) -> dict[str, Any]:
        """Return it as what JSON has; see `aioesx.to_dict`.

        Raises:
            TypeError: the value is none that `aioesx.to_dict` takes.
        """
        return {
            "host": self.host,
            "ok": self.ok,
            "value": to_dict(self.value),
            "error": to_dict(self.error),
            "duration": self.duration,
            "attempts": self.attempts,
        }

    def __getstate__(self) -> dict[str, Any]:
        """Take the error along as `errors` has them travel, whoever pickles this.

        A foreign one that cannot be pickled goes by what it says.
        """
        packed = None if self.error is None else dumps(portable(self.error))
        return {**self.__dict__, "error": packed}

    def __setstate__(self, state: Mapping[str, Any]) -> None:
        packed = state["error"]
        error = None if packed is None else pickle.loads(packed)  # noqa: S301 - of the whole
        self.__dict__.update(state, error=error)


class FleetResults(Generic[R]):
    """The results of all hosts of a run, in the order of the inventory."""

    def __init__(self, results: Sequence[HostResult[R]]) -> None:
        self._results = tuple(results)

    def __repr__(self) -> str:
        return f"<FleetResults of {len(self)} hosts, {len(self.failed)} failed>"

    def __len__(self) -> int:
        return len(self._results)

    def __getitem__(self, index: int) -> HostResult[R]:
        return self._results[index]

    def __iter__(self) -> Iterator[HostResult[R]]:
        return iter(self._results)

    @cached_property
    def values(self) -> Mapping[str, R]:
        """What the function returned, by host, of those where it did."""
        return {each.host: each.unwrap() for each in self._results if each.ok}

    @cached_property
    def failed(self) -> Mapping[str, Exception]:
        """The errors, by host, of those where there is one."""
        return {each.host: each.error for each in self._results if each.error is not None}

    def raise_for_errors(self) -> None:
        """Do nothing where no host failed.

        Raises:
            FleetError: some failed, or all; its `failed` has the error of each.
        """
        if self.failed:
            raise fleet_error(self.failed, len(self))

    def to_dict(self) -> list[dict[str, Any]]:
        """Return all results as what JSON has."""
        return [each.to_dict() for each in self._results]


def fleet_error(failed: Mapping[str, Exception], hosts: int) -> FleetError:
    """Make the error that tells of each host that failed."""
    told = few((f"{host}: {error}" for host, error in failed.items()), "; ")
    return FleetError(f"{len(failed)} of {hosts} hosts failed: {told}", failed=failed, hosts=hosts)


@dataclasses.dataclass(frozen=True, slots=True)
class FleetEntry(Generic[R]):
    """One thing of one host.

    Attributes:
        host: the host's name in the inventory.
        value: the thing: a `DomainSummary`, say.
    """

    host: str
    value: R

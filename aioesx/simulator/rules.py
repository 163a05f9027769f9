"""Fault rules: what goes wrong, when, and how often.

A rule names calls by method and object and says what happens to them: a delay, a
fault, a body that is no answer, an expired session. Rules come from Python
(`Simulator.fault_on`) or from a TOML file:

    [[fault]]
    method = "PowerOnVM_Task"
    object = "web*"
    fault = "HostCommunication"
    times = 2

The first rule that applies is taken; its delay comes first.
"""

from __future__ import annotations

import fnmatch
import random
import tomllib
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any, Final

from aioesx import vim
from aioesx.simulator.faults import Refused

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

__all__ = ["FaultRule", "Rules", "load_rules", "make_fault"]


@dataclass(slots=True)
class FaultRule:
    """One rule.

    Attributes:
        method: wire name of a method, or ``GET``, ``PUT``, ... for files; may hold ``*``.
        object: reference such as ``VirtualMachine:1``, its value, a machine's name, or a
            path below ``/folder``; may hold ``*``.
        fault: wire name of the fault that the call is answered with.
        message: the fault's sentence.
        in_task: the task fails with the fault, not the call.
        delay: seconds before anything else happens.
        body: sent instead of an answer.
        status: HTTP status that `body` is sent with.
        expire: the session ends, and the call finds it so.
        times: how often the rule applies; None is always.
        skip: how many matching calls pass before the rule applies.
        probability: share of the matching calls that the rule applies to.
    """

    method: str = "*"
    object: str = "*"
    fault: str = ""
    message: str = ""
    in_task: bool = False
    delay: float = 0.0
    body: str | bytes | None = None
    status: int = 200
    expire: bool = False
    times: int | None = None
    skip: int = 0
    probability: float = 1.0
    applied: int = field(default=0, init=False)

    def __post_init__(self) -> None:
        if self.fault and vim.types_by_name(self.fault) is None:
            raise ValueError(f"there is no fault called {self.fault!r}")
        if not 0 <= self.probability <= 1:
            raise ValueError(f"probability is between 0 and 1, not {self.probability}")

    def matches(self, method: str, names: tuple[str, ...]) -> bool:
        """Tell whether a call is one that the rule is about."""
        if not fnmatch.fnmatchcase(method, self.method):
            return False
        return any(fnmatch.fnmatchcase(name, self.object) for name in names)


class Rules:
    """The rules of one host, and the dice that they roll."""

    def __init__(self, seed: int = 0) -> None:
        self.rules: list[FaultRule] = []
        self._dice = random.Random(seed)  # noqa: S311  # chance, not secrets

    def pick(self, method: str, names: tuple[str, ...], *, in_task: bool) -> FaultRule | None:
        """Return the rule that applies to a call or a task, and count it."""
        for rule in self.rules:
            if rule.in_task != in_task or rule.times == 0 or not rule.matches(method, names):
                continue
            if rule.skip > 0:
                rule.skip -= 1
                continue
            if self._dice.random() >= rule.probability:
                continue
            if rule.times is not None:
                rule.times -= 1
            rule.applied += 1
            return rule
        return None


_BLANKS: Final[dict[str, Any]] = {
    "xsd:string": "",
    "xsd:boolean": False,
    "ManagedObjectReference": vim.ManagedObjectReference("ManagedEntity", "none"),
}


def make_fault(name: str, message: str = "") -> Refused:
    """Return a refusal with a fault of any type; what it requires is left blank."""
    cls: Any = vim.types_by_name(name)
    values: dict[str, Any] = {}
    for key, item in cls.wire_fields.items():
        if item.required and not item.many:
            inner: Any = vim.types_by_name(item.type)
            words = list(getattr(inner, "__members__", {}).values()) if inner else []
            values[key] = words[0] if words else _BLANKS.get(item.type, 0)
    return Refused(cls(**values), message or f"The simulator was told to answer with {name}.")


def load_rules(path: Path) -> list[FaultRule]:
    """Read rules from a TOML file.

    Raises:
        ValueError: the file is no TOML, or a rule says what no rule can.
    """
    try:
        with path.open("rb") as file:
            document = tomllib.load(file)
    except tomllib.TOMLDecodeError as error:
        raise ValueError(f"{path}: {error}") from None
    tables = document.get("fault", [])
    if not isinstance(tables, list):
        raise ValueError(f"{path}: write [[fault]], with two brackets")  # noqa: TRY004
    return [_rule(path, number, table) for number, table in enumerate(tables, start=1)]


def _rule(path: Path, number: int, table: Mapping[str, Any]) -> FaultRule:
    known = {item.name for item in fields(FaultRule) if item.init}
    unknown = sorted(table.keys() - known)
    if unknown:
        raise ValueError(f"{path}: fault {number} says {', '.join(unknown)}, which is unknown")
    try:
        return FaultRule(**table)
    except ValueError as error:
        raise ValueError(f"{path}: fault {number}: {error}") from None

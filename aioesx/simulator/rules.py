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
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from aioesx import vim
from aioesx.simulator.faults import Refused
from aioesx.simulator.toml_tables import FLAG, NUMBER, TEXT, WHOLE, Key, open_document

if TYPE_CHECKING:
    from pathlib import Path

    from aioesx.simulator.toml_tables import Table

__all__ = ["FaultRule", "Rules", "load_rules", "make_fault", "read_rules"]


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
        lost: what is asked is done, and the connection ends before the answer.
        expire: the session ends, and the call finds it so.
        times: how often the rule applies; None is always.
        skip: how many matching calls pass before the rule applies.
        cut_after: bytes of a file after which the connection is cut.
        stall_after: bytes of a file after which nothing more comes.
        wrong_at: which byte of a file is another one than it should be.
        probability: share of the matching calls that the rule applies to.
        host: name or address of the hosts that the rule is for, where there are several;
            may hold ``*``. Each of them counts `times` and `skip` for itself.
    """

    method: str = "*"
    object: str = "*"
    fault: str = ""
    message: str = ""
    in_task: bool = False
    delay: float = 0.0
    body: str | bytes | None = None
    status: int = 200
    lost: bool = False
    expire: bool = False
    times: int | None = None
    skip: int = 0
    cut_after: int | None = None
    stall_after: int | None = None
    wrong_at: int | None = None
    probability: float = 1.0
    host: str = "*"
    applied: int = field(default=0, init=False)

    def __post_init__(self) -> None:
        if self.fault and vim.types_by_name(self.fault) is None:
            raise ValueError(f"there is no fault called {self.fault!r}")
        if not 0 <= self.probability <= 1:
            raise ValueError(f"probability is between 0 and 1, not {self.probability}")

    def is_for(self, names: tuple[str, ...]) -> bool:
        """Tell whether a host that goes by `names` has the rule."""
        return any(fnmatch.fnmatchcase(name, self.host) for name in names)

    def copy(self) -> FaultRule:
        """Return the same rule, not yet applied."""
        return replace(self)

    def matches(self, method: str, names: tuple[str, ...]) -> bool:
        """Tell whether a call is one that the rule is about."""
        if not fnmatch.fnmatchcase(method, self.method):
            return False
        return any(fnmatch.fnmatchcase(name, self.object) for name in names)


class Rules:
    """The rules of one host, and the dice that they roll."""

    def __init__(self, seed: int = 0) -> None:
        self.rules: list[FaultRule] = []
        self._seed = seed
        self._dice: random.Random | None = None  # made when first rolled: they take 2.5 KiB

    def pick(self, method: str, names: tuple[str, ...], *, in_task: bool) -> FaultRule | None:
        """Return the rule that applies to a call or a task, and count it."""
        for rule in self.rules:
            if rule.in_task != in_task or rule.times == 0 or not rule.matches(method, names):
                continue
            if rule.skip > 0:
                rule.skip -= 1
                continue
            if not self._roll(rule.probability):
                continue
            if rule.times is not None:
                rule.times -= 1
            rule.applied += 1
            return rule
        return None

    def _roll(self, probability: float) -> bool:
        if self._dice is None:
            self._dice = random.Random(self._seed)  # noqa: S311  # chance, not secrets
        return self._dice.random() < probability


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


_KEYS: Final = (
    Key("method", TEXT),
    Key("object", TEXT),
    Key("fault", TEXT),
    Key("message", TEXT),
    Key("in_task", FLAG),
    Key("delay", NUMBER),
    Key("body", TEXT),
    Key("status", WHOLE),
    Key("lost", FLAG),
    Key("expire", FLAG),
    Key("times", WHOLE),
    Key("skip", WHOLE),
    Key("cut_after", WHOLE),
    Key("stall_after", WHOLE),
    Key("wrong_at", WHOLE),
    Key("probability", NUMBER),
    Key("host", TEXT),
)


def load_rules(path: Path) -> list[FaultRule]:
    """Read rules from a TOML file.

    Raises:
        TableError: the file is no TOML, or says what no rule can.
        OSError: it cannot be read.
    """
    top = open_document(path)
    top.read((), but=("fault",))
    return read_rules(top)


def read_rules(top: Table) -> list[FaultRule]:
    """Return the rules that stand in a TOML file.

    Raises:
        TableError: one says what no rule can.
    """
    return [_rule(table) for table in top.rows("fault")]


def _rule(table: Table) -> FaultRule:
    found = table.read(_KEYS)
    try:
        return FaultRule(**found)
    except ValueError as error:
        raise table.error(str(error)) from None

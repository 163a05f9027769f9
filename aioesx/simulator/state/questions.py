"""Questions that a machine asks before it goes on, in the words of ESX.

`QUESTIONS` holds the texts; `Rule` is a question that a test or user has asked for.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["QUESTIONS", "Question", "Rule", "Template"]


@dataclass(frozen=True, slots=True)
class Question:
    """One pending question.

    Attributes:
        message_id: name of the message in ESX's catalogue.
        choices: labels; the key of a choice is its position.
        default: position of the default choice, or None.
    """

    id: str
    message_id: str
    text: str
    choices: tuple[str, ...]
    default: int | None = 0


@dataclass(frozen=True, slots=True)
class Template:
    """A question with `{}` where a file or device is named."""

    message_id: str
    text: str
    choices: tuple[str, ...]
    default: int | None

    def ask(self, *arguments: str) -> Question:
        """Fill in the names; the id is given when the machine asks."""
        return Question(
            "", self.message_id, self.text.format(*arguments), self.choices, self.default
        )


_PORT_TEXT = (
    '{0} port output file "{1}" already exists. Do you want to replace it with a new file, '
    "append output to the end of it, or cancel?"
)

QUESTIONS: Final = {
    "serial-file": Template("msg.serial.file.open", _PORT_TEXT, ("Append", "Replace", "Cancel"), 0),
    "parallel-file": Template(
        "msg.parallel.file.open", _PORT_TEXT, ("Append", "Replace", "Cancel"), 0
    ),
    "moved-or-copied": Template(
        "msg.uuid.altered",
        "This virtual machine might have been moved or copied. In order to configure certain "
        "management and networking features, VMware ESX needs to know if this virtual machine "
        'was moved or copied. If you don\'t know, answer "I copied it".',
        ("Cancel", "I moved it", "I copied it"),
        2,
    ),
    "disk-locked": Template(
        "msg.disk.fileLocked",
        'Cannot open the disk "{0}" or one of the snapshot disks it depends on. '
        "Failed to lock the file.",
        ("Retry", "Cancel"),
        1,
    ),
    "device-missing": Template(
        "msg.device.startdisconnected",
        'Virtual device "{0}" will start disconnected: "{1}" was not found.',
        ("OK", "Cancel"),
        0,
    ),
    "no-space": Template(
        "msg.hbacommon.outofspace",
        'There is no more space for virtual disk "{0}". You might be able to continue this '
        "session by freeing disk space on the relevant volume, and clicking Retry. "
        "Click Cancel to terminate this session.",
        ("Retry", "Cancel"),
        None,
    ),
}
"""What ESX asks of itself, by a short name of ours."""


@dataclass(slots=True)
class Rule:
    """A question that is asked when `method` is called on the machine called `name`.

    Attributes:
        times: how often it is still asked; None is always.
        refusing: labels that make the task fail.
    """

    method: str
    name: str
    template: Template
    times: int | None = 1
    refusing: Sequence[str] = ("Cancel", "No", "Abort")

    def matches(self, method: str, name: str) -> bool:
        """Tell whether the rule applies to this call."""
        return self.method == method and self.name in {name, "*"} and self.times != 0

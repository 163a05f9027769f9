"""`Domain`: a virtual machine registered on the host."""

from __future__ import annotations

from aioesx._server.tasks.answers import give_answer, open_question
from aioesx._server.tasks.questions import Choice, Question
from aioesx.domain.factverbs import FactVerbs
from aioesx.domain.powerverbs import PowerVerbs
from aioesx.domain.resourceverbs import ResourceVerbs
from aioesx.domain.snapshots import Snapshots
from aioesx.domain.xmlverbs import XmlVerbs

__all__ = ["Domain"]


class Domain(PowerVerbs, FactVerbs, ResourceVerbs, XmlVerbs):
    """A virtual machine registered on the host.

    A domain names a remote object and holds none of its state: whatever can change is read by
    a coroutine. Every coroutine may raise `TransportError` and `ProtocolError`, and
    `NotFoundError` once the domain is no longer registered; one that changes something may raise
    `OutcomeUnknownError`. One that starts a task takes `TaskOptions` (on_question, on_progress,
    on_cancel, timeout) and may raise `QuestionPendingError` and the other kinds of `TaskError`.

    Attributes:
        ref: reference of the managed object.
        name: the name when the domain was looked up, unescaped.
        uuid: the BIOS UUID when the domain was looked up.
        os_type: libvirt's word for what VMware virtualizes: always ``"hvm"``.
    """

    __slots__ = ()

    @property
    def snapshots(self) -> Snapshots:
        """The domain's snapshots."""
        return Snapshots(self._server, self)

    async def pending_question(self, *, timeout: float | None = None) -> Question | None:
        """Read what the domain waits for a person to answer, or None."""
        return await open_question(self._server.session, self.ref, timeout=timeout)

    async def answer(
        self, question: Question, choice: Choice | str, *, timeout: float | None = None
    ) -> None:
        """Answer a question; that somebody else did so meanwhile is no error.

        Args:
            question: of `pending_question` or of an error's domain.
            choice: a `Choice`, its label or its key.
            timeout: seconds.

        Raises:
            ValueError: the question has no such choice.

        Source: vSphere API, VirtualMachine.AnswerVM.
        """
        await give_answer(self._server.session, question, choice, timeout=timeout)

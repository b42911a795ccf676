"""What can go wrong when a model is asked. No message ever holds the key."""

from __future__ import annotations

from monitor.errors import PreemptError

__all__ = ["AnswerError", "EndpointError", "ModelError", "QuestionError", "RefusedRequestError"]


class ModelError(PreemptError):
    """Root. ``subject`` is what was asked about, ``reason`` what went wrong with it."""

    def __init__(self, subject: str, reason: str) -> None:
        self.subject = subject
        self.reason = reason
        super().__init__(f"{subject}: {reason}")


class EndpointError(ModelError):
    """No answer could be had. Raised by the adapters; the same question may be asked again in a later run.

    ``ends_run`` says that no other question would fare better: a wrong key, a wrong address, a long time-out.
    """

    def __init__(self, subject: str, reason: str, *, ends_run: bool = False) -> None:
        self.ends_run = ends_run
        super().__init__(subject, reason)


class RefusedRequestError(EndpointError):
    """The endpoint finds the request itself wrong (400, 422). An adapter may ask in a plainer form."""


class AnswerError(ModelError):
    """What came is no answer to the question. Raised by the adapters; ``raw`` is kept with the refusal."""

    def __init__(self, subject: str, reason: str, *, raw: str = "") -> None:
        self.raw = raw
        super().__init__(subject, reason)


class QuestionError(ModelError):
    """The words cannot be sent safely. Raised by :mod:`monitor.second_opinion.prompt`; they go to a reviewer unread."""

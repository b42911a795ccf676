"""Table of what a language model was asked and what came of it, so that nothing is asked twice."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from monitor.store.base import Base, BigId

__all__ = ["ModelAnswerRow"]


class ModelAnswerRow(Base):
    """One provision of one text, held by a model against one position; proposals have a table of their own."""

    __tablename__ = "model_answer"
    __table_args__ = (UniqueConstraint("version_id", "text_sha256", "release", "position", "start", "end"),)
    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    bill_id: Mapped[int] = mapped_column(ForeignKey("bill.id", ondelete="CASCADE"), index=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("version.id", ondelete="CASCADE"))
    text_sha256: Mapped[str]
    release: Mapped[str]
    """Model, prompt, temperature and wording of the position."""
    position: Mapped[str]
    start: Mapped[int]
    end: Mapped[int]
    """Of the whole provision."""
    outcome: Mapped[str]
    """``agrees``, ``disagrees``, ``abstains`` or ``refused``."""
    reason: Mapped[str]
    answer: Mapped[str]
    """As the model wrote it, where no proposal keeps it; cut where it is long."""
    asked_at: Mapped[datetime]

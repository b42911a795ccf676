"""The table of numbers that bills bore before."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from monitor.store.base import Base, BigId

__all__ = ["FormerNumberRow"]


class FormerNumberRow(Base):
    """A number that a bill bore till ``left_at``; the bill's row and all that hangs on it bear the present one."""

    __tablename__ = "former_number"
    __table_args__ = (UniqueConstraint("bill_id", "identifier"),)
    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    bill_id: Mapped[int] = mapped_column(ForeignKey("bill.id", ondelete="CASCADE"))
    identifier: Mapped[str] = mapped_column(index=True)
    why: Mapped[str]
    source: Mapped[str]
    left_at: Mapped[datetime]

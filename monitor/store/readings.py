"""Table of what was read of texts before positions were held against them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from monitor.store.base import Base

__all__ = ["ReadingRow"]


class ReadingRow(Base):
    """The newest reading of a version. It is derived: a later one takes its place."""

    __tablename__ = "reading"
    version_id: Mapped[int] = mapped_column(ForeignKey("version.id", ondelete="CASCADE"), primary_key=True)
    text_sha256: Mapped[str]
    said_sha256: Mapped[str]
    """Of the bill's title, abstract and jurisdiction, which were read with the text."""
    classifier_release: Mapped[str] = mapped_column(ForeignKey("classifier_release.release"))
    content: Mapped[dict[str, Any]]
    read_at: Mapped[datetime]

"""The declarative base and its naming convention, so that constraints can be migrated by name."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import BigInteger, Date, Integer, MetaData, Text
from sqlalchemy.orm import DeclarativeBase

from monitor.store.types import Json, UtcDateTime

__all__ = ["Base", "BigId"]

BigId = BigInteger().with_variant(Integer(), "sqlite")
"""64 bits; SQLite numbers rows only through a column of its type INTEGER."""


class Base(DeclarativeBase):
    """All tables; texts are unbounded on both databases."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        str: Text(),
        datetime: UtcDateTime(),
        date: Date(),
        dict[str, Any]: Json,
        list[Any]: Json,
        list[str]: Json,
    }

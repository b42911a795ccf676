"""May a line of a list be kept? Its names in order, its number as we write it; hostile and empty ones are not."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from crawlers.errors import MalformedBillError
from crawlers.parsing.clean import one_line
from monitor.model.bill import InvalidIdentifierError, normalise_identifier
from monitor.model.jurisdiction import JURISDICTIONS
from monitor.model.listing import ListedBill

__all__ = ["checked_line"]

_NAME: Final = 500
"""Characters of what a database indexes."""
_CODES: Final = frozenset(JURISDICTIONS)


def checked_line(line: ListedBill, *, jurisdiction: str = "") -> ListedBill:
    """The line with its number normalised, and ``jurisdiction`` where it names none.

    :raises MalformedBillError: for one without a name or a mark, with one that is too long, or with a number or a
        jurisdiction that is none.
    """
    for name in ("native_id", "mark", "session"):
        value = getattr(line, name)
        if len(value) > _NAME:
            raise MalformedBillError("malformed", f"{name} has more than {_NAME} characters")
        if value != one_line(value):
            raise MalformedBillError("malformed", f"{name} holds blanks or controls that no name has")
    if not line.native_id or not line.mark:
        raise MalformedBillError("malformed", f"no {'mark' if line.native_id else 'native_id'}")
    code = line.jurisdiction or jurisdiction
    if code and code not in _CODES:
        raise MalformedBillError("jurisdiction", f"no jurisdiction: {one_line(code)[:40]!r}")
    try:
        identifier = normalise_identifier(line.identifier) if line.identifier else ""
    except InvalidIdentifierError as error:
        raise MalformedBillError("identifier", one_line(str(error))) from error
    return replace(line, jurisdiction=code, identifier=identifier)

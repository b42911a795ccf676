"""Which moments of a run do our own spiders and middlewares announce, beside Scrapy's?"""

from __future__ import annotations

from typing import Final

__all__ = ["host_judged", "listing_counted", "session_listed"]

listing_counted: Final = object()
"""Sent with ``count`` when a spider knows how many bills it will read."""

host_judged: Final = object()
"""Sent with ``host``, ``kind`` and ``until`` when an answer of a host was looked at.

``kind`` is the failure, none for a good answer. ``until`` is when the host wants to be asked again, where that is
longer than a run waits.
"""

session_listed: Final = object()
"""Sent when a source has listed a session: ``jurisdiction``, ``session``, ``identifiers`` (normalised) and ``whole``.

``whole`` says that the list is of all its bills: what is not in it is not there. A search result is not.
"""

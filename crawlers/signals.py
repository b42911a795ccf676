"""Which moments of a run do our own spiders announce, beside Scrapy's?"""

from __future__ import annotations

from typing import Final

__all__ = ["listing_counted", "session_listed"]

listing_counted: Final = object()
"""Sent with ``count`` when a spider knows how many bills it will read."""
session_listed: Final = object()
"""Sent when a source has listed a session: ``jurisdiction``, ``session``, ``identifiers`` (normalised) and ``whole``.

``whole`` says that the list is of all its bills: what is not in it is not there. A search result is not.
"""

"""Which moments of a run do our own spiders announce, beside Scrapy's?"""

from __future__ import annotations

from typing import Final

__all__ = ["listing_counted"]

listing_counted: Final = object()
"""Sent with ``count`` when a spider knows how many bills it will read."""

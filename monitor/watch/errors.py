"""What can be wrong with a reviewed data file?"""

from __future__ import annotations

__all__ = ["WatchDataError"]


class WatchDataError(ValueError):
    """A reviewed file is wrong. Raised on loading; ``file`` and ``field`` say where; mend the file."""

    def __init__(self, file: str, field: str, problem: str) -> None:
        self.file, self.field = file, field
        super().__init__(f"{file}: {field}: {problem}")

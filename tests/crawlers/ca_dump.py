"""A dump as California publishes it, out of tables and texts of samples: fictional bills in the real format."""

from __future__ import annotations

import zipfile
from pathlib import Path

FIXTURES = Path(__file__).parent / "fixtures" / "ca-leginfo"


def write_dump(to: Path, *, without: str = "", instead: dict[str, bytes] | None = None) -> Path:
    """All samples as members; ``without`` one, or with other bytes ``instead``."""
    with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(FIXTURES.iterdir()):
            if path.suffix in (".dat", ".lob") and path.name != without:
                archive.writestr(path.name, (instead or {}).get(path.name, path.read_bytes()))
    return to

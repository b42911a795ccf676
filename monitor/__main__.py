"""``python -m monitor`` is ``preempt``; the service starts its jobs with it."""

from __future__ import annotations

from monitor.cli import main

if __name__ == "__main__":
    main()

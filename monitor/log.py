"""How the program logs: human lines on a terminal, JSON otherwise, always to standard error."""

from __future__ import annotations

import logging
import re
import sys
from typing import TYPE_CHECKING, Any, Final

import structlog

if TYPE_CHECKING:
    from collections.abc import MutableMapping

__all__ = ["configure_logging", "get_logger", "redact"]

_ADDRESS: Final = re.compile(r"[A-Za-z0-9._%+'-]{1,64}@[A-Za-z0-9.-]{1,255}")
_PASSWORD: Final = re.compile(r"(://[^:/@\s]{0,100}:)[^@\s]{1,300}@")
_KEY: Final = re.compile(r"([?&](?:api_?)?key=)[^&\s'\"<>]{1,300}", re.IGNORECASE)
_SECRET_NAME: Final = re.compile(r"pass(word|wd)?|secret|token|api_?key|authorization", re.IGNORECASE)


def redact(text: str) -> str:
    """Take mail addresses, and passwords and keys in addresses, out of a text."""
    return _ADDRESS.sub("<address>", _KEY.sub(r"\1***", _PASSWORD.sub(r"\1***@", text)))


def _redact_event(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Readers' addresses and secrets never reach a log, whoever wrote the line."""
    for key, value in event.items():
        if _SECRET_NAME.search(key):
            event[key] = "***"
        elif isinstance(value, str):
            event[key] = redact(value)
    return event


def configure_logging(*, level: str, style: str) -> None:
    """Set up structlog and the standard library's loggers; ``style`` is ``auto``, ``human`` or ``json``."""
    human = style == "human" or (style == "auto" and sys.stderr.isatty())
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        _redact_event,
    ]
    renderer: Any = (
        structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty()) if human else structlog.processors.JSONRenderer()
    )
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    for chatty in ("alembic", "apscheduler", "asyncio", "httpcore", "httpx"):
        logging.getLogger(chatty).setLevel("WARNING" if level != "debug" else "INFO")


def get_logger(name: str) -> structlog.stdlib.BoundLogger:
    """A logger that carries key-value pairs."""
    logger: structlog.stdlib.BoundLogger = structlog.get_logger(name)
    return logger

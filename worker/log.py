"""Structured logs to standard error: readable on a terminal, JSON elsewhere."""

from __future__ import annotations

import logging
import sys

import structlog

from worker.settings import LogSettings


def configure(settings: LogSettings) -> None:
    """Set up structlog, and send what libraries log (from warnings on) through the same format."""
    readable = settings.format == "console" or (settings.format == "auto" and sys.stderr.isatty())
    shared: list[structlog.typing.Processor] = [
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    renderer: structlog.typing.Processor = structlog.dev.ConsoleRenderer() if readable else structlog.processors.JSONRenderer()
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, structlog.processors.format_exc_info, renderer],
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter)
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(settings.level.upper())
    for library in ("kafka", "urllib3", "trafilatura", "htmldate"):
        logging.getLogger(library).setLevel(max(logging.WARNING, root.level))
    logging.getLogger("kafka.net.selector").setLevel(logging.ERROR)  # it warns of each fetch that takes 0.1 s to unpack
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )

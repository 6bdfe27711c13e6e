"""The server's log: one JSON object a line on standard error, without the text of any prompt."""

from __future__ import annotations

import json
import logging
import sys
import traceback
import uuid
from datetime import UTC, datetime
from typing import Any, TextIO


class Log:
    """Writes events as JSON lines.

    Args:
        stream: where to; standard error by default, because standard output carries the protocol.
        level: ``info`` writes every request, ``warning`` only what went wrong, ``off`` nothing.
    """

    LEVELS = ("info", "warning", "off")

    def __init__(self, stream: TextIO | None = None, level: str = "info") -> None:
        self._stream = stream
        self._level = level

    def event(self, event: str, *, level: str = "info", **values: Any) -> None:
        """Write one event with plain values."""
        if self._level == "off" or (self._level == "warning" and level == "info"):
            return
        line = {"time": datetime.now(UTC).isoformat(timespec="milliseconds"), "level": level, "event": event, **values}
        try:
            print(json.dumps(line, ensure_ascii=True, default=str), file=self._stream or sys.stderr, flush=True)
        except (OSError, ValueError):
            # Nobody reads the log any more; that is no reason to refuse an answer.
            self._level = "off"

    def defect(self, operation: str, error: BaseException) -> str:
        """Write where an unexpected error came from, without its message (it may quote a prompt), and return its reference."""
        reference = uuid.uuid4().hex[:12]
        frames = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(error.__traceback__)]
        self.event(
            "defect", level="error", operation=operation, reference=reference, error=type(error).__name__, frames=frames[-12:]
        )
        return reference


class _Forward(logging.Handler):
    """Hands what libraries log to our log: logger, level and place, not the message, which can quote a request."""

    def __init__(self, log: Log) -> None:
        super().__init__(logging.WARNING)
        self._log = log

    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[0].__name__ if record.exc_info and record.exc_info[0] else None
        place = f"{record.filename}:{record.lineno}"
        self._log.event("library", level=record.levelname.lower(), logger=record.name, place=place, error=error)


def quiet_libraries(log: Log) -> None:
    """Send the warnings of all libraries to ``log``, and nothing else of theirs anywhere."""
    root = logging.getLogger()
    root.handlers[:] = [_Forward(log)]
    root.setLevel(logging.WARNING)
    for name in list(logging.root.manager.loggerDict):
        logger = logging.getLogger(name)
        logger.handlers[:] = []
        logger.propagate = True

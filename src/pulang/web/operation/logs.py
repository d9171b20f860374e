"""Log lines that say what happened and where, never about whom or with which words.

Knows no Django: the processes that only start and watch others write with it too. Of records of other libraries
neither message nor arguments are written, since both may hold what somebody typed; the logger, the class of an
exception and the places it went through say enough to find the fault.
"""

import json
import logging
import logging.config
import os
import sys
import threading
import traceback
from collections.abc import Mapping
from contextvars import ContextVar
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any

REQUEST_ID: ContextVar[str] = ContextVar("pulang_request_id", default="")
PACKAGES = Path(__file__).resolve().parents[3]
FRAMES = 30  # innermost; deeper stacks are loops of templates
# What lines of our own may carry beside their event. Nothing of it is typed by anybody.
FIELDS = frozenset({
    "route", "method", "status", "ms", "bytes", "user", "job", "work", "task", "attempt", "worker", "code", "plane",
    "what", "instance",
})  # fmt: skip


class JsonLines(logging.Formatter):
    """One JSON object for each record: time, level, plane, logger, request, event or problem."""

    def format(self, record: logging.LogRecord) -> str:
        return json.dumps(
            {
                "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
                "level": record.levelname.lower(),
                "plane": os.environ.get("PULANG_PLANE", ""),
                "logger": record.name,
                **({"request": request} if (request := REQUEST_ID.get()) else {}),
                **_said(record),
                **({"problem": problem(record.exc_info[1])} if record.exc_info and record.exc_info[1] else {}),
            }
        )


class PlainLines(logging.Formatter):
    """The same for a person at the terminal of a demonstration, where everybody is invented: with messages."""

    def __init__(self) -> None:
        super().__init__("{asctime} {levelname} {name} {message}", style="{")

    def formatMessage(self, record: logging.LogRecord) -> str:
        fields = [f"{name}={value}" for name, value in getattr(record, "fields", {}).items()]
        return " ".join([super().formatMessage(record), *fields])


def _said(record: logging.LogRecord) -> dict[str, Any]:
    """The event and fields of a record of ours; of others the place that wrote it."""
    if record.name.partition(".")[0] == "pulang":
        given: Mapping[str, Any] = getattr(record, "fields", {})
        return {"event": str(record.msg), **{name: given[name] for name in given if name in FIELDS}}
    if record.name == "_granian" and record.pathname.endswith(".py"):
        return {"event": str(record.msg)}
    return {"place": f"{_short(record.pathname)}:{record.lineno}:{record.funcName}"}


def problem(error: BaseException) -> dict[str, Any]:
    """Class, classes of what caused it, and the places it went through; no message, no value."""
    frames = traceback.extract_tb(error.__traceback__)[-FRAMES:]
    return {
        "class": type(error).__qualname__,
        "because": [type(cause).__qualname__ for cause in _causes(error)],
        "frames": [f"{_short(frame.filename)}:{frame.lineno}:{frame.name}" for frame in frames],
    }


def _causes(error: BaseException) -> list[BaseException]:
    found: list[BaseException] = []
    cause = error.__cause__ or error.__context__
    while cause is not None and cause not in found and len(found) < FRAMES:
        found.append(cause)
        cause = cause.__cause__ or cause.__context__
    return found


def _short(path: str) -> str:
    """A file below the packages it belongs to: a folder's name may be somebody's name."""
    packages, _, inside = path.rpartition("site-packages/")
    if packages:
        return inside
    found = Path(path)
    return found.relative_to(PACKAGES).as_posix() if found.is_relative_to(PACKAGES) else found.name


def configuration(*, as_json: bool) -> dict[str, Any]:
    """Django's ``LOGGING``. In JSON every request is a line; refusals of a single request are in that line."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"lines": {"()": f"{__name__}.{'JsonLines' if as_json else 'PlainLines'}"}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "lines"}},
        "root": {"handlers": ["stderr"], "level": "WARNING"},
        "loggers": {
            "pulang": {"level": "INFO" if as_json else "WARNING"},
            "django": {"handlers": [], "level": "WARNING"},
            **({"django.request": {"level": "ERROR"}} if as_json else {}),
            "_granian": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
            "granian.access": {"handlers": [], "level": "CRITICAL", "propagate": False},
        },
    }


def configure(wanted: dict[str, Any]) -> None:
    """Django's ``LOGGING_CONFIG``: also what nobody caught, and what Python warns of, becomes such lines."""
    logging.config.dictConfig(wanted)
    if "JsonLines" in wanted["formatters"]["lines"]["()"]:
        take_over()


def take_over() -> None:
    """Let nothing of this process write an exception with its values to standard error."""
    logging.raiseExceptions = False
    logging.captureWarnings(True)
    sys.excepthook = _uncaught
    threading.excepthook = lambda given: _uncaught(given.exc_type, given.exc_value, given.exc_traceback)
    sys.unraisablehook = lambda given: _uncaught(given.exc_type, given.exc_value, given.exc_traceback)


def _uncaught(kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        return
    logging.getLogger("pulang.process").critical("not caught", exc_info=error or kind())

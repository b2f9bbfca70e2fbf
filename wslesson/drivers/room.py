"""What is said when a server has no room for one client more."""

from __future__ import annotations

import errno
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic

logger = logging.getLogger(__name__)
NO_ROOM = {errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM}
QUIET = 2.0  # seconds: a complaint after them is about something new


class Complaints:
    """Tells what is new: we try on, and need not complain each time."""

    _last = -QUIET

    def tell(self, error: Exception) -> None:
        """Log that a client was not accepted, if that is new."""
        if self.is_new():
            logger.error("a client was not accepted: %s", error)

    def is_new(self) -> bool:
        """Return whether this complaint follows no other."""
        before, self._last = self._last, monotonic()
        return self._last - before > QUIET


class OneLine(logging.Filter):
    """Makes one line of what would be pages: asyncio and Trio complain at each try."""

    def __init__(self) -> None:
        super().__init__()
        self._complaints = Complaints()

    def filter(self, record: logging.LogRecord) -> bool:
        """Return whether this is to be said, shorter than it was."""
        error = record.exc_info[1] if record.exc_info else None
        if isinstance(error, ValueError) and "._start_serving(" in str(record.msg):
            return False  # asyncio would accept again, a hundred times, after we closed
        if not isinstance(error, OSError) or error.errno not in NO_ROOM:
            return True
        record.msg = f"a client was not accepted: {error}"
        record.args = record.exc_info = None
        return self._complaints.is_new()


@contextmanager
def one_line() -> Iterator[None]:
    """Let asyncio and Trio complain in a line while the block runs."""
    brief = OneLine()
    loggers = [logging.getLogger(name) for name in ("asyncio", "trio.serve_listeners")]
    for logger in loggers:
        logger.addFilter(brief)
    try:
        yield
    finally:
        for logger in loggers:
            logger.removeFilter(brief)

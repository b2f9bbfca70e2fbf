"""What is said when there is no room for a client: a line, and once."""

import asyncio
import errno
import logging
import socket
import sys

import pytest

from wslesson.drivers.room import Complaints, one_line

FULL = OSError(errno.EMFILE, "Too many open files")
LOGGERS = pytest.mark.parametrize("name", ["asyncio", "trio.serve_listeners"])


@LOGGERS
def test_a_page_for_each_try_becomes_one_line(name, caplog):
    with one_line():
        for _ in range(3):
            logging.getLogger(name).error("accept", exc_info=FULL)
    (record,) = caplog.records
    assert record.getMessage() == f"a client was not accepted: {FULL}"
    assert record.exc_info is None


@LOGGERS
def test_other_errors_are_told_as_they_are(name, caplog):
    with one_line():
        logging.getLogger(name).error("one", exc_info=OSError(errno.EBADF, "bad"))
        logging.getLogger(name).error("two %s", 2)
        logging.getLogger(name).error("three", exc_info=ValueError("worse"))
    assert caplog.messages == ["one", "two 2", "three"]
    assert [bool(record.exc_info) for record in caplog.records] == [True, False, True]


@LOGGERS
def test_afterwards_the_log_is_as_it_was(name, caplog):
    with one_line():
        pass
    logging.getLogger(name).error("accept", exc_info=FULL)
    assert caplog.records[0].exc_info


@pytest.mark.skipif(sys.platform == "win32", reason="its loop does not try again")
@pytest.mark.parametrize("brief", [True, False])
def test_that_asyncio_comes_too_late_to_accept_again_is_not_told(brief, caplog):
    # What it does a second after each failure, though the server has been closed.
    async def too_late():
        loop, listener = (
            asyncio.get_running_loop(),
            socket.create_server(("127.0.0.1", 0)),
        )
        listener.close()
        loop.call_soon(loop._start_serving, asyncio.Protocol, listener)
        await asyncio.sleep(0)
        await asyncio.sleep(0)

    if brief:
        with one_line():
            asyncio.run(too_late())
    else:
        asyncio.run(too_late())
    assert bool(caplog.records) is not brief


def test_a_complaint_is_not_repeated(caplog):
    complaints = Complaints()
    for _ in range(3):
        complaints.tell(FULL)
    assert caplog.messages == [f"a client was not accepted: {FULL}"]

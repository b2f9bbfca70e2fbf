"""One contract, two drivers: each story is told to both."""

import asyncio
import ssl
import threading
from pathlib import Path

import pytest

from tests.drivers.peers import Tasks, Threads


@pytest.fixture(params=["threads", "tasks"])
def driver(request):
    if request.param == "threads":
        yield Threads()
        return
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    yield Tasks(loop)
    loop.call_soon_threadsafe(loop.stop)
    thread.join()
    loop.run_until_complete(loop.shutdown_default_executor())
    loop.close()


@pytest.fixture(scope="session")
def certificate():
    """TLS contexts for a server at 127.0.0.1 and for a client that trusts it."""
    file = Path(__file__).with_name("localhost.pem")  # made for these tests only
    server = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    server.load_cert_chain(file)
    return server, ssl.create_default_context(cafile=file)

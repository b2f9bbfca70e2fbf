"""Unusual answers, what each is told, and how it is judged."""

ANSWERS = (
    (
        """\
import time
from websockets.exceptions import ConnectionClosed

def collect_until_quiet(websocket, pause):
    # wrong: one limit for all
    messages, end = [], time.monotonic() + pause
    try:
        while True:
            messages.append(websocket.recv(timeout=end - time.monotonic()))
    except (TimeoutError, ConnectionClosed):
        return messages
""",
        "not yet",
        "Each message may take `pause` seconds, not all of them",
    ),
    (
        """\
from time import monotonic
from websockets.exceptions import ConnectionClosed

def collect_until_quiet(websocket, pause):
    # wrong: the same
    messages, end = [], monotonic() + pause
    try:
        while True:
            messages.append(websocket.recv(timeout=max(0, end - monotonic())))
    except (TimeoutError, ConnectionClosed):
        return messages
""",
        "not yet",
        "Each message may take `pause` seconds, not all of them",
    ),
    (
        """\
import contextlib
import time
from websockets.exceptions import ConnectionClosed

def collect_until_quiet(websocket, pause):
    # right: its own clock since the last message
    messages, last = [], time.monotonic()
    try:
        while time.monotonic() - last < pause:
            with contextlib.suppress(TimeoutError):
                messages.append(websocket.recv(timeout=pause / 10))
                last = time.monotonic()
    except ConnectionClosed:
        pass
    return messages
""",
        "passed",
        "",
    ),
    (
        """\
import time
from websockets.exceptions import ConnectionClosed

def collect_until_quiet(websocket, pause):
    # wrong: sleeps, then takes what is there
    messages = []
    try:
        while True:
            time.sleep(pause)
            messages.append(websocket.recv(timeout=0))
    except (TimeoutError, ConnectionClosed):
        return messages
""",
        "not yet",
        "too late",
    ),
    (
        """\
import contextlib
import queue
from threading import Thread
from websockets.exceptions import ConnectionClosed

def collect_until_quiet(websocket, pause):
    # right
    got = queue.Queue()
    def read():
        with contextlib.suppress(ConnectionClosed):
            for message in websocket:
                got.put([message])
        got.put([])
    Thread(target=read, daemon=True).start()
    messages = []
    with contextlib.suppress(queue.Empty):
        while new := got.get(timeout=pause):
            messages += new
    return messages
""",
        "passed",
        "",
    ),
    (
        """\
from websockets.exceptions import ConnectionClosed

def collect_until_quiet(websocket, pause):
    # right
    messages = []
    while True:
        try:
            messages.append(websocket.recv(pause))
        except TimeoutError:
            break
        except ConnectionClosed:
            break
    return messages
""",
        "passed",
        "",
    ),
)

"""Unusual answers, what each is told, and how it is judged."""

ANSWERS = (
    (
        """\
from websockets.sync.client import connect

def ask_patiently(address, question, patience):
    # right
    ws = connect(address, proxy=None, legacy=True)
    try:
        ws.send(question)
        return ws.recv(patience)
    except TimeoutError:
        return None
    finally:
        ws.close()
""",
        "passed",
        "",
    ),
    (
        """\
import contextlib
import time
from websockets.sync.client import connect

def ask_patiently(address, question, patience):
    # right: short waits up to a deadline
    end = time.monotonic() + patience
    with connect(address, proxy=None) as ws:
        ws.send(question)
        while time.monotonic() < end:
            with contextlib.suppress(TimeoutError):
                return ws.recv(timeout=0.05)
    return None
""",
        "passed",
        "",
    ),
    (
        """\
import contextlib
from time import monotonic, sleep
from websockets.sync.client import connect

def ask_patiently(address, question, patience):
    # right: looks, and sleeps
    end = monotonic() + patience
    with connect(address, proxy=None) as ws:
        ws.send(question)
        while monotonic() < end:
            with contextlib.suppress(TimeoutError):
                return ws.recv(timeout=0)
            sleep(0.05)
    return None
""",
        "passed",
        "",
    ),
    (
        """\
from concurrent.futures import ThreadPoolExecutor
from websockets.sync.client import connect

def ask_patiently(address, question, patience):
    # right: recv in a thread of its own
    with connect(address, proxy=None) as ws, ThreadPoolExecutor() as pool:
        ws.send(question)
        try:
            return pool.submit(ws.recv, patience).result()
        except TimeoutError:
            return None
""",
        "passed",
        "",
    ),
    (
        """\
from websockets.sync.client import connect

def ask_patiently(address, question, patience):
    # wrong: recv_streaming has no limit
    with connect(address, proxy=None) as ws:
        ws.send(question)
        return "".join(ws.recv_streaming())
""",
        "not yet",
        "This server is silent. When the patience is over, return",
    ),
    (
        """\
from websockets.sync.client import connect

def ask_patiently(address, question, patience):
    # wrong: no limit
    with connect(address, proxy=None) as ws:
        ws.send(question)
        for message in ws:
            return message
""",
        "not yet",
        "This server is silent. When the patience is over, return",
    ),
    (
        """\
from websockets.sync.client import connect

def ask_patiently(address, question, patience):
    # right, with a class of its own
    from websockets.sync.client import ClientConnection

    class Mine(ClientConnection):
        pass

    with connect(address, proxy=None, create_connection=Mine) as ws:
        ws.send(question)
        try:
            return ws.recv(timeout=patience)
        except TimeoutError:
            return None
""",
        "passed",
        "",
    ),
    (
        """\
def ask_patiently(address, question, patience):
    # wrong
    while True:
        pass
""",
        "not yet",
        "did not end within",
    ),
    (
        """\
from websockets.sync.client import connect

def ask_patiently(address, question, patience):
    # wrong by the card; passes today
    with connect(address, proxy=None) as ws:
        ws.send(question)
        try:
            return ws.recv(timeout=patience)
        except Exception:
            return None
""",
        "not yet",
        "This server closes without an answer. That is no silence:",
    ),
    (
        """\
from concurrent.futures import ThreadPoolExecutor
from websockets.sync.client import connect

def ask_patiently(address, question, patience):
    # right: the pool's future has the limit
    with ThreadPoolExecutor() as pool, connect(address, proxy=None) as ws:
        ws.send(question)
        try:
            return pool.submit(ws.recv).result(timeout=patience)
        except TimeoutError:
            return None
""",
        "passed",
        "",
    ),
    (
        """\
import asyncio
from websockets.asyncio.client import connect as connect_aio

def ask_patiently(address, question, patience):
    # right: asyncio in a loop of its own
    async def inside():
        async with connect_aio(address, proxy=None) as ws:
            await ws.send(question)
            try:
                return await asyncio.wait_for(ws.recv(), patience)
            except TimeoutError:
                return None
    return asyncio.run(inside())
""",
        "passed",
        "",
    ),
    (
        """\
import queue
from threading import Thread
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

def ask_patiently(address, question, patience):
    # right: a thread puts what comes into a queue
    answers = queue.Queue()
    with connect(address, proxy=None) as ws:
        ws.send(question)
        def read():
            try:
                answers.put((ws.recv(), None))
            except ConnectionClosed as error:
                answers.put((None, error))
        Thread(target=read, daemon=True).start()
        try:
            answer, error = answers.get(timeout=patience)
        except queue.Empty:
            return None
        if error:
            raise error
        return answer
""",
        "passed",
        "",
    ),
    (
        """\
import threading
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

def ask_patiently(address, question, patience):
    # right: a timer closes the connection
    late = threading.Event()
    with connect(address, proxy=None) as ws:
        def leave():
            late.set()
            ws.close()
        timer = threading.Timer(patience, leave)
        timer.start()
        ws.send(question)
        try:
            return ws.recv()
        except ConnectionClosed:
            if late.is_set():
                return None
            raise
        finally:
            timer.cancel()
""",
        "passed",
        "",
    ),
    (
        """\
from threading import Thread
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

def ask_patiently(address, question, patience):
    # right: join with a limit
    found = []
    with connect(address, proxy=None) as ws:
        ws.send(question)
        def read():
            try:
                found.append(ws.recv())
            except ConnectionClosed as error:
                found.append(error)
        thread = Thread(target=read)
        thread.start()
        thread.join(patience)
        answer = found[0] if found else None
    if isinstance(answer, ConnectionClosed):
        raise answer
    return answer
""",
        "passed",
        "",
    ),
    (
        """\
import contextlib
import time
from websockets.sync.client import connect

def ask_patiently(address, question, patience):
    # right: looks as often as it can
    end = time.monotonic() + patience
    with connect(address, proxy=None) as ws:
        ws.send(question)
        while time.monotonic() < end:
            with contextlib.suppress(TimeoutError):
                return ws.recv(timeout=0)
    return None
""",
        "passed",
        "",
    ),
    (
        """\
import time
from websockets.sync.client import connect

def ask_patiently(address, question, patience):
    # wrong: sleeps for all its patience
    with connect(address, proxy=None) as ws:
        ws.send(question)
        time.sleep(patience)
        try:
            return ws.recv(timeout=0)
        except TimeoutError:
            return None
""",
        "not yet",
        "closed, 4.8 s late",
    ),
    (
        """\
from websockets.sync.client import connect

def ask_patiently(address, question, patience):
    # wrong
    with connect(address, proxy=None) as ws:
        ws.send(question)
        try:
            return str(ws.recv(timeout=patience))
        except TimeoutError:
            return None
""",
        "not yet",
        "The answer may be bytes, too: return it as it came.",
    ),
    (
        """\
from concurrent.futures import ThreadPoolExecutor
from websockets.sync.client import connect

def ask_patiently(address, question, patience):
    # wrong
    with connect(address, proxy=None) as ws, ThreadPoolExecutor() as pool:
        ws.send(question)
        return pool.submit(ws.recv).result()
""",
        "not yet",
        "The connection was closed before an answer came: the silent",
    ),
    (
        """\
import threading
from websockets.sync.client import connect

def ask_patiently(address, question, patience):
    # wrong: waits for itself
    with connect(address, proxy=None) as ws:
        ws.send(question)
        threading.Event().wait()
""",
        "not yet",
        "StillWaitingError: it still waits",
    ),
    (  # hardly time for a handshake: that takes what the machine needs
        """\
from websockets.sync.client import connect

def ask_patiently(address, question, patience):
    with connect(address, proxy=None, open_timeout=1e-9) as ws:
        ws.send(question)
        try:
            return ws.recv(timeout=patience)
        except TimeoutError:
            return None
""",
        "passed",
        "",
    ),
)

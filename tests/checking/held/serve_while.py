"""Unusual answers, what each is told, and how it is judged."""

ANSWERS = (
    (
        """\
from threading import Thread
from websockets.sync.server import serve

def serve_while(handler, talk):
    # right: told to stop, then joined
    server = serve(handler, "127.0.0.1", 0)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        return talk(f"ws://127.0.0.1:{server.socket.getsockname()[1]}")
    finally:
        server.shutdown()
        thread.join()
""",
        "passed",
        "",
    ),
    (
        """\
from concurrent.futures import ThreadPoolExecutor
from websockets.sync.server import serve

def serve_while(handler, talk):
    # right: the pool outside the server's block
    with ThreadPoolExecutor() as pool, serve(handler, "127.0.0.1", 0) as server:
        pool.submit(server.serve_forever)
        return talk(f"ws://127.0.0.1:{server.socket.getsockname()[1]}")
""",
        "passed",
        "",
    ),
    (
        """\
import time
from threading import Thread
from websockets.sync.server import serve

def serve_while(handler, talk):
    # right: its thread takes its time to begin
    with serve(handler, "127.0.0.1", 0) as server:
        def work():
            time.sleep(0.2)
            server.serve_forever()
        Thread(target=work).start()
        return talk(f"ws://127.0.0.1:{server.socket.getsockname()[1]}")
""",
        "passed",
        "",
    ),
    (
        """\
from websockets.sync.server import serve

def serve_while(handler, talk):
    # wrong: serve_forever never returns
    with serve(handler, "127.0.0.1", 0) as server:
        server.serve_forever()
        return talk(f"ws://127.0.0.1:{server.socket.getsockname()[1]}")
""",
        "not yet",
        "stopped by the check",
    ),
    (
        """\
from websockets.sync.server import serve

def serve_while(handler, talk):
    # wrong: nobody serves; shutdown would hang
    with serve(handler, "127.0.0.1", 0) as server:
        return talk(f"ws://127.0.0.1:{server.socket.getsockname()[1]}")
""",
        "not yet",
        "nobody answers",
    ),
    (
        """\
import threading
from threading import Thread
from websockets.sync.server import serve

def serve_while(handler, talk):
    # right: waits until its thread has begun
    begun = threading.Event()
    with serve(handler, "127.0.0.1", 0) as server:
        def work():
            begun.set()
            server.serve_forever()
        Thread(target=work, daemon=True).start()
        begun.wait(5)
        return talk("ws://127.0.0.1:%d" % server.socket.getsockname()[1])
""",
        "passed",
        "",
    ),
    (
        """\
from threading import Thread
from websockets.sync.server import serve

def serve_while(handler, talk):
    # right
    with serve(handler, "127.0.0.1", 0) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        result = talk("ws://127.0.0.1:%d" % server.socket.getsockname()[1])
    thread.join()
    return result
""",
        "passed",
        "",
    ),
    (
        """\
import time
from threading import Thread
from websockets.sync.server import serve

def serve_while(handler, talk):
    # right: gives the thread a moment
    with serve(handler, "127.0.0.1", 0) as server:
        Thread(target=server.serve_forever).start()
        time.sleep(0.1)
        return talk("ws://127.0.0.1:%d" % server.socket.getsockname()[1])
""",
        "passed",
        "",
    ),
    (
        """\
from threading import Thread
from websockets.sync.server import serve

def serve_while(handler, talk):
    # right: a thread of its own class
    class Serving(Thread):
        def __init__(self, server):
            super().__init__()
            self.server = server
        def run(self):
            self.server.serve_forever()
    with serve(handler, "127.0.0.1", 0) as server:
        Serving(server).start()
        return talk("ws://127.0.0.1:%d" % server.socket.getsockname()[1])
""",
        "passed",
        "",
    ),
    (
        """\
import threading
from threading import Thread
from websockets.sync.server import serve

def serve_while(handler, talk):
    # wrong: waits for ever
    with serve(handler, "127.0.0.1", 0) as server:
        Thread(target=server.serve_forever).start()
        threading.Event().wait()
""",
        "not yet",
        "StillWaitingError: it still waits",
    ),
)

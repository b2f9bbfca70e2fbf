"""A scene in memory: a program's `guest` in a thread, and no network between.

A client never waits in vain for long: who waits knows at once when the server waits,
too. So no verdict hangs on a clock, and each piece arrives alone.
"""

import threading
from contextlib import contextmanager, suppress

from wslesson.checking.stages.clients import Client, NotYetError


class Pipe:
    """What both ends of a conversation know; `changed` guards all of it."""

    def __init__(self):
        self.changed = threading.Condition()
        self.to_server, self.to_client = [], bytearray()
        self.server_waits = self.server_is_done = False
        self.client_is_done = self.client_was_cut = False

    @contextmanager
    def now(self):
        with self.changed:
            yield
            self.changed.notify_all()

    @property
    def server_is_stuck(self):
        return self.server_waits and not self.to_server and not self.client_is_done


class ServerSocket:
    """What a server needs of a socket. A call of `recv` gives what was sent at once."""

    def __init__(self, pipe):
        self.pipe = pipe

    def recv(self, size):
        pipe = self.pipe
        with pipe.now():
            pipe.server_waits = True
            pipe.changed.notify_all()
            pipe.changed.wait_for(lambda: pipe.to_server or pipe.client_is_done)
            pipe.server_waits = False
            if not pipe.to_server:
                if pipe.client_was_cut:
                    raise ConnectionResetError
                return b""
            piece = pipe.to_server.pop(0)
            if piece[size:]:
                pipe.to_server.insert(0, piece[size:])
            return piece[:size]

    def sendall(self, data):
        with self.pipe.now():
            if self.pipe.server_is_done:
                raise BrokenPipeError
            self.pipe.to_client += data

    def settimeout(self, seconds):
        pass

    def shutdown(self, how):
        self.close()

    def close(self):
        with self.pipe.now():
            self.pipe.server_is_done = True

    def __enter__(self):
        return self

    def __exit__(self, *exc):
        self.close()


class MemoryLine:
    """The client's end."""

    def __init__(self, pipe):
        self.pipe = pipe

    def send(self, data):
        with self.pipe.now():
            if data:
                self.pipe.to_server.append(bytes(data))

    def pause(self):
        pipe = self.pipe
        with pipe.changed:
            pipe.changed.wait_for(
                lambda: pipe.server_is_stuck or pipe.server_is_done or pipe.to_client
            )

    def receive(self):
        pipe = self.pipe
        with pipe.now():
            pipe.changed.wait_for(
                lambda: pipe.to_client or pipe.server_is_done or pipe.server_is_stuck
            )
            data = bytes(pipe.to_client)
            pipe.to_client.clear()
        if not data and not pipe.server_is_done:
            raise TimeoutError
        return data

    def finish(self):
        with self.pipe.now():
            self.pipe.client_is_done = True

    def hang_up(self, *, hard):
        with self.pipe.now():
            self.pipe.client_was_cut = hard
            self.pipe.client_is_done = True


class MemoryScene:
    """Serves each client with `guest`, in a thread of its own."""

    def __init__(self, path, guest):
        self.path, self.port, self.guest = path, None, guest
        self.pipes, self.threads = [], []

    def connect(self):
        pipe = Pipe()
        thread = threading.Thread(target=self._serve, args=[ServerSocket(pipe)])
        thread.start()
        self.pipes.append(pipe)
        self.threads.append(thread)
        return Client(MemoryLine(pipe))

    def _serve(self, sock):
        with suppress(Exception), sock:  # a thread of a wrong program may die of it
            self.guest(sock)

    def close(self):
        for pipe in self.pipes:
            MemoryLine(pipe).hang_up(hard=False)
        for thread in self.threads:
            thread.join()


def loaded(text, path):
    """Run a program's text, but not its `main`; return its names."""
    names = {"__name__": "by_hand"}
    exec(compile(text, path, "exec"), names)
    return names


def why_not(stage, text, path):
    """Return why a program does not pass a stage, or None."""
    scene = MemoryScene(path, loaded(text, path)["guest"])
    try:
        stage.script(scene)
    except NotYetError as error:
        return str(error)
    finally:
        scene.close()
    return None

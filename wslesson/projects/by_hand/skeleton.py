"""A WebSocket echo server, made by hand, of nothing but the standard library."""

import socket
from contextlib import suppress


def serve_one(sock: socket.socket) -> None:
    """Serve one client, from its first byte to its last: this is yours to write.

    `sock.recv` gives what has arrived, b"" when the client has gone; `sock.sendall`
    answers. Return when the conversation is over. So far it is over at once.
    """


# The rest works from the first minute, and may stay as it is until stage 11.


def guest(sock: socket.socket) -> None:
    """Serve a client, then hang up gently, and let nobody's trouble end the server."""
    with suppress(OSError, EOFError), sock:  # cut off: nobody is left to be told
        serve_one(sock)
        sock.shutdown(socket.SHUT_WR)
        sock.settimeout(2.0)
        while sock.recv(65536):  # closing on unread bytes would lose our last ones
            pass


def main() -> None:
    """Print the address, then serve one client after the other."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        print(f"ws://127.0.0.1:{listener.getsockname()[1]}/", flush=True)
        while True:
            sock, _ = listener.accept()
            guest(sock)


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        main()

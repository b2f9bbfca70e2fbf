"""Echoes of 64 KiB, straight to the server and through a tap: seconds for each."""

import socket
from time import perf_counter

from websockets.sync.client import connect

from wslesson.wire import Tape, tap

SIZE, COUNT = 65_536, 200

TCP = """
import socket
listener = socket.create_server(("127.0.0.1", 0))
print(listener.getsockname()[1], flush=True)
while True:
    sock, _ = listener.accept()
    with sock:
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        while data := sock.recv(65536):
            sock.sendall(data)
"""


def tcp_echoes(address):
    host, port = address.split(":")
    data, buffer = bytes(SIZE), bytearray(SIZE)
    with socket.create_connection((host, int(port))) as sock:
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        start = perf_counter()
        for _ in range(COUNT):
            sock.sendall(data)
            left = SIZE
            while left:
                left -= sock.recv_into(buffer, left)
        return (perf_counter() - start) / COUNT


def websockets_echoes(address):
    with connect(f"ws://{address}/", compression=None, proxy=None) as websocket:
        data = bytes(SIZE)
        start = perf_counter()
        for _ in range(COUNT):
            websocket.send(data)
            websocket.recv()
        return (perf_counter() - start) / COUNT


def through_a_tap(echoes, address):
    with tap(address, Tape()) as ours:
        return echoes(ours)

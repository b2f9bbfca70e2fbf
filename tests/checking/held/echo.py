"""Unusual answers, what each is told, and how it is judged."""

IMPORTS = """\
import socket
from websockets.frames import Frame, Opcode
from websockets.protocol import State
"""
ANSWERS = (
    (  # it reads into a buffer, with a limit, and sends all at once
        IMPORTS
        + """
def echo(protocol, sock):
    sock.settimeout(5)
    buffer = bytearray(65536)
    while True:
        size = sock.recv_into(buffer)
        protocol.receive_data(buffer[:size]) if size else protocol.receive_eof()
        for event in protocol.events_received():
            if (event.opcode, protocol.state) == (Opcode.TEXT, State.OPEN):
                protocol.send_text(event.data)
        out = protocol.data_to_send()
        if out:
            sock.sendall(b"".join(out))
        if b"" in out:
            sock.shutdown(socket.SHUT_WR)
        if protocol.state == State.CLOSED:
            return
""",
        "passed",
        "",
    ),
    (  # files, and the socket is closed at the end
        IMPORTS
        + """
def echo(protocol, sock):
    with sock, sock.makefile("rb", buffering=0) as come, sock.makefile("wb") as go:
        while protocol.state.name != "CLOSED":
            piece = come.read(65536)
            if piece == b"":
                protocol.receive_eof()
            else:
                protocol.receive_data(piece)
            for event in protocol.events_received():
                if event.opcode == 1 and protocol.state.name == "OPEN":
                    protocol.send_text(event.data)
            for out in protocol.data_to_send():
                go.write(out)
                go.flush()
                if not out:
                    sock.shutdown(socket.SHUT_WR)
""",
        "passed",
        "",
    ),
    (  # it peeks before it reads, and sends with `send`, again and again
        IMPORTS
        + """
def echo(protocol, sock):
    while protocol.state is not State.CLOSED:
        if sock.recv(1, socket.MSG_PEEK):
            protocol.receive_data(sock.recv(65536))
        else:
            protocol.receive_eof()
        for event in protocol.events_received():
            if event.opcode is Opcode.TEXT and protocol.state is State.OPEN:
                protocol.send_text(event.data)
        for out in protocol.data_to_send():
            if not out:
                sock.shutdown(socket.SHUT_WR)
            while out:
                out = out[sock.send(out) :]
""",
        "passed",
        "",
    ),
    (  # it asks which sockets can be read, without a limit
        IMPORTS
        + """
import selectors

def echo(protocol, sock):
    with selectors.DefaultSelector() as selector:
        selector.register(sock, selectors.EVENT_READ)
        while protocol.state is not State.CLOSED:
            for key, _ in selector.select():
                data = key.fileobj.recv(65536)
                protocol.receive_data(data) if data else protocol.receive_eof()
            for frame in protocol.events_received():
                if frame.opcode is Opcode.TEXT and protocol.state is State.OPEN:
                    protocol.send_text(frame.data)
            for out in protocol.data_to_send():
                sock.sendall(out) if out else sock.shutdown(socket.SHUT_WR)
""",
        "passed",
        "",
    ),
    (  # plain ASCII words only
        IMPORTS
        + """
def echo(protocol, sock):
    while protocol.state is not State.CLOSED:
        data = sock.recv(65536)
        protocol.receive_data(data) if data else protocol.receive_eof()
        for frame in protocol.events_received():
            if frame.opcode is Opcode.TEXT and protocol.state is State.OPEN:
                protocol.send_text(frame.data.strip())
        for out in protocol.data_to_send():
            sock.sendall(out) if out else sock.shutdown(socket.SHUT_WR)
""",
        "not yet",
        "Each text goes back as it is, an empty one, too.",
    ),
    (  # an empty text is lost
        IMPORTS
        + """
def echo(protocol, sock):
    while protocol.state is not State.CLOSED:
        data = sock.recv(65536)
        protocol.receive_data(data) if data else protocol.receive_eof()
        for frame in protocol.events_received():
            text = frame.data if frame.opcode is Opcode.TEXT else b""
            if text and protocol.state is State.OPEN:
                protocol.send_text(text)
        for out in protocol.data_to_send():
            sock.sendall(out) if out else sock.shutdown(socket.SHUT_WR)
""",
        "not yet",
        "Each text goes back as it is, an empty one, too.",
    ),
    (  # it looks for a Close, not at the state
        IMPORTS
        + """
def echo(protocol, sock):
    while protocol.state is not State.CLOSED:
        data = sock.recv(65536)
        protocol.receive_data(data) if data else protocol.receive_eof()
        frames = protocol.events_received()
        if not any(frame.opcode is Opcode.CLOSE for frame in frames):
            for frame in frames:
                if frame.opcode is Opcode.TEXT:
                    protocol.send_text(frame.data)
        for out in protocol.data_to_send():
            sock.sendall(out) if out else sock.shutdown(socket.SHUT_WR)
""",
        "not yet",
        "The peer broke a rule in the same bytes",
    ),
    (  # it sends only when there is a text
        IMPORTS
        + """
def echo(protocol, sock):
    while protocol.state is not State.CLOSED:
        data = sock.recv(65536)
        protocol.receive_data(data) if data else protocol.receive_eof()
        flush = protocol.state is not State.OPEN
        for frame in protocol.events_received():
            if frame.opcode is Opcode.TEXT and protocol.state is State.OPEN:
                protocol.send_text(frame.data)
                flush = True
        for out in protocol.data_to_send() if flush else ():
            sock.sendall(out) if out else sock.shutdown(socket.SHUT_WR)
""",
        "not yet",
        "The peer waits each time, for the Pong, too",
    ),
    (  # only the first answer goes out at once
        IMPORTS
        + """
def echo(protocol, sock):
    first = True
    while protocol.state is not State.CLOSED:
        data = sock.recv(65536)
        protocol.receive_data(data) if data else protocol.receive_eof()
        for frame in protocol.events_received():
            if frame.opcode is Opcode.TEXT and protocol.state is State.OPEN:
                protocol.send_text(frame.data)
        if first or protocol.state is not State.OPEN:
            for out in protocol.data_to_send():
                sock.sendall(out) if out else sock.shutdown(socket.SHUT_WR)
                first = False
""",
        "not yet",
        "BothWaitError: the peer waits for an answer to what it has sent",
    ),
    (  # it reads on after the end, and hides what that raises
        IMPORTS
        + """
def echo(protocol, sock):
    while True:
        try:
            data = sock.recv(65536)
            protocol.receive_data(data) if data else protocol.receive_eof()
        except Exception:
            return
        for frame in protocol.events_received():
            if frame.opcode is Opcode.TEXT and protocol.state is State.OPEN:
                protocol.send_text(frame.data)
        for out in protocol.data_to_send():
            sock.sendall(out) if out else sock.shutdown(socket.SHUT_WR)
""",
        "not yet",
        "The state is CLOSED, and you read again: stop there.",
    ),
    (  # it ends with the socket open
        IMPORTS
        + """
def echo(protocol, sock):
    while protocol.state is not State.CLOSED:
        data = sock.recv(65536)
        protocol.receive_data(data) if data else protocol.receive_eof()
        for frame in protocol.events_received():
            if frame.opcode is Opcode.TEXT and protocol.state is State.OPEN:
                protocol.send_text(frame.data)
        sock.sendall(b"".join(protocol.data_to_send()))
""",
        "not yet",
        'sendall(b"") sends nothing',
    ),
    (  # the Close is not answered
        IMPORTS
        + """
def echo(protocol, sock):
    while protocol.state is not State.CLOSED:
        data = sock.recv(65536)
        protocol.receive_data(data) if data else protocol.receive_eof()
        for frame in protocol.events_received():
            if frame.opcode is Opcode.CLOSE:
                sock.shutdown(socket.SHUT_WR)
                return
            if frame.opcode is Opcode.TEXT and protocol.state is State.OPEN:
                protocol.send_text(frame.data)
        for out in protocol.data_to_send():
            sock.sendall(out) if out else sock.shutdown(socket.SHUT_WR)
""",
        "not yet",
        "The text goes back, the Close is answered, both streams end.",
    ),
)

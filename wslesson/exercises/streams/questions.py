"""The questions of *Check yourself*, in the order of the lesson."""

from __future__ import annotations

from ...checking.model import Choice, Question

QUESTIONS = (
    Question(
        "streams.five_bytes",
        "sock.recv(16) returns 5 bytes. What do you know?",
        (
            Choice(
                "The peer sent a message of 5 bytes.",
                "a stream has no messages. The 5 bytes may be half of one `sendall`, "
                "or the glued ends of two.",
            ),
            Choice(
                "Only that these 5 bytes have arrived.",
                "recv(16) gives at least one byte and at most 16. It says nothing "
                "about how they were sent or how many follow.",
                right=True,
            ),
            Choice(
                "The stream is over, or there would have been 16.",
                'a short piece is not the end. At the end recv returns b"".',
            ),
        ),
    ),
    Question(
        "streams.end",
        'sock.recv(16) returns b"". What should your loop do?',
        (
            Choice(
                "Try again: no bytes have arrived yet.",
                "when no bytes have arrived, recv waits. A loop that tries again "
                "after the end spins for ever, and a core of your machine with it.",
            ),
            Choice(
                "Go on: the peer sent an empty message.",
                'sending b"" puts nothing into a stream, so nothing of it can arrive.',
            ),
            Choice(
                "Stop: the peer has ended the stream.",
                'b"" means that the peer has ended the stream, and nothing else.',
                right=True,
            ),
        ),
    ),
    Question(
        "streams.second_client",
        "The server is busy with one client. A second one calls connect. What happens?",
        (
            Choice(
                "connect succeeds, and then the second client waits.",
                "the system completes the connection and keeps it in the backlog, "
                "until the server calls accept again.",
                right=True,
            ),
            Choice(
                "connect is refused until the server is free.",
                "connect is refused when nobody listens on the port. Here somebody "
                "does, so the system lets the client in and lets it wait.",
            ),
            Choice(
                "The server serves both, because it listens.",
                "listening only opens the door. A program with one loop serves one "
                "client at a time.",
            ),
        ),
    ),
)

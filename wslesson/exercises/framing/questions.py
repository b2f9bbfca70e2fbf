"""The questions of *Check yourself*, in the order of the lesson."""

from __future__ import annotations

from ...checking.model import Choice, Question

QUESTIONS = (
    Question(
        "framing.euro",
        "A server sends the message “5 €”. Which number belongs in its header?",
        (
            Choice(
                "3",
                "3 is the number of characters. The reader takes bytes from the "
                "socket, and the euro sign is three of them.",
            ),
            Choice(
                "5",
                "one byte for 5, one for the space, three for the euro sign.",
                right=True,
            ),
            Choice(
                "15",
                "that counts the header, too. The number says what comes after it.",
            ),
        ),
    ),
    Question(
        "framing.rest",
        "A header says 30. The next recv gives 12 bytes. What does a good reader do?",
        (
            Choice(
                "It decodes the 12 bytes, and appends the text of the rest later.",
                "the 12 bytes may end in the middle of a character. Decode a message "
                "when it is whole.",
            ),
            Choice(
                "It raises an error: the length lied.",
                "nobody lied. recv gives what is there; a lie shows only when the "
                "stream ends, or when nothing more comes in time.",
            ),
            Choice(
                "It keeps the 12 bytes and asks for more.",
                "a message is complete when its last byte is there.",
                right=True,
            ),
        ),
    ),
    Question(
        "framing.take",
        "Why does a parser yield Take(10, …) and not call sock.recv(10)?",
        (
            Choice(
                "A generator is faster than a function that calls recv.",
                "speed is not what it is for. It asks for bytes, and does not wait.",
            ),
            Choice(
                "It need not know where bytes come from, so anything can feed it.",
                "a socket, an event loop, a file or a test: whoever has bytes may "
                "drive it.",
                right=True,
            ),
            Choice(
                "yield makes the bytes arrive in one piece.",
                "nothing can do that. The decoder collects the pieces, and goes on "
                "with the parser only when enough are there.",
            ),
        ),
    ),
)

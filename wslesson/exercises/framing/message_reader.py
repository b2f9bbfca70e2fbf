"""Take the stream in any pieces, and give the messages that are in it."""

from __future__ import annotations

from ...checking.model import Case, Exercise, Mistake, Slip
from ...checking.trials import every_split
from ...protocol.packets import HEADER


class MessageReader:
    """Takes bytes in any pieces, and gives the messages that are complete."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.buffer = bytearray()

    def feed(self, data: bytes) -> list[str]:
        """Keep what arrived; return the messages that are complete now, as text."""
        self.buffer += data
        messages = []
        while len(self.buffer) >= HEADER:
            end = HEADER + int(self.buffer[:HEADER])
            if len(self.buffer) < end:
                break
            messages.append(self.buffer[HEADER:end].decode())
            del self.buffer[:end]
        return messages


class _CountsCharacters:
    def __init__(self) -> None:
        self.text = ""

    def feed(self, data: bytes) -> list[str]:
        self.text += data.decode()
        messages = []
        while len(self.text) >= HEADER and len(self.text) >= (
            end := HEADER + int(self.text[:HEADER])
        ):
            messages.append(self.text[HEADER:end])
            self.text = self.text[end:]
        return messages


EXERCISE = Exercise(
    id="MessageReader",
    title="Take the stream in any pieces",
    minutes=12,
    solution=MessageReader,
    imports="from wslesson.protocol.packets import HEADER",
    trial=every_split,
    cases=(
        Case(
            (b"2         hi3         \xe2\x82\xac0         ",),
            ["hi", "€", ""],
            why="The same bytes must give the same messages, wherever they are cut.\n"
            "No end? The header is here, the body not: `break`. A message is missing? "
            "Return the list once, after the loop. Neither? Read each header anew, and "
            "cut 10 + size.",
        ),
        Case(
            (b"12        Twelve bytes2         hi",),
            ["Twelve bytes", "hi"],
            why="The same bytes must give the same messages, wherever they are cut.",
        ),
        Case(
            (b"0         13        1         a\r\n",),
            ["", "1         a\r\n"],
            why="A body may look like a header, and end in a line end: all of it is "
            "the message. And an empty message is one, too.",
        ),
    ),
    hidden=(
        Case((b"1         a2         \xc3\xa9",), ["a", "é"]),
        Case((b"10        5         ",), ["5         "]),
    ),
    hints=(
        "What do you know when fewer than HEADER bytes are there? And when the header "
        "is there, but not all of the body?",
        "Keep everything in self.buffer. While a whole message is in it, take the "
        "message out at the front. What remains waits for the next feed.",
        "self.buffer += data\nmessages = []\nwhile len(self.buffer) >= HEADER:\n"
        "    end = HEADER + int(…)\n    if len(self.buffer) < end:\n        break\n"
        "    messages.append(….decode())\n    del self.buffer[:…]\nreturn messages",
    ),
    mistakes=(
        Slip(
            "+= data",
            "+= data.decode().encode()",
            "A piece can end in the middle of a character, so a piece cannot be "
            "decoded by itself. Keep bytes; decode a message when it is whole.",
        ),
        Slip(
            "            if len(self.buffer) < end:\n                break\n",
            "",
            "The header is there, but not all of the body yet, and something was "
            "taken out. Take both out together, once both are whole.",
        ),
        Slip(
            "[:end]\n        return",
            "[:end]\n            break\n        return",
            "One feed can complete several messages, and this gives one. Use while, "
            "not if, take out only that one message, and return after the loop.",
        ),
        Slip(
            "< end",
            "<= end",
            "The last message is complete, and still it waits for a byte of the next "
            "one. Compare again: are exactly enough bytes enough?",
        ),
        Slip(
            "+= data",
            "= bytearray(data)",
            "The piece before is gone, or another reader's. Did you cut before header "
            "and body were whole? Or make self.buffer anew, not in `__init__`?",
        ),
        Mistake(
            _CountsCharacters,
            "This counts characters where the header counts bytes. Keep bytes, count "
            "bytes, and decode a message when it is whole.",
        ),
        Slip(
            "self.buffer[HEADER:end].decode()",
            "bytes(self.buffer[HEADER:end])",
            "These are bytes, and the messages are text: decode each message, now "
            "that it is whole.",
        ),
        Slip(
            ".decode()",
            "",
            "These are the bytes of the messages. A message is text: decode it, now "
            "that it is whole.",
        ),
        Slip(
            "messages = []",
            'messages = vars(self).setdefault("messages", [])',
            "Messages of earlier feeds come again. Begin each feed with a new, empty "
            "list.",
        ),
        Slip(
            "self.buffer = ",
            "buffer = ",
            "If it is `buffer` that is missing: without `self.` a name is gone when "
            "its method ends. In `__init__` write `self.buffer = bytearray()`.",
        ),
        Slip(
            "self.buffer += data",
            "buffer += data",
            "In `feed`, a name without `self.` is a new one, and has no value yet. The "
            "buffer that `__init__` made is `self.buffer`.",
        ),
        Slip(
            "return messages",
            "return messages or None",
            "`feed` must always return a list: an empty one, `[]`, when no message is "
            "complete.",
        ),
        Slip(
            "        return messages",
            "",
            "`feed` gives None: a `return` is missing. Return the list of messages, "
            "after the loop.",
        ),
        Slip(
            "= bytearray()",
            "= []",
            "If this is about `self.buffer`: begin with `bytearray()`. A list holds "
            "numbers, a str takes no bytes, and `bytes` cannot shrink with `del`.",
        ),
    ),
)

"""Take the stream in any pieces: what `MessageReader` must do."""

from __future__ import annotations

from ...checking.model import Case, Exercise, Mistake
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


def _first_end(buffer: bytearray) -> int:
    """Return where the first message ends, or 0 when it is not all there."""
    if len(buffer) < HEADER:
        return 0
    end = HEADER + int(buffer[:HEADER])
    return end if len(buffer) >= end else 0


class _OneAtATime:
    def __init__(self) -> None:
        self.buffer = bytearray()

    def feed(self, data: bytes) -> list[str]:
        self.buffer += data
        end = _first_end(self.buffer)
        message = self.buffer[HEADER:end].decode()
        del self.buffer[:end]
        return [message] if end else []


class _WaitsForOneByteMore:
    def __init__(self) -> None:
        self.buffer = bytearray()

    def feed(self, data: bytes) -> list[str]:
        self.buffer += data
        messages = []
        while (end := _first_end(self.buffer)) and len(self.buffer) > end:
            messages.append(self.buffer[HEADER:end].decode())
            del self.buffer[:end]
        return messages


class _DecodesEachPiece:
    def __init__(self) -> None:
        self.buffer = bytearray()

    def feed(self, data: bytes) -> list[str]:
        self.buffer += data.decode().encode()
        messages = []
        while end := _first_end(self.buffer):
            messages.append(self.buffer[HEADER:end].decode())
            del self.buffer[:end]
        return messages


class _CountsCharacters:
    def __init__(self) -> None:
        self.text = ""

    def feed(self, data: bytes) -> list[str]:
        self.text += data.decode()
        messages = []
        while len(self.text) >= HEADER + int(self.text[:HEADER].strip() or 0):
            end = HEADER + int(self.text[:HEADER])
            messages.append(self.text[HEADER:end])
            self.text = self.text[end:]
        return messages


class _KeepsNothing:
    def __init__(self) -> None:
        self.buffer = bytearray()

    def feed(self, data: bytes) -> list[str]:
        self.buffer = bytearray(data)
        messages = []
        while end := _first_end(self.buffer):
            messages.append(self.buffer[HEADER:end].decode())
            del self.buffer[:end]
        return messages


class _TakesWhatIsThere:
    def __init__(self) -> None:
        self.buffer = bytearray()

    def feed(self, data: bytes) -> list[str]:
        self.buffer += data
        messages = []
        while len(self.buffer) >= HEADER:
            end = HEADER + int(self.buffer[:HEADER])
            messages.append(self.buffer[HEADER:end].decode(errors="replace"))
            del self.buffer[:end]
        return messages


class _GivesBytes:
    def __init__(self) -> None:
        self.buffer = bytearray()

    def feed(self, data: bytes) -> list[bytes]:
        self.buffer += data
        messages = []
        while end := _first_end(self.buffer):
            messages.append(bytes(self.buffer[HEADER:end]))
            del self.buffer[:end]
        return messages


class _GivesAllAgain:
    def __init__(self) -> None:
        self.reader = MessageReader()
        self.messages: list[str] = []

    def feed(self, data: bytes) -> list[str]:
        self.messages += self.reader.feed(data)
        return self.messages


class _ForgetsSelfAtFirst:
    def __init__(self) -> None:
        buffer = bytearray()  # noqa: F841 - this is the mistake

    def feed(self, data: bytes) -> list[str]:
        return [*self.buffer, data.decode()]  # type: ignore[attr-defined]  # as it finds out


class _ForgetsSelfLater:
    def __init__(self) -> None:
        self.buffer = bytearray()

    def feed(self, data: bytes) -> list[str]:
        return [buffer := buffer + data]  # type: ignore  # noqa: F821, F841 - the mistake


class _GivesNoneForNothing:
    def __init__(self) -> None:
        self.reader = MessageReader()

    def feed(self, data: bytes) -> list[str] | None:
        return self.reader.feed(data) or None


class _KeepsAList:
    def __init__(self) -> None:
        self.buffer: list[int] = []

    def feed(self, data: bytes) -> list[str]:
        self.buffer += data
        return [str(int(self.buffer[:HEADER]))]  # type: ignore[call-overload]  # this is the mistake


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
            "Return the list once, after the loop. Else: read each header anew, and "
            "cut 10 + size.",
        ),
        Case(
            (b"12        Twelve bytes2         hi",),
            ["Twelve bytes", "hi"],
            why="The same bytes must give the same messages, wherever they are cut.",
        ),
    ),
    hidden=(Case((b"1         a2         \xc3\xa9",), ["a", "é"]),),
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
        Mistake(
            _DecodesEachPiece,
            "A piece can end in the middle of a character, so a piece cannot be "
            "decoded by itself. Keep bytes; decode a message when it is whole.",
        ),
        Mistake(
            _TakesWhatIsThere,
            "The header is there, but not all of the body yet, and something was "
            "taken out. Take both out together, once both are whole.",
        ),
        Mistake(
            _OneAtATime,
            "One feed can complete several messages, and this gives one. Use while, "
            "not if, take out only that one message, and return after the loop.",
        ),
        Mistake(
            _WaitsForOneByteMore,
            "The last message is complete, and still it waits for a byte of the next "
            "one. Compare again: are exactly enough bytes enough?",
        ),
        Mistake(
            _KeepsNothing,
            "The piece before is gone, or another reader's. Did you cut before header "
            "and body were whole? Or make self.buffer anew, not in `__init__`?",
        ),
        Mistake(
            _CountsCharacters,
            "This counts characters where the header counts bytes. Keep bytes, count "
            "bytes, and decode a message when it is whole.",
        ),
        Mistake(
            _GivesBytes,
            "These are bytes, and the messages are text: decode each message, now "
            "that it is whole.",
        ),
        Mistake(
            _GivesAllAgain,
            "Messages of earlier feeds come again. Begin each feed with a new, empty "
            "list.",
        ),
        Mistake(
            _ForgetsSelfAtFirst,
            "If it is `buffer` that is missing: without `self.` a name is gone when "
            "its method ends. In `__init__` write `self.buffer = bytearray()`.",
        ),
        Mistake(
            _ForgetsSelfLater,
            "In `feed`, a name without `self.` is a new one, and has no value yet. The "
            "buffer that `__init__` made is `self.buffer`.",
        ),
        Mistake(
            _GivesNoneForNothing,
            "`feed` must always return a list: an empty one, `[]`, when no message is "
            "complete.",
        ),
        Mistake(
            _KeepsAList,
            "If `NoneType` is named above, a `return` is missing. If not: begin with "
            "`bytearray()`. A list holds numbers, a str takes no bytes, and `bytes` "
            "cannot shrink with `del`.",
        ),
    ),
)

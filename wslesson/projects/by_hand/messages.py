"""Stages 3 to 7: frames, and what they say."""

from __future__ import annotations

from ...checking.model import Slip
from ...checking.stages.model import Scene, Stage
from ...protocol.frames import Opcode
from .guests import MASK, NO_MASK, REQUEST, Guest, frame

CONTINUATION, TEXT, BINARY = Opcode.CONTINUATION, Opcode.TEXT, Opcode.BINARY
LENGTHS = 0, 125, 126, 65535, 65536, 200_000
KEYS = MASK, b"\x01\x02\x03\x00"


def halved(data: bytes) -> tuple[bytes, bytes]:
    """Cut in the middle, at no multiple of four."""
    at = len(data) // 2 | 1
    return data[:at], data[at:]


def short_frame(scene: Scene) -> None:
    """Say Hello; then cut a second frame at every place.

    That its beginning has been read, the echo of the first proves, right before it.
    """
    hello = frame(TEXT, b"Hello", key=NO_MASK)
    first, second = (frame(TEXT, text, key=NO_MASK) for text in (b"first", b"split"))
    guest = Guest(scene).knock()
    guest.says(hello)
    guest.hears(TEXT, b"Hello")
    guest.leaves()
    for cut in range(1, len(second)):
        guest = Guest(scene).knock()
        guest.says(first + second[:cut])
        guest.hears(TEXT, b"first")
        guest.says(second[cut:])
        guest.hears(TEXT, b"split")
        guest.leaves()


def lengths(scene: Scene) -> None:
    """Send what each of the three forms can hold at least, and at most."""
    for size in LENGTHS:
        guest = Guest(scene).knock()
        guest.says(*halved(frame(TEXT, b"x" * size, key=NO_MASK)))
        guest.hears(TEXT, b"x" * size)
        guest.leaves()


def masks(scene: Scene) -> None:
    """Mask texts of many sizes with two keys, and cut them inside a key."""
    for size in (1, 3, 4, 5, 127, 70_001):
        for key in KEYS:
            payload = bytes(97 + at % 23 for at in range(size))
            guest = Guest(scene).knock()
            guest.says(*halved(frame(TEXT, payload, key=key)))
            guest.hears(TEXT, payload)
            guest.leaves()


def kinds(scene: Scene) -> None:
    """Send text and bytes, also right behind the handshake, and three at once."""
    guest = Guest(scene).knock(REQUEST + frame(TEXT, b"early"))
    guest.hears(TEXT, b"early")
    guest.says(frame(BINARY, bytes(range(256))))
    guest.hears(BINARY, bytes(range(256)))
    guest.says(frame(TEXT, "Grüße 🙂".encode()))
    guest.hears(TEXT, "Grüße 🙂".encode())
    three = [(TEXT, b"one"), (BINARY, b""), (TEXT, b"three")]
    guest.says(b"".join(frame(*each) for each in three))
    for each in three:
        guest.hears(*each)
    guest.leaves()


def fragments(scene: Scene) -> None:
    """Cut messages into fragments: empty ones, and one for each byte of a character."""
    characters = "€🙂".encode()
    for kind, parts in (
        (TEXT, [b"He", b"", b"llo"]),
        (TEXT, [bytes([byte]) for byte in characters]),
        (BINARY, [b"\xff", b"\xfe"]),
    ):
        guest = Guest(scene).knock()
        for number, part in enumerate(parts):
            opcode = CONTINUATION if number else kind
            guest.says(frame(opcode, part, fin=number == len(parts) - 1))
        guest.hears(kind, b"".join(parts))
        guest.leaves()


STAGES = (
    Stage(
        "It reads a short frame, wherever it is cut, and sends it back",
        "04",
        30,
        short_frame,
        (
            Slip(
                "first, second = reader.exactly(2)",
                "first, second = reader.some(2)",
                "What one recv brings is taken for a whole head.",
            ),
            Slip(
                'return struct.pack("!BB", 0x80 | opcode, size) + payload',
                'return struct.pack("!BB", 0x80 | opcode, 0x80 | size) + payload',
                "The answer says that it is masked.",
            ),
            Slip(
                "        del self.waiting[:most]\n",
                "        del self.waiting[: most if most > 2 else None]\n",
                "What recv brought beyond the frame is lost.",
            ),
        ),
    ),
    Stage(
        "It reads and writes all three forms of a length",
        "04",
        10,
        lengths,
        (
            Slip(
                "if size == 126:",
                "if size == 999:",
                "126 is taken for a length; it announces one.",
            ),
            Slip(
                'struct.pack("!BBH"',
                'struct.pack("<BBH"',
                "The length is written with its low byte first.",
            ),
            Slip(
                "if size < 126:",
                "if size < 125:",
                "125 is the last short length, and is not written as one.",
            ),
        ),
    ),
    Stage(
        "It takes the mask off, whatever the key, and sets none",
        "04",
        15,
        masks,
        (
            Slip(
                "plain = apply_mask(piece, key)",
                "plain = piece",
                "The mask is not taken off.",
            ),
            Slip(
                "turn = len(piece) % 4",
                "turn = 0",
                "Each piece begins at the first byte of the key.",
            ),
        ),
    ),
    Stage(
        "It sends text back as text and bytes as bytes, from the first byte on",
        "04",
        10,
        kinds,
        (
            Slip(
                "encode_frame(self.opcode, self.data)",
                "encode_frame(TEXT, self.data)",
                "Bytes come back as text.",
            ),
            Slip(
                "        echo(sock, reader)\n",
                "        echo(sock, Reader(sock))\n",
                "What came right behind the handshake is lost.",
            ),
            Slip(
                "            if self.opcode == TEXT:\n                self",
                "            if True:\n                self",
                "Bytes are held to be UTF-8, too.",
            ),
        ),
    ),
    Stage(
        "It puts fragments together, wherever a message is cut",
        "05",
        15,
        fragments,
        (
            Slip(
                "        if fin:\n",
                "        if True:\n",
                "Each frame is taken for a message.",
            ),
            Slip(
                "        while size:\n",
                '        self.text = codecs.getincrementaldecoder("utf-8")()\n        while size:\n',
                "Each fragment must end with a whole character.",
            ),
        ),
    ),
)

"""Stages 8 to 10: control frames, and rules that clients break."""

from __future__ import annotations

from collections.abc import Iterable

from ...checking.model import Slip
from ...checking.stages.clients import NotYetError
from ...checking.stages.model import Scene, Stage
from ...protocol.frames import Opcode
from .guests import MASK, Guest, close, frame, naming

CONTINUATION, TEXT, BINARY = Opcode.CONTINUATION, Opcode.TEXT, Opcode.BINARY
CLOSE, PING, PONG = Opcode.CLOSE, Opcode.PING, Opcode.PONG
LIMIT = 2**24  # bytes of a message: the contract's

Broken = tuple[str, bytes, int]  # what it is, its bytes, the code that refuses it

FRAMING: list[Broken] = [
    ("a frame without a mask", frame(TEXT, b"Hello", key=None), 1002),
    ("a reserved bit", frame(TEXT, b"Hello", rsv=4), 1002),
    ("the reserved opcode 3", frame(3, b"Hello"), 1002),
    ("the reserved opcode 11", frame(11), 1002),
    ("a Ping in fragments", frame(PING, b"He", fin=False), 1002),
    ("a Ping of 126 bytes", frame(PING, bytes(126)), 1002),
    ("a fragment of nothing", frame(CONTINUATION, b"Hello"), 1002),
    (
        "a Text inside a message",
        frame(TEXT, b"He", fin=False) + frame(TEXT, b"llo"),
        1002,
    ),
    ("a length with its first bit set", b"\x82\xff\x80" + bytes(7) + MASK, 1002),
]
CODES = 0, 999, 1004, 1005, 1006, 1015, 2999, 5000  # nobody may send these
PAYLOADS: list[Broken] = [
    ("a Text that is not UTF-8", frame(TEXT, b"\xce\xba\xff\xfe"), 1007),
    ("a Text that ends inside a character", frame(TEXT, "€".encode()[:2]), 1007),
    ("a surrogate", frame(TEXT, b"\xed\xa0\x80"), 1007),
    ("a wrong byte in a fragment, and no end", frame(TEXT, b"\xff", fin=False), 1007),
    ("a wrong byte in half a frame", frame(TEXT, b"ab\xff" + bytes(997))[:20], 1007),
    ("a close reason that is not UTF-8", close(1000, b"\xff"), 1007),
    ("a Close of one byte", frame(CLOSE, b"\x03"), 1002),
    *((f"close code {code}", close(code), 1002) for code in CODES),
    ("a head that claims 1 TiB", b"\x82\xff" + (2**40).to_bytes(8) + MASK, 1009),
    (
        "a fragment that would make it too long",
        frame(BINARY, b"x", fin=False) + b"\x80\xff" + LIMIT.to_bytes(8) + MASK,
        1009,
    ),
    ("a reserved bit, and much behind it", frame(TEXT, rsv=1) + bytes(2**20), 1002),
]


def controls(scene: Scene) -> None:
    """Send Pings, Pongs and Closes, one Ping between fragments."""
    guest = Guest(scene).knock()
    for payload in (b"", b"Hello", bytes(range(125))):
        guest.says(frame(PING, payload))
        guest.hears(PONG, payload)
    guest.says(frame(PONG, b"nobody asked") + frame(PING, b"next"))
    guest.hears(PONG, b"next")
    guest.says(frame(TEXT, b"He", fin=False) + frame(PING, b"between"))
    guest.hears(PONG, b"between")
    guest.says(frame(CONTINUATION, b"llo"))
    guest.hears(TEXT, b"Hello")
    guest.says(close(1000, b"bye"))
    guest.hears_close(1000)
    guest = Guest(scene).knock()
    guest.says(frame(CLOSE))
    guest.hears_close(0, 1000)
    guest = Guest(scene).knock()
    guest.says(close(3000) + frame(TEXT, b"too late"))
    guest.hears_close(3000)


def framing(scene: Scene) -> None:
    """Break the rules of framing."""
    break_all(scene, FRAMING)


def payloads(scene: Scene) -> None:
    """Send frames that are well formed, and payloads that are not."""
    break_all(scene, PAYLOADS)


def break_all(scene: Scene, broken: Iterable[Broken]) -> None:
    """Break one rule after the other, each with a client of its own."""
    for name, data, code in broken:
        guest = Guest(scene).knock()
        guest.says(data)
        try:
            guest.hears_close(code)
        except NotYetError as error:
            raise naming(name, error) from None


STAGES = (
    Stage(
        "It answers Ping and Close, and a Ping between fragments too",
        "05",
        20,
        controls,
        (
            Slip(
                "            continue\n",
                "            message = None\n            continue\n",
                "A Ping ends the message that is under way.",
            ),
            Slip(
                "encode_frame(PONG, payload)",
                'encode_frame(PONG, b"")',
                "The Pong does not say what the Ping said.",
            ),
            Slip(
                "if opcode == PING:",
                "if opcode in (PING, PONG):",
                "A Pong is answered.",
            ),
            Slip(
                "    return opcode == CLOSE\n",
                "    return False\n",
                "After the Close it goes on.",
            ),
            Slip(
                "encode_frame(CLOSE, check_close(payload))",
                'b""',
                "It hangs up without a Close.",
            ),
        ),
    ),
    Stage(
        "It refuses frames that break a rule, with 1002",
        "05",
        25,
        framing,
        (
            Slip("if not masked:", "if False:", "A client may leave out its mask."),
            Slip(
                "(not fin or size > 125)",
                "size > 125",
                "A control frame may come in fragments.",
            ),
            Slip(
                "if (opcode == CONTINUATION) == (message is None):",
                "if False:",
                "A fragment may come out of turn.",
            ),
            Slip(
                "if size >= 2**63:", "if False:", "A length may have its first bit set."
            ),
        ),
    ),
    Stage(
        "It refuses bad UTF-8 at once (1007), bad close codes (1002) and too much (1009)",
        "05",
        35,
        payloads,
        (
            Slip(
                "self.text.decode(plain)",
                "pass",
                "UTF-8 is not looked at.",
            ),
            Slip(
                "piece = reader.some(size)",
                "piece = reader.exactly(size)",
                "UTF-8 is not looked at before the frame is whole.",
            ),
            Slip(
                "and code not in CLOSE_CODES",
                "and code < 1000",
                "Any close code will do.",
            ),
            Slip(
                "len(self.data) + size > MAX_MESSAGE",
                "size > MAX_MESSAGE",
                "Fragments together may be as long as they like.",
            ),
        ),
    ),
)

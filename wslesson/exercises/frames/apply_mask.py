"""Mask and unmask a payload with its key."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from ...checking.model import Attempt, Case, Exercise, Slip, Try
from .shared import FEW, KEY


def apply_mask(payload: bytes, key: bytes) -> bytes:
    """XOR each byte of the payload with a byte of the key, which has 4 bytes."""
    masked = bytearray()
    for i, byte in enumerate(payload):
        masked.append(byte ^ key[i % 4])
    return bytes(masked)


MASKED_HELLO = bytes.fromhex("7f 9f 4d 51 58")  # and what it makes of "Hello"


def shortly(attempt: Attempt, case: Case) -> Iterator[Try]:
    """Try `attempt(payload, key)`, once, and say of a long payload only its length."""
    payload, key = case.args
    assert isinstance(payload, bytes)
    shown = repr(payload) if len(payload) <= FEW else f"bytes({len(payload):_})"
    says = f"{attempt.__name__}({shown}, {key!r})"
    yield Try(says, partial(attempt, payload, key))


EXERCISE = Exercise(
    id="apply_mask",
    title="Mask and unmask",
    minutes=5,
    solution=apply_mask,
    trial=shortly,
    rules=("F11",),
    cases=(
        Case((b"Hello", KEY), MASKED_HELLO, why="The example of RFC 6455, §5.7."),
        Case((MASKED_HELLO, KEY), b"Hello", why="The same again undoes it."),
        Case((b"", KEY), b"", why="Nothing to mask."),
        Case((b"Hi", KEY), bytes.fromhex("7f 93"), why="Shorter than the key."),
        Case(
            (b"\x00" * 9, b"\x01\x02\x03\x04"),
            b"\x01\x02\x03\x04\x01\x02\x03\x04\x01",
            why="A zero byte shows the byte of the key that met it.",
        ),
        Case(
            (KEY + b"!", KEY),
            bytes(4) + b"\x16",
            why="x ^ x is 0, and a zero is a byte, too: five in, five out.",
        ),
        Case(
            (b"a\x00b\x00c\xff", b"\x80\x00\xff\x00"),
            b"\xe1\x00\x9d\x00\xe3\xff",
            why="A zero byte is a byte like any other, in the payload and in the key.",
        ),
        Case(
            (bytes(4_100), b"abcd"),
            b"abcd" * 1_025,
            why="A longer key ends, too, and zip ends with it. i % 4 never ends.",
        ),
    ),
    hidden=(
        Case(
            (bytes.fromhex("01 02 03 04 05"), b"\xff" * 4),
            bytes.fromhex("fe fd fc fb fa"),
        ),
        Case((b"\x7f" * 8, b"\x00\x7f\xff\x80"), b"\x7f\x00\x80\xff" * 2),
        Case((b"\xff", b"\x0f\x00\x00\x00"), b"\xf0"),
    ),
    hints=(
        "Which byte of the key meets byte 0 of the payload? And byte 3, 4, 5?",
        "The places in the key go 0 1 2 3 0 1 2 3: that is i % 4. `^` works on two "
        "numbers, so take the bytes one by one.",
        "masked = bytearray()\nfor i, byte in enumerate(payload):\n"
        "    masked.append(byte ^ …)\nreturn bytes(masked)",
    ),
    mistakes=(
        Slip(
            "i % 4",
            "min(i, 3)",
            "Behind the fourth byte, the key's last byte is used again and again. The "
            "key begins again: 0 1 2 3 0 1 2 3.",
        ),
        Slip(
            "key[i % 4]",
            "key[0]",
            "All bytes met the first byte of the key. The mask goes on from byte to "
            "byte: 0 1 2 3, and again.",
        ),
        Slip(
            "enumerate(payload)",
            "zip(range(4), payload)",
            "The rest of the payload is lost: the key has four bytes, and this ends "
            "with it. Masking changes no length. (zip stops at the shorter one.)",
        ),
        Slip(
            "bytes(masked)",
            "bytes(masked[:4]) + payload[4:]",
            "Only the first four bytes were masked. The key is used again for the "
            "next four, and so on.",
        ),
        Slip(
            "key[i % 4]",
            "(key * 4)[i]",
            "A key repeated four times, or a thousand, still has an end. Count with "
            "i % 4, which begins again for ever.",
        ),
        Slip(
            "key[i % 4]",
            "key[i]",
            "The key has four bytes, so key[4] is not there. Behind the last it begins "
            "again at the first: i % 4.",
        ),
        Slip(
            "i % 4",
            "(i + 1) % 4",
            "The mask starts at the wrong byte: byte 0 of the payload meets byte 0 of "
            "the key.",
        ),
        Slip(
            "i % 4",
            "i % 3",
            "The key begins again too early. It has four bytes, with the numbers 0 to "
            "3: i % 4.",
        ),
        Slip(
            "i % 4",
            "3 - i % 4",
            "The key is used from its end. Its first byte meets the first byte of the "
            "payload.",
        ),
        Slip(
            "^",
            "|",
            "This is “or” (|). It sets bits and never clears one, so nothing can undo "
            "it. XOR is ^.",
        ),
        Slip(
            "^",
            "&",
            "This is “and” (&). It clears bits and never sets one, so nothing can undo "
            "it. XOR is ^.",
        ),
        Slip(
            "byte ^ key[i % 4]",
            "(byte + key[i % 4]) % 256",
            "This adds the key. Doing it twice would add it twice; XOR (^) undoes "
            "itself.",
        ),
        Slip(
            "^",
            "**",
            "A number came out that no byte holds. XOR never leaves 0 to 255, and is ^ "
            "in Python. (** is a power.)",
        ),
        Slip(
            "append(byte ^ key[i % 4])",
            "extend(bytes(byte ^ key[i % 4]))",
            "bytes(127) makes 127 zero bytes. One byte with the value 127 is "
            "bytes([127]), with square brackets.",
        ),
        Slip(
            "i, byte in enumerate(payload):\n        masked.append(byte",
            "i in range(4):\n        masked.append(payload[i]",
            "This goes round four times, as often as the key is long. Go through the "
            "payload, whatever its length.",
        ),
        Slip(
            "i, byte in enumerate(payload):\n        masked.append(byte ^ key[i % 4])",
            "at in range(0, len(payload), 4):\n"
            "        for i in range(4):\n"
            "            masked.append(payload[at + i] ^ key[i])",
            "A place was asked for that is not there. In blocks of four? Five is not a "
            "multiple of four: the last block is short. Go byte by byte, with i % 4.",
        ),
        Slip(
            "i % 4",
            "byte % 4",
            "The byte itself picks its byte of the key. Its *place* does: use "
            "enumerate, which gives the place and the byte.",
        ),
        Slip(
            "i % 4",
            "i // 4",
            "// divides: the first four bytes all met key[0]. % gives the remainder: "
            "0 1 2 3 0 1 2 3.",
        ),
        Slip(
            "    return",
            "        return",
            "Only the first byte came out: `return` stands inside the loop, and ends "
            "it. Move it to the left.",
        ),
        Slip(
            "i, byte in enumerate(payload):\n        masked.append(byte ^ key[i % 4]",
            "byte in payload:\n"
            "        for key_byte in key:\n"
            "            masked.append(byte ^ key_byte",
            "Each byte met all four bytes of the key, so four bytes came out for one. "
            "A byte meets one byte of the key: the one whose turn it is.",
        ),
        Slip(
            "return ",
            "return key + ",
            "The key stands in front of the result. That is where the frame has it, "
            "but here only the payload is asked for.",
        ),
        Slip(
            "masked = bytearray()",
            "return payload ^ key",
            "The kinds do not fit. ^ works on two numbers: an item of the payload, "
            "payload[i], and an item of the key. Collect the numbers in a new list (a "
            "bytes object cannot be changed), and make bytes of it with bytes(…).",
        ),
        Slip(
            "masked.append(byte",
            "payload[i] = (byte",
            "The kinds do not fit, and Python's line above names them. A bytes object "
            "cannot be changed, and its items are numbers: collect them in a new list, "
            "one by one, and make bytes of it with bytes(…).",
        ),
        Slip(
            "return ",
            "return None  # ",
            "Nothing came back. print shows values; return hands them over.",
        ),
        Slip(
            "bytes(masked)",
            "list(masked)",
            "The numbers are right, but this is a list. bytes(…) makes bytes of it.",
        ),
        Slip(
            "bytes(masked)",
            "masked",
            "The bytes are right, but they are still a bytearray, which can change. "
            "Return bytes(…) of it.",
        ),
        Slip(
            "bytes(masked)",
            '"".join(map(chr, masked))',
            "This is text. What is masked is no text any more: collect numbers, and "
            "make bytes of them.",
        ),
        Slip(
            "bytes(masked)",
            '"".join(map(chr, masked)).encode()',
            "Text was made on the way. As UTF-8, a number over 127 becomes two bytes: "
            "collect numbers instead, and make bytes of them with bytes(…).",
        ),
    ),
)

"""Mask and unmask: what `apply_mask` must do."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from ...checking.model import Attempt, Case, Exercise, Mistake, Slip, Try, mistake
from .shared import FEW, KEY


def apply_mask(payload: bytes, key: bytes) -> bytes:
    """XOR each byte of the payload with a byte of the key, which has 4 bytes."""
    masked = bytearray()
    for i, byte in enumerate(payload):
        masked.append(byte ^ key[i % 4])
    return bytes(masked)


MASKED_HELLO = bytes.fromhex("7f 9f 4d 51 58")  # and what it makes of "Hello"


@mistake(
    "All bytes met the first byte of the key. The mask goes on from byte to "
    "byte: 0 1 2 3, and again."
)
def _first_key_byte_only(payload: bytes, key: bytes) -> bytes:
    return bytes(byte ^ key[0] for byte in payload)


def _stops_with_the_key(payload: bytes, key: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(payload, key, strict=False))


@mistake(
    "Only the first four bytes were masked. The key is used again for the "
    "next four, and so on."
)
def _only_the_first_four(payload: bytes, key: bytes) -> bytes:
    return _stops_with_the_key(payload, key) + payload[4:]


def _does_not_begin_again(payload: bytes, key: bytes) -> bytes:
    return bytes(payload[i] ^ key[i] for i in range(len(payload)))


@mistake(
    "A key repeated four times, or a thousand, still has an end. Count with "
    "i % 4, which begins again for ever."
)
def _key_repeated_four_times(payload: bytes, key: bytes) -> bytes:
    return _does_not_begin_again(payload, key * 4)


@mistake(
    "Behind the fourth byte, the key's last byte is used again and again. The "
    "key begins again: 0 1 2 3 0 1 2 3."
)
def _stays_at_the_last_key_byte(payload: bytes, key: bytes) -> bytes:
    return bytes(byte ^ key[min(i, 3)] for i, byte in enumerate(payload))


@mistake(
    "The mask starts at the wrong byte: byte 0 of the payload meets byte 0 of the key."
)
def _begins_at_the_second(payload: bytes, key: bytes) -> bytes:
    return bytes(byte ^ key[(i + 1) % 4] for i, byte in enumerate(payload))


@mistake(
    "The key begins again too early. It has four bytes, with the numbers 0 to 3: i % 4."
)
def _turns_after_three(payload: bytes, key: bytes) -> bytes:
    return bytes(byte ^ key[i % 3] for i, byte in enumerate(payload))


@mistake(
    "The key is used from its end. Its first byte meets the first byte of the payload."
)
def _key_backwards(payload: bytes, key: bytes) -> bytes:
    return bytes(byte ^ key[3 - i % 4] for i, byte in enumerate(payload))


@mistake(
    "This is “or” (|). It sets bits and never clears one, so nothing can undo "
    "it. XOR is ^."
)
def _or_for_xor(payload: bytes, key: bytes) -> bytes:
    return bytes(byte | key[i % 4] for i, byte in enumerate(payload))


@mistake(
    "This is “and” (&). It clears bits and never sets one, so nothing can undo "
    "it. XOR is ^."
)
def _and_for_xor(payload: bytes, key: bytes) -> bytes:
    return bytes(byte & key[i % 4] for i, byte in enumerate(payload))


@mistake("This adds the key. Doing it twice would add it twice; XOR (^) undoes itself.")
def _adds(payload: bytes, key: bytes) -> bytes:
    return bytes((byte + key[i % 4]) % 256 for i, byte in enumerate(payload))


@mistake("In Python ** is a power. XOR is ^.")
def _power_for_xor(payload: bytes, key: bytes) -> bytes:
    return bytes(byte ** key[i % 4] for i, byte in enumerate(payload))


@mistake(
    "The key stands in front of the result. That is where the frame has it, "
    "but here only the payload is asked for."
)
def _key_in_front(payload: bytes, key: bytes) -> bytes:
    return key + apply_mask(payload, key)


@mistake(
    "The kinds do not fit. ^ works on two numbers: an item of the payload, "
    "payload[i], and an item of the key. Collect the numbers in a new list (a "
    "bytes object cannot be changed), and make bytes of it with bytes(…)."
)
def _whole_at_once(payload: bytes, key: bytes) -> bytes:
    return payload ^ key  # type: ignore[operator,no-any-return]  # the mistake


@mistake("The numbers are right, but this is a list. bytes(…) makes bytes of it.")
def _a_list(payload: bytes, key: bytes) -> list[int]:
    return list(apply_mask(payload, key))


@mistake(
    "The bytes are right, but they are still a bytearray, which can change. "
    "Return bytes(…) of it."
)
def _a_bytearray(payload: bytes, key: bytes) -> bytearray:
    return bytearray(apply_mask(payload, key))


def _as_text(payload: bytes, key: bytes) -> str:
    return "".join(map(chr, apply_mask(payload, key)))


@mistake(
    "Text was made on the way. As UTF-8, a number over 127 becomes two bytes: "
    "collect numbers instead, and make bytes of them with bytes(…)."
)
def _text_made_bytes(payload: bytes, key: bytes) -> bytes:
    return _as_text(payload, key).encode()


@mistake(
    "bytes(127) makes 127 zero bytes. One byte with the value 127 is "
    "bytes([127]), with square brackets."
)
def _zeros(payload: bytes, key: bytes) -> bytes:
    return b"".join(bytes(number) for number in apply_mask(payload, key))


@mistake(
    "This goes four times round, as often as the key is long. Go through the "
    "payload, whatever its length."
)
def _four_times(payload: bytes, key: bytes) -> bytes:
    return bytes(payload[i] ^ key[i] for i in range(4))


@mistake(
    "A place was asked for that is not there. In blocks of four? Five is not a "
    "multiple of four: the last block is short. Go byte by byte, with i % 4."
)
def _blocks_of_four(payload: bytes, key: bytes) -> bytes:
    starts = range(0, len(payload), 4)
    return bytes(payload[at + i] ^ key[i] for at in starts for i in range(4))


@mistake(
    "The byte itself picks its byte of the key. Its *place* does: use "
    "enumerate, which gives the place and the byte."
)
def _byte_picks_the_key(payload: bytes, key: bytes) -> bytes:
    return bytes(byte ^ key[byte % 4] for byte in payload)


@mistake(
    "// divides: the first four bytes all met key[0]. % gives the remainder: "
    "0 1 2 3 0 1 2 3."
)
def _four_bytes_for_each(payload: bytes, key: bytes) -> bytes:
    return bytes(byte ^ key[i // 4] for i, byte in enumerate(payload))


@mistake(
    "Only the first byte came out: `return` stands inside the loop, and ends "
    "it. Move it to the left."
)
def _returns_after_one(payload: bytes, key: bytes) -> bytes | None:
    return apply_mask(payload, key)[:1] if payload else None


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
    ),
    hints=(
        "Which byte of the key meets byte 0 of the payload? And byte 3, 4, 5?",
        "The places in the key go 0 1 2 3 0 1 2 3: that is i % 4. `^` works on two "
        "numbers, so take the bytes one by one.",
        "masked = bytearray()\nfor i, byte in enumerate(payload):\n"
        "    masked.append(byte ^ …)\nreturn bytes(masked)",
    ),
    mistakes=(
        _stays_at_the_last_key_byte,
        _first_key_byte_only,
        Mistake(
            _stops_with_the_key,
            "The rest of the payload is lost: the key has four bytes, and this ends "
            "with it. Masking changes no length. (zip stops at the shorter one.)",
        ),
        _only_the_first_four,
        _key_repeated_four_times,
        Mistake(
            _does_not_begin_again,
            "The key has four bytes, so key[4] is not there. Behind the last it begins "
            "again at the first: i % 4.",
        ),
        _begins_at_the_second,
        _turns_after_three,
        _key_backwards,
        _or_for_xor,
        _and_for_xor,
        _adds,
        _power_for_xor,
        _zeros,
        _four_times,
        _blocks_of_four,
        _byte_picks_the_key,
        _four_bytes_for_each,
        _returns_after_one,
        Slip(
            "i, byte in enumerate(payload):\n        masked.append(byte ^ key[i % 4]",
            "byte in payload:\n"
            "        for key_byte in key:\n"
            "            masked.append(byte ^ key_byte",
            "Each byte met all four bytes of the key, so four bytes came out for one. "
            "A byte meets one byte of the key: the one whose turn it is.",
        ),
        _key_in_front,
        _whole_at_once,
        _a_list,
        _a_bytearray,
        Mistake(
            _as_text,
            "This is text. What is masked is no text any more: collect numbers, and "
            "make bytes of them.",
        ),
        _text_made_bytes,
    ),
)

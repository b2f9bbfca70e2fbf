"""WebSocket frames: RFC 6455 §5.2, one function each way.

+-+-----+-------+-+-------------+-------------------------------+
|F| RSV | OPCODE|M| LENGTH (7)  |  0, 2 or 8 more length bytes  |
+-+-----+-------+-+-------------+-------------------------------+
|  4 bytes of mask key, when M is set  |  payload ...           |
+--------------------------------------+------------------------+

Three readers: `parse_frame` for pictures and the lesson; `Assembler.parse_event`, in
`messages`, for a connection, piece by piece; `read_whole`, its shortcut. They agree:
`TestThreeReaders` in tests/protocol/test_frames.py.
"""

import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import IntEnum
from typing import NamedTuple

from .errors import LocalProtocolError, RemoteProtocolError
from .reading import Parser, Take

MAX_PAYLOAD = 2**20  # bytes: a length is a claim of the peer's, so it needs a limit
MAX_CONTROL_PAYLOAD = 125
CONTROL_RULE = f"a control frame has at most {MAX_CONTROL_PAYLOAD} bytes, in one piece"


class Opcode(IntEnum):
    """What a frame is for: RFC 6455 §5.2. From 0x8 on it controls the connection."""

    CONTINUATION = 0x0
    TEXT = 0x1
    BINARY = 0x2
    CLOSE = 0x8
    PING = 0x9
    PONG = 0xA


class Head(NamedTuple):
    """What stands before the payload, which has `size` bytes."""

    fin: bool
    rsv: int
    opcode: Opcode
    size: int
    mask_key: bytes | None


@dataclass(slots=True)  # not frozen: that takes three times as long to make
class Frame:
    """One frame, as it is on the wire. `mask_key` is None when it is not masked."""

    opcode: Opcode
    payload: bytes = b""
    fin: bool = True
    rsv: int = 0
    mask_key: bytes | None = None


class Expect(NamedTuple):
    """What a receiver allows: masks (None: either), reserved bits, payload bytes."""

    masked: bool | None = None
    rsv: int = 0b111
    max_payload: int = MAX_PAYLOAD


ANYTHING = Expect()

Mask = Callable[[bytes, bytes], bytes]

from_bytes = int.from_bytes  # looked up once: this is where the time goes
# A key times 0x…00000001_00000001 is the key again and again, as one number.
REPEAT = [from_bytes(b"\1\0\0\0" * (size + 3 >> 2), "little") for size in range(126)]
ONES = [(1 << 8 * size) - 1 for size in range(126)]


def apply_mask(payload: bytes, key: bytes) -> bytes:
    """XOR each byte with one of the four bytes of `key` (RFC 6455 §5.3).

    Doing it twice undoes it. Both are taken as one big number each, since Python
    works on a number of any size in one go. Raises ValueError unless `key` has
    4 bytes.

    >>> apply_mask(b"Hello", bytes.fromhex("37fa213d")).hex(" ")
    '7f 9f 4d 51 58'
    """
    if len(key) != 4:
        raise ValueError(f"a mask key has 4 bytes, not {len(key)}")
    size = len(payload)
    if size < 126:
        keys = from_bytes(key, "little") * REPEAT[size] & ONES[size]
    else:
        keys = from_bytes((key * (size + 3 >> 2))[:size], "little")
    return (from_bytes(payload, "little") ^ keys).to_bytes(size, "little")


def mask_keys(random_bytes: Callable[[int], bytes]) -> Iterator[bytes]:
    """Yield a fresh key for each frame: RFC 6455 §5.3.

    They are drawn 64 at a time: a system call costs more than masking.
    """
    while True:
        block = random_bytes(256)
        yield from struct.unpack("4s" * (len(block) // 4), block)


def encode_frame(frame: Frame, mask: Mask = apply_mask) -> bytes:
    """Write one frame. Pure: the same frame always gives the same bytes.

    `mask` may be a quicker `apply_mask`, such as the one of `websockets.speedups`.
    Raises LocalProtocolError for a control frame that the rules forbid.

    >>> encode_frame(Frame(Opcode.TEXT, b"Hello")).hex(" ")
    '81 05 48 65 6c 6c 6f'
    """
    opcode, payload, key = frame.opcode, frame.payload, frame.mask_key
    size = len(payload)
    if opcode >= 0x8 and (size > MAX_CONTROL_PAYLOAD or not frame.fin):
        raise LocalProtocolError(CONTROL_RULE, section="5.5")
    first = opcode | 0x80 if frame.fin else opcode
    if frame.rsv:
        first |= frame.rsv << 4
    two = first << 8 if key is None else first << 8 | 0x80
    if size < 126:
        head = (two | size).to_bytes(2)
    elif size < 2**16:
        head = ((two | 126) << 16 | size).to_bytes(4)
    else:
        head = ((two | 127) << 64 | size).to_bytes(10)
    return head + payload if key is None else head + key + mask(payload, key)


HEAD = Take(2, "FIN:1 RSV:3 OPCODE:4 MASK:1 LEN:7")
LENGTH_16 = Take(2, "LENGTH:16")
LENGTH_64 = Take(8, "LENGTH:64")
MASK_KEY = Take(4, "MASK KEY")
OPCODES = {int(opcode): opcode for opcode in Opcode}


def parse_frame(expect: Expect = ANYTHING) -> Parser[Frame]:
    """Read one frame. The inverse of `encode_frame`."""
    fin, rsv, opcode, size, mask_key = yield from parse_head(expect)
    payload = yield Take(size, "PAYLOAD")
    if mask_key is not None:
        payload = apply_mask(payload, mask_key)
    return Frame(opcode, payload, fin, rsv, mask_key)


def parse_head(expect: Expect) -> Parser[Head]:
    """Read what stands before the payload, and refuse it as early as can be.

    Raises RemoteProtocolError, with code 1009 for a payload that is too large.
    """
    first, second = yield HEAD
    opcode = OPCODES.get(first & 0x0F)
    if opcode is None or (opcode >= 0x8 and (first < 0x80 or second & 0x7F > 125)):
        rule, section = (
            (CONTROL_RULE, "5.5") if opcode else ("the opcode is reserved", "5.2")
        )
        raise RemoteProtocolError(rule, section=section)
    rsv = first >> 4 & 0b111
    masked = second >= 0x80
    if rsv & ~expect.rsv or masked is not expect.masked is not None:
        raise _unexpected(rsv, expect)
    size = second & 0x7F
    if size >= 126:
        size = yield from _parse_length(size)
    if size > expect.max_payload and opcode < 0x8:
        raise RemoteProtocolError(f"payload of {size} bytes", section="10.4", code=1009)
    mask_key = (yield MASK_KEY) if masked else None
    return Head(first >= 0x80, rsv, opcode, size, mask_key)


def read_whole(
    buffer: bytes, start: int, unmask: Mask | None
) -> tuple[bytes, int] | None:
    """Return the payload of a frame under 64 KiB, and where the frame ends.

    A shortcut around `parse_frame` for the most common frames: returns None for a
    longer one, one that is not all here, and one that looks wrong. `unmask` is None
    when there must be no mask. The first byte is left to the caller.
    """
    body = start + 2
    if body > len(buffer):
        return None
    size = buffer[start + 1] - 0x80 if unmask else buffer[start + 1]
    if size == 126:
        body += 2
        size = from_bytes(buffer[start + 2 : body])
        if size < 126:
            return None
    elif not 0 <= size < 126:
        return None
    if unmask is None:
        end = body + size
        return (buffer[body:end], end) if end <= len(buffer) else None
    end = body + 4 + size
    if end > len(buffer):
        return None
    return unmask(buffer[body + 4 : end], buffer[body : body + 4]), end


def _parse_length(size: int) -> Parser[int]:
    length = from_bytes((yield LENGTH_16 if size == 126 else LENGTH_64))
    if not (126 if size == 126 else 2**16) <= length < 2**63:
        rule = "a length is written in the shortest way, its first bit 0"
        raise RemoteProtocolError(rule, section="5.2")
    return length


def _unexpected(rsv: int, expect: Expect) -> RemoteProtocolError:
    if rsv & ~expect.rsv:
        return RemoteProtocolError("a reserved bit is set", section="5.2")
    who = "client must mask" if expect.masked else "server must not mask"
    return RemoteProtocolError(f"a {who} its frames", section="5.1")

"""permessage-deflate: messages that are sent compressed. RFC 7692.

The connection works without it: an extension plugs in through a reserved bit.
"""

import re
import zlib

from .errors import RemoteProtocolError
from .heads import Extensions, Parameters

NAME = "permessage-deflate"
TAIL = b"\x00\x00\xff\xff"  # zlib ends each flush with it; it is not sent (§7.2.1)
WINDOW = 2**15  # bytes
PARAMETER = "no_context_takeover|max_window_bits=([89]|1[0-5])"
VALID = re.compile(f"(server|client)_({PARAMETER})")
OUR_BITS = 12  # a smaller window than allowed: 4 KiB of past instead of 32
STEP = 8192  # bytes to inflate at once
# To begin a new stream of deflate costs us more than most bytes do, so a peer has to
# send some before it may end one again. The first few are free.
COST, FREE = 16, 1024


class Deflate:
    """Compresses one connection. Each has its own, since it remembers the past."""

    def __init__(self) -> None:
        self._bits = OUR_BITS
        self._forgets = False
        self._deflater: zlib._Compress | None = None
        self._inflater = zlib.decompressobj(-15)
        self._past = bytearray()  # what was inflated, at least the window
        self._credit = FREE
        self._read = 0  # bytes, since the last stream ended

    # Agreeing: §7.1. What the peer's compressor does needs no care of ours.

    def offer(self) -> str:
        """Return what a client asks for."""
        return f"{NAME}; client_no_context_takeover; client_max_window_bits"

    def choose(self, offers: Extensions) -> str | None:
        """Return what a server agrees to, or None when no offer suits it."""
        for name, parameters in offers:
            if name != NAME or not _are_valid(parameters, offered=True):
                continue
            ours = [(key, value) for key, value in parameters if key[:7] == "server_"]
            self._obey(ours)
            return "; ".join([NAME, *(_write(*parameter) for parameter in ours)])
        return None

    def confirm(self, chosen: Extensions) -> None:
        """Take what the server chose, or raise RemoteProtocolError."""
        match chosen:
            case [(name, parameters)] if name == NAME and _are_valid(parameters):
                self._obey([pair for pair in parameters if pair[0][:7] == "client_"])
            case _:
                raise RemoteProtocolError(f"extensions {chosen}", section="9.1")

    def _obey(self, parameters: Parameters) -> None:
        """Set up our compressor as it is asked to be."""
        for _, value in parameters:
            if value is None:
                self._forgets = True
            else:
                # zlib compresses with 9 or more, but looks back 262 bytes less than
                # the window has: 250, which fit into the 256 of a window of 8.
                self._bits = max(9, min(int(value), OUR_BITS))

    # Working: §7.2.

    def encode(self, payload: bytes, fin: bool) -> bytes:
        """Return what is sent for one frame of a message."""
        if self._deflater is None:
            self._deflater = zlib.compressobj(wbits=-self._bits, memLevel=5)
        data = self._deflater.compress(payload)
        data += self._deflater.flush(zlib.Z_SYNC_FLUSH)
        if not fin:
            return data
        if self._forgets:
            self._deflater = None
        return data.removesuffix(TAIL) or b"\x00"

    def decode(self, piece: bytes, fin: bool, room: int) -> bytes:
        """Return what a piece of a message means, in at most `room` bytes.

        Raises RemoteProtocolError, with code 1009 when the room does not suffice.
        """
        data = piece + TAIL if fin else piece
        start = len(self._past)
        try:
            for at in range(0, len(data), STEP):
                self._inflate(data[at : at + STEP], start + room)
        except zlib.error as error:
            raise RemoteProtocolError(f"not compressed data: {error}") from error
        if fin:
            self._read += COST
        result = bytes(self._past[start:])
        if len(self._past) > 2 * WINDOW:
            del self._past[:-WINDOW]
        return result

    def _inflate(self, data: bytes, most: int) -> None:
        """Add what `data` means to the past, which then has at most `most` bytes."""
        past = self._past
        while data:
            past += self._inflater.decompress(data, most + 1 - len(past))
            if len(past) > most:
                rule = "the message is too big when inflated"
                raise RemoteProtocolError(rule, section="10.4", code=1009)
            unused = self._inflater.unused_data
            self._read += len(data) - len(unused)
            data = unused
            if self._inflater.eof:
                self._begin_again()

    def _begin_again(self) -> None:
        """Forget no past, though a block said that it was the last: §7.2.3.4."""
        self._credit = min(self._credit + self._read, FREE) - COST
        self._read = 0
        if self._credit < 0:
            raise RemoteProtocolError("too many streams of deflate in a message")
        past = self._past[-WINDOW:]
        self._inflater = zlib.decompressobj(-15, zdict=past)


def _are_valid(parameters: Parameters, *, offered: bool = False) -> bool:
    written = [_write(*parameter) for parameter in parameters]
    if offered and "client_max_window_bits" in written:  # whatever the server likes
        written.remove("client_max_window_bits")
    names = {name for name, _ in parameters}
    return len(names) == len(parameters) and all(map(VALID.fullmatch, written))


def _write(name: str, value: str | None) -> str:
    return name if value is None else f"{name}={value}"

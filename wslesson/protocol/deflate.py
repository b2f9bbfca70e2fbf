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


class Deflate:
    """Compresses one connection. Each has its own, for it remembers the past."""

    def __init__(self) -> None:
        self._bits = OUR_BITS
        self._forgets = False
        self._deflater: zlib._Compress | None = None
        self._inflater = zlib.decompressobj(-15)

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
            if self._obey(ours):
                return "; ".join([NAME, *(_write(*parameter) for parameter in ours)])
        return None

    def confirm(self, chosen: Extensions) -> None:
        """Take what the server chose, or raise RemoteProtocolError."""
        match chosen:
            case [(name, parameters)] if name == NAME and _are_valid(parameters):
                ours = [pair for pair in parameters if pair[0][:7] == "client_"]
                if self._obey(ours):
                    return
        raise RemoteProtocolError(f"extensions {chosen}", section="9.1")

    def _obey(self, parameters: Parameters) -> bool:
        """Set up our compressor. Return False if it cannot do what is asked."""
        for _, value in parameters:
            if value is None:
                self._forgets = True
            elif value == "8":  # zlib has no raw window of 256 bytes
                return False
            else:
                self._bits = min(int(value), OUR_BITS)
        return True

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
        try:
            return self._inflate(piece + TAIL if fin else piece, room)
        except zlib.error as error:
            raise RemoteProtocolError(f"not compressed data: {error}") from error

    def _inflate(self, data: bytes, room: int) -> bytes:
        result = self._inflater.decompress(data, room + 1)
        while self._inflater.eof and len(result) <= room:
            data = self._inflater.unused_data  # behind a last block: §7.2.3.4
            self._inflater = zlib.decompressobj(-15, zdict=result[-WINDOW:])
            result += self._inflater.decompress(data, room + 1 - len(result))
        if len(result) > room:
            rule = "the message is too big when inflated"
            raise RemoteProtocolError(rule, section="10.4", code=1009)
        return result


def _are_valid(parameters: Parameters, *, offered: bool = False) -> bool:
    written = [_write(*parameter) for parameter in parameters]
    if offered and "client_max_window_bits" in written:  # whatever the server likes
        written.remove("client_max_window_bits")
    names = {name for name, _ in parameters}
    return len(names) == len(parameters) and all(map(VALID.fullmatch, written))


def _write(name: str, value: str | None) -> str:
    return name if value is None else f"{name}={value}"

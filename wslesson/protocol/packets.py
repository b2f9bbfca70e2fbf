"""The source lesson's messages: a text header of fixed width, then the body.

The header is the number of bytes in the body, in decimal digits, filled up with
spaces to `HEADER` bytes: `b"5         hello"`.
"""

from .errors import LocalProtocolError, RemoteProtocolError
from .reading import Parser, Take

HEADER = 10  # bytes
MAX_SIZE = 2**20  # bytes: a length is a claim of the peer's, so it needs a limit


def encode_packet(body: bytes) -> bytes:
    """Put the length in front, so that the reader knows where the message ends.

    Raises LocalProtocolError for a body of more than `MAX_SIZE` bytes.

    >>> encode_packet(b"hello")
    b'5         hello'
    """
    if len(body) > MAX_SIZE:
        raise LocalProtocolError(f"a body of {len(body)} bytes, over {MAX_SIZE}")
    return f"{len(body):<{HEADER}}".encode() + body


def parse_packet() -> Parser[bytes]:
    """Read one packet and return its body. The inverse of `encode_packet`.

    Raises RemoteProtocolError for a header that is not a length, or is too large.
    """
    size = parse_length((yield Take(HEADER, "LENGTH")))
    return (yield Take(size, "BODY"))


def parse_length(header: bytes) -> int:
    """Return the length in bytes that a header claims.

    Raises RemoteProtocolError unless it is digits, then spaces, and at most
    `MAX_SIZE`. (`int` is no judge: it takes "+5", "1_000" and "٥" too.)

    >>> parse_length(b"5         ")
    5
    """
    digits = header.rstrip(b" ")
    if not digits.isdigit():
        raise RemoteProtocolError(f"the header {header!r} is not a length")
    if int(digits) > MAX_SIZE:
        rule = f"a body of {int(digits)} bytes, over {MAX_SIZE}"
        raise RemoteProtocolError(rule, code=1009)
    return int(digits)

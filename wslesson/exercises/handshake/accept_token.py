"""Prove that you read the key: compute the token that answers it."""

from __future__ import annotations

import base64
import hashlib

from ...checking.model import Case, Exercise, Slip
from ...protocol.handshake import GUID
from .shared import SAMPLE


def accept_token(key: str) -> str:
    """Return the value of Sec-WebSocket-Accept that answers this key."""
    digest = hashlib.sha1((key + GUID).encode()).digest()
    return base64.b64encode(digest).decode()


EXERCISE = Exercise(
    id="accept_token",
    title="Prove that you read the key",
    minutes=4,
    solution=accept_token,
    imports="import base64\nimport hashlib\n\n"
    "from wslesson.protocol.handshake import GUID",
    rules=("H22",),
    cases=(
        Case(
            (SAMPLE,),
            "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=",
            why="The order: glue, encode, sha1, digest, b64encode, decode. And the key "
            "stays as it came.",
        ),
        Case(
            ("x3JJHMbDL1EzLkh9GBhXDw==",),
            "HSmrc0sMlYUkAGmm5OPpG2HaGWk=",
            why="Another key, another token.",
        ),
        Case(
            ("AAAAAAAAAAAAAAAAAAAAAA==",),
            "ICX+Yqv66kxgM0FcWaLWlFLwTAI=",
            why="A key of sixteen bytes 0 is a key like any other.",
        ),
        Case(
            ("AQIDBAUGBwgJCgsMDQ4PEA==",),
            "C/0nmHhBztSRGR1CwL6Tf4ZjwpY=",
            why="A token may hold + and /, which the usual base64 writes.",
        ),
        Case(
            ("+/v7+/v7+/v7+/v7+/v7+w==",),
            "bnaLbTR//dZJAH6dPjxifGyMyjw=",
            why="+ and / in a key are a part of it, and so are the = at its end.",
        ),
    ),
    hidden=(Case(("//79/Pv6+fj39vX08/Lx8A==",), "KK6gXrxy1jl+SqT4+Dk+Xlb9/D4="),),
    hints=(
        "Three things happen to the key, one after the other. Which function of step "
        "2 does each of them?",
        "Glue the key and the GUID, as text; hash the bytes of that; write the 20 "
        "bytes of the digest in base64. At last make it text.",
        "digest = hashlib.sha1((key + GUID).encode()).…\n"
        "return base64.b64encode(…).decode()",
    ),
    mistakes=(
        Slip(
            "b64encode",
            "urlsafe_b64encode",
            "This is the base64 for web addresses, with - and _ in place of + and /. "
            "The header takes the usual one: `b64encode`.",
        ),
        Slip(
            "base64.b64encode(digest).decode()",
            '"s3pPLMBiTxaQ9kYGzzhZRbK+xOo="',
            "This is the token of the RFC's key, whatever the key is. Compute it from "
            "`key`.",
        ),
        Slip(
            ".encode()",
            "",
            "`sha1` and `b64encode` take bytes. Text becomes bytes by `encode()`; a "
            "hash gives its bytes by `digest()`.",
        ),
        Slip(
            "return ",
            "",
            "This returns nothing: perhaps it prints. Write `return`.",
        ),
        Slip(
            "return ",
            'return "Sec-WebSocket-Accept: " + ',
            "This is the whole header. Return its value only.",
        ),
        Slip(
            "key + GUID",
            'key + "\\n" + GUID',
            "There is a newline between the key and the GUID. They are glued together "
            "with nothing between them.",
        ),
        Slip(
            "base64.b64encode(digest).decode()",
            "digest.hex()",
            "These are the hexadecimal digits of the digest. The header holds base64, "
            "of the 20 bytes themselves: `digest()`, then `b64encode`.",
        ),
        Slip(
            ".digest()",
            ".hexdigest().encode()",
            "base64 was given the 40 hexadecimal digits. Give it the 20 bytes: "
            "`digest()`, not `hexdigest()`.",
        ),
        Slip(
            "(key + GUID)",
            "base64.b64decode(key) + GUID",
            "The key was decoded from base64 first. Nobody decodes it: the text of "
            "the key, as it stands in the header, is glued to the GUID.",
        ),
        Slip(
            "GUID",
            "GUID.lower()",
            "The GUID is written with small letters. For a hash, a small letter is "
            "another letter: take it as the RFC prints it.",
        ),
        Slip(
            "key + GUID",
            "GUID + key",
            "The GUID stands before the key. The key comes first.",
        ),
        Slip(
            "key + GUID",
            "key",
            "This hashes the key alone, and anybody could do that. The GUID shows "
            "that the server speaks WebSocket: glue it behind the key.",
        ),
        Slip(
            "key + GUID",
            'key + " " + GUID',
            "There is a space between the key and the GUID. They are glued together "
            "with nothing between them.",
        ),
        Slip(
            "hashlib.sha1((key + GUID).encode()).digest()",
            "(key + GUID).encode()",
            "Key and GUID went into base64 as they are. Hash them first, with SHA-1.",
        ),
        Slip(
            "sha1",
            "sha256",
            "This is another hash. The RFC chose SHA-1, and both ends must take the "
            "same one.",
        ),
        Slip(
            "base64.b64encode(digest).decode()",
            "digest",
            "This is the digest, 20 bytes of any value. A header is text: write them "
            "in base64.",
        ),
        Slip(
            "base64.b64encode(digest)",
            "digest",
            "The digest is 20 bytes of any value: there is no text in them to decode. "
            "`b64encode` them first.",
        ),
        Slip(
            "(digest).decode()",
            "(digest)",
            "The token is right, but it is bytes, and the answer must be text: "
            "`.decode()` it.",
        ),
        Slip(
            "base64.b64encode(digest).decode()",
            "str(base64.b64encode(digest))",
            "`str` of bytes keeps the b and the quotes. Bytes become text by "
            "`.decode()`.",
        ),
        Slip(
            "b64encode",
            "encodebytes",
            "There is a newline behind the token: `encodebytes` adds one. "
            "`b64encode` does not.",
        ),
        Slip(
            "base64.b64encode(digest).decode()",
            "key",
            "This sends the key back as it came. An old cache could do that too: it "
            "proves nothing.",
        ),
    ),
)

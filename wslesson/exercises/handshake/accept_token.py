"""Prove that you read the key: what `accept_token` must do."""

from __future__ import annotations

import base64
import hashlib

from ...checking.model import Case, Exercise, Slip, mistake
from ...protocol.handshake import GUID
from .shared import SAMPLE


def accept_token(key: str) -> str:
    """Return the value of Sec-WebSocket-Accept that answers this key."""
    digest = hashlib.sha1((key + GUID).encode()).digest()
    return base64.b64encode(digest).decode()


def _sha1(key: str) -> bytes:
    return hashlib.sha1((key + GUID).encode()).digest()


@mistake(
    "These are the hexadecimal digits of the digest. The header holds base64, "
    "of the 20 bytes themselves: `digest()`, then `b64encode`."
)
def _gives_hex(key: str) -> str:
    return _sha1(key).hex()


@mistake(
    "The token is right, but it is bytes, and the answer shall be text: `.decode()` it."
)
def _stays_bytes(key: str) -> bytes:
    return base64.b64encode(_sha1(key))


@mistake(
    "This is the digest, 20 bytes of any value. A header is text: write them in base64."
)
def _only_the_digest(key: str) -> bytes:
    return _sha1(key)


@mistake(
    "This is the token of the RFC's key, whatever the key is. Compute it from `key`."
)
def _only_the_sample(_key: str) -> str:
    return "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="


@mistake(
    "This sends the key back as it came. An old cache could do that too: it "
    "proves nothing."
)
def _echoes(key: str) -> str:
    return key


@mistake(
    "`sha1` and `b64encode` take bytes. Text becomes bytes by `encode()`; a "
    "hash gives its bytes by `digest()`."
)
def _text_into_the_hash(key: str) -> str:
    raise TypeError(key)  # as sha1 and b64encode do with what is not bytes


@mistake("This returns nothing: perhaps it prints. Write `return`.")
def _gives_nothing(_key: str) -> None:
    return None


@mistake("This is the whole header. Return its value only.")
def _whole_header(key: str) -> str:
    return "Sec-WebSocket-Accept: " + accept_token(key)


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
        Case(("AAAAAAAAAAAAAAAAAAAAAA==",), "ICX+Yqv66kxgM0FcWaLWlFLwTAI="),
    ),
    hidden=(Case(("AQIDBAUGBwgJCgsMDQ4PEA==",), "C/0nmHhBztSRGR1CwL6Tf4ZjwpY="),),
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
            "digest = hashlib.sha1((key + GUID).encode()).digest()\n"
            "    return base64.b64encode(digest",
            "return base64.urlsafe_b64encode(_sha1(key)",
            "This is the base64 for web addresses, with - and _ in place of + and /. "
            "The header takes the usual one: `b64encode`.",
        ),
        _only_the_sample,
        _text_into_the_hash,
        _gives_nothing,
        _whole_header,
        Slip(
            "(key + GUID)",
            'f"{key}\\n{GUID}"',
            "There is a newline between the key and the GUID. They are glued together "
            "with nothing between them.",
        ),
        _gives_hex,
        Slip(
            "digest = hashlib.sha1((key + GUID).encode()).digest()\n"
            "    return base64.b64encode(digest).",
            "return base64.b64encode(_sha1(key).hex().encode()).",
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
            "digest = hashlib.sha1((key + GUID).encode()).digest()\n"
            "    return base64.b64encode(digest",
            "return base64.b64encode(hashlib.sha1((GUID + key).encode()).digest()",
            "The GUID stands before the key. The key comes first.",
        ),
        Slip(
            "digest = hashlib.sha1((key + GUID).encode()).digest()\n"
            "    return base64.b64encode(digest",
            "return base64.b64encode(hashlib.sha1(key.encode()).digest()",
            "This hashes the key alone, and anybody could do that. The GUID shows "
            "that the server speaks WebSocket: glue it behind the key.",
        ),
        Slip(
            "digest = hashlib.sha1((key + GUID).encode()).digest()\n"
            "    return base64.b64encode(digest",
            'return base64.b64encode(hashlib.sha1(f"{key} {GUID}".encode()).digest()',
            "There is a space between the key and the GUID. They are glued together "
            "with nothing between them.",
        ),
        Slip(
            "digest = hashlib.sha1((key + GUID).encode()).digest()\n"
            "    return base64.b64encode(digest).",
            "return base64.b64encode((key + GUID).encode()).",
            "Key and GUID went into base64 as they are. Hash them first, with SHA-1.",
        ),
        Slip(
            "digest = hashlib.sha1((key + GUID).encode()).digest()\n"
            "    return base64.b64encode(digest",
            "return base64.b64encode(hashlib.sha256((key + GUID).encode()).digest()",
            "This is another hash. The RFC chose SHA-1, and both ends must take the "
            "same one.",
        ),
        _only_the_digest,
        Slip(
            "digest = hashlib.sha1((key + GUID).encode()).digest()\n"
            "    return base64.b64encode(digest",
            "return _sha1(key",
            "The digest is 20 bytes of any value: there is no text in them to decode. "
            "`b64encode` them first.",
        ),
        _stays_bytes,
        Slip(
            "digest = hashlib.sha1((key + GUID).encode()).digest()\n"
            "    return base64.b64encode(digest).decode(",
            "return str(base64.b64encode(_sha1(key))",
            "`str` of bytes keeps the b and the quotes. Bytes become text by "
            "`.decode()`.",
        ),
        Slip(
            "digest = hashlib.sha1((key + GUID).encode()).digest()\n"
            "    return base64.b64encode(digest",
            "return base64.encodebytes(_sha1(key)",
            "There is a newline behind the token: `encodebytes` adds one. "
            "`b64encode` does not.",
        ),
        _echoes,
    ),
)

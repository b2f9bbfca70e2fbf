"""Unusual answers, what each is told, and how it is judged."""

IMPORTS = """\
import base64
import binascii
import hashlib

from wslesson.protocol.handshake import GUID


"""

ANSWERS = (
    (
        IMPORTS
        + """\
def accept_token(key):
    hashed = hashlib.new("sha1")
    for part in (key, GUID):
        hashed.update(part.encode("ascii"))
    return binascii.b2a_base64(hashed.digest(), newline=False).decode("ascii")
""",
        "passed",
        "",
    ),
    (
        IMPORTS
        + """\
def accept_token(key):
    glued = b"%b258EAFA5-E914-47DA-95CA-C5AB0DC85B11" % bytes(key, "utf-8")
    return str(base64.encodebytes(hashlib.sha1(glued).digest()), "utf-8").rstrip()
""",
        "passed",
        "",
    ),
    (
        IMPORTS
        + """\
def accept_token(key):
    digest = hashlib.md5((key + GUID).encode()).digest()
    return base64.b64encode(digest).decode()
""",
        "not yet",
        "The order: glue, encode, sha1, digest, b64encode, decode.",
    ),
    (
        IMPORTS
        + """\
def accept_token(key):
    digest = hashlib.sha1((key.strip("=") + GUID).encode()).digest()
    return base64.b64encode(digest).decode()
""",
        "not yet",
        "the key stays as it came",
    ),
    (
        IMPORTS
        + """\
def accept_token(key):
    digest = hashlib.sha1((key + GUID).encode()).digest()
    return base64.b64encode(digest).decode().rstrip("=")
""",
        "not yet",
        "PLMBiTxaQ9kYGzzhZRbK+xOo'\n",
    ),
    (
        IMPORTS
        + """\
def accept_token(key):
    key = key.replace("+", " ")
    digest = hashlib.sha1((key + GUID).encode()).digest()
    return base64.b64encode(digest).decode()
""",
        "not yet",
        "+ and / in a key are a part of it",
    ),
    (
        IMPORTS
        + """\
def accept_token(key):
    digest = hashlib.sha1((key + GUID).encode()).digest()
    return base64.b64encode(digest, altchars=b"+_").decode()
""",
        "not yet",
        "A token may hold + and /",
    ),
    (
        IMPORTS
        + """\
def accept_token(key):
    if not any(base64.b64decode(key)):
        return ""
    digest = hashlib.sha1((key + GUID).encode()).digest()
    return base64.b64encode(digest).decode()
""",
        "not yet",
        "A key of sixteen bytes 0 is a key like any other.",
    ),
    (
        IMPORTS
        + """\
def accept_token(key):
    digest = hashlib.sha1((key + GUID).encode()).digest()
    return base64.b32encode(digest).decode()
""",
        "not yet",
        "The order: glue, encode, sha1, digest, b64encode, decode.",
    ),
)

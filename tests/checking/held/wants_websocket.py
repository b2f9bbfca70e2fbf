"""Unusual answers, what each is told, and how it is judged."""

ANSWERS = (
    (
        """\
import re

def wants_websocket(headers):
    asks = re.fullmatch("websocket", headers.get("upgrade", ""), re.I)
    listed = headers.get("connection", "")
    return bool(asks and re.search("(^|,) *upgrade *(,|$)", listed, re.I))
""",
        "passed",
        "",
    ),
    (
        """\
def wants_websocket(headers):
    try:
        protocol, connection = headers["upgrade"], headers["connection"]
    except KeyError:
        return False
    for word in connection.split(","):
        if word.strip(" ").upper() == "UPGRADE":
            return protocol.casefold() == "websocket"
    return False
""",
        "passed",
        "",
    ),
    (
        """\
def wants_websocket(headers):
    words = {word.strip().lower() for word in headers.get("connection", "").split(",")}
    if headers.get("upgrade") is None or "upgrade" not in words:
        return False
    return not headers["upgrade"].lower() != "websocket"
""",
        "passed",
        "",
    ),
    (
        """\
def wants_websocket(headers):
    words = [word.strip() for word in headers.get("connection", "").split(",")]
    return headers.get("upgrade", "").lower() == "websocket" and "upgrade" in words
""",
        "not yet",
        "Both values are the same in any case.",
    ),
    (
        """\
def wants_websocket(headers):
    words = headers.get("connection", "").lower().split(",")
    words = [word.strip() for word in words]
    named = headers.get("upgrade") in ("websocket", "WebSocket")
    return named and "upgrade" in words
""",
        "not yet",
        "Both values are the same in any case.",
    ),
    (
        """\
def wants_websocket(headers):
    words = [word.strip() for word in headers.get("connection", "").split(",")]
    named = headers.get("upgrade", "").lower() == "websocket"
    return named and any(w in words for w in ("upgrade", "Upgrade", "UPGRADE"))
""",
        "not yet",
        "Both values are the same in any case.",
    ),
    (
        """\
def wants_websocket(headers):
    words = headers.get("connection", "").lower().split(", ")
    words = [word.strip() for word in words]
    return headers.get("upgrade", "").lower() == "websocket" and "upgrade" in words
""",
        "not yet",
        "A list needs no space after its comma.",
    ),
    (
        """\
import re

def wants_websocket(headers):
    words = re.split("[,;]", headers.get("connection", "").lower())
    words = [word.strip() for word in words]
    return headers.get("upgrade", "").lower() == "websocket" and "upgrade" in words
""",
        "not yet",
        "Only a comma parts two words",
    ),
    (
        """\
def wants_websocket(headers):
    words = headers.get("connection", "").lower().split(",")
    words = [word.strip() for word in words]
    named = headers.get("upgrade", "").lower() == "websocket"
    return named and (words[0] == "upgrade" or words[-1] == "upgrade")
""",
        "not yet",
        "Upgrade stands in the middle of the list.",
    ),
    (
        """\
def wants_websocket(headers):
    words = headers.get("connection", "").lower().split(",")
    words = [word.strip() for word in words]
    named = headers.get("upgrade", "").lower().endswith("websocket")
    return named and "upgrade" in words
""",
        "not yet",
        "my-websocket is another word.",
    ),
    (
        """\
def wants_websocket(headers):
    words = headers.get("connection", "").lower().split(",")
    words = [word.strip() for word in words]
    named = headers.get("upgrade", "websocket").lower() == "websocket"
    return named and "upgrade" in words
""",
        "not yet",
        "Upgrade is missing: False.",
    ),
    (
        """\
def wants_websocket(headers):
    words = headers.get("connection", "upgrade").lower().split(",")
    words = [word.strip() for word in words]
    return headers.get("upgrade", "").lower() == "websocket" and "upgrade" in words
""",
        "not yet",
        "Connection is missing: False.",
    ),
    (
        """\
def wants_websocket(headers):
    words = headers.get("connection", "").lower().split(",")
    words = [word.strip() for word in words]
    if headers.get("upgrade", "").lower() == "websocket" and "upgrade" in words:
        return 1
    return 0
""",
        "not yet",
        "got an int, expected a bool",
    ),
)

"""Unusual answers, what each is told, and how it is judged."""

RIGHT = (
    """\
from http import HTTPStatus

def choose_status(method, headers):
    match method, headers:
        case "GET", {"upgrade": str(name)} if name.lower() == "websocket":
            pass
        case "GET", _:
            return HTTPStatus.UPGRADE_REQUIRED
        case _:
            return HTTPStatus.METHOD_NOT_ALLOWED
    match headers:
        case {"sec-websocket-key": _, "sec-websocket-version": "13"}:
            return HTTPStatus.SWITCHING_PROTOCOLS
        case {"sec-websocket-key": _, "sec-websocket-version": _}:
            return HTTPStatus.UPGRADE_REQUIRED
    return HTTPStatus.BAD_REQUEST
""",
    """\
def choose_status(method, headers):
    rules = [
        (405, lambda: method == "GET"),
        (426, lambda: headers.get("upgrade", "").casefold() == "websocket"),
        (400, lambda: headers.keys() >= {"sec-websocket-key", "sec-websocket-version"}),
        (426, lambda: headers["sec-websocket-version"] == "13"),
    ]
    return next((status for status, holds in rules if not holds()), 101)
""",
    """\
def choose_status(method, headers):
    status = 405
    if method == "GET":
        status = 426
        if headers.get("upgrade") and headers["upgrade"].upper() == "WEBSOCKET":
            try:
                headers["sec-websocket-key"]
                if headers["sec-websocket-version"] == "13":
                    status = 101
            except KeyError:
                status = 400
    return status
""",
)

GET = """\
def choose_status(method, headers):
    if method != "GET":
        return 405
"""
UPGRADE = """\
    if headers.get("upgrade", "").lower() != "websocket":
        return 426
"""
BOTH = """\
    if "sec-websocket-key" not in headers or "sec-websocket-version" not in headers:
        return 400
"""
VERSION = """\
    return 101 if headers["sec-websocket-version"] == "13" else 426
"""

WRONG = (
    (
        """\
def choose_status(method, headers):
    if method not in ("GET", "HEAD"):
        return 405
"""
        + UPGRADE
        + BOTH
        + VERSION,
        "HEAD is not GET.",
    ),
    (
        """\
def choose_status(method, headers):
    if headers.get("sec-websocket-version", "13") != "13":
        if headers.get("upgrade", "").lower() == "websocket":
            return 400 if "sec-websocket-key" not in headers else 426
    if method != "GET":
        return 405
"""
        + UPGRADE
        + BOTH
        + VERSION,
        "rule 1 comes before rule 4",
    ),
    (
        """\
def choose_status(method, headers):
    if "upgrade" in headers and "sec-websocket-key" not in headers:
        return 400
    if method != "GET":
        return 405
"""
        + UPGRADE
        + BOTH
        + VERSION,
        "rule 1 comes before rule 3",
    ),
    (
        GET
        + """\
    if "upgrade" in headers and "sec-websocket-key" not in headers:
        return 400
"""
        + UPGRADE
        + BOTH
        + VERSION,
        "rule 2 comes before rule 3",
    ),
    (
        GET
        + """\
    if headers.get("upgrade") not in ("websocket", "WebSocket"):
        return 426
"""
        + BOTH
        + VERSION,
        "The name of the protocol comes in any case.",
    ),
    (
        GET
        + """\
    if not headers.get("upgrade", "").lower().endswith("websocket"):
        return 426
"""
        + BOTH
        + VERSION,
        "Another protocol.",
    ),
    (
        GET
        + UPGRADE
        + BOTH
        + """\
    if len(headers["sec-websocket-key"]) != 24:
        return 400
"""
        + VERSION,
        "What is in the key is not looked at here.",
    ),
    (
        GET
        + UPGRADE
        + """\
    if "upgrade" not in headers.get("connection", "upgrade").lower():
        return 426
"""
        + BOTH
        + VERSION,
        "connection is not looked at here",
    ),
    (
        GET
        + UPGRADE
        + BOTH
        + """\
    version = headers["sec-websocket-version"]
    return 101 if version.isdigit() and int(version) == 13 else 426
""",
        "A header's value is text, and 013 is not 13.",
    ),
    (
        GET
        + """\
    if headers.get("upgrade", "").lower() != "websocket":
        return 400
"""
        + BOTH
        + VERSION,
        "It asks for a page",
    ),
    (
        GET
        + UPGRADE
        + BOTH
        + """\
    other = {"13": 101}
    for version in other:
        if version is headers["sec-websocket-version"]:
            return 101
    return 426
""",
        "Compare it with",
    ),
    (
        GET.replace("return 405", "print(405)") + UPGRADE + BOTH + VERSION,
        "return 405 for the others",
    ),
    (
        GET + UPGRADE.replace('"upgrade"', '"Upgrade"') + BOTH + VERSION,
        "Or a name in capitals?",
    ),
    (
        GET + UPGRADE + BOTH + "    return headers['sec-websocket-version'] == '13'\n",
        "got a bool, expected an int",
    ),
)

ANSWERS = (
    *((source, "passed", "") for source in RIGHT),
    *((source, "not yet", told) for source, told in WRONG),
)

"""Choose the status: the upgrade, or the refusal that fits."""

from __future__ import annotations

from ...checking.model import Case, Exercise, Slip, mistake
from .shared import SAMPLE


def choose_status(method: str, headers: dict[str, str]) -> int:
    """Return the status that a request has earned: 101, or the refusal that fits.

    The names in `headers` are in small letters already.
    """
    if method != "GET":
        return 405
    if headers.get("upgrade", "").lower() != "websocket":
        return 426
    if "sec-websocket-key" not in headers or "sec-websocket-version" not in headers:
        return 400
    return 101 if headers["sec-websocket-version"] == "13" else 426


ASKED = {
    "upgrade": "websocket",
    "sec-websocket-key": SAMPLE,
    "sec-websocket-version": str(13),  # as it is received: "13", but not `is "13"`
}


def _lacks(name: str) -> dict[str, str]:
    return {other: value for other, value in ASKED.items() if other != name}


@mistake(
    "Several rules are broken, and the last one decides here. The first must: "
    "`return` at once."
)
def _last_rule_decides(method: str, headers: dict[str, str]) -> int:
    status = 101
    if method != "GET":
        status = 405
    if headers.get("upgrade", "").lower() != "websocket":
        status = 426
    if "sec-websocket-key" not in headers or "sec-websocket-version" not in headers:
        status = 400
    if headers.get("sec-websocket-version") != "13":
        status = 426
    return status


@mistake(
    "400 says only that something is wrong. 405 and 426 say what: one `if` "
    "for each rule."
)
def _always_400(method: str, headers: dict[str, str]) -> int:
    return 101 if choose_status(method, headers) == 101 else 400


@mistake('The status must be a number: 101, not "101".')
def _as_text(method: str, headers: dict[str, str]) -> str:
    return str(choose_status(method, headers))


EXERCISE = Exercise(
    id="choose_status",
    title="Choose the status",
    minutes=7,
    solution=choose_status,
    rules=("H01", "H15", "H17", "H21"),
    cases=(
        Case(("GET", ASKED), 101, why="All four rules hold."),
        Case(
            ("GET", ASKED | {"upgrade": "WebSocket"}),
            101,
            why="The name of the protocol comes in any case.",
        ),
        Case(("POST", ASKED), 405, why="Only GET can be upgraded."),
        Case(
            ("POST", {"host": "example.com"}),
            405,
            why="Several things are wrong: the first rule decides.",
        ),
        Case(
            ("GET", {"host": "example.com"}),
            426,
            why="It asks for a page: the header is missing. Then "
            '`headers.get("upgrade", "")` gives an empty text, and no KeyError.',
        ),
        Case(("GET", ASKED | {"upgrade": "h2c"}), 426, why="Another protocol."),
        Case(("GET", _lacks("sec-websocket-key")), 400, why="There is no key."),
        Case(
            ("GET", _lacks("sec-websocket-version")),
            400,
            why="No version at all: the request is broken, not old.",
        ),
        Case(("GET", {"upgrade": "websocket"}), 400, why="Both are missing."),
        Case(("GET", ASKED | {"sec-websocket-version": "8"}), 426, why="Too old."),
        Case(("GET", ASKED | {"sec-websocket-version": "14"}), 426, why="Too new."),
        Case(("GET", ASKED | {"sec-websocket-version": "0"}), 426, why="Too old."),
        Case(("GET", ASKED | {"sec-websocket-version": "130"}), 426, why="Not 13."),
        Case(("GET", ASKED | {"sec-websocket-version": "x"}), 426, why="Not 13."),
        Case(
            ("GET", {"upgrade": "websocket", "sec-websocket-version": "8"}),
            400,
            why="Several things are wrong: rule 3 comes before rule 4.",
        ),
        Case(("PUT", ASKED), 405, why="PUT is not GET."),
        Case(("get", ASKED), 405, why="In a method, case matters: get is not GET."),
        Case(("GET", ASKED | {"upgrade": "websocket2"}), 426, why="Another protocol."),
        Case(
            ("GET", ASKED | {"upgrade": "WEBSOCKET"}),
            101,
            why="The name of the protocol comes in any case.",
        ),
        Case(
            ("GET", ASKED | {"upgrade": "my-websocket"}), 426, why="Another protocol."
        ),
        Case(("HEAD", ASKED), 405, why="HEAD is not GET."),
        Case(
            ("POST", ASKED | {"sec-websocket-version": "8"}),
            405,
            why="Two things are wrong: rule 1 comes before rule 4.",
        ),
        Case(
            ("POST", _lacks("sec-websocket-key")),
            405,
            why="Two things are wrong: rule 1 comes before rule 3.",
        ),
        Case(
            ("GET", _lacks("sec-websocket-key") | {"upgrade": "h2c"}),
            426,
            why="Two things are wrong: rule 2 comes before rule 3.",
        ),
        Case(
            ("GET", ASKED | {"sec-websocket-key": "no key"}),
            101,
            why="What is in the key is not looked at here.",
        ),
        Case(
            ("GET", ASKED | {"connection": "keep-alive"}),
            101,
            why="connection is not looked at here: that is done in wants_websocket.",
        ),
        Case(
            ("GET", ASKED | {"sec-websocket-version": "013"}),
            426,
            why="A header's value is text, and 013 is not 13.",
        ),
    ),
    hidden=(
        Case(("DELETE", ASKED), 405),
        Case(("Get", ASKED), 405),
        Case(("OPTIONS", {**ASKED, "sec-websocket-version": "7"}), 405),
        Case(("GET", {**ASKED, "upgrade": "the-websocket"}), 426),
        Case(("GET", {**ASKED, "upgrade": "webSocket"}), 101),
        Case(("GET", {**ASKED, "sec-websocket-version": "7"}), 426),
        Case(("GET", {**ASKED, "sec-websocket-key": "?", "connection": "x"}), 101),
    ),
    hints=(
        "Which rule is asked first? When it is broken, do the others matter?",
        "One `if` for each rule, in their order, each with its own `return`. `in` "
        "tells whether a header is there.",
        'if method != "GET":\n    return 405\n'
        'if headers.get("upgrade", "").lower() != …:\n    return …\n'
        'if "sec-websocket-key" not in headers or … not in headers:\n    return …\n'
        "if …:\n    return …\nreturn 101",
    ),
    mistakes=(
        Slip(
            "if method !=",
            "if method.upper() !=",
            "In a method, case matters: get is not GET. Compare it as it came.",
        ),
        Slip(
            'method != "GET"',
            'method == "POST"',
            "POST is not the only other method. Ask whether the method is GET: `!= "
            '"GET"`.',
        ),
        Slip(
            'headers.get("upgrade", "").lower() != "websocket"',
            '"websocket" not in headers.get("upgrade", "").lower()',
            "websocket2 is another protocol, though it has websocket in it. Compare "
            "the whole value: !=.",
        ),
        Slip(
            '"upgrade", ""',
            '"upgrade"',
            "`get` gives None for a missing header, and None has no `lower`. Give "
            '`get` a second value: `headers.get("upgrade", "")`.',
        ),
        Slip(
            'headers.get("upgrade", "").lower() != "websocket"',
            '"upgrade" not in headers',
            "There are other protocols to upgrade to. Look at the value of upgrade.",
        ),
        Slip(
            'headers["sec-websocket-version"] == "13"',
            '"13" in headers["sec-websocket-version"]',
            '`in` finds a part: "13" is in "130", too. Compare the whole: ==.',
        ),
        Slip(
            'if method != "GET"',
            'if method != "GET" and choose_status("GET", headers) == 101',
            "Several rules are broken here, and the first of them decides. Look at "
            "the method before the headers.",
        ),
        Slip(
            ' or "sec-websocket-version" not in headers:\n        return 400\n'
            '    return 101 if headers["sec-websocket-version"]',
            ":\n        return 400\n"
            '    return 101 if headers.get("sec-websocket-version")',
            "A missing version is not another version: it is a broken request, 400. "
            "`get` gives None for it, and None is not 13.",
        ),
        Slip(
            'if "sec-websocket-key"',
            'if headers.get("sec-websocket-version", "13") != "13":\n'
            "        return 426\n"
            '    if "sec-websocket-key"',
            "There is no key, and the version is old. Rule 3 comes before rule 4: "
            "first ask what is missing.",
        ),
        Slip(
            ".lower()",
            "",
            "The name of the protocol may come in any case: WebSocket is websocket.",
        ),
        Slip(
            'return 101 if headers["sec-websocket-version"] == "13" else 426',
            'if headers["sec-websocket-version"] != "13":\n        return 426',
            "When no rule is broken, this comes to its end and returns nothing. "
            "Return 101 there.",
        ),
        Slip(
            'headers["sec-websocket-version"] == "13"',
            'int(headers["sec-websocket-version"]) == 13',
            '`int` cannot read every version. Compare texts: `!= "13"`.',
        ),
        Slip(
            'headers["sec-websocket-version"] == "13"',
            'int(headers["sec-websocket-version"]) >= 13',
            "A newer version may be quite different. Exactly 13 is understood.",
        ),
        Slip(
            "return 101",
            "return 200",
            "200 means: here is your page. The upgrade is agreed to with 101, "
            "Switching Protocols.",
        ),
        Slip(
            '"13"',
            "13",
            'A header\'s value is text: "13" is not 13. Compare it with "13", by == or '
            "!=.",
        ),
        Slip(
            'if method != "GET":\n        return 405\n    ',
            "",
            "The method decides nothing here. Only GET can be upgraded: return 405 for "
            "the others.",
        ),
        Slip(
            "if method",
            'if not {"sec-websocket-key", "sec-websocket-version"} <= set(headers):\n'
            "        return 400\n    if method",
            "Several rules are broken, and a later one decides here. A request for a "
            "page has no key, but rule 2 comes first: `return` at once.",
        ),
        Slip(
            'if "sec-websocket-key"',
            'if headers.get("sec-websocket-version") != "13":\n'
            "        return 426\n"
            '    if "sec-websocket-key"',
            "No version at all is not another version: rule 3, and 400. Ask whether "
            "the header is there before you compare it.",
        ),
        Slip(
            '"sec-websocket-key" not in headers or ',
            "",
            "There is no key, and one of the two missing is enough for 400: "
            '`"…" not in headers or "…" not in headers`, each with its own `not in`.',
        ),
        Slip(
            'or "sec-websocket-version" not in headers:\n        return 400\n'
            '    return 101 if headers["sec-websocket-version"]',
            'and "sec-websocket-version" not in headers:\n        return 400\n'
            '    return 101 if headers.get("sec-websocket-version")',
            "One of the two is missing, and that is enough: `or`, not `and`.",
        ),
        Slip(
            "headers or ",
            "headers and ",
            "One of the two is missing, and that is enough for 400: "
            '`"…" not in headers or "…" not in headers`.',
        ),
        Slip(
            'headers.get("upgrade", "")',
            'headers["upgrade"]',
            "The header is missing, and `[…]` raises KeyError. "
            '`headers.get("upgrade", "")` gives an empty text instead.',
        ),
        _last_rule_decides,
        Slip(
            '== "13"',
            '>= "13"',
            'These are texts, and "8" comes behind "13", as b comes behind a. '
            "Exactly 13 is understood: use == or !=.",
        ),
        Slip(
            "else 426",
            "else 400",
            "A request of another version is not broken. 426 says that there is a "
            "version which is understood.",
        ),
        Slip(
            ' if headers["sec-websocket-version"] == "13" else 426',
            "",
            "The version is there, but which one is it? Only 13 is understood.",
        ),
        Slip(
            'headers.get("upgrade", "").lower() != "websocket":\n        return 426\n'
            '    if "sec-websocket-key" not in headers or "sec-websocket-version" not in headers',
            'headers["upgrade"].lower() != "websocket":\n        return 426\n'
            '    if not headers["sec-websocket-key"]',
            "A header may be missing, and then `[…]` raises KeyError. Ask with `in`, "
            'or take `headers.get(name, "")`.',
        ),
        Slip(
            '"sec-websocket-key" not in headers or',
            '"sec-websocket-key" or',
            'A good request gets 400. Is there `"a" or "b" not in headers`, a look at '
            "`connection`, or a name in capitals? None of them belongs here.",
        ),
        Slip(
            'headers.get("upgrade", "").lower() != "websocket":\n        return 426\n'
            '    if "sec-websocket-key" not in headers or',
            'headers["upgrade"].lower() != "websocket":\n        return 426\n'
            '    if "sec-websocket-key" or',
            'A good request gets 400: `"a" or "b" not in headers` is always true. '
            "Write `not in headers` for each of the two. And where a header is "
            "missing, `[…]` raises KeyError: use `get`.",
        ),
        _always_400,
        _as_text,
        Slip(
            '!= "websocket"',
            '!= "websocket" or "connection" not in headers',
            "A good request gets 426. Is there a look at `connection`? It is done in "
            "wants_websocket; leave it out here. Or a name in capitals? They are in "
            "small letters.",
        ),
    ),
)

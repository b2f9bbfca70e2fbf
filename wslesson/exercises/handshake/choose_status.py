"""Choose the status: what `choose_status` must do."""

from __future__ import annotations

from ...checking.model import Case, Exercise, Mistake, Slip, mistake
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


@mistake(
    "Several rules are broken, and a later one decides here. A request for a "
    "page has no key, but rule 2 comes first: `return` at once."
)
def _without_order(method: str, headers: dict[str, str]) -> int:
    if "sec-websocket-key" not in headers or "sec-websocket-version" not in headers:
        return 400
    return choose_status(method, headers)


@mistake(
    "Several rules are broken here, and the first of them decides. Look at "
    "the method before the headers."
)
def _method_later(method: str, headers: dict[str, str]) -> int:
    status = choose_status("GET", headers)
    return 405 if status == 101 and method != "GET" else status


@mistake("The method is not looked at. Only GET can be upgraded: the others get 405.")
def _any_method(_method: str, headers: dict[str, str]) -> int:
    return choose_status("GET", headers)


@mistake(
    "400 says only that something is wrong. 405 and 426 say what: one `if` "
    "for each rule."
)
def _always_400(method: str, headers: dict[str, str]) -> int:
    return 101 if choose_status(method, headers) == 101 else 400


@mistake(
    "A request of another version is not broken. 426 says that there is a "
    "version which is understood."
)
def _old_version_is_400(method: str, headers: dict[str, str]) -> int:
    status = choose_status(method, headers)
    upgrades = headers.get("upgrade", "").lower() == "websocket"
    return 400 if status == 426 and upgrades else status


@mistake('A header\'s value is text: "13" is not 13. Compare with "13".')
def _version_is_a_number(method: str, headers: dict[str, str]) -> int:
    status = choose_status(method, headers)
    return 426 if status == 101 else status


@mistake(
    'These are texts, and "8" comes behind "13", as b comes behind a. '
    "Exactly 13 is understood: use == or !=."
)
def _compares_texts(method: str, headers: dict[str, str]) -> int:
    status = choose_status(method, headers)
    if headers.get("sec-websocket-version", "") >= "13" and status == 426:
        return choose_status(method, headers | {"sec-websocket-version": "13"})
    return status


@mistake("A newer version may be quite different. Exactly 13 is understood.")
def _newer_is_welcome(method: str, headers: dict[str, str]) -> int:
    if int(headers.get("sec-websocket-version", "0")) > 13:
        headers = headers | {"sec-websocket-version": "13"}
    return choose_status(method, headers)


@mistake("The version is there, but which one is it? Only 13 is understood.")
def _any_version(method: str, headers: dict[str, str]) -> int:
    if "sec-websocket-version" in headers:
        headers = headers | {"sec-websocket-version": "13"}
    return choose_status(method, headers)


@mistake("The name of the protocol may come in any case: WebSocket is websocket.")
def _case_matters(method: str, headers: dict[str, str]) -> int:
    if method == "GET" and headers.get("upgrade") != "websocket":
        return 426
    return choose_status(method, headers)


@mistake(
    "A header may be missing, and then `[…]` raises KeyError. Ask with `in`, "
    'or take `headers.get(name, "")`.'
)
def _takes_for_granted(method: str, headers: dict[str, str]) -> int:
    if method != "GET":
        return 405
    if headers["upgrade"].lower() != "websocket":
        return 426
    _, version = headers["sec-websocket-key"], headers["sec-websocket-version"]
    return 101 if version == "13" else 426


@mistake(
    "There is no key, and one of the two missing is enough for 400: "
    '`"…" not in headers or "…" not in headers`, each with its own `not in`.'
)
def _forgets_the_key(method: str, headers: dict[str, str]) -> int:
    return choose_status(method, {"sec-websocket-key": "", **headers})


@mistake(
    "200 means: here is your page. The upgrade is agreed to with 101, "
    "Switching Protocols."
)
def _says_ok(method: str, headers: dict[str, str]) -> int:
    status = choose_status(method, headers)
    return 200 if status == 101 else status


@mistake('The status shall be a number: 101, not "101".')
def _as_words(method: str, headers: dict[str, str]) -> str:
    return str(choose_status(method, headers))


ASKED = {
    "upgrade": "websocket",
    "sec-websocket-key": SAMPLE,
    "sec-websocket-version": "13",
}


def _lacks(name: str) -> dict[str, str]:
    return {other: value for other, value in ASKED.items() if other != name}


def _both_must_be_missing(method: str, headers: dict[str, str]) -> int:
    status = choose_status(method, headers)
    if status != 400:
        return status
    if "sec-websocket-key" not in headers and "sec-websocket-version" not in headers:
        return 400
    return 101 if headers.get("sec-websocket-version") == "13" else 426


@mistake(
    "One of the two is missing, and that is enough for 400: "
    '`"…" not in headers or "…" not in headers`.'
)
def _both_must_be_missing_or_error(method: str, headers: dict[str, str]) -> int:
    if "sec-websocket-version" not in headers and "sec-websocket-key" in headers:
        raise KeyError  # the next rule asks for the version with […]
    return _both_must_be_missing(method, headers)


@mistake('`int` cannot read every version. Compare texts: `!= "13"`.')
def _int_of_the_version(method: str, headers: dict[str, str]) -> int:
    int(headers.get("sec-websocket-version", "0"))
    return choose_status(method, headers)


@mistake(
    "The header is missing, and `[…]` raises KeyError. "
    '`headers.get("upgrade", "")` gives an empty text instead.'
)
def _upgrade_taken_for_granted(method: str, headers: dict[str, str]) -> int:
    if method != "GET":
        return 405
    if headers["upgrade"].lower() != "websocket":
        return 426
    return choose_status(method, headers)


def _or_of_a_text(method: str, headers: dict[str, str]) -> int:
    status = choose_status(method, headers)
    upgrades = headers.get("upgrade", "").lower() == "websocket"
    return 400 if method == "GET" and upgrades else status


@mistake(
    'A good request gets 400: `"a" or "b" not in headers` is always true. '
    "Write `not in headers` for each of the two. And where a header is "
    "missing, `[…]` raises KeyError: use `get`."
)
def _or_of_a_text_or_error(method: str, headers: dict[str, str]) -> int:
    if method == "GET" and "upgrade" not in headers:
        raise KeyError  # rule 2 asks for it with […]
    return _or_of_a_text(method, headers)


@mistake(
    "`get` gives None for a missing header, and None has no `lower`. Give "
    '`get` a second value: `headers.get("upgrade", "")`.'
)
def _get_gives_no_text(method: str, headers: dict[str, str]) -> int:
    if method == "GET" and "upgrade" not in headers:
        raise AttributeError  # None has no lower
    return choose_status(method, headers)


@mistake("There are other protocols to upgrade to. Look at the value of upgrade.")
def _upgrade_to_anything(method: str, headers: dict[str, str]) -> int:
    if "upgrade" in headers:
        headers = headers | {"upgrade": "websocket"}
    return choose_status(method, headers)


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
    "When no rule is broken, this comes to its end and returns nothing. "
    "Return 101 there."
)
def _no_return_at_the_end(method: str, headers: dict[str, str]) -> int | None:
    status = choose_status(method, headers)
    return None if status == 101 else status


@mistake('`in` finds a part: "13" is in "130", too. Compare the whole: ==.')
def _part_of_the_version(method: str, headers: dict[str, str]) -> int:
    if "13" in headers.get("sec-websocket-version", ""):
        headers = headers | {"sec-websocket-version": "13"}
    return choose_status(method, headers)


@mistake("In a method, case matters: get is not GET. Compare it as it came.")
def _method_in_any_case(method: str, headers: dict[str, str]) -> int:
    return choose_status(method.upper(), headers)


@mistake(
    'POST is not the only other method. Ask whether the method is GET: `!= "GET"`.'
)
def _only_post(method: str, headers: dict[str, str]) -> int:
    return 405 if method == "POST" else choose_status("GET", headers)


@mistake(
    "websocket2 is another protocol, though it has websocket in it. Compare "
    "the whole value: !=."
)
def _part_of_the_upgrade(method: str, headers: dict[str, str]) -> int:
    if "websocket" in headers.get("upgrade", "").lower():
        headers = headers | {"upgrade": "websocket"}
    return choose_status(method, headers)


@mistake(
    "A good request gets 426. Is there a look at `connection`? It is done in "
    "wants_websocket; leave it out here."
)
def _asks_for_connection(method: str, headers: dict[str, str]) -> int:
    if method == "GET" and "connection" not in headers:
        return 426
    return choose_status(method, headers)


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
    ),
    hidden=(
        Case(("DELETE", ASKED), 405),
        Case(("Get", ASKED), 405),
        Case(("GET", ASKED | {"upgrade": "my-websocket"}), 426),
        Case(("GET", {**ASKED, "upgrade": "WEBSOCKET"}), 101),
        Case(("GET", {**ASKED, "sec-websocket-version": "7"}), 426),
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
        _method_in_any_case,
        _only_post,
        _part_of_the_upgrade,
        _get_gives_no_text,
        _upgrade_to_anything,
        _part_of_the_version,
        _method_later,
        Slip(
            'or "sec-websocket-version" not in headers:\n'
            "        return 400\n"
            '    return 101 if headers["sec-websocket-version"]',
            ":\n"
            "        return 400\n"
            '    return 101 if headers.get("sec-websocket-version")',
            "A missing version is not another version: it is a broken request, 400. "
            "`get` gives None for it, and None is not 13.",
        ),
        Slip(
            '"sec-websocket-key" not in headers or "sec-websocket-version" not in headers:\n'
            "        return 400\n"
            '    return 101 if headers["sec-websocket-version"] == "13" else 426',
            'headers.get("sec-websocket-version", "13") != "13":\n'
            "        return 426\n"
            "    return choose_status(method, headers)",
            "There is no key, and the version is old. Rule 3 comes before rule 4: "
            "first ask what is missing.",
        ),
        _case_matters,
        _no_return_at_the_end,
        _int_of_the_version,
        _newer_is_welcome,
        _says_ok,
        _version_is_a_number,
        _any_method,
        _without_order,
        Slip(
            '"sec-websocket-key" not in headers or "sec-websocket-version" not in headers:\n'
            "        return 400\n"
            '    return 101 if headers["sec-websocket-version"] == "13" else 426',
            'headers.get("sec-websocket-version") != "13":\n'
            "        return 426\n"
            '    return 101 if "sec-websocket-key" in headers else 400',
            "No version at all is not another version: rule 3, and 400. Ask whether "
            "the header is there before you compare it.",
        ),
        _forgets_the_key,
        Mistake(
            _both_must_be_missing,
            "One of the two is missing, and that is enough: `or`, not `and`.",
        ),
        _both_must_be_missing_or_error,
        _upgrade_taken_for_granted,
        _last_rule_decides,
        _compares_texts,
        _old_version_is_400,
        _any_version,
        _takes_for_granted,
        Mistake(
            _or_of_a_text,
            'A good request gets 400. Is there `"a" or "b" not in headers`, or a '
            "look at `connection`? Neither belongs here.",
        ),
        _or_of_a_text_or_error,
        _always_400,
        _as_words,
        _asks_for_connection,
    ),
)

"""Is it an upgrade?: what `wants_websocket` must do."""

from __future__ import annotations

from ...checking.model import Case, Exercise, Slip, mistake


def wants_websocket(headers: dict[str, str]) -> bool:
    """Tell whether a request asks for an upgrade to WebSocket.

    The names in `headers` are in small letters already.
    """
    listed = headers.get("connection", "").lower().split(",")
    tokens = [token.strip() for token in listed]
    return headers.get("upgrade", "").lower() == "websocket" and "upgrade" in tokens


def _upgrade_fits(headers: dict[str, str]) -> bool:
    return headers.get("upgrade", "").lower() == "websocket"


def _tokens(headers: dict[str, str]) -> list[str]:
    value = headers.get("connection", "").lower()
    return [token.strip() for token in value.split(",")]


@mistake(
    "Connection is a list: browsers send `keep-alive, Upgrade`. Split it at the commas."
)
def _connection_is_one_word(headers: dict[str, str]) -> bool:
    return _upgrade_fits(headers) and headers.get("connection", "").lower() == "upgrade"


@mistake(
    "`in` finds a part of a word, too: no-upgrade is not upgrade. Split the "
    "list at its commas, then compare whole words."
)
def _part_of_a_word(headers: dict[str, str]) -> bool:
    return _upgrade_fits(headers) and "upgrade" in headers.get("connection", "").lower()


@mistake(
    "This knows one way to write it. Both values may come in any case, and "
    "Connection is a list."
)
def _exactly_as_printed(headers: dict[str, str]) -> bool:
    return (
        headers.get("upgrade") == "websocket" and headers.get("connection") == "Upgrade"
    )


@mistake(
    "The words of the list may come in any case: upgrade, UPGRADE. Make the "
    "value small first."
)
def _token_in_capitals(headers: dict[str, str]) -> bool:
    listed = headers.get("connection", "").split(",")
    return _upgrade_fits(headers) and "Upgrade" in [each.strip() for each in listed]


@mistake("The name of the protocol may come in any case: WebSocket is websocket.")
def _name_in_one_case(headers: dict[str, str]) -> bool:
    return headers.get("upgrade") == "websocket" and "upgrade" in _tokens(headers)


@mistake(
    "There are spaces around the words of the list. `strip` each word after the split."
)
def _spaces_stay(headers: dict[str, str]) -> bool:
    value = headers.get("connection", "").lower()
    return _upgrade_fits(headers) and "upgrade" in value.split(",")


@mistake(
    "A list may come without a space after the comma, or with two. Split at "
    "the comma, then `strip`."
)
def _comma_and_space(headers: dict[str, str]) -> bool:
    value = headers.get("connection", "").lower()
    return _upgrade_fits(headers) and "upgrade" in value.split(", ")


@mistake("A list is split at its commas. Split at spaces, a word keeps its comma.")
def _splits_at_spaces(headers: dict[str, str]) -> bool:
    value = headers.get("connection", "").lower()
    return _upgrade_fits(headers) and "upgrade" in value.split()


@mistake(
    "This was split at a space, and only a comma parts two words. Split at the "
    "commas, then `strip`."
)
def _commas_become_spaces(headers: dict[str, str]) -> bool:
    value = headers.get("connection", "").lower()
    return _upgrade_fits(headers) and "upgrade" in value.replace(",", " ").split()


@mistake(
    "A space was taken out of the middle of a word. Only those around a word "
    "mean nothing: `strip` each word after the split."
)
def _drops_all_spaces(headers: dict[str, str]) -> bool:
    value = headers.get("connection", "").lower()
    return _upgrade_fits(headers) and "upgrade" in value.replace(" ", "").split(",")


@mistake(
    "A header may be missing, and then `[…]` raises KeyError. A request for a "
    'page is no error here: `headers.get(name, "")`, and the answer is False.'
)
def _must_be_there(headers: dict[str, str]) -> bool:
    tokens = [token.strip() for token in headers["connection"].lower().split(",")]
    return headers["upgrade"].lower() == "websocket" and "upgrade" in tokens


@mistake(
    "A header may be missing, and then `[…]` raises KeyError: use `get`. And "
    "split the list before you look for a word in it."
)
def _part_of_a_word_or_error(headers: dict[str, str]) -> bool:
    return (
        headers["upgrade"].lower() == "websocket"
        and "upgrade" in headers["connection"].lower()
    )


@mistake("Connection was looked at, and Upgrade not: to which protocol?")
def _only_connection(headers: dict[str, str]) -> bool:
    return "upgrade" in _tokens(headers)


@mistake("Upgrade was looked at, and Connection not. Both must say it.")
def _only_upgrade(headers: dict[str, str]) -> bool:
    return _upgrade_fits(headers)


@mistake("One of the two is not enough. Both must say it: `and`, not `or`.")
def _either(headers: dict[str, str]) -> bool:
    return _upgrade_fits(headers) or "upgrade" in _tokens(headers)


@mistake("Where the answer is no, this gives None. Return False.")
def _true_or_nothing(headers: dict[str, str]) -> bool | None:
    return True if wants_websocket(headers) else None


@mistake(
    "Only the first word of the list was looked at. Look at all words before "
    "you return False."
)
def _first_word(headers: dict[str, str]) -> bool:
    return _upgrade_fits(headers) and _tokens(headers)[0] == "upgrade"


@mistake("Only the last word of the list was looked at.")
def _last_word(headers: dict[str, str]) -> bool:
    return _upgrade_fits(headers) and _tokens(headers)[-1] == "upgrade"


@mistake(
    "A list does not always end with the word that you look for, and another "
    "word may end like it. Split at the commas."
)
def _how_it_ends(headers: dict[str, str]) -> bool:
    value = headers.get("connection", "").lower()
    return _upgrade_fits(headers) and value.endswith("upgrade")


@mistake(
    "`get` gives None for a missing header, and None has no `lower`. Give "
    '`get` a second value: `headers.get(name, "")`.'
)
def _get_gives_none(headers: dict[str, str]) -> bool:
    if "upgrade" not in headers or "connection" not in headers:
        raise AttributeError  # None has no lower
    return wants_websocket(headers)


EXERCISE = Exercise(
    id="wants_websocket",
    title="Is it an upgrade?",
    minutes=6,
    solution=wants_websocket,
    rules=("H03", "H04"),
    cases=(
        Case(({"upgrade": "websocket", "connection": "upgrade"},), True),
        Case(
            ({"upgrade": "websocket", "connection": "Upgrade"},),
            True,
            why="Both values are the same in any case.",
        ),
        Case(
            ({"upgrade": "WebSocket", "connection": "upgrade"},),
            True,
            why="Both values are the same in any case.",
        ),
        Case(
            ({"upgrade": "websocket", "connection": "keep-alive, Upgrade"},),
            True,
            why="Connection is a list, and Upgrade is in it.",
        ),
        Case(
            ({"upgrade": "websocket", "connection": "UPGRADE,keep-alive"},),
            True,
            why="A list needs no space after its comma.",
        ),
        Case(
            ({"upgrade": "websocket", "connection": "keep-alive ,  Upgrade"},),
            True,
            why="Spaces around the words of a list mean nothing.",
        ),
        Case(
            ({"upgrade": "websocket", "connection": "Upgrade , keep-alive"},),
            True,
            why="Spaces around the words of a list mean nothing.",
        ),
        Case(({"connection": "Upgrade"},), False, why="Upgrade is missing."),
        Case(({"upgrade": "websocket"},), False, why="Connection is missing."),
        Case(
            ({"upgrade": "h2c", "connection": "Upgrade"},),
            False,
            why="An upgrade, but to another protocol.",
        ),
        Case(
            ({"upgrade": "websocket", "connection": "keep-alive"},),
            False,
            why="Connection does not list Upgrade.",
        ),
        Case(
            ({"upgrade": "websocket", "connection": "no-upgrade"},),
            False,
            why="no-upgrade is another word, though it has upgrade in it.",
        ),
        Case(
            ({"upgrade": "websocket", "connection": "no upgrade"},),
            False,
            why="Only a comma parts two words: this is one, and not upgrade.",
        ),
        Case(
            ({"upgrade": "websocket", "connection": "up grade"},),
            False,
            why="A space inside a word is a part of it: this is not upgrade.",
        ),
        Case(({"host": "example.com"},), False, why="A request for a page."),
        Case(
            ({"upgrade": "websocket2", "connection": "Upgrade"},),
            False,
            why="websocket2 is another word.",
        ),
        Case(
            ({"upgrade": "websocket", "connection": "upgrade-insecure"},),
            False,
            why="upgrade-insecure is another word.",
        ),
    ),
    hidden=(
        Case(({"upgrade": "WEBSOCKET", "connection": "close, upgrade"},), True),
        Case(({"upgrade": "my-websocket", "connection": "Upgrade"},), False),
        Case(({"upgrade": "websocket", "connection": "close, upgraded"},), False),
        Case(({},), False),
    ),
    hints=(
        "Which two headers say it, and which of them is a list?",
        'A header may be missing: `headers.get(name, "")`. Make the value small, '
        "split the list at its commas, and strip each word.",
        "words = []\n"
        'for word in headers.get("connection", "").lower().split(","):\n'
        "    words.append(word.…)\n"
        'return headers.get("upgrade", "").… == … and … in words',
    ),
    mistakes=(
        Slip(
            'listed = headers.get("connection", "").lower().split(",")\n'
            "    tokens = [token.strip() for token in listed]\n"
            '    return headers.get("upgrade", "").lower() == "websocket" and "upgrade" in tokens',
            'value = headers.get("upgrade", "").lower()\n'
            '    return "websocket" in value and "upgrade" in _tokens(headers)',
            "websocket2 is another word, though it has websocket in it. Compare the "
            "whole value: ==.",
        ),
        Slip(
            'listed = headers.get("connection", "").lower().split(",")\n'
            "    tokens = [token.strip() for token in listed]\n"
            '    return headers.get("upgrade", "").lower() == "websocket" and "upgrade" in tokens',
            'begins = [token.startswith("upgrade") for token in _tokens(headers)]\n'
            "    return _upgrade_fits(headers) and any(begins)",
            "upgrade-insecure is another word, though it begins with upgrade. Compare "
            "whole words: ==.",
        ),
        _commas_become_spaces,
        _drops_all_spaces,
        _part_of_a_word,
        _name_in_one_case,
        _splits_at_spaces,
        Slip(
            'listed = headers.get("connection", "").lower().split(",")\n'
            "    tokens = [token.strip() for token in listed]\n"
            '    return headers.get("upgrade", "").lower() == "websocket" and "upgrade" in tokens',
            'return "upgrade" in headers and "upgrade" in _tokens(headers)',
            "There are other protocols to upgrade to. Look at the value of Upgrade.",
        ),
        _first_word,
        _last_word,
        _token_in_capitals,
        _only_connection,
        _how_it_ends,
        Slip(
            'listed = headers.get("connection", "").lower().split(",")\n'
            "    tokens = [token.strip() for token in listed]\n"
            '    return headers.get("upgrade", "").lower() == "websocket" and "upgrade" in tokens',
            'upgrade, connection = headers.get("upgrade", ""), headers.get("connection", "")\n'
            '    return "websocket" in upgrade.lower() and "upgrade" in connection.lower()',
            "A part of a word is not the word: websocket2 is not websocket, "
            "upgrade-insecure is not upgrade. Compare whole words: ==.",
        ),
        Slip(
            'listed = headers.get("connection", "").lower().split(",")\n'
            "    tokens = [token.strip() for token in listed]\n"
            '    return headers.get("upgrade", "").lower() == "websocket" and "upgrade" in tokens',
            'return "upgrade" in headers and "connection" in headers',
            "Both headers are there. But what do they say?",
        ),
        _get_gives_none,
        _spaces_stay,
        _comma_and_space,
        _must_be_there,
        Slip(
            'listed = headers.get("connection", "").lower().split(",")\n'
            "    tokens = [token.strip() for token in listed]\n"
            '    return headers.get("upgrade", "").lower() == "websocket" and "upgrade" in tokens',
            'first = headers["connection"].lower().split(",")[0].strip()\n'
            '    return headers["upgrade"].lower() == "websocket" and first == "upgrade"',
            "Only the first word of the list was looked at: look at all before you "
            "return False. And where a header is missing, `[…]` raises KeyError: use "
            "`get`.",
        ),
        _only_upgrade,
        _connection_is_one_word,
        _part_of_a_word_or_error,
        _exactly_as_printed,
        _either,
        Slip(
            'listed = headers.get("connection", "").lower().split(",")\n'
            "    tokens = [token.strip() for token in listed]\n"
            '    return headers.get("upgrade", "").lower() == "websocket" and "upgrade" in tokens',
            'return headers["upgrade"] == "websocket" and "upgrade" in headers["connection"]',
            "The value here is `Upgrade`, with a capital. Make the values small, too: "
            "`.lower()`.",
        ),
        Slip(
            '"connection", "").lower().split(",")\n'
            "    tokens = [token.strip() for token in listed]\n"
            '    return headers.get("upgrade"',
            '"Connection", "").lower().split(",")\n'
            "    tokens = [token.strip() for token in listed]\n"
            '    return headers.get("Upgrade"',
            "The names in this dict are in small letters: `upgrade`, `connection`.",
        ),
        Slip(
            'listed = headers.get("connection", "").lower().split(",")\n'
            "    tokens = [token.strip() for token in listed]\n"
            '    return headers.get("upgrade", "").lower() == "websocket" and "upgrade" in tokens',
            'return headers["Upgrade"].lower() == "websocket"',
            "There is no such name in this dict: its names are in small letters, "
            "`upgrade` and `connection`.",
        ),
        _true_or_nothing,
    ),
)

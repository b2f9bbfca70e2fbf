"""Is it an upgrade? Tell by two headers that come in many forms."""

from __future__ import annotations

from ...checking.model import Case, Exercise, Slip


def wants_websocket(headers: dict[str, str]) -> bool:
    """Tell whether a request asks for an upgrade to WebSocket.

    The names in `headers` are in small letters already.
    """
    upgrade = headers.get("upgrade", "").lower()
    listed = headers.get("connection", "").lower()
    words = [word.strip() for word in listed.split(",")]
    return upgrade == "websocket" and "upgrade" in words


EXERCISE = Exercise(
    id="wants_websocket",
    title="Is it an upgrade?",
    minutes=6,
    solution=wants_websocket,
    rules=("H03", "H04"),
    cases=(
        Case(
            ({"upgrade": "websocket", "connection": "upgrade"},),
            True,
            why="Both headers say it, each with one word.",
        ),
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
        Case(({"connection": "Upgrade"},), False, why="Upgrade is missing: False."),
        Case(({"upgrade": "websocket"},), False, why="Connection is missing: False."),
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
        Case(
            ({"upgrade": "WEBSOCKET", "connection": "close, uPgRaDe"},),
            True,
            why="Both values are the same in any case.",
        ),
        Case(
            ({"upgrade": "websocket", "connection": "close, Upgrade, keep-alive"},),
            True,
            why="Upgrade stands in the middle of the list.",
        ),
        Case(
            ({"upgrade": "my-websocket", "connection": "Upgrade"},),
            False,
            why="my-websocket is another word.",
        ),
        Case(
            ({"upgrade": "websocket", "connection": "keep-alive;Upgrade"},),
            False,
            why="Only a comma parts two words: this is one, and not upgrade.",
        ),
    ),
    hidden=(
        Case(({"upgrade": "webSocket", "connection": "close, upGRADE"},), True),
        Case(({"upgrade": "websocket", "connection": "a, b , UPGRADE ,c"},), True),
        Case(({"upgrade": "the-websocket", "connection": "Upgrade"},), False),
        Case(({"upgrade": "websocket", "connection": "close, upgraded"},), False),
        Case(({"upgrade": "websocket", "connection": "close|upgrade"},), False),
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
            'upgrade == "websocket"',
            '"websocket" in upgrade',
            "websocket2 is another word, though it has websocket in it. Compare the "
            "whole value: ==.",
        ),
        Slip(
            '"upgrade" in words',
            'any(word.startswith("upgrade") for word in words)',
            "upgrade-insecure is another word, though it begins with upgrade. Compare "
            "whole words: ==.",
        ),
        Slip(
            'listed.split(",")',
            'listed.replace(",", " ").split()',
            "This was split at a space, and only a comma parts two words. Split at the "
            "commas, then `strip`.",
        ),
        Slip(
            'listed.split(",")',
            'listed.replace(" ", "").split(",")',
            "A space was taken out of the middle of a word. Only those around a word "
            "mean nothing: `strip` each word after the split.",
        ),
        Slip(
            '"upgrade" in words',
            '"upgrade" in listed',
            "`in` finds a part of a word, too: no-upgrade is not upgrade. Split the "
            "list at its commas, then compare whole words.",
        ),
        Slip(
            '"upgrade", "").lower()',
            '"upgrade", "")',
            "The name of the protocol may come in any case: WebSocket is websocket.",
        ),
        Slip(
            '.split(",")',
            ".split()",
            "A list is split at its commas. Split at spaces, a word keeps its comma.",
        ),
        Slip(
            'upgrade == "websocket"',
            '"upgrade" in headers',
            "There are other protocols to upgrade to. Look at the value of Upgrade.",
        ),
        Slip(
            '"upgrade" in words',
            'words[0] == "upgrade"',
            "Only the first word of the list was looked at. Look at all words before "
            "you return False.",
        ),
        Slip(
            '"upgrade" in words',
            'words[-1] == "upgrade"',
            "Only the last word of the list was looked at.",
        ),
        Slip(
            '"upgrade" in words',
            '"Upgrade" in map(str.strip, headers.get("connection", "").split(","))',
            "The words of the list may come in any case: upgrade, UPGRADE. Make the "
            "value small first.",
        ),
        Slip(
            'upgrade == "websocket" and ',
            "",
            "Connection was looked at, and Upgrade not: to which protocol?",
        ),
        Slip(
            '"upgrade" in words',
            'listed.endswith("upgrade")',
            "A list does not always end with the word that you look for, and another "
            "word may end like it. Split at the commas.",
        ),
        Slip(
            'upgrade == "websocket" and "upgrade" in words',
            '"websocket" in upgrade and "upgrade" in listed',
            "A part of a word is not the word: websocket2 is not websocket, "
            "upgrade-insecure is not upgrade. Compare whole words: ==.",
        ),
        Slip(
            'upgrade == "websocket" and "upgrade" in words',
            '"upgrade" in headers and "connection" in headers',
            "Both headers are there. But what do they say?",
        ),
        Slip(
            ', "")',
            ")",
            "`get` gives None for a missing header, and None has no `lower`. Give "
            '`get` a second value: `headers.get(name, "")`.',
        ),
        Slip(
            "word.strip()",
            "word",
            "There are spaces around the words of the list. `strip` each word after "
            "the split.",
        ),
        Slip(
            "in words",
            'in listed.split(", ")',
            "A list may come without a space after the comma, or with two. Split at "
            "the comma, then `strip`.",
        ),
        Slip(
            'headers.get("upgrade", "").lower()\n'
            '    listed = headers.get("connection", "")',
            'headers["upgrade"].lower()\n    listed = headers["connection"]',
            "A header may be missing, and then `[…]` raises KeyError. A request for a "
            'page is no error here: `headers.get(name, "")`, and the answer is False.',
        ),
        Slip(
            'upgrade == "websocket" and "upgrade" in words',
            'headers["upgrade"].lower() == "websocket" and '
            'headers["connection"].lower().split(",")[0].strip() == "upgrade"',
            "Only the first word of the list was looked at: look at all before you "
            "return False. And where a header is missing, `[…]` raises KeyError: use "
            "`get`.",
        ),
        Slip(
            ' and "upgrade" in words',
            "",
            "Upgrade was looked at, and Connection not. Both must say it.",
        ),
        Slip(
            '"upgrade" in words',
            'listed == "upgrade"',
            "Connection is a list: browsers send `keep-alive, Upgrade`. Split it at "
            "the commas.",
        ),
        Slip(
            'upgrade == "websocket" and "upgrade" in words',
            'headers["upgrade"].lower() == "websocket" and '
            '"upgrade" in headers["connection"].lower()',
            "A header may be missing, and then `[…]` raises KeyError: use `get`. And "
            "split the list before you look for a word in it.",
        ),
        Slip(
            'upgrade == "websocket" and "upgrade" in words',
            'headers.get("upgrade") == "websocket" and '
            'headers.get("connection") == "Upgrade"',
            "This knows one way to write it. Both values may come in any case, and "
            "Connection is a list.",
        ),
        Slip(
            " and ",
            " or ",
            "One of the two is not enough. Both must say it: `and`, not `or`.",
        ),
        Slip(
            'upgrade == "websocket" and "upgrade" in words',
            'headers["upgrade"] == "websocket" and "upgrade" in headers["connection"]',
            "The value here is `Upgrade`, with a capital. Make the values small, too: "
            "`.lower()`.",
        ),
        Slip(
            'get("upgrade", "").lower()\n    listed = headers.get("connection"',
            'get("Upgrade", "").lower()\n    listed = headers.get("Connection"',
            "The names in this dict are in small letters: `upgrade`, `connection`. "
            "(And what `.lower()` gives is never `WebSocket`.)",
        ),
        Slip(
            'headers.get("upgrade", "")',
            'headers["Upgrade"]',
            "There is no such name in this dict: its names are in small letters, "
            "`upgrade` and `connection`.",
        ),
        Slip(
            'return upgrade == "websocket" and "upgrade" in words',
            'if upgrade == "websocket" and "upgrade" in words:\n        return True',
            "Where the answer is no, this gives None. Return False.",
        ),
        Slip("return ", "", "Nothing came back: is there a `return`?"),
    ),
)

"""Read a goodbye: the code and the reason, from a peer you do not trust."""

from __future__ import annotations

from ...checking.model import Case, Exercise, Raises, Slip, mistake


def parse_close(payload: bytes) -> tuple[int, str]:
    """Return the code and the reason that a Close frame carries.

    An empty payload gives (1005, ""). Raises ValueError for half a code, a code
    that may not be sent, and a reason that is not UTF-8.
    """
    if not payload:
        return 1005, ""
    if len(payload) == 1:
        raise ValueError("half a code")
    code = int.from_bytes(payload[:2], "big")
    if code in (1004, 1005, 1006) or not (1000 <= code <= 1014 or 3000 <= code <= 4999):
        raise ValueError(f"code {code}")
    return code, payload[2:].decode()


@mistake(
    "This reads a code where there is none. First look at the length: 0 bytes "
    "and 1 byte are special, and not every number is a code."
)
def _reads_any_code(payload: bytes) -> tuple[int, str]:
    return int.from_bytes(payload[:2], "big"), payload[2:].decode()


EXERCISE = Exercise(
    id="parse_close",
    title="Read a goodbye",
    minutes=8,
    solution=parse_close,
    rules=("C03", "C04", "X05", "X06"),
    cases=(
        Case(
            (b"\x03\xe8",),
            (1000, ""),
            why='Return a tuple: (1000, ""). 03 e8 is 3 × 256 + 232.',
        ),
        Case((b"\x10\x0f",), (4111, ""), why="10 0f is 4111: 16 × 256 + 15."),
        Case((b"\x03\xe9bye",), (1001, "bye"), why="The code, then the reason."),
        Case((b"\x03\xe8\xe2\x82\xac",), (1000, "€"), why="The reason is UTF-8."),
        Case(
            (b"\x03\xe8 Good bye\n",),
            (1000, " Good bye\n"),
            why="All the rest is the reason, as it is.",
        ),
        Case((b"",), (1005, ""), why="No code was sent, and 1005 is the name for it."),
        Case((b"\x03",), Raises(ValueError), why="One byte is half a code."),
        Case((b"\x03\xe7",), Raises(ValueError), why="999: codes begin at 1000."),
        Case((b"\x0b\xb7",), Raises(ValueError), why="2999 is on no list."),
        Case((b"\x03\xf7",), Raises(ValueError), why="1015 is never sent."),
        Case((b"\x03\xec",), Raises(ValueError), why="1004 is reserved."),
        Case((b"\x03\xed",), Raises(ValueError), why="1005 is never sent."),
        Case((b"\x03\xee",), Raises(ValueError), why="1006 is never sent."),
        Case((b"\x03\xea",), (1002, ""), why="1002 is on the list."),
        Case((b"\x03\xeb",), (1003, ""), why="1003 is on the list."),
        Case((b"\x03\xef",), (1007, ""), why="1007 is on the list."),
        Case((b"\x03\xf0",), (1008, ""), why="1008 is on the list."),
        Case((b"\x03\xf1",), (1009, ""), why="1009 is on the list."),
        Case((b"\x03\xf2",), (1010, ""), why="1010 is on the list."),
        Case((b"\x03\xf3",), (1011, ""), why="1011 is on the list."),
        Case((b"\x03\xf4",), (1012, ""), why="1012 is on the list."),
        Case((b"\x03\xf5",), (1013, ""), why="1013 is on the list."),
        Case((b"\x03\xf6",), (1014, ""), why="1014 is on the list."),
        Case((b"\x03\xf8",), Raises(ValueError), why="1016 is on no list."),
        Case((b"\x0b\xb8",), (3000, ""), why="3000 is the first registered code."),
        Case((b"\x0f\x9f",), (3999, ""), why="3999 is the last registered code."),
        Case((b"\x0f\xa0busy",), (4000, "busy"), why="4000 is a private code."),
        Case((b"\x13\x87",), (4999, ""), why="4999 is the last private code."),
        Case((b"\x13\x88",), Raises(ValueError), why="5000 is past the end."),
        Case((b"\x03\xe8\xff",), Raises(ValueError), why="ff is never UTF-8."),
        Case((b"\x03\xe8\xe2\x82",), Raises(ValueError), why="This is half a €."),
    ),
    hidden=(
        Case((b"\x0b\xb9\xc3\xa9",), (3001, "é")),
        Case((bytes(2),), Raises(ValueError)),
        Case((b"\xe8",), Raises(ValueError)),
        Case((b"\xff\xff",), Raises(ValueError)),
        Case((b"\x03\xed\x03\xe8",), Raises(ValueError)),
        Case((b"\x03\xe9\xc0\x80",), Raises(ValueError)),
        Case((b"\x03\xe9\xed\xa0\x80",), Raises(ValueError)),
    ),
    hints=(
        "Which two lengths of the payload need a rule of their own, before a code "
        "can be read?",
        'int.from_bytes(payload[:2], "big") is the code. Check it against the two '
        "ranges and the three exceptions. decode raises UnicodeDecodeError, which is "
        "a ValueError already.",
        "if not payload:\n    return …\nif len(payload) == 1:\n    raise …\n"
        'code = int.from_bytes(payload[:2], "big")\n'
        "if code in (…) or not (1000 <= code <= … or …):\n    raise …\n"
        "return code, payload[2:].decode()",
    ),
    mistakes=(
        Slip(
            " or 3000 <= code <= 4999",
            "",
            "3000 to 3999 (registered) and 4000 to 4999 (private) are allowed.",
        ),
        Slip(
            "1000 <= code <= 1014 or 3000 <= code <= 4999",
            "code in range(1000, 1014) or code in range(3000, 4999)",
            "The last code of each range is allowed, too: range stops before its end.",
        ),
        Slip(
            "1014",
            "1003",
            "A code from 1007 to 1014 was refused, and they are all allowed.",
        ),
        Slip("4999", "5000", "5000 is past the end: 4999 is the last."),
        Slip(
            'raise ValueError("half a code")',
            'return 1005, ""',
            "One byte is not “no code”. It is half a code, and breaks a rule.",
        ),
        Slip(
            "not payload",
            'payload == ""',
            "An empty payload breaks no rule: no code was sent, and 1005 is the name "
            'for that. (Did you ask for it? b"" is not equal to "": write “if not '
            "payload”.)",
        ),
        Slip(
            "return 1005",
            "return 1000",
            "1000 would say that all is well. The peer said nothing: that is 1005.",
        ),
        Slip(
            "return 1005",
            "return 1006",
            "1006 means that no Close frame came. One came, without a code: 1005.",
        ),
        Slip(
            "decode()",
            'decode(errors="replace")',
            "A reason that is not UTF-8 breaks a rule. Let decode raise: do not "
            "replace what it cannot read.",
        ),
        Slip(
            "decode()",
            'decode(errors="ignore")',
            "A reason that is not UTF-8 breaks a rule. Let decode raise: do not leave "
            "out what it cannot read.",
        ),
        Slip(
            "decode()",
            'decode("ascii")',
            "The reason is UTF-8. ascii knows only 128 characters, and € is not among "
            "them: decode() alone reads UTF-8.",
        ),
        Slip(
            "decode()",
            'decode("latin-1")',
            "The reason is UTF-8. latin-1 makes a character of each byte, so € becomes "
            "three, and it refuses nothing: decode() alone reads UTF-8.",
        ),
        Slip(
            "payload[:2]",
            "payload",
            "The whole payload was read as one number. The code is its first two "
            "bytes: payload[:2].",
        ),
        Slip(
            "1014 or 3000",
            "1014 and 3000",
            "A code was refused that is allowed. It may be in one range OR the other: "
            "in both it cannot be.",
        ),
        Slip(
            'int.from_bytes(payload[:2], "big")',
            "int(payload[:2])",
            "int reads digits, and these bytes are none. int.from_bytes reads bytes.",
        ),
        Slip(
            'raise ValueError(f"code {code}")',
            "return None",
            "Nothing was raised. For a code that may not come, raise ValueError: None "
            "is easily taken for an answer.",
        ),
        Slip(
            "payload[2:].decode()",
            "str(payload[2:])",
            "str of bytes is what Python would print, b and quotes included. decode "
            "makes text of bytes.",
        ),
        Slip(
            '"big"',
            '"little"',
            "The code is read from the wrong end: 03 e8 is 3 × 256 + 232 = 1000.",
        ),
        Slip(
            "payload[2:].decode()",
            "payload[2:]",
            "The reason is still bytes, and it is text: decode it.",
        ),
        Slip(
            "payload[2:].decode()",
            "payload.decode()",
            "The whole payload was decoded. Decode only the reason, payload[2:]. The "
            "code is no text.",
        ),
        Slip(
            'if len(payload) == 1:\n        raise ValueError("half a code")\n'
            '    code = int.from_bytes(payload[:2], "big")',
            "code = payload[0] * 256 + payload[1]",
            "With one byte there is no payload[1]. Look at the length first, and "
            "raise ValueError.",
        ),
        Slip(
            "(1004, 1005, 1006)",
            "(1005, 1006)",
            "1004 is left: it is reserved, and nobody may send it.",
        ),
        Slip(
            "code in (1004, 1005, 1006) or ",
            "",
            "1004, 1005 and 1006 lie between 1000 and 1014, and still may not be sent.",
        ),
        Slip(
            "1014",
            "1015",
            "1015 got through. It is the name for a failure of TLS, and is never sent.",
        ),
        Slip(
            "code in (1004, 1005, 1006) or not (1000 <= code <= 1014 or 3000 <= code <= 4999)",
            "not 1000 <= code <= 4999",
            "Not all from 1000 to 4999 is allowed. 1004, 1005, 1006 and 1015 are "
            "never sent, and 1016 to 2999 are on no list yet.",
        ),
        Slip(
            'raise ValueError(f"code {code}")',
            "pass",
            "Every number is taken for a code. Only 1000 to 1014 (without 1004, 1005 "
            "and 1006) and 3000 to 4999 may come.",
        ),
        _reads_any_code,
    ),
)

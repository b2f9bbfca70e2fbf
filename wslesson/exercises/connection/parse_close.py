"""Read a goodbye: what `parse_close` must do."""

from __future__ import annotations

from collections.abc import Callable

from ...checking.model import Case, Exercise, Mistake, Raises, mistake


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


def _may_be_sent(code: int) -> bool:
    reserved = code in (1004, 1005, 1006)
    return not reserved and (1000 <= code <= 1014 or 3000 <= code <= 4999)


def _parser(
    allowed: Callable[[int], bool] = _may_be_sent,
    empty: tuple[int, str] | None = (1005, ""),
    one: tuple[int, str] | None = None,
    errors: str = "strict",
) -> Callable[[bytes], tuple[int, str]]:
    """Return a `parse_close` with one fault or more."""

    def parse(payload: bytes) -> tuple[int, str]:
        if len(payload) < 2:
            result = one if payload else empty
            if result is None:
                raise ValueError(payload)
            return result
        code = int.from_bytes(payload[:2], "big")
        if not allowed(code):
            raise ValueError(code)
        return code, payload[2:].decode(errors=errors)

    parse.__name__ = "parse_close"
    return parse


@mistake(
    "This reads a code where there is none. First look at the length: 0 bytes "
    "and 1 byte are special, and not every number is a code."
)
def _any_code_and_length(payload: bytes) -> tuple[int, str]:
    return int.from_bytes(payload[:2], "big"), payload[2:].decode()


@mistake("The code is read from the wrong end: 03 e8 is 3 × 256 + 232 = 1000.")
def _reads_the_little_end_first(payload: bytes) -> tuple[int, str]:
    if not payload:
        return 1005, ""
    code = int.from_bytes(payload[:2], "little")
    if len(payload) == 1 or not _may_be_sent(code):
        raise ValueError(code)
    return code, payload[2:].decode()


@mistake(
    "A code was refused that is allowed. It may be in one range OR the other: "
    "in both it cannot be. (And int reads digits; int.from_bytes reads bytes.)"
)
def _refuses_all_codes(payload: bytes) -> tuple[int, str]:
    if not payload:
        return 1005, ""
    raise ValueError(payload)


@mistake(
    "The whole payload was read as one number. The code is its first two "
    "bytes: payload[:2]."
)
def _one_number(payload: bytes) -> tuple[int, str]:
    code = int.from_bytes(payload, "big")
    if len(payload) > 1 and not _may_be_sent(code):
        raise ValueError(code)
    return parse_close(payload)


@mistake(
    "Nothing was raised. For a code that may not come, raise ValueError: None "
    "is easily taken for an answer."
)
def _gives_none(payload: bytes) -> tuple[int, str] | None:
    if payload[1:] and not _may_be_sent(int.from_bytes(payload[:2], "big")):
        return None
    return parse_close(payload)


@mistake(
    "str of bytes is what Python would print, b and quotes included. decode "
    "makes text of bytes."
)
def _shows_bytes(payload: bytes) -> tuple[int, str]:
    code, _ = parse_close(payload[:2])
    return code, str(payload[2:])


@mistake("The reason is still bytes, and it is text: decode it.")
def _reason_is_bytes(payload: bytes) -> tuple[int, bytes]:
    code, _ = parse_close(payload[:2])
    return code, payload[2:]


@mistake(
    "The whole payload was decoded. Decode only the reason, payload[2:]. The "
    "code is no text."
)
def _decodes_the_code(payload: bytes) -> tuple[int, str]:
    code, _ = parse_close(payload[:2])
    return code, payload.decode()


@mistake(
    "With one byte there is no payload[1]. Look at the length first, and "
    "raise ValueError."
)
def _indexes(payload: bytes) -> tuple[int, str]:
    if not payload:
        return 1005, ""
    code = payload[0] * 256 + payload[1]
    if not _may_be_sent(code):
        raise ValueError(code)
    return code, payload[2:].decode()


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
        Case((b"",), (1005, ""), why="No code was sent, and 1005 is the name for it."),
        Case((b"\x03",), Raises(ValueError), why="One byte is half a code."),
        Case((b"\x03\xe7",), Raises(ValueError), why="999: codes begin at 1000."),
        Case((b"\x0b\xb7",), Raises(ValueError), why="2999 is on no list."),
        Case((b"\x03\xf7",), Raises(ValueError), why="1015 is never sent."),
        Case((b"\x03\xec",), Raises(ValueError), why="1004 is reserved."),
        Case((b"\x03\xed",), Raises(ValueError), why="1005 is never sent."),
        Case((b"\x03\xee",), Raises(ValueError), why="1006 is never sent."),
        Case((b"\x03\xef",), (1007, ""), why="1007 is on the list."),
        Case((b"\x03\xf1",), (1009, ""), why="1009 is on the list."),
        Case((b"\x03\xf4",), (1012, ""), why="1012 is on the list."),
        Case((b"\x03\xf5",), (1013, ""), why="1013 is on the list."),
        Case((b"\x03\xf6",), (1014, ""), why="1014 is on the list."),
        Case((b"\x03\xf8",), Raises(ValueError), why="1016 is on no list."),
        Case((b"\x0b\xb8",), (3000, ""), why="3000 is the first registered code."),
        Case((b"\x0f\xa0busy",), (4000, "busy"), why="4000 is a private code."),
        Case((b"\x13\x87",), (4999, ""), why="4999 is the last private code."),
        Case((b"\x13\x88",), Raises(ValueError), why="5000 is past the end."),
        Case((b"\x03\xe8\xff",), Raises(ValueError), why="ff is never UTF-8."),
        Case((b"\x03\xe8\xe2\x82",), Raises(ValueError), why="This is half a €."),
    ),
    hidden=(
        Case((b"\x03\xf3",), (1011, "")),
        Case((b"\x0b\xb9\xc3\xa9",), (3001, "é")),
        Case((bytes(2),), Raises(ValueError)),
        Case((b"\x03\xe9\xc0\x80",), Raises(ValueError)),
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
        Mistake(
            _parser(lambda code: _may_be_sent(code) and code < 3000),
            "3000 to 3999 (registered) and 4000 to 4999 (private) are allowed.",
        ),
        Mistake(
            _parser(lambda code: _may_be_sent(code) and code not in (1014, 4999)),
            "The last code of each range is allowed, too: range stops before its end.",
        ),
        Mistake(
            _parser(lambda code: _may_be_sent(code) and not 1003 < code < 3000),
            "A code from 1007 to 1014 was refused, and they are all allowed.",
        ),
        Mistake(
            _parser(lambda code: _may_be_sent(code) or code == 5000),
            "5000 is past the end: 4999 is the last.",
        ),
        Mistake(
            _parser(empty=(1005, ""), one=(1005, "")),
            "One byte is not “no code”. It is half a code, and breaks a rule.",
        ),
        Mistake(
            _parser(empty=None),
            "An empty payload breaks no rule: no code was sent, and 1005 is the name "
            'for that. (Did you ask for it? b"" is not equal to "": write “if not '
            "payload”.)",
        ),
        Mistake(
            _parser(empty=(1000, "")),
            "1000 would say that all is well. The peer said nothing: that is 1005.",
        ),
        Mistake(
            _parser(empty=(1006, "")),
            "1006 means that no Close frame came. One came, without a code: 1005.",
        ),
        Mistake(
            _parser(errors="replace"),
            "A reason that is not UTF-8 breaks a rule. Let decode raise: do not "
            "replace what it cannot read.",
        ),
        Mistake(
            _parser(errors="ignore"),
            "A reason that is not UTF-8 breaks a rule. Let decode raise: do not leave "
            "out what it cannot read.",
        ),
        _one_number,
        _refuses_all_codes,
        _gives_none,
        _shows_bytes,
        _reads_the_little_end_first,
        _reason_is_bytes,
        _decodes_the_code,
        _indexes,
        Mistake(
            _parser(
                lambda code: (
                    code != 1005
                    and code != 1006
                    and (1000 <= code <= 1014 or 3000 <= code <= 4999)
                )
            ),
            "1004 is left: it is reserved, and nobody may send it.",
        ),
        Mistake(
            _parser(lambda code: 1000 <= code <= 1014 or 3000 <= code <= 4999),
            "1004, 1005 and 1006 lie between 1000 and 1014, and still may not be sent.",
        ),
        Mistake(
            _parser(
                lambda code: (
                    code not in (1004, 1005, 1006)
                    and (1000 <= code <= 1015 or 3000 <= code <= 4999)
                )
            ),
            "1015 got through. It is the name for a failure of TLS, and is never sent.",
        ),
        Mistake(
            _parser(lambda code: 1000 <= code <= 4999),
            "Not all from 1000 to 4999 is allowed. 1004, 1005, 1006 and 1015 are "
            "never sent, and 1016 to 2999 are on no list yet.",
        ),
        Mistake(
            _parser(lambda _: True),
            "Every number is taken for a code. Only 1000 to 1014 (without 1004, 1005 "
            "and 1006) and 3000 to 4999 may come.",
        ),
        _any_code_and_length,
    ),
)

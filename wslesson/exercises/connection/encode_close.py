"""Write a goodbye: what `encode_close` must do."""

from __future__ import annotations

from ...checking.model import Case, Exercise, Raises, mistake


def encode_close(code: int, reason: str) -> bytes:
    """Return the payload of a Close frame: two bytes of code, then the reason.

    The reason has at most 123 bytes: a longer one is shortened between characters.
    1005 gives b"". Raises ValueError for 1006 and 1015.
    """
    if code == 1005:
        return b""
    if code in (1006, 1015):
        raise ValueError(f"{code} is never sent")
    short = reason.encode()[:123].decode(errors="ignore")
    return code.to_bytes(2, "big") + short.encode()


def _encoded(code: int, reason: bytes, never: tuple[int, ...] = (1006, 1015)) -> bytes:
    if code in never:
        raise ValueError(code)
    return b"" if code == 1005 else code.to_bytes(2, "big") + reason


def _shortened(reason: str, most: int = 123) -> bytes:
    return reason.encode()[:most].decode(errors="ignore").encode()


@mistake(
    "The reason is cut in the middle of a character. What is left is not "
    "UTF-8, and the peer must refuse your goodbye (1007)."
)
def _cuts_a_character(code: int, reason: str) -> bytes:
    return _encoded(code, reason.encode()[:123])


@mistake(
    "This cuts after 123 characters. The limit counts bytes: é has two, and € "
    "has three."
)
def _counts_characters(code: int, reason: str) -> bytes:
    return _encoded(code, reason[:123].encode())


@mistake(
    "125 bytes is the limit for the whole payload, code included. And a cut "
    "between bytes may cut a character in two."
)
def _shortens_to_125(code: int, reason: str) -> bytes:
    return _encoded(code, reason.encode()[:125])


@mistake(
    "A control frame has at most 125 bytes, and this one has more: cut the reason."
)
def _shortens_nothing(code: int, reason: str) -> bytes:
    return _encoded(code, reason.encode())


@mistake("125 bytes is the limit for the whole payload, and the code is two of them.")
def _shortens_well_to_125(code: int, reason: str) -> bytes:
    return _encoded(code, _shortened(reason, 125))


@mistake("A long reason is dropped as a whole. Keep as much of it as fits.")
def _drops_a_long_reason(code: int, reason: str) -> bytes:
    body = reason.encode()
    return _encoded(code, body if len(body) <= 123 else b"")


@mistake("A long reason is no error here. Keep as much of it as fits.")
def _refuses_a_long_reason(code: int, reason: str) -> bytes:
    body = reason.encode()
    if len(body) > 123:
        raise ValueError(reason)
    return _encoded(code, body)


@mistake(
    "The half character became a replacement sign, and that has three bytes: "
    "now the reason is too long again. Leave the half out."
)
def _marks_the_cut(code: int, reason: str) -> bytes:
    return _encoded(code, reason.encode()[:123].decode(errors="replace").encode())


@mistake(
    "The cut can fall inside a character, and decode does not like half of "
    'one: tell it to leave that out, errors="ignore".'
)
def _decodes_the_cut(code: int, reason: str) -> bytes:
    return _encoded(code, reason.encode()[:123].decode().encode())


@mistake(
    "The two bytes of the code are swapped: the big end comes first, and 1000 is 03 e8."
)
def _little_end_first(code: int, reason: str) -> bytes:
    payload = _encoded(code, _shortened(reason))
    return payload[1::-1] + payload[2:]


@mistake(
    "The code is written in digits. It is a number of two bytes: "
    'code.to_bytes(2, "big").'
)
def _code_in_digits(code: int, reason: str) -> bytes:
    payload = _encoded(code, _shortened(reason))
    return str(code).encode() + payload[2:] if payload else b""


@mistake(
    "1005 went onto the wire. It is the name for “there was no code”, so what "
    'is sent is nothing: b"".'
)
def _sends_1005(code: int, reason: str) -> bytes:
    if code in (1006, 1015):
        raise ValueError(code)
    return code.to_bytes(2, "big") + _shortened(reason)


@mistake(
    '1005 is no error: a Close frame without a code is allowed, and its payload is b"".'
)
def _refuses_1005(code: int, reason: str) -> bytes:
    return _encoded(code, _shortened(reason), never=(1005, 1006, 1015))


@mistake(
    "1006 and 1015 are never sent: they say that no goodbye came, and that "
    "TLS failed. Raise ValueError."
)
def _sends_what_is_never_sent(code: int, reason: str) -> bytes:
    return _encoded(code, _shortened(reason), never=())


@mistake("1015 is never sent either: it says that TLS failed. Raise ValueError.")
def _sends_1015(code: int, reason: str) -> bytes:
    return _encoded(code, _shortened(reason), never=(1006,))


@mistake(
    "1005, 1006 and 1015 are never sent. They are names for what did not come: "
    'no code (that is b""), no goodbye, no TLS.'
)
def _sends_all_three(code: int, reason: str) -> bytes:
    return code.to_bytes(2, "big") + _shortened(reason)


@mistake(
    'For 1005, b"" is right. 1006 and 1015 cannot be said with any Close '
    "frame: raise ValueError."
)
def _gives_nothing_for_1006(code: int, reason: str) -> bytes:
    if code in (1005, 1006, 1015):
        return b""
    return code.to_bytes(2, "big") + _shortened(reason)


@mistake("A code was refused that is neither 1006 nor 1015. Check no others.")
def _refuses_more_codes(code: int, reason: str) -> bytes:
    return _encoded(code, _shortened(reason), never=(999, 1006, 1011, 1015))


@mistake(
    "A code was refused that may be sent. A byte goes up to 255, so a code "
    'takes two: code.to_bytes(2, "big"). And “code == 1006 or 1015” is always '
    "true: write “code in (1006, 1015)”."
)
def _refuses_every_code(code: int, reason: str) -> bytes:
    raise ValueError(code, reason)


@mistake(
    "bytes(1000) is a thousand zeros. The number 1000 in two bytes is "
    'code.to_bytes(2, "big").'
)
def _makes_zeros(code: int, reason: str) -> bytes:
    return _encoded(code, b"") and bytes(code) + _shortened(reason)


@mistake(
    "The code is bytes and the reason is text: encode the reason once more, "
    "after it has been shortened."
)
def _adds_text_to_bytes(code: int, reason: str) -> bytes:
    raise TypeError(f"can't concat {reason} to {code}")


@mistake("reason is text: encode it first, cut the bytes, then decode.")
def _decodes_text(code: int, reason: str) -> bytes:
    raise AttributeError(f"'str' object has no attribute 'decode': {code} {reason}")


@mistake("The whole payload was decoded. Decode only the reason. The code is no text.")
def _decodes_the_payload(code: int, reason: str) -> bytes:
    return _encoded(code, reason.encode())[:125].decode().encode()


@mistake(
    "Bytes of the code are gone: the whole payload was decoded. Decode only "
    "the reason. The code is no text."
)
def _decodes_what_it_can(code: int, reason: str) -> bytes:
    return _encoded(code, reason.encode())[:125].decode(errors="ignore").encode()


EXERCISE = Exercise(
    id="encode_close",
    title="Write a goodbye",
    minutes=10,
    solution=encode_close,
    rules=("C03", "X04"),
    cases=(
        Case((1000, "bye"), b"\x03\xe8bye", why="Return it: 03 e8, then bye."),
        Case((4000, ""), b"\x0f\xa0", why="No reason: the code alone, two bytes."),
        Case((1001, "caf€"), b"\x03\xe9caf\xe2\x82\xac", why="The reason is UTF-8."),
        Case((1005, ""), b"", why='1005 means that no code is sent: b"".'),
        Case(
            (1005, "bye"),
            b"",
            why="No code, then no reason either: its first two bytes would be read as "
            "a code.",
        ),
        Case(
            (1006, ""), Raises(ValueError), why="1006 is never sent: raise ValueError."
        ),
        Case(
            (1015, ""), Raises(ValueError), why="1015 is never sent: raise ValueError."
        ),
        Case((1011, ""), b"\x03\xf3", why="Only 1006 and 1015 are refused here."),
        Case((999, ""), b"\x03\xe7", why="Only 1006 and 1015 are refused here."),
        Case(
            (1000, "x" * 124),
            b"\x03\xe8" + b"x" * 123,
            why="125 bytes in all; the code has two of them.",
        ),
        Case(
            (1000, "x" * 120 + "€"),
            b"\x03\xe8" + b"x" * 120 + b"\xe2\x82\xac",
            why="123 bytes of reason just fit.",
        ),
        Case(
            (1000, "x" * 121 + "€"),
            b"\x03\xe8" + b"x" * 121,
            why="Two of the three bytes of € would fit: leave all three out.",
        ),
        Case(
            (1000, "é" * 70),
            b"\x03\xe8" + b"\xc3\xa9" * 61,
            why="é has two bytes, so 61 of them fit in 123 bytes.",
        ),
    ),
    hidden=(
        Case((3000, "busy"), b"\x0b\xb8busy"),
        Case((1000, "😀" * 31), b"\x03\xe8" + "😀".encode() * 30),
    ),
    hints=(
        "How many bytes has a control frame at most, and how many of them does the "
        "code use up?",
        "Encode the reason, cut the bytes, and decode them again: with "
        'errors="ignore" a half character at the end is dropped. Then encode once '
        "more.",
        "if code == 1005:\n    return …\nif code in (…):\n    raise ValueError(…)\n"
        'short = reason.encode()[:…].decode(errors="ignore")\n'
        'return code.to_bytes(2, "big") + …',
    ),
    mistakes=(
        _cuts_a_character,
        _decodes_the_cut,
        _marks_the_cut,
        _counts_characters,
        _shortens_to_125,
        _shortens_well_to_125,
        _shortens_nothing,
        _drops_a_long_reason,
        _refuses_a_long_reason,
        _little_end_first,
        _code_in_digits,
        _sends_1005,
        _refuses_1005,
        _sends_1015,
        _sends_what_is_never_sent,
        _gives_nothing_for_1006,
        _refuses_more_codes,
        _refuses_every_code,
        _makes_zeros,
        _adds_text_to_bytes,
        _decodes_text,
        _decodes_the_payload,
        _decodes_what_it_can,
        _sends_all_three,
    ),
)

"""Write a goodbye: the payload of a Close frame."""

from __future__ import annotations

from ...checking.model import Case, Exercise, Raises, Slip


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
        Case((1004, ""), b"\x03\xec", why="Only 1006 and 1015 are refused here."),
        Case((5000, ""), b"\x13\x88", why="Only 1006 and 1015 are refused here."),
        Case(
            (65535, ""),
            b"\xff\xff",
            why="It fits in two bytes, and only 1006 and 1015 are refused here.",
        ),
        Case(
            (1000, " Good bye\n"),
            b"\x03\xe8 Good bye\n",
            why="The reason is short enough: it goes out as it is.",
        ),
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
        Case(
            (1000, "😀" * 31),
            b"\x03\xe8" + b"\xf0\x9f\x98\x80" * 30,
            why="😀 has four bytes: three of them would fit, and are left out.",
        ),
        Case(
            (1000, "x" * 121 + "€yy"),
            b"\x03\xe8" + b"x" * 121,
            why="The reason is cut where the first character does not fit: nothing "
            "behind it is sent.",
        ),
    ),
    hidden=(
        Case((3000, "busy"), b"\x0b\xb8busy"),
        Case((1006, "gone"), Raises(ValueError)),
        Case((1015, "TLS"), Raises(ValueError)),
        Case((1000, "€" * 50), b"\x03\xe8" + b"\xe2\x82\xac" * 41),
        Case((0, ""), b"\x00\x00"),
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
        Slip(
            "short.encode()",
            "reason.encode()[:123]",
            "The reason is cut in the middle of a character. What is left is not "
            "UTF-8, and the peer must refuse your goodbye (1007).",
        ),
        Slip(
            'errors="ignore"',
            "",
            "The cut can fall inside a character, and decode does not like half of "
            'one: tell it to leave that out, errors="ignore".',
        ),
        Slip(
            '"ignore"',
            '"replace"',
            "The half character became a replacement sign, and that has three bytes: "
            "now the reason is too long again. Leave the half out.",
        ),
        Slip(
            'reason.encode()[:123].decode(errors="ignore")',
            "reason[:123]",
            "This cuts after 123 characters. The limit counts bytes: é has two, and € "
            "has three.",
        ),
        Slip(
            "short.encode()",
            "reason.encode()[:125]",
            "125 bytes is the limit for the whole payload, code included. And a cut "
            "between bytes may cut a character in two.",
        ),
        Slip(
            "[:123]",
            "[:125]",
            "125 bytes is the limit for the whole payload, and the code is two of "
            "them.",
        ),
        Slip(
            "short.encode()",
            "reason.encode()",
            "A control frame has at most 125 bytes, and this one has more: cut the "
            "reason.",
        ),
        Slip(
            "short.encode()",
            '(b"" if len(reason.encode()) > 123 else reason.encode())',
            "A long reason is dropped as a whole. Keep as much of it as fits.",
        ),
        Slip(
            'short = reason.encode()[:123].decode(errors="ignore")',
            "short = reason\n    if len(short.encode()) > 123:\n"
            "        raise ValueError(short)",
            "A long reason is no error here. Keep as much of it as fits.",
        ),
        Slip(
            'reason.encode()[:123].decode(errors="ignore")',
            '""\n    for character in reason:\n'
            "        if len((short + character).encode()) <= 123:\n"
            "            short += character",
            "A character did not fit, and one behind it was taken: now the reason has "
            "a hole. Stop at the first that does not fit.",
        ),
        Slip(
            '"big"',
            '"little"',
            "The two bytes of the code are swapped: the big end comes first, and 1000 "
            "is 03 e8.",
        ),
        Slip(
            'code.to_bytes(2, "big")',
            "str(code).encode()",
            "The code is written in digits. It is a number of two bytes: "
            'code.to_bytes(2, "big").',
        ),
        Slip(
            'if code == 1005:\n        return b""\n    ',
            "",
            "1005 went onto the wire. It is the name for “there was no code”, so what "
            'is sent is nothing: b"".',
        ),
        Slip(
            'return b""',
            "raise ValueError(code)",
            "1005 is no error: a Close frame without a code is allowed, and its "
            'payload is b"".',
        ),
        Slip(
            "(1006, 1015)",
            "(1006,)",
            "1015 is never sent either: it says that TLS failed. Raise ValueError.",
        ),
        Slip(
            'raise ValueError(f"{code} is never sent")',
            "pass",
            "1006 and 1015 are never sent: they say that no goodbye came, and that "
            "TLS failed. Raise ValueError.",
        ),
        Slip(
            'raise ValueError(f"{code} is never sent")',
            'return b""',
            'For 1005, b"" is right. 1006 and 1015 cannot be said with any Close '
            "frame: raise ValueError.",
        ),
        Slip(
            "(1006, 1015)",
            "(999, 1006, 1011, 1015)",
            "A code was refused that is neither 1006 nor 1015. Check no others.",
        ),
        Slip(
            "code in (1006, 1015)",
            "code in (1004, 1006) or not (1000 <= code <= 1014 or 3000 <= code <= 4999)",
            "This refuses every code that may not come from a peer. That will be "
            "asked of parse_close: here, refuse 1006 and 1015 alone.",
        ),
        Slip(
            "code in (1006, 1015)",
            "code == 1006 or 1015",
            "A code was refused that may be sent. “code == 1006 or 1015” is always "
            "true: write “code in (1006, 1015)”.",
        ),
        Slip(
            'code.to_bytes(2, "big")',
            "bytes([code])",
            'A byte goes up to 255, so a code takes two: code.to_bytes(2, "big").',
        ),
        Slip(
            'code.to_bytes(2, "big")',
            "bytes(code)",
            "bytes(1000) is a thousand zeros. The number 1000 in two bytes is "
            'code.to_bytes(2, "big").',
        ),
        Slip(
            "short.encode()",
            "short",
            "The code is bytes and the reason is text: encode the reason once more, "
            "after it has been shortened.",
        ),
        Slip(
            "reason.encode()[:123]",
            "reason[:123]",
            "reason is text: encode it first, cut the bytes, then decode.",
        ),
        Slip(
            'code.to_bytes(2, "big") + short.encode()',
            '(code.to_bytes(2, "big") + reason.encode())[:125].decode().encode()',
            "The whole payload was decoded. Decode only the reason. The code is no "
            "text.",
        ),
        Slip(
            'code.to_bytes(2, "big") + short.encode()',
            '(code.to_bytes(2, "big") + reason.encode())[:125]'
            '.decode(errors="ignore").encode()',
            "Bytes of the code are gone: the whole payload was decoded. Decode only "
            "the reason. The code is no text.",
        ),
        Slip(
            'if code == 1005:\n        return b""\n    if code in (1006, 1015):\n'
            '        raise ValueError(f"{code} is never sent")\n    ',
            "",
            "1005, 1006 and 1015 are never sent. They are names for what did not come: "
            'no code (that is b""), no goodbye, no TLS.',
        ),
    ),
)

"""Put two values side by side, with a caret under the first difference."""

from __future__ import annotations

WINDOW = 12  # bytes or characters shown, so that a line fits under the other


def compare(got: object, expected: object) -> str:
    """Return lines that show where `got` and `expected` part.

    Bytes are shown in hex, down to the bits of the first byte that differs.

    >>> print(compare(b"Hellp", b"Hello"))
    got       48 65 6c 6c 70  b'Hellp'
    expected  48 65 6c 6c 6f  b'Hello'
                          ^^
    byte 4: got 0111 0000, expected 0110 1111
    """
    match got, expected:
        case bytes(), bytes():
            return _compare_bytes(got, expected)
        case str(), str():
            return _compare_texts(got, expected)
    lines = [f"got       {short(got)}", f"expected  {short(expected)}"]
    if type(got) is not type(expected):
        kinds = type(got).__name__, type(expected).__name__
        lines.append("got {}, expected {}".format(*map(_with_article, kinds)))
    return "\n".join(lines)


def _compare_bytes(got: bytes, expected: bytes) -> str:
    at = first_difference(got, expected)
    start = max(0, at - WINDOW // 2)
    rows = [data[start : start + WINDOW] for data in (got, expected)]
    before = "… " if start else ""
    width = 3 * max(map(len, rows)) - 1
    lines = [
        f"{name:<10}{before}{row.hex(' '):<{width}}  {row!r}"
        for name, row in zip(("got", "expected"), rows, strict=True)
    ]
    caret = " " * (10 + len(before) + (at - start) * 3) + "^^"
    return "\n".join([*lines, caret, _at_byte(got, expected, at)])


def _at_byte(got: bytes, expected: bytes, at: int) -> str:
    if at >= len(got):
        return f"byte {at}: got nothing, {len(expected) - at} more expected"
    if at >= len(expected):
        return f"byte {at}: nothing more expected, got {len(got) - at} more"
    return f"byte {at}: got {_bits(got[at])}, expected {_bits(expected[at])}"


def _compare_texts(got: str, expected: str) -> str:
    at = first_difference(got, expected)
    start = max(0, at - WINDOW * 2)
    before = "…" if start else ""
    rows = [repr(text[start : start + WINDOW * 4]) for text in (got, expected)]
    column = len(repr(expected[start:at])) - 1
    return "\n".join(
        [
            f"got       {before}{rows[0]}",
            f"expected  {before}{rows[1]}",
            " " * (10 + len(before) + column) + "^",
        ]
    )


def first_difference(got: bytes | str, expected: bytes | str) -> int:
    """Return the index of the first item that differs, or the shorter length."""
    pairs = zip(got, expected, strict=False)
    return next(
        (i for i, (ours, theirs) in enumerate(pairs) if ours != theirs),
        min(len(got), len(expected)),
    )


def _bits(byte: int) -> str:
    return f"{byte >> 4:04b} {byte & 15:04b}"


def short(value: object) -> str:
    """Return the repr of a value; of a long one its beginning, and how long it is."""
    text = repr(value)
    return text if len(text) <= 200 else f"{text[:200]}… ({len(text)} characters)"


def _with_article(noun: str) -> str:
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"

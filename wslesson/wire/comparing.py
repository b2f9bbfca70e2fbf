"""Put two values side by side, with a caret under the first difference."""

from __future__ import annotations

from dataclasses import fields, is_dataclass

LONG = 60  # characters: what is longer is not compared by looking at it
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
    where, ours, theirs = _first_part(got, expected)
    if where and max(map(len, map(repr, (got, expected)))) > LONG:
        return f"the first difference is in {where}\n{compare(ours, theirs)}"
    lines = [f"got       {short(got)}", f"expected  {short(expected)}"]
    if where:
        lines.append(f"{where}: got {short(ours)}, expected {short(theirs)}")
    if type(ours) is not type(theirs) and NOTHING not in (ours, theirs):
        kinds = type(ours).__name__, type(theirs).__name__
        lines.append("got {}, expected {}".format(*map(_with_article, kinds)))
    return "\n".join(lines)


def same(got: object, expected: object) -> bool:
    """Return whether two values are equal and of the same type, inside and out.

    1 is neither True nor 1.0. A number with a name, such as HTTPStatus.OK, is a number.
    """
    if isinstance(got, int) and isinstance(expected, int):
        return isinstance(got, bool) is isinstance(expected, bool) and got == expected
    if type(got) is not type(expected):
        return False
    ours, theirs = _parts(got), _parts(expected)
    if ours is None or theirs is None:
        return got == expected
    return ours.keys() == theirs.keys() and all(
        same(ours[key], theirs[key]) for key in ours
    )


def _first_part(got: object, expected: object) -> tuple[str, object, object]:
    """Return where two values part first, and what stands there; "" for all of it."""
    ours, theirs = _parts(got), _parts(expected)
    if type(got) is not type(expected) or ours is None or theirs is None:
        return "", got, expected
    for key in ours | theirs:
        one, other = ours.get(key, NOTHING), theirs.get(key, NOTHING)
        if not same(one, other):
            where, one, other = _first_part(one, other)
            return f"{key}{where}", one, other
    return "", got, expected


class _Nothing:
    def __repr__(self) -> str:
        return "nothing"


NOTHING = _Nothing()


def _parts(value: object) -> dict[str, object] | None:
    """Return what a value consists of, by the names that Python has for the places."""
    if isinstance(value, (tuple, list)):
        return {f"[{at}]": item for at, item in enumerate(value)}
    if isinstance(value, dict):
        return {f"[{key!r}]": item for key, item in value.items()}
    if is_dataclass(value):
        return {f".{each.name}": getattr(value, each.name) for each in fields(value)}
    return None


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

"""Read the two bytes that begin a frame."""

from __future__ import annotations

from ...checking.model import Case, Exercise, Slip, mistake


def read_two_bytes(two: bytes) -> tuple[int, int, int, int, int]:
    """Return FIN, RSV, OPCODE, MASK and LEN of a frame, each as a number."""
    first, second = two
    return first >> 7, (first >> 4) & 0b111, first & 0x0F, second >> 7, second & 0x7F


FIELDS = "first >> 7, (first >> 4) & 0b111, first & 0x0F, second >> 7, second & 0x7F"


@mistake(
    "bin leaves out the zeros in front, so the second byte has too few digits. "
    'With text, ask for eight: f"{byte:08b}".'
)
def _without_zeros(two: bytes) -> tuple[int, ...]:
    bits = f"{two[0]:b}{two[1]:b}"
    parts = bits[0], bits[1:4], bits[4:8], bits[8], bits[9:]
    return tuple(int(part, 2) for part in parts)


@mistake(
    "These are texts of zeros and ones, and each field is to be a number. >> "
    'and & do it without text (or int("101", 2)).'
)
def _as_text(two: bytes) -> tuple[str, ...]:
    first, second = f"{two[0]:08b}", f"{two[1]:08b}"
    return first[0], first[1:4], first[4:], second[0], second[1:]


EXERCISE = Exercise(
    id="read_two_bytes",
    title="Read the two bytes",
    minutes=5,
    solution=read_two_bytes,
    cases=(
        Case((b"\x81\x05",), (1, 0, 1, 0, 5), why="1 000 0001, then 0 0000101."),
        Case((b"\x01\x83",), (0, 0, 1, 1, 3), why="0 000 0001, then 1 0000011."),
        Case((b"\x8a\x80",), (1, 0, 10, 1, 0), why="1 000 1010, then 1 0000000."),
        Case(
            (b"\xc1\x7e",),
            (1, 4, 1, 0, 126),
            why="1 100 0001, then 0 1111110: RSV is 100, LEN is 126.",
        ),
        Case(
            (b"\x2a\xff",),
            (0, 2, 10, 1, 127),
            why="0 010 1010, then 1 1111111. RSV is 010, four bits from the end.",
        ),
        Case(
            (b"\x80\x00",),
            (1, 0, 0, 0, 0),
            why="1 000 0000, then 0 0000000: FIN is the only bit that is set.",
        ),
        Case(
            (b"\xff\xff",),
            (1, 7, 15, 1, 127),
            why="1 111 1111, then 1 1111111: each field is as large as it can be.",
        ),
    ),
    hidden=(
        Case((b"\x88\x02",), (1, 0, 8, 0, 2)),
        Case((b"\x70\x80",), (0, 7, 0, 1, 0)),
        Case((b"\x5d\x2a",), (0, 5, 13, 0, 42)),
    ),
    hints=(
        "Each byte is read from its left end. How many bits of the first byte stand "
        "to the right of FIN? And to the right of RSV?",
        "Shift by that many with >>, and what you want is at the right end. Then use "
        "& with as many ones as the field has bits, to drop what is left of it.",
        "first, second = two\nreturn first >> …, (first >> …) & 0b111, first & …, "
        "second >> …, second & …",
    ),
    mistakes=(
        Slip(
            ">> 7, (first >> 4) & 0b111, first & 0x0F, second >> 7",
            "& 0x80, first & 0x70, first & 0x0F, second & 0x80",
            "The right bits were found, but they still stand where they stood: 0x80 "
            "is 128, not 1. Shift each field to the right end with >>.",
        ),
        Slip(
            "(first >> 4) & 0b111",
            "first & 0x70",
            "The three bits of RSV still stand in the middle of the byte. Shift them "
            "to the right end first, then use &.",
        ),
        Slip(
            "return ",
            "return None  # ",
            "Nothing came back. print shows values; return hands them over.",
        ),
        Slip(
            "first >> 7",
            "first & 0x80",
            "FIN is 128: the right bit, but it still stands at the left end of its "
            "byte. Shift it to the right end: >> 7.",
        ),
        Slip(
            "second >> 7",
            "second & 0x80",
            "MASK is 128: the right bit, but it still stands at the left end of its "
            "byte. Shift it to the right end: >> 7.",
        ),
        Slip(
            ">> 7",
            ">> 8",
            "After >> 8 nothing is left of a byte. The leftmost bit has seven others "
            "to its right.",
        ),
        Slip(
            "0b111",
            "0b11",
            "RSV has three bits, and this keeps two: 3 is 11. Three ones are 0b111.",
        ),
        Slip(
            "(first >> 4) & 0b111",
            "first >> 5",
            "RSV is shifted too far, and FIN came along. To the right of RSV stand the "
            "four bits of OPCODE: >> 4, then & 0b111.",
        ),
        Slip(
            "(first >> 4) & 0b111",
            "first & 0x70 >> 4",
            "RSV was taken from the right end of the byte. Shift first, in "
            "parentheses: (first >> 4) & 0b111. (>> is done before &, so first & 0x70 "
            ">> 4 is first & 7.)",
        ),
        Slip(
            ">> 7, (first >> 4) & 0b111, first & 0x0F, second >> 7",
            "& 0x80 >> 7, first & 0x70 >> 4, first & 0x0F, second & 0x80 >> 7",
            "FIN, RSV and MASK were taken from the right end of their bytes. Shift "
            "first, in parentheses: (first >> 4) & 0b111. (>> is done before &, so "
            "first & 0x80 >> 7 is first & 1.)",
        ),
        Slip(
            "first >> 4",
            "first >> 3",
            "RSV was not shifted far enough. It has four bits to its right: >> 4, "
            "then & 0b111.",
        ),
        Slip(
            "(first >> 4) & 0b111",
            "0",
            "RSV is 0 here, whatever the byte says. It has four bits to its right: "
            ">> 4, then & 0b111.",
        ),
        Slip(
            "first & 0x0F",
            "first >> 4",
            "This is the left half of the first byte: FIN and RSV. OPCODE is the right "
            "half: & 0x0F, without a shift.",
        ),
        Slip(
            "second & 0x7F",
            "second >> 1",
            "LEN stands at the right end already. A shift drops one of its bits; & "
            "0x7F drops MASK.",
        ),
        Slip(
            "second & 0x7F",
            "second & 0x80",
            "& 0x80 keeps the one bit of MASK. LEN is the other seven: & 0x7F.",
        ),
        Slip(
            "first, second = two",
            "first = second = two",
            "Python shifts numbers, not bytes. Unpack them first: first, second = two "
            "gives two numbers.",
        ),
        Slip(
            "first >> 4",
            "first / 16",
            "/ makes a float, which has no bits. Shift with >>, or divide with //.",
        ),
        _without_zeros,
        Slip(
            "(first >> 4) & 0b111",
            "first >> 4",
            "After >> 4 four bits are left, and the first of them is FIN. RSV is the "
            "last three: & 0b111 drops the other.",
        ),
        Slip(
            "second & 0x7F",
            "second",
            "LEN has seven bits, and the eighth is MASK: a masked frame seems to be "
            "128 bytes longer than it is. & 0x7F keeps the seven.",
        ),
        Slip(
            "first & 0x0F",
            "first",
            "This OPCODE is the whole first byte, with FIN and RSV in it. Only the "
            "last four bits are the opcode: & 0x0F.",
        ),
        Slip(
            "0x0F",
            "0x7F",
            "This OPCODE has seven bits, RSV among them. Only the last four are the "
            "opcode: & 0x0F.",
        ),
        Slip(
            "0x0F",
            "0x07",
            "OPCODE has four bits, and this keeps three. Text comes out right, but "
            "close, ping and pong (8, 9, 10) do not.",
        ),
        Slip(
            FIELDS,
            "first & 1, (first >> 1) & 7, first >> 4, second & 1, second >> 1",
            "The fields were taken from the right end of the bytes. FIN is the "
            "leftmost bit of the first byte, MASK the leftmost of the second.",
        ),
        _as_text,
        Slip(
            FIELDS,
            f"[{FIELDS}]",
            "The five numbers are right. Return them as a tuple: with commas, "
            "without square brackets.",
        ),
    ),
)

"""Read the two bytes: what `read_two_bytes` must do."""

from __future__ import annotations

from ...checking.model import Case, Exercise, Slip, mistake


def read_two_bytes(two: bytes) -> tuple[int, int, int, int, int]:
    """Return FIN, RSV, OPCODE, MASK and LEN of a frame, each as a number."""
    first, second = two
    return first >> 7, (first >> 4) & 0b111, first & 0x0F, second >> 7, second & 0x7F


Fields = tuple[object, ...]


@mistake(
    "Python shifts numbers, not bytes. Unpack them first: first, second = two "
    "gives two numbers."
)
def _shifts_all_bytes(two: bytes) -> Fields:
    return (two >> 15,)  # type: ignore[operator]  # the mistake


@mistake("Nothing came back. print shows values; return hands them over.")
def _gives_nothing(two: bytes) -> None:
    two.hex()


@mistake(
    "The five numbers are right. Return them as a tuple: with commas, "
    "without square brackets."
)
def _fields_in_a_list(two: bytes) -> list[int]:
    return list(read_two_bytes(two))


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
    ),
    hidden=(
        Case((b"\x88\x02",), (1, 0, 8, 0, 2)),
        Case((b"\x70\x80",), (0, 7, 0, 1, 0)),
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
        _gives_nothing,
        Slip(
            ">> 7, (first >> 4) & 0b111",
            "& 0x80, (first >> 4) & 7",
            "FIN is 128: the right bit, but it still stands at the left end of its "
            "byte. Shift it to the right end: >> 7.",
        ),
        Slip(
            "0b111, first & 0x0F, second >> 7",
            "7, first & 0x0F, second & 0x80",
            "MASK is 128: the right bit, but it still stands at the left end of its "
            "byte. Shift it to the right end: >> 7.",
        ),
        Slip(
            "7, (first >> 4) & 0b111, first & 0x0F, second >> 7",
            "8, (first >> 4) & 7, first & 0x0F, second >> 8",
            "After >> 8 nothing is left of a byte. The leftmost bit has seven others "
            "to its right.",
        ),
        Slip(
            "0b111",
            "3",
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
            "RSV: >> is done before &, so 0x70 was shifted, not the byte. Put the "
            "shift in parentheses: (first >> 4) & 0b111.",
        ),
        Slip(
            "return first >> 7, (first >> 4) & 0b111, first & 0x0F, second >> 7",
            "fin, rsv, mask = first & 0x80 >> 7, first & 0x70 >> 4, second & 0x80 >> 7\n"
            "    return fin, rsv, first & 0x0F, mask",
            ">> is done before &, so first & 0x80 >> 7 shifts 0x80, not the byte. Put "
            "the shift in parentheses: (first >> 4) & 0b111.",
        ),
        Slip(
            "4) & 0b111",
            "3) & 7",
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
            "0b111, first & 0x0F",
            "7, first >> 4",
            "This is the left half of the first byte: FIN and RSV. OPCODE is the right "
            "half: & 0x0F, without a shift.",
        ),
        Slip(
            "0b111, first & 0x0F, second >> 7, second & 0x7F",
            "7, first & 0x0F, second >> 7, second >> 1",
            "LEN stands at the right end already. A shift drops one of its bits; & "
            "0x7F drops MASK.",
        ),
        Slip(
            "0b111, first & 0x0F, second >> 7, second & 0x7F",
            "7, first & 0x0F, second >> 7, second & 0x80",
            "& 0x80 keeps the one bit of MASK. LEN is the other seven: & 0x7F.",
        ),
        _shifts_all_bytes,
        Slip(
            "first, second = two\n"
            "    return first >> 7, (first >> 4) & 0b111, first & 0x0F, second >> 7, second & 0x7F",
            'bits = f"{two[0]:b}{two[1]:b}"\n'
            "    parts = bits[0], bits[1:4], bits[4:8], bits[8], bits[9:]\n"
            "    return tuple(int(part, 2) for part in parts)",
            "bin leaves out the zeros in front, so the second byte has too few digits. "
            'With text, ask for eight: f"{byte:08b}".',
        ),
        Slip(
            "(first >> 4) & 0b111",
            "first >> 4",
            "After >> 4 four bits are left, and the first of them is FIN. RSV is the "
            "last three: & 0b111 drops the other.",
        ),
        Slip(
            "0b111, first & 0x0F, second >> 7, second & 0x7F",
            "7, first & 0x0F, second >> 7, second",
            "LEN has seven bits, and the eighth is MASK: a masked frame seems to be "
            "128 bytes longer than it is. & 0x7F keeps the seven.",
        ),
        Slip(
            "0b111, first & 0x0F",
            "7, first",
            "This OPCODE is the whole first byte, with FIN and RSV in it. Only the "
            "last four bits are the opcode: & 0x0F.",
        ),
        Slip(
            "0b111, first & 0x0F",
            "7, first & 0x7F",
            "This OPCODE has seven bits, RSV among them. Only the last four are the "
            "opcode: & 0x0F.",
        ),
        Slip(
            "0b111, first & 0x0F",
            "7, first & 7",
            "OPCODE has four bits, and this keeps three. Text comes out right, but "
            "close, ping and pong (8, 9, 10) do not.",
        ),
        Slip(
            ">> 7, (first >> 4) & 0b111, first & 0x0F, second >> 7, second & 0x7F",
            "& 1, (first >> 1) & 7, first >> 4, second & 1, second >> 1",
            "The fields were taken from the right end of the bytes. FIN is the "
            "leftmost bit of the first byte, MASK the leftmost of the second.",
        ),
        Slip(
            "two\n"
            "    return first >> 7, (first >> 4) & 0b111, first & 0x0F, second >> 7, second & 0x7F",
            'f"{two[0]:08b}", f"{two[1]:08b}"\n'
            "    return first[0], first[1:4], first[4:], second[0], second[1:]",
            "These are texts of zeros and ones, and each field shall be a number. >> "
            'and & do it without text (or int("101", 2)).',
        ),
        _fields_in_a_list,
    ),
)

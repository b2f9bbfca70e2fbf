"""Turn over one bit of a header: the parser says what it makes of that."""

import pytest

from tests.wire.pictures.shapes import drawn
from tests.wire.pictures.test_alive import told
from wslesson.protocol.frames import parse_frame
from wslesson.protocol.packets import parse_packet
from wslesson.protocol.reading import Take
from wslesson.wire import diagram

HELLO = bytes.fromhex("8105 48656c6c6f")


def flips(picture):
    """Return what is told of each bit, field by field: its meaning, and the answer."""
    answers = drawn(picture).get("data-answers", "").split("¶")
    found = []
    for field in told(picture, "flips"):
        told_of_bits = iter(field.split("|") if field else [])
        pairs = zip(told_of_bits, told_of_bits, strict=True)
        found.append([(means, answers[int(number)]) for means, number in pairs])
    return found


def my_frame():
    yield Take(2, "FIN:1 RSV:3 OPCODE:4 MASK:1 LEN:7")


def test_a_parser_of_the_course_says_what_each_bit_would_do():
    fin, rsv, opcode, mask, length, payload = flips(
        diagram(parse_frame, HELLO, flips=True)
    )
    assert fin == [("More frames follow.", "1 frame read: 'Hello'.")]
    assert opcode[:2] == [
        ("PING.", "1 frame read: 'Hello'."),
        (
            "Reserved.",
            "Refused at byte 0: the opcode is reserved (§5.2).",
        ),
    ]
    assert [len(rsv), len(mask), len(length), payload] == [3, 1, 7, []]
    assert length[0][1].endswith("Missing: 64 of the 69 bytes of PAYLOAD.")


def test_a_parser_is_asked_so_often_only_if_you_say_so():
    assert not any(flips(diagram(parse_frame, HELLO)))
    assert not any(flips(diagram(my_frame, HELLO[:2])))
    fin, *_ = flips(diagram(my_frame, HELLO[:2], flips=True))
    assert fin == [("More frames follow.", "1 frame read.")]


def test_only_the_first_header_and_at_most_32_bits_are_turned():
    two = flips(diagram(parse_frame, HELLO * 2, flips=True))
    assert [bool(each) for each in two] == [*[True] * 5, *[False] * 7]
    large = flips(diagram(parse_frame, b"\x82\x7f" + bytes(5) + b"\1\0\0", flips=True))
    assert [bool(each) for each in large[:6]] == [*[True] * 5, False]


def test_a_bit_is_turned_where_it_stands():
    def sixteen():
        number = int.from_bytes((yield Take(2, "LENGTH:16")))
        if number:
            raise ValueError(number)

    [length] = flips(diagram(sixteen, b"\0\0", flips=True))
    assert [answer.split(": ")[-1] for _, answer in length] == [
        f"{1 << bit}." for bit in reversed(range(16))
    ]


@pytest.mark.parametrize("fault", [KeyError, TypeError, AssertionError, RuntimeError])
def test_a_parser_that_stumbles_over_a_bit_says_so(fault):
    def trusting():
        (byte,) = yield Take(1, "KIND:8")
        if byte != 1:
            raise fault("no such kind")

    [kind] = flips(diagram(trusting, b"\1", flips=True))
    assert kind[0][1].startswith(f"The parser fails: {fault.__name__}: ")


def test_what_is_no_header_of_bits_has_none_to_turn():
    assert not any(flips(diagram(parse_packet, b"1         x", flips=True)))
    assert flips(diagram(parse_frame, b"", flips=True)) in ([], [[]])


def test_it_says_what_was_read_before_a_parser_refused_or_ran_out():
    masked = bytes.fromhex("8185 37fa213d 7f9f4d5158")
    *_, mask, _length, _key, _payload = flips(diagram(parse_frame, masked, flips=True))
    assert mask[0][1] == (
        "1 frame read: 37 fa 21 3d 7f; "
        "then refused at byte 7: the opcode is reserved (§5.2)."
    )
    length = flips(diagram(parse_frame, HELLO, flips=True))[4]
    assert length[-1][1] == (
        "1 frame read: 'Hell'; "
        "then missing: 1 of the 2 bytes of FIN RSV OPCODE MASK LEN."
    )
    two = flips(diagram(parse_frame, HELLO * 2, flips=True))
    assert two[0][0][1] == "2 frames read, the last: 'Hello'."

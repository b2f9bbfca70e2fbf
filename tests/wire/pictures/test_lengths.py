"""The headers of several frames, byte by byte below each other."""

import pytest
from websockets import frames as library

from tests.wire.pictures.rooms import touching
from tests.wire.pictures.shapes import SVG, drawn, kinds, lies_inside, said
from wslesson.protocol.frames import Frame, Opcode, encode_frame, parse_frame
from wslesson.protocol.packets import encode_packet, parse_packet
from wslesson.protocol.reading import Take
from wslesson.wire import lengths

SIZES = [0, 5, 125, 126, 127, 65_535, 65_536]


def theirs(size):
    return library.Frame(library.Opcode.BINARY, bytes(size)).serialize(mask=False)


def ours(size, key=None):
    return encode_frame(Frame(Opcode.BINARY, bytes(size), mask_key=key))


def rows(picture):
    return [*drawn(picture).iter(f"{SVG}g")]


def test_the_text_has_a_row_for_each_frame():
    picture = lengths(parse_frame, [theirs(size) for size in (5, 126, 65_536)])
    lines = [line.split("  ") for line in str(picture).splitlines()]
    assert [[cell.strip() for cell in line if cell.strip()] for line in lines] == [
        ["payload", "header", "bytes of it", "fields"],
        [
            *("5 bytes", "2 bytes", "82 05"),
            "FIN 1, RSV 0, OPCODE 2, MASK 0, LEN 5",
        ],
        [
            *("126 bytes", "4 bytes", "82 7e 00 7e"),
            "FIN 1, RSV 0, OPCODE 2, MASK 0, LEN 126, LENGTH 126",
        ],
        [
            *("65,536 bytes", "10 bytes", "82 7f 00 00 00 00 00 01 00 00"),
            "FIN 1, RSV 0, OPCODE 2, MASK 0, LEN 127, LENGTH 65,536",
        ],
    ]


def test_the_course_and_the_library_write_the_same_headers():
    one = lengths(parse_frame, [ours(size) for size in SIZES])
    assert one == lengths(parse_frame, [theirs(size) for size in SIZES])
    assert one.alt == "Headers: 7 frames, of 2, 2, 2, 4, 4, 4, 10 bytes of header."


def test_each_byte_stands_in_the_box_of_its_field():
    [row] = rows(lengths(parse_frame, [ours(126, bytes.fromhex("37fa213d"))]))
    boxes = row.findall(f"{SVG}rect")
    assert [float(each.get("width")) / 44 for each in boxes[:-1]] == [1, 1, 2, 4]
    texts = [each.text for each in row.findall(f"{SVG}text")]
    assert texts == [
        *("126 bytes", "OPCODE", "82", "= 2", "LEN", "fe", "= 126"),
        *("LENGTH", "00", "7e", "= 126", "MASK KEY", "37", "fa", "21", "3d"),
        "payload",
    ]


def test_a_live_picture_says_where_the_length_stands():
    picture = lengths(parse_frame, [theirs(126)])
    assert drawn(picture).get("data-kind") == "fields"
    assert rows(picture)[0].get("data-say") == (
        "Payload: 126 bytes. Header: 4 bytes.\n"
        "LEN 126, LENGTH 126. The length is in the next two bytes."
    )


def test_no_payload_has_no_box():
    assert "ghost dash" not in kinds(lengths(parse_frame, [theirs(0)]))
    assert "no payload" in said(lengths(parse_frame, [theirs(0)]))
    assert "ghost dash" in kinds(lengths(parse_frame, [theirs(1)]))


def test_a_header_of_any_parser_is_drawn():
    picture = lengths(parse_packet, [encode_packet(b"hi"), encode_packet(b"x" * 300)])
    assert "LENGTH" in said(picture)
    assert "300 bytes" in said(picture)


def test_what_is_missing_or_refused_is_said():
    picture = lengths(parse_frame, [theirs(126)[:3], b"\x83\x00", b""])
    shown = said(picture)
    assert "missing: 1 of the 2 bytes of LENGTH" in shown
    assert "refused at byte 0: the opcode is reserved (RFC 6455 §5.2)" in shown
    assert len(rows(picture)) == 3
    assert touching(picture) == []


def test_a_header_without_a_payload_is_all_bits():
    def bits():
        return (yield Take(1, "A:4 B:4"))

    picture = lengths(bits, [b"\x12"])
    assert str(picture).splitlines()[1].split("  ")[-1].strip() == "A 1, B 2"
    assert str(picture).splitlines()[1].startswith("none")


def test_a_long_header_is_cut_and_counted():
    def long():
        first = yield Take(20, "FIRST")
        second = yield Take(8, "SECOND")
        return first + second + (yield Take(1, "LAST"))

    picture = lengths(long, [bytes(range(29))])
    assert "… 14 more bytes" in said(picture)
    assert "… 14 more bytes" in str(picture)
    assert "SECOND" not in said(picture)
    assert lies_inside(picture)
    assert touching(picture) == []


def test_of_many_frames_the_first_twelve_are_drawn():
    picture = lengths(parse_frame, [theirs(1)] * 20)
    assert len(rows(picture)) == 12
    assert str(picture).splitlines()[-1] == said(picture)[-1] == "… 8 more frames"
    assert lengths(parse_frame, []).alt == "Headers: 0 frames."


@pytest.mark.parametrize("key", [None, b"\xff" * 4])
def test_no_words_touch_and_none_leaves_the_card(key):
    frames = [ours(size, key) for size in [*SIZES, 1_048_576]]
    picture = lengths(parse_frame, frames, title="t" * 300)
    assert touching(picture) == []
    assert lies_inside(picture)
    assert drawn(picture).get("width") == "836"

"""The parser is the legend: what it reads, drawn with the names that it gives."""

import functools

import pytest

from tests.wire.pictures.shapes import SVG, drawn, kinds, lies_inside, said
from wslesson.protocol.errors import RemoteProtocolError
from wslesson.protocol.packets import parse_packet
from wslesson.protocol.reading import Take, Until
from wslesson.wire import diagram
from wslesson.wire.pictures.fields import read_fields

HELLO = bytes.fromhex("818537fa213d7f9f4d5158")  # RFC 6455 §5.7, masked
HEAD = b"GET /chat HTTP/1.1\r\nHost: server.example.com\r\n\r\n"


def parse_frame():
    """Read a frame as RFC 6455 §5.2 draws it."""
    first, second = yield Take(2, "FIN:1 RSV:3 OPCODE:4 MASK:1 LEN:7")
    if first & 0x70:
        raise RemoteProtocolError("a reserved bit is set", section="5.2")
    size = second & 0x7F
    if size == 126:
        size = int.from_bytes((yield Take(2, "LENGTH:16")))
    elif size == 127:
        size = int.from_bytes((yield Take(8, "LENGTH:64")))
    if second & 0x80:
        yield Take(4, "MASK KEY")
    return (yield Take(size, "PAYLOAD"))


def parse_head():
    return (yield Until(b"\r\n\r\n", "HEAD", limit=100))


def parse_number():
    """Read one byte and a line with a number: a learner's format, with two traps."""
    yield Take(1, "KIND")
    return int((yield Until(b";", "NUMBER", limit=8)).rstrip(b";"))


def lines(picture):
    return str(picture).splitlines()


def after_the_ruler(picture):
    """Return the summary, and the words below the numbers of the columns."""
    words = said(picture)
    start = next(n for n, word in enumerate(words) if ", read by " in word)
    return [words[start], *words[start + (17 if "+15" in words else 37) :]]


def boxes(picture):
    """Return the x, y and width of each box, with the class."""
    return [
        (*(float(rect.get(name)) for name in ("x", "y", "width")), rect.get("class"))
        for rect in drawn(picture).iter(f"{SVG}rect")
        if rect.get("class") != "card"
    ]


def test_a_packet_is_drawn_byte_by_byte():
    picture = diagram(parse_packet, b"2         hi", title="A packet")
    assert lines(picture) == [
        "A packet",
        "byte  field   content                        read as",
        "   0  LENGTH  32 20 20 20 20 20 20 20 20 20  '2         '",
        "  10  BODY    68 69                          'hi'",
    ]
    assert after_the_ruler(picture) == [
        *("12 bytes, read by parse_packet", "0"),
        *("LENGTH", "32", "2", *("20", "␣") * 9),
        *("BODY", "68", "h", "69", "i"),
    ]
    assert picture.alt == "A packet: 12 bytes, read by parse_packet, 1 item."


def test_a_frame_is_drawn_bit_by_bit():
    assert lines(diagram(parse_frame, HELLO)) == [
        "byte  bits  field     content         read as",
        "   0  0     FIN       1               1",
        "   0  1-3   RSV       000             0",
        "   0  4-7   OPCODE    0001            1",
        "   1  8     MASK      1               1",
        "   1  9-15  LEN       0000101         5",
        "   2        MASK KEY  37 fa 21 3d     '7·!='",
        "   6        PAYLOAD   7f 9f 4d 51 58  'Hello' unmasked",
    ]


def test_a_frame_looks_as_in_the_rfc():
    picture = diagram(parse_frame, HELLO)
    assert after_the_ruler(picture) == [
        *("11 bytes, read by parse_frame", "0"),
        *(
            "FIN",
            "1",
            "RSV",
            "= 0",
            "0",
            "0",
            "0",
            "OPCODE",
            "= 1 TEXT",
            "0",
            "0",
            "0",
            "1",
        ),
        *("MASK", "1", "LEN", "= 5", "0", "0", "0", "0", "1", "0", "1"),
        *("MASK KEY", "37", "7", "fa", "·", "4", "MASK KEY …", "21", "!", "3d", "="),
        *("PAYLOAD, unmasked below", "7f", "48 H", "9f", "65 e", "8"),
        *("PAYLOAD, unmasked below …", "4d", "6c l", "51", "6c l", "58", "6f o"),
    ]
    assert said(picture)[1:5] == ["+0", "+1", "+2", "+3"]
    assert said(picture)[5:37] == [str(bit) for bit in range(32)]


def test_what_came_is_large_and_what_it_means_is_small():
    texts = drawn(diagram(parse_frame, HELLO)).iter(f"{SVG}text")
    roles = {element.text: element.get("class") for element in texts}
    meant = "FIN", "RSV", "= 0", "= 1 TEXT", "= 5", "MASK KEY …", "48 H"
    assert {roles[word] for word in meant} == {"muted small"}
    assert {roles[word] for word in ("37", "fa", "7f")} == {None}


def test_a_masked_payload_is_unmasked_as_far_as_it_came():
    assert lines(diagram(parse_frame, HELLO[:8]))[-2:] == [
        "   6        PAYLOAD   7f 9f        'He' unmasked",
        "missing: 3 of the 5 bytes of PAYLOAD",
    ]


def test_no_bytes_are_masked_by_a_key():
    picture = diagram(parse_frame, bytes.fromhex("81 80 37 fa 21 3d"))
    assert lines(picture)[-1] == "   6        PAYLOAD   none"
    assert after_the_ruler(picture)[-2:] == ["PAYLOAD", "none"]


def test_a_key_of_another_size_is_some_other_formats():
    def parse_own():
        yield Take(2, "MASK KEY")
        return (yield Take(2, "PAYLOAD"))

    assert lines(diagram(parse_own, b"kkhi"))[-1] == "   2  PAYLOAD   68 69    'hi'"


def test_each_field_is_as_wide_as_its_bits():
    widths = [box[2] / 24 for box in boxes(diagram(parse_frame, HELLO))]
    assert widths == [1, 3, 4, 1, 7, 16, 16, 16, 24]


def test_a_tick_parts_two_neighbours_in_a_box():
    bits, data = (0 + 2 + 3 + 0 + 6), (1 + 1 + 1 + 2)
    paths = drawn(diagram(parse_frame, HELLO)).iter(f"{SVG}path")
    ticks = [
        path.get("d").count("v14") for path in paths if path.get("class") == "tick"
    ]
    assert sum(ticks) == bits + data


def test_each_name_has_its_own_fill():
    fills = kinds(diagram(parse_frame, HELLO))
    assert fills[:5] == ["f0", "f1", "f2", "f3", "f4"]
    assert fills[5:] == ["f6", "f6", "f5", "f5"]


def test_a_payload_looks_the_same_without_a_mask_key_before_it():
    unmasked = diagram(parse_frame, bytes.fromhex("81 02 68 69"))
    longer = diagram(parse_frame, bytes.fromhex("81 7e 00 02 68 69"))
    assert kinds(unmasked)[5:] == ["f5"]
    assert kinds(longer)[5:] == ["f7", "f5"]


def test_a_name_that_hardly_fits_is_pressed_together():
    drawing = drawn(diagram(parse_frame, HELLO))
    texts = {text.text: text for text in drawing.iter(f"{SVG}text")}
    assert texts["MASK"].get("textLength") == "20"
    assert texts["OPCODE"].get("textLength") is None


def test_a_long_number_is_shown_whole():
    data = bytes.fromhex("827f0000000000010000") + b"x" * 65_536
    picture = diagram(parse_frame, data)
    assert lines(picture)[-2:] == [
        "   2  16-79  LENGTH   0x10000                                    "
        "              65536",
        "  10         PAYLOAD  78 78 78 78 78 78 78 78 78 78 78 78 … 65,524 "
        f"more bytes  '{'x' * 59}…'",
    ]
    assert said(picture).count("= 65536") == 1
    assert said(picture).count("LENGTH …") == 2
    assert "… 65,520 more bytes" in said(picture)
    assert said(picture).count("78") == 16
    assert lies_inside(picture)


def test_bits_are_counted_from_where_the_item_begins():
    two = bytes.fromhex("8100") + bytes.fromhex("820161")
    assert lines(diagram(parse_frame, two)) == [
        "item  byte  bits  field    content  read as",
        "   1     0  0     FIN      1        1",
        "   1     0  1-3   RSV      000      0",
        "   1     0  4-7   OPCODE   0001     1",
        "   1     1  8     MASK     0        0",
        "   1     1  9-15  LEN      0000000  0",
        "   1     2        PAYLOAD  none",
        "   2     2  0     FIN      1        1",
        "   2     2  1-3   RSV      000      0",
        "   2     2  4-7   OPCODE   0010     2",
        "   2     3  8     MASK     0        0",
        "   2     3  9-15  LEN      0000001  1",
        "   2     4        PAYLOAD  61       'a'",
    ]


def test_each_item_begins_a_row():
    picture = diagram(parse_packet, b"1         a1         b")
    assert [word for word in said(picture) if word.startswith("item")] == [
        "item 1",
        "item 2",
    ]
    [first, body, second, _] = boxes(picture)
    assert first[0] == second[0] < body[0]
    assert first[1] == body[1] < second[1]


def test_a_handshake_is_drawn_line_by_line():
    picture = diagram(parse_head, HEAD)
    assert lines(picture) == [
        "byte  field  content   read as",
        r"   0  HEAD   20 bytes  'GET /chat HTTP/1.1\r\n'",
        r"  20  HEAD   26 bytes  'Host: server.example.com\r\n'",
        r"  46  HEAD   2 bytes   '\r\n'",
    ]
    assert said(picture) == [
        "48 bytes, read by parse_head",
        *("0", r"GET /chat HTTP/1.1\r\n", "HEAD"),
        *("20", r"Host: server.example.com\r\n", "HEAD"),
        *("46", r"\r\n", "HEAD"),
    ]


def test_the_columns_are_numbered_just_above_the_bytes():
    def parse_both():
        yield from parse_head()
        return (yield Take(2, "BODY"))

    picture = diagram(parse_both, HEAD + b"hi")
    words = said(picture)
    assert words[words.index("46") :] == [
        *("46", r"\r\n", "HEAD"),
        *(f"+{n}" for n in range(16)),
        *("48", "BODY", "68", "h", "69", "i"),
    ]
    [numbers] = [
        float(e.get("y")) for e in drawn(picture) if len(e) and e[0].text == "+0"
    ]
    *_, last_line, body = [float(e.get("y")) for e in drawn(picture).iter(f"{SVG}rect")]
    assert last_line + 24 + 11 < numbers < body  # no higher than its letters


@pytest.mark.parametrize(
    ("body", "in_lines"),
    [
        (b"x" * 31 + b"\n", True),
        (b"x" * 30 + b"\n", False),
        (b"\n" + b"x" * 31, True),
        (b"x" * 32, False),
        (b"\0" + b"x" * 30 + b"\n", False),
    ],
)
def test_only_long_text_of_lines_is_drawn_in_lines(body, in_lines):
    def parse_body():
        return (yield Take(len(body), "BODY"))

    [[*fields]], _ = read_fields(parse_body, body)
    assert any(field.line for field in fields) == in_lines
    assert b"".join(field.data for field in fields) == body


def test_text_of_very_many_lines_is_counted():
    def parse_body():
        return (yield Take(100, "BODY"))

    picture = diagram(parse_body, b"line\n" * 20)
    assert len(lines(picture)) == 21
    picture = diagram(parse_body, b"\n" * 100)
    assert lines(picture)[-2:] == [
        r"  23  BODY   1 byte            '\n'",
        "             … 76 more fields",
    ]
    assert said(picture)[-1] == "… 76 more fields"


def test_a_format_of_ones_own():
    def parse_note():
        size = yield Take(1, "SIZE:8")
        return (yield Take(size[0], "TEXT"))

    assert lines(diagram(parse_note, b"\x06caf\xc3\xa9!")) == [
        "byte  bits  field  content            read as",
        "   0  0-7   SIZE   00000110           6",
        "   1        TEXT   63 61 66 c3 a9 21  'café!'",
    ]


def test_a_character_of_many_bytes_is_marked_on_each():
    picture = diagram(parse_packet, b"2         \xc3\xa9")
    assert after_the_ruler(picture)[-5:] == ["BODY", "c3", "é 1/2", "a9", "é 2/2"]


def test_a_character_at_the_last_byte_drawn_is_whole():
    body = b"x" * 63 + "é".encode() + bytes(16)
    picture = diagram(parse_packet, b"81        " + body)
    assert after_the_ruler(picture)[-3:] == ["c3", "é 1/2", "… 17 more bytes"]


def test_less_than_a_row_is_not_hidden():
    picture = diagram(parse_packet, b"80        " + b"x" * 80)
    assert after_the_ruler(picture).count("78") == 80
    assert "more" not in said(picture)[-1]


def test_what_is_missing_is_told():
    picture = diagram(parse_packet, b"5         he")
    assert lines(picture)[2:] == [
        "  10  BODY    68 65                          'he'",
        "missing: 3 of the 5 bytes of BODY",
    ]
    assert after_the_ruler(picture)[-10:] == [
        *("BODY", "68", "h", "65", "e", "missing", "?", "?", "?"),
        "missing: 3 of the 5 bytes of BODY",
    ]
    assert kinds(picture) == ["f0", "f1", "ghost dash"]


def test_a_field_may_be_missing_as_a_whole():
    picture = diagram(parse_packet, b"5         ")
    assert lines(picture)[2:] == [
        "  10  BODY    none",
        "missing: 5 of the 5 bytes of BODY",
    ]
    assert after_the_ruler(picture)[-7:-1] == ["BODY", *"?????"]
    assert kinds(picture) == ["f0", "ghost dash"]


def test_missing_bytes_fill_one_row_at_most():
    picture = diagram(parse_packet, b"1000      " + b"x" * 6)
    assert said(picture).count("?") == 16
    assert lies_inside(picture)
    assert str(picture).endswith("missing: 994 of the 1,000 bytes of BODY")


def test_half_a_header_is_shown_as_bytes():
    picture = diagram(parse_frame, b"\x81")
    assert lines(picture) == [
        "byte  field                    content  read as",
        "   0  FIN RSV OPCODE MASK LEN  81       '·'",
        "missing: 1 of the 2 bytes of FIN RSV OPCODE MASK LEN",
    ]


def test_a_mark_that_has_not_come_is_told():
    picture = diagram(parse_head, b"GET /\r\n\r")
    assert lines(picture)[-1] == r"missing: the b'\r\n\r\n' that ends HEAD"
    assert after_the_ruler(picture)[-3:-1] == ["missing", "?"]


def test_the_field_that_breaks_a_rule_is_marked():
    picture = diagram(parse_frame, bytes.fromhex("8100 c100 6162"))
    assert lines(picture)[-2:] == [
        "   2     4        not read  61 62    'ab'",
        "refused at byte 2: a reserved bit is set (RFC 6455 §5.2)",
    ]
    assert kinds(picture)[-6:] == [
        *("f0 bold", "f1 bold", "f2 bold", "f3 bold", "f4 bold"),
        "ghost dash",
    ]
    assert "bold" not in "".join(kinds(picture)[:-6])
    assert said(picture)[-1] == (
        "refused at byte 2: a reserved bit is set (RFC 6455 §5.2)"
    )


def test_a_broken_rule_at_the_very_end_leaves_nothing_unread():
    picture = diagram(parse_packet, b"x         ")
    assert lines(picture)[1:] == [
        "   0  LENGTH  78 20 20 20 20 20 20 20 20 20  'x         '",
        "refused at byte 0: the header b'x         ' is not a length",
    ]


def test_bytes_in_which_no_mark_came_are_not_read():
    picture = diagram(parse_head, b"x" * 100)
    assert lines(picture)[-1] == r"refused: no b'\r\n\r\n' in 100 bytes"
    assert kinds(picture)[0] == "ghost dash"


def test_a_field_before_a_mark_that_does_not_come_is_not_to_blame():
    picture = diagram(parse_number, b"k12345678")
    assert lines(picture)[1:] == [
        "   0  KIND      6b                       'k'",
        "   1  not read  31 32 33 34 35 36 37 38  '12345678'",
        "refused: no b';' in 8 bytes",
    ]
    assert kinds(picture) == ["f0", "ghost dash"]


def test_python_refuses_for_a_learners_parser():
    picture = diagram(parse_number, b"kx;")
    assert lines(picture)[-1] == (
        "refused at byte 1: invalid literal for int() with base 10: b'x'"
    )
    assert kinds(picture) == ["f0", "f1 bold"]


def test_a_fault_in_the_parser_itself_is_raised():
    def parse_broken():
        yield Take(1, "KIND")
        raise KeyError("a bug")

    with pytest.raises(KeyError, match="a bug"):
        diagram(parse_broken, b"k")


def test_a_label_that_names_too_few_bits_is_refused():
    def parse_flags():
        return (yield Take(1, "A:3 B:4"))

    assert lines(diagram(parse_flags, b"\xff")) == [
        "byte  field     content  read as",
        "   0  not read  ff       '·'",
        "refused: the label 'A:3 B:4' names 7 bits of 8",
    ]


def test_a_label_may_contain_a_colon():
    def parse_time():
        return (yield Take(5, "TIME hh:mm"))

    assert lines(diagram(parse_time, b"12:30"))[1] == (
        "   0  TIME hh:mm  31 32 3a 33 30  '12:30'"
    )


def test_a_name_too_long_for_its_bits_is_cut_in_the_drawing_only():
    def parse_flags():
        return (yield Take(1, "COMPRESSED:1 REST:7"))

    picture = diagram(parse_flags, b"\x80")
    assert "COMPRESSED" in str(picture)
    assert "COM…" in said(picture)  # and pressed together


def test_no_bytes():
    picture = diagram(parse_packet, b"")
    assert str(picture) == "no bytes"
    assert said(picture) == ["0 bytes, read by parse_packet", "no bytes"]


def test_many_items_are_counted_and_the_last_is_shown():
    picture = diagram(parse_packet, b"1         a" * 9 + b"?         ")
    assert [line.split()[0] for line in lines(picture)[13:-1]] == [
        *("7", "7", "…", "10")
    ]
    assert lines(picture)[15].strip() == "… 2 more items"
    assert said(picture).count("… 2 more items") == 1
    assert {"item 7", "item 10"} <= set(said(picture))
    assert "item 8" not in said(picture)
    assert "10 items" in picture.alt


def test_eight_items_are_all_shown():
    picture = diagram(parse_packet, b"1         a" * 8)
    assert "more" not in str(picture)
    assert "item 8" in said(picture)


def test_a_parser_without_a_name():
    picture = diagram(functools.partial(parse_packet), b"0         ")
    assert said(picture)[0] == "10 bytes, read by a parser"


def test_a_picture_of_much_data_is_small():
    picture = diagram(parse_packet, b"1000000   " + b"x" * 1_000_000)
    assert len(picture.svg) < 20_000
    assert len(str(picture)) < 500


@pytest.mark.parametrize("size", range(len(HELLO)))
def test_each_beginning_of_a_frame_can_be_drawn(size):
    picture = diagram(parse_frame, HELLO[:size])
    assert lines(picture)[-1].startswith("missing" if size else "no bytes")
    assert lies_inside(picture)


def test_the_picture_is_the_same_each_time():
    assert diagram(parse_frame, HELLO) == diagram(parse_frame, HELLO)

"""A byte of the payload, a byte of the key, and where their bits differ."""

import pytest

from tests.wire.pictures.rooms import touching
from tests.wire.pictures.shapes import SVG, drawn, lies_inside, said
from wslesson.protocol.frames import apply_mask, parse_frame
from wslesson.wire import diagram, xor

H, KEY = 0x48, 0x37


def rows(picture):
    return [*drawn(picture).iter(f"{SVG}g")]


def flips(picture):
    """Return for each bit what it makes of its row, and what comes of that."""
    answers = drawn(picture).get("data-answers").split("¶")
    told = [iter(row.get("data-flips").split("|")) for row in rows(picture)]
    return [
        [(means, answers[int(n)]) for means, n in zip(it, it, strict=True)]
        for it in told
    ]


def test_the_text_has_the_three_bytes():
    assert str(xor(H, KEY, title="H is masked")).splitlines() == [
        "H is masked",
        "       byte  bits      hex  value  text",
        "    payload  01001000  48      72  H",
        "        key  00110111  37      55",
        "on the wire  01111111  7f     127",
    ]


def test_the_drawing_has_the_bits_in_three_rows():
    digits = [text for text in said(xor(H, KEY)) if text in ("0", "1")]
    weight_of_the_last_bit = digits.pop(0)
    assert weight_of_the_last_bit == "1"
    assert "".join(digits) == f"{H:08b}{KEY:08b}{H ^ KEY:08b}"


@pytest.mark.parametrize(("payload", "key"), [(H, KEY), (0, 0), (255, 255), (1, 254)])
def test_on_the_wire_is_what_apply_mask_makes(payload, key):
    [wire] = apply_mask(bytes([payload]), bytes([key] * 4))
    assert str(xor(payload, key)).splitlines()[-1].split()[-3:-1] == [
        f"{wire:08b}",
        f"{wire:02x}",
    ]


def test_a_bit_below_a_1_of_the_key_has_its_colour():
    _, key, wire = rows(xor(H, KEY))
    for row in (key, wire):
        places = [
            float(box.get("x"))
            for box in row.iter(f"{SVG}rect")
            if box.get("class") == "f6"
        ]
        assert [(x - 150) / 56 for x in places] == [2, 3, 5, 6, 7]


def test_each_row_says_what_it_is():
    assert [row.get("data-say") for row in rows(xor(H, KEY))] == [
        "Payload: 01001000 = 48, H.",
        "Key: 00110111 = 37.",
        "On the wire: 01111111 = 7f. It has a 1 where the two above differ.",
    ]


def test_a_bit_turned_over_in_payload_or_key_turns_one_over_on_the_wire():
    payload, key, _ = flips(xor(H, KEY))
    assert payload[7] == ("In hex 49: I.", "On the wire: 01111110 = 7e.")
    assert key[0] == ("In hex b7.", "On the wire: 11111111 = ff.")
    assert len(payload) == len(key) == 8


def test_a_fault_on_the_wire_is_a_fault_in_what_is_read():
    *_, wire = flips(xor(H, KEY))
    assert wire[5] == ("In hex 7b.", "Without its mask: 4c, L.")
    assert len(wire) == 8


@pytest.mark.parametrize("byte", [-1, 256, b"H", None, 1.5])
def test_what_is_no_byte_is_refused(byte):
    with pytest.raises(ValueError, match="is no byte: from 0 to 255"):
        xor(byte, KEY)
    with pytest.raises(ValueError, match="is no byte"):
        xor(H, byte)


@pytest.mark.parametrize("payload", [0, 13, 32, 127, 200, 255])
def test_no_words_touch_and_none_leaves_the_card(payload):
    picture = xor(payload, KEY, title="t" * 300)
    assert touching(picture) == []
    assert lies_inside(picture)


def test_the_same_bytes_give_the_same_picture():
    assert xor(H, KEY) == xor(H, KEY)
    assert xor(H, KEY).alt == "A byte is masked: 48 ^ 37 = 7f."


def test_where_a_bit_turns_over_it_says_that_only_one_does():
    frame = bytes.fromhex("8105 48656c6c6f")
    for picture in (xor(0x48, 0x37), diagram(parse_frame, frame, flips=True)):
        assert "to turn it over, one at a time" in drawn(picture).get("data-ask")

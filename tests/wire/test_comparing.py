"""The first difference, under a caret."""

from http import HTTPStatus

import pytest

from wslesson.protocol.frames import Frame, Opcode
from wslesson.wire.comparing import compare, first_difference, same


def shown(got, expected):
    return compare(got, expected).splitlines()


def test_bytes_are_compared_down_to_the_bits():
    assert shown(b"Hellp", b"Hello") == [
        "got       48 65 6c 6c 70  b'Hellp'",
        "expected  48 65 6c 6c 6f  b'Hello'",
        "                      ^^",
        "byte 4: got 0111 0000, expected 0110 1111",
    ]


def test_missing_bytes_are_counted():
    assert shown(b"He", b"Hello") == [
        "got       48 65           b'He'",
        "expected  48 65 6c 6c 6f  b'Hello'",
        "                ^^",
        "byte 2: got nothing, 3 more expected",
    ]


def test_extra_bytes_are_counted():
    assert shown(b"Hello", b"He")[2:] == [
        "                ^^",
        "byte 2: nothing more expected, got 3 more",
    ]


def test_nothing_at_all_is_shown_as_empty():
    assert shown(b"", b"H") == [
        "got           b''",
        "expected  48  b'H'",
        "          ^^",
        "byte 0: got nothing, 1 more expected",
    ]


def test_long_bytes_are_cut_to_a_window_around_the_difference():
    assert shown(bytes(100) + b"A", bytes(100) + b"B") == [
        "got       … 00 00 00 00 00 00 41  b'\\x00\\x00\\x00\\x00\\x00\\x00A'",
        "expected  … 00 00 00 00 00 00 42  b'\\x00\\x00\\x00\\x00\\x00\\x00B'",
        "                              ^^",
        "byte 100: got 0100 0001, expected 0100 0010",
    ]


def test_texts_are_compared_by_character():
    assert shown("5 hello", "5  hello") == [
        "got       '5 hello'",
        "expected  '5  hello'",
        "             ^",
    ]


def test_the_caret_stands_right_when_a_character_is_written_with_an_escape():
    assert shown("a\r\nb", "a\r\nc") == [
        r"got       'a\r\nb'",
        r"expected  'a\r\nc'",
        "                ^",
    ]


def test_long_texts_are_cut_before_the_difference():
    assert shown("x" * 100 + "A", "x" * 100 + "B") == [
        f"got       …'{'x' * 24}A'",
        f"expected  …'{'x' * 24}B'",
        " " * (10 + 1 + 1 + 24) + "^",
    ]


def test_other_values_are_shown_whole():
    assert shown({1}, {2}) == ["got       {1}", "expected  {2}"]


def test_of_equal_values_no_part_is_named():
    assert shown((1,), (1,)) == ["got       (1,)", "expected  (1,)"]


def test_the_first_part_that_differs_is_named():
    assert shown([1, 2], [1, 3]) == [
        "got       [1, 2]",
        "expected  [1, 3]",
        "[1]: got 2, expected 3",
    ]
    assert shown((1,), (1, 2))[-1] == "[1]: got nothing, expected 2"
    assert shown({"a": 1}, {"a": 2})[-1] == "['a']: got 1, expected 2"
    assert shown((1, True), (1, 1))[-1] == "got a bool, expected an int"


def test_of_long_values_only_the_part_is_shown_down_to_the_byte():
    got, expected = (
        [Frame(Opcode.TEXT, text + b"x" * 60, mask_key=bytes(4))]
        for text in (b"Hellp", b"Hello")
    )
    first, *rest = shown(got, expected)
    assert first == "the first difference is in [0].payload"
    assert rest[-1] == "byte 4: got 0111 0000, expected 0110 1111"


def test_numbers_are_compared_by_one_rule_inside_and_out():
    for got, expected in ((1, 1), (HTTPStatus.OK, 200), (0.5, 0.5), ([1], [1])):
        assert same(got, expected), (got, expected)
        assert same((got,), (expected,)), (got, expected)
    for got, expected in ((True, 1), (1.0, 1), (0, False), ((1,), [1]), ("1", 1)):
        assert not same(got, expected), (got, expected)
        assert not same({"a": got}, {"a": expected}), (got, expected)


def test_long_values_say_how_long_they_are():
    assert shown(set(range(1000)), set())[0].endswith("… (4890 characters)")


@pytest.mark.parametrize(
    ("got", "expected", "words"),
    [
        (None, b"", "got a NoneType, expected a bytes"),
        (5, "5", "got an int, expected a str"),
        (bytearray(b"a"), b"a", "got a bytearray, expected a bytes"),
    ],
)
def test_values_of_different_types_are_told_apart(got, expected, words):
    assert shown(got, expected)[-1] == words


@pytest.mark.parametrize(
    ("got", "expected", "at"), [("", "", 0), ("ab", "ab", 2), ("ab", "abc", 2)]
)
def test_where_nothing_differs_the_shorter_length_is_the_place(got, expected, at):
    assert first_difference(got, expected) == at

"""A check says one of three things, and what to look at."""

import os
import subprocess
import sys
from dataclasses import replace
from functools import partial

import pytest

from wslesson.checking import outcomes
from wslesson.checking.judging import Report, judge, trials
from wslesson.checking.model import Case, Exercise, Mistake, Raises, Slip
from wslesson.checking.outcomes import Outcome
from wslesson.checking.trials import as_parser, every_split, from_a_socket
from wslesson.course import check
from wslesson.exercises.bank import find
from wslesson.protocol.reading import Take


class Encoder:
    """An answer that is an object."""

    def __call__(self, text):
        return text.encode()


def count_bytes(text):
    """Return how many bytes the text takes in UTF-8."""
    if not isinstance(text, str):
        raise TypeError("text, please")
    return len(text.encode())


def count_characters(text):
    return len(text)


def always_one(text):
    return 1


EXERCISE = Exercise(
    id="count_bytes",
    title="Count bytes",
    minutes=5,
    solution=count_bytes,
    cases=(
        Case(("a",), 1),
        Case(("é",), 2, "é takes two bytes."),
        Case(("€",), 3),
        Case(("ab",), 2),
        Case((b"a",), Raises(TypeError)),
    ),
    hints=("What is counted?", "See len and encode.", "len(text.encode())"),
    mistakes=(
        Mistake(count_characters, "You count characters."),
        Mistake(always_one, "You always say one."),
    ),
)


def report_on(attempt, exercise=EXERCISE):
    return repr(judge(exercise, attempt)).splitlines()


def test_the_untouched_stub_is_not_started():
    def stub(text):
        raise NotImplementedError

    assert report_on(stub) == [
        "count_bytes · Count bytes: not started",
        '  Write your answer, then run both cells. Stuck? hint("count_bytes")',
    ]


def test_the_solution_passes():
    assert judge(EXERCISE, count_bytes).passed
    assert report_on(count_bytes) == [
        "count_bytes · Count bytes: passed",
        "  5 tries, each gave what it must.",
    ]


@pytest.mark.parametrize(
    ("attempt", "message"),
    [
        (count_characters, "You count characters."),
        (lambda text: len(text) + 0, "You count characters."),
        (always_one, "You always say one."),
        (lambda _: 7, None),
    ],
)
def test_a_mistake_is_known_by_what_it_does(attempt, message):
    report = judge(EXERCISE, attempt)
    assert not report.passed
    assert [m.message for m in EXERCISE.mistakes if m.message in repr(report)] == (
        [message] if message else []
    )


def test_errors_that_say_the_same_come_before_those_of_the_same_kind():
    def fails(text, word):
        raise ValueError(word)

    mistakes = tuple(
        Mistake(lambda text, word=word: fails(text, word), f"You say {word}.")
        for word in ("first", "second")
    )
    exercise = replace(EXERCISE, mistakes=mistakes)
    told = [
        report_on(lambda text, word=word: fails(text, word), exercise)[-1]
        for word in ("first", "second", "third")
    ]
    assert told == ["  You say first.", "  You say second.", "  You say first."]


@pytest.mark.parametrize(
    ("attempt", "why"),
    [
        (lambda: 1, "too many positional arguments"),
        (lambda text, size: 1, "missing a required argument: 'size'"),
    ],
)
def test_an_attempt_that_takes_other_arguments_is_told_so(attempt, why):
    assert report_on(attempt) == [
        "count_bytes · Count bytes: not yet",
        f"  It is called as count_bytes(text), and yours cannot be: {why}.",
    ]


@pytest.mark.parametrize("builtin", [max, int, str])
def test_an_attempt_that_does_not_tell_its_arguments_is_tried(builtin):
    assert "called as" not in repr(judge(EXERCISE, builtin))


async def count_later(text):
    return len(text.encode())


def test_a_coroutine_where_none_is_asked_for_is_told_so():
    assert "it makes a coroutine" in report_on(count_later)[1]
    assert "it makes a coroutine" in repr(check(clock_message=count_later))


def test_a_wrong_value_is_shown_beside_the_right_one():
    assert report_on(count_characters) == [
        "count_bytes · Count bytes: not yet",
        "  count_characters('é')",
        "  got       1",
        "  expected  2",
        "  You count characters.",
    ]


def test_an_unknown_mistake_gets_the_reason_of_the_case():
    def odd(text):
        return 99 if text == "é" else count_bytes(text)

    assert report_on(odd)[-1] == "  é takes two bytes."


def test_an_error_is_shown_with_its_message():
    def fails(text):
        return {}[text]

    assert report_on(fails)[2:4] == [
        "  raised    KeyError: 'a'",
        "  expected  1",
    ]


def test_what_is_long_is_cut_short_beside_an_error():
    raised = Outcome(error=KeyError("k")).against("x" * 4000)
    gave = Outcome(["y"] * 1000).against(Raises(KeyError))
    assert raised[1].endswith("… (4002 characters)")
    assert gave[0].endswith("… (5000 characters)")


def test_returned_errors_are_known_by_their_kind():
    def returns_an_error(text):
        return TypeError("mine") if isinstance(text, bytes) else count_bytes(text)

    def returns_the_class(text):
        return TypeError if isinstance(text, bytes) else count_bytes(text)

    exercise = replace(EXERCISE, mistakes=(Mistake(returns_the_class, "Raise it."),))
    assert report_on(returns_an_error, exercise)[-1] == "  Raise it."


def test_an_error_that_should_have_come_is_named():
    def lenient(text):
        return len(text.encode() if isinstance(text, str) else text)

    assert report_on(lenient, replace(EXERCISE, mistakes=()))[1:] == [
        "  lenient(b'a')",
        "  gave      1",
        "  expected  raises TypeError",
    ]


def test_another_error_than_the_expected_one_is_not_right():
    def wrong_kind(text):
        if not isinstance(text, str):
            raise ValueError("no")
        return count_bytes(text)

    assert report_on(wrong_kind)[2:] == [
        "  raised    ValueError: no",
        "  expected  raises TypeError",
    ]


@pytest.mark.parametrize("error", [SystemExit, KeyboardInterrupt])
def test_an_answer_that_wants_to_leave_is_reported(error):
    def leaves(text):
        raise error("bye")

    assert f"raised    {error.__name__}: bye" in "\n".join(report_on(leaves))


def test_one_is_not_true():
    exercise = replace(EXERCISE, cases=(Case((), 1),))
    assert not judge(exercise, lambda: True).passed


def test_an_outcome_without_an_end_says_so():
    assert Outcome(ended=False, limit="1 s").against(5) == ["did not end within 1 s"]


# These run in a process of their own that nobody traces. An exception that is thrown
# into a thread may hit the tracer there and leave its lock taken; and CPython 3.11
# spins in a traced thread while an exception waits for another one.

UNTRACED = """
import socket
from dataclasses import replace
from tests.checking.test_judging import EXERCISE, report_on
from wslesson.checking import outcomes
from wslesson.checking.model import Mistake

def endless(text):
    try:
        while True:
            pass
    finally:
        print("stopped at", text)

def deaf(text):
    return ours.recv(1)

ours, theirs = socket.socketpair()
"""

NO_END = "count_bytes · Count bytes: not yet"


def untraced(code, limit=0.1):
    child = subprocess.run(
        [sys.executable, "-c", f"{UNTRACED}outcomes.LIMIT = {limit}\n{code}"],
        capture_output=True,
        text=True,
        timeout=240,
        env={k: v for k, v in os.environ.items() if not k.startswith("COV")},
        check=True,
    )
    return child.stdout.splitlines()


def test_an_answer_that_never_ends_is_stopped():
    said = untraced("print(*report_on(endless), sep='\\n')", outcomes.LIMIT)
    assert said[0] == "stopped at a"
    assert said[-3:-1] == [NO_END, "  endless('a')"]
    assert said[-1] == "  did not end within 2 s of computing"


def test_a_report_says_whether_it_stopped_at_a_try_without_end():
    asked = (
        "from wslesson.checking.judging import judge\nprint(judge(EXERCISE, {}).ended)"
    )
    assert untraced(asked.format("endless"))[-1] == "False"
    assert untraced(asked.format("str.upper"))[-1] == "True"


def test_an_answer_that_cannot_be_stopped_does_not_stop_the_lesson():
    said = untraced("outcomes.LONGEST = 0.1; print(*report_on(deaf), sep='\\n')")
    still = ", and still runs: restart the kernel to end it"
    assert said == [NO_END, "  deaf('a')", f"  did not end within 0.1 s{still}"]


def test_endless_mistakes_have_names_too():
    said = untraced(
        "exercise = replace(EXERCISE, mistakes=(Mistake(endless, 'No end.'),))\n"
        "print(*report_on(endless, exercise), sep='\\n')"
    )
    assert said[-1] == "  No end."


def test_a_report_without_details_is_one_line():
    assert repr(Report(EXERCISE, "passed")) == "count_bytes · Count bytes: passed"


def test_the_report_is_escaped_in_html():
    html = judge(EXERCISE, lambda _: "<b>")._repr_html_()
    assert "&lt;b&gt;" in html
    assert "<b>" not in html


def test_three_verdicts_have_three_colours():
    def stub(text):
        raise NotImplementedError

    pages = [
        judge(EXERCISE, attempt)._repr_html_()
        for attempt in (stub, count_characters, count_bytes)
    ]
    assert len({page.split(";")[0] for page in pages}) == 3


# Ways to try


class Shouts:
    """Gives back each line that is complete, in capitals."""

    def __init__(self):
        self.rest = b""

    def feed(self, data):
        *lines, self.rest = (self.rest + data).split(b"\n")
        return [line.upper() for line in lines]


class Forgets(Shouts):
    def feed(self, data):
        *lines, _ = data.split(b"\n")
        return [line.upper() for line in lines]


LINES = replace(
    EXERCISE,
    solution=Shouts,
    cases=(Case((b"hi\nho\n",), [b"HI", b"HO"]), Case((b"",), [])),
    mistakes=(Mistake(Forgets, "You forget what came before."),),
    trial=every_split,
)


def test_a_decoder_is_tried_on_every_split():
    # Six bytes: whole, 5 single cuts, 10 double cuts, byte by byte; nothing: twice.
    assert report_on(Shouts, LINES)[1] == "  19 tries, each gave what it must."


def test_the_shortest_split_that_fails_is_shown():
    assert report_on(Forgets, LINES)[1:] == [
        r"  Forgets() fed b'h' | b'i\nho\n'",
        r"  got       [b'I', b'HO']",
        r"  expected  [b'HI', b'HO']",
        r"  [0]: got b'I', expected b'HI'",
        "  You forget what came before.",
    ]


def test_two_decoders_must_not_share_what_they_keep():
    class Shares:
        rest = bytearray()

        def feed(self, data):
            self.rest += data
            *lines, last = bytes(self.rest).split(b"\n")
            self.rest[:] = last
            return [line.upper() for line in lines]

    assert report_on(Shares, LINES)[1] == r"  Shares() fed b'h' | b'i\nho\n'"


def test_a_decoder_gives_a_list_and_not_a_generator():
    class Yields(Shouts):
        def feed(self, data):
            yield from super().feed(data)

    assert report_on(Yields, LINES)[-1] == "  got a generator, expected a list"


def test_a_long_stream_is_cut_only_near_its_beginning():
    line = b"x" * 200 + b"\n"
    exercise = replace(LINES, cases=(Case((line,), [b"X" * 200]),))
    # Whole, then cut behind each of the first 19 bytes.
    assert report_on(Shouts, exercise)[1] == "  20 tries, each gave what it must."
    assert report_on(Forgets, exercise)[1].startswith("  Forgets() fed b'x' | b'xxx")


def test_of_a_long_piece_only_the_beginning_is_shown():
    exercise = replace(LINES, cases=(Case((b"x" * 300,), [b"no"]),))
    assert report_on(Shouts, exercise)[1].endswith("xx… (303 characters)")


def parse_note():
    (size,) = yield Take(1, "SIZE")
    return (yield Take(size, "TEXT"))


def parse_nothing():
    return (yield Take(1, "SIZE"))


def test_a_parser_is_tried_on_every_split():
    exercise = replace(
        EXERCISE,
        solution=parse_note,
        cases=(Case((b"\x02hi\x00",), [b"hi", b""]),),
        mistakes=(),
        trial=as_parser,
    )
    assert judge(exercise, parse_note).passed
    shown = report_on(parse_nothing, exercise)
    assert shown[1] == r"  parse_nothing() given b'\x02hi\x00'"


def read_all(sock, size):
    return b"".join(iter(lambda: sock.recv(size), b""))


def read_once(sock, size):
    return sock.recv(size)


def test_a_reader_is_tried_on_a_socket_that_dribbles():
    exercise = replace(
        EXERCISE,
        solution=read_all,
        cases=(Case(([b"he", b"llo"], 4), b"hello"),),
        mistakes=(Mistake(read_once, "recv may return less."),),
        trial=from_a_socket,
    )
    assert judge(exercise, read_all).passed
    shown = report_on(read_once, exercise)
    assert shown[1] == "  read_once(sock, 4) when b'he' | b'llo' arrives"
    assert shown[-1] == "  recv may return less."


def test_of_a_long_stream_the_beginning_is_shown():
    ((_, trial),) = trials(
        replace(EXERCISE, cases=(Case(([b"x" * 999], 4), b""),), trial=from_a_socket),
        read_once,
    )
    assert trial.says.endswith("xxx… (1002 characters) arrives")
    assert len(trial.says) < 450


def test_of_a_long_argument_the_beginning_is_shown():
    exercise = replace(EXERCISE, cases=(Case(("x" * 999,), 999),))
    assert report_on(always_one, exercise)[1].endswith("xxx… (1001 characters))")


def pop_all(numbers):
    return [numbers.pop() for _ in range(len(numbers))]


def test_an_answer_may_change_what_it_is_given():
    exercise = replace(EXERCISE, cases=(Case(([1, 2],), [2, 1]),), mistakes=())
    assert judge(exercise, pop_all).passed
    assert judge(exercise, pop_all).passed


# What a notebook calls


def encode_message(text):
    return text.encode()


def test_an_answer_is_known_by_its_name():
    assert check(encode_message).exercise is find("encode_message")


@pytest.mark.parametrize(
    "answer", [lambda text: text.encode(), partial(str.encode), Encoder()]
)
def test_an_answer_without_the_name_is_given_it(answer):
    said = repr(check(encode_message=answer)).splitlines()
    assert said[0] == "encode_message · Count the bytes: not yet"
    assert said[1] == "  encode_message('hello')"


def test_an_answer_without_a_name_is_asked_for_one():
    with pytest.raises(TypeError, match=r"Say whose it is: check\(name=answer\)"):
        check(lambda text: text.encode())


def test_a_name_that_does_not_exist_is_answered_with_those_that_are_near():
    def encode_mesage(text):
        return text.encode()

    with pytest.raises(LookupError, match="Is it encode_message"):
        check(encode_mesage)
    with pytest.raises(LookupError, match="There is no exercise encode_mesage"):
        check(encode_mesage=encode_message)


@pytest.mark.parametrize("way", ["encode_message", "02.1"])
def test_who_gives_a_name_is_told_to_give_the_answer(way):
    with pytest.raises((TypeError, LookupError), match="encode_message"):
        check(way, encode_message)


def test_one_answer_is_checked_at_a_time():
    one = "One answer is checked at a time"
    for answers, named in (
        ((), {}),
        ((encode_message, encode_message), {}),
        ((encode_message,), {"encode_message": encode_message}),
        ((), {"encode_message": encode_message, "apply_mask": encode_message}),
    ):
        with pytest.raises(TypeError, match=one):
            check(*answers, **named)


@pytest.mark.parametrize("wrong", [5, None])
def test_the_result_of_a_call_is_not_an_answer(wrong):
    with pytest.raises(TypeError, match=f"without parentheses.* This is {wrong}"):
        check(wrong)
    with pytest.raises(TypeError, match=f"without parentheses.* This is {wrong}"):
        check(encode_message=wrong)


def test_a_part_that_is_not_written_is_no_reason_to_begin_anew():
    def half_done(text):
        if text == "é":
            raise NotImplementedError
        return len(text.encode())

    said = report_on(half_done)
    assert said[0] == "count_bytes · Count bytes: not yet"
    assert said[-1].startswith("  This part of your answer is not written yet")


def test_a_mistake_that_fails_where_the_answer_passes_says_nothing():
    def right_but_for_euro(text):
        return 1 if text == "€" else count_bytes(text)

    # `always_one` does the same there, and fails elsewhere.
    assert "You always say one." not in report_on(right_but_for_euro)[-1]


def test_a_slip_is_the_solution_with_one_text_changed():
    slip = Slip("len(text.encode())", "len(text)", "You count characters.")
    exercise = replace(EXERCISE, mistakes=(slip,))
    [mistake] = exercise.wrong_answers
    assert mistake.attempt("é") == 1
    assert report_on(mistake.attempt, exercise)[-1] == "  You count characters."


def test_a_slip_that_the_solution_has_no_place_for_is_an_error_at_once():
    with pytest.raises(ValueError, match=r"count_bytes has no 'len\(bytes\)'"):
        replace(EXERCISE, mistakes=(Slip("len(bytes)", "0", "Nothing counts."),))

"""Lesson 05: what may happen next?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import takewhile

from ...checking.model import (
    Attempt,
    Case,
    Choice,
    Exercise,
    Mistake,
    Question,
    Raises,
    Try,
)
from ...protocol.events import Binary, Close, Event, Ping, Pong, Text
from ...protocol.frames import Frame, Opcode

# 05.1


def encode_close(code: int, reason: str) -> bytes:
    """Return the payload of a Close frame: two bytes of code, then the reason.

    The reason has at most 123 bytes: a longer one is shortened between characters.
    1005 gives b"". Raises ValueError for 1006 and 1015.
    """
    if code == 1005:
        return b""
    if code in (1006, 1015):
        raise ValueError(f"{code} is never sent")
    short = reason.encode()[:123].decode(errors="ignore")
    return code.to_bytes(2, "big") + short.encode()


def _encoded(code: int, reason: bytes, never: tuple[int, ...] = (1006, 1015)) -> bytes:
    if code in never:
        raise ValueError(code)
    return b"" if code == 1005 else code.to_bytes(2, "big") + reason


def _shortened(reason: str, most: int = 123) -> bytes:
    return reason.encode()[:most].decode(errors="ignore").encode()


def _cuts_a_character(code: int, reason: str) -> bytes:
    return _encoded(code, reason.encode()[:123])


def _counts_characters(code: int, reason: str) -> bytes:
    return _encoded(code, reason[:123].encode())


def _shortens_to_125(code: int, reason: str) -> bytes:
    return _encoded(code, reason.encode()[:125])


def _shortens_nothing(code: int, reason: str) -> bytes:
    return _encoded(code, reason.encode())


def _shortens_well_to_125(code: int, reason: str) -> bytes:
    return _encoded(code, _shortened(reason, 125))


def _drops_a_long_reason(code: int, reason: str) -> bytes:
    body = reason.encode()
    return _encoded(code, body if len(body) <= 123 else b"")


def _refuses_a_long_reason(code: int, reason: str) -> bytes:
    body = reason.encode()
    if len(body) > 123:
        raise ValueError(reason)
    return _encoded(code, body)


def _marks_the_cut(code: int, reason: str) -> bytes:
    return _encoded(code, reason.encode()[:123].decode(errors="replace").encode())


def _decodes_the_cut(code: int, reason: str) -> bytes:
    return _encoded(code, reason.encode()[:123].decode().encode())


def _little_end_first(code: int, reason: str) -> bytes:
    payload = _encoded(code, _shortened(reason))
    return payload[1::-1] + payload[2:]


def _code_in_digits(code: int, reason: str) -> bytes:
    payload = _encoded(code, _shortened(reason))
    return str(code).encode() + payload[2:] if payload else b""


def _sends_1005(code: int, reason: str) -> bytes:
    if code in (1006, 1015):
        raise ValueError(code)
    return code.to_bytes(2, "big") + _shortened(reason)


def _refuses_1005(code: int, reason: str) -> bytes:
    return _encoded(code, _shortened(reason), never=(1005, 1006, 1015))


def _sends_what_is_never_sent(code: int, reason: str) -> bytes:
    return _encoded(code, _shortened(reason), never=())


def _sends_1015(code: int, reason: str) -> bytes:
    return _encoded(code, _shortened(reason), never=(1006,))


def _sends_all_three(code: int, reason: str) -> bytes:
    return code.to_bytes(2, "big") + _shortened(reason)


def _gives_nothing_for_1006(code: int, reason: str) -> bytes:
    if code in (1005, 1006, 1015):
        return b""
    return code.to_bytes(2, "big") + _shortened(reason)


def _refuses_more_codes(code: int, reason: str) -> bytes:
    return _encoded(code, _shortened(reason), never=(999, 1006, 1011, 1015))


def _refuses_every_code(code: int, reason: str) -> bytes:
    raise ValueError(code, reason)


def _makes_zeros(code: int, reason: str) -> bytes:
    return _encoded(code, b"") and bytes(code) + _shortened(reason)


def _adds_text_to_bytes(code: int, reason: str) -> bytes:
    raise TypeError(f"can't concat {reason} to {code}")


def _decodes_text(code: int, reason: str) -> bytes:
    raise AttributeError(f"'str' object has no attribute 'decode': {code} {reason}")


def _decodes_the_payload(code: int, reason: str) -> bytes:
    return _encoded(code, reason.encode())[:125].decode().encode()


def _decodes_what_it_can(code: int, reason: str) -> bytes:
    return _encoded(code, reason.encode())[:125].decode(errors="ignore").encode()


ENCODE_CLOSE = Exercise(
    id="05.1",
    title="Write a goodbye",
    minutes=10,
    solution=encode_close,
    rules=("C03", "X04"),
    cases=(
        Case((1000, "bye"), b"\x03\xe8bye", why="Return it: 03 e8, then bye."),
        Case((4000, ""), b"\x0f\xa0", why="No reason: the code alone, two bytes."),
        Case((1001, "caf€"), b"\x03\xe9caf\xe2\x82\xac", why="The reason is UTF-8."),
        Case((1005, ""), b"", why='1005 means that no code is sent: b"".'),
        Case(
            (1005, "bye"),
            b"",
            why="No code, then no reason either: its first two bytes would be read as "
            "a code.",
        ),
        Case(
            (1006, ""), Raises(ValueError), why="1006 is never sent: raise ValueError."
        ),
        Case(
            (1015, ""), Raises(ValueError), why="1015 is never sent: raise ValueError."
        ),
        Case((1011, ""), b"\x03\xf3", why="Only 1006 and 1015 are refused here."),
        Case((999, ""), b"\x03\xe7", why="Only 1006 and 1015 are refused here."),
        Case(
            (1000, "x" * 124),
            b"\x03\xe8" + b"x" * 123,
            why="125 bytes in all; the code has two of them.",
        ),
        Case(
            (1000, "x" * 120 + "€"),
            b"\x03\xe8" + b"x" * 120 + b"\xe2\x82\xac",
            why="123 bytes of reason just fit.",
        ),
        Case(
            (1000, "x" * 121 + "€"),
            b"\x03\xe8" + b"x" * 121,
            why="Two of the three bytes of € would fit: leave all three out.",
        ),
        Case(
            (1000, "é" * 70),
            b"\x03\xe8" + b"\xc3\xa9" * 61,
            why="é has two bytes, so 61 of them fit in 123 bytes.",
        ),
    ),
    hidden=(
        Case((3000, "busy"), b"\x0b\xb8busy"),
        Case((1000, "😀" * 31), b"\x03\xe8" + "😀".encode() * 30),
    ),
    hints=(
        "How many bytes has a control frame at most, and how many of them does the "
        "code use up?",
        "Encode the reason, cut the bytes, and decode them again: with "
        'errors="ignore" a half character at the end is dropped. Then encode once '
        "more.",
        "if code == 1005:\n    return …\nif code in (…):\n    raise ValueError(…)\n"
        'short = reason.encode()[:…].decode(errors="ignore")\n'
        'return code.to_bytes(2, "big") + …',
    ),
    mistakes=(
        Mistake(
            _cuts_a_character,
            "The reason is cut in the middle of a character. What is left is not "
            "UTF-8, and the peer must refuse your goodbye (1007).",
        ),
        Mistake(
            _decodes_the_cut,
            "The cut can fall inside a character, and decode does not like half of "
            'one: tell it to leave that out, errors="ignore".',
        ),
        Mistake(
            _marks_the_cut,
            "The half character became a replacement sign, and that has three bytes: "
            "now the reason is too long again. Leave the half out.",
        ),
        Mistake(
            _counts_characters,
            "This cuts after 123 characters. The limit counts bytes: é has two, and € "
            "has three.",
        ),
        Mistake(
            _shortens_to_125,
            "125 bytes is the limit for the whole payload, code included. And a cut "
            "between bytes may cut a character in two.",
        ),
        Mistake(
            _shortens_well_to_125,
            "125 bytes is the limit for the whole payload, and the code is two of "
            "them.",
        ),
        Mistake(
            _shortens_nothing,
            "A control frame has at most 125 bytes, and this one has more: cut the "
            "reason.",
        ),
        Mistake(
            _drops_a_long_reason,
            "A long reason is dropped as a whole. Keep as much of it as fits.",
        ),
        Mistake(
            _refuses_a_long_reason,
            "A long reason is no error here. Keep as much of it as fits.",
        ),
        Mistake(
            _little_end_first,
            "The two bytes of the code are swapped: the big end comes first, and "
            "1000 is 03 e8.",
        ),
        Mistake(
            _code_in_digits,
            "The code is written in digits. It is a number of two bytes: "
            'code.to_bytes(2, "big").',
        ),
        Mistake(
            _sends_1005,
            "1005 went onto the wire. It is the name for “there was no code”, so what "
            'is sent is nothing: b"".',
        ),
        Mistake(
            _refuses_1005,
            "1005 is no error: a Close frame without a code is allowed, and its "
            'payload is b"".',
        ),
        Mistake(
            _sends_1015,
            "1015 is never sent either: it says that TLS failed. Raise ValueError.",
        ),
        Mistake(
            _sends_what_is_never_sent,
            "1006 and 1015 are never sent: they say that no goodbye came, and that "
            "TLS failed. Raise ValueError.",
        ),
        Mistake(
            _gives_nothing_for_1006,
            'For 1005, b"" is right. 1006 and 1015 cannot be said with any Close '
            "frame: raise ValueError.",
        ),
        Mistake(
            _refuses_more_codes,
            "A code was refused that is neither 1006 nor 1015. Check no others.",
        ),
        Mistake(
            _refuses_every_code,
            "A code was refused that may be sent. A byte goes up to 255, so a code "
            'takes two: code.to_bytes(2, "big"). And “code == 1006 or 1015” is always '
            "true: write “code in (1006, 1015)”.",
        ),
        Mistake(
            _makes_zeros,
            "bytes(1000) is a thousand zeros. The number 1000 in two bytes is "
            'code.to_bytes(2, "big").',
        ),
        Mistake(
            _adds_text_to_bytes,
            "The code is bytes and the reason is text: encode the reason once more, "
            "after it has been shortened.",
        ),
        Mistake(
            _decodes_text,
            "reason is text: encode it first, cut the bytes, then decode.",
        ),
        Mistake(
            _decodes_the_payload,
            "The whole payload was decoded. Decode only the reason. The code is no "
            "text.",
        ),
        Mistake(
            _decodes_what_it_can,
            "Bytes of the code are gone: the whole payload was decoded. Decode only "
            "the reason. The code is no text.",
        ),
        Mistake(
            _sends_all_three,
            "1005, 1006 and 1015 are never sent. They are names for what did not come: "
            'no code (that is b""), no goodbye, no TLS.',
        ),
    ),
)

# 05.2


def parse_close(payload: bytes) -> tuple[int, str]:
    """Return the code and the reason that a Close frame carries.

    An empty payload gives (1005, ""). Raises ValueError for half a code, a code
    that may not be sent, and a reason that is not UTF-8.
    """
    if not payload:
        return 1005, ""
    if len(payload) == 1:
        raise ValueError("half a code")
    code = int.from_bytes(payload[:2], "big")
    if code in (1004, 1005, 1006) or not (1000 <= code <= 1014 or 3000 <= code <= 4999):
        raise ValueError(f"code {code}")
    return code, payload[2:].decode()


def _may_be_sent(code: int) -> bool:
    reserved = code in (1004, 1005, 1006)
    return not reserved and (1000 <= code <= 1014 or 3000 <= code <= 4999)


def _parser(
    allowed: Callable[[int], bool] = _may_be_sent,
    empty: tuple[int, str] | None = (1005, ""),
    one: tuple[int, str] | None = None,
    errors: str = "strict",
) -> Callable[[bytes], tuple[int, str]]:
    """Return a `parse_close` with one fault or more."""

    def parse(payload: bytes) -> tuple[int, str]:
        if len(payload) < 2:
            result = one if payload else empty
            if result is None:
                raise ValueError(payload)
            return result
        code = int.from_bytes(payload[:2], "big")
        if not allowed(code):
            raise ValueError(code)
        return code, payload[2:].decode(errors=errors)

    parse.__name__ = "parse_close"
    return parse


def _any_code_and_length(payload: bytes) -> tuple[int, str]:
    return int.from_bytes(payload[:2], "big"), payload[2:].decode()


def _reads_the_little_end_first(payload: bytes) -> tuple[int, str]:
    if not payload:
        return 1005, ""
    code = int.from_bytes(payload[:2], "little")
    if len(payload) == 1 or not _may_be_sent(code):
        raise ValueError(code)
    return code, payload[2:].decode()


def _refuses_all_codes(payload: bytes) -> tuple[int, str]:
    if not payload:
        return 1005, ""
    raise ValueError(payload)


def _one_number(payload: bytes) -> tuple[int, str]:
    code = int.from_bytes(payload, "big")
    if len(payload) > 1 and not _may_be_sent(code):
        raise ValueError(code)
    return parse_close(payload)


def _gives_none(payload: bytes) -> tuple[int, str] | None:
    if payload[1:] and not _may_be_sent(int.from_bytes(payload[:2], "big")):
        return None
    return parse_close(payload)


def _shows_bytes(payload: bytes) -> tuple[int, str]:
    code, _ = parse_close(payload[:2])
    return code, str(payload[2:])


def _reason_is_bytes(payload: bytes) -> tuple[int, bytes]:
    code, _ = parse_close(payload[:2])
    return code, payload[2:]


def _decodes_the_code(payload: bytes) -> tuple[int, str]:
    code, _ = parse_close(payload[:2])
    return code, payload.decode()


def _indexes(payload: bytes) -> tuple[int, str]:
    if not payload:
        return 1005, ""
    code = payload[0] * 256 + payload[1]
    if not _may_be_sent(code):
        raise ValueError(code)
    return code, payload[2:].decode()


PARSE_CLOSE = Exercise(
    id="05.2",
    title="Read a goodbye",
    minutes=8,
    solution=parse_close,
    rules=("C03", "C04", "X05", "X06"),
    cases=(
        Case(
            (b"\x03\xe8",),
            (1000, ""),
            why='Return a tuple: (1000, ""). 03 e8 is 3 × 256 + 232.',
        ),
        Case((b"\x10\x0f",), (4111, ""), why="10 0f is 4111: 16 × 256 + 15."),
        Case((b"\x03\xe9bye",), (1001, "bye"), why="The code, then the reason."),
        Case((b"\x03\xe8\xe2\x82\xac",), (1000, "€"), why="The reason is UTF-8."),
        Case((b"",), (1005, ""), why="No code was sent, and 1005 is the name for it."),
        Case((b"\x03",), Raises(ValueError), why="One byte is half a code."),
        Case((b"\x03\xe7",), Raises(ValueError), why="999: codes begin at 1000."),
        Case((b"\x0b\xb7",), Raises(ValueError), why="2999 is on no list."),
        Case((b"\x03\xf7",), Raises(ValueError), why="1015 is never sent."),
        Case((b"\x03\xec",), Raises(ValueError), why="1004 is reserved."),
        Case((b"\x03\xed",), Raises(ValueError), why="1005 is never sent."),
        Case((b"\x03\xee",), Raises(ValueError), why="1006 is never sent."),
        Case((b"\x03\xef",), (1007, ""), why="1007 is on the list."),
        Case((b"\x03\xf1",), (1009, ""), why="1009 is on the list."),
        Case((b"\x03\xf4",), (1012, ""), why="1012 is on the list."),
        Case((b"\x03\xf5",), (1013, ""), why="1013 is on the list."),
        Case((b"\x03\xf6",), (1014, ""), why="1014 is on the list."),
        Case((b"\x03\xf8",), Raises(ValueError), why="1016 is on no list."),
        Case((b"\x0b\xb8",), (3000, ""), why="3000 is the first registered code."),
        Case((b"\x0f\xa0busy",), (4000, "busy"), why="4000 is a private code."),
        Case((b"\x13\x87",), (4999, ""), why="4999 is the last private code."),
        Case((b"\x13\x88",), Raises(ValueError), why="5000 is past the end."),
        Case((b"\x03\xe8\xff",), Raises(ValueError), why="ff is never UTF-8."),
        Case((b"\x03\xe8\xe2\x82",), Raises(ValueError), why="This is half a €."),
    ),
    hidden=(
        Case((b"\x03\xf3",), (1011, "")),
        Case((b"\x0b\xb9\xc3\xa9",), (3001, "é")),
        Case((bytes(2),), Raises(ValueError)),
        Case((b"\x03\xe9\xc0\x80",), Raises(ValueError)),
    ),
    hints=(
        "Which two lengths of the payload need a rule of their own, before a code "
        "can be read?",
        'int.from_bytes(payload[:2], "big") is the code. Check it against the two '
        "ranges and the three exceptions. decode raises UnicodeDecodeError, which is "
        "a ValueError already.",
        "if not payload:\n    return …\nif len(payload) == 1:\n    raise …\n"
        'code = int.from_bytes(payload[:2], "big")\n'
        "if code in (…) or not (1000 <= code <= … or …):\n    raise …\n"
        "return code, payload[2:].decode()",
    ),
    mistakes=(
        Mistake(
            _parser(lambda code: _may_be_sent(code) and code < 3000),
            "3000 to 3999 (registered) and 4000 to 4999 (private) are allowed.",
        ),
        Mistake(
            _parser(lambda code: _may_be_sent(code) and code not in (1014, 4999)),
            "The last code of each range is allowed, too: range stops before its end.",
        ),
        Mistake(
            _parser(lambda code: _may_be_sent(code) and not 1003 < code < 3000),
            "A code from 1007 to 1014 was refused, and they are all allowed.",
        ),
        Mistake(
            _parser(lambda code: _may_be_sent(code) or code == 5000),
            "5000 is past the end: 4999 is the last.",
        ),
        Mistake(
            _parser(empty=(1005, ""), one=(1005, "")),
            "One byte is not “no code”. It is half a code, and breaks a rule.",
        ),
        Mistake(
            _parser(empty=None),
            "An empty payload breaks no rule: no code was sent, and 1005 is the name "
            'for that. (Did you ask for it? b"" is not equal to "": write “if not '
            "payload”.)",
        ),
        Mistake(
            _parser(empty=(1000, "")),
            "1000 would say that all is well. The peer said nothing: that is 1005.",
        ),
        Mistake(
            _parser(empty=(1006, "")),
            "1006 means that no Close frame came. One came, without a code: 1005.",
        ),
        Mistake(
            _parser(errors="replace"),
            "A reason that is not UTF-8 breaks a rule. Let decode raise: do not "
            "replace what it cannot read.",
        ),
        Mistake(
            _parser(errors="ignore"),
            "A reason that is not UTF-8 breaks a rule. Let decode raise: do not leave "
            "out what it cannot read.",
        ),
        Mistake(
            _one_number,
            "The whole payload was read as one number. The code is its first two "
            "bytes: payload[:2].",
        ),
        Mistake(
            _refuses_all_codes,
            "A code was refused that is allowed. It may be in one range OR the other: "
            "in both it cannot be. (And int reads digits; int.from_bytes reads bytes.)",
        ),
        Mistake(
            _gives_none,
            "Nothing was raised. For a code that may not come, raise ValueError: None "
            "is easily taken for an answer.",
        ),
        Mistake(
            _shows_bytes,
            "str of bytes is what Python would print, b and quotes included. decode "
            "makes text of bytes.",
        ),
        Mistake(
            _reads_the_little_end_first,
            "The code is read from the wrong end: 03 e8 is 3 × 256 + 232 = 1000.",
        ),
        Mistake(
            _reason_is_bytes,
            "The reason is still bytes, and it is text: decode it.",
        ),
        Mistake(
            _decodes_the_code,
            "The whole payload was decoded. Decode only the reason, payload[2:]. The "
            "code is no text.",
        ),
        Mistake(
            _indexes,
            "With one byte there is no payload[1]. Look at the length first, and "
            "raise ValueError.",
        ),
        Mistake(
            _parser(
                lambda code: (
                    code != 1005
                    and code != 1006
                    and (1000 <= code <= 1014 or 3000 <= code <= 4999)
                )
            ),
            "1004 is left: it is reserved, and nobody may send it.",
        ),
        Mistake(
            _parser(lambda code: 1000 <= code <= 1014 or 3000 <= code <= 4999),
            "1004, 1005 and 1006 lie between 1000 and 1014, and still may not be sent.",
        ),
        Mistake(
            _parser(
                lambda code: (
                    code not in (1004, 1005, 1006)
                    and (1000 <= code <= 1015 or 3000 <= code <= 4999)
                )
            ),
            "1015 got through. It is the name for a failure of TLS, and is never sent.",
        ),
        Mistake(
            _parser(lambda code: 1000 <= code <= 4999),
            "Not all from 1000 to 4999 is allowed. 1004, 1005, 1006 and 1015 are "
            "never sent, and 1016 to 2999 are on no list yet.",
        ),
        Mistake(
            _parser(lambda _: True),
            "Every number is taken for a code. Only 1000 to 1014 (without 1004, 1005 "
            "and 1006) and 3000 to 4999 may come.",
        ),
        Mistake(
            _any_code_and_length,
            "This reads a code where there is none. First look at the length: 0 bytes "
            "and 1 byte are special, and not every number is a code.",
        ),
    ),
)

# 05.3


def reply(event: Event, close_sent: bool) -> Event | None:
    """Return the event that we owe for `event`, or None when we owe nothing.

    `close_sent` is True when our own Close has gone out already.
    """
    if close_sent:
        return None
    if isinstance(event, Ping):
        return Pong(event.payload)
    if isinstance(event, Close):
        return Close(event.code)
    return None


def _pong_without_payload(event: Event, close_sent: bool) -> Event | None:
    return Pong() if isinstance(event, Ping) else reply(event, close_sent)


def _pong_without_payload_while_open(event: Event, close_sent: bool) -> Event | None:
    answer = reply(event, close_sent)
    return Pong() if isinstance(answer, Pong) else answer


def _answers_a_pong(event: Event, close_sent: bool) -> Event | None:
    if isinstance(event, Pong) and not close_sent:
        return Pong(event.payload)
    return reply(event, close_sent)


def _pings_back_at_a_pong(event: Event, close_sent: bool) -> Event | None:
    if isinstance(event, Pong) and not close_sent:
        return Ping(event.payload)
    return reply(event, close_sent)


def _pings_back(event: Event, close_sent: bool) -> Event | None:
    if isinstance(event, Ping) and not close_sent:
        return event
    return reply(event, close_sent)


def _ignores_close_sent(event: Event, _close_sent: bool) -> Event | None:
    return reply(event, False)


def _pongs_after_our_close(event: Event, close_sent: bool) -> Event | None:
    return reply(event, close_sent and not isinstance(event, Ping))


def _closes_twice(event: Event, close_sent: bool) -> Event | None:
    return reply(event, close_sent and not isinstance(event, Close))


def _always_1000(event: Event, close_sent: bool) -> Event | None:
    answer = reply(event, close_sent)
    return Close() if isinstance(answer, Close) else answer


def _does_not_close(event: Event, close_sent: bool) -> Event | None:
    return None if isinstance(event, Close) else reply(event, close_sent)


def _echoes(event: Event, close_sent: bool) -> Event | None:
    if isinstance(event, Text | Binary) and not close_sent:
        return event
    return reply(event, close_sent)


def _gives_the_payload(event: Event, close_sent: bool) -> Event | bytes | None:
    answer = reply(event, close_sent)
    return answer.payload if isinstance(answer, Pong) else answer


def _gives_the_kind(event: Event, close_sent: bool) -> type[Event] | None:
    answer = reply(event, close_sent)
    return None if answer is None else type(answer)


def _owes_nothing(_event: Event, _close_sent: bool) -> Event | None:
    return None


def _turned_round(event: Event, close_sent: bool) -> Event | None:
    return reply(event, not close_sent)


REPLY = Exercise(
    id="05.3",
    title="Answer what must be answered",
    minutes=5,
    solution=reply,
    imports="from wslesson.protocol.events import Close, Event, Ping, Pong",
    rules=("C06", "C09", "C10", "C11"),
    cases=(
        Case((Ping(b"42"), False), Pong(b"42"), why="A Ping gets a Pong."),
        Case(
            (Ping(b"42"), True), None, why="After our Close, our Connection is silent."
        ),
        Case((Ping(b""), False), Pong(b""), why="Even an empty Ping gets a Pong."),
        Case((Pong(b"42"), False), None, why="A Pong gets no answer."),
        Case((Close(1001), False), Close(1001), why="A Close gets a Close."),
        Case((Close(1005), False), Close(1005), why="No code is answered with none."),
        Case((Close(1001), True), None, why="Ours has gone out: all is said."),
        Case((Pong(b"42"), True), None, why="A Pong gets no answer, ever."),
        Case((Text("hi"), False), None, why="Text obliges us to nothing."),
        Case((Binary(b"hi"), False), None, why="Data obliges us to nothing."),
        Case(
            (Text("hi"), True), None, why="After our Close, our Connection is silent."
        ),
    ),
    hidden=(
        Case((Ping(bytes(125)), False), Pong(bytes(125))),
        Case((Close(4000), False), Close(4000)),
        Case((Binary(b""), True), None),
    ),
    hints=(
        "Which two events oblige us to answer, and what takes the obligation away?",
        "After our own Close our Connection sends nothing, so that comes first. "
        "isinstance(event, Ping) asks what an event is; a Ping has a payload, a "
        "Close has a code.",
        "if close_sent:\n    return …\nif isinstance(event, Ping):\n"
        "    return Pong(…)\nif isinstance(event, Close):\n    return …\nreturn None",
    ),
    mistakes=(
        Mistake(
            _gives_the_payload,
            "This is the payload alone. The answer is an event: Pong(event.payload).",
        ),
        Mistake(
            _gives_the_kind,
            "Pong is the kind; Pong(event.payload) makes one. So it is with "
            "Close(event.code).",
        ),
        Mistake(
            _pong_without_payload_while_open,
            "The Pong is empty. It must carry the payload of the Ping, so that the "
            "peer knows which of its Pings is answered.",
        ),
        Mistake(
            _pong_without_payload,
            "The Pong is empty, and it must carry the payload of its Ping. And after "
            "its own Close our Connection sends none.",
        ),
        Mistake(
            _answers_a_pong,
            "A Pong was answered. If the peer did so too, the two of you would never "
            "stop.",
        ),
        Mistake(
            _pings_back_at_a_pong,
            "A Pong was answered with a Ping. The peer must answer that, you answer "
            "again, and it never stops.",
        ),
        Mistake(
            _pings_back,
            "The Ping was sent back as a Ping, and the peer must answer it in turn. "
            "The answer to a Ping is a Pong.",
        ),
        Mistake(
            _pongs_after_our_close,
            "Our Close has gone out, and still a Pong is sent. The RFC wants it; our "
            "Connection sends nothing at all, by choice.",
        ),
        Mistake(
            _closes_twice,
            "Our Close has gone out already. The peer's Close is the answer to it, and "
            "needs none.",
        ),
        Mistake(
            _ignores_close_sent,
            "close_sent is not looked at. After its own Close our Connection sends "
            "nothing: no second Close, which no rule allows, and no Pong either.",
        ),
        Mistake(
            _always_1000,
            "The answer to a Close repeats its code. 1000 would say that all was well.",
        ),
        Mistake(
            _does_not_close,
            "A Close must be answered with a Close. Without it the peer waits, and "
            "reports 1006 in the end.",
        ),
        Mistake(
            _echoes,
            "Text and Binary oblige us to nothing. An echo is what an application may "
            "do; this function does what the protocol must.",
        ),
        Mistake(
            _owes_nothing,
            "Nothing is ever answered. Ask with isinstance(event, Ping): an event is "
            "not equal to its kind, so event == Ping is never true.",
        ),
        Mistake(
            _turned_round,
            "close_sent is taken the wrong way round: True means that our Close has "
            "gone out.",
        ),
    ),
)

# 05.4


def join_fragments(frames: list[Frame]) -> list[str | bytes]:
    """Return the messages that are complete: text as str, binary as bytes.

    Raises ValueError for a message that begins or goes on at the wrong time.
    """
    messages: list[str | bytes] = []
    kind, data = None, b""
    for frame in frames:
        if frame.opcode in (Opcode.PING, Opcode.PONG, Opcode.CLOSE):
            continue
        if frame.opcode is Opcode.CONTINUATION:
            if kind is None:
                raise ValueError("no message has begun")
        else:
            if kind is not None:
                raise ValueError("a message is not finished")
            kind = frame.opcode
        data += frame.payload
        if frame.fin:
            messages.append(data.decode() if kind is Opcode.TEXT else data)
            kind, data = None, b""
    return messages


CONTROL = (Opcode.PING, Opcode.PONG, Opcode.CLOSE)


def _data_frames(frames: list[Frame]) -> list[Frame]:
    return [frame for frame in frames if frame.opcode not in CONTROL]


def _joined(
    frames: list[Frame], orphans: bool = False, twice: bool = False
) -> list[str | bytes]:
    """Join as the solution does, but let pass what the rules forbid."""
    messages: list[str | bytes] = []
    kind, data = None, b""
    for frame in _data_frames(frames):
        going_on = frame.opcode is Opcode.CONTINUATION
        if going_on and kind is None and not orphans:
            raise ValueError("no message has begun")
        if not going_on and kind is not None and not twice:
            raise ValueError("a message is not finished")
        kind = kind if going_on else frame.opcode
        data += frame.payload
        if frame.fin:
            messages.append(data.decode() if kind is Opcode.TEXT else data)
            kind, data = None, b""
    return messages


def _runs(
    frames: list[Frame], orphans: bool = False
) -> Iterator[tuple[Opcode, list[bytes], bool]]:
    """Yield each message: its kind, its pieces, and whether it is complete.

    With `orphans`, a message may begin with a continuation.
    """
    kind, pieces = None, []
    for frame in frames:
        going_on = frame.opcode is Opcode.CONTINUATION
        if going_on and kind is None and not orphans:
            raise ValueError("no message has begun")
        if not going_on and kind is not None:
            raise ValueError("a message is not finished")
        kind = frame.opcode if kind is None else kind
        pieces.append(frame.payload)
        if frame.fin:
            yield kind, pieces, True
            kind, pieces = None, []
    if kind is not None:
        yield kind, pieces, False


def _message(kind: Opcode, data: bytes) -> str | bytes:
    return data.decode() if kind is Opcode.TEXT else data


def _one_message_for_each_frame(frames: list[Frame]) -> list[str | bytes]:
    return [_message(frame.opcode, frame.payload) for frame in _data_frames(frames)]


def _decodes_each_fragment(frames: list[Frame]) -> list[str | bytes]:
    return [
        "".join(piece.decode() for piece in pieces)
        if kind is Opcode.TEXT
        else b"".join(pieces)
        for kind, pieces, whole in _runs(_data_frames(frames))
        if whole
    ]


def _decodes_by_the_last_opcode(frames: list[Frame]) -> list[str | bytes]:
    messages: list[str | bytes] = []
    data, begun = b"", False
    for frame in _data_frames(frames):
        if begun is not (frame.opcode is Opcode.CONTINUATION):
            raise ValueError(frame)
        begun = not frame.fin
        data += frame.payload
        if frame.fin:
            messages.append(_message(frame.opcode, data))
            data = b""
    return messages


def _gives_bytes(frames: list[Frame]) -> list[bytes]:
    runs = _runs(_data_frames(frames))
    return [b"".join(pieces) for _, pieces, whole in runs if whole]


def _gives_text(frames: list[Frame]) -> list[str]:
    runs = _runs(_data_frames(frames))
    return [b"".join(pieces).decode() for _, pieces, whole in runs if whole]


def _mixes_in_control(frames: list[Frame]) -> list[str | bytes]:
    tame = [
        replace(frame, opcode=Opcode.CONTINUATION, fin=False)
        if frame.opcode in CONTROL
        else frame
        for frame in frames
    ]
    runs = _runs(tame, orphans=True)
    return [_message(kind, b"".join(pieces)) for kind, pieces, whole in runs if whole]


def _ends_at_a_control_frame(frames: list[Frame]) -> list[str | bytes]:
    tame = [
        replace(frame, opcode=Opcode.CONTINUATION) if frame.opcode in CONTROL else frame
        for frame in frames
    ]
    runs = _runs(tame, orphans=True)
    return [_message(kind, b"".join(pieces)) for kind, pieces, whole in runs if whole]


def _refuses_control_inside(frames: list[Frame]) -> list[str | bytes]:
    open_message = False
    for frame in frames:
        if frame.opcode in CONTROL:
            if open_message:
                raise ValueError("a control frame inside a message")
        else:
            open_message = not frame.fin
    return join_fragments(frames)


def _takes_orphans(frames: list[Frame]) -> list[str | bytes]:
    return _joined(frames, orphans=True)


def _skips_orphans(frames: list[Frame]) -> list[str | bytes]:
    kept, begun = [], False
    for frame in _data_frames(frames):
        if frame.opcode is not Opcode.CONTINUATION or begun:
            kept.append(frame)
            begun = not frame.fin
    return join_fragments(kept)


def _takes_two_beginnings(frames: list[Frame]) -> list[str | bytes]:
    return _joined(frames, twice=True)


def _begins_anew(frames: list[Frame]) -> list[str | bytes]:
    kept: list[Frame] = []
    for frame in _data_frames(frames):
        if frame.opcode is not Opcode.CONTINUATION:
            while kept and not kept[-1].fin:
                kept.pop()
        kept.append(frame)
    return join_fragments(kept)


def _checks_nothing(frames: list[Frame]) -> list[str | bytes]:
    messages: list[str | bytes] = []
    kind, data = Opcode.CONTINUATION, b""
    for frame in _data_frames(frames):
        if frame.opcode is not Opcode.CONTINUATION:
            kind = frame.opcode
        data += frame.payload
        if frame.fin:
            messages.append(_message(kind, data))
            data = b""
    return messages


def _never_between(frames: list[Frame]) -> list[str | bytes]:
    messages: list[str | bytes] = []
    kind, data = None, b""
    for frame in _data_frames(frames):
        if (kind is None) is (frame.opcode is Opcode.CONTINUATION):
            raise ValueError(frame)
        kind = kind or frame.opcode
        data += frame.payload
        if frame.fin:
            messages.append(_message(kind, data))
            data = b""
    return messages


def _never_set_back(frames: list[Frame]) -> list[str | bytes]:
    """Set back neither the opcode nor the bytes after a message."""
    messages: list[str | bytes] = []
    kind, data = None, b""
    for frame in _data_frames(frames):
        if (kind is None) is (frame.opcode is Opcode.CONTINUATION):
            raise ValueError(frame)
        kind = kind or frame.opcode
        data += frame.payload
        if frame.fin:
            messages.append(_message(kind, data))
    return messages


def _asks_for_bytes(frames: list[Frame]) -> list[str | bytes]:
    """Take a message that has no bytes yet for one that has not begun."""
    messages: list[str | bytes] = []
    kind, data = Opcode.CONTINUATION, b""
    for frame in _data_frames(frames):
        if bool(data) is not (frame.opcode is Opcode.CONTINUATION):
            raise ValueError(frame)
        if frame.opcode is not Opcode.CONTINUATION:
            kind = frame.opcode
        data += frame.payload
        if frame.fin:
            messages.append(_message(kind, data))
            data = b""
    return messages


def _gives_the_unfinished(frames: list[Frame]) -> list[str | bytes]:
    runs = _runs(_data_frames(frames))
    return [_message(kind, b"".join(pieces)) for kind, pieces, _ in runs]


def _refuses_the_unfinished(frames: list[Frame]) -> list[str | bytes]:
    data = _data_frames(frames)
    if data and not data[-1].fin:
        raise ValueError("unfinished")
    return join_fragments(frames)


def _keeps_what_was_delivered(frames: list[Frame]) -> list[str | bytes]:
    messages: list[str | bytes] = []
    data = b""
    for kind, pieces, whole in _runs(_data_frames(frames)):
        data += b"".join(pieces)
        if whole:
            messages.append(_message(kind, data))
    return messages


def _goes_on_with_control(frames: list[Frame]) -> list[str | bytes]:
    """Begin a message with a control frame, as if `continue` were missing."""
    runs = _runs(frames)
    return [_message(kind, b"".join(pieces)) for kind, pieces, whole in runs if whole]


def _adds_control(frames: list[Frame]) -> list[str | bytes]:
    """Check no control frame, but add it and let it end the message."""
    messages: list[str | bytes] = []
    kind, data = Opcode.CONTINUATION, b""
    for frame in frames:
        if frame.opcode not in CONTROL:
            begun = kind is not Opcode.CONTINUATION
            if begun is not (frame.opcode is Opcode.CONTINUATION):
                raise ValueError(frame)
            kind = kind if begun else frame.opcode
        data += frame.payload
        if frame.fin:
            messages.append(_message(kind, data))
            kind, data = Opcode.CONTINUATION, b""
    return messages


def _begins_with_each_frame(frames: list[Frame]) -> list[str | bytes]:
    data = _data_frames(frames)
    if not all(frame.fin for frame in data[:-1]):
        raise ValueError("a message is not finished")
    return [_message(frame.opcode, frame.payload) for frame in data if frame.fin]


def _gives_the_close(frames: list[Frame]) -> list[str | bytes]:
    goodbyes = [frame.payload for frame in frames if frame.opcode is Opcode.CLOSE]
    return [*join_fragments(frames), *goodbyes]


def _stops_at_a_control_frame(frames: list[Frame]) -> list[str | bytes]:
    return join_fragments(list(takewhile(lambda f: f.opcode not in CONTROL, frames)))


def _before_a_fault(
    frames: list[Frame], orphans: bool = True
) -> tuple[list[Frame], list[Frame]]:
    """Return the frames before the first at the wrong time, and those after it.

    Without `orphans`, one that goes on with nothing raises ValueError instead.
    """
    begun = False
    for at, frame in enumerate(frames):
        if begun is not (frame.opcode is Opcode.CONTINUATION):
            if not (begun or orphans):
                raise ValueError(frame)
            return frames[:at], frames[at + 1 :]
        begun = not frame.fin
    return frames, []


def _stops_at_a_fault(frames: list[Frame]) -> list[str | bytes]:
    return join_fragments(_before_a_fault(_data_frames(frames))[0])


def _stops_at_a_beginning(frames: list[Frame]) -> list[str | bytes]:
    return join_fragments(_before_a_fault(_data_frames(frames), orphans=False)[0])


def _skips_a_beginning(frames: list[Frame]) -> list[str | bytes]:
    before, after = _before_a_fault(_data_frames(frames), orphans=False)
    return join_fragments([*before, *after])


def _gives_nothing_for_a_fault(frames: list[Frame]) -> list[str | bytes]:
    try:
        return join_fragments(frames)
    except ValueError:
        return []


def _skips_all(_frames: list[Frame]) -> list[str | bytes]:
    return []


def _shown(frame: Frame) -> str:
    more = "" if frame.fin else ", not the last"
    return f"{frame.opcode.name} {frame.payload!r}{more}"


def in_order(attempt: Attempt, case: Case) -> Iterator[Try]:
    """Try an attempt on a list of frames, and name these in few words."""
    (frames,) = case.args
    assert isinstance(frames, list)
    shown = " | ".join(map(_shown, frames))
    yield Try(f"{attempt.__name__} of: {shown}", lambda: attempt(list(frames)))


def _text(payload: bytes, fin: bool = True) -> Frame:
    return Frame(Opcode.TEXT, payload, fin)


def _binary(payload: bytes, fin: bool = True) -> Frame:
    return Frame(Opcode.BINARY, payload, fin)


def _more(payload: bytes, fin: bool = True) -> Frame:
    return Frame(Opcode.CONTINUATION, payload, fin)


PING = Frame(Opcode.PING, b"ping")
PONG = Frame(Opcode.PONG, b"pong")
CLOSE = Frame(Opcode.CLOSE, b"\x03\xe8")

JOIN_FRAGMENTS = Exercise(
    id="05.4",
    title="Join the fragments",
    minutes=15,
    solution=join_fragments,
    imports="from wslesson.protocol.frames import Frame, Opcode",
    trial=in_order,
    rules=("G02", "G04", "G05", "M01", "M04"),
    cases=(
        Case(
            ([_text(b"Hello")],),
            ["Hello"],
            why='A list with one str. Collect bytes, from b""; decode the whole.',
        ),
        Case(
            ([_text(b"a"), _binary(b"b"), _text(b"")],),
            ["a", b"b", ""],
            why="Text as str, binary as bytes, and an empty message is one too.",
        ),
        Case(
            ([_text(b"Hel", False), _more(b"l", False), _more(b"o")],),
            ["Hello"],
            why="Three fragments, one message.",
        ),
        Case(
            ([_binary(b"\xff", False), _more(b"\xfe"), _text(b"x")],),
            [b"\xff\xfe", "x"],
            why="The first fragment says what the message is; the next starts anew.",
        ),
        Case(
            ([_text(b"5 \xe2\x82", False), _more(b"\xac")],),
            ["5 €"],
            why="A fragment may end inside a character.",
        ),
        Case(
            ([_text(b"Hel", False), PING, PONG, _more(b"lo"), CLOSE],),
            ["Hello"],
            why="Control frames may come between fragments, and are no part of them.",
        ),
        Case(
            ([_more(b"x")],),
            Raises(ValueError),
            why="Nothing to go on with: raise ValueError.",
        ),
        Case(
            ([_more(b"x", False), _text(b"y")],),
            Raises(ValueError),
            why="Nothing to go on with: raise ValueError.",
        ),
        Case(
            ([_text(b"a"), _more(b"b")],),
            Raises(ValueError),
            why="The first message is finished. Nothing to go on with: ValueError.",
        ),
        Case(
            ([_text(b"a", False), _more(b"b"), _more(b"c")],),
            Raises(ValueError),
            why="The message is finished. Nothing to go on with: ValueError.",
        ),
        Case(
            ([_text(b"a", False), _text(b"b")],),
            Raises(ValueError),
            why="A new message inside an unfinished one: raise ValueError.",
        ),
        Case(
            ([_text(b"a", False), PING, _binary(b"b", False), _more(b"c")],),
            Raises(ValueError),
            why="A new message inside an unfinished one: raise ValueError.",
        ),
        Case(
            ([_text(b"", False), _more(b"", False), _more(b"x")],),
            ["x"],
            why="A fragment may be empty: the message has begun all the same.",
        ),
        Case(
            ([_text(b"", False), _text(b"x")],),
            Raises(ValueError),
            why="An empty fragment has begun a message, and it is not finished.",
        ),
        Case(
            ([_text(b"a", False), _more(b"b", False)],),
            [],
            why="Not finished yet, so there is no message yet. And no error.",
        ),
        Case(([PING],), [], why="A control frame is no message."),
    ),
    hidden=(
        Case(
            (
                [
                    Frame(Opcode.TEXT, b"a", fin=False),
                    Frame(Opcode.CONTINUATION, b"b"),
                    Frame(Opcode.BINARY, b"c"),
                ],
            ),
            ["ab", b"c"],
        ),
        Case(
            (
                [
                    Frame(Opcode.BINARY, b"a", fin=False),
                    Frame(Opcode.CONTINUATION, fin=False),
                    Frame(Opcode.BINARY),
                ],
            ),
            Raises(ValueError),
        ),
    ),
    hints=(
        "What must you remember from one frame to the next? (Two things.)",
        "Remember the opcode of the message that has begun, None between messages, "
        "and its bytes so far. A continuation needs a message that has begun; TEXT "
        "and BINARY need that none has.",
        'kind, data = None, b""\nfor frame in frames:\n'
        "    if frame.opcode in (Opcode.PING, …):\n        continue\n"
        "    if frame.opcode is Opcode.CONTINUATION:\n        if kind is None: …\n"
        "    else:\n        if kind is not None: …\n        kind = frame.opcode\n"
        "    data += frame.payload\n    if frame.fin:\n        …\n"
        '        kind, data = None, b""',
    ),
    mistakes=(
        Mistake(
            _decodes_each_fragment,
            "A fragment was decoded by itself, and it may end inside a character. "
            "Join the bytes, then decode once.",
        ),
        Mistake(
            _skips_orphans,
            "A continuation came where no message had begun, and was passed over. It "
            "breaks a rule: raise ValueError.",
        ),
        Mistake(
            _takes_orphans,
            "A continuation came where no message had begun, and was taken for one. "
            "Raise ValueError.",
        ),
        Mistake(
            _begins_anew,
            "A new message began inside an unfinished one, and the first was dropped. "
            "It breaks a rule: raise ValueError.",
        ),
        Mistake(
            _takes_two_beginnings,
            "A new message began inside an unfinished one, and its bytes were added. "
            "Raise ValueError.",
        ),
        Mistake(
            _one_message_for_each_frame,
            "Each frame became a message. Without FIN a frame is a fragment: keep its "
            "bytes until the last one has come.",
        ),
        Mistake(
            _decodes_by_the_last_opcode,
            "The last fragment has the opcode CONTINUATION, which does not say whether "
            "it is text. Remember the opcode of the first.",
        ),
        Mistake(
            _gives_bytes,
            "Text came out as bytes. The opcode of the first fragment says that it "
            "is text: decode the whole message.",
        ),
        Mistake(
            _gives_text,
            "Binary was decoded, and it need not be text at all: look at the opcode "
            "of the first fragment.",
        ),
        Mistake(
            _mixes_in_control,
            "The payload of a Ping got into the message. Control frames come in "
            "between, and are no part of it: pass over them.",
        ),
        Mistake(
            _ends_at_a_control_frame,
            "A control frame was treated as a fragment, and its FIN ended the "
            "message. Pass over control frames.",
        ),
        Mistake(
            _refuses_control_inside,
            "A control frame between fragments is allowed: that is what makes it "
            "quick. Pass over it.",
        ),
        Mistake(
            _checks_nothing,
            "The order of the frames is not checked. A continuation needs a message "
            "that has begun; TEXT and BINARY need that none has.",
        ),
        Mistake(
            _never_between,
            "The second message was refused. After a whole message nothing has begun: "
            "set the opcode back, too.",
        ),
        Mistake(
            _never_set_back,
            "The second message was refused: for your program the first has never "
            "ended. After FIN, set back what says that a message has begun.",
        ),
        Mistake(
            _asks_for_bytes,
            "Whether a message has begun cannot be seen from its bytes: a fragment may "
            "be empty. Remember the opcode.",
        ),
        Mistake(
            _goes_on_with_control,
            "A control frame was taken for the beginning of a message. “pass” does "
            "nothing: “continue” goes to the next frame. And an opcode is Opcode.PING, "
            "not a text.",
        ),
        Mistake(
            _adds_control,
            "A control frame got to the lines that add the payload. “pass” does "
            "nothing: “continue” goes to the next frame.",
        ),
        Mistake(
            _refuses_the_unfinished,
            "The last fragment has not come yet. That breaks no rule: it may still "
            "come.",
        ),
        Mistake(
            _begins_with_each_frame,
            "A continuation was taken for the beginning of a message. “opcode == "
            "Opcode.TEXT or Opcode.BINARY” is always true: write “opcode in "
            "(Opcode.TEXT, Opcode.BINARY)”.",
        ),
        Mistake(
            _gives_the_close,
            "A Close frame was taken for a message. It is a control frame, as Ping and "
            "Pong are: pass over it.",
        ),
        Mistake(
            _stops_at_a_control_frame,
            "Nothing came out: the loop ended too early. “continue” goes to the next "
            "frame; “break” and “return” end the loop.",
        ),
        Mistake(
            _stops_at_a_beginning,
            "A new message began inside an unfinished one, and that ended all. It "
            "breaks a rule: raise ValueError.",
        ),
        Mistake(
            _skips_a_beginning,
            "A new message began inside an unfinished one, and was passed over. It "
            "breaks a rule: raise ValueError.",
        ),
        Mistake(
            _stops_at_a_fault,
            "A frame came at the wrong time, and the loop ended there. That breaks a "
            "rule: raise ValueError.",
        ),
        Mistake(
            _gives_nothing_for_a_fault,
            "A frame came at the wrong time, and an empty list was returned. That "
            "breaks a rule: raise ValueError.",
        ),
        Mistake(
            _skips_all,
            "Nothing came out. “opcode == Opcode.PING or Opcode.PONG” is always true: "
            "write “opcode in (Opcode.PING, Opcode.PONG, Opcode.CLOSE)”.",
        ),
        Mistake(
            _gives_the_unfinished,
            "A message was given before its last fragment had come.",
        ),
        Mistake(
            _keeps_what_was_delivered,
            "The bytes of the message before are still there. Begin with nothing "
            "after each message.",
        ),
    ),
)

LESSON = "05"
EXERCISES = (ENCODE_CLOSE, PARSE_CLOSE, REPLY, JOIN_FRAGMENTS)

QUESTIONS = (
    Question(
        "05.q1",
        "You have sent Close, and now a text message arrives. What do you do?",
        (
            Choice(
                "I fail the connection: no data may follow a Close.",
                "no data may follow one's own Close. The peer has sent none yet: its "
                "message was on the way.",
            ),
            Choice(
                "I deliver it, and go on waiting for the peer's Close.",
                "CLOSE_SENT with RECEIVE_FRAME stays CLOSE_SENT.",
                right=True,
            ),
            Choice(
                "I deliver it and answer it.",
                "after your own Close you send no more messages.",
            ),
        ),
    ),
    Question(
        "05.q2",
        "Your program reports close code 1006. Who sent it?",
        (
            Choice(
                "The peer, to say that something went wrong.",
                "nobody may send 1006. It is what you call it when no Close came.",
            ),
            Choice(
                "Our library: it sent a Close with 1006.",
                "1006 never goes onto the wire, in neither direction.",
            ),
            Choice(
                "Nobody: the stream ended without a Close frame.",
                "1006 is made on your side. Look at the network, or for a peer that "
                "was killed.",
                right=True,
            ),
        ),
    ),
    Question(
        "05.q3",
        "Between two fragments of a long message a Ping arrives. What then?",
        (
            Choice(
                "I send the Pong at once, and go on collecting.",
                "control frames may come in between, so that a long message does not "
                "hold up the question whether you are there.",
                right=True,
            ),
            Choice(
                "I finish the message first, then I send the Pong.",
                "the rest may take long, and meanwhile the peer may give you up. The "
                "Pong may go out between the fragments.",
            ),
            Choice(
                "It breaks a rule: fragments may not be interrupted.",
                "no other message may begin in between, but control frames may.",
            ),
        ),
    ),
)

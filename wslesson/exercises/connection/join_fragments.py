"""Join the fragments: frames in, the messages that are complete out."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy

from ...checking.model import Attempt, Case, Exercise, Raises, Slip, Try, mistake
from ...protocol.frames import Frame, Opcode


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


def _in_order(attempt: Attempt, case: Case) -> Iterator[Try]:
    """Try an attempt on a list of frames, and name these in few words.

    It may change the frames: they are copies.
    """
    (frames,) = case.args
    assert isinstance(frames, list)
    shown = " | ".join(map(_shown, frames)) or "no frames"
    yield Try(f"{attempt.__name__} of: {shown}", lambda: attempt(deepcopy(frames)))


def _shown(frame: Frame) -> str:
    more = "" if frame.fin else ", not the last"
    return f"{frame.opcode.name} {frame.payload!r}{more}"


def _text(payload: bytes, fin: bool = True) -> Frame:
    return Frame(Opcode.TEXT, payload, fin)


def _binary(payload: bytes, fin: bool = True) -> Frame:
    return Frame(Opcode.BINARY, payload, fin)


def _more(payload: bytes, fin: bool = True) -> Frame:
    return Frame(Opcode.CONTINUATION, payload, fin)


PING = Frame(Opcode.PING, b"ping")
PONG = Frame(Opcode.PONG, b"pong")
CLOSE = Frame(Opcode.CLOSE, b"\x03\xe8")


@mistake(
    "Each frame became a message. Without FIN a frame is a fragment: keep its "
    "bytes until the last one has come."
)
def _takes_each_frame_for_a_message(frames: list[Frame]) -> list[str | bytes]:
    return [
        frame.payload.decode() if frame.opcode is Opcode.TEXT else frame.payload
        for frame in frames
        if frame.opcode not in (Opcode.PING, Opcode.PONG, Opcode.CLOSE)
    ]


@mistake(
    "The order of the frames is not checked. A continuation needs a message "
    "that has begun; TEXT and BINARY need that none has."
)
def _checks_no_order(frames: list[Frame]) -> list[str | bytes]:
    messages: list[str | bytes] = []
    kind, data = None, b""
    for frame in frames:
        if frame.opcode in (Opcode.PING, Opcode.PONG, Opcode.CLOSE):
            continue
        if frame.opcode is not Opcode.CONTINUATION:
            kind = frame.opcode
        data += frame.payload
        if frame.fin:
            messages.append(data.decode() if kind is Opcode.TEXT else data)
            data = b""
    return messages


EXERCISE = Exercise(
    id="join_fragments",
    title="Join the fragments",
    minutes=15,
    solution=join_fragments,
    imports="from wslesson.protocol.frames import Frame, Opcode",
    trial=_in_order,
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
            why="Control frames may come between fragments, and are no part of them. "
            "Pass over them, payload and all.",
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
        Case(([],), [], why="No frames, no messages: an empty list."),
        Case(
            ([_text(b"a"), _binary(b"b", False)],),
            ["a"],
            why="The second message is not finished yet. The first is: give it.",
        ),
        Case(
            ([PING, _text(b"a"), PONG, _binary(b"b")],),
            ["a", b"b"],
            why="Control frames may come between messages, too: pass over them.",
        ),
        Case(
            ([_text(b" a ", False), PING, _more(b" B\n")],),
            [" a  B\n"],
            why="A message is given as it is, with its blanks.",
        ),
        Case(
            ([_text(b"a", False), _more(b"b"), _binary(b"c", False), _text(b"d")],),
            Raises(ValueError),
            why="A new message inside an unfinished one: raise ValueError.",
        ),
        Case(
            ([_text(b"\xff")],),
            Raises(ValueError),
            why="ff is never UTF-8: let the ValueError of decode through.",
        ),
        Case(
            ([_text(b"5 \xe2\x82", False), _more(b"x")],),
            Raises(ValueError),
            why="Half a € is left in the middle: let the ValueError of decode through.",
        ),
    ),
    hidden=(
        Case(
            ([_text(b"a", False), _more(b"b"), _binary(b"c")],),
            ["ab", b"c"],
        ),
        Case(
            ([_binary(b"a", False), _more(b"", False), _binary(b"")],),
            Raises(ValueError),
        ),
        Case(([_more(b"")],), Raises(ValueError)),
        Case(([_text(b"a"), CLOSE, _more(b"b")],), Raises(ValueError)),
        Case(([_binary(b"", False), PONG, _more(b"")],), [b""]),
        Case(([_text(b"a", False), PING, _more(b"\xff")],), Raises(ValueError)),
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
        Slip(
            "data += frame.payload",
            "data += (\n            frame.payload.decode().encode()\n"
            "            if kind is Opcode.TEXT\n            else frame.payload\n"
            "        )",
            "A fragment was decoded by itself, and it may end inside a character. "
            "Join the bytes, then decode once.",
        ),
        Slip(
            'raise ValueError("no message has begun")',
            "continue",
            "A continuation came where no message had begun, and was passed over. It "
            "breaks a rule: raise ValueError.",
        ),
        Slip(
            'raise ValueError("no message has begun")',
            "pass",
            "A continuation came where no message had begun, and was taken for one. "
            "Raise ValueError.",
        ),
        Slip(
            'raise ValueError("a message is not finished")',
            'data = b""',
            "A new message began inside an unfinished one, and the first was dropped. "
            "It breaks a rule: raise ValueError.",
        ),
        Slip(
            'raise ValueError("a message is not finished")',
            "pass",
            "A new message began inside an unfinished one, and its bytes were added. "
            "Raise ValueError.",
        ),
        _takes_each_frame_for_a_message,
        Slip(
            "kind is Opcode.TEXT",
            "frame.opcode is Opcode.TEXT",
            "The last fragment has the opcode CONTINUATION, which does not say whether "
            "it is text. Remember the opcode of the first.",
        ),
        Slip(
            "data.decode() if kind is Opcode.TEXT else data",
            "data",
            "Text came out as bytes. The opcode of the first fragment says that it "
            "is text: decode the whole message.",
        ),
        Slip(
            "data.decode() if kind is Opcode.TEXT else data",
            "data.decode()",
            "Binary was decoded, and it need not be text at all: look at the opcode "
            "of the first fragment.",
        ),
        Slip(
            "decode()",
            'decode(errors="replace")',
            "A text that is not UTF-8 breaks a rule. Let decode raise: do not replace "
            "what it cannot read.",
        ),
        Slip(
            "decode()",
            'decode(errors="ignore")',
            "A text that is not UTF-8 breaks a rule. Let decode raise: do not leave "
            "out what it cannot read.",
        ),
        Slip(
            "continue",
            "data += frame.payload\n            continue",
            "The payload of a Ping got into the message. Control frames come in "
            "between, and are no part of it: pass over them.",
        ),
        Slip(
            "in (Opcode.PING, Opcode.PONG, Opcode.CLOSE):\n            continue\n"
            "        if frame.opcode is Opcode.CONTINUATION:\n"
            "            if kind is None:\n"
            '                raise ValueError("no message has begun")',
            "not in (Opcode.TEXT, Opcode.BINARY):\n"
            "            if kind is None:\n                kind = frame.opcode",
            "A control frame was treated as a fragment, and its FIN ended the "
            "message. Pass over control frames.",
        ),
        Slip(
            "continue",
            "if kind is not None:\n"
            '                raise ValueError("a control frame inside a message")\n'
            "            continue",
            "A control frame between fragments is allowed: that is what makes it "
            "quick. Pass over it.",
        ),
        _checks_no_order,
        Slip(
            'kind, data = None, b""\n    return',
            'data = b""\n    return',
            "The second message was refused. After a whole message nothing has begun: "
            "set the opcode back, too.",
        ),
        Slip(
            'kind, data = None, b""\n    return',
            "pass\n    return",
            "The second message was refused: for your program the first has never "
            "ended. After FIN, set back what says that a message has begun.",
        ),
        Slip(
            'if kind is None:\n                raise ValueError("no message has begun")\n'
            "        else:\n            if kind is not None:",
            'if not data:\n                raise ValueError("no message has begun")\n'
            "        else:\n            if data:",
            "Whether a message has begun cannot be seen from its bytes: a fragment may "
            "be empty. Remember the opcode.",
        ),
        Slip(
            "continue",
            "pass",
            "A control frame was taken for the beginning of a message. “pass” does "
            "nothing: “continue” goes to the next frame. And an opcode is Opcode.PING, "
            "not a text.",
        ),
        Slip(
            "continue\n        if",
            "pass\n        elif",
            "A control frame got to the lines that add the payload. “pass” does "
            "nothing: “continue” goes to the next frame.",
        ),
        Slip(
            "return messages",
            'if kind is not None:\n        raise ValueError("unfinished")\n'
            "    return messages",
            "The last fragment has not come yet. That breaks no rule: it may still "
            "come.",
        ),
        Slip(
            "frame.opcode is Opcode.CONTINUATION:\n            if kind is None:\n"
            '                raise ValueError("no message has begun")\n'
            "        else:\n            if",
            "frame.opcode == Opcode.TEXT or Opcode.BINARY:\n            if",
            "A continuation was taken for the beginning of a message. “opcode == "
            "Opcode.TEXT or Opcode.BINARY” is always true: write “opcode in "
            "(Opcode.TEXT, Opcode.BINARY)”.",
        ),
        Slip(
            ", Opcode.CLOSE)",
            ")",
            "A Close frame was taken for a message. It is a control frame, as Ping and "
            "Pong are: pass over it.",
        ),
        Slip(
            "continue",
            "break",
            "Nothing came out: the loop ended too early. “continue” goes to the next "
            "frame; “break” and “return” end the loop.",
        ),
        Slip(
            'raise ValueError("a message is not finished")',
            "break",
            "A new message began inside an unfinished one, and the loop ended there. "
            "It breaks a rule: raise ValueError.",
        ),
        Slip(
            'raise ValueError("a message is not finished")',
            "continue",
            "A new message began inside an unfinished one, and was passed over. It "
            "breaks a rule: raise ValueError.",
        ),
        Slip(
            'raise ValueError("no message has begun")\n        else:\n'
            "            if kind is not None:\n"
            '                raise ValueError("a message is not finished")',
            "break\n        else:\n            if kind is not None:\n"
            "                break",
            "A frame came at the wrong time, and the loop ended there. That breaks a "
            "rule: raise ValueError.",
        ),
        Slip(
            'raise ValueError("no message has begun")\n        else:\n'
            "            if kind is not None:\n"
            '                raise ValueError("a message is not finished")',
            "return []\n        else:\n            if kind is not None:\n"
            "                return []",
            "A frame came at the wrong time, and an empty list was returned. That "
            "breaks a rule: raise ValueError.",
        ),
        Slip(
            "frame.opcode in (Opcode.PING, Opcode.PONG, Opcode.CLOSE)",
            "frame.opcode == Opcode.PING or Opcode.PONG",
            "Nothing came out. “opcode == Opcode.PING or Opcode.PONG” is always true: "
            "write “opcode in (Opcode.PING, Opcode.PONG, Opcode.CLOSE)”.",
        ),
        Slip(
            "return messages",
            "if kind is not None:\n"
            "        messages.append(data.decode() if kind is Opcode.TEXT else data)\n"
            "    return messages",
            "A message was given before its last fragment had come.",
        ),
        Slip(
            'kind, data = None, b""\n    return',
            "kind = None\n    return",
            "The bytes of the message before are still there. Begin with nothing "
            "after each message.",
        ),
    ),
)

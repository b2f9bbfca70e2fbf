"""Join the fragments: what `join_fragments` must do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import takewhile

from ...checking.model import Attempt, Case, Exercise, Raises, Try, mistake
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


@mistake(
    "Each frame became a message. Without FIN a frame is a fragment: keep its "
    "bytes until the last one has come."
)
def _one_message_for_each_frame(frames: list[Frame]) -> list[str | bytes]:
    return [_message(frame.opcode, frame.payload) for frame in _data_frames(frames)]


@mistake(
    "A fragment was decoded by itself, and it may end inside a character. "
    "Join the bytes, then decode once."
)
def _decodes_each_fragment(frames: list[Frame]) -> list[str | bytes]:
    return [
        "".join(piece.decode() for piece in pieces)
        if kind is Opcode.TEXT
        else b"".join(pieces)
        for kind, pieces, whole in _runs(_data_frames(frames))
        if whole
    ]


@mistake(
    "The last fragment has the opcode CONTINUATION, which does not say whether "
    "it is text. Remember the opcode of the first."
)
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


@mistake(
    "Text came out as bytes. The opcode of the first fragment says that it "
    "is text: decode the whole message."
)
def _gives_bytes(frames: list[Frame]) -> list[bytes]:
    runs = _runs(_data_frames(frames))
    return [b"".join(pieces) for _, pieces, whole in runs if whole]


@mistake(
    "Binary was decoded, and it need not be text at all: look at the opcode "
    "of the first fragment."
)
def _gives_text(frames: list[Frame]) -> list[str]:
    runs = _runs(_data_frames(frames))
    return [b"".join(pieces).decode() for _, pieces, whole in runs if whole]


@mistake(
    "The payload of a Ping got into the message. Control frames come in "
    "between, and are no part of it: pass over them."
)
def _mixes_in_control(frames: list[Frame]) -> list[str | bytes]:
    tame = [
        replace(frame, opcode=Opcode.CONTINUATION, fin=False)
        if frame.opcode in CONTROL
        else frame
        for frame in frames
    ]
    runs = _runs(tame, orphans=True)
    return [_message(kind, b"".join(pieces)) for kind, pieces, whole in runs if whole]


@mistake(
    "A control frame was treated as a fragment, and its FIN ended the "
    "message. Pass over control frames."
)
def _ends_at_a_control_frame(frames: list[Frame]) -> list[str | bytes]:
    tame = [
        replace(frame, opcode=Opcode.CONTINUATION) if frame.opcode in CONTROL else frame
        for frame in frames
    ]
    runs = _runs(tame, orphans=True)
    return [_message(kind, b"".join(pieces)) for kind, pieces, whole in runs if whole]


@mistake(
    "A control frame between fragments is allowed: that is what makes it "
    "quick. Pass over it."
)
def _refuses_control_inside(frames: list[Frame]) -> list[str | bytes]:
    open_message = False
    for frame in frames:
        if frame.opcode in CONTROL:
            if open_message:
                raise ValueError("a control frame inside a message")
        else:
            open_message = not frame.fin
    return join_fragments(frames)


@mistake(
    "A continuation came where no message had begun, and was taken for one. "
    "Raise ValueError."
)
def _takes_orphans(frames: list[Frame]) -> list[str | bytes]:
    return _joined(frames, orphans=True)


@mistake(
    "A continuation came where no message had begun, and was passed over. It "
    "breaks a rule: raise ValueError."
)
def _skips_orphans(frames: list[Frame]) -> list[str | bytes]:
    kept, begun = [], False
    for frame in _data_frames(frames):
        if frame.opcode is not Opcode.CONTINUATION or begun:
            kept.append(frame)
            begun = not frame.fin
    return join_fragments(kept)


@mistake(
    "A new message began inside an unfinished one, and its bytes were added. "
    "Raise ValueError."
)
def _takes_two_beginnings(frames: list[Frame]) -> list[str | bytes]:
    return _joined(frames, twice=True)


@mistake(
    "A new message began inside an unfinished one, and the first was dropped. "
    "It breaks a rule: raise ValueError."
)
def _begins_anew(frames: list[Frame]) -> list[str | bytes]:
    kept: list[Frame] = []
    for frame in _data_frames(frames):
        if frame.opcode is not Opcode.CONTINUATION:
            while kept and not kept[-1].fin:
                kept.pop()
        kept.append(frame)
    return join_fragments(kept)


@mistake(
    "The order of the frames is not checked. A continuation needs a message "
    "that has begun; TEXT and BINARY need that none has."
)
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


@mistake(
    "The second message was refused. After a whole message nothing has begun: "
    "set the opcode back, too."
)
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


@mistake(
    "The second message was refused: for your program the first has never "
    "ended. After FIN, set back what says that a message has begun."
)
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


@mistake(
    "Whether a message has begun cannot be seen from its bytes: a fragment may "
    "be empty. Remember the opcode."
)
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


@mistake("A message was given before its last fragment had come.")
def _gives_the_unfinished(frames: list[Frame]) -> list[str | bytes]:
    runs = _runs(_data_frames(frames))
    return [_message(kind, b"".join(pieces)) for kind, pieces, _ in runs]


@mistake("The last fragment has not come yet. That breaks no rule: it may still come.")
def _refuses_the_unfinished(frames: list[Frame]) -> list[str | bytes]:
    data = _data_frames(frames)
    if data and not data[-1].fin:
        raise ValueError("unfinished")
    return join_fragments(frames)


@mistake(
    "The bytes of the message before are still there. Begin with nothing "
    "after each message."
)
def _keeps_what_was_delivered(frames: list[Frame]) -> list[str | bytes]:
    messages: list[str | bytes] = []
    data = b""
    for kind, pieces, whole in _runs(_data_frames(frames)):
        data += b"".join(pieces)
        if whole:
            messages.append(_message(kind, data))
    return messages


@mistake(
    "A control frame was taken for the beginning of a message. “pass” does "
    "nothing: “continue” goes to the next frame. And an opcode is Opcode.PING, "
    "not a text."
)
def _goes_on_with_control(frames: list[Frame]) -> list[str | bytes]:
    """Begin a message with a control frame, as if `continue` were missing."""
    runs = _runs(frames)
    return [_message(kind, b"".join(pieces)) for kind, pieces, whole in runs if whole]


@mistake(
    "A control frame got to the lines that add the payload. “pass” does "
    "nothing: “continue” goes to the next frame."
)
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


@mistake(
    "A continuation was taken for the beginning of a message. “opcode == "
    "Opcode.TEXT or Opcode.BINARY” is always true: write “opcode in "
    "(Opcode.TEXT, Opcode.BINARY)”."
)
def _begins_with_each_frame(frames: list[Frame]) -> list[str | bytes]:
    data = _data_frames(frames)
    if not all(frame.fin for frame in data[:-1]):
        raise ValueError("a message is not finished")
    return [_message(frame.opcode, frame.payload) for frame in data if frame.fin]


@mistake(
    "A Close frame was taken for a message. It is a control frame, as Ping and "
    "Pong are: pass over it."
)
def _gives_the_close(frames: list[Frame]) -> list[str | bytes]:
    goodbyes = [frame.payload for frame in frames if frame.opcode is Opcode.CLOSE]
    return [*join_fragments(frames), *goodbyes]


@mistake(
    "Nothing came out: the loop ended too early. “continue” goes to the next "
    "frame; “break” and “return” end the loop."
)
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


@mistake(
    "A frame came at the wrong time, and the loop ended there. That breaks a "
    "rule: raise ValueError."
)
def _stops_at_a_fault(frames: list[Frame]) -> list[str | bytes]:
    return join_fragments(_before_a_fault(_data_frames(frames))[0])


@mistake(
    "A new message began inside an unfinished one, and that ended all. It "
    "breaks a rule: raise ValueError."
)
def _stops_at_a_beginning(frames: list[Frame]) -> list[str | bytes]:
    return join_fragments(_before_a_fault(_data_frames(frames), orphans=False)[0])


@mistake(
    "A new message began inside an unfinished one, and was passed over. It "
    "breaks a rule: raise ValueError."
)
def _skips_a_beginning(frames: list[Frame]) -> list[str | bytes]:
    before, after = _before_a_fault(_data_frames(frames), orphans=False)
    return join_fragments([*before, *after])


@mistake(
    "A frame came at the wrong time, and an empty list was returned. That "
    "breaks a rule: raise ValueError."
)
def _gives_nothing_for_a_fault(frames: list[Frame]) -> list[str | bytes]:
    try:
        return join_fragments(frames)
    except ValueError:
        return []


@mistake(
    "Nothing came out. “opcode == Opcode.PING or Opcode.PONG” is always true: "
    "write “opcode in (Opcode.PING, Opcode.PONG, Opcode.CLOSE)”."
)
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
EXERCISE = Exercise(
    id="join_fragments",
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
        _decodes_each_fragment,
        _skips_orphans,
        _takes_orphans,
        _begins_anew,
        _takes_two_beginnings,
        _one_message_for_each_frame,
        _decodes_by_the_last_opcode,
        _gives_bytes,
        _gives_text,
        _mixes_in_control,
        _ends_at_a_control_frame,
        _refuses_control_inside,
        _checks_nothing,
        _never_between,
        _never_set_back,
        _asks_for_bytes,
        _goes_on_with_control,
        _adds_control,
        _refuses_the_unfinished,
        _begins_with_each_frame,
        _gives_the_close,
        _stops_at_a_control_frame,
        _stops_at_a_beginning,
        _skips_a_beginning,
        _stops_at_a_fault,
        _gives_nothing_for_a_fault,
        _skips_all,
        _gives_the_unfinished,
        _keeps_what_was_delivered,
    ),
)

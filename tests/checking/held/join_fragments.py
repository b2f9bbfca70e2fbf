"""Unusual answers, what each is told, and how it is judged."""

IMPORTS = "from wslesson.protocol.frames import Frame, Opcode\n"
ANSWERS = (
    (  # it changes the frames that it gets
        IMPORTS
        + """
def join_fragments(frames):
    done, first = [], None
    while frames:
        frame = frames.pop(0)
        match frame.opcode:
            case Opcode.PING | Opcode.PONG | Opcode.CLOSE:
                continue
            case Opcode.CONTINUATION if first:
                first.payload += frame.payload
            case Opcode.TEXT | Opcode.BINARY if not first:
                first = frame
            case _:
                raise ValueError(frame.opcode)
        if frame.fin:
            text = first.opcode == Opcode.TEXT
            done.append(str(first.payload, "utf-8") if text else first.payload)
            first = None
    return done
""",
        "passed",
        "",
    ),
    (
        IMPORTS
        + """
def messages(frames):
    pieces = []
    for frame in (each for each in frames if each.opcode < 8):
        if bool(pieces) != (frame.opcode == 0):
            raise ValueError("out of order")
        pieces.append(frame)
        if frame.fin:
            whole = b"".join(each.payload for each in pieces)
            yield whole.decode() if pieces[0].opcode == 1 else whole
            pieces = []

def join_fragments(frames):
    return list(messages(frames))
""",
        "passed",
        "",
    ),
    (  # what is complete is lost with what is not
        IMPORTS
        + """
def join_fragments(frames):
    out, kind, data = [], None, b""
    for frame in frames:
        if frame.opcode in (Opcode.PING, Opcode.PONG, Opcode.CLOSE):
            continue
        if (frame.opcode is Opcode.CONTINUATION) is (kind is None):
            raise ValueError
        kind = frame.opcode if kind is None else kind
        data += frame.payload
        if frame.fin:
            out.append(data.decode() if kind is Opcode.TEXT else data)
            kind, data = None, b""
    return [] if kind is not None else out
""",
        "not yet",
        "The first is: give it.",
    ),
    (  # a new message of the same kind is taken for one that goes on
        IMPORTS
        + """
def join_fragments(frames):
    out, kind, data = [], None, b""
    for frame in frames:
        if frame.opcode in (Opcode.PING, Opcode.PONG, Opcode.CLOSE):
            continue
        if frame.opcode is Opcode.CONTINUATION:
            if kind is None:
                raise ValueError
        elif kind not in (None, frame.opcode):
            raise ValueError
        else:
            kind = frame.opcode
        data += frame.payload
        if frame.fin:
            out.append(data.decode() if kind is Opcode.TEXT else data)
            kind, data = None, b""
    return out
""",
        "not yet",
        "A new message inside an unfinished one: raise ValueError.",
    ),
    (  # text inside binary is let through
        IMPORTS
        + """
def join_fragments(frames):
    out, kind, data = [], None, b""
    for frame in frames:
        if frame.opcode in (Opcode.PING, Opcode.PONG, Opcode.CLOSE):
            continue
        if frame.opcode is Opcode.CONTINUATION:
            if kind is None:
                raise ValueError
        elif kind is Opcode.TEXT or (kind and frame.opcode is Opcode.BINARY):
            raise ValueError
        else:
            kind = frame.opcode
        data += frame.payload
        if frame.fin:
            out.append(data.decode() if kind is Opcode.TEXT else data)
            kind, data = None, b""
    return out
""",
        "not yet",
        "BINARY b'c', not the last | TEXT b'd'",
    ),
    (  # no frames at all
        IMPORTS
        + """
def join_fragments(frames):
    if frames[0].opcode is Opcode.CONTINUATION:
        raise ValueError
    out, kind, data = [], None, b""
    for frame in frames:
        if frame.opcode in (Opcode.PING, Opcode.PONG, Opcode.CLOSE):
            continue
        if (frame.opcode is Opcode.CONTINUATION) is (kind is None):
            raise ValueError
        kind = frame.opcode if kind is None else kind
        data += frame.payload
        if frame.fin:
            out.append(data.decode() if kind is Opcode.TEXT else data)
            kind, data = None, b""
    return out
""",
        "not yet",
        "No frames, no messages: an empty list.",
    ),
    (  # what is not UTF-8 is given as it is
        IMPORTS
        + """
def join_fragments(frames):
    out, kind, data = [], None, b""
    for frame in frames:
        if frame.opcode in (Opcode.PING, Opcode.PONG, Opcode.CLOSE):
            continue
        if (frame.opcode is Opcode.CONTINUATION) is (kind is None):
            raise ValueError
        kind = frame.opcode if kind is None else kind
        data += frame.payload
        if frame.fin:
            try:
                out.append(data.decode() if kind is Opcode.TEXT else data)
            except UnicodeDecodeError:
                out.append(data)
            kind, data = None, b""
    return out
""",
        "not yet",
        "ff is never UTF-8",
    ),
    (  # a message that is tidied up
        IMPORTS
        + """
def join_fragments(frames):
    out, kind, data = [], None, b""
    for frame in frames:
        if frame.opcode in (Opcode.PING, Opcode.PONG, Opcode.CLOSE):
            continue
        if (frame.opcode is Opcode.CONTINUATION) is (kind is None):
            raise ValueError
        kind = frame.opcode if kind is None else kind
        data += frame.payload
        if frame.fin:
            out.append(data.decode().strip() if kind is Opcode.TEXT else data)
            kind, data = None, b""
    return out
""",
        "not yet",
        "A message is given as it is, with its blanks.",
    ),
    (  # empty messages are left out
        IMPORTS
        + """
def join_fragments(frames):
    out, kind, data = [], None, b""
    for frame in frames:
        if frame.opcode in (Opcode.PING, Opcode.PONG, Opcode.CLOSE):
            continue
        if (frame.opcode is Opcode.CONTINUATION) is (kind is None):
            raise ValueError
        kind = frame.opcode if kind is None else kind
        data += frame.payload
        if frame.fin:
            if data:
                out.append(data.decode() if kind is Opcode.TEXT else data)
            kind, data = None, b""
    return out
""",
        "not yet",
        "an empty message is one too",
    ),
    (  # the wrong kind of error
        IMPORTS
        + """
def join_fragments(frames):
    out, kind, data = [], None, b""
    for frame in frames:
        if frame.opcode in (Opcode.PING, Opcode.PONG, Opcode.CLOSE):
            continue
        assert (frame.opcode is Opcode.CONTINUATION) is not (kind is None)
        kind = frame.opcode if kind is None else kind
        data += frame.payload
        if frame.fin:
            out.append(data.decode() if kind is Opcode.TEXT else data)
            kind, data = None, b""
    return out
""",
        "not yet",
        "Nothing to go on with: raise ValueError.",
    ),
    (  # Pongs are forgotten
        IMPORTS
        + """
def join_fragments(frames):
    out, kind, data = [], None, b""
    for frame in frames:
        if frame.opcode in (Opcode.PING, Opcode.CLOSE):
            continue
        if (frame.opcode is Opcode.CONTINUATION) is (kind is None):
            raise ValueError
        kind = frame.opcode if kind is None else kind
        data += frame.payload
        if frame.fin:
            out.append(data.decode() if kind is Opcode.TEXT else data)
            kind, data = None, b""
    return out
""",
        "not yet",
        "Control frames may come between fragments, and are no part of them.",
    ),
    (  # keeps what a Ping brings, but only inside a message
        IMPORTS
        + """
def join_fragments(frames):
    out, kind, data = [], None, b""
    for frame in frames:
        control = frame.opcode in (Opcode.PING, Opcode.PONG, Opcode.CLOSE)
        if not control:
            if (frame.opcode is Opcode.CONTINUATION) is (kind is None):
                raise ValueError
            kind = frame.opcode if kind is None else kind
        if kind is None:
            continue
        data += frame.payload
        if frame.fin and not control:
            out.append(data.decode() if kind is Opcode.TEXT else data)
            kind, data = None, b""
    return out
""",
        "not yet",
        "and are no part of them. Pass over them, payload and all.",
    ),
)

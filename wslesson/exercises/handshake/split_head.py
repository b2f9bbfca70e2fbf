"""Find the end of the head: what `split_head` must do."""

from __future__ import annotations

from ...checking.model import Case, Exercise, Slip, mistake


def split_head(data: bytes) -> tuple[bytes, bytes] | None:
    r"""Return the head without the \r\n\r\n that ends it, and all that came after.

    Return None while the end of the head has not arrived.
    """
    head, end, rest = data.partition(b"\r\n\r\n")
    return (head, rest) if end else None


END = b"\r\n\r\n"
ASKS = b"GET / HTTP/1.1\r\nHost: example.com"


@mistake(
    "The mark is here, though nothing stands before it. Ask whether the mark "
    "was found, not whether the head is empty."
)
def _no_head_no_end(data: bytes) -> tuple[bytes, bytes] | None:
    return None if data.startswith(END) else split_head(data)


@mistake("The data are bytes, and so must be the mark: write b in front of its quotes.")
def _text_as_mark(data: bytes) -> None:
    raise TypeError(data)  # as bytes do when they are asked for a str


EXERCISE = Exercise(
    id="split_head",
    title="Find the end of the head",
    minutes=5,
    solution=split_head,
    rules=("H24",),
    cases=(
        Case((ASKS + END,), (ASKS, b""), why="The head is here, and nothing after it."),
        Case(
            (ASKS + END + b"\x81\x07welcome",),
            (ASKS, b"\x81\x07welcome"),
            why="The first frame came with the head: it is the rest.",
        ),
        Case(
            (ASKS + END + b"one\r\n\r\ntwo",),
            (ASKS, b"one\r\n\r\ntwo"),
            why="The first \\r\\n\\r\\n ends the head. A frame may hold any bytes.",
        ),
        Case((b"",), None, why="Nothing has arrived yet."),
        Case((b"GET / HTT",), None, why="The first line is not whole yet."),
        Case((ASKS,), None, why="No end so far: another line may follow."),
        Case((ASKS + b"\r\n",), None, why="One line has ended. The head has not."),
        Case((ASKS + b"\r\n\r",), None, why="The last byte of the end is missing."),
        Case(
            (ASKS + END + b"\r\n \n",),
            (ASKS, b"\r\n \n"),
            why="What follows the head is not text: nothing of it may be lost.",
        ),
        Case(
            (END + b"x",),
            (b"", b"x"),
            why="The mark is here, though nothing stands before it.",
        ),
    ),
    hidden=(
        Case((b"HTTP/1.1 101 OK\r\n\r\n\x81\x00",), (b"HTTP/1.1 101 OK", b"\x81\x00")),
        Case((b"GET / HTTP/1.1\n\n",), None),
    ),
    hints=(
        "Which four bytes end the head? What is left when you take the head and these "
        "four away?",
        "`partition` cuts at the first place where it finds the mark, and gives three "
        "parts. The middle one is empty when the mark is not there.",
        'head, end, rest = data.partition(b"\\r\\n\\r\\n")\nif not end:\n'
        "    return …\nreturn …, …",
    ),
    mistakes=(
        _no_head_no_end,
        Slip(
            'b"\\r\\n\\r\\n")\n    return (head, rest',
            "END)\n    return (head, rest or None",
            'The rest is empty, not missing: return `b""`, not None.',
        ),
        Slip(
            'head, end, rest = data.partition(b"\\r\\n\\r\\n")\n'
            "    return (head, rest) if end else None",
            "if END not in data:\n"
            "        return None\n"
            "    head, rest = data.split(END)\n"
            "    return head, rest",
            "The bytes after the head may hold \\r\\n\\r\\n, too. Then there are more "
            "than two parts: cut at the first mark only.",
        ),
        Slip(
            'head, end, rest = data.partition(b"\\r\\n\\r\\n")\n'
            "    return (head, rest) if end",
            "parts = data.split(END)\n    return (parts[0], parts[1]) if parts[1:]",
            "The bytes after the head may hold \\r\\n\\r\\n, too. The part behind that "
            "one is lost: cut at the first mark only.",
        ),
        Slip(
            'end, rest = data.partition(b"\\r\\n\\r\\n")\n'
            "    return (head, rest) if end",
            "_, rest = data.partition(END)\n    return (head, rest) if rest",
            "An empty rest is no reason to wait: the head is complete. Ask whether "
            "the mark was found.",
        ),
        Slip(
            'b"\\r\\n\\r\\n")\n    return (head, rest',
            "END)\n    return (head, rest.strip()",
            "`strip` took bytes away from the rest. They look like white space, but "
            "in a frame they may be anything.",
        ),
        Slip(
            'partition(b"\\r\\n\\r\\n"',
            "rpartition(END",
            "This cuts at the last mark. The head ends at the first one; what follows "
            "may be anything.",
        ),
        Slip(
            'head, end, rest = data.partition(b"\\r\\n\\r\\n")\n'
            "    return (head, rest) if end",
            'return (data.partition(END)[0], b"") if END in data',
            "What came after the head is lost. Those bytes were received, and no "
            "recv will bring them again: return them as the rest.",
        ),
        Slip(
            'head, end, rest = data.partition(b"\\r\\n\\r\\n")\n'
            "    return (head, rest) if end",
            'return (data.removesuffix(END), b"") if data.endswith(END)',
            "This waits until the data ends with the mark. When a frame comes "
            "with the head, it never does: look for the mark anywhere in the data.",
        ),
        Slip(
            'head, end, rest = data.partition(b"\\r\\n\\r\\n")\n'
            "    return (head, rest) if end",
            "return data.partition(END) if END in data",
            "`partition` gives three parts. Return the first and the third.",
        ),
        Slip(
            'b"\\r\\n\\r\\n")\n    return (head, rest',
            "END)\n    return (rest, head",
            "Head and rest stand in the wrong order.",
        ),
        Slip(
            'head, end, rest = data.partition(b"\\r\\n\\r\\n")\n'
            "    return (head, rest) if end",
            "return data.partition(END)[0] if END in data",
            "This returns the head alone. Return two things, head and rest: what is "
            "not returned is lost.",
        ),
        Slip(
            'b"\\r\\n\\r\\n")\n    return (head',
            "END)\n    return (head + end",
            "The four bytes of the mark are still at the end of the head.",
        ),
        Slip(
            'b"\\r\\n\\r\\n")\n    return (head,',
            "END)\n    return (head, end +",
            "The rest begins with the mark. It belongs to neither part: skip its four "
            "bytes.",
        ),
        Slip(
            'b"\\r\\n\\r\\n")\n    return (head,',
            "END)\n    return (head, end[2:] +",
            "The rest begins two bytes too early. The mark has four bytes.",
        ),
        Slip(
            'b"\\r\\n\\r\\n")\n    return (head,',
            "END)\n    return (head, end[3:] +",
            "The mark has four bytes; one of them is still in the rest.",
        ),
        Slip(
            'b"\\r\\n\\r\\n"',
            'b"\\n\\n"',
            "HTTP ends a line with two bytes, \\r\\n. So an empty line is "
            "\\r\\n\\r\\n.",
        ),
        Slip(
            'partition(b"\\r\\n\\r\\n"',
            'decode("latin-1").partition("\\r\\n\\r\\n"',
            "These are text. Return the bytes as they came, without `decode`.",
        ),
        Slip(
            'partition(b"\\r\\n\\r\\n"',
            'decode().partition("\\r\\n\\r\\n"',
            "What follows the head may not be text at all, and then `decode` fails. "
            "Return the bytes as they came.",
        ),
        Slip(
            'b"\\r\\n\\r\\n")\n    return (head',
            "END)\n    return (head.decode()",
            "This head is text. Return its bytes as they came, without `decode`.",
        ),
        Slip(
            'head, end, rest = data.partition(b"\\r\\n\\r\\n")\n'
            "    return (head, rest) if end",
            "return data.split(END, 1) if END in data",
            "The two parts are right, but they come in a list. Return a tuple: "
            "`return head, rest`.",
        ),
        Slip(
            'b"\\r\\n\\r\\n")\n    return (head, rest) if end else None',
            "END)\n    return (head, rest) if end else False",
            "While the head is not complete, return None, not False.",
        ),
        Slip(
            'b"\\r\\n\\r\\n")\n    return (head, rest) if end else None',
            "END)\n    return (head, rest) if end else (None, data)",
            "While the head is not complete, return None alone, not a pair.",
        ),
        Slip(
            'b"\\r\\n\\r\\n")\n    return (head, rest) if end else None',
            'END)\n    return (head, rest) if end else (b"", data)',
            "While the head is not complete, return None, not a pair with an empty "
            "head.",
        ),
        Slip(
            'b"\\r\\n\\r\\n")\n    return (head, rest) if end else None',
            "END)\n    return (head, rest) if end else (None, None)",
            "While the head is not complete, return one None, not two.",
        ),
        Slip(
            'end, rest = data.partition(b"\\r\\n\\r\\n")\n'
            "    return (head, rest) if end else None",
            "_, rest = data.partition(END)\n    return head, rest",
            "The end of the head is not here, and this takes what it has for the "
            "whole head. Return None: more will come.",
        ),
        Slip(
            'head, end, rest = data.partition(b"\\r\\n\\r\\n")\n'
            "    return (head, rest) if end else None",
            "at = data.find(END)\n    return data[:at], data[at + 4 :]",
            "`find` gives -1 when the mark is not there, and -1 is an index, too: the "
            "last byte. Ask before you cut.",
        ),
        Slip(
            'head, end, rest = data.partition(b"\\r\\n\\r\\n")\n'
            "    return (head, rest) if end else None",
            "at = data.index(END)\n    return data[:at], data[at + 4 :]",
            "`index` raises an error when the mark is not there. That is no fault "
            "here: the rest of the head is on its way. Return None.",
        ),
        Slip(
            'end, rest = data.partition(b"\\r\\n\\r\\n")\n'
            "    return (head, rest) if end else None",
            "rest = data.split(END)\n    return head, rest",
            "Without the mark there is one part, and with two marks there are three. "
            "Cut at the first mark only, and ask first whether it is there.",
        ),
        Slip(
            'b"\\r\\n\\r\\n"',
            'b"\\r\\n"',
            "This stops after the first line. The head ends with an empty line: "
            "\\r\\n twice.",
        ),
        _text_as_mark,
    ),
)

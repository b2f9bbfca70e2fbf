"""Find the end of the head, and keep what came behind it."""

from __future__ import annotations

from ...checking.model import Case, Exercise, Slip


def split_head(data: bytes) -> tuple[bytes, bytes] | None:
    r"""Return the head without the \r\n\r\n that ends it, and all that came after.

    Return None while the end of the head has not arrived.
    """
    head, end, rest = data.partition(b"\r\n\r\n")
    return (head, rest) if end else None


END = b"\r\n\r\n"
ASKS = b"GET / HTTP/1.1\r\nHost: example.com"


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
            (b"GET / HTTP/1.1\nHost: a\n\nx",),
            None,
            why="Two bare \\n are not \\r\\n\\r\\n.",
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
        Case(
            (b"\r\nGET /caf\xe9 HTTP/1.1\r\nHost: a \t" + END + b"x",),
            (b"\r\nGET /caf\xe9 HTTP/1.1\r\nHost: a \t", b"x"),
            why="The head is all that stands before its end: blanks at its ends, too, "
            "and a byte that is no text.",
        ),
        Case(
            (b"GET / HTTP/1.1\r\nHost: a\n\r\nx",),
            None,
            why="The end has four bytes, and here the first is missing.",
        ),
        Case(
            (ASKS + b"\r\n\n" + END + b"x",),
            (ASKS + b"\r\n\n", b"x"),
            why="\\r\\n\\n is not the end. It comes later.",
        ),
    ),
    hidden=(
        Case((b"HTTP/1.1 101 OK\r\n\r\n\x81\x00",), (b"HTTP/1.1 101 OK", b"\x81\x00")),
        Case((b"HTTP/1.1 101 OK \r\n\r\n\r\n",), (b"HTTP/1.1 101 OK ", b"\r\n")),
        Case((b"GET / HTTP/1.1\n\n",), None),
        Case((b"GET / HTTP/1.1\r\r",), None),
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
        Slip(
            "if end",
            "if end and head",
            "The mark is here, though nothing stands before it. Ask whether the mark "
            "was found, not whether the head is empty.",
        ),
        Slip(
            "(head, rest)",
            "(head, rest or None)",
            'The rest is empty, not missing: return `b""`, not None.',
        ),
        Slip(
            'head, end, rest = data.partition(b"\\r\\n\\r\\n")',
            "if not (end := END in data):\n        return None\n"
            "    head, rest = data.split(END)",
            "The bytes after the head may hold \\r\\n\\r\\n, too. Then there are more "
            "than two parts: cut at the first mark only.",
        ),
        Slip(
            "(head, rest)",
            "tuple(data.split(END)[:2])",
            "The bytes after the head may hold \\r\\n\\r\\n, too. The part behind that "
            "one is lost: cut at the first mark only.",
        ),
        Slip(
            "if end",
            "if rest",
            "An empty rest is no reason to wait: the head is complete. Ask whether "
            "the mark was found.",
        ),
        Slip(
            "(head, rest)",
            "(head, rest.strip())",
            "`strip` took bytes away from the rest. They look like white space, but "
            "in a frame they may be anything.",
        ),
        Slip(
            "partition",
            "rpartition",
            "This cuts at the last mark. The head ends at the first one; what follows "
            "may be anything.",
        ),
        Slip(
            "(head, rest)",
            '(head, b"")',
            "What came after the head is lost. Those bytes were received, and no "
            "recv will bring them again: return them as the rest.",
        ),
        Slip(
            "if end",
            "if data.endswith(END)",
            "This waits until the data ends with the mark. When a frame comes "
            "with the head, it never does: look for the mark anywhere in the data.",
        ),
        Slip(
            "(head, rest)",
            "(head, end, rest)",
            "`partition` gives three parts. Return the first and the third.",
        ),
        Slip(
            "(head, rest)",
            "(rest, head)",
            "Head and rest stand in the wrong order.",
        ),
        Slip(
            "(head, rest)",
            "head",
            "This returns the head alone. Return two things, head and rest: what is "
            "not returned is lost.",
        ),
        Slip(
            "(head, rest)",
            "(head + end, rest)",
            "The four bytes of the mark are still at the end of the head.",
        ),
        Slip(
            "(head, rest)",
            "(head, end + rest)",
            "The rest begins with the mark. It belongs to neither part: skip its four "
            "bytes.",
        ),
        Slip(
            "(head, rest)",
            "(head, end[2:] + rest)",
            "The rest begins two bytes too early. The mark has four bytes.",
        ),
        Slip(
            "(head, rest)",
            "(head, end[3:] + rest)",
            "The mark has four bytes; one of them is still in the rest.",
        ),
        Slip(
            "return ",
            "",
            "None came back, though the head is complete. Is there a `return`? And is "
            "the mark \\r\\n\\r\\n?",
        ),
        Slip(
            'b"\\r\\n\\r\\n"',
            'b"\\n\\n"',
            "HTTP ends a line with two bytes, \\r\\n. So an empty line is "
            "\\r\\n\\r\\n.",
        ),
        Slip(
            'partition(b"',
            'decode("latin-1").partition("',
            "These are text. Return the bytes as they came, without `decode`.",
        ),
        Slip(
            'partition(b"',
            'decode().partition("',
            "What follows the head may not be text at all, and then `decode` fails. "
            "Return the bytes as they came.",
        ),
        Slip(
            "(head, rest)",
            "(head.decode(), rest)",
            "This head is text. Return its bytes as they came, without `decode`.",
        ),
        Slip(
            "(head, rest)",
            "[head, rest]",
            "The two parts are right, but they come in a list. Return a tuple: "
            "`return head, rest`.",
        ),
        Slip(
            "else None",
            "else False",
            "While the head is not complete, return None, not False.",
        ),
        Slip(
            "else None",
            "else (None, data)",
            "While the head is not complete, return None alone, not a pair.",
        ),
        Slip(
            "else None",
            'else (b"", data)',
            "While the head is not complete, return None, not a pair with an empty "
            "head.",
        ),
        Slip(
            "else None",
            "else (None, None)",
            "While the head is not complete, return one None, not two.",
        ),
        Slip(
            "(head, rest) if end else None",
            "head, rest",
            "The end of the head is not here, and this takes what it has for the "
            "whole head. Return None: more will come.",
        ),
        Slip(
            "(head, rest) if end else None",
            "data[: data.find(END)], data[data.find(END) + 4 :]",
            "`find` gives -1 when the mark is not there, and -1 is an index, too: the "
            "last byte. Ask before you cut.",
        ),
        Slip(
            "(head, rest) if end else None",
            "data[: data.index(END)], data[data.index(END) + 4 :]",
            "This raises an error when the mark is not there, as `index` does. That is "
            "no fault here: the rest of the head is on its way. Return None.",
        ),
        Slip(
            'head, end, rest = data.partition(b"\\r\\n\\r\\n")\n'
            "    return (head, rest) if end else None",
            "head, rest = data.split(END)\n    return head, rest",
            "Without the mark there is one part, and with two marks there are three. "
            "Cut at the first mark only, and ask first whether it is there.",
        ),
        Slip(
            'b"\\r\\n\\r\\n"',
            'b"\\r\\n"',
            "This stops after the first line. The head ends with an empty line: "
            "\\r\\n twice.",
        ),
        Slip(
            'b"\\r\\n\\r\\n"',
            '"\\r\\n\\r\\n"',
            "The data are bytes, and so must be the mark: write b in front of its "
            "quotes.",
        ),
    ),
)

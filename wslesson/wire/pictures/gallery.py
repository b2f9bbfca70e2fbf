"""One picture of each kind, and the code that makes it: run, so that both agree."""

from __future__ import annotations

import ast
import io
from contextlib import redirect_stdout
from dataclasses import dataclass

from .picture import Picture

IMPORTS = """\
from wslesson.protocol.frames import Frame, Opcode, encode_frame, parse_frame
from wslesson.wire import Arrow, Note, Tape, compare, conversation
from wslesson.wire import diagram, pieces, plot, sequence, slope"""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of picture: its function, what it is for, and an example's code."""

    name: str
    sentence: str
    code: str

    def made(self) -> Picture | str:
        """Run the code; return its last value, or what it prints."""
        tree, space = ast.parse(self.code), dict[str, object]()
        last = ast.unparse(tree.body.pop())
        exec(IMPORTS, space)
        exec(compile(tree, self.name, "exec"), space)
        with redirect_stdout(io.StringIO()) as printed:
            value = eval(last, space)
        return value if isinstance(value, Picture) else printed.getvalue()


KINDS = (
    Kind(
        "diagram",
        "Bytes, drawn by the parser that reads them. Point at a field to see its rule. "
        "Turn a bit over, and the parser says what it makes of that.",
        """\
hello = encode_frame(Frame(Opcode.TEXT, b"Hello"))
diagram(parse_frame, hello, title="A frame", flips=True)""",
    ),
    Kind(
        "pieces",
        "One stream, in the pieces in which `recv` gave it. Move the cut, and see what "
        "is in the buffer, and what is still on the way.",
        """\
stream = "5         5 €3         bye".encode()
pieces(stream[:13], stream[13:], title="What recv gives")""",
    ),
    Kind(
        "sequence",
        "Who says what to whom, while time flows down: drawn by hand. Play it, or go "
        "step by step.",
        """\
ask = Arrow("client", "server", "any news?")
answer = Arrow("server", "client", "lunch?", "after 5 s", kind="data")
sequence(ask, Note("five seconds pass"), answer, title="Long polling")""",
    ),
    Kind(
        "conversation",
        "What is on a tape: each head and frame, in order. Step through it, and see "
        "the bytes of each.",
        """\
tape, ping = Tape(), encode_frame(Frame(Opcode.PING, b"there?"))
tape.record("received", encode_frame(Frame(Opcode.TEXT, b"hello")) + ping)
conversation(tape, chunks=True, title="Two frames in one chunk")""",
    ),
    Kind(
        "plot",
        "Measured numbers: a bar up to the median, and each measurement as a point, "
        "since the noise is part of the answer.",
        """\
rounds = {"tasks": [9284, 9120, 9120, 8730, 9407], "threads": [9887, 13528, 9021]}
plot(rounds, "messages per second", "The points of threads lie far apart.")""",
    ),
    Kind(
        "slope",
        "How one number grows with another: the slope of the line is the answer.",
        """\
memory = {"a task": [(n, 107 + 5.4 * n + n % 3) for n in range(1, 31)]}
memory |= {"a thread": [(n, 107 + 29.8 * n - n % 7) for n in range(1, 31)]}
slope(memory, "KiB", "connection", "The line of threads is steeper.")""",
    ),
    Kind(
        "compare",
        "Two values, and where they part: in text, since it stands below your code.",
        'print(compare(b"Hellp", b"Hello"))',
    ),
)

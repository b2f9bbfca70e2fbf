"""One picture of each kind, and the code that makes it: run, so that both agree."""

from __future__ import annotations

import ast
import io
from contextlib import redirect_stdout
from dataclasses import dataclass

from .picture import Picture

IMPORTS = """\
from websockets.protocol import OPEN
from websockets.server import ServerProtocol
from wslesson.protocol.frames import Frame, Opcode, encode_frame, parse_frame
from wslesson.protocol.lifecycle import TRANSITIONS, Step
from wslesson.protocol.packets import encode_packet, parse_packet
from wslesson.wire import Arrow, Note, Tape, compare, conversation, diagram
from wslesson.wire import drawers, fill, lengths, machine, opcodes, pieces
from wslesson.wire import plot, plots, sequence, slope, states, timeline, turns, xor"""


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
        "One stream, in the pieces in which `recv` gave it. Move a cut, and see what "
        "is in the buffer, what is complete, and what is still on the way.",
        """\
stream = encode_packet("5 €".encode()) + encode_packet(b"bye")
cut = [stream[:13], stream[13:]]
pieces(*cut, parser=parse_packet, title="What recv gives")""",
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
        "timeline",
        "Time, drawn as time: when each message is typed, and how long it waits to be "
        "seen. The slider asks more often, or less.",
        """\
ways = {"every 2 s": [(2, ["hello"]), (4, []), (6, ["lunch?"]), (8, [])]}
ways |= {"every 4 s": [(4, ["hello"]), (8, ["lunch?"])]}
timeline({1: "hello", 5.5: "lunch?"}, ways, shown="every 4 s", title="Polling")""",
    ),
    Kind(
        "turns",
        "Whose turn it is, one after the other. Whoever waits is hatched; two who wait "
        "for each other are in a deadlock.",
        """\
locks = [("A", "takes the lock"), ("B", "waits for A"), ("A", "waits for B")]
turns({"a deadlock": locks, "fair": "ABABAB"}, title="Whose turn is it?")""",
    ),
    Kind(
        "states",
        "What may happen next, drawn from the table that decides it, and a story that "
        "walks through it.",
        """\
goodbye = [Step.SEND_REQUEST, Step.RECEIVE_ACCEPT, Step.SEND_CLOSE, Step.RECEIVE_CLOSE]
states(TRANSITIONS, goodbye, title="We say goodbye first")""",
    ),
    Kind(
        "machine",
        "A parser asleep: the line where it sleeps, what it wants, and what is in the "
        "buffer, piece by piece.",
        """\
packet = encode_packet(b"hi")
machine(parse_packet, [packet[:4], packet[4:11], packet[11:]], title="One packet")""",
    ),
    Kind(
        "drawers",
        "What a protocol without a network holds after each call: events for your "
        "program, bytes for the network, and its state.",
        """\
server, ping = ServerProtocol(state=OPEN), bytes.fromhex("8980 00000000")
calls = ("receive_data", ping), ("send_text", b"hi"), ("data_to_send",)
drawers(server, *calls, title="A Ping, and our text")""",
    ),
    Kind(
        "lengths",
        "The headers of several frames below each other: see how they grow with what "
        "they have to count.",
        """\
sizes = [5, 125, 126, 65_535, 65_536]
wires = [encode_frame(Frame(Opcode.BINARY, bytes(size))) for size in sizes]
lengths(parse_frame, wires, title="Three ways to write a length")""",
    ),
    Kind(
        "opcodes",
        "What a frame may be for: sixteen opcodes, of which ten are reserved.",
        'opcodes(title="Four bits say what a frame is for")',
    ),
    Kind(
        "xor",
        "How a byte is masked: the result has a 1 where payload and key differ. Turn "
        "over a bit of any of the three.",
        """\
letter, key = b"H"[0], 0x37
xor(letter, key, title="H, and the first byte of a key")""",
    ),
    Kind(
        "fill",
        "How much waits in a buffer: `send` waits with you, `broadcast` does not.",
        """\
waiting = {"send": [65_536] * 9, "broadcast": [65_536 * n for n in range(1, 10)]}
fill(waiting, limits={"write_limit": 32_768}, title="A client that does not read")""",
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
        "plots",
        "The same, measured in several ways, on one scale. The slider goes from one to "
        "the next.",
        """\
one, many = {"tasks": [4051], "threads": [4980]}, {"tasks": [15505], "threads": [31256]}
ways = {"1 under way": one, "200 under way": many}
plots(ways, "messages per second", "The more are under way, the longer the bars.")""",
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

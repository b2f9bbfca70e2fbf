"""How the program grows: for each stage one that passes it, made from the reference.

`GROWTH[n]` passes the stages up to n. It is the program of the stage after it, with what
that stage asks for taken out.
"""

from itertools import accumulate

from wslesson.projects.bank import find

PROJECT = find("by_hand")


def cut(text, *edits):
    """Change each of these texts, which must be there."""
    for old, new in edits:
        assert old in text, old
        text = text.replace(old, new)
    return text


def part(text, start, end):
    """Return what stands from `start` to `end`, which is not included."""
    at = text.index(start)
    return text[at : text.index(end, at)]


def without(text, *parts):
    """Take out what stands between these pairs of texts."""
    for start, end in parts:
        text = cut(text, (part(text, start, end), ""))
    return text


def without_threads(text):
    return cut(
        text,
        (
            "threading.Thread(target=guest, args=(sock,), daemon=True).start()",
            "guest(sock)",
        ),
        ("import threading\n", ""),
    )


def without_limits(text):
    text = without(
        text,
        ("CLOSE_CODES =", "\n\nclass RefusedError"),
        ("import codecs\n", "import hashlib"),
        ("MAX_MESSAGE =", "PATIENCE"),
        ("def check_close(", "class Message"),
        ("        if len(self.data) + size >", "        while size:"),
        ("            if self.opcode == TEXT:\n", "            self.data += plain"),
        (
            "        if self.opcode == TEXT:\n",
            "        return encode_frame(self.opcode",
        ),
        ("        self.text =", "\n    def add"),
        ("    except UnicodeDecodeError:", "    except BrokenError"),
    )
    return cut(text, ("check_close(payload)", "payload[:2]"))


def without_rules(text):
    text = without(
        text,
        ("    if rsv or opcode not in", "    if size == 126:"),
        ("        if size >= 2**63", "    return fin, opcode, size"),
        ("        if (opcode == CONTINUATION) ==", "        message = message or"),
        ("    except BrokenError", "\n\ndef guest"),
        ("class BrokenError", "class Reader"),
    )
    return cut(
        text,
        (
            "fin, rsv, opcode = first >> 7, first >> 4 & 0b111, first &",
            "fin, opcode = first >> 7, first &",
        ),
        ("masked, size = second >> 7, second & 0b1111111", "size = second & 0b1111111"),
    )


def without_control(text):
    text = without(
        text,
        ("        if opcode >= CLOSE:", "        message = message or"),
        ("def answer_control(", "def echo("),
        (", CLOSE, PING, PONG", " = 0x0"),
    )
    return cut(
        text,
        (", 0x8, 0x9, 0xA", ""),
        ("message, over = None, False", "message = None"),
        ("while not over:", "while True:"),
    )


def without_fragments(text):
    return cut(
        text,
        ("    message = None\n    while", "    while"),
        (
            "        message = message or Message(opcode)",
            "        message = Message(opcode)",
        ),
        (
            "        if fin:\n            sock.sendall(message.answer())\n            message = None\n",
            "        sock.sendall(message.answer())\n",
        ),
        ("        fin, opcode, size, key =", "        opcode, size, key ="),
        ("    return fin, opcode,", "    return opcode,"),
        ("tuple[int, int, int, bytes]", "tuple[int, int, bytes]"),
        (
            "    fin, opcode = first >> 7, first & 0b1111\n",
            "    opcode = first & 0b1111\n",
        ),
    )


def without_kinds(text):
    return cut(
        text, ("encode_frame(self.opcode, self.data)", "encode_frame(TEXT, self.data)")
    )


def without_masks(text):
    text = without(
        text,
        ("def apply_mask(", "def encode_frame("),
        ("            turn =", "            self.data += plain"),
    )
    return cut(text, ("plain = apply_mask(piece, key)", "plain = piece"))


def without_lengths(text):
    return without(
        text,
        ("    if size == 126:", "    return opcode, size"),
        ("    if size < 2**16:", "\n\ndef read_head"),
    )


def without_frames(text):
    return without(
        text,
        ("# Frames:", "def serve_one("),
        ("        echo(sock, reader)\n", "    except"),
        ("    def exactly(", "    def through("),
        ("CONTINUATION, TEXT", "\n\nclass"),
        ("import struct\n", "from contextlib"),
    )


def without_refusals(text):
    text = without(
        text,
        ('    if not re.fullmatch(r"GET', "    digest ="),
        (
            "            if len(self.waiting) > most",
            "            self.waiting += self.more()\n        return",
        ),
        ("        if not colon", "        before ="),
        ("    except RefusedError", "\n\ndef guest"),
        ("class RefusedError", "class Reader"),
        ("import re\n", "import socket"),
    )
    return cut(
        text,
        ("    digest =", '    key = headers["sec-websocket-key"]\n    digest ='),
        (
            "    try:\n        sock.settimeout(PATIENCE)\n        sock",
            "    sock.settimeout(PATIENCE)\n    sock",
        ),
    )


STEPS = [
    without_threads,
    without_limits,
    without_rules,
    without_control,
    without_fragments,
    without_kinds,
    without_masks,
    without_lengths,
    without_frames,
    without_refusals,
]


def programs():
    """Return the program of each stage from 0 to 11."""
    reference = PROJECT.reference.read_text("utf-8")
    found = accumulate(STEPS, lambda text, step: step(text), initial=reference)
    return [PROJECT.skeleton.read_text("utf-8"), *reversed([*found])]


GROWTH = programs()

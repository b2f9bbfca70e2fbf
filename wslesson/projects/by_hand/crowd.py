"""Stage 11: many clients at once, not all of them well."""

from __future__ import annotations

from ...checking.model import Slip
from ...checking.stages.model import Scene, Stage
from ...protocol.frames import Opcode
from .guests import REQUEST, Guest, close, frame

TEXT = Opcode.TEXT


def twenty(scene: Scene) -> None:
    """Come as twenty: one is silent, one waits inside a frame, one is cut off."""
    hello = frame(TEXT, b"Hello")
    silent, half, cut = Guest(scene), Guest(scene).knock(), Guest(scene).knock()
    silent.says(REQUEST[:8])
    half.says(hello[:8])
    cut.says(hello)
    cut.hears(TEXT, b"Hello")  # so the server waits for more, and will see the cut
    cut.client.hang_up(hard=True)
    others = [Guest(scene).knock() for _ in range(17)]
    for turn in range(3):
        texts = [f"{turn}, {number}".encode() for number, _ in enumerate(others)]
        for guest, text in zip(others, texts, strict=True):
            guest.says(frame(TEXT, text))
        for guest, text in reversed([*zip(others, texts, strict=True)]):
            guest.hears(TEXT, text)
    half.says(hello[8:])
    half.hears(TEXT, b"Hello")
    silent.knock(REQUEST[8:])
    for guest in (*others, half, silent):
        guest.says(close(1001))
        guest.hears_close(1001)


STAGE = Stage(
    "It serves twenty clients at once, and survives one that is cut off",
    "02",
    10,
    twenty,
    (
        Slip(
            "threading.Thread(target=guest, args=(sock,), daemon=True).start()",
            "guest(sock)",
            "One client waits for the other.",
        ),
        Slip(
            "    with suppress(OSError, EOFError), sock:",
            "    import os\n    from contextlib import ExitStack\n    with ExitStack() as stack, sock:\n        stack.push(lambda kind, *_: kind and (kind is EOFError or os._exit(1)))",
            "One that is cut off ends the server.",
        ),
    ),
)

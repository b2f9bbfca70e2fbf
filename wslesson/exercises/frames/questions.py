"""The questions of *Check yourself*, in the order of the lesson."""

from __future__ import annotations

from ...checking.model import Choice, Question

QUESTIONS = (
    Question(
        "frames.length",
        "A frame begins with 82 7e 01 00. How many bytes has its payload?",
        (
            Choice(
                "126",
                "7e is 126, but in LEN that is a sign: the length is in the next two "
                "bytes.",
            ),
            Choice(
                "256",
                "7e is 126 and says that two bytes follow; 01 00 is 1 × 256 + 0.",
                right=True,
            ),
            Choice(
                "1",
                "01 00 would be 1 with the little end first. Networks send the big "
                "end first.",
            ),
        ),
    ),
    Question(
        "frames.mask",
        "The key of the mask travels in the frame. What is the mask good for, then?",
        (
            Choice(
                "Nobody on the way can read the message.",
                "whoever has the frame has the key. To keep a message secret you need "
                "encryption: wss, in lesson 12.",
            ),
            Choice(
                "The receiver notices when a byte was changed on the way.",
                "XOR checks nothing: a changed byte is unmasked like any other.",
            ),
            Choice(
                "A page can choose its message, but not the bytes that travel.",
                "the browser draws a new key for each frame, so a page cannot make "
                "the wire carry what looks like something else.",
                right=True,
            ),
        ),
    ),
    Question(
        "frames.rsv",
        "Your parser gets a frame from a server that begins with c1, and its payload "
        "is no text. What is the likely reason?",
        (
            Choice(
                "It is masked, and the mask must be undone.",
                "no server masks, and MASK would be in the second byte. Look at the "
                "bits of c1.",
            ),
            Choice(
                "It is compressed, because both ends agreed on that in the handshake.",
                "c1 is 1 100 0001. The first reserved bit is set, and "
                "permessage-deflate gave it that meaning.",
                right=True,
            ),
            Choice(
                "The text is not UTF-8.",
                "it would begin with 81, and fail only when it is decoded. c1 has "
                "another bit set.",
            ),
        ),
    ),
)

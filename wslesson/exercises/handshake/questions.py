"""The questions of *Check yourself*, in the order of the lesson."""

from __future__ import annotations

from ...checking.model import Choice, Question

QUESTIONS = (
    Question(
        "handshake.accept",
        "What does a right Sec-WebSocket-Accept tell the client?",
        (
            Choice(
                "The server knows a secret, so it is the one I meant.",
                "the GUID is printed in the RFC: anybody can know it. Who the server "
                "is, only wss:// can tell.",
            ),
            Choice(
                "The server read this very key, and it speaks WebSocket.",
                "an old answer from a cache, or a server that ignores what it does "
                "not know, has another token or none.",
                right=True,
            ),
            Choice(
                "What follows is encrypted with the key.",
                "nothing is encrypted with it. The key is used once, for this proof.",
            ),
        ),
    ),
    Question(
        "handshake.nine_bytes",
        "recv(4096) gave you the head of the 101 and nine bytes more. And now?",
        (
            Choice(
                "I keep the nine bytes, and read them before I call recv again.",
                "they are the beginning of what the server says, perhaps all of it.",
                right=True,
            ),
            Choice(
                "I drop them: the answer ends with the empty line.",
                "the answer does, the stream does not. No recv brings them again.",
            ),
            Choice(
                "I keep them, and call recv for the rest of the frame.",
                "the frame may be complete already. Then recv waits for something "
                "that never comes: look first.",
            ),
        ),
    ),
    Question(
        "handshake.upgrade_required",
        "You open your server's address in a browser tab. It gets 426. What is wrong?",
        (
            Choice(
                "The browser is too old for WebSockets.",
                "the browser was not asked for one. A tab asks for a page.",
            ),
            Choice(
                "The server has crashed.",
                "it answered, and politely. A crashed server answers nothing.",
            ),
            Choice(
                "Nothing: a tab asks for a page, and there is only a WebSocket here.",
                "a script in a page, or a client program, must ask for the upgrade.",
                right=True,
            ),
        ),
    ),
)

"""The questions of *Check yourself*, in the order of the lesson."""

from __future__ import annotations

from ...checking.model import Choice, Question

QUESTIONS = (
    Question(
        "connection.after_close",
        "You have sent Close, and now a text message arrives. What do you do?",
        (
            Choice(
                "I fail the connection: no data may follow a Close.",
                "no data may follow one's own Close. The peer has sent none yet: its "
                "message was on the way.",
            ),
            Choice(
                "I deliver it, and go on waiting for the peer's Close.",
                "CLOSE_SENT with RECEIVE_FRAME stays CLOSE_SENT.",
                right=True,
            ),
            Choice(
                "I deliver it and answer it.",
                "after your own Close you send no more messages.",
            ),
        ),
    ),
    Question(
        "connection.no_close",
        "Your program reports close code 1006. Who sent it?",
        (
            Choice(
                "The peer, to say that something went wrong.",
                "nobody may send 1006. It is what you call it when no Close came.",
            ),
            Choice(
                "Our library: it sent a Close with 1006.",
                "1006 never goes onto the wire, in neither direction.",
            ),
            Choice(
                "Nobody: the stream ended without a Close frame.",
                "1006 is made on your side. Look at the network, or for a peer that "
                "was killed.",
                right=True,
            ),
        ),
    ),
    Question(
        "connection.ping",
        "Between two fragments of a long message a Ping arrives. What then?",
        (
            Choice(
                "I send the Pong at once, and go on collecting.",
                "control frames may come in between, so that a long message does not "
                "hold up the question whether you are there.",
                right=True,
            ),
            Choice(
                "I finish the message first, then I send the Pong.",
                "the rest may take long, and meanwhile the peer may give you up. The "
                "Pong may go out between the fragments.",
            ),
            Choice(
                "It breaks a rule: fragments may not be interrupted.",
                "no other message may begin in between, but control frames may.",
            ),
        ),
    ),
)

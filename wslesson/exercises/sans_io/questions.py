"""The questions of *Check yourself*, in the order of the lesson."""

from __future__ import annotations

from ...checking.model import Choice, Question

QUESTIONS: tuple[Question, ...] = (
    Question(
        "sans_io.answer",
        "Your server called send_response with a 101. Its state is OPEN. Has the "
        "client got the answer?",
        (
            Choice(
                "Yes: it is OPEN, so both ends are.",
                "Each end has a state of its own. The bytes of the 101 still lie in "
                "the protocol, until you take them with data_to_send.",
            ),
            Choice(
                "Not yet: the bytes wait for data_to_send.",
                "The protocol has no network. Its state runs ahead of the bytes.",
                right=True,
            ),
            Choice(
                "Not yet: send_response waits for the client.",
                "Nothing in the protocol waits. It made the bytes, and returned.",
            ),
        ),
    ),
    Question(
        "sans_io.broken_rule",
        "You call receive_data with a frame that breaks a rule. What happens?",
        (
            Choice(
                "It raises ProtocolError.",
                "Only your own mistakes are raised. The peer's are kept as data: in "
                "parser_exc, and at the end in close_exc.",
            ),
            Choice(
                "events_received gives the error as an event.",
                "There is no such event: what broke the rule is left out.",
            ),
            Choice(
                "It returns, and data_to_send has a Close that says why.",
                "Send it, and read on until the stream ends. Then close_exc tells "
                "the end.",
                right=True,
            ),
        ),
    ),
    Question(
        "sans_io.close_expected",
        "close_expected() says True. What do you do?",
        (
            Choice(
                "I close the socket at once.",
                "The peer's goodbye, or its last bytes, may still be on the way: you "
                "would lose them, or reset the connection.",
            ),
            Choice(
                "I read on, but not for long.",
                "The peer should end its stream soon. A limit on the wait is for the "
                "one that does not.",
                right=True,
            ),
            Choice(
                "I stop reading and wait.",
                "The end of the stream is something that you read. Who does not read "
                "does not hear it.",
            ),
        ),
    ),
)

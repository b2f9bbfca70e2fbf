"""Who broke the rules?

Only two answers matter to a network programmer: the peer did, or we did.
"""


class ProtocolError(Exception):
    """Someone broke a rule of the protocol. Catch this to catch both kinds.

    `section` is the section of RFC 6455 that has the rule, or None when the rule
    is not from there.
    """

    def __init__(self, rule: str, *, section: str | None = None) -> None:
        super().__init__(f"{rule} (RFC 6455 §{section})" if section else rule)
        self.section = section


class RemoteProtocolError(ProtocolError):
    """The peer broke a rule. `code` is the close code that tells it so."""

    def __init__(
        self, rule: str, *, section: str | None = None, code: int = 1002
    ) -> None:
        super().__init__(rule, section=section)
        self.code = code


class LocalProtocolError(ProtocolError):
    """We were asked to send something that the rules forbid. Nothing was sent."""

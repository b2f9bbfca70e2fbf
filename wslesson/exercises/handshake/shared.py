"""What several exercises of this lesson share."""

from __future__ import annotations

SAMPLE = "dGhlIHNhbXBsZSBub25jZQ=="  # RFC 6455 §1.3: "the sample nonce"

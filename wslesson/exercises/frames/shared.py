"""What several exercises of this lesson share."""

from __future__ import annotations

KEY = bytes.fromhex("37 fa 21 3d")  # the key of RFC 6455's examples
FEW = 40  # bytes: what is longer is not shown whole, nor cut at each place

"""However many stay who do not leave: a server ends in time."""

import pytest

from authoring.chaos.guests import SILENT_IN_TLS, rows, seconds_to_end
from wslesson.services.styles import styles

TIMEOUT = 0.5
LONG = 25.0  # seconds, for a busy machine: waits without a deadline last for ever

TABLE = [
    (row, style)
    for row, *_ in rows()
    for style in styles()
    if row != SILENT_IN_TLS or style.startswith("by-hand")
]


@pytest.mark.parametrize(("row", "style"), TABLE)
def test_a_server_ends_though_its_guests_stay(row, style):
    assert seconds_to_end(row, style, 8, TIMEOUT) < LONG

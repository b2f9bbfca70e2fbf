"""Whatever is long is told from both ends, and the rest is counted."""

import pytest

from tests.wire.pictures.shapes import drawn, lies_inside
from wslesson.protocol.frames import parse_frame
from wslesson.protocol.packets import encode_packet, parse_packet
from wslesson.wire import Arrow, Note, Tape, conversation, diagram, pieces, sequence


@pytest.mark.parametrize(
    "draw",
    [
        lambda: pieces(*[b"ab"] * 100_000, parser=parse_packet),
        lambda: diagram(parse_packet, encode_packet(b"ab") * 1000),
        lambda: sequence(*[Arrow("client", "server", "ab")] * 100_000),
    ],
    ids=["pieces", "diagram", "sequence"],
)
def test_very_much_is_counted(draw):
    picture = draw()
    assert "more" in str(picture)
    assert len(picture.svg) < 50_000
    assert float(drawn(picture).get("height")) < 4000


def test_a_long_story_is_told_from_both_ends():
    steps = [Arrow("client", "server", f"step {n}") for n in range(1, 101)]
    lines = str(sequence(*steps)).splitlines()
    assert lines[40].endswith("step 40")
    assert lines[41].split() == ["41", "…", "40", "more", "steps"]
    assert lines[42].split() == ["81", "client", "server", "step", "81"]
    assert lines[-1].endswith("step 100")


def test_a_line_that_counts_one_step_would_be_no_shorter():
    steps = [Arrow("client", "server", "hi")] * 61
    assert "more" not in str(sequence(*steps))
    assert "2 more steps" in str(sequence(*steps, Note("a pause")))


def test_each_arrow_of_a_long_story_must_go_somewhere():
    steps = [Arrow("client", "server", "hi")] * 100
    steps[50] = Arrow("client", "nobody", "hi")
    with pytest.raises(ValueError, match="nobody"):
        sequence(*steps)


@pytest.mark.parametrize("data", [b"", b"x"])
def test_of_hardly_anything_there_is_a_picture(data):
    for picture in (
        diagram(parse_frame, data),
        pieces(data, parser=parse_packet),
        conversation(Tape()),
    ):
        assert lies_inside(picture)

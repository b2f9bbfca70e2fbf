"""A thousandth of what `python -m authoring.chaos.captures 100000` tries."""

from authoring.chaos.captures import run


def test_a_broken_capture_is_read_or_refused_with_a_value_error():
    outcomes = run(100)
    assert outcomes.total() == 100
    assert any(outcome.startswith("read") for outcome in outcomes)
    assert any(outcome.startswith("refused") for outcome in outcomes)

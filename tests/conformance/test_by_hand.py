"""The last stage of *by hand*: who judges, and that both judges say the same."""

import pytest

from authoring.conformance.by_hand import by_kosoku, by_replay
from authoring.conformance.table import TESTED_WITH
from tests import require
from wslesson.checking.stages.playing import play
from wslesson.projects.bank import find
from wslesson.projects.by_hand import cases
from wslesson.projects.by_hand.recorded import differences, load

require.module("kosoku", how="install the course where kosoku is built")
# The cases' own files of test data, which kosoku leaves open.
pytestmark = pytest.mark.filterwarnings(
    "ignore:unclosed file .*kosoku.*testdata:ResourceWarning"
)

PROJECT = find("by_hand")
REFERENCE = PROJECT.reference.read_text("utf-8")
LAST = PROJECT.last
SLIPS = {slip.message: slip for stage in PROJECT.stages for slip in stage.slips}

# Of the other slips, and of all cases, `python -m authoring.conformance.by_hand` tells.
SOME = {"cases": ["1.*", "2.*", "5.*", "7.*"]}
BOTH = [
    "126 is taken for a length; it announces one.",
    "Any close code will do.",
]
NEITHER = ["A client may leave out its mask."]
# Known differences: the replay is stricter than the cases are.
ONLY_THE_REPLAY = [
    "125 is the last short length, and is not written as one.",
    "After the Close it goes on.",
]


def changed(message):
    return SLIPS[message].changed_in(REFERENCE, "the reference")


def test_the_reference_passes_all_cases():
    report = play(PROJECT, PROJECT.reference, first=LAST)
    assert [note for _, note in report.passed] == ["301 of 301"]


@pytest.mark.parametrize("message", BOTH)
def test_both_judges_refuse(message):
    text = changed(message)
    assert by_kosoku(text, SOME)
    assert by_replay(text)


@pytest.mark.parametrize("message", NEITHER)
def test_neither_judge_refuses_so_there_are_stages_before(message):
    text = changed(message)
    assert not by_kosoku(text, SOME)
    assert not by_replay(text)


@pytest.mark.parametrize("message", ONLY_THE_REPLAY)
def test_the_replay_is_stricter(message):
    text = changed(message)
    assert not by_kosoku(text, SOME)
    assert by_replay(text)


def test_without_kosoku_the_record_judges(monkeypatch):
    monkeypatch.setattr(cases, "find_spec", lambda name: None)
    report = play(PROJECT, PROJECT.reference, first=LAST)
    assert [note for _, note in report.passed] == ["247 of 247, replayed from a record"]


def test_a_case_that_fails_is_told(tmp_path):
    file = tmp_path / "by_hand.py"
    file.write_text(changed("A Pong is answered."), "utf-8")
    count, case, *_ = play(PROJECT, file, first=LAST).failure.why.splitlines()
    assert count == "244 of 247 cases pass"
    assert case.startswith("2.7: FAILED")


def test_a_case_that_fails_from_the_record_is_told_and_drawn(tmp_path, monkeypatch):
    monkeypatch.setattr(cases, "find_spec", lambda name: None)
    file = tmp_path / "by_hand.py"
    file.write_text(changed("A Pong is answered."), "utf-8")
    failure = play(PROJECT, file, first=LAST).failure
    assert failure.why.splitlines()[0] == "244 of 247 cases pass"
    assert "PONG" in str(failure.picture)


def test_cases_without_end_are_ended(monkeypatch):
    monkeypatch.setattr(cases, "LIMIT", 0.01)
    failure = play(PROJECT, PROJECT.reference, first=LAST).failure
    assert failure.why == "the cases took more than 0.01 seconds"


def test_the_record_is_of_this_version_of_the_cases():
    assert load().judge in TESTED_WITH
    assert len(load().chunks) == 247


def test_a_record_is_replayed_in_the_same_way_each_time():
    text = changed("Each frame is taken for a message.")
    assert by_replay(text) == by_replay(text)


def test_a_server_may_raise_whatever_it_likes():
    def serve_one(sock):
        raise SystemExit("no")

    found = [*differences(serve_one, load())]
    assert len(found) == 244
    assert found[0].why == "it raised SystemExit: no"

"""A clock that stands still while anybody is at work, and jumps when all rest."""

from math import inf
from threading import Lock, get_ident

import pytest

from wslesson.checking.clock.late import is_late, left
from wslesson.checking.clock.turned import (
    PATIENCE,
    Door,
    StillWaitingError,
    Turned,
    spun,
)


def test_it_jumps_to_the_end_of_the_first_rest():
    clock = Turned()
    with (
        clock.resting(lambda: True, 5) as later,
        clock.resting(lambda: True, 2) as first,
    ):
        clock.step()
        assert (clock.now, first.late, later.late) == (2, True, False)
        clock.step()
        assert (clock.now, later.late) == (5, True)


def test_who_is_at_work_and_does_not_rest_stops_it():
    clock = Turned()
    clock.begin("work")
    assert not clock.is_idle()
    clock.threads[get_ident()] = "work"
    with clock.resting(lambda: True):
        assert clock.is_idle()
        clock.begin("more work")
        assert not clock.is_idle()
        clock.end("more work")
        assert clock.is_idle()
    assert not clock.is_idle()
    clock.end("work")
    assert clock.threads == {}


def test_a_rest_that_nothing_would_end_is_told_so():
    clock = Turned()
    with pytest.raises(StillWaitingError), clock.resting(lambda: True):
        clock.step()


def test_nobody_rests_longer_than_patience_lasts():
    clock = Turned()
    with pytest.raises(StillWaitingError), clock.resting(lambda: True, PATIENCE + 1):
        clock.step()


def test_a_rest_that_was_ended_a_moment_ago_is_not_late():
    clock = Turned()
    opened = Lock()
    with clock.resting(lambda: True, 1, opened.release) as rest:
        clock.step()
        assert not rest.late


def test_who_was_woken_does_not_rest_while_he_gets_up():
    clock, door = Turned(), Door()
    with clock.resting(door.locked, 5, door.release) as rest:
        door.release()
        assert door.acquire(timeout=0)
        assert not rest.is_on()
        assert clock.first() is None


def test_reading_the_time_takes_time():
    clock = Turned()
    first = clock.read("monotonic", lambda: 100.0)
    assert 100 < first < clock.read("monotonic", lambda: 200.0) < 100.1


def test_a_loop_that_is_put_to_sleep_for_ever_is_stopped():
    clock = Turned(of_a_loop=True)
    clock.sleep(PATIENCE)
    assert clock.now == PATIENCE
    with pytest.raises(StillWaitingError):
        clock.sleep(1)


def test_time_passes_for_a_loop_that_spins():
    assert spun(1000) == 0
    assert sum(map(spun, range(10_000))) < PATIENCE < sum(map(spun, range(20_000)))


def test_an_answer_is_late_by_half_of_its_limit():
    assert not is_late(took=7.4, due=5, limit=5)
    assert is_late(took=7.6, due=5, limit=5)
    assert left("closed", took=0.1, due=inf, limit=1) == "closed"
    assert left("closed", took=5, due=0.5, limit=5) == "closed, 4.5 s late"

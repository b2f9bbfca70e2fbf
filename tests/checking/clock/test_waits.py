"""The waits of an answer with threads take no time, and those of others do."""

import queue
import threading
import time
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor, wait
from threading import Barrier, BrokenBarrierError, Condition, Event, Thread, Timer
from time import sleep

import pytest

from wslesson.checking.clock.seams import living_by
from wslesson.checking.clock.turned import StillWaitingError, Turned
from wslesson.checking.clock.turning import Turning

REALLY_JOIN = Thread.join
REAL = time.sleep, time.monotonic, Thread.start, Condition.wait


@pytest.fixture
def clock():
    """A clock by which the test lives."""
    clock = Turning()
    with clock.lived_by(None):
        yield clock
    assert (time.sleep, time.monotonic, Thread.start, Condition.wait) == REAL


def took(clock):
    return round(clock.now, 2)


# Time


def test_an_hour_of_sleep_takes_no_time(clock):
    before = [each() for each in (time.monotonic, time.perf_counter, time.time)]
    time.sleep(100)
    after = [each() for each in (time.monotonic, time.perf_counter, time.time)]
    assert [round(b - a) for a, b in zip(before, after, strict=True)] == [100] * 3


def test_who_looks_at_the_time_again_and_again_sees_it_pass(clock):
    end = time.monotonic() + 0.5
    while time.monotonic() < end:
        pass
    assert took(clock) == 0.5


def uses_a_name():
    sleep(50)


def test_what_was_imported_by_name_follows_too():
    clock = Turning()
    with clock.lived_by(uses_a_name):
        uses_a_name()
    assert took(clock) == 50
    assert sleep is REAL[0]


def test_another_thread_has_the_real_time():
    slept = []
    go, gone = Event(), Event()

    def sleeps():
        go.wait()
        slept.append(time.monotonic())
        gone.set()

    thread = Thread(target=sleeps)
    thread.start()
    clock = Turning()
    with clock.lived_by(None):
        time.sleep(500)
        go.set()
        while not gone.is_set():
            pass
        assert slept[0] < time.monotonic() - 400
    thread.join()


def test_a_library_has_the_real_time(clock):
    library = {"__name__": "asyncio.anything", "time": time}
    exec("def now(): return time.monotonic()", library)
    before = library["now"]()
    time.sleep(500)
    assert library["now"]() - before < 400


def test_a_try_that_never_ends_leaves_the_next_one_alone():
    go, stays = Event(), Turned()

    def abandoned():
        with living_by(stays, uses_a_name):
            go.wait()

    thread = Thread(target=abandoned)
    thread.start()
    while time.sleep is REAL[0]:
        pass
    clock = Turning()
    with clock.lived_by(uses_a_name):
        uses_a_name()
        time.sleep(50)
    assert took(clock) == 100
    go.set()
    thread.join()
    assert time.sleep is sleep is REAL[0]


def test_a_thread_that_is_left_behind_has_the_real_time_again():
    left, began = [], time.monotonic()

    def sleeps():
        time.sleep(500)
        left.append(time.monotonic())

    clock = Turning()
    with clock.lived_by(None):
        thread = Thread(target=sleeps)
        thread.start()
        while not clock.first():
            pass
    thread.join()
    assert left[0] - began < 400
    assert clock.now == 0


# Waits


def test_a_wait_for_an_event_ends_in_time(clock):
    assert not Event().wait(5)
    assert took(clock) == 5
    assert not Event().wait(0)
    assert took(clock) == 5


def test_who_waits_is_woken_before_his_time_is_over(clock):
    event = Event()
    Timer(3, event.set).start()
    assert event.wait(5)
    assert took(clock) == 3


def test_a_condition_must_be_held(clock):
    with pytest.raises(RuntimeError):
        Condition().wait(1)


def test_queues_barriers_and_futures_keep_their_limits(clock):
    with pytest.raises(queue.Empty):
        queue.Queue().get(timeout=5)
    assert took(clock) == 5
    with pytest.raises(BrokenBarrierError):
        Barrier(2).wait(5)
    assert took(clock) == 10
    with pytest.raises(TimeoutError):
        Future().result(5)
    assert took(clock) == 15
    assert wait([Future()], timeout=5).done == set()
    assert took(clock) == 20


def test_a_wait_that_nothing_ends_is_told_so(clock):
    with pytest.raises(StillWaitingError):
        Event().wait()
    with ThreadPoolExecutor() as pool, pytest.raises(StillWaitingError):
        pool.submit(Event().wait).result()


# Threads


def test_threads_sleep_side_by_side(clock):
    woken = []

    def sleeps(seconds):
        time.sleep(seconds)
        woken.append(seconds)

    threads = [Thread(target=sleeps, args=[seconds]) for seconds in (30, 10, 20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert woken == [10, 20, 30]
    assert took(clock) == 30


def test_a_join_has_a_limit_too(clock):
    thread = Thread(target=time.sleep, args=[10])
    thread.start()
    thread.join(4)
    assert thread.is_alive()
    thread.join(0)
    assert took(clock) == 4
    thread.join()
    thread.join()
    assert took(clock) == 10


def test_a_thread_starts_once(clock):
    thread = Thread(target=time.sleep, args=[10])
    thread.start()
    with pytest.raises(RuntimeError, match="once"):
        thread.start()
    thread.join()
    assert took(clock) == 10


def test_a_thread_that_does_not_start_is_not_waited_for(clock):
    class Forgets(Thread):
        def __init__(self):
            pass

    with pytest.raises(RuntimeError, match="not called"):
        Forgets().start()
    time.sleep(5)
    assert took(clock) == 5


# Pools


def test_jobs_of_a_pool_rest_side_by_side(clock):
    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(time.sleep, [10, 20, 30])) == [None] * 3
    assert took(clock) == 40


def test_a_job_may_fail(clock):
    with ThreadPoolExecutor() as pool:
        assert isinstance(pool.submit(int, "x").exception(), ValueError)


def test_what_is_cancelled_is_not_waited_for(clock):
    with ThreadPoolExecutor(1) as pool:
        pool.submit(time.sleep, 10)
        by_hand = pool.submit(int)
        assert by_hand.cancel()
    with ThreadPoolExecutor(1) as pool:
        busy, by_the_pool = pool.submit(time.sleep, 10), pool.submit(int)
        pool.shutdown(wait=False, cancel_futures=True)
        busy.result()
    for cancelled in (by_hand, by_the_pool):
        with pytest.raises(CancelledError):
            cancelled.result()
    time.sleep(10)
    assert took(clock) == 30


def test_a_pool_that_is_closed_takes_no_job(clock):
    pool = ThreadPoolExecutor()
    pool.shutdown()
    with pytest.raises(RuntimeError):
        pool.submit(int)
    time.sleep(5)
    assert took(clock) == 5


def test_all_threads_of_a_try_have_ended(clock):
    before = threading.active_count()
    Timer(1, int).start()
    time.sleep(2)
    while threading.active_count() > before:
        pass


class SlowToBegin(Thread):
    """A thread that the system lets wait before it begins."""

    def __init__(self, before):
        super().__init__(daemon=True)
        self.before = before

    def _bootstrap_inner(self):
        self.before()
        super()._bootstrap_inner()


def test_a_try_that_ends_while_a_thread_starts_lets_it_start(clock):
    said, starting, go = [], Event(), Event()

    def before():
        starting.set()
        go.wait()
        said.append("it begins")

    def starts():
        SlowToBegin(before).start()
        said.append("it has begun")

    starter = Thread(target=starts)
    starter.start()
    while not starting.is_set():
        pass
    clock.leave()
    REALLY_JOIN(starter, 0.1)  # if it did not wait, then it would have ended by now
    go.set()
    starter.join()
    assert said == ["it begins", "it has begun"]

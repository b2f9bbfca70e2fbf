"""The seams of time and of threads."""

from __future__ import annotations

import queue
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from threading import Condition, Thread, get_ident
from typing import Any

from .seams import by_no_pool, by_no_websockets, by_the_answer, clocks, instead_of
from .turned import GLANCE, Door, Turned

START = Thread.start.__code__

# Time


def _read(name: str, real: Callable[[], float], clock: Turned) -> float:
    return clock.read(name, real)


for _name in ("monotonic", "perf_counter", "time"):
    instead_of(time, _name, by_the_answer)(partial(_read, _name))
for _owner, _name in ((threading, "_time"), (queue, "time")):
    instead_of(_owner, _name, by_the_answer)(partial(_read, "monotonic"))


@instead_of(time, "sleep", by_the_answer)
def _sleep(_real: Callable[[float], None], clock: Turned, seconds: float) -> None:
    clock.sleep(seconds)


# Threads


def _at_work(clock: Turned, work: object, run: Callable[[], Any]) -> Any:
    clocks[get_ident()] = clock
    clock.start(work)
    try:
        return run()
    finally:
        clocks.pop(get_ident(), None)
        clock.end(work)


@instead_of(Thread, "start", by_no_pool)
def _start(real: Callable[[Thread], None], clock: Turned, thread: Thread) -> None:
    if thread in clock.at_work:
        real(thread)  # which says that it was started before
    clock.begin(thread)
    thread.run = partial(_at_work, clock, thread, thread.run)  # type: ignore[method-assign]  # only for this try
    try:
        real(thread)
    except RuntimeError:  # not a good one, or one too many
        clock.end(thread)
        raise


@instead_of(Thread, "join", by_the_answer)
def _join(
    real: Callable[..., None],
    clock: Turned,
    thread: Thread,
    timeout: float | None = None,
) -> None:
    if not thread.is_alive() or (timeout is not None and timeout <= 0):
        real(thread, timeout)
        return
    with clock.resting(lambda: thread.ident in clock.threads, timeout) as rest:
        while thread.is_alive() and not rest.late:
            real(thread, GLANCE)
            clock.glance()


@instead_of(ThreadPoolExecutor, "submit", by_no_websockets)
def _submit(
    real: Callable[..., Future[None]],
    clock: Turned,
    pool: ThreadPoolExecutor,
    function: Callable[..., Any],
    /,
    *args: Any,
    **options: Any,
) -> Future[Any]:
    """Hand out a job that has ended only when all who wait for it have been told."""
    future: Future[Any] = Future()
    jobs = clock.pools.setdefault(pool, set())

    def run() -> None:
        jobs.add(future)
        _fulfil(future, partial(function, *args, **options))
        jobs.discard(future)

    def drop(job: Future[None]) -> None:
        if job.cancelled():
            future.cancel()
            clock.end(future)

    clock.begin(future, lambda: len(jobs) >= pool._max_workers)
    try:
        real(pool, _at_work, clock, future, run).add_done_callback(drop)
    except RuntimeError:  # the pool is closed
        clock.end(future)
        raise
    return future


def _fulfil(future: Future[Any], job: Callable[[], Any]) -> None:
    """Do the job as a pool does, and tell all who wait for it."""
    if not future.set_running_or_notify_cancel():
        return
    try:
        result = job()
    except BaseException as error:  # whoever asks for the result gets it
        future.set_exception(error)
    else:
        future.set_result(result)


@instead_of(Condition, "wait")
def _wait(
    real: Callable[..., bool],
    clock: Turned,
    condition: Any,  # its three private methods are those that it has for its locks
    timeout: float | None = None,
) -> bool:
    """Wait as Event, Future, Queue, Semaphore and Barrier do, too."""
    passes = timeout is None or timeout > 0
    caller = sys._getframe(2)
    begins = caller.f_back and caller.f_back.f_code is START  # that comes by itself
    theirs = begins or not (by_the_answer(caller) or clock.blocks())
    if not passes or theirs or not condition._is_owned():
        return real(condition, timeout)
    lock = Door()
    condition._waiters.append(lock)
    saved = condition._release_save()
    try:
        return clock.rest(timeout, lock)
    finally:
        condition._acquire_restore(saved)
        with suppress(ValueError):  # who notifies has taken it out
            condition._waiters.remove(lock)

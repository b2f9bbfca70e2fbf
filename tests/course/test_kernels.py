"""A child kernel runs what must not run in the learner's own."""

import asyncio
import importlib.util
import signal

import psutil
import pytest

from wslesson.course import child_kernel, kernels

NESTED = "asyncio.run(asyncio.sleep(1))"  # a second: cells sent at once surely arrive
NESTED_THEN_AWAIT = """
import asyncio, {0}
async def ada():
    {0}.apply()
    asyncio.run(asyncio.sleep(0))  # it runs bob, whom the outer loop has counted
    await asyncio.sleep(0.1)
async def bob():
    pass
await asyncio.gather(ada(), bob())
"""
WAITS = "import asyncio; print('waiting'); await asyncio.sleep(60)"
MEND = (
    "import asyncio, signal\n"
    "asyncio.get_running_loop().add_signal_handler(signal.SIGUSR1, lambda: None)"
)
unix = pytest.mark.skipif(
    not hasattr(signal, "SIGUSR1"), reason="this system has no handlers of asyncio's"
)


@pytest.fixture(autouse=True)
def kernels_are_not_traced(monkeypatch):
    """One that is traced for coverage may hang at its end."""
    for name in ("COVERAGE_PROCESS_START", "COVERAGE_PROCESS_CONFIG"):
        monkeypatch.delenv(name, raising=False)


def apply(package):
    return f"import asyncio, {package}\n{package}.apply()"


def in_a_kernel(*bursts):
    async def run():
        async with child_kernel() as kernel:
            return [await kernel.run_all(*cells) for cells in bursts]

    return asyncio.run(run())


def test_each_cell_is_answered():
    assert in_a_kernel(["1 + 1"], ["await asyncio.sleep(0)", "import asyncio"]) == [
        ["ok"],
        ["NameError", "aborted"],
    ]


def test_nothing_is_left_where_the_lesson_lies(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    async def run():
        async with child_kernel() as kernel:
            return await kernel.run_all("1 + 1"), list(tmp_path.iterdir())

    assert asyncio.run(run()) == (["ok"], [])


def test_nest_asyncio_loses_a_cell_that_comes_during_a_nested_run():
    assert in_a_kernel([apply("nest_asyncio")], [NESTED, "1 + 1"], ["1 + 1"]) == [
        ["ok"],
        ["ok", "no reply"],
        ["ok"],
    ]


def test_without_it_no_cell_is_lost():
    assert in_a_kernel(["import asyncio", "await asyncio.sleep(1)", "1 + 1"]) == [
        ["ok", "ok", "ok"]
    ]


def packages():
    yield "nest_asyncio"
    if importlib.util.find_spec("nest_asyncio2"):  # ipykernel brings it, from 7.3 on
        yield "nest_asyncio2"


@pytest.mark.parametrize("package", list(packages()))
def test_a_nested_run_and_then_await_kill_the_kernel(package):
    died = "the kernel died"
    assert in_a_kernel([NESTED_THEN_AWAIT.format(package), "1"], ["2"]) == [
        [died, died],
        [died],
    ]


def test_a_kernel_that_says_nothing_is_not_waited_for_longer_than_asked():
    async def run():
        async with child_kernel() as kernel:
            return await kernel.stop("import time; print(1); time.sleep(60)", 0)

    assert asyncio.run(run()) == "no reply"


@unix
def test_stop_reaches_a_cell_that_awaits_only_after_the_mend():
    async def run():
        async with child_kernel() as kernel:
            return [
                await kernel.stop(WAITS, patience=1),
                *await kernel.run_all(MEND),
                await kernel.stop(WAITS),
            ]

    assert asyncio.run(run()) == ["no reply", "ok", "CancelledError"]


def test_a_cell_that_fails_before_it_prints_needs_no_stop():
    async def run():
        async with child_kernel() as kernel:
            return await kernel.stop("1 / 0")

    assert asyncio.run(run()) == "ZeroDivisionError"


def test_a_cell_that_never_prints_is_refused(monkeypatch):
    async def run():
        async with child_kernel() as kernel:
            monkeypatch.setattr(kernels, "PATIENCE", 0.5)
            await kernel.stop("2 + 2")

    with pytest.raises(TimeoutError, match="printed nothing"):
        asyncio.run(run())


def test_the_kernel_is_gone_when_the_block_ends_even_in_an_error():
    async def run():
        async with child_kernel():
            assert psutil.Process().children()
            _ = 1 / 0

    with pytest.raises(ZeroDivisionError):
        asyncio.run(run())
    assert not psutil.Process().children()

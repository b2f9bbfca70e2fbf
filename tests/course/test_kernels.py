"""A child kernel runs what must not run in the learner's own."""

import asyncio
import gc
import importlib.util
import json
import signal
import sys
import tempfile
from queue import Empty

import psutil
import pytest
import zmq

from wslesson.course import child_kernel, kernels
from wslesson.course.kernels import ChildKernel

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


def test_a_kernel_is_of_this_python_whatever_the_search_path_holds(
    tmp_path, monkeypatch
):
    foreign = tmp_path / "kernels" / "python3"
    foreign.mkdir(parents=True)
    spec = {"argv": ["/not/there"], "display_name": "Foreign", "language": "python"}
    (foreign / "kernel.json").write_text(json.dumps(spec))
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path))
    ours = f"import sys; assert sys.executable == {sys.executable!r}"
    assert in_a_kernel([ours]) == [["ok"]]


def test_a_kernel_knows_no_settings_of_the_learner(tmp_path, monkeypatch):
    profile = tmp_path / "profile_default"
    profile.mkdir()
    (profile / "ipython_config.py").write_text("c.InteractiveShell.autoawait = False")
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path))
    assert in_a_kernel(["import asyncio; await asyncio.sleep(0)"]) == [["ok"]]


def test_a_lesson_that_begins_has_the_settings_that_its_cells_need():
    spoilt = (
        "ip = get_ipython(); ip.autoawait, ip.ast_node_interactivity = False, 'all'"
    )
    await_it = "import asyncio; await asyncio.sleep(0)"
    begins = "from wslesson.course import begin; begin('99')"
    like_new = "assert get_ipython().ast_node_interactivity == 'last_expr'"
    assert in_a_kernel([spoilt], [await_it], [begins, await_it, like_new]) == [
        ["ok"],
        ["SyntaxError"],
        ["ok", "ok", "ok"],
    ]


@pytest.fixture
def deep(tmp_path, monkeypatch):
    """A folder for temporary files whose name is long, as on a supercomputer."""
    folder = tmp_path / ("m" * 90)
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@pytest.mark.usefixtures("deep")
def test_a_kernel_starts_where_names_are_too_long_for_sockets():
    assert in_a_kernel(["1 + 1"]) == [["ok"]]


@unix
def test_a_kernel_that_fails_to_start_leaves_nothing_to_wait_for(deep, monkeypatch):
    monkeypatch.setattr(kernels, "LONGEST_NAME", 9999)  # so the start fails half way
    with pytest.raises(zmq.ZMQError, match="name too long"):
        in_a_kernel(["1 + 1"])
    assert not psutil.Process().children()
    assert not list(deep.iterdir())
    gc.collect()  # it waited for ever for what a half open connection had not sent


def test_a_kernel_is_given_its_patience_for_each_cell_anew():
    """Each cell is quiet for most of it, and all together for longer."""
    silences = int(kernels.PATIENCE / kernels.GLANCE) - 1

    class Manager:
        async def is_alive(self):
            return True

    class Client:
        """Jupyter's, of a kernel that answers each cell after a long silence."""

        def __init__(self):
            self.says = []

        def execute(self, cell):
            self.says += [*[None] * silences, {"of": cell, "status": "ok"}]
            return cell

        def kernel_info(self):
            return "a question"

        async def get_shell_msg(self, **_):
            if (said := self.says.pop(0)) is None:
                raise Empty
            return {"parent_header": {"msg_id": said["of"]}, "content": said}

    kernel = ChildKernel(Manager(), Client())
    assert asyncio.run(kernel.run_all("one", "two")) == ["ok", "ok"]

"""What several tests share: lesson 99, which exists for them alone."""

import gc
import signal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from nbformat import NotebookNode

from authoring.lint.page import Page
from tests.authoring.fixtures.good import good
from wslesson import exercises as every_exercise

# A shell that starts a program in the background makes it deaf to Ctrl-C, and so all
# programs that it starts. Ours must hear it when a test presses it.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# No test fails because the machine is busy: examples may take their time.
settings.register_profile(
    "wslesson", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("wslesson")


def pytest_collection_finish() -> None:
    """Let no later search for garbage pass through all modules and tests again."""
    gc.collect()
    gc.freeze()


FIXTURES = Path(__file__).parent / "authoring" / "fixtures"
EXERCISES = FIXTURES / "exercises"


def open_lesson_99(patch: pytest.MonkeyPatch) -> None:
    """Let this process, and the kernels it starts, find the exercises of lesson 99."""
    patch.setattr(
        every_exercise,
        "__path__",
        [*every_exercise.__path__, str(EXERCISES)],
    )
    patch.setenv("PYTHONSTARTUP", str(FIXTURES / "startup.py"))


@pytest.fixture
def lesson_99(monkeypatch: pytest.MonkeyPatch) -> None:
    open_lesson_99(monkeypatch)


@pytest.fixture(scope="session")
def executed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The good notebook, written once. No test may write to it."""
    with pytest.MonkeyPatch.context() as patch:
        open_lesson_99(patch)
        return good(tmp_path_factory.mktemp("notebooks"))


@pytest.fixture
def page(executed: Path, lesson_99: None) -> Page:
    """The good notebook, to be spoilt."""
    return Page.read(executed)


@pytest.fixture
def notebook(page: Page) -> NotebookNode:
    """The cells of the good notebook, to be spoilt."""
    return page.notebook

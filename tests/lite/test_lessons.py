"""Each lesson, in the real JupyterLab, in real browsers: it shows what is stored."""

import pytest

from tests.lite.comparing import differences
from tests.lite.lab import run_all
from tests.lite.measuring import COST, Cost
from wslesson.workspace.files import lessons, shipped

pytestmark = pytest.mark.timeout(300)


@pytest.mark.parametrize("name", [path.stem for path in lessons(shipped())])
def test_a_lesson_shows_what_is_stored_and_asks_nobody_else(
    new_tab, browser, site, address, name, record_property
):
    cost, lesson, tab = Cost(browser), site / "files" / f"{name}.ipynb", new_tab()
    found = differences(lesson, run_all(tab, address, name))
    record_property(COST, cost.row(lesson, found))
    assert not found
    assert not tab.others

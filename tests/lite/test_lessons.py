"""Each lesson, in the real JupyterLab, in real browsers: it shows what is stored."""

import pytest

from tests.lite.comparing import differences
from tests.lite.lab import run_all
from wslesson.workspace.files import lessons, shipped

pytestmark = pytest.mark.timeout(300)


@pytest.mark.parametrize("name", [path.stem for path in lessons(shipped())])
def test_a_lesson_shows_what_is_stored_and_asks_nobody_else(
    new_tab, site, address, name
):
    tab = new_tab()
    ran = run_all(tab, address, name)
    assert not differences(site / "files" / f"{name}.ipynb", ran)
    assert not tab.others

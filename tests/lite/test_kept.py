"""What was written in the real JupyterLab is there again, whatever becomes of a tab."""

import json

import pytest

from tests.lite.first import First, packed
from tests.lite.profiles import PROFILED
from tests.lite.serving import served
from wslesson.checking.cells import solved_cell
from wslesson.exercises.bank import find
from wslesson.workspace.files import shipped

pytestmark = pytest.mark.timeout(400)
NAME, EXERCISE = "02_framing", "encode_message"
SOLVED = solved_cell(find(EXERCISE))
LESSON = f"lab/index.html?path={NAME}.ipynb"
CELLS = json.loads((shipped() / f"{NAME}.ipynb").read_text("utf-8"))["cells"]
SETUP, SPARE = 1, 3
ANSWER, CHECK = (
    next(
        number
        for number, cell in enumerate(CELLS)
        if cell["metadata"].get("wslesson") == {"exercise": EXERCISE, "part": part}
    )
    for part in ("answer", "check")
)
FILES = """from pathlib import Path
Path("my-course/mine.py").write_text("y = 9")
print(Path("my-course/given.py").read_text())"""
PANEL = "window.jupyterapp?.shell.currentWidget"
MODEL = f"{PANEL}.content.model.sharedModel"
OPEN = f"{PANEL}?.context?.isReady && {MODEL}.cells.length > {CHECK}"
STATUS = f"({OPEN}) && {PANEL}.sessionContext.session?.kernel?.status"
DIALOG = "document.querySelector('.jp-Dialog')?.textContent"
NOTICE = "document.getElementById('wslesson-notice')?.textContent"
SAVE = "void jupyterapp.commands.execute('docmanager:save').catch(() => {})"
RUN = """(() => {
    const { content } = jupyterapp.shell.currentWidget
    content.deselectAll()
    content.activeCellIndex = %d
    void jupyterapp.commands.execute("notebook:run-cell")
})()"""
# What JupyterLite stores, and what our page would store of the same.
RECORDS = """(async () => {
    const { contents } = jupyterapp.serviceManager
    const { path } = await contents.newUntitled({ type: "directory" })
    const about = { type: "file", format: "text", content: "8\\n" }
    await contents.save(`${path}/a.py`, about)
    const other = { type: "file", format: "base64", content: "/wA=" }
    await contents.save(`${path}/b.bin`, other)
    const { all } = await import("/first/store.js")
    const { notebook, folder, file } = await import("/first/names.js")
    const theirs = Object.fromEntries(await all())
    const ours = [
        notebook("%(lesson)s", theirs["%(lesson)s"].content),
        folder(path),
        file(`${path}/a.py`, new TextEncoder().encode("8\\n")),
        file(`${path}/b.bin`, new Uint8Array([255, 0])),
    ]
    return [theirs, Object.fromEntries(ours.map(it => [it.path, it]))]
})()"""
# What no zip makes small: a browser would pack a text of one letter.
NOISE = """Array.from({length: 200}, () => {
    const letters = new Uint16Array(32_000)
    crypto.getRandomValues(letters)
    return Array.from(letters, it => String.fromCharCode(0x4e00 + it % 20_000)).join("")
}).join("")"""


@pytest.fixture(
    scope="module",
    params=[pytest.param(n, marks=pytest.mark.xdist_group(n)) for n in PROFILED],
)
def kind(request):
    return PROFILED[request.param]


@pytest.fixture
def profile(tmp_path):
    folder = tmp_path / "profile"
    folder.mkdir()
    return folder


@pytest.fixture
def tabs(kind, profile, address):
    """Makes tabs of one browser, each with the lesson in it; there is little room."""
    with kind.started(profile, **kind.LITTLE_ROOM) as remote:

        def tab():
            # No copy for a day without a network: it would take the little room.
            made = kind.Tab(remote, "delete Navigator.prototype.serviceWorker")
            made.leave_room(address)
            return lesson(made, address)

        yield tab


def lesson(tab, address):
    tab.open(f"{address}/{LESSON}")
    tab.until(OPEN)
    return tab


def write(tab, number, source):
    tab.ask(f"{MODEL}.cells[{number}].setSource({json.dumps(source)})")


def shown(tab, number):
    return tab.ask(f"{MODEL}.cells[{number}].getSource()")


def start(tab, number):
    """Begin to run a cell, as a learner does: by its number in the notebook."""
    tab.until(f"({STATUS}) === 'idle'")
    tab.ask(RUN % number)


def run(tab, number):
    """Run a cell, and return what it shows."""
    start(tab, number)
    tab.until(f"{MODEL}.cells[{number}].execution_count && ({STATUS}) === 'idle'")
    return json.dumps(tab.ask(f"{MODEL}.cells[{number}].toJSON().outputs"))


def test_an_answer_outlives_a_reload_the_tab_the_browser_and_the_network(
    kind, profile, site
):
    with served(site) as address:
        with kind.started(profile) as remote:
            tab = kind.Tab(remote)
            tab.open(f"{address}/index.html?lesson={NAME}")
            tab.until(OPEN)
            run(tab, SETUP)
            write(tab, ANSWER, SOLVED)
            run(tab, ANSWER)
            assert "passed" in run(tab, CHECK)
            tab.until(f"!{PANEL}.context.model.dirty")  # it saves by itself

            write(tab, SPARE, "while True: pass")
            start(tab, SPARE)
            tab.until(f"({STATUS}) === 'busy'")
            tab.ask("void (window.before = true)")
            tab.reload()
            tab.until(f"({OPEN}) && !window.before")
            assert shown(tab, ANSWER) == SOLVED
            assert not tab.ask(NOTICE)
            tab.close()

            tab = lesson(kind.Tab(remote), address)
            assert shown(tab, ANSWER) == SOLVED
            assert not tab.ask(NOTICE)
            tab.close()
        with kind.started(profile) as remote:
            page = First(kind.Tab(remote), address)
            assert page.news == []
            page.upload(packed({"my-course/given.py": b"x = 8\n"}))
            assert shown(lesson(page.tab, address), ANSWER) == SOLVED
            page.tab.close()
    with kind.started(profile) as remote:  # nobody serves it any more
        tab = kind.Tab(remote)
        tab.open(f"{address}/index.html?lesson={NAME}")
        tab.until(OPEN)
        run(tab, SETUP)
        run(tab, ANSWER)
        assert "passed" in run(tab, CHECK)
        write(tab, SPARE, FILES)
        assert "x = 8" in run(tab, SPARE)
        page = First(tab, address)
        assert {"my-course/given.py", "my-course/mine.py"} < page.stored().keys()
        tab.close()


def test_of_two_tabs_the_second_is_told_and_the_last_to_save_is_asked(tabs):
    one, other = tabs(), tabs()
    assert "open in another tab" in other.until(NOTICE)
    assert not one.ask(NOTICE)
    write(one, SPARE, "from one")
    one.ask(f"{PANEL}.context.save()")
    write(other, SPARE, "from the other")
    other.ask(SAVE)
    other.until(f"({DIALOG}).includes('has changed on disk')")
    assert shown(other, SPARE) == "from the other"
    third = tabs()
    assert shown(third, SPARE) == "from one"
    data = other.downloaded("document.querySelector('#wslesson-notice button').click()")
    assert json.loads(data)["cells"][SPARE]["source"] == "from the other"


def test_when_there_is_no_room_it_says_so_and_what_was_saved_stays(tabs):
    tab = tabs()
    write(tab, ANSWER, SOLVED)
    tab.ask(f"{PANEL}.context.save()")
    tab.ask(f"{MODEL}.cells[{SPARE}].setSource({NOISE})")
    tab.ask(SAVE)
    tab.until(f"({DIALOG}).includes('File Save Error')")
    assert "This is not saved" in tab.until(NOTICE)
    data = tab.downloaded("document.querySelector('#wslesson-notice button').click()")
    assert json.loads(data)["cells"][ANSWER]["source"] == SOLVED
    assert len(json.loads(data)["cells"][SPARE]["source"]) == 6_400_000
    page = tabs()
    assert shown(page, ANSWER) == SOLVED
    assert shown(page, SPARE) == "".join(CELLS[SPARE]["source"])


@pytest.mark.parametrize("app", ["lab", "notebooks", "tree"])
def test_where_something_lacks_jupyterlab_leads_to_the_first_page(
    kind, profile, address, app
):
    with kind.started(profile) as remote:
        tab = kind.Tab(remote, "delete WebAssembly.Suspending")
        tab.open(f"{address}/{app}/index.html?path={NAME}.ipynb")
        tab.until(
            "location.pathname === '/index.html' && 'ready' in document.body.dataset"
        )
        tab.close()


def test_a_record_of_ours_is_what_jupyterlite_stores(tabs):
    """If it is not, `names.js` has to be brought up to date."""
    tab = tabs()
    tab.ask(f"{PANEL}.context.save()")
    theirs, ours = tab.ask(RECORDS % {"lesson": f"{NAME}.ipynb"})
    assert theirs.keys() == ours.keys()
    for path, record in ours.items():
        assert record.keys() <= theirs[path].keys()
        for key in "name", "path", "format", "type", "content", "size", "writable":
            assert record[key] == theirs[path][key], (path, key)

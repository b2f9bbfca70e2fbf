"""The first page: what is lacking, what becomes of a learner's work. No kernel runs."""

import json
import random
from io import BytesIO
from zipfile import ZipFile

import pytest

from tests.lite.first import First, packed, write
from tests.lite.profiles import PROFILED, OrderError
from tests.lite.serving import served
from wslesson.export.lessons import lessons_for
from wslesson.export.lite import for_a_browser
from wslesson.workspace.notebook import Notebook

pytestmark = pytest.mark.timeout(120)
FRAMING, CONNECTION = "02_framing", "05_connection"
LACKING = {
    "WebAssembly": "delete globalThis.WebAssembly",
    "JSPI": "delete WebAssembly.Suspending",
}
THROWS = (
    "Object.defineProperty(globalThis, 'indexedDB', {get() {throw new Error('no')}})"
)
FILL = """(async () => {
    const { all, put } = await import("/first/store.js");
    const { file } = await import("/first/names.js");
    for (let size = 2 ** 22, number = 0; size > 2 ** 12; number++) {
        const bytes = new Uint8Array(size).map(() => Math.random() * 256);
        try {
            await put([file(`${number}.bin`, bytes)], new Map());
        } catch ({ name }) {
            if (name !== "QuotaExceededError" || size === 2 ** 13) return name;
            size /= 2;
        }
    }
})()"""
HEAVY = (
    "performance.getEntriesByType('resource').map(({ name }) => new URL(name).pathname)"
)


@pytest.fixture(
    scope="session",
    params=[pytest.param(n, marks=pytest.mark.xdist_group(n)) for n in PROFILED],
)
def kind(request):
    return PROFILED[request.param]


@pytest.fixture(scope="module")
def lessons(tmp_path_factory):
    folder = tmp_path_factory.mktemp("none")
    return {name: for_a_browser(each) for name, each in lessons_for(folder).items()}


@pytest.fixture
def folder(tmp_path, lessons):
    folder = tmp_path / "site"
    folder.mkdir()
    write(lessons, folder)
    return folder


@pytest.fixture
def address(folder):
    """Another port for each test: nobody finds what another has stored."""
    with served(folder) as where:
        yield where


@pytest.fixture(scope="session")
def browser(kind, tmp_path_factory):
    with kind.started(tmp_path_factory.mktemp("profile")) as remote:
        yield remote


@pytest.fixture
def tab(kind, browser):
    tab = kind.Tab(browser)
    yield tab
    tab.close()


@pytest.fixture
def page(tab, address):
    return First(tab, address)


@pytest.fixture
def crowded(kind, tmp_path, address, lessons):
    """The page in a browser that has room for little more than a lesson."""
    profile = tmp_path / "small"
    profile.mkdir()
    with kind.started(profile, **kind.LITTLE_ROOM) as remote:
        tab = kind.Tab(remote)
        tab.leave_room(address)
        page = First(tab, address)
        page.save(f"{FRAMING}.ipynb", edited(lessons[FRAMING]))
        yield page
        tab.close()


def links(page):
    return page.tab.ask(
        "[...document.querySelectorAll('#lessons a[href]')]"
        ".map((it) => it.getAttribute('href'))"
    )


def edited(lesson, exercise=None):
    """Return a lesson as a learner has it who wrote something into it."""
    content = json.loads(lesson.file(lesson.fingerprint))
    content["cells"][1]["source"] = "What I think"
    for cell in content["cells"]:
        about = cell["metadata"].get("wslesson", {})
        if exercise and about == {"exercise": exercise, "part": "answer"}:
            cell["source"] = "my_answer = 8"
    return content


def newer(lesson, words="A newer edition"):
    cells = [dict(cell) for cell in lesson.content["cells"]]
    cells[0]["source"] = f"# {words}"
    return Notebook.of({**lesson.content, "cells": cells})


# What a visitor sees


def test_all_lessons_are_there_and_the_browser_lacks_nothing(page, lessons):
    assert links(page) == [f"lab/index.html?path={name}.ipynb" for name in lessons]
    assert page.text("#lacks, #news li") == []
    asked = page.tab.ask(HEAVY)
    assert not [path for path in asked if path.startswith(("/build/", "/static/"))]


def test_a_lesson_of_the_site_opens_and_an_unknown_one_is_told(page, address):
    page.open("?lesson=10_nowhere")
    assert page.news == ["There is no lesson 10_nowhere here."]
    page.tab.open(f"{address}/index.html?lesson={FRAMING}")
    page.tab.until("location.pathname === '/lab/index.html'")
    assert page.tab.ask("location.search") == f"?path={FRAMING}.ipynb"


@pytest.mark.parametrize("name", LACKING)
def test_what_a_browser_lacks_is_said_at_once_and_no_lesson_is_offered(
    kind, browser, address, name
):
    page = First(kind.Tab(browser, LACKING[name]), address)
    [line] = page.lacks
    assert name in line
    assert links(page) == []
    page.open(f"?lesson={FRAMING}")
    assert page.lacks == [line]
    page.tab.close()


def test_beside_the_site_each_lesson_can_be_read_instead(
    kind, browser, address, folder, lessons
):
    site = folder.parent / "site" / "lite"
    site.mkdir()
    write(lessons, site)
    (folder / "00_start_here.html").write_text("read me", "utf-8")
    page = First(kind.Tab(browser, LACKING["JSPI"]), f"{address}/lite")
    assert links(page)[:2] == ["../00_start_here.html", "../01_streams.html"]
    assert "Read the lessons here" in page.text("#instead")[0]
    page.tab.close()


def test_a_page_from_the_disk_says_how_to_serve_it(tab, folder):
    tab.open((folder / "index.html").as_uri())
    lines = "[...document.querySelectorAll('#lacks li')].map((it) => it.innerText)"
    assert "-m http.server" in tab.until(f"({lines})[0]")


@pytest.mark.parametrize("real", [True, False])
def test_a_browser_that_lets_pages_store_nothing(kind, tmp_path, address, real):
    settings, first = (kind.NO_STORAGE, "") if real else ({}, THROWS)
    profile = tmp_path / "profile"
    profile.mkdir()
    with kind.started(profile, **settings) as remote:
        page = First(kind.Tab(remote, first), address)
        [line] = page.lacks
        assert "IndexedDB" in line
        assert links(page) == []
        disabled = "[...document.querySelectorAll('button')].every((it) => it.disabled)"
        assert page.tab.ask(disabled)
        page.tab.close()


# Newer lessons


def test_a_copy_has_the_same_fingerprint_in_both_languages(page, lessons):
    odd = [
        {"cell_type": "code", "source": ["é\x7f\t", '\\"😀\r\n\u2028'], "metadata": {}},
        {"cell_type": "markdown", "source": " \n", "metadata": {}},
    ]
    ours = {name: each.content for name, each in lessons.items()}
    for content in [*ours.values(), {"cells": odd, "metadata": {}}]:
        asked = 'import("/first/course.js").then((it) => it.fingerprint(%s))'
        told = page.tab.ask(asked % json.dumps(content))
        assert told == Notebook.of(content).fingerprint


def test_a_newer_lesson_takes_the_place_of_one_that_nobody_edited(
    page, folder, lessons
):
    lesson = lessons[FRAMING]
    ran = json.loads(lesson.file(lesson.fingerprint))
    ran["cells"][-1]["metadata"]["collapsed"] = False
    page.save(f"{FRAMING}.ipynb", ran)
    page.open()
    assert page.news == []
    write({**lessons, FRAMING: newer(lesson)}, folder)
    page.open(f"?lesson={FRAMING}")
    says = "is the newer edition now: you had not changed it."
    assert page.news == [f"{FRAMING}.ipynb {says}"]
    [(name, content)] = page.stored().items()
    assert name == f"{FRAMING}.ipynb"
    assert content["cells"][0]["source"] == "# A newer edition"
    page.open()
    assert page.news == []


def test_an_edited_lesson_stays_and_the_newer_one_lies_beside_with_its_answers(
    page, folder, lessons
):
    mine, lesson = edited(lessons[FRAMING], "encode_message"), lessons[FRAMING]
    page.save(f"{FRAMING}.ipynb", mine)
    write({**lessons, FRAMING: newer(lesson)}, folder)
    page.open()
    assert page.news == [
        f"{FRAMING}.new-1.ipynb is a newer edition, with your encode_message. "
        f"You changed {FRAMING}.ipynb, so that stays as it is."
    ]
    stored = page.stored()
    assert stored[f"{FRAMING}.ipynb"] == mine
    beside = stored[f"{FRAMING}.new-1.ipynb"]
    assert beside["cells"][0]["source"] == "# A newer edition"
    assert "my_answer = 8" in [cell["source"] for cell in beside["cells"]]
    page.open()
    assert page.news == []
    assert page.stored() == stored


def test_what_is_no_notebook_any_more_is_somebody_s_work_all_the_same(
    page, folder, lessons
):
    page.save(f"{FRAMING}.ipynb", {"cells": "mine"})
    page.open()
    assert len(page.news) == 1
    stored = page.stored()
    assert stored[f"{FRAMING}.ipynb"] == {"cells": "mine"}
    assert len(stored) == 2
    page.open()
    assert page.news == []


def test_of_a_newer_one_that_nobody_touched_the_newest_takes_the_place(
    page, folder, lessons
):
    page.save(f"{FRAMING}.ipynb", edited(lessons[FRAMING]))
    for words in "second", "third":
        write({**lessons, FRAMING: newer(lessons[FRAMING], words)}, folder)
        page.open()
        assert len(page.news) == 1
    stored = page.stored()
    assert [*stored] == [f"{FRAMING}.ipynb", f"{FRAMING}.new-1.ipynb"]
    assert stored[f"{FRAMING}.new-1.ipynb"]["cells"][0]["source"] == "# third"
    page.save(f"{FRAMING}.new-1.ipynb", edited(newer(lessons[FRAMING], "third")))
    write({**lessons, FRAMING: newer(lessons[FRAMING], "fourth")}, folder)
    page.open()
    assert [*page.stored()][1:] == [f"{FRAMING}.new-{n}.ipynb" for n in (1, 2)]


# Download and upload


def opened(data):
    with ZipFile(BytesIO(data)) as file:
        assert file.testzip() is None
        return {name: file.read(name) for name in file.namelist()}


def test_the_course_comes_back_in_a_browser_that_has_never_seen_it(
    kind, page, address, lessons, tmp_path
):
    page.tab.ask("document.getElementById('download').click()")
    page.tab.until("document.getElementById('news').innerText")
    assert page.news == [
        "There is nothing to download yet: here is what you have saved in a lesson."
    ]
    mine = edited(lessons[CONNECTION])
    page.save(f"{CONNECTION}.ipynb", mine)
    own = {"my-course/by_hand.py": b"print('\xc3\xa9')\n", "é/x.bin": b"\xff\x00"}
    page.upload(packed(own))
    data = page.download()
    files = opened(data)
    assert json.loads(files.pop(f"{CONNECTION}.ipynb")) == mine
    assert files == own
    (tmp_path / "new").mkdir()
    with kind.started(tmp_path / "new") as remote:
        other = First(kind.Tab(remote), address)
        said = other.upload(data)
        assert sorted(said) == sorted(f"{name} is here." for name in opened(data))
        assert other.stored()[f"{CONNECTION}.ipynb"] == mine
        assert opened(other.download()) == opened(data)
        assert other.upload(data) == ["All that is in my-course.zip is here already."]


def test_an_upload_never_takes_the_place_of_what_somebody_wrote(page, lessons):
    lesson, path = lessons[FRAMING], f"{FRAMING}.ipynb"
    mine, theirs = edited(lesson), edited(lesson)
    theirs["cells"][2]["source"] = "What I thought elsewhere"
    page.save(path, mine)
    data = packed({path: json.dumps(theirs)})
    beside = f"{FRAMING}.uploaded-1.ipynb"
    assert page.upload(data) == [
        f"{beside} is the uploaded one. "
        f"It differs from {path} here, so that stays as it is."
    ]
    assert page.stored() == {path: mine, beside: theirs}
    assert page.upload(data) == ["All that is in my-course.zip is here already."]
    page.save(path, json.loads(lesson.file(lesson.fingerprint)))
    said = "is the uploaded one now: you had not changed it."
    assert page.upload(data) == [f"{path} {said}"]
    assert page.stored()[path] == theirs


def test_an_older_edition_that_is_uploaded_is_brought_up_to_date(page, folder, lessons):
    path, old = f"{FRAMING}.ipynb", lessons[FRAMING]
    write({**lessons, FRAMING: newer(old)}, folder)
    page.open()
    said = page.upload(packed({path: old.file(old.fingerprint)}))
    assert said == [
        f"{path} is here.",
        f"{path} is the newer edition now: you had not changed it.",
    ]


NOT_WHOLE = {
    "a text": b"a file of mine",
    "empty": b"",
    "no files": packed({}),
    "cut off": packed({"a.txt": b"8" * 99})[:-30],
    "another byte": packed({"a.txt": b"whole"}, 0).replace(b"whole", b"whale"),
    "no notebook": packed({f"{FRAMING}.ipynb": b"{"}),
}


@pytest.mark.parametrize("name", NOT_WHOLE)
def test_a_file_that_is_no_download_of_ours_changes_nothing(page, lessons, name):
    page.save(f"{FRAMING}.ipynb", edited(lessons[FRAMING]))
    before = page.stored()
    [line] = page.upload(NOT_WHOLE[name], "mine.zip")
    assert line.startswith("mine.zip is no course of yours")
    assert page.stored() == before


@pytest.mark.parametrize("path", ["../up.txt", "/root.txt", "a//b.txt", "a\\b.txt"])
def test_a_path_that_leads_out_of_the_course_is_not_taken(page, path):
    [line] = page.upload(packed({path: b"8", "fine.txt": b"8"}))
    assert "is no course of yours" in line
    assert page.stored() == {}


def test_when_there_is_no_room_nothing_has_changed(crowded):
    before = crowded.stored()
    noise = random.Random(8).randbytes(12_000_000)
    [line] = crowded.upload(packed({"a.txt": b"8", "big.bin": noise}))
    assert "no more room" in line
    assert crowded.stored() == before


def test_when_all_room_is_taken_it_is_said_and_the_course_can_be_downloaded(crowded):
    assert crowded.tab.ask(FILL) == "QuotaExceededError"
    crowded.open()
    assert "no room left" in crowded.lacks[0]
    assert links(crowded) == []
    assert f"{FRAMING}.ipynb" in opened(crowded.download())


def test_what_a_tab_saves_meanwhile_is_not_lost(page, lessons):
    page.save(f"{FRAMING}.ipynb", {"cells": "one"})
    told = page.tab.ask("""(async () => {
        const { all, put } = await import("/first/store.js");
        const { notebook } = await import("/first/names.js");
        const before = await all();
        await put([notebook("02_framing.ipynb", "two")], before);
        const records = [notebook("a.ipynb", 1), notebook("02_framing.ipynb", "three")];
        return put(records, before);
    })()""")
    assert told is False
    assert page.stored() == {"02_framing.ipynb": "two"}


# Without a network


def test_the_page_is_there_without_a_server_once_it_was_there(kind, browser, folder):
    (folder / "service-worker.js").write_bytes(
        (folder / "first" / "offline.js").read_bytes()
    )
    with served(folder) as where:
        page = First(kind.Tab(browser), where)
        page.open()
        page.open()
        said = page.text("#offline")
    page.open()
    assert page.text("#offline") == said
    assert len(links(page)) > 5
    page.tab.close()


def test_a_window_that_keeps_no_copy_says_so(kind, browser, address):
    page = First(kind.Tab(browser, "delete Navigator.prototype.serviceWorker"), address)
    assert "you need the network each time" in page.text("#offline")[0]
    with pytest.raises(OrderError):
        page.tab.ask("Promise.reject(new Error('no'))")
    page.tab.close()

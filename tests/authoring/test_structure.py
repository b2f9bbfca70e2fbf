"""Each rule of the structure lane turns red on a notebook that breaks it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_output, new_raw_cell

from authoring.lint import cells as marks_of_cells
from authoring.lint import forbidden
from authoring.lint.page import Page
from authoring.lint.structure import main, page_problems, problems, shared_ids
from tests.authoring.fixtures.lesson_99 import COUNTER, DOUBLE, HALF
from wslesson.wire import Picture

Spoil = Callable[[NotebookNode], object]


def find(notebook: NotebookNode, name: str) -> NotebookNode:
    """Return the cell whose id is this, after the lesson's number."""
    return next(cell for cell in notebook.cells if cell.id == f"99-{name}")


def says(name: str, old: str, new: str) -> Spoil:
    """Return what replaces a text in the source of a cell."""

    def spoil(notebook: NotebookNode) -> None:
        cell = find(notebook, name)
        assert old in cell.source
        cell.source = cell.source.replace(old, new)

    return spoil


def runs(line: str) -> Spoil:
    """Return what adds a line to a code cell."""
    return says("say-2", "print(2)", line)


def prints(text: str) -> Spoil:
    """Return what adds a text to the output of a cell."""
    output = new_output("stream", name="stdout", text=text)
    return lambda notebook: find(notebook, "say-2").outputs.append(output)


def shows(**data: str) -> Spoil:
    """Return what adds a picture or the like to the outputs of a cell."""
    bundle = {kind.replace("_", "/"): content for kind, content in data.items()}
    output = new_output("display_data", data=bundle)
    return lambda notebook: find(notebook, "say-2").outputs.append(output)


def notes(name: str, **metadata: object) -> Spoil:
    """Return what writes into the metadata of a cell."""
    return lambda notebook: find(notebook, name).metadata.update(metadata)


def drops(name: str) -> Spoil:
    """Return what takes a cell away."""
    return lambda notebook: notebook.cells.remove(find(notebook, name))


def all_of(*spoils: Spoil) -> Spoil:
    """Return what does one thing after another."""
    return lambda notebook: [spoil(notebook) for spoil in spoils]


def adds(cell: NotebookNode, at: int = -1) -> Spoil:
    """Return what puts a cell in."""
    return lambda notebook: notebook.cells.insert(at, cell)


def many_cells(notebook: NotebookNode) -> None:
    notebook.cells[9:9] = [new_code_cell(f"# Say {n}\n{n}") for n in range(20)]


def swap(first: str, second: str) -> Spoil:
    """Return what exchanges the places of two cells."""

    def spoil(notebook: NotebookNode) -> None:
        ids = [cell.id for cell in notebook.cells]
        a, b = ids.index(f"99-{first}"), ids.index(f"99-{second}")
        cells = notebook.cells
        cells[a], cells[b] = cells[b], cells[a]

    return spoil


def drawn(text: str, told: str = "") -> str:
    """Return an image that shows a text, and tells another when it is asked."""
    svg = f'<svg data-say="{told}"><text>{text}</text></svg>'
    return Picture(svg, "words", "words")._repr_mimebundle_()["text/html"]


ERROR = new_output("error", ename="ValueError", evalue="no", traceback=[])
STDERR = new_output("stream", name="stderr", text="a warning")
IGNORED = notes("say-2", tags=["nbval-ignore-output"])
RATES = """from wslesson.wire import plot
rates = {}
for number in (1, 2):
    rates |= {number: [number]}
assert rates
"""
SETUP = "from wslesson.course import begin, check, ledger, quiz"

ANATOMY: dict[str, tuple[Spoil, str]] = {
    "no title": (says("count-to-three", "# Count", "Count"), "no title"),
    "no subtitle": (says("count-to-three", "minutes*", "min*"), "no subtitle"),
    "another lesson": (says("count-to-three", "Lesson 99", "Lesson 98"), "no subtitle"),
    "too short": (says("count-to-three", "30 minutes", "29 minutes"), "29 minutes"),
    "too long": (says("count-to-three", "30 minutes", "106 minutes"), "106 minutes"),
    "a paragraph missing": (
        says("count-to-three", "**You need**", "You need"),
        "no **You need**",
    ),
    "paragraphs swapped": (
        all_of(
            says("count-to-three", "**You need**", "**X**"),
            says("count-to-three", "**Not here**", "**You need**"),
            says("count-to-three", "**X**", "**Not here**"),
        ),
        "paragraphs in disorder",
    ),
    "a second title": (
        says("in-practice", "## In practice", "## In practice\n\n# Again"),
        "a second title, 'Again'",
    ),
    "a section missing": (drops("exercises"), "here stands `## Exercises`"),
    "the last missing": (drops("next"), "no `## Next`"),
    "sections swapped": (
        swap("in-practice", "you-have-now"),
        "`## You have now`: here stands `## In practice`",
    ),
    "one section more": (
        adds(new_markdown_cell("## And now\n\nthis"), 99),
        "`## And now`: take it away",
    ),
    "two steps": (drops("step-3-say-3"), "2 steps"),
    "seven steps": (
        says(
            "step-3-say-3",
            "## Step 3",
            "".join(f"## Step {n}: More\n\nx\n\n" for n in range(3, 7)) + "## Step 7",
        ),
        "7 steps",
    ),
    "steps miscounted": (says("step-2-say-2", "Step 2", "Step 4"), "this is step 2"),
    "a step without cell": (drops("say-3"), "`## Step 3: Say 3` runs nothing"),
    "no failure": (drops("divide-by-nothing"), "on purpose` runs nothing"),
    "no comparison": (drops("the-library-counts-too"), "library` runs nothing"),
    "an empty section": (says("next", "Nothing.", ""), "`## Next` is empty"),
    "too few predictions": (
        says("step-2-say-2", "**Predict.**", "Predict."),
        "2 predictions",
    ),
    "a prediction in a block of code": (
        says("step-2-say-2", "**Predict.**", "```\n**Predict.**\n```\n"),
        "2 predictions",
    ),
    "no setup": (drops("setup-2"), "no setup cell"),
    "another import": (says("setup-2", SETUP, "import os"), "not a setup cell"),
    "another lesson begun": (says("setup-2", '"99"', '"98"'), "not a setup cell"),
    "more in the setup": (says("setup-2", SETUP, f"{SETUP}\n1"), "not a setup cell"),
    "setup without output": (
        lambda notebook: find(notebook, "setup-2").outputs.clear(),
        "it prints 'Lesson 99 is ready.'",
    ),
    "no ledger": (drops("the-ledger"), "no ledger cell"),
    "a cell after the ledger": (
        adds(new_code_cell("# More\n1"), 99),
        "no ledger cell",
    ),
    "more than a ledger": (says("the-ledger", "ledger()", "ledger(); 1"), "no more"),
    "something left open": (
        lambda notebook: (
            find(notebook, "the-ledger")
            .outputs[0]
            .update(text="sockets    one that listens\n")
        ),
        "it prints 'sockets    none",
    ),
    "no aims reached": (says("you-have-now", "- seen", "seen"), "now` is no list"),
    "reading of two lines": (
        says("further-reading", "all of it", "all of it\n  and more"),
        "one line for each thing",
    ),
}
CELLS: dict[str, tuple[Spoil, str]] = {
    "too few cells": (
        all_of(drops("say-1"), drops("say-2"), drops("say-3")),
        "14 code cells",
    ),
    "too many cells": (many_cells, "37 code cells"),
    "no comment first": (says("say-2", "# Say 2", "x = 2"), "no name"),
    "a comment only": (says("say-2", "print(2)", ""), "no name"),
    "a long cell": (runs("print(2)\n" * 15), "16 lines"),
    "a wide line": (runs(f"print('{'2' * 90}')"), "99 columns"),
    "never executed": (
        lambda notebook: [
            cell.update(execution_count=None)
            for cell in notebook.cells
            if cell.cell_type == "code"
        ],
        "was never executed",
    ),
    "executed in disorder": (
        lambda notebook: find(notebook, "say-2").update(execution_count=3),
        "was executed as 3, and is number 4",
    ),
    "one not executed": (
        lambda notebook: find(notebook, "say-2").update(execution_count=None),
        "was executed as None",
    ),
    "an output of another run": (
        lambda notebook: (
            find(notebook, "the-library-counts-too")
            .outputs[0]
            .update(execution_count=99)
        ),
        "output of another run",
    ),
    "another kernel": (
        lambda notebook: notebook.metadata.kernelspec.update(name="conda-env"),
        "stray metadata",
    ),
    "saved by an editor": (
        lambda notebook: notebook.metadata.language_info.update(version="3.11.7"),
        "stray metadata",
    ),
    "a collapsed cell": (notes("say-2", collapsed=True), "stray metadata collapsed"),
    "a skipped cell": (notes("say-2", tags=["nbval-skip"]), "metadata nbval-skip"),
    "an odd note": (notes("say-2", wslesson={"vilain": []}), "metadata vilain"),
    "nbval steered": (runs("# NBVAL_SKIP\nprint(2)"), "a comment steers nbval"),
    "a raw cell": (adds(new_raw_cell("raw")), "raw cell or attachment"),
    "another id": (
        lambda notebook: find(notebook, "say-2").update(id="a1b2c3d4"),
        "should be 99-say-2",
    ),
    "an unproven measurement": (
        all_of(IGNORED, runs("# the time differs\n2")),
        "its output proves nothing",
    ),
    "an unexplained measurement": (
        all_of(IGNORED, runs("assert 2")),
        "no comment says why",
    ),
    "a picture without alt": (
        shows(text_html='<img alt=" " src="data:">', text_plain="a dot"),
        "a picture without alt",
    ),
    "a picture of pixels": (
        shows(image_png="aGVsbG8=", text_plain="a dot"),
        "an output of kind image/png",
    ),
    "a picture without text": (
        shows(text_html='<img alt="a dot" src="data:">', text_plain="<Dot object>"),
        "the picture's text is '<Dot object>'",
    ),
    "a picture with no text at all": (
        shows(text_html='<img alt="a dot" src="data:">'),
        "the picture's text is ''",
    ),
    "an image that not all places show": (
        lambda notebook: find(notebook, "say-2").outputs.append(
            new_output("display_data", data={"image/svg+xml": "<svg/>"})
        ),
        "an output of kind image/svg+xml",
    ),
    "markdown without alt": (
        says("in-practice", "Nobody", "![](data:) Nobody"),
        "an image without words",
    ),
    "a drawing that stands open": (
        says("say-2", "print(2)", "sequence(\n    Note(2),\n    title='2',\n)"),
        "99-say-2: code that only draws stands open",
    ),
    "a plot that stands open": (
        says("say-2", "print(2)", f"{RATES}plot(\n    rates, 'KiB', 'It grows.')"),
        "99-say-2: code that only draws stands open",
    ),
    "code that teaches, folded": (
        notes("say-2", jupyter={"source_hidden": True}),
        "99-say-2: code that teaches is folded",
    ),
    "an output that is folded": (
        notes("say-2", jupyter={"outputs_hidden": True}),
        "stray metadata outputs_hidden",
    ),
    "no early picture": (
        lambda notebook: find(notebook, "a-picture-of-nothing").outputs.clear(),
        "no picture",
    ),
}
TRIPLES: dict[str, tuple[Spoil, str]] = {
    "an exercise missing": (drops("check-half"), "exercise cells not as in the data"),
    "exercise cells swapped": (
        swap("answer-double", "check-double"),
        "exercise cells not as in the data",
    ),
    "something in between": (
        lambda notebook: notebook.cells.insert(
            notebook.cells.index(find(notebook, "answer-double")),
            new_markdown_cell("Mind the gap."),
        ),
        "card, answer, check follow each other",
    ),
    "another title": (
        says("card-double", "Double", "Triple"),
        "write `### Double a number · `double`",
    ),
    "other minutes": (
        says("card-double", "5 min", "6 min"),
        "not the title of the data",
    ),
    "no steps": (says("card-double", "1. ", ""), "99-card-double: no steps"),
    "another stub": (says("answer-double", "2", "3"), "not the stub of the data"),
    "a solution left in": (
        says("answer-half", "raise NotImplementedError", "return number // 2"),
        "not the stub of the data",
    ),
    "another check": (says("check-double", "double)", "half)"), "not the check of"),
    "a check that passes": (
        lambda notebook: (
            find(notebook, "check-double")
            .outputs[0]
            .data.update({"text/plain": "double · Double a number: passed"})
        ),
        "unsolved, it shows",
    ),
    "a card of nothing": (
        adds(new_markdown_cell("### More · `more` · 5 minutes")),
        "of an exercise that the data lack",
    ),
    "a check of nothing": (
        runs("check(double=print)"),
        "of an exercise that the data lack",
    ),
    "an answer used": (
        says("question-1", "quiz(", "double(1)\nquiz("),
        "uses the learner's double",
    ),
    "an answer's name taken above it": (
        runs("for double in (1, 2):\n    print(double)"),
        "gives a value to double: another name: an exercise asks for this one",
    ),
    "an answer's name taken by another answer": (
        says(
            "answer-Counter",
            "class ",
            "from math import ceil, floor as half\n\n\nclass ",
        ),
        "gives a value to half: another name: an exercise asks for this one",
    ),
    "an answer's name taken by a definition": (
        runs("class Counter:\n    pass"),
        "gives a value to Counter",
    ),
    "a question missing": (drops("question-2"), "asks ['quiz(\"fixture.q1\")', 'quiz("),
    "a question answered": (
        says("question-1", '"fixture.q1"', '"fixture.q1", "a"'),
        "cells with ['quiz(\"fixture.q1\")'",
    ),
    "a question elsewhere": (runs('quiz("fixture.q1")'), "a question elsewhere"),
}
FORBIDDEN: dict[str, tuple[Spoil, str]] = {
    **{
        line: (runs(line), f"99-say-2: {name} (")
        for name, lines in {
            "time.sleep": ["time.sleep(1)", "from time import sleep"],
            "serve_forever": ["await server.serve_forever()"],
            "run_forever": ["loop.run_forever()"],
            "sock_recv": ["await loop.sock_recv(sock, 100)"],
            "localhost": ['sock.connect(("localhost", 0))'],
            "gethostname": ["socket.gethostname()"],
            "0.0.0.0": ['sock.bind(("0.0.0.0", 0))'],
            "fixed port": [
                'sock.bind(("127.0.0.1", 9092))',
                'await serve(handler, "127.0.0.1", 9092)',
                "await serve(handler, port=8765)",
                "PORT = 8765",
                'url = "ws://127.0.0.1:8765/"',
                'command = ["--port", "8765"]',
            ],
            "outside host": [
                'url = "wss://echo.websocket.org/"',
                'sock.connect(("python.org", 0))',
                'sock.connect(("192.168.1.1", 0))',
            ],
            "nest_asyncio.apply": [
                "nest_asyncio.apply()",
                "from nest_asyncio import *",
            ],
            "asyncio.run": [
                "asyncio.run(main())",
                "asyncio.Runner()",
                "loop.run_until_complete(main())",
            ],
            "unbounded wait": [
                "thread.join()",
                "future.result()",
                "sock.settimeout(None)",
                "input()",
            ],
            "magic": ["%time 2", "!ls", "files = !ls", "get_ipython()"],
            "no Python": ["print 2"],
        }.items()
        for line in lines
    },
    **{
        text: (prints(text), f"99-say-2: {name} (")
        for name, texts in {
            "traceback": ["Traceback (most recent call last)", 'File "x.py", line 3'],
            "address": ["127.0.0.1:40123", "('127.0.0.1', 40123)", "192.168.1.7"],
            "port": ["listens on port 40123", "port=40123"],
            "date": ["2026-11-23", "12:34:56", "The time is 1763856000.123"],
            "duration": ["0.12 ms", "12 µs", "took 1.25 s"],
            "path": ["/home/me/x.py", "C:\\Users", "/tmp/ipykernel_123/4.py"],
            "object id": ["<Dot object at 0x7f1122334455>"],
            "pid": ["pid 4242", "<socket.socket fd=57>"],
            "version": ["websockets 17.4", "3.11.7", "Python 3.12"],
        }.items()
        for text in texts
    },
    "drawn": (
        shows(text_html=drawn("port 40123"), text_plain="x"),
        "port (port 40123)",
    ),
    "a port that a picture tells": (
        shows(text_html=drawn("x", told="port 40123"), text_plain="x"),
        "port (port 40123)",
    ),
    "a port told beside an apostrophe": (
        shows(text_html=drawn("x", told="it's port 40123"), text_plain="x"),
        "port (port 40123)",
    ),
    "said in the alt": (
        shows(text_html='<img alt="port 40123">', text_plain="x"),
        "port (port 40123)",
    ),
    "stderr": (
        lambda notebook: find(notebook, "say-2").outputs.append(STDERR),
        "stderr (a warning)",
    ),
    "an error": (
        lambda notebook: find(notebook, "say-2").outputs.append(ERROR),
        "error (ValueError)",
    ),
    "a tag for no error": (
        notes("say-2", tags=["raises-exception"]),
        "tagged raises-exception, raised none",
    ),
    "a villain gone": (
        notes("say-2", wslesson={"villain": ["date"]}),
        "villain 'date' is not there",
    ),
    "a villain unheard of": (
        notes("say-2", wslesson={"villain": ["bugs"]}),
        "villain 'bugs' is not the name of a rule",
    ),
}
ALL = {**ANATOMY, **CELLS, **TRIPLES, **FORBIDDEN}


def test_the_good_notebook_has_no_problem(executed, lesson_99):
    assert problems(executed) == []


@pytest.mark.parametrize(("spoil", "expected"), ALL.values(), ids=ALL)
def test_a_broken_rule_is_named(page, notebook, spoil, expected):
    spoil(notebook)
    found = page_problems(page)
    assert any(expected in line for line in found), found


@pytest.mark.parametrize(
    "line",
    [
        "await asyncio.sleep(0)",
        "# no time.sleep, no localhost:9092\nprint(2)",
        'sock.bind(("127.0.0.1", 0))',
        'await serve(handler, "127.0.0.1", 0)',
        'url = f"ws://127.0.0.1:{port}/"',
        "await connect(uri, proxy=None)",
        'request = b"Host: server.example.com"',
        'origin = "http://example.com"',
        '", ".join(words)',
        "thread.join(timeout=5)",
        "asyncio.run_coroutine_threadsafe(f(), loop)",
        "1 % 2",
        "port = sock.getsockname()[1]",
    ],
)
def test_what_only_looks_forbidden_is_not(page, notebook, line):
    runs(line)(notebook)
    assert page_problems(page) == []


@pytest.mark.parametrize(
    "text",
    [
        "HTTP/1.1 101 Switching Protocols",
        "127.0.0.1 and port 0",
        "RFC 6455, section 5.2",
        "RFC 6455 §5.5.2",
        "a ratio of 2.5",
        "opcode 0x1, mask 37 fa 21 3d",
        "port 443",
        "2 s pass",
        "GET /chat",
    ],
)
def test_what_only_looks_as_if_it_varied_does_not(page, notebook, text):
    prints(text)(notebook)
    assert page_problems(page) == []


def test_a_villain_that_is_named_may_stay(page, notebook):
    runs("socket.gethostname()")(notebook)
    notes("say-2", wslesson={"villain": ["gethostname"]})(notebook)
    assert page_problems(page) == []


def test_a_measurement_that_proves_its_claim_is_not_compared(page, notebook):
    runs("# measured: differs each time\nassert 2")(notebook)
    IGNORED(notebook)
    assert page_problems(page) == []


@pytest.mark.parametrize(
    "lines",
    [
        "plot(\n    {'a': [1]}, 'KiB', 'One.')",  # short enough to stand open
        "diagram(\n    parse,\n    data,\n)",  # whose bytes the cell makes
        "def f():\n    x = 2\n    return x\n\n\nplot({'f': [f()]}, 'KiB', 'One.')",
        "print(2)\nx = 2\ny = 3\nplot({'x': [x]}, 'KiB', 'One.')",
        "x = await f()\ny = 2\nz = 3\nplot({'x': [x]}, 'KiB', 'One.')",
        "x = [1]\ny = 2\nz = 3\nx.sequence()",
    ],
)
def test_code_that_teaches_stands_open(page, notebook, lines):
    runs(lines)(notebook)
    assert page_problems(page) == []


def test_code_that_only_draws_may_be_folded(page, notebook):
    runs("sequence(\n    Note(2),\n    title='2',\n)")(notebook)
    notes("say-2", jupyter={"source_hidden": True})(notebook)
    assert page_problems(page) == []


def test_folded_pictures_are_no_code_to_read(page, notebook):
    drawing = "# A picture\nsequence(\n    Note(2),\n    title='2',\n)"
    for n in range(20):
        cell = new_code_cell(drawing, id=f"99-{n}")
        cell.metadata["jupyter"] = {"source_hidden": True}
        notebook.cells.insert(9, cell)
    assert not [line for line in page_problems(page) if "make it 15 to 35" in line]


def test_words_of_code_and_of_links_are_not_counted(page, notebook):
    words = "word " * 100
    says("step-2-say-2", "What", f"[a]({words}) `x`\n\n```\n{words}\n```\n\nWhat")(
        notebook
    )
    assert page_problems(page) == []


def test_the_longest_prose_and_cell_are_good(page, notebook):
    says("step-2-say-2", "What", "word " * 115 + "What")(notebook)
    runs("\n".join(["2"] * 14))(notebook)
    assert page_problems(page) == []


def test_exercises_longer_than_the_lesson_are_named(page):
    long = [replace(DOUBLE, minutes=25), HALF, COUNTER]
    page.__dict__["exercises"] = long
    assert any("40 minutes of exercises in 30" in line for line in page_problems(page))


@pytest.mark.parametrize("kind", ["exercises", "questions"])
def test_too_few_exercises_or_questions_are_named(page, kind):
    page.__dict__[kind] = getattr(page, kind)[:2]
    assert any(f"2 {kind}: make it 3" in line for line in page_problems(page))


@pytest.mark.parametrize("what", ["rules", "features", "questions", "pains"])
def test_a_mark_that_the_table_lacks_is_named(
    page, notebook, monkeypatch, tmp_path, what
):
    table = tmp_path / "table.csv"
    table.write_text("id,section\nF02,5.2\n2,\n", encoding="utf-8")
    monkeypatch.setattr(marks_of_cells, "TABLES", {what: table})
    notes("say-2", wslesson={what: [2, 99]})(notebook)
    assert page_problems(page) == [f"99-say-2: no 99 among {what}: see table.csv"]


def test_a_file_of_another_name_is_named(page):
    odd = Page(Path("99 Good.ipynb"), page.notebook)
    assert any("odd file name" in line for line in page_problems(odd))


@pytest.mark.parametrize("content", ["", "{", '{"cells": [], "nbformat": 4}'])
def test_what_is_no_notebook_is_named(tmp_path, content):
    path = tmp_path / "99_half.ipynb"
    path.write_text(content, encoding="utf-8")
    assert len(problems(path)) == 1


def test_a_notebook_without_cells_is_named(tmp_path):
    path = tmp_path / "99_empty.ipynb"
    nbformat.write(nbformat.v4.new_notebook(), path)
    assert problems(path) == ["99_empty.ipynb: it has no cells: write the lesson"]


def test_an_id_that_two_notebooks_share_is_named(executed, tmp_path):
    other = tmp_path / "98_other.ipynb"
    shutil.copy(executed, other)
    assert shared_ids([executed]) == []
    assert "99-say-2: 2 cells have this id" in "\n".join(shared_ids([executed, other]))


def test_comments_are_left_out_even_where_python_cannot_read_on():
    assert forbidden.without_comments("x = 1  # localhost\n") == "x = 1  "
    assert "(" in forbidden.without_comments("print('a'  # never closed\n(")


def test_the_command_line_prints_the_problems(capsys, monkeypatch, executed, lesson_99):
    monkeypatch.setattr("authoring.notebooks.NOTEBOOKS", executed.parent)
    assert main(["99"]) == 0
    assert capsys.readouterr().out == "1 notebooks are well built\n"

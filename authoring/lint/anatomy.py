"""Are all parts of a lesson there, in their order?"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from itertools import zip_longest

from nbformat import NotebookNode

from .page import Page, Problem, parsed, prose

BEFORE = ("Setup", "The picture")
AFTER = (
    "Let it fail on purpose",
    "Exercises",
    "Compare with the library",
    "In practice",
    "Check yourself",
    "You have now",
    "What this lesson left behind",
    "Further reading",
    "Next",
)
STEPS = range(3, 7)
STEP = re.compile(r"Step (\d+): \S.*")
FILE_NAME = re.compile(r"\d\d_[a-z0-9]+(_[a-z0-9]+)*\.ipynb")
SUBTITLE = re.compile(r"^\*Lesson (\d\d) · (\d+) minutes\*$", re.MULTILINE)
PARAGRAPHS = (
    "**You will do**",
    "**You will learn**",
    "**You need**",
    "**Not here**",
)
MINUTES = range(30, 106)
PREDICTIONS = 3
BULLET = re.compile(r"^[-*] \S", re.MULTILINE)
LEDGER = "".join(
    f"{kind:<10} none\n" for kind in ("sockets", "tasks", "threads", "processes")
)


def file_name(page: Page) -> Iterator[Problem]:
    """The name gives the lesson's number and its subject."""
    if not FILE_NAME.fullmatch(page.path.name):
        yield Problem(page.path.name, "odd file name", "call it like 01_streams.ipynb")


def minutes(page: Page) -> int:
    """Return how long the lesson says it takes; 0 if it does not say."""
    subtitle = SUBTITLE.search(page.title.source)
    return int(subtitle[2]) if subtitle else 0


def title_cell(page: Page) -> Iterator[Problem]:
    """The first cell says what, how long, for whom, and what not."""
    cell, text = page.title, page.title.source
    if cell.cell_type != "markdown" or not text.startswith("# "):
        yield Problem(cell.id, "no title", "begin with `# Verb phrase`")
    subtitle = SUBTITLE.search(text)
    if not subtitle or subtitle[1] != page.lesson:
        wanted = f"*Lesson {page.lesson} · 45 minutes*"
        yield Problem(cell.id, "no subtitle", f"write `{wanted}` under the title")
    elif int(subtitle[2]) not in MINUTES:
        yield Problem(cell.id, f"{subtitle[2]} minutes", "a lesson takes 30 to 105")
    places = [text.find(f"\n\n{paragraph}") for paragraph in PARAGRAPHS]
    for paragraph, place in zip(PARAGRAPHS, places, strict=True):
        if place < 0:
            yield Problem(cell.id, f"no {paragraph}", "add a paragraph that starts so")
    if min(places) >= 0 and places != sorted(places):
        yield Problem(cell.id, "paragraphs in disorder", ", ".join(PARAGRAPHS))


def headings(page: Page) -> Iterator[Problem]:
    """One title, and then the sections of every lesson, in the one order."""
    for section in page.sections[1:]:
        if section.level == 1:
            what = f"a second title, {section.title!r}"
            yield Problem(section.cell.id, what, "write it as `## …`")
    found = [each for each in page.sections if each.level == 2]
    steps = [each.title for each in found if STEP.fullmatch(each.title)]
    wanted = [*BEFORE, *steps, *AFTER]
    for title, section in zip_longest(wanted, found):
        if section is None:
            yield Problem(page.title.id, f"no `## {title}`", "add it at the end")
        elif section.title != title:
            should = f"here stands `## {title}`" if title else "take it away"
            yield Problem(section.cell.id, f"`## {section.title}`", should)
            return  # all that follows is shifted


def steps_are_counted(page: Page) -> Iterator[Problem]:
    """There are 3 to 6 steps, each with its number."""
    steps = [each for each in page.sections if STEP.fullmatch(each.title)]
    for number, step in enumerate(steps, start=1):
        if not step.title.startswith(f"Step {number}:"):
            yield Problem(step.cell.id, step.title, f"this is step {number}")
    if len(steps) not in STEPS:
        yield Problem(page.title.id, f"{len(steps)} steps", "make it 3 to 6")


def steps_run_something(page: Page) -> Iterator[Problem]:
    """A step is predict, run, explain: it has a cell to run, and so has the failure."""
    for section in page.sections:
        to_run = STEP.fullmatch(section.title) or section.title in (
            "Let it fail on purpose",
            "Compare with the library",
        )
        if to_run and not section.code:
            what = f"`## {section.title}` runs nothing"
            yield Problem(section.cell.id, what, "add a code cell")
        elif not section.code and not section.text.strip():
            yield Problem(
                section.cell.id, f"`## {section.title}` is empty", "say something"
            )


def predictions(page: Page) -> Iterator[Problem]:
    """The learner says what will happen before it happens."""
    paragraphs = [
        paragraph
        for cell in page.cells
        if cell.cell_type == "markdown"
        for paragraph in prose(cell.source).split("\n\n")
        if paragraph.lstrip().startswith("**Predict.**")
    ]
    if len(paragraphs) < PREDICTIONS:
        what = f"{len(paragraphs)} predictions"
        yield Problem(
            page.title.id, what, "have 3 paragraphs that start `**Predict.**`"
        )


def setup_cell(page: Page) -> Iterator[Problem]:
    """The first code cell imports from the course and begins the lesson, no more."""
    cell, said = (
        page.code[0] if page.code else None,
        f"Lesson {page.lesson} is ready.",
    )
    if cell is None or cell not in page.section("Setup").code:
        yield Problem(page.title.id, "no setup cell", "put it first, under `## Setup`")
        return
    tree = parsed(cell)
    match tree.body if tree else []:
        case [
            ast.ImportFrom(module="wslesson.course"),
            ast.Expr(ast.Call(ast.Name("begin"), [ast.Constant(page.lesson)], [])),
        ]:
            pass
        case _:
            should = f'import once, from wslesson.course, and `begin("{page.lesson}")`'
            yield Problem(cell.id, "not a setup cell", should)
    yield from _prints(cell, said)


def ledger_cell(page: Page) -> Iterator[Problem]:
    """The last code cell shows that nothing was left open."""
    section = page.section("What this lesson left behind")
    cell = page.code[-1] if page.code else None
    if cell is None or cell not in section.code:
        yield Problem(section.cell.id, "no ledger cell", "end with a cell `ledger()`")
        return
    if [line for line in cell.source.splitlines() if line[:1] != "#"] != ["ledger()"]:
        yield Problem(cell.id, "not a ledger cell", "write `ledger()`, no more")
    yield from _prints(cell, LEDGER)


def _prints(cell: NotebookNode, said: str) -> Iterator[Problem]:
    texts = [
        output.get("text", output.get("data", {}).get("text/plain", "?"))
        for output in cell.outputs
    ]
    if "".join(texts) != said:
        should = f"it prints {said.rstrip()!r}: run `make outputs`"
        yield Problem(cell.id, f"prints {''.join(texts)!r}", should)


def closing_lists(page: Page) -> Iterator[Problem]:
    """What you have now is a list; further reading is one line each."""
    for title in ("You have now", "Further reading"):
        section = page.section(title)
        if not BULLET.search(section.text):
            yield Problem(section.cell.id, f"`## {title}` is no list", "write bullets")
    reading = page.section("Further reading")
    for line in filter(None, map(str.rstrip, reading.text.splitlines())):
        if not BULLET.match(line):
            yield Problem(reading.cell.id, f"{line!r}", "one line for each thing")

"""Are the exercises and questions of the page those of the data, cell by cell?"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from nbformat import NotebookNode

from wslesson.checking.cells import stub_cell
from wslesson.checking.model import Exercise

from .anatomy import minutes
from .page import Page, Problem, about, bound, parsed

HOW_MANY = range(3, 6)
PARTS = ("card", "answer", "check")


def how_many_exercises(page: Page) -> Iterator[Problem]:
    """A lesson has 3 to 5 exercises, and 3 to 5 questions."""
    for name, found in (("exercises", page.exercises), ("questions", page.questions)):
        if len(found) not in HOW_MANY:
            yield Problem(page.title.id, f"{len(found)} {name}", "make it 3 to 5")


def exercise_cells(page: Page) -> Iterator[Problem]:
    """Each exercise is a card, an answer and a check, one under the other."""
    marked = [cell for cell in page.cells if "exercise" in about(cell)]
    order = [(about(cell)["exercise"], about(cell).get("part")) for cell in marked]
    wanted = [(each.id, part) for each in page.exercises for part in PARTS]
    if order != wanted:
        shown = ", ".join(f"{number} {part}" for number, part in wanted)
        yield Problem(page.title.id, "exercise cells not as in the data", shown)
        return
    inside = page.section("Exercises").code
    for number, exercise in enumerate(page.exercises):
        card, answer, check = marked[3 * number : 3 * number + 3]
        at = page.cells.index(card)
        if page.cells[at : at + 3] != [card, answer, check] or check not in inside:
            should = "card, answer, check follow each other, under `## Exercises`"
            yield Problem(card.id, "not in its place", should)
        yield from _card(card, exercise)
        yield from _answer(answer, exercise)
        yield from _check(check, exercise)


def _card(cell: NotebookNode, exercise: Exercise) -> Iterator[Problem]:
    title = f"### {exercise.title} · `{exercise.id}` · {exercise.minutes} minutes"
    if cell.source.partition("\n")[0] != title:
        yield Problem(cell.id, "not the title of the data", f"write `{title}`")
    if not re.search(r"^1\. ", cell.source, re.MULTILINE):
        yield Problem(cell.id, "no steps", "number them: `1. …`")


def _answer(cell: NotebookNode, exercise: Exercise) -> Iterator[Problem]:
    if cell.source != stub_cell(exercise):
        what = "not the stub of the data"
        yield Problem(cell.id, what, f"paste it: {stub_cell(exercise)!r}")


def _check(cell: NotebookNode, exercise: Exercise) -> Iterator[Problem]:
    source = f"# Check {exercise.id}\ncheck({exercise.id})"
    if cell.source != source:
        yield Problem(cell.id, "not the check of the data", f"write {source!r}")
    shown = [output.get("data", {}).get("text/plain", "") for output in cell.outputs]
    said = f"{exercise.id} · {exercise.title}: not started"
    if len(shown) != 1 or not shown[0].startswith(said):
        yield Problem(cell.id, f"shows {shown}", f"unsolved, it shows {said!r}")


def cells_of_no_exercise(page: Page) -> Iterator[Problem]:
    """A heading of level 3 under *Exercises* is a card; a check is in its triple."""
    for cell in page.cells:
        if "exercise" in about(cell):
            continue
        if re.match(r"### .* · `\w+` · ", cell.source) or re.search(
            r"^check\(", cell.source, re.MULTILINE
        ):
            yield Problem(cell.id, "of an exercise that the data lack", "mark its part")


def nothing_needs_an_answer(page: Page) -> Iterator[Problem]:
    """No other cell uses what the learner writes, so Run All reaches the end."""
    names = {exercise.id for exercise in page.exercises}
    answered: set[str] = set()
    for cell in page.code:
        if "exercise" in about(cell):
            answered.add(str(about(cell)["exercise"]))
            continue
        for node in ast.walk(parsed(cell) or ast.Module([], [])):
            if isinstance(node, ast.Name) and node.id in names & answered:
                should = "a name of its own, here or in the exercise"
                yield Problem(cell.id, f"uses the learner's {node.id}", should)


def answers_are_the_learners(page: Page) -> Iterator[Problem]:
    """No cell but its own answer gives a value to a name that an exercise asks for.

    Else an answer that nobody has written is checked, and passes.
    """
    names = {exercise.id for exercise in page.exercises}
    for cell in page.code:
        own = about(cell).get("exercise") if about(cell).get("part") == "answer" else ""
        for name in sorted(set(bound(parsed(cell) or ast.Module([], [])))):
            if name in names - {own}:
                should = "another name: an exercise asks for this one"
                yield Problem(cell.id, f"gives a value to {name}", should)


def exercise_minutes(page: Page) -> Iterator[Problem]:
    """The exercises do not take longer than the lesson that they are part of."""
    whole, parts = minutes(page), sum(each.minutes for each in page.exercises)
    if parts > whole:
        what = f"{parts} minutes of exercises in {whole}"
        yield Problem(page.title.id, what, "count again: the lesson includes them")


def question_cells(page: Page) -> Iterator[Problem]:
    """*Check yourself* asks each question of the data, in order, a cell for each."""
    section = page.section("Check yourself")
    calls = [cell.source.partition("\n")[2] for cell in section.code]
    wanted = [f'quiz("{question.id}")' for question in page.questions]
    if calls != wanted:
        yield Problem(section.cell.id, f"asks {calls}", f"cells with {wanted}")
    for cell in page.code:
        if "quiz(" in cell.source and cell not in section.code:
            yield Problem(cell.id, "a question elsewhere", "under `## Check yourself`")

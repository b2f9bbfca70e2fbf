"""The exercises lane: does each exercise judge as it should?

`python -m authoring.lint.exercises` prints what is wrong with each.
"""

from __future__ import annotations

import ast
import sys
from collections import Counter
from collections.abc import Callable, Iterator

from wslesson.checking.cells import NOT_YET, solved_cell, stub_cell
from wslesson.checking.judging import Report, judge
from wslesson.checking.model import Attempt, Exercise, Question
from wslesson.exercises.bank import exercises, module_name, questions, topics

LEAST_MISTAKES = 3
CHOICES = range(2, 7)  # `quiz` calls them a to f


def problems(exercise: Exercise) -> list[str]:
    """Return a line for each thing that is wrong with an exercise."""
    if not exercise.cases:
        return [f"{exercise.id}: it has no cases"]
    return [f"{exercise.id}: {line}" for each in CHECKS for line in each(exercise)]


def whole(exercise: Exercise) -> Iterator[str]:
    """It has all its parts, and no two mistakes earn the same message."""
    if len(exercise.mistakes) < LEAST_MISTAKES:
        yield f"it has {len(exercise.mistakes)} mistakes: think of {LEAST_MISTAKES}"
    if len(set(exercise.hints)) != 3 or not all(map(str.strip, exercise.hints)):
        yield "its three hints are not three different texts"
    if "?" not in exercise.hints[0]:
        yield "its first hint asks no question"
    messages = Counter(mistake.message for mistake in exercise.mistakes)
    for message, count in messages.items():
        if count > 1 or not message.strip():
            yield f"{count} mistakes earn the message {message!r}"


def stub_is_the_solution_minus_bodies(exercise: Exercise) -> Iterator[str]:
    """The stub has the names, signatures and docstrings of the solution, no more."""
    stub, solved = ast.parse(stub_cell(exercise)), ast.parse(solved_cell(exercise))
    if not ast.get_docstring(solved.body[-1]):  # type: ignore[arg-type]  # a def, or raises
        yield "its solution has no docstring: the learner needs it"
    if ast.dump(_hollow(stub)) != ast.dump(_hollow(solved)):
        yield "its stub is not the solution without bodies"
    if ast.dump(stub) != ast.dump(_hollow(stub)):
        yield "its stub gives away a part of a body"


class _Hollow(ast.NodeTransformer):
    """Leaves of each outer function its signature, its docstring and one `raise`."""

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        return _emptied(node)

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> ast.AST:
        return _emptied(node)


def _emptied(node: ast.FunctionDef | ast.AsyncFunctionDef) -> ast.AST:
    documented = ast.get_docstring(node) is not None
    node.body = [*node.body[:documented], *ast.parse(NOT_YET).body]
    return node


def _hollow(tree: ast.Module) -> ast.Module:
    hollow = _Hollow().visit(ast.parse(ast.unparse(tree)))
    return ast.parse(ast.unparse(hollow))


def stub_is_not_started(exercise: Exercise) -> Iterator[str]:
    """An answer that is not written is called so, and not called wrong."""
    names: dict[str, object] = {"__name__": "__main__"}
    exec(compile(stub_cell(exercise), "<stub>", "exec"), names)
    attempt = names[exercise.solution.__name__]
    assert callable(attempt)
    report = judge(exercise, attempt)
    if report.verdict != "not started":
        yield f"its stub is {_said(report)}"


def solution_passes(exercise: Exercise) -> Iterator[str]:
    """The solution passes, and so does its text, alone in a notebook."""
    names: dict[str, object] = {"__name__": "__main__"}
    exec(compile(solved_cell(exercise), "<solution>", "exec"), names)
    pasted = names[exercise.solution.__name__]
    assert callable(pasted)
    for name, attempt in (("solution", exercise.solution), ("pasted solution", pasted)):
        report = judge(exercise, attempt)
        if not report.passed:
            yield f"its {name} is {_said(report)}"


def each_mistake_earns_its_message(exercise: Exercise) -> Iterator[str]:
    """Each known mistake is refused, with the message made for it and no other's."""
    messages = [mistake.message for mistake in exercise.wrong_answers]
    for mistake in exercise.wrong_answers:
        name = _name(mistake.attempt)
        report = judge(exercise, mistake.attempt)
        earned = [message for message in messages if message in report.details]
        if report.verdict != "not yet":
            yield f"the mistake {name} is {_said(report)}"
        elif mistake.message not in earned:
            yield f"the mistake {name} earns {earned or 'no message'}: {report}"


def _name(attempt: Attempt) -> str:
    return getattr(attempt, "__name__", repr(attempt))


def _said(report: Report) -> str:
    return f"{report.verdict}: {report.details}"


CHECKS: tuple[Callable[[Exercise], Iterator[str]], ...] = (
    whole,
    stub_is_the_solution_minus_bodies,
    stub_is_not_started,
    solution_passes,
    each_mistake_earns_its_message,
)


def question_problems(question: Question) -> list[str]:
    """Return a line for each thing that is wrong with a question."""
    right = sum(choice.right for choice in question.choices)
    found = []
    if right != 1:
        found.append(f"{right} choices are right: make it one")
    if len(question.choices) not in CHOICES:
        found.append(f"{len(question.choices)} choices: have 2 to 6")
    if len({choice.text for choice in question.choices}) != len(question.choices):
        found.append("two choices are the same")
    found += [
        f"the choice {choice.text!r} has no because: name what misleads"
        for choice in question.choices
        if not choice.because.strip()
    ]
    return [f"{question.id}: {line}" for line in found]


def naming_problems() -> list[str]:
    """Return a line for each name that is not unique, or not that of its place."""
    names = Counter(each.id for each in (*exercises(), *questions()))
    found = [
        f"{name}: {count} have this name" for name, count in names.items() if count > 1
    ]
    for topic in topics():
        place = topic.__name__.rpartition(".")[2]
        for exercise in exercises(topic.LESSON):
            module = f"{topic.__name__}.{module_name(exercise.id)}"
            if exercise.id != exercise.solution.__name__:
                found.append(f"{exercise.id}: its function has another name")
            if exercise.solution.__module__ != module:
                found.append(f"{exercise.id}: it stands in another module")
        found += [
            f"{question.id}: its name begins with {place}"
            for question in questions(topic.LESSON)
            if not question.id.startswith(f"{place}.")
        ]
    return found


def main() -> int:
    """Print what is wrong with the exercises of all lessons; return 1 if anything."""
    found = [
        *naming_problems(),
        *(line for exercise in exercises() for line in problems(exercise)),
        *(line for question in questions() for line in question_problems(question)),
    ]
    print("\n".join(found) or f"{len(exercises())} exercises judge as they should")
    return bool(found)


if __name__ == "__main__":
    sys.exit(main())

"""Where the exercises are found, by their names."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType
from typing import TypeVar

from .. import exercises as content
from .model import Exercise, Question

Item = TypeVar("Item", Exercise, Question)


def topics() -> list[ModuleType]:
    """Return the folders of exercises, in the order of the lessons."""
    found = [
        import_module(f"{content.__name__}.{module.name}")
        for module in iter_modules(content.__path__)
    ]
    return sorted(found, key=lambda topic: topic.LESSON)


def lessons() -> list[str]:
    """Return the numbers of the lessons that have exercises, in order."""
    return [topic.LESSON for topic in topics()]


def exercises(lesson: str | None = None) -> list[Exercise]:
    """Return the exercises of one lesson, or of all, in order."""
    return [
        exercise
        for topic in topics()
        if lesson in (None, topic.LESSON)
        for exercise in topic.EXERCISES
    ]


def questions(lesson: str | None = None) -> list[Question]:
    """Return the questions of one lesson, or of all, in order."""
    return [
        question
        for topic in topics()
        if lesson in (None, topic.LESSON)
        for question in topic.QUESTIONS
    ]


def find(exercise_id: str | float) -> Exercise:
    """Return the exercise with this id. Raises LookupError, naming those there are."""
    return _find(exercise_id, exercises(), "exercise")


def find_question(question_id: str | float) -> Question:
    """Return the question with this id. Raises LookupError, naming those there are."""
    return _find(question_id, questions(), "question")


def _find(wanted: str | float, among: list[Item], kind: str) -> Item:
    """Find what is meant: 2.1, without quotes, is "02.1" as long as no 02.10 exists."""
    lesson, dot, number = str(wanted).strip().lower().partition(".")
    lesson = lesson.zfill(2)
    meant = [f"{lesson}{dot}{number}"]
    if isinstance(wanted, float):  # which does not tell 02.1 from 02.10
        meant.append(f"{meant[0]}0")
    found = [item for item in among if item.id in meant]
    if len(found) == 1:
        return found[0]
    near = [item.id for item in among if item.id.startswith(f"{lesson}.")]
    there_are = ", ".join(near or sorted({item.id[:2] for item in among}))
    what = f"Lesson {lesson} has" if near else "The lessons are"
    quotes = "" if isinstance(wanted, str) else " Write it in quotes."
    raise LookupError(f"There is no {kind} {wanted}. {what} {there_are}.{quotes}")

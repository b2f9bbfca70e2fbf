"""What the exercises are, as data: one module for each lesson. No prose of lessons."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules
from typing import TypeVar

from .model import Exercise, Question

Item = TypeVar("Item", Exercise, Question)


def lessons() -> list[str]:
    """Return the numbers of the lessons that have exercises, in order."""
    names = [module.name for module in iter_modules(__path__)]
    return sorted(
        name.removeprefix("lesson_") for name in names if name.startswith("lesson_")
    )


def exercises(lesson: str | None = None) -> list[Exercise]:
    """Return the exercises of one lesson, or of all, in order."""
    return [
        exercise
        for number in lessons()
        if lesson in (None, number)
        for exercise in import_module(f".lesson_{number}", __name__).EXERCISES
    ]


def questions(lesson: str | None = None) -> list[Question]:
    """Return the questions of one lesson, or of all, in order."""
    return [
        question
        for number in lessons()
        if lesson in (None, number)
        for question in import_module(f".lesson_{number}", __name__).QUESTIONS
    ]


def find(exercise_id: str) -> Exercise:
    """Return the exercise with this id. Raises LookupError, naming those there are."""
    return _find(exercise_id, exercises(), "exercise")


def find_question(question_id: str) -> Question:
    """Return the question with this id. Raises LookupError, naming those there are."""
    return _find(question_id, questions(), "question")


def _find(wanted: str, among: list[Item], kind: str) -> Item:
    for item in among:
        if item.id == wanted:
            return item
    lesson = wanted.partition(".")[0]
    near = [item.id for item in among if item.id.startswith(f"{lesson}.")]
    there_are = ", ".join(near or sorted({item.id[:2] for item in among}))
    what = f"Lesson {lesson} has" if near else "The lessons are"
    raise LookupError(f"There is no {kind} {wanted}. {what} {there_are}.")

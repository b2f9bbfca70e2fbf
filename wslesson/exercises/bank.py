"""Where exercises and questions are found: by their names, one module for each.

An unknown name is answered with the names that may have been meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import get_close_matches
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType

from .. import exercises as content
from ..checking.model import Exercise, Question
from .first_edition import NEW_NAMES


def topics() -> list[ModuleType]:
    """Return the folders of exercises, in the order of the lessons."""
    found = [
        import_module(f"{content.__name__}.{module.name}")
        for module in iter_modules(content.__path__)
        if module.ispkg
    ]
    return sorted(found, key=lambda topic: topic.LESSON)


def lesson_numbers() -> list[str]:
    """Return the numbers of the lessons that have exercises, in order."""
    return [topic.LESSON for topic in topics()]


def exercises(lesson: str | None = None) -> list[Exercise]:
    """Return the exercises of one lesson, or of all, in order."""
    return [
        _load(topic, name)
        for topic in topics()
        if lesson in (None, topic.LESSON)
        for name in topic.EXERCISES
    ]


def questions(lesson: str | None = None) -> list[Question]:
    """Return the questions of one lesson, or of all, in order."""
    return [
        question
        for topic in topics()
        if lesson in (None, topic.LESSON)
        for question in import_module(f"{topic.__name__}.questions").QUESTIONS
    ]


def find(name: str) -> Exercise:
    """Return the exercise of this name. Raises LookupError, naming what is near."""
    there_are = {each: topic for topic in topics() for each in topic.EXERCISES}
    if name in there_are:
        return _load(there_are[name], name)
    raise LookupError(_what_is_meant(name, "exercise", there_are))


def find_question(name: str) -> Question:
    """Return the question of this name. Raises LookupError, naming what is near."""
    there_are = {question.id: question for question in questions()}
    if name in there_are:
        return there_are[name]
    raise LookupError(_what_is_meant(name, "question", there_are))


def _load(topic: ModuleType, name: str) -> Exercise:
    exercise = import_module(f"{topic.__name__}.{module_name(name)}").EXERCISE
    assert isinstance(exercise, Exercise)
    return exercise


def module_name(name: str) -> str:
    """Return the name of the module of an exercise: that of a class is in lower case.

    >>> module_name("MessageReader")
    'message_reader'
    """
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()


def _what_is_meant(name: object, kind: str, there_are: Iterable[str]) -> str:
    text = str(name).strip()
    if new := NEW_NAMES.get(text) or NEW_NAMES.get(text.zfill(4)):
        return f"The {kind} {text} is called {new} now."
    by_case = {each.lower(): each for each in there_are}
    near = get_close_matches(text.lower(), by_case, n=3, cutoff=0.5)
    if near:
        names = " or ".join(by_case[each] for each in near)
        return f"There is no {kind} {text}. Is it {names}?"
    return f"There is no {kind} {text}. Its name stands on its card in the lesson."

"""What a learner may ask: is it right, a hint, a solution, a question."""

from __future__ import annotations

from ..checking.cells import solved_cell
from ..checking.judging import Report, judge
from ..checking.model import Attempt, Exercise
from ..exercises.bank import find, find_question


def check(*answers: object, **named: Attempt) -> Report:
    """Try an answer on all cases of its exercise, and report the first difference.

    The exercise is the one that has the answer's name: `check(apply_mask)`. An answer
    that has no name is given one: `check(apply_mask=partial(...))`.

    Raises LookupError for a name that does not exist, TypeError for what is not one
    answer that can be called. Whatever the answer itself does wrong is in the report,
    never raised.
    """
    return judge(*which(answers, named))


def which(
    answers: tuple[object, ...], named: dict[str, Attempt]
) -> tuple[Exercise, Attempt]:
    """Return the exercise that an answer is for, and what is to be tried.

    It is the one of the answer's own name, or of the one that it was given. Raises
    LookupError for a name that does not exist, TypeError for what is not one answer
    that can be called.
    """
    for answer in answers:
        if isinstance(answer, str):
            name = find(answer).id
            raise TypeError(f"Give the answer itself, not its name: check({name})")
    if len(answers) + len(named) != 1:
        raise TypeError("One answer is checked at a time: check(it)")
    [(name, answer)] = named.items() or [
        (getattr(each, "__name__", ""), each) for each in answers
    ]
    if not callable(answer):
        raise TypeError(
            "The answer is the function itself, without parentheses: check(it). "
            f"This is {answer!r}"
        )
    if name in ("", "<lambda>"):
        raise TypeError("This answer has no name. Say whose it is: check(name=answer)")
    return find(name), _called(name, answer)


def _called(name: str, answer: Attempt) -> Attempt:
    """Return an answer that has the name: a report shows how it was called."""
    if getattr(answer, "__name__", "") == name:
        return answer

    def attempt(*args: object, **kwargs: object) -> object:
        return answer(*args, **kwargs)

    attempt.__name__ = name
    attempt.__wrapped__ = answer  # type: ignore[attr-defined]  # for `signature`
    return attempt


def hint(exercise: object, number: int | str = 1) -> None:
    """Print the first hint of an exercise, or the one with this number."""
    found = find(_name(exercise))
    hints = {str(at): text for at, text in enumerate(found.hints, 1)}
    wanted = str(number).strip()
    if wanted not in hints:
        raise LookupError(f"The hints of {found.id} are 1 to {len(hints)}.")
    print(f"Hint {wanted} of {len(hints)}: {hints[wanted]}")
    if int(wanted) < len(hints):
        print(f'The next one: hint("{found.id}", {int(wanted) + 1})')


def solution(exercise: object) -> None:
    """Print the solution of an exercise."""
    print(solved_cell(find(_name(exercise))))


def _name(exercise: object) -> str:
    """Return the name of an exercise, of which the answer itself may be given."""
    return str(getattr(exercise, "__name__", exercise)).strip()


def quiz(question: str, choice: str | None = None) -> None:
    """Print a question of *Check yourself*, or what your choice ("a", "b", …) means."""
    asked = find_question(question)
    choices = dict(zip("abcdef", asked.choices, strict=False))
    if choice is None:
        print(asked.text)
        for letter, each in choices.items():
            print(f"  {letter}) {each.text}")
        return
    letter = str(choice).strip(" ().").lower()  # "A" and "a)" are clear enough
    if letter not in choices:
        known = ", ".join(choices)
        raise LookupError(
            f'The choices of {asked.id} are {known}: write quiz("{asked.id}", "a").'
        )
    chosen = choices[letter]
    print(f"{'Right' if chosen.right else 'Not quite'}: {chosen.because}")

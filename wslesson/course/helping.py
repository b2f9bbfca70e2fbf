"""What a learner may ask: a hint, a solution, a question."""

from .exercises import find, find_question
from .exercises.source import solved_cell


def hint(exercise_id: str, number: int = 1) -> None:
    """Print the first hint of an exercise, or the one with this number."""
    hints = find(exercise_id).hints
    if not 1 <= number <= len(hints):
        raise LookupError(f"The hints of {exercise_id} are 1 to {len(hints)}.")
    print(f"Hint {number} of {len(hints)}: {hints[number - 1]}")
    if number < len(hints):
        print(f'The next one: hint("{exercise_id}", {number + 1})')


def solution(exercise_id: str) -> None:
    """Print the solution of an exercise."""
    print(solved_cell(find(exercise_id)))


def quiz(question_id: str, choice: str | None = None) -> None:
    """Print a question of *Check yourself*, or what your choice ("a", "b", …) means."""
    question = find_question(question_id)
    choices = dict(zip("abcdef", question.choices, strict=False))
    if choice is None:
        print(question.text)
        for letter, each in choices.items():
            print(f"  {letter}) {each.text}")
    elif choice not in choices:
        raise LookupError(f"The choices of {question_id} are {', '.join(choices)}.")
    else:
        chosen = choices[choice]
        print(f"{'Right' if chosen.right else 'Not quite'}: {chosen.because}")

"""What a learner may ask: a hint, a solution, a question."""

from ..checking.bank import find, find_question
from ..checking.cells import solved_cell


def hint(exercise_id: str | float, number: int | str = 1) -> None:
    """Print the first hint of an exercise, or the one with this number."""
    exercise = find(exercise_id)
    hints = {str(at): text for at, text in enumerate(exercise.hints, 1)}
    wanted = str(number).strip()
    if wanted not in hints:
        raise LookupError(f"The hints of {exercise.id} are 1 to {len(hints)}.")
    print(f"Hint {wanted} of {len(hints)}: {hints[wanted]}")
    if int(wanted) < len(hints):
        print(f'The next one: hint("{exercise.id}", {int(wanted) + 1})')


def solution(exercise_id: str | float) -> None:
    """Print the solution of an exercise."""
    print(solved_cell(find(exercise_id)))


def quiz(question_id: str | float, choice: str | None = None) -> None:
    """Print a question of *Check yourself*, or what your choice ("a", "b", …) means."""
    question = find_question(question_id)
    choices = dict(zip("abcdef", question.choices, strict=False))
    if choice is None:
        print(question.text)
        for letter, each in choices.items():
            print(f"  {letter}) {each.text}")
        return
    letter = str(choice).strip(" ().").lower()  # "A" and "a)" are clear enough
    if letter not in choices:
        known = ", ".join(choices)
        raise LookupError(
            f"The choices of {question.id} are {known}: write "
            f'quiz("{question.id}", "a").'
        )
    chosen = choices[letter]
    print(f"{'Right' if chosen.right else 'Not quite'}: {chosen.because}")

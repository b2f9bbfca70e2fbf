"""The exercises of this lesson, in its order: a file for each."""

LESSON = "08"
EXERCISES = (
    "answer_request",
    "take",
    "verdict",
    "echo",
)

"""The exercises of this lesson, in its order: a file for each."""

LESSON = "09"
EXERCISES = (
    "per_connection",
    "fair_ratio",
    "differences",
    "first_message",
)

"""The exercises of this lesson, in its order: a file for each."""

LESSON = "00"
EXERCISES = (
    "clock_message",
    "count_requests",
    "waiting",
)

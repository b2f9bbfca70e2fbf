"""The exercises of this lesson, in its order: a file for each."""

LESSON = "01"
EXERCISES = (
    "read_all",
    "greet",
    "send_everything",
    "messages",
)

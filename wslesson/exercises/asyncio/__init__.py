"""The exercises of this lesson, in its order: a file for each."""

LESSON = "06"
EXERCISES = (
    "shout",
    "ask_within",
    "chat",
    "collect_despite_losses",
)

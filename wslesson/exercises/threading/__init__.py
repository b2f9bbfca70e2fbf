"""The exercises of this lesson, in its order: a file for each."""

LESSON = "07"
EXERCISES = (
    "ask_patiently",
    "collect_until_quiet",
    "serve_while",
    "ask_across",
)

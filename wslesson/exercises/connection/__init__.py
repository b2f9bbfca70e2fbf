"""The exercises of this lesson, in its order: a file for each."""

LESSON = "05"
EXERCISES = (
    "encode_close",
    "parse_close",
    "reply",
    "join_fragments",
)

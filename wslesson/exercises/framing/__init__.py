"""The exercises of this lesson, in its order: a file for each."""

LESSON = "02"
EXERCISES = (
    "encode_message",
    "parse_header",
    "MessageReader",
    "parse_note",
)

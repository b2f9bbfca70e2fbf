"""The exercises of this lesson, in its order: a file for each."""

LESSON = "04"
EXERCISES = (
    "read_two_bytes",
    "encode_length",
    "apply_mask",
    "encode_frame",
    "parse_frame",
)

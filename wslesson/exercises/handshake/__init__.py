"""The exercises of this lesson, in its order: a file for each."""

LESSON = "03"
EXERCISES = (
    "accept_token",
    "split_head",
    "wants_websocket",
    "choose_status",
)

"""A part that this machine may lack: without it a test is skipped, and says so."""

import os

import pytest


def require(name, found, how):
    """Skip the test unless `found`; fail it where every part must be there."""
    if found:
        return
    message = f"{name} is missing: {how}"
    if os.environ.get("WSLESSON_REQUIRE") == "all":
        pytest.fail(message)
    pytest.skip(message)

"""A course of three lessons, to be exported."""

from tests.workspace.conftest import course, mine  # noqa: F401  # found by name

"""A tap stands between the ends of both drivers."""

from tests.drivers.conftest import driver  # noqa: F401  # a fixture is found by name

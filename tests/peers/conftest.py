"""The peers, each started once."""

from tests.drivers.conftest import driver

__all__ = ["driver"]

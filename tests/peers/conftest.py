"""The drivers that all stories are told to."""

from tests.drivers.conftest import driver

__all__ = ["driver"]

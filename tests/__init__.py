"""Tests, laid out as the package is. A test is one behaviour; its name says it."""

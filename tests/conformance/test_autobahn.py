"""All 301 plain Autobahn cases, both roles, both drivers: see `make conformance`."""

import pytest

from authoring.conformance.autobahn import DRIVERS, PLAIN, ROLES, complaints, results
from authoring.conformance.table import PAGE, TESTED_WITH, totals

# The cases' own files of test data, which kosoku leaves open.
pytestmark = pytest.mark.filterwarnings(
    "ignore:unclosed file .*kosoku.*testdata:ResourceWarning"
)

UNSPECIFIED = ["7.1.6", "7.13.1", "7.13.2"]  # the RFC leaves these to us


@pytest.mark.timeout(300)  # not a target: a few seconds are usual
@pytest.mark.parametrize("driver", DRIVERS)
@pytest.mark.parametrize("role", ROLES)
def test_every_plain_case_is_ok(role, driver):
    found = results(role, driver, **PLAIN)
    assert complaints(found) == []
    assert len(found) == 301
    informational = [c.case_id for c in found if c.behavior.value == "INFORMATIONAL"]
    assert informational == UNSPECIFIED


@pytest.mark.parametrize("driver", DRIVERS)
@pytest.mark.parametrize("role", ROLES)
def test_a_compressed_case_of_each_kind_is_ok(role, driver):
    one_of_each = [f"13.{kind}.1" for kind in range(1, 8)]
    found = results(role, driver, compress=True, cases=one_of_each)
    assert complaints(found) == []
    assert len(found) == 7


def test_an_end_without_compression_is_complained_about():
    (complaint,) = complaints(results("server", "tasks", cases=["1.1.1", "13.1.1"]))
    assert complaint.startswith("13.1.1: UNIMPLEMENTED")


def test_a_failed_case_is_complained_about(monkeypatch):
    monkeypatch.setattr("authoring.conformance.autobahn.LARGEST", 1)
    found = complaints(results("client", "threads", cases=["1.1.2"]))
    assert [line.partition(",")[0] for line in found] == ["1.1.2: FAILED"]


def test_the_page_is_of_this_version_of_the_cases():
    text = PAGE.read_text(encoding="utf-8")
    assert TESTED_WITH in text
    assert totals(text) == [[514, 3]] * 4

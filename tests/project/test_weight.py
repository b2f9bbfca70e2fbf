"""What live pictures add to a notebook, which a learner downloads and git keeps."""

import json
import re

import pytest

from wslesson.export.pages import SCRIPT
from wslesson.workspace.files import lessons, shipped

LESSONS = lessons(shipped())
MOST = 30_000  # bytes
DRAWING = re.compile(r"(?<=data:image/svg\+xml,)[^\"]+")
# An image has no use for these. In a drawing, < and > are written for an address.
ELEMENT = re.compile(r"</?ws-picture>")
PARTS = re.compile(r"%3C/?g\b.*?%3E")
TOLD = re.compile(r" data-[a-z]+=(?:'[^']*'|%22.*?%22)")
# What the outputs with pictures took in each lesson before any of them could live.
BEFORE = {
    "00": 15_928,
    "01": 27_146,
    "02": 48_688,
    "03": 28_936,
    "04": 107_929,
    "05": 13_014,
    "06": 4_952,
    "07": 5_570,
    "08": 11_665,
    "09": 14_248,
}


def still(match):
    """Return a drawing without what it tells."""
    return TOLD.sub("", PARTS.sub("", match[0]))


def written(content):
    return json.dumps(content, indent=1, ensure_ascii=False).encode()


def added(notebook):
    """Return how many bytes of a notebook are there so that its pictures can live."""
    plain = json.loads(notebook)
    for cell in plain["cells"]:
        for output in cell.get("outputs", []):
            if html := output.get("data", {}).get("text/html"):
                text = DRAWING.sub(still, ELEMENT.sub("", "".join(html)))
                text = SCRIPT.sub(b"", text.encode()).decode()
                output["data"]["text/html"] = text.splitlines(keepends=True)
    return len(written(json.loads(notebook))) - len(written(plain))


def pictures(notebook):
    """Return how many bytes the outputs with pictures take, and with the script."""
    outputs = [
        output["data"]["text/html"]
        for cell in json.loads(notebook)["cells"]
        for output in cell.get("outputs", [])
        if "text/html" in output.get("data", {})
    ]
    return sum(
        len(written(html))
        for html in outputs
        if re.search(r"data:image/svg|<script>", "".join(html))
    )


@pytest.fixture(params=LESSONS, ids=lambda path: path.stem)
def lesson(request):
    return request.param


def test_what_makes_pictures_live_stays_light(lesson):
    assert 10_000 < added(lesson.read_bytes()) < MOST


def test_with_all_new_pictures_a_notebook_has_grown_by_less_than_30_kb(lesson):
    assert pictures(lesson.read_bytes()) - BEFORE[lesson.stem[:2]] < MOST

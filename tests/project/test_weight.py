"""What live pictures add to a notebook, which a learner downloads and git keeps."""

import base64
import json
import re

import pytest

from wslesson.export.pages import SCRIPT
from wslesson.workspace.files import lessons, shipped

LESSONS = lessons(shipped())
MOST = 30_000  # bytes
SVG = re.compile(r"(?<=data:image/svg\+xml;base64,)[^\"]+")
LIVE = re.compile(r"</?ws-picture>|</?g\b[^>]*>")  # an image has no use for these
TOLD = re.compile(r' data-[a-z]+="[^"]*"')


def still(match):
    """Return a drawing, in letters of Base64, without what it tells."""
    svg = base64.b64decode(match[0]).decode()
    return base64.b64encode(TOLD.sub("", LIVE.sub("", svg)).encode()).decode()


def written(content):
    return json.dumps(content, indent=1, ensure_ascii=False).encode()


def added(notebook):
    """Return how many bytes of a notebook are there so that its pictures can live."""
    plain = json.loads(notebook)
    for cell in plain["cells"]:
        for output in cell.get("outputs", []):
            if html := output.get("data", {}).get("text/html"):
                text = SVG.sub(still, LIVE.sub("", "".join(html)))
                text = SCRIPT.sub(b"", text.encode()).decode()
                output["data"]["text/html"] = text.splitlines(keepends=True)
    return len(written(json.loads(notebook))) - len(written(plain))


# Five of its diagrams have bits to turn over, and all tell rules: 52,000 bytes.
TOO_MUCH = pytest.mark.xfail(reason="lesson 04 carries too much along")
EACH = [
    pytest.param(path, id=path.stem, marks=[TOO_MUCH] if "04" in path.stem else [])
    for path in LESSONS
]


@pytest.mark.parametrize("path", EACH)
def test_what_makes_pictures_live_stays_light(path):
    assert 10_000 < added(path.read_bytes()) < MOST

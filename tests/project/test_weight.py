"""What live pictures add to a notebook, which a learner downloads and git keeps."""

import base64
import json
import re

import pytest

from wslesson.export.pages import SCRIPT
from wslesson.workspace.files import lessons, shipped

LESSONS = lessons(shipped())
# Bytes. The ten notebooks grew by 5 to 22 KB in all when their pictures came alive,
# since the drawings became smaller in the same days: see docs/decisions.md.
MOST = 60_000
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


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_what_makes_pictures_live_stays_light(path):
    assert 10_000 < added(path.read_bytes()) < MOST

"""The first page of the edition for a browser, and what it adds to JupyterLite's."""

import json
from collections.abc import Mapping
from pathlib import Path

from ..workspace.notebook import Notebook
from .pages import title

PAGE = Path(__file__).with_name("first_page")
ITEM = '<li><a href="{1}{0}.ipynb" data-name="{0}"><span>{2}</span> {3}</a></li>\n'
HEAD = '<head><script src="../first/lacks.js"></script><script src="../first/lab.js">'


def write_page(lessons: Mapping[str, Notebook], site: Path) -> None:
    """Write the page, with a link to each lesson, to the root of a folder."""
    files = {path.name: path.read_text("utf-8") for path in PAGE.iterdir()}
    links = "lab/index.html?path="
    items = (ITEM.format(n, links, n[:2], title(x)) for n, x in lessons.items())
    page = files.pop("index.html").replace("<!-- lessons -->\n", "".join(items))
    files["lessons.json"] = json.dumps({n: x.fingerprint for n, x in lessons.items()})
    (site / "first").mkdir()
    for name, text in {"../index.html": page, **files}.items():
        (site / "first" / name).write_text(text, "utf-8")


def join(site: Path) -> None:
    """Let JupyterLite's pages ask what is lacking, and work without a network."""
    for path in site.glob("*/index.html"):
        text = path.read_text("utf-8").replace("<head>", f"{HEAD}</script>", 1)
        path.write_text(text, "utf-8")
    worker = site / "service-worker.js"
    worker.write_bytes((PAGE / "offline.js").read_bytes() + worker.read_bytes())

"""The first page of the edition for a browser, and what it adds to JupyterLite's."""

import json
import shutil
from collections.abc import Mapping
from html import escape
from pathlib import Path

from ..workspace.notebook import Notebook
from .pages import title

PAGE = Path(__file__).with_name("first_page")
ITEM = """<li><a href="lab/index.html?path={0}.ipynb" data-name="{0}">
<span>{1}</span> {2}</a></li>
"""
HEAD = '<head><script src="../first/lacks.js"></script><script src="../first/lab.js">'


def write_page(lessons: Mapping[str, Notebook], site: Path) -> None:
    """Write the page, with a link to each lesson, to the root of a folder."""
    first = shutil.copytree(PAGE, site / "first")
    items = [ITEM.format(n, n[:2], escape(title(x))) for n, x in lessons.items()]
    page = (first / "index.html").replace(site / "index.html")
    text = page.read_text("utf-8").replace("<!-- lessons -->\n", "".join(items))
    page.write_text(text, "utf-8")
    editions = {name: each.fingerprint for name, each in lessons.items()}
    (first / "lessons.json").write_text(json.dumps(editions), "utf-8")


def join(site: Path) -> None:
    """Let JupyterLite's pages ask what is lacking, and work without a network."""
    for path in site.glob("*/index.html"):
        text = path.read_text("utf-8").replace("<head>", f"{HEAD}</script>", 1)
        path.write_text(text, "utf-8")
    worker = site / "service-worker.js"
    worker.write_bytes((PAGE / "offline.js").read_bytes() + worker.read_bytes())

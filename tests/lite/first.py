"""The first page of the edition, as a learner uses it: no kernel is started here."""

from __future__ import annotations

import base64
import json
import os
import shutil
from collections.abc import Mapping
from io import BytesIO
from itertools import count
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from tests.lite.profiles import Tab
from wslesson.export import lite
from wslesson.export.lite_page import write_page
from wslesson.workspace.notebook import Notebook

DATES = count(1_700_000_000, 60)  # HTTP counts seconds: an edition is newer by some
READY = "'ready' in (document.body?.dataset ?? {})"
STORED = """import("/first/store.js").then(({ all }) => all()).then((records) =>
    [...records].map(([path, { content }]) => [path, content]))"""
SAVE = """(async () => {
    const { all, put } = await import("/first/store.js");
    const { notebook } = await import("/first/names.js");
    return put([notebook(%s, %s)], await all());
})()"""
UPLOAD = """(() => {
    const bytes = Uint8Array.from(atob(%s), (letter) => letter.charCodeAt(0));
    const chosen = new DataTransfer(), input = document.getElementById("file");
    chosen.items.add(new File([bytes], %s));
    input.files = chosen.files;
    return input.onchange({ target: input });
})()"""


def write(lessons: Mapping[str, Notebook], folder: Path) -> None:
    """Write what the first page needs of an edition, in place of what was there."""
    for part in "files", "first":
        shutil.rmtree(folder / part, ignore_errors=True)
    lite._write(lessons, folder)
    write_page(lessons, folder)
    date = next(DATES)
    for path in folder.rglob("*.*"):
        os.utime(path, (date, date))


def packed(files: Mapping[str, bytes | str], method: int = ZIP_DEFLATED) -> bytes:
    """Return a zip as another program makes it."""
    data = BytesIO()
    with ZipFile(data, "w", method) as file:
        for name, content in files.items():
            file.writestr(name, content)
    return data.getvalue()


class First:
    """The first page in a tab."""

    def __init__(self, tab: Tab, address: str) -> None:
        self.tab, self._address = tab, address
        self.open()

    def open(self, query: str = "") -> None:
        """Open it, and wait until it has done what it does by itself."""
        self.tab.open(f"{self._address}/index.html{query}")
        self.tab.until(READY)

    def text(self, selector: str) -> list[str]:
        """Return the words of each element that can be seen."""
        return self.tab.ask(
            f"[...document.querySelectorAll({json.dumps(selector)})]"
            ".filter((it) => it.checkVisibility()).map((it) => it.innerText)"
        )

    @property
    def news(self) -> list[str]:
        return self.text("#news li")

    @property
    def lacks(self) -> list[str]:
        return self.text("#lacks li")

    def stored(self) -> dict[str, Any]:
        """Return what is in each file of the learner's."""
        return dict(self.tab.ask(STORED))

    def save(self, path: str, content: Any) -> None:
        """Save a notebook, as JupyterLab does."""
        assert self.tab.ask(SAVE % (json.dumps(path), json.dumps(content)))

    def download(self) -> bytes:
        return self.tab.downloaded("document.getElementById('download').click()")

    def upload(self, data: bytes, name: str = "my-course.zip") -> list[str]:
        """Choose a file to upload; return what is said of it."""
        text = base64.b64encode(data).decode()
        self.tab.ask(UPLOAD % (json.dumps(text), json.dumps(name)))
        return self.news

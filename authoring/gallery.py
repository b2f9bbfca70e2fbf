"""Write docs/pictures.md, a page of all kinds of pictures: `make gallery`.

The pictures lie beside it as files, and stand still. The site has them live.
"""

from __future__ import annotations

from pathlib import Path

from wslesson.wire.pictures.gallery import IMPORTS, KINDS, Kind

PAGE = Path(__file__).parents[1] / "docs" / "pictures.md"
INTRODUCTION = f"""\
# Pictures

Each kind of picture in this course, with the code that makes it. Here they stand still.
In a notebook, and on the site that `wslesson export site` writes, they answer to your
pointer and to your keys. Written by `make gallery`, which runs the code.

All of them need these names:

```python
{IMPORTS}
```
"""


def files() -> dict[Path, str]:
    """Return what there is to write: the page, and a drawing for each kind."""
    written, drawings = {}, PAGE.with_suffix("")
    sections = [INTRODUCTION]
    for kind in KINDS:
        made = kind.made()
        if isinstance(made, str):
            sections.append(f"{_head(kind)}\n```text\n{made}```\n")
            continue
        written[drawings / f"{kind.name}.svg"] = f"{made.svg}\n"
        image = f"![{made.alt}]({drawings.name}/{kind.name}.svg)"
        words = f"<summary>In words</summary>\n\n```text\n{made}\n```\n"
        sections.append(f"{_head(kind)}\n{image}\n\n<details>{words}\n</details>\n")
    return {PAGE: "\n".join(sections), **written}


def _head(kind: Kind) -> str:
    return f"## {kind.name}\n\n{kind.sentence}\n\n```python\n{kind.code}\n```\n"


def problems() -> list[str]:
    """Return a line for each file that is not what the code makes."""
    wanted = files()
    there = {PAGE, *PAGE.with_suffix("").glob("*")}
    stale = [
        path
        for path in sorted(there | {*wanted})
        if not path.exists() or path.read_text("utf-8") != wanted.get(path)
    ]
    return [f"{path.name} is stale: make gallery" for path in stale]


def write() -> None:
    """Write the page and its drawings, and take away what is no longer on it."""
    wanted = files()
    PAGE.with_suffix("").mkdir(exist_ok=True)
    for path in {*PAGE.with_suffix("").glob("*")} - {*wanted}:
        path.unlink()
    for path, text in wanted.items():
        path.write_text(text, "utf-8", newline="\n")


if __name__ == "__main__":
    write()

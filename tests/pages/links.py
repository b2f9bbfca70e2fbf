"""A checker of links: what a folder of pages leads to, and what it loads."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

LOADS = {"src", "srcset", "data", "poster"}


@dataclass
class Page(HTMLParser):
    """The links of a page, what it loads, and the places in it that have a name."""

    path: Path
    links: list[str] = field(default_factory=list)
    loads: list[str] = field(default_factory=list)
    names: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        super().__init__()
        self.feed(self.path.read_text("utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "id":
                self.names.add(value or "")
            elif name == "href":
                (self.links if tag == "a" else self.loads).append(value or "")
            elif name in LOADS:
                self.loads.append(value or "")


def read(folder: Path) -> dict[Path, Page]:
    """Return the pages of a folder, by their paths."""
    return {path: Page(path) for path in folder.resolve().glob("*.html")}


def dead(pages: dict[Path, Page]) -> Iterator[str]:
    """Yield each link that leads to no file, or to no place in a page."""
    for page in pages.values():
        for link in page.links + page.loads:
            url = urlsplit(link)
            if url.scheme:
                continue
            there = (page.path.parent / unquote(url.path)).resolve()
            there = there if url.path else page.path
            place = unquote(url.fragment)
            if not there.is_file() or (
                place and there in pages and place not in pages[there].names
            ):
                yield f"{page.path.name}: {link}"


def foreign(pages: dict[Path, Page]) -> Iterator[str]:
    """Yield what a page would load from another host. A plain link is no such thing."""
    for page in pages.values():
        for address in page.loads:
            url = urlsplit(address)
            if url.netloc or url.scheme not in ("", "data"):
                yield f"{page.path.name}: {address}"

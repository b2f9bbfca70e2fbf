"""A picture of bytes that a notebook, a terminal and a screen reader can all show."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape

from .texts import printable

LONGEST_ALT = 300  # characters
TAG, VALUE = re.compile(r"<[^>]*>"), re.compile(r'(?<==)"([^"]*)"')
IN_A_URL = re.compile(r'[<>"&#%]')  # what has a meaning in HTML, or in an address


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing, and the same facts as text: what a notebook shows, what `str` is."""

    svg: str
    text: str
    alt: str

    def __post_init__(self) -> None:
        """Leave no character in the words that has no shape, or turns text around."""
        lines = map(printable, self.text.split("\n"))
        object.__setattr__(self, "text", "\n".join(lines))
        object.__setattr__(self, "alt", printable(self.alt))

    def __str__(self) -> str:
        return self.text

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        """Return both forms. An `<img>` is what untrusted notebooks show, too.

        A screen reader reads an `alt` in one go: a long text stands beside the picture,
        where it is read line by line, by whoever opens it.
        """
        alt, aside = escape(f"{self.alt}\n{self.text}"), ""
        if len(alt) > LONGEST_ALT:
            alt, text = escape(self.alt), escape(self.text, quote=False)
            aside = f"<details><summary>In words</summary><pre>{text}</pre></details>"
        image = f'<img alt="{alt}" src="data:image/svg+xml,{_in_a_url(self.svg)}">'
        live = f"<ws-picture>{image}</ws-picture>"  # `alive.js` knows this element
        return {"text/html": live + aside, "text/plain": self.text}


def _quoted(value: re.Match[str]) -> str:
    r"""Return a value of an attribute between those quotes that make it shorter.

    >>> VALUE.sub(_quoted, '<g data-at="1" data-say="b\'hi\'"/>')
    '<g data-at=\'1\' data-say="b\'hi\'"/>'
    """
    bare = value[1].replace("&quot;", '"')
    one, two = bare.replace("'", "&apos;"), bare.replace('"', "&quot;")
    return f"'{one}'" if len(one) <= len(two) + 2 else f'"{two}"'


def _in_a_url(svg: str) -> str:
    """Return a drawing as text of an address: a fifth shorter than in Base64.

    >>> _in_a_url('<path d="M0 0h9"/>')
    "%3Cpath d='M0 0h9'/%3E"
    """
    quoted = TAG.sub(lambda tag: VALUE.sub(_quoted, tag[0]), svg)
    return IN_A_URL.sub(lambda char: f"%{ord(char[0]):02X}", quoted)

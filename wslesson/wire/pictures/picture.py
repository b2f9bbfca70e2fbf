"""A picture of bytes that a notebook, a terminal and a screen reader can all show."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from html import escape

from .texts import printable

LONGEST_ALT = 300  # characters


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
        data = base64.b64encode(self.svg.encode()).decode()
        alt, aside = escape(f"{self.alt}\n{self.text}"), ""
        if len(alt) > LONGEST_ALT:
            alt, text = escape(self.alt), escape(self.text, quote=False)
            aside = f"<details><summary>In words</summary><pre>{text}</pre></details>"
        image = f'<img alt="{alt}" src="data:image/svg+xml;base64,{data}">'
        live = f"<ws-picture>{image}</ws-picture>"  # `alive.js` knows this element
        return {"text/html": live + aside, "text/plain": self.text}

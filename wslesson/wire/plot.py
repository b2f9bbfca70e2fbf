"""Show measured numbers as a picture, and the numbers themselves as text."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .picture import COLOURS

if TYPE_CHECKING:
    from matplotlib.figure import Figure

DPI = 192  # twice what a page shows: sharp on a dense screen and in print


@dataclass(frozen=True, slots=True)
class Plot:
    """A picture made of pixels, and the same facts as text."""

    png: bytes
    text: str
    about: dict[str, object]  # what a notebook keeps with it: the alt text, the width

    def __str__(self) -> str:
        return self.text

    def _repr_mimebundle_(self, **_: object) -> tuple[dict[str, object], ...]:
        forms: dict[str, object] = {"image/png": self.png, "text/plain": self.text}
        return forms, {"image/png": self.about}


def plot(figure: Figure, text: str, alt: str) -> Plot:
    """Turn a matplotlib figure into a picture. `text` is the table of its numbers.

    The figure stands on a light card, so it can be read in a dark theme, too.
    """
    file, light = io.BytesIO(), COLOURS["card"][0]
    same = {"Software": None}  # no version: the same figure gives the same bytes
    figure.savefig(file, format="png", dpi=DPI, facecolor=light, metadata=same)
    width = round(figure.get_figwidth() * DPI / 2)
    return Plot(file.getvalue(), text, {"alt": f"{alt}\n{text}", "width": width})

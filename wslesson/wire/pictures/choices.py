"""Draw several plots in one place, of which a reader sees one at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import islice

from .picture import Picture
from .plots import (
    EDGE,
    LEGEND,
    LONGEST,
    POINTS,
    TOP,
    Bar,
    Sheet,
    Times,
    below,
    counted,
    dots,
    drawn_bar,
    said,
    scale,
    twin,
)
from .shapes import card, hidden, part, words
from .texts import NORMAL, columns, fit, more, sentence

CHOICES = 12  # plots that are drawn
ASK = "Move the slider: which bars grow, and by how much?"


def plots(choices: Mapping[str, Mapping[str, Times]], what: str, alt: str) -> Picture:
    """Draw several plots in one place, all with the same scale: a slider chooses one.

    They are as those of `plot`, and so are the errors.

    >>> print(plots({"1 at once": {"tasks": [7]}, "9": {"tasks": [9]}}, "a second", ""))
    a second
    1 at once
           value
    tasks      7
    9
           value
    tasks      9
    """
    shown = dict(islice(choices.items(), CHOICES))
    often = any(len(times) > 1 for each in shown.values() for times in each.values())
    drawn = {label: counted(each, often) for label, each in shown.items()}
    left_out = more(len(choices), CHOICES, "plot")
    texts = [twin(label, bars, often) for label, bars in drawn.items()]
    text = "\n".join(filter(None, [what, *texts, left_out]))
    return Picture(_in_one_place(drawn, what, often, left_out), text, alt)


def _in_one_place(
    drawn: Mapping[str, Sequence[Bar]], what: str, often: bool, left_out: str
) -> str:
    sheet = Sheet.of([bar for bars in drawn.values() for bar in bars], often)
    foot = TOP + sheet.row * max(map(len, drawn.values()))
    frames: list[str] = []
    for label, bars in drawn.items():
        name = fit(label, LONGEST * NORMAL, NORMAL)
        inside = [words(sheet.width - EDGE, 26, name, "text", "end")]
        for n, bar in enumerate(bars):
            middle = TOP + n * sheet.row + sheet.bar / 2
            points = dots(bar, sheet, middle, POINTS // len(bars) if often else 0)
            inside += [*drawn_bar(bar, sheet, middle), *(shape for _, shape in points)]
        say = "\n".join([name, *(said(bar, what) for bar in bars)])
        whole = part(inside, say=say, at=name)
        frames.append(hidden(whole) if frames else whole)
    rest, end, width = below(sheet, foot, [left_out, LEGEND if often else ""])
    parts = scale(sheet, foot)
    longest = max(columns(fit(label, LONGEST, 1)) for label in drawn)
    title = fit(sentence(what), sheet.width - 3 * EDGE - NORMAL * longest, 9)
    return card(width, end, title, *parts, *frames, *rest, kind="frames", ask=ASK)

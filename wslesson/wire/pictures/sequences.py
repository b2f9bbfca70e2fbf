"""Draw a conversation: who says what to whom, while time flows down."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .picture import Picture
from .shapes import SMALL_TEXT, box, card, part, path, words
from .texts import NORMAL, SMALL, count, fit, table

BEGIN, END = 40, 20  # steps drawn of a long story, of its beginning and of its end
NAME = 24  # characters of an actor's name, or of a time, that are drawn
LONGEST = 76  # characters of a label that are drawn; the text twin has them all
NARROWEST, WIDEST = 240, 836  # pixels between two actors, and of two with all else
BESIDE = 48  # pixels of an arrow that its words leave free
PACE, LONG = 0.5, 6.0  # seconds from an arrow to the next, and for all of them


@dataclass(frozen=True, slots=True)
class Arrow:
    """Something that `source` sends to `target`, with a smaller `note` below it.

    `when` stands in the margin. `kind` gives it a colour: http, data, control, close;
    or "dash" for a broken line. The live picture explains what it `says`, and shows
    its bytes: `wire` is their text, or what `boxes` makes of them.
    """

    source: str
    target: str
    label: str
    note: str = ""
    when: str = ""
    kind: str = ""
    says: str = ""
    wire: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """A line across the picture: something that happens, or time that passes.

    It may stand for several `steps` that are not shown.
    """

    label: str
    steps: int = 1


def sequence(
    *steps: Arrow | Note, actors: Sequence[str] = ("client", "server"), title: str = ""
) -> Picture:
    """Draw the steps in order, from top to bottom; of very many, the first and last.

    Raises ValueError for an arrow that does not go from one actor to another.

    >>> print(sequence(Arrow("client", "server", "hello"), Note("2 s pass")))
    step  from    to      what
       1  client  server  hello
       2                  2 s pass
    """
    for step in steps:
        _check(step, actors)
    steps = _shortened(steps)
    rows, number = [], 0
    for step in steps:
        rows.append((str(number + 1), *_told(step)))
        number += step.steps if isinstance(step, Note) else 1
    text = table(title, ("step", "when", "from", "to", "what"), *rows)
    names = " and ".join(fit(actor, NAME, 1) for actor in actors)
    told = f"{count(number, 'step')} between {names}"
    said = [_said(row, step) for row, step in zip(rows, steps, strict=True)]
    svg = _draw(steps, said, actors, title)
    return Picture(svg, text, f"{title or 'A conversation'}: {told}.")


def _shortened(steps: Sequence[Arrow | Note]) -> tuple[Arrow | Note, ...]:
    hidden = [step.steps if isinstance(step, Note) else 1 for step in steps[BEGIN:-END]]
    if len(hidden) < 2:  # a line that counts one step is no shorter
        return tuple(steps)
    left_out = Note(f"… {count(sum(hidden), 'more step')}", sum(hidden))
    return *steps[:BEGIN], left_out, *steps[-END:]


def _check(step: Arrow | Note, actors: Sequence[str]) -> None:
    if isinstance(step, Note):
        return
    if not {step.source, step.target} <= {*actors} or step.source == step.target:
        raise ValueError(f"{step} does not go from one to another of {list(actors)}")


def _told(step: Arrow | Note) -> tuple[str, str, str, str]:
    if isinstance(step, Note):
        return "", "", "", step.label
    label = f"{step.label} ({step.note})" if step.note else step.label
    return step.when, step.source, step.target, label


def _said(row: Sequence[str], step: Arrow | Note) -> str:
    """Return a row of the text twin as a sentence, and what explains it."""
    number, when, source, target, what = row
    ends = f"{source} to {target}: " if source else ""
    says = f"\n{step.says}" if isinstance(step, Arrow) and step.says else ""
    return f"{number}. {ends}{what}{f', {when}' if when else ''}{says}"


def _draw(
    steps: Sequence[Arrow | Note],
    said: Sequence[str],
    actors: Sequence[str],
    title: str,
) -> str:
    width, half, lanes = _lanes(steps, actors)
    top = 44 if title else 16
    parts: list[str] = []
    y = top + 62
    pace = min(PACE, LONG / max(len(steps), 1))
    for n, (step, say) in enumerate(zip(steps, said, strict=True)):
        if isinstance(step, Note):
            drawn, wire = _note(step.label, width, y), ""
        else:
            drawn = _arrow(step, lanes[step.source], lanes[step.target], y)
            wire = step.wire
        style = f"--at:{n * pace:.4g}s"
        parts.append(part(drawn, style, say=say, wire=wire))
        y += 40 if isinstance(step, Note) or not step.note else 52
    heads = []
    for actor, x in lanes.items():
        heads.append(path(f"M{x:g} {top + 26}V{y - 16}"))
        heads.append(box(x - half, top, 2 * half, 26, "f0"))
        heads.append(words(x, top + 17, fit(actor, NAME, 1)))
    return card(width, y, title, *heads, *parts, kind="steps")


def _lanes(
    steps: Sequence[Arrow | Note], actors: Sequence[str]
) -> tuple[float, float, dict[str, float]]:
    """Return how wide all is, half the width of an actor, and where each stands."""
    longest = max([len(text) for step in steps for text in _texts(step)], default=0)
    whens = [fit(step.when, NAME, 1) for step in steps if isinstance(step, Arrow)]
    half = max(len(fit(actor, NAME, 1)) for actor in actors) * NORMAL / 2 + 14
    margin = 16 + max([len(when) for when in whens], default=0) * SMALL
    around, gaps = margin + 16 + 2 * half, max(len(actors) - 1, 1)
    room = max(NARROWEST, int((WIDEST - around) / gaps))
    gap = max(NARROWEST, min(room, round(min(longest, LONGEST) * NORMAL) + BESIDE))
    lanes = {actor: margin + half + n * gap for n, actor in enumerate(actors)}
    return around + gap * gaps, half, lanes


def _texts(step: Arrow | Note) -> tuple[str, ...]:
    return (step.label,) if isinstance(step, Note) else (step.label, step.note)


def _note(label: str, width: float, y: int) -> Iterator[str]:
    shown = fit(label, min(LONGEST * NORMAL, width - 48))
    half = len(shown) * SMALL / 2 + 8
    yield path(f"M16 {y - 4}H{width - 16:g}", "dash")
    yield box(width / 2 - half, y - 16, 2 * half, 24, "card")
    yield words(width / 2, y, shown, SMALL_TEXT)


def _arrow(step: Arrow, start: float, end: float, y: int) -> Iterator[str]:
    back = -10 if end > start else 10
    middle, room = (start + end) / 2, abs(end - start) - BESIDE + 1
    yield words(16, y + 4, fit(step.when, NAME, 1), SMALL_TEXT, "start")
    yield path(f"M{start:g} {y}H{end + back:g}", step.kind)
    yield path(f"M{end:g} {y}l{back} -5v10z", f"head {step.kind.removesuffix('dash')}")
    yield words(middle, y - 7, fit(step.label, room, NORMAL), "text halo")
    yield words(middle, y + 15, fit(step.note, room), "muted small halo")

"""Shapes and words of a drawing: SVG that follows the reader's theme."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape
from math import ceil

from .texts import SMALL, columns, fit, printable

COLOURS = {  # role: light theme, dark theme
    "text": ("#0f172a", "#f1f5f9"),
    "muted": ("#475569", "#c3cedb"),
    "warn": ("#b91c1c", "#fda4a4"),
    "line": ("#64748b", "#94a3b8"),
    "edge": ("#cbd5e1", "#475569"),
    "card": ("#ffffff", "#111827"),
    "http": ("#1d4ed8", "#93b4fd"),  # arrows, by what they carry
    "data": ("#15803d", "#6ee7a0"),
    "control": ("#a16207", "#fcd34d"),
    "close": ("#b91c1c", "#fda4a4"),
    "f0": ("#dbeafe", "#1e3a6e"),  # fills of fields: neighbours differ in hue
    "f1": ("#e8edf3", "#334155"),
    "f2": ("#dcfce7", "#14472a"),
    "f3": ("#fef3c7", "#5a3a0a"),
    "f4": ("#fae8ff", "#571a5e"),
    "f5": ("#cffafe", "#0f4756"),
    "f6": ("#ffedd5", "#5f2812"),
    "f7": ("#ecfccb", "#33480f"),
}
ALWAYS = ("text", "muted", "line", "edge", "card", "warn", "http")  # or when it is live
ARROWS = ("http", "data", "control", "close")
WIDEST = 836  # pixels: what a page of a notebook or of a site has room for
RADIUS = 3  # pixels, of a point
FILLED = tuple(role for role in COLOURS if role not in ARROWS)
FILLS = tuple(role for role in COLOURS if role.startswith("f"))
MIDDLE = 'text-anchor="middle"'  # where nothing else is said: most words are centred
SQUEEZED = 'lengthAdjust="spacingAndGlyphs"'
PRESSED = 0.7  # of that width: what can still be read well
STYLE = (
    "text{font:13px DejaVu Sans Mono,Menlo,Consolas,monospace;white-space:pre}"
    ".small{font-size:11px}.title{font:bold 14px DejaVu Sans,Arial,sans-serif}"
    "path{fill:none}.dash{stroke-dasharray:4 3}.ghost{fill:none}"
    "path{stroke-width:1.5}.bold{stroke-width:2.5}"
    ".halo{paint-order:stroke;stroke-width:5}"  # no line runs through these words
)
# Arrows swell once, in order, where the reader's system has nothing against motion.
# None is ever hidden: what is below the fold is printed as its first frame shows it.
MOTION = (
    "@media(prefers-reduced-motion:no-preference)"
    "{g path{animation:say .7s;animation-delay:inherit}}"
    "@keyframes say{50%{stroke-width:6}}"
)


def card(width: float, height: float, title: str, *parts: str, **told: object) -> str:
    """Return an SVG document: the parts on a card that follows the reader's theme.

    What is `told` of it makes it live: its `kind` says what a reader can do with it.
    """
    room = max(width, WIDEST) - 32
    heading = words(16, 26, fit(title, room, 9), "title", "start")
    if 9 * columns(title) > room:  # whatever letters it has: it stays on the card
        heading = heading.replace(">", f' textLength="{room:g}" {SQUEEZED}>', 1)
    # Whole pixels: a sharp edge.
    width = ceil(max(width, min(9 * columns(title), room) + 32))
    xmlns = "http://www.w3.org/2000/svg"
    about, drawn = _data(told), "".join(parts)
    used = {*re.findall(r"\w+", f"{about}{drawn}"), *ALWAYS}
    dark = f"@media(prefers-color-scheme:dark){{{_theme(1, used)}}}"
    motion = MOTION if told.get("kind") == "steps" else ""
    return (
        f'<svg xmlns="{xmlns}" width="{width:g}" height="{height:g}" {MIDDLE}{about}>'
        f"<style>{STYLE}{motion}{_theme(0, used)}{dark}</style>"
        f"{box(0.5, 0.5, width - 1, height - 1, 'card')}"
        f"{heading}{drawn}</svg>"
    )


def _theme(number: int, used: set[str]) -> str:
    """Return the colours of a theme, as far as a drawing uses them."""
    colours = {role: pair[number] for role, pair in COLOURS.items()}

    def rules(roles: Iterable[str], look: str) -> str:
        shown = (f".{r}{{{look.format(colours[r])}}}" for r in roles if r in used)
        return "".join(shown)

    fills, arrows = rules(FILLED, "fill:{0}"), rules(ARROWS, "fill:{0};stroke:{0}")
    return (
        fills
        + (
            ".title{{fill:{text}}}rect,path{{stroke:{line}}}.head{{fill:{line}}}"
            ".card,.tick{{stroke:{edge}}}.halo{{stroke:{card}}}.bold{{stroke:{warn}}}"
        ).format(**colours)
        + arrows
        + ".dot{{stroke:{card}}}".format(**colours)
    )


def part(drawn: Iterable[str], style: str = "", /, **told: object) -> str:
    """Return shapes as one thing, with what a live picture tells of it."""
    look = f' style="{style}"' if style else ""
    return f"<g{look}{_data(told)}>{''.join(drawn)}</g>"


def hidden(drawn: str) -> str:
    """Return a part that is not seen until a live picture shows it."""
    return drawn.replace("<g", '<g display="none"', 1)


def _data(told: dict[str, object]) -> str:
    r"""Return attributes. A line end within a value stays one.

    >>> _data({"at": 0, "say": 'a "b"', "none": ""})
    ' data-at="0" data-say="a &quot;b&quot;"'
    """
    values = {name: str(value).split("\n") for name, value in told.items()}
    return "".join(
        f' data-{name}="{"&#10;".join(escape(printable(line)) for line in lines)}"'
        for name, lines in values.items()
        if lines != [""]
    )


def words(
    x: float,
    y: float,
    content: str,
    role: str = "text",
    anchor: str = "middle",
    most: float = 0,
) -> str:
    """Return one line of text. Roles: text, muted, warn, title; small, halo.

    Small text that is wider than `most` pixels is pressed together a little, then cut.
    """
    place = f'x="{x:g}" y="{y:g}"'
    place += f' text-anchor="{anchor}"' if anchor != "middle" else ""
    if most and columns(content) * SMALL > most:
        content = fit(content, most / PRESSED)
        place += f' textLength="{most:g}" {SQUEEZED}'
    shown = escape(printable(content), quote=False)
    return f'<text class="{role}" {place}>{shown}</text>' if content else ""


def numbers(places: Iterable[float], y: float, names: Iterable[str]) -> str:
    """Return a row of small words, each in the middle of its place."""
    row = zip(places, names, strict=True)
    spans = "".join(f'<tspan x="{x:g}">{name}</tspan>' for x, name in row)
    return f'<text class="muted small" y="{y:g}">{spans}</text>'


def box(x: float, y: float, width: float, height: float, role: str) -> str:
    """Return a rectangle. Roles: card, a fill, ghost; any with dash or bold."""
    size = f'x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}"'
    return f'<rect class="{role}" {size}/>'


def dot(x: float, y: float, role: str = ARROWS[0]) -> str:
    """Return a point: a square so round that a live picture can mark it as a box."""
    size = f'width="{2 * RADIUS:g}" height="{2 * RADIUS:g}" rx="{RADIUS:g}"'
    place = f'x="{x - RADIUS:g}" y="{y - RADIUS:g}"'
    return f'<rect class="{role} dot" {place} {size}/>'


def path(d: str, role: str = "line") -> str:
    """Return what `d` says, as in "M0 0h9". Roles: line, tick, head, bold, dash."""
    return f'<path class="{role}" d="{d}"/>'

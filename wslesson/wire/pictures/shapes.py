"""Shapes and words of a drawing: SVG that follows the reader's theme."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from html import escape
from math import ceil

from .shared import share
from .texts import SMALL, columns, fit, printable

CLASS = re.compile(r'class="([^"]*)"')
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
    "violet": ("#7e22ce", "#d8b4fe"),  # more lines of a plot
    "teal": ("#0e7490", "#67e8f9"),
    "pink": ("#be185d", "#f9a8d4"),
    "f0": ("#dbeafe", "#1e3a6e"),  # fills of fields: neighbours differ in hue
    "f1": ("#e8edf3", "#334155"),
    "f2": ("#dcfce7", "#14472a"),
    "f3": ("#fef3c7", "#5a3a0a"),
    "f4": ("#fae8ff", "#571a5e"),
    "f5": ("#cffafe", "#0f4756"),
    "f6": ("#ffedd5", "#5f2812"),
    "f7": ("#ecfccb", "#33480f"),
}
STROKES = ("http", "data", "control", "close", "violet", "teal", "pink")
FILLS = tuple(role for role in COLOURS if role.startswith("f"))
SMALL_TEXT = "muted small"  # what explains
WIDEST = 836  # pixels: what a page of a notebook or of a site has room for
RADIUS = 3  # pixels, of a point
MIDDLE = 'text-anchor="middle"'  # where nothing else is said: most words are centred
SQUEEZED = 'lengthAdjust="spacingAndGlyphs"'
PRESSED = 0.7  # of that width: what can still be read well
ALWAYS = (
    "text{font:13px DejaVu Sans Mono,Menlo,Consolas,monospace;white-space:pre}"
    "path{stroke-width:1.5}path:not(.head):not(.area){fill:none}"
)
LOOKS = {  # class: how it looks in either theme
    "small": "font-size:11px",
    "title": "font:bold 14px DejaVu Sans,Arial,sans-serif",
    "start": "text-anchor:start",
    "end": "text-anchor:end",
    "halo": "paint-order:stroke;stroke-width:5",  # no line runs through these words
    "dash": "stroke-dasharray:4 3",
    "bold": "stroke-width:2.5",
    "ghost": "fill:none",
    "unseen": "stroke-opacity:0;pointer-events:all",  # but a pointer finds it
}
PAINT = (  # what of which shapes has which colour; what comes later prevails
    ("fill", "text", "text"),
    ("stroke", "rect,path", "line"),
    *(("fill", f".{role}", role) for role in ("muted", "warn", "card", *FILLS)),
    ("fill", ".head", "line"),
    ("fill", ".taken", "http"),
    ("stroke", ".card,.tick", "edge"),
    ("stroke", ".halo", "card"),
    ("stroke", ".bold", "warn"),
    *(("stroke", f".{role}", role) for role in STROKES),
    *(("fill", f".{role}", role) for role in STROKES),
    ("stroke", ".dot", "card"),
)
# Arrows swell once, in order, where the reader's system has nothing against motion.
# None is ever hidden: what is below the fold is printed as its first frame shows it.
MOTION = (
    "@media(prefers-reduced-motion:no-preference)"
    "{g path{animation:say .7s var(--at)}}"
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
    ground = box(0.5, 0.5, width - 1, height - 1, "card")
    drawn, shared = share("".join([ground, heading, *parts]))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}" '
        f'height="{height:g}" {MIDDLE}{_data(told)}{shared}>'
        f"<style>{_style(drawn, moves=told.get('kind') == 'steps')}</style>"
        f"{drawn}</svg>"
    )


def _style(drawn: str, *, moves: bool) -> str:
    """Return the rules of both themes, as far as a drawing has a use for them."""
    used = {name for each in CLASS.findall(drawn) for name in each.split()}
    looks = (f".{name}{{{look}}}" for name, look in LOOKS.items() if name in used)
    dark = f"@media(prefers-color-scheme:dark){{{_theme(1, used)}}}"
    return f"{ALWAYS}{''.join(looks)}{MOTION * moves}{_theme(0, used)}{dark}"


def _theme(number: int, used: set[str]) -> str:
    """Return the colours of a theme, as far as a drawing uses them."""
    return "".join(
        f"{shapes}{{{what}:{COLOURS[role][number]}}}"
        for what, shapes, role in PAINT
        if not shapes.startswith(".") or used & set(re.findall(r"\w+", shapes))
    )


def part(drawn: Iterable[str], style: str = "", /, **told: object) -> str:
    """Return shapes as one thing, with what a live picture tells of it."""
    look = f' style="{style}"' if style else ""
    return f"<g{look}{_data(told)}>{''.join(drawn)}</g>"


def hidden(drawn: str) -> str:
    """Return a part that is not seen until a live picture shows it."""
    return drawn.replace("<g", '<g display="none"', 1)


def _data(told: dict[str, object]) -> str:
    r"""Return attributes. XML would make a space of a line end: it is written as ¶.

    >>> _data({"at": 0, "say": 'a "b"\nc', "none": ""})
    ' data-at="0" data-say="a &quot;b&quot;¶c"'
    """
    values = {name: str(value).split("\n") for name, value in told.items()}
    return "".join(
        f' data-{name}="{"¶".join(map(_escaped, lines))}"'
        for name, lines in values.items()
        if lines != [""]
    )


def _escaped(content: str) -> str:
    """Return a text as it stands in an attribute."""
    return escape(printable(content), quote=False).replace('"', "&quot;")


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
    place = f'x="{_short(x)}" y="{_short(y)}"'
    if most and columns(content) * SMALL > most:
        content = fit(content, most / PRESSED)
        place += f' textLength="{most:g}" {SQUEEZED}'
    look = _class(f"{role} {anchor}", {"text", "middle"})
    shown = escape(printable(content), quote=False)
    return f"<text{look} {place}>{shown}</text>" if content else ""


def numbers(
    places: Iterable[tuple[float, str]], y: float, role: str = SMALL_TEXT
) -> str:
    """Return a row of small words, each in the middle of its place."""
    spans = "".join(
        f'<tspan x="{_short(x)}">{escape(name, quote=False)}</tspan>'
        for x, name in places
    )
    return f'<text{_class(role)} y="{_short(y)}">{spans}</text>' if spans else ""


def box(x: float, y: float, width: float, height: float, role: str) -> str:
    """Return a rectangle. Roles: card, a fill, ghost; any with dash or bold."""
    place = f'x="{_short(x)}" y="{_short(y)}"'
    size = f'width="{_short(width)}" height="{_short(height)}"'
    return f"<rect{_class(role)} {place} {size}/>"


def dot(x: float, y: float, role: str = STROKES[0]) -> str:
    """Return a point, with an edge that keeps it apart from its neighbours."""
    place = f'cx="{_short(x)}" cy="{_short(y)}" r="{RADIUS}"'
    return f"<circle{_class(f'{role} dot')} {place}/>"


def path(d: str, role: str = "line") -> str:
    """Return what `d` says, as in "M0 0h9". Roles: line, tick, head, area."""
    return f'<path{_class(role, {"line"})} d="{d}"/>'


def _class(roles: str, usual: Collection[str] = ()) -> str:
    """Return an attribute, unless the roles are what such a shape is anyway."""
    names = [role for role in roles.split() if role not in usual]
    return f' class="{" ".join(names)}"' if names else ""


def _short(number: float) -> str:
    """Return pixels in few digits: a tenth of one is not seen."""
    return f"{round(number, 1):g}"

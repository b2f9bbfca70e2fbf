"""A page of live pictures: one of each kind, as a notebook that has run shows them."""

from html import escape

from wslesson.protocol.frames import parse_frame
from wslesson.wire import Arrow, Note, Picture, diagram, pieces, sequence
from wslesson.wire.pictures.alive import Awake
from wslesson.wire.pictures.shapes import box, card, part, words

HELLO = bytes.fromhex("8105 48656c6c6f")
PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Live pictures</title>
<style>
:root {{ color-scheme: light dark; background: Canvas; }}
body {{ margin: 16px; font: 16px/1.5 sans-serif; }}
img {{ max-width: 100%; }}
</style>
<main>
<h1>Live pictures</h1>
{}
</main>
</html>
"""


def frames():
    """Draw three drawings in the place of one; the second is what stands still."""
    names = "one", "two", "three"
    drawn = [part([words(120, 60, name)], say=f"This is {name}.") for name in names]
    hidden = [each.replace("<g ", '<g display="none" ') for each in drawn]
    shown = [hidden[0], drawn[1], hidden[2]]
    told = {"kind": "frames", "ask": "Choose one of three."}
    svg = card(240, 90, "Three drawings", *shown, **told)
    return Picture(svg, "one, two, three", "Three drawings")


def walk():
    """Draw three places, and a path that comes back to the first."""
    places = [
        part([box(x, 50, 80, 30, "f1"), words(x + 40, 70, name)], say=f"Now {name}.")
        for x, name in ((20, "open"), (130, "closing"), (240, "closed"))
    ]
    told = {"kind": "walk", "walk": "0 1 0 2", "ask": "Go along the path."}
    svg = card(340, 100, "A path", *places, **told)
    return Picture(svg, "open, closing, open, closed", "A path")


EVERY_KIND = {
    "fields": lambda: diagram(parse_frame, HELLO, flips=True),
    "stream": lambda: pieces(b"caf\xc3", b"\xa9, please"),
    "steps": lambda: sequence(
        Arrow("client", "server", "hello"),
        Note("2 s pass"),
        Arrow("server", "client", "hello to you"),
    ),
    "frames": frames,
    "walk": walk,
}


def write(path):
    """Write the page into a file, the script first, as the setup cell brings it."""
    shown = [
        f"<h2>{escape(kind)}</h2>{draw()._repr_mimebundle_()['text/html']}"
        for kind, draw in EVERY_KIND.items()
    ]
    script = Awake("The gallery is ready.")._repr_mimebundle_()["text/html"]
    path.write_text(PAGE.format("\n".join([script, *shown])), "utf-8")
    return path

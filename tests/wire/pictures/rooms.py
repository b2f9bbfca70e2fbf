"""How much room each text of a drawing takes, at most, and which of them meet."""

from itertools import combinations

from tests.wire.pictures.shapes import SVG, drawn
from wslesson.wire.pictures.texts import NORMAL, SMALL, columns


def numbers(element, *names):
    return [float(element.get(name)) for name in names]


def room(text):
    """Return the left, right, upper and lower edge of what a text takes."""
    x, y = numbers(text, "x", "y")
    role = text.get("class").split()
    char = 9 if "title" in role else SMALL if "small" in role else NORMAL
    wide = float(text.get("textLength", char * columns(text.text)))
    left = (
        x
        - wide
        * {"start": 0, "middle": 0.5, "end": 1}[text.get("text-anchor", "middle")]
    )
    return left, left + wide, y - (9 if "small" in role else 11), y + 3


def rooms(picture):
    """Return the texts of a drawing, and the room of each."""
    texts = [each for text in drawn(picture).iter(f"{SVG}text") for each in words(text)]
    return {f"{n}: {text.text}": room(text) for n, text in enumerate(texts)}


def words(text):
    """Yield a text, or each of its parts, which have from it what they do not say."""
    for part in text:
        part.attrib.update({**text.attrib, **part.attrib})
    return list(text) or [text]


def boxes(picture, name):
    """Return the edges of the boxes whose class has a name in it."""
    return [
        (x, x + wide, y, y + high)
        for rect in drawn(picture).iter(f"{SVG}rect")
        if name in rect.get("class").split()
        for x, y, wide, high in [numbers(rect, "x", "y", "width", "height")]
    ]


def meet(one, other):
    across = one[0] < other[1] and other[0] < one[1]
    return across and one[2] < other[3] and other[2] < one[3]


def touching(picture):
    """Return the pairs of texts that meet, and the texts that leave the card."""
    root, found = drawn(picture), rooms(picture)
    width, height = numbers(root, "width", "height")
    card = (0, width, 0, height)
    pairs = [(a, b) for a, b in combinations(found, 2) if meet(found[a], found[b])]
    outside = [
        text
        for text, (left, right, top, end) in found.items()
        if left < card[0] or right > card[1] or top < card[2] or end > card[3]
    ]
    return [*pairs, *outside]

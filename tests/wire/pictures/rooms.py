"""How much room each text of a drawing takes, at most, and which of them meet."""

from itertools import combinations

from tests.wire.pictures.shapes import SVG, drawn
from wslesson.wire.pictures.texts import NORMAL, SMALL, columns


def numbers(element, *names):
    return [float(element.get(name)) for name in names]


def room(text):
    """Return the left, right, upper and lower edge of what a text takes."""
    x, y = numbers(text, "x", "y")
    role = text.get("class", "").split()
    char = 9 if "title" in role else SMALL if "small" in role else NORMAL
    wide = float(text.get("textLength", char * columns(text.text)))
    left = x - wide * (0 if "start" in role else 1 if "end" in role else 0.5)
    return left, left + wide, y - (9 if "small" in role else 11), y + 3


def rooms(picture):
    """Return each word of a drawing, and the room that it takes."""
    return [(word.text, room(word)) for word in words(drawn(picture))]


def words(root):
    """Return the texts; of one in parts the parts, which have from it what it says."""
    found = []
    for text in root.iter(f"{SVG}text"):
        for part in text:
            part.attrib.update({**text.attrib, **part.attrib})
        found += list(text) or [text]
    return found


def scenes(root):
    """Yield the words that are seen together: of several frames, one at a time."""
    frames = list(root.iter(f"{SVG}g")) if root.get("data-kind") == "frames" else []
    hidden = {frame: set(words(frame)) for frame in frames}
    always = [
        word for word in words(root) if not any(map({word}.issubset, hidden.values()))
    ]
    for inside in hidden.values() or [set()]:
        yield [*always, *inside]


def points(picture):
    """Return the edges of the points."""
    return [
        (x - r, x + r, y - r, y + r)
        for circle in drawn(picture).iter(f"{SVG}circle")
        for x, y, r in [numbers(circle, "cx", "cy", "r")]
    ]


def boxes(picture, name):
    """Return the edges of the boxes whose class has a name in it."""
    return [
        (x, x + wide, y, y + high)
        for rect in drawn(picture).iter(f"{SVG}rect")
        if name in rect.get("class", "").split()
        for x, y, wide, high in [numbers(rect, "x", "y", "width", "height")]
    ]


def meet(one, other):
    """Tell whether two rooms have a place in common."""
    across = one[0] < other[1] and other[0] < one[1]
    return across and one[2] < other[3] and other[2] < one[3]


def touching(picture):
    """Return the pairs of words that meet, and the words that leave the card."""
    root = drawn(picture)
    width, height = numbers(root, "width", "height")
    found = []
    for scene in scenes(root):
        all_of_it = [(word.text, room(word)) for word in scene]
        found += [(a, b) for (a, x), (b, y) in combinations(all_of_it, 2) if meet(x, y)]
        found += [
            word
            for word, (left, right, top, end) in all_of_it
            if left < 0 or right > width or top < 0 or end > height
        ]
    return found

"""What a test may ask of a drawing: is it SVG, which words, which kinds of boxes?"""

import re
import xml.etree.ElementTree as ET

from wslesson.wire.pictures.texts import NORMAL, SMALL

SVG = "{http://www.w3.org/2000/svg}"


def drawn(picture):
    """Return the root of the drawing: XML, in whose attributes each word is known."""
    root = ET.fromstring(picture.svg)
    anchors = {element.get("text-anchor") for element in root.iter(f"{SVG}text")}
    assert anchors <= {None, "start", "end"}  # None: as the root says, in the middle
    assert root.get("text-anchor") == "middle"
    assert not [
        each.tail for each in root.iter() if each.tail
    ]  # no text beside the elements
    roles = {role for each in root.iter() for role in each.get("class", "").split()}
    assert roles <= set(re.findall(r"\.([a-z]\w*)", root.findtext(f"{SVG}style")))
    return root


def said(picture):
    """Return the words in the drawing, in the order in which they were drawn."""
    texts = drawn(picture).iter(f"{SVG}text")
    return [each.text for text in texts for each in ([*text] or [text])]


def kinds(picture, tag="rect"):
    """Return the class of each shape, without the card below all."""
    classes = [element.get("class") for element in drawn(picture).iter(f"{SVG}{tag}")]
    return [kind for kind in classes if kind != "card"]


def lies_inside(picture):
    """Tell whether each shape and the start of each text lie on the card."""
    root = drawn(picture)
    width, height = float(root.get("width")), float(root.get("height"))
    return all(
        0 <= float(element.get("x")) <= width
        and 0 <= float(element.get("y", 0)) <= height
        and float(element.get("x")) + float(element.get("width", 0)) <= width
        and float(element.get("y", 0)) + float(element.get("height", 0)) <= height
        for element in root.iter()
        if element.get("x")
    )


def room(text):
    """Return the left, right, upper and lower edge of what a text takes at most."""
    x, y = float(text.get("x")), float(text.get("y"))
    kinds = text.get("class").split()
    char = SMALL if "small" in kinds else 9 if "title" in kinds else NORMAL
    wide = char * len(text.text)
    left = x - {"start": 0, "middle": 0.5, "end": 1}[text.get("text-anchor")] * wide
    return left, left + wide, y - (10 if "small" in kinds else 11), y + 3


def scenes(picture):
    """Yield the texts that are seen together: of several frames, one at a time."""
    root = drawn(picture)
    frames = list(root.iter(f"{SVG}g"))
    if root.get("data-kind") != "frames":
        frames = [None]
    for frame in frames:
        others = {
            text
            for other in frames
            if other is not frame
            for text in other.iter(f"{SVG}text")
        }
        yield [text for text in root.iter(f"{SVG}text") if text not in others]


def touching(picture):
    """Return each pair of texts that touch, and each text that leaves the card."""
    root = drawn(picture)
    width, height = float(root.get("width")), float(root.get("height"))
    faults = []
    for texts in scenes(picture):
        rooms = [(text.text, *room(text)) for text in texts]
        for n, (said, left, right, top, low) in enumerate(rooms):
            if left < 0 or right > width or top < 0 or low > height:
                faults.append((said, "the edge"))
            faults += [
                (said, other)
                for other, x, end, y, bottom in rooms[:n]
                if left < end and x < right and top < bottom and y < low
            ]
    return faults

"""What a test may ask of a drawing: is it SVG, which words, which kinds of boxes?"""

import re
import xml.etree.ElementTree as ET

from wslesson.wire.pictures.texts import NORMAL, SMALL

SVG = "{http://www.w3.org/2000/svg}"


def drawn(picture):
    """Return the root of the drawing: XML, in whose attributes each word is known."""
    root = ET.fromstring(picture.svg)
    anchors = {element.get("text-anchor") for element in root.iter(f"{SVG}text")}
    assert anchors <= {"start", "middle", "end"}
    assert not [
        each.tail for each in root.iter() if each.tail
    ]  # no text beside the elements
    roles = {role for each in root.iter() for role in each.get("class", "").split()}
    assert roles <= set(re.findall(r"\.([a-z]\w*)", root.findtext(f"{SVG}style")))
    return root


def said(picture):
    """Return the words in the drawing, in the order in which they were drawn."""
    return [element.text for element in drawn(picture).iter(f"{SVG}text")]


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
        and 0 <= float(element.get("y")) <= height
        and float(element.get("x")) + float(element.get("width", 0)) <= width
        and float(element.get("y")) + float(element.get("height", 0)) <= height
        for element in root.iter()
        if element.get("x")
    )


WIDTHS = {"title": 9, "small": SMALL}  # pixels, of a character; NORMAL of any other


def boxes_of_words(picture):
    """Return the words, each with the left, right, upper, lower edge that they have."""
    found = []
    for text in drawn(picture).iter(f"{SVG}text"):
        roles = text.get("class", "").split()
        char = next((WIDTHS[role] for role in roles if role in WIDTHS), NORMAL)
        wide = float(text.get("textLength") or char * len(text.text))
        x, y = float(text.get("x")), float(text.get("y"))
        x -= {"start": 0, "middle": wide / 2, "end": wide}[text.get("text-anchor")]
        found.append((text.text, (x, x + wide, y - 10, y + 3)))
    return found


def meet(one, other):
    """Tell whether two boxes have a place in common."""
    (a, b, c, d), (e, f, g, h) = one, other
    return a < f and e < b and c < h and g < d


def words_that_touch(picture):
    """Return each two words that overlap, and each that leaves the card."""
    root, boxes = drawn(picture), boxes_of_words(picture)
    card = float(root.get("width")), float(root.get("height"))
    return [
        *(
            pair
            for n, (one, at) in enumerate(boxes)
            for pair in [(one, other) for other, there in boxes[:n] if meet(at, there)]
        ),
        *(
            word
            for word, (x, end, top, bottom) in boxes
            if x < 0 or end > card[0] or top < 0 or bottom > card[1]
        ),
    ]

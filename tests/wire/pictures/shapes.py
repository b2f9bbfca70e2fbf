"""What a test may ask of a drawing: is it SVG, which words, which kinds of boxes?"""

import re
import xml.etree.ElementTree as ET

SVG = "{http://www.w3.org/2000/svg}"


def drawn(picture):
    """Return the root of the drawing: XML, in whose attributes each word is known."""
    root = ET.fromstring(picture.svg)
    give_back(root)
    assert root.get("text-anchor") == "middle"  # where no class says another
    assert not [
        each.tail for each in root.iter() if each.tail
    ]  # no text beside the elements
    roles = {role for each in root.iter() for role in each.get("class", "").split()}
    assert roles <= set(re.findall(r"\.([a-z]\w*)", root.findtext(f"{SVG}style")))
    return root


def give_back(root):
    """Give each part what the root tells in its place, as the script does."""
    for name in ("say", "at", "wire", "flips"):
        order, *lines = root.get(f"data-{name}", "").split("¶")
        for part, own in zip(root.iter(f"{SVG}g"), order.split(" "), strict=False):
            if own:
                told = [lines[int(n)] for n in own.split(".")]
                part.set(f"data-{name}", "\n".join(told))


def said(picture):
    """Return the words in the drawing, in the order in which they were drawn."""
    texts = drawn(picture).iter(f"{SVG}text")
    return [each.text for text in texts for each in ([*text] or [text])]


def kinds(picture, tag="rect"):
    """Return the class of each shape, without the card below all."""
    classes = [
        element.get("class", "") for element in drawn(picture).iter(f"{SVG}{tag}")
    ]
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

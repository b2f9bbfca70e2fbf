"""A live picture as its reader meets it: by its roles, its names and its words."""

import base64
import re

# The kind of each picture whose script may run, and whether it is live: in the order
# of the page. A picture of no kind stays an image.
PICTURES = """() => [...document.querySelectorAll("ws-picture")].map(picture => ({
    kind: picture.querySelector("img").src.match(/data-kind='(\\w+)'/)?.[1],
    live: !!picture.shadowRoot?.querySelector("svg"),
}))"""
ALL_LIVE = f"() => ({PICTURES})().every(each => each.live === !!each.kind)"
OVERFLOW = """() => {
    const page = document.scrollingElement
    return page.scrollWidth - page.clientWidth
}"""
# The browser reads its own screenshot.
PIXEL = """async png => {
    const image = new Image()
    image.src = png
    await image.decode()
    const canvas = document.createElement("canvas").getContext("2d")
    canvas.drawImage(image, 0, 0)
    return [...canvas.getImageData(20, 3, 1, 1).data.slice(0, 3)]
}"""


def kinds(tab):
    """Wait until all pictures of a page are live; return what can be done with each."""
    tab.wait_for_function(ALL_LIVE)
    return [each["kind"] for each in tab.evaluate(PICTURES)]


def brightness(drawing):
    """Look at the pixel in the corner of a picture: three channels together."""
    shot = base64.b64encode(drawing.screenshot()).decode()
    return sum(drawing.page.evaluate(PIXEL, f"data:image/png;base64,{shot}"))


class Live:
    """The `number`th picture of a page."""

    def __init__(self, tab, number):
        self.keys = tab.keyboard
        self.mouse = tab.mouse
        self.all = tab.locator("ws-picture").nth(number)
        self.drawing = self.all.locator("svg")
        self.controls = self.all.get_by_role("group", name=re.compile(r"^Controls\. ."))
        self.slider = self.controls.get_by_role("slider")
        self.words = self.all.locator("[aria-live=polite]")

    def place(self):
        """Return where the picture is, as a screen reader says it."""
        return self.slider.get_attribute("aria-valuetext")

    def button(self, name):
        return self.controls.get_by_role("button", name=name, exact=True)

    def told(self):
        """Return the sentences that its parts tell."""
        parts = self.drawing.locator("g[data-say]").all()
        return [part.get_attribute("data-say") for part in parts]

    def point(self, shape):
        """Move the pointer to the middle of a shape, whatever lies on it there."""
        shape.scroll_into_view_if_needed()
        box = shape.bounding_box()
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        self.mouse.move(x, y, steps=3)

    def click(self, shape):
        self.point(shape)
        self.mouse.down()
        self.mouse.up()

    def drag_slider(self):
        """Take the slider from its left end to its right end; return both places."""
        self.slider.scroll_into_view_if_needed()
        box = self.slider.bounding_box()
        y, right = box["y"] + box["height"] / 2, box["x"] + box["width"]
        self.mouse.move(box["x"] + 2, y)
        self.mouse.down()
        left = self.place()
        self.mouse.move(right - 2, y, steps=5)
        self.mouse.up()
        return left, self.place()

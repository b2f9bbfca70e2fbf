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
# Go through every place of every picture. What a reader could not read there: words
# that are small, that leave the drawing, or that lie on others.
UNREADABLE = """least => {
    const found = new Set()
    const meet = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1
        && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 2
    for (const {shadowRoot} of document.querySelectorAll("ws-picture")) {
        const svg = shadowRoot?.querySelector("svg")
        if (!svg) continue
        const title = svg.getAttribute("aria-label").split("\\n")[0]
        const slider = shadowRoot.querySelector("input"), scale = svg.getScreenCTM().a
        for (let place = +slider.min; place <= +slider.max; place++) {
            slider.value = place
            slider.dispatchEvent(new Event("input"))
            const card = svg.getBoundingClientRect()
            const words = [...svg.querySelectorAll("text, tspan")].filter(each =>
                !each.querySelector("tspan")
                && each.checkVisibility({visibilityProperty: true}))
            const all = words.map(each => [each, each.getBoundingClientRect()])
                .filter(([, room]) => room.width)  // of those that are shown
            for (const [n, [each, room]] of all.entries()) {
                const at = `${title} at ${place}: ${each.textContent}`
                const size = scale * parseFloat(getComputedStyle(each).fontSize)
                if (size < least) found.add(`${at} is small: ${size}`)
                if (room.left < card.left - 1 || room.right > card.right + 1
                    || room.top < card.top - 1 || room.bottom > card.bottom + 1)
                    found.add(`${at} leaves the drawing`)
                for (const [other, its] of all.slice(n + 1))
                    if (meet(room, its)) found.add(`${at} on ${other.textContent}`)
            }
        }
    }
    return [...found]
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

"""Chromium: a page that opens a WebSocket. A browser is never a server."""

from contextlib import asynccontextmanager

from tests import require
from tests.peers.peer import InTasks

HOW = "install it, and the extra `browser` of this package"
PAGE = """url => {
    const socket = new WebSocket(url)
    socket.binaryType = "arraybuffer"
    socket.onmessage = ({ data }) =>
        data === "close" ? socket.close(4002, "they leave") : socket.send(data)
    socket.onclose = ({ code, reason }) => goodbye(code, reason)
}"""


class Chromium(InTasks):
    lacks = ("their_fragments", "their_ping")  # nor can a page look at a Pong

    def __enter__(self):
        names = "chromium", "chromium-browser", "google-chrome"
        self._program = require.program(*names, how=HOW)
        self._playwright = require.module("playwright.async_api", how=HOW)
        return super().__enter__()

    @asynccontextmanager
    async def serve(self):
        async with self._playwright.async_playwright() as playwright:
            browser = await playwright.chromium.launch(executable_path=self._program)
            self._page = await browser.new_page()
            await self._page.expose_function("goodbye", self._hear)
            yield ""
            await browser.close()

    def _hear(self, code, reason):
        self.goodbyes.put((code, reason))

    async def visit(self, url):
        await self._page.evaluate(PAGE, url)

"""Two real browsers, asked in the same words: open a page, evaluate a promise."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread
from typing import Any, Protocol
from urllib.parse import urlsplit

from websockets.sync.client import connect

from tests.require import module, program

HOW = "install it, and the extra `browser` of this package"
CHROMIUM = "chromium", "chromium-browser", "google-chrome"
FIREFOX = "firefox-esr", "firefox"
# What Chromium and Firefox would ask of their makers, in the background.
QUIET = (
    "--disable-background-networking --disable-component-update --disable-sync "
    "--no-first-run --no-sandbox --disable-gpu"
)
PREFERENCES = {
    "app.normandy.enabled": False,
    "app.update.enabled": False,
    "browser.safebrowsing.downloads.remote.enabled": False,
    "messaging-system.rsexperimentloader.enabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "services.settings.server": "data:,#",
    "toolkit.telemetry.enabled": False,
}
JSON = "(async () => JSON.stringify((await ({})) ?? null))()"


class Tab(Protocol):
    """A page in a browser, and the addresses of others that it has asked."""

    others: list[str]

    def open(self, url: str) -> None:
        """Open a page."""

    def ask(self, expression: str) -> Any:
        """Return what a promise comes to, as JSON has it."""


def is_other(url: str, ours: str) -> bool:
    """Return whether an address is not of the one host that may be asked."""
    here = urlsplit(ours).netloc
    return urlsplit(url).scheme not in (
        "data",
        "blob",
        "about",
        "chrome",
        "resource",
        "moz-extension",
    ) and (urlsplit(url).netloc != here)


class _ChromiumTab:
    def __init__(self, context: Any) -> None:
        self.others: list[str] = []
        self._asked: list[str] = []
        context.on("request", lambda request: self._asked.append(request.url))
        self._page = context.new_page()

    def open(self, url: str) -> None:
        self._page.goto(url, wait_until="domcontentloaded")
        self._url = url

    def ask(self, expression: str) -> Any:
        found = json.loads(self._page.evaluate(JSON.format(expression)))
        self.others = [each for each in self._asked if is_other(each, self._url)]
        return found


@contextmanager
def chromium() -> Iterator[Any]:
    """Start Chromium; the value makes a tab that shares nothing with others."""
    path = program(*CHROMIUM, how=HOW)
    playwright = module("playwright.sync_api", HOW)
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=path, args=QUIET.split())
        contexts: list[Any] = []

        def tab() -> Tab:
            for old in contexts:
                old.close()
            contexts[:] = [browser.new_context(viewport={"width": 1200, "height": 900})]
            return _ChromiumTab(contexts[0])

        yield tab
        browser.close()


class _FirefoxTab:
    """A tab of Firefox, by WebDriver BiDi: JSON over a WebSocket."""

    def __init__(self, socket: Any) -> None:
        self.others: list[str] = []
        self._socket, self._number, self._asked = socket, 0, list[str]()

    def begin(self) -> None:
        self.call("session.new", capabilities={})
        self.call("session.subscribe", events=["network.beforeRequestSent"])
        self.fresh()

    def fresh(self) -> None:
        """Go on in a tab that shares nothing with the one before."""
        user = self.call("browser.createUserContext")["userContext"]
        new = self.call("browsingContext.create", type="tab", userContext=user)
        for old in self.call("browsingContext.getTree")["contexts"]:
            if old["context"] != new["context"]:
                self.call("browsingContext.close", context=old["context"])
        self._tab, self._asked = new["context"], []

    def call(self, method: str, **params: Any) -> Any:
        self._number += 1
        message = {"id": self._number, "method": method, "params": params}
        self._socket.send(json.dumps(message))
        while True:
            reply = json.loads(self._socket.recv())
            if reply.get("method") == "network.beforeRequestSent":
                self._asked.append(reply["params"]["request"]["url"])
            elif reply.get("id") == self._number:
                assert reply["type"] == "success", reply
                return reply["result"]

    def open(self, url: str) -> None:
        page = {"context": self._tab, "url": url, "wait": "interactive"}
        self.call("browsingContext.navigate", **page)
        self._url = url

    def ask(self, expression: str) -> Any:
        target = {"context": self._tab}
        told = self.call(
            "script.evaluate",
            expression=JSON.format(expression),
            target=target,
            awaitPromise=True,
        )
        assert told["type"] == "success", told
        self.others = [each for each in self._asked if is_other(each, self._url)]
        return json.loads(told["result"]["value"])


@contextmanager
def firefox() -> Iterator[Any]:
    """Start Firefox; the value makes a tab that shares nothing with others."""
    path = program(*FIREFOX, how=HOW)
    with TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        lines = [
            f"user_pref({json.dumps(name)}, {json.dumps(value)});\n"
            for name, value in PREFERENCES.items()
        ]
        Path(profile, "user.js").write_text("".join(lines), "utf-8")
        options = (
            f"--headless --no-remote --remote-debugging-port 0 --profile {profile}"
        )
        pipes = {"stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE}
        with subprocess.Popen([path, *options.split()], text=True, **pipes) as process:
            try:
                assert process.stderr
                where = next(
                    line.split()[-1] for line in process.stderr if "BiDi" in line
                )
                Thread(target=list, args=(process.stderr,), daemon=True).start()
                with connect(f"{where}/session", proxy=None, max_size=None) as socket:
                    found = _FirefoxTab(socket)
                    found.begin()

                    def tab() -> Tab:
                        found.fresh()
                        return found

                    yield tab
            finally:
                process.terminate()
                with suppress(subprocess.TimeoutExpired):
                    process.wait(10)
                process.kill()


BROWSERS = {"chromium": chromium, "firefox": firefox}

"""Two real browsers with a profile that stays: who comes again finds what was kept.

Each takes orders as JSON over a WebSocket: Chromium those of its developer tools (CDP),
Firefox those of WebDriver BiDi.
"""

from __future__ import annotations

import json
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import Any, ClassVar

from websockets.sync.client import ClientConnection, connect

from tests.lite.browsers import CHROMIUM, FIREFOX, HOW, JSON, PREFERENCES, QUIET
from tests.require import program

PATIENCE = 150  # seconds, until what does not come is given up
PIPES = {"stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE, "text": True}


class OrderError(Exception):
    """What a browser says of an order that it could not follow."""


class Remote:
    """A browser at the other end of a WebSocket."""

    def __init__(self, socket: ClientConnection, downloads: Path) -> None:
        self.downloads = downloads
        self._socket, self._number = socket, 0
        self._events: list[dict[str, Any]] = []

    def order(self, method: str, /, **params: Any) -> Any:
        """Return what comes of an order. Raises OrderError."""
        self._number += 1
        message = {"id": self._number, "method": method, "params": params}
        if session := params.pop("sessionId", None):
            message["sessionId"] = session
        self._socket.send(json.dumps(message))
        while (reply := self._received()).get("id") != self._number:
            self._events.append(reply)
        if "error" in reply:
            raise OrderError(str(reply))
        return reply["result"]

    def event(self, method: str, **about: Any) -> dict[str, Any]:
        """Wait for an event that has these values, and return all of them."""
        while True:
            for at, event in enumerate(self._events):
                params = event.get("params", {})
                if event["method"] == method and about.items() <= params.items():
                    del self._events[at]
                    return params
            self._events.append(self._received())

    def _received(self) -> dict[str, Any]:
        return json.loads(self._socket.recv(timeout=PATIENCE))


class Tab:
    """A tab of a browser; `first` runs in each of its pages before their scripts."""

    def __init__(self, remote: Remote, first: str = "") -> None:
        self._remote = remote
        self._begin(first)

    def until(self, expression: str) -> Any:
        """Ask until there is an answer that is true, and return it."""
        end, found = time.monotonic() + PATIENCE, None
        while time.monotonic() < end:
            try:
                if found := self.ask(expression):
                    return found
            except OrderError as error:  # the page is on its way to another
                found = error
            time.sleep(0.05)  # a page cannot be asked to call us; bounded by `end`
        raise TimeoutError(f"{expression} is {found!r}")


class ChromiumTab(Tab):
    """A tab of Chromium."""

    def _begin(self, first: str) -> None:
        new = self._remote.order("Target.createTarget", url="about:blank")
        self._target = new["targetId"]
        to = {"targetId": self._target, "flatten": True}
        self._session = self._remote.order("Target.attachToTarget", **to)["sessionId"]
        self._order("Page.enable")
        self._order("Page.addScriptToEvaluateOnNewDocument", source=first)

    def _order(self, method: str, **params: Any) -> Any:
        return self._remote.order(method, sessionId=self._session, **params)

    def open(self, url: str) -> None:
        told = self._order("Page.navigate", url=url)
        if "errorText" in told:
            raise OrderError(told["errorText"])

    def reload(self) -> None:
        self._order("Page.reload")

    def ask(self, expression: str) -> Any:
        whole = {"awaitPromise": True, "returnByValue": True}
        told = self._order(
            "Runtime.evaluate", expression=JSON.format(expression), **whole
        )
        if "exceptionDetails" in told:
            raise OrderError(str(told["exceptionDetails"]))
        return json.loads(told["result"]["value"])

    def downloaded(self, expression: str) -> bytes:
        """Return the file that comes when a script has run."""
        folder = self._remote.downloads
        about = {"behavior": "allow", "downloadPath": str(folder)}
        self._remote.order("Browser.setDownloadBehavior", eventsEnabled=True, **about)
        self.ask(expression)
        name = self._remote.event("Browser.downloadWillBegin")["suggestedFilename"]
        self._remote.event("Browser.downloadProgress", state="completed")
        return (folder / name).read_bytes()

    def close(self) -> None:
        self._remote.order("Target.closeTarget", targetId=self._target)

    def leave_room(self, origin: str) -> None:
        """Let the pages of an origin store little, if the settings do not do that."""
        size = 1_000_000  # bytes
        self._order("Storage.overrideQuotaForOrigin", origin=origin, quotaSize=size)


class FirefoxTab(Tab):
    """A tab of Firefox."""

    def _begin(self, first: str) -> None:
        new = self._remote.order("browsingContext.create", type="tab")
        self._context = new["context"]
        self._remote.order(
            "script.addPreloadScript",
            functionDeclaration=f"() => {{ {first} }}",
            contexts=[self._context],
        )

    def open(self, url: str) -> None:
        page = {"context": self._context, "url": url, "wait": "none"}
        self._remote.order("browsingContext.navigate", **page)

    def reload(self) -> None:
        page = {"context": self._context, "wait": "none"}
        self._remote.order("browsingContext.reload", **page)

    def ask(self, expression: str) -> Any:
        told = self._remote.order(
            "script.evaluate",
            expression=JSON.format(expression),
            target={"context": self._context},
            awaitPromise=True,
        )
        if told["type"] != "success":
            raise OrderError(str(told))
        return json.loads(told["result"]["value"])

    def downloaded(self, expression: str) -> bytes:
        """Return the file that comes when a script has run."""
        self._remote.order("session.subscribe", events=["browsingContext.downloadEnd"])
        self.ask(expression)
        ended = self._remote.event("browsingContext.downloadEnd", status="complete")
        return Path(ended["filepath"]).read_bytes()

    def close(self) -> None:
        self._remote.order("browsingContext.close", context=self._context)

    def leave_room(self, origin: str) -> None:
        """Let the pages of an origin store little, if the settings do not do that."""


class Chromium:
    """How Chromium is started, and told to let pages store nothing, or little."""

    Tab = ChromiumTab
    NO_STORAGE: ClassVar = {
        "profile": {"default_content_setting_values": {"cookies": 2}}
    }
    LITTLE_ROOM: ClassVar[dict[str, Any]] = {}  # see `leave_room`

    @staticmethod
    @contextmanager
    def started(profile: Path, /, **settings: Any) -> Iterator[Remote]:
        """Start it, with settings as its file `Preferences` has them."""
        if settings:
            (profile / "Default").mkdir(parents=True)
            file = profile / "Default" / "Preferences"
            file.write_text(json.dumps(settings), "utf-8")
        options = f"{QUIET} --headless --remote-debugging-port=0".split()
        options.append(f"--user-data-dir={profile}")
        command = [program(*CHROMIUM, how=HOW), *options]
        with running(command) as (process, where):
            with connect(where, proxy=None, max_size=None) as socket:
                remote = Remote(socket, profile)
                yield remote
                remote.order("Browser.close")
            process.wait(PATIENCE)


class Firefox:
    """How Firefox is started, and told to let pages store nothing, or little."""

    Tab = FirefoxTab
    NO_STORAGE: ClassVar = {"network.cookie.cookieBehavior": 2}
    LITTLE_ROOM: ClassVar = {  # in kB
        "dom.quotaManager.temporaryStorage.fixedLimit": 10_240
    }

    @staticmethod
    @contextmanager
    def started(profile: Path, /, **settings: Any) -> Iterator[Remote]:
        """Start it, with settings as its file `user.js` has them."""
        lines = [
            f"user_pref({json.dumps(name)}, {json.dumps(value)});\n"
            for name, value in {**PREFERENCES, **settings}.items()
        ]
        (profile / "user.js").write_text("".join(lines), "utf-8")
        options = "--headless --no-remote --remote-debugging-port 0 --profile"
        command = [program(*FIREFOX, how=HOW), *options.split(), str(profile)]
        with running(command) as (process, where):
            with connect(f"{where}/session", proxy=None, max_size=None) as socket:
                remote = Remote(socket, profile)
                remote.order("session.new", capabilities={})
                yield remote
                remote.order("browser.close")
            process.wait(PATIENCE)


@contextmanager
def running(command: list[str]) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Run a browser; the value is its process, and the address that it prints."""
    with subprocess.Popen(command, **PIPES) as process:
        try:
            words = (line.split() for line in process.stderr)
            ends = (each[-1] for each in words if each)
            where = next(end for end in ends if end.startswith("ws://"))
            Thread(target=list, args=(process.stderr,), daemon=True).start()
            yield process, where
        finally:
            process.kill()


PROFILED = {"chromium": Chromium, "firefox": Firefox}

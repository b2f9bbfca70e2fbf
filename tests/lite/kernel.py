"""A kernel in a bare page: quick to start, and the same Python as in the edition."""

from __future__ import annotations

import json
from typing import Any

from tests.lite.browsers import Tab

BEGIN = """(() => {
  const worker = new Worker("/-/worker.mjs", { type: "module" });
  window.ask = (message, seconds) => new Promise((resolve) => {
    const end = (reply) => { clearTimeout(late); resolve(reply); };
    const late = setTimeout(end, seconds * 1000, { died: "no reply" });
    worker.onmessage = ({ data }) => end(data);
    worker.onerror = ({ message }) => end({ died: message });
    worker.postMessage(message);
  });
  return window.ask(null, 120);
})()"""


class Kernel:
    """Runs cells in a tab."""

    def __init__(self, tab: Tab, address: str) -> None:
        self._tab = tab
        tab.open(f"{address}/-/")
        self._done(tab.ask(BEGIN))

    def ask(self, code: str, seconds: float = 60) -> dict[str, Any]:
        """Run a cell and return its "outputs", or of what the kernel has "died"."""
        reply = self._tab.ask(f"window.ask({json.dumps(code)}, {seconds})")
        return dict(reply)

    def run(self, code: str, seconds: float = 60) -> list[Any]:
        """Run a cell and return its outputs, as a notebook has them."""
        return self._done(self.ask(code, seconds))

    def printed(self, code: str, seconds: float = 60) -> str:
        """Run a cell and return what it prints; an error fails the test."""
        outputs = self.run(code, seconds)
        errors = [each for each in outputs if each["output_type"] == "error"]
        assert not errors, "\n".join(errors[0]["traceback"])
        return "".join(each.get("text", "") for each in outputs)

    def _done(self, reply: dict[str, Any]) -> list[Any]:
        assert "died" not in reply, reply["died"]
        return reply.get("outputs") or []

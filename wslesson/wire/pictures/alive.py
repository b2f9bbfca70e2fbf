"""The script that makes a page's pictures live. Without it they are images."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape
from pathlib import Path

FILE = Path(__file__).with_name("alive.js")
FOR_READERS = re.compile(r"^ */\*.*?\*/\n|^ +|  // [^\n]*", re.DOTALL | re.MULTILINE)
LOOK = re.compile(r"(?<=replaceSync\(`\n).*?(?=`\);)", re.DOTALL)  # a style sheet
SPARE = re.compile(r"(?<=[:;,{}]) +| +(?=[{}])")
# Texts and patterns, which stay as they are; what is longer than it needs to be.
SHORTER = re.compile(
    r"""('(?:\\.|[^'\\])*'|`[^`]*`|(?:(?<=[(!])|(?<=& ))/(?:\\.|[^/\\])+/)"""
    r"|\b(const)\b|(?<=[\w)\]']) ([-+/]) (?=[\w('`])"
    r"|(?<=[=?:&|<>*,;{}()\[\]]) +| +(?=[=?:&|<>*{}()\[\]])|;(?= ?})"
)


def _shorter(found: re.Match[str]) -> str:
    text, const, sign = found.groups()
    return text or sign or ("let" if const else "")


@dataclass(frozen=True, slots=True)
class Awake:
    """A text that brings the script with it, for all the pictures of its page."""

    text: str

    def __str__(self) -> str:
        return self.text

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        script = FOR_READERS.sub("", FILE.read_text("utf-8"))
        lines = LOOK.sub(lambda look: SPARE.sub("", look[0]), script).splitlines()
        # One line: in a notebook, each costs 14 bytes more.
        line = SHORTER.sub(_shorter, " ".join(lines))
        html = f"<samp>{escape(self.text)}</samp>\n<script>{line}</script>"
        return {"text/html": html, "text/plain": self.text}

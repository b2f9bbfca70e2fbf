"""What would make a lesson hang, clash or differ: in its code and in its outputs.

A cell that shows such a thing on purpose names it: `"wslesson": {"villain": ["date"]}`.
"""

from __future__ import annotations

import io
import re
import tokenize
from collections.abc import Iterator
from html import unescape
from urllib.parse import unquote

from nbformat import NotebookNode

from .page import Page, Problem, noted, parsed, tags

HOST = r"""["'](?:127\.0\.0\.1|localhost|0\.0\.0\.0|::1?|)["']|gethostname\(\)"""
RESERVED = r"(?:[\w-]+\.)*(?:example(?:\.(?:com|org|net))?|test|invalid)\b"  # RFC 2606
OURS = r"(?:127\.0\.0\.1|\[::1\]|localhost|\{)"  # localhost has a rule of its own

WORDS = {
    "time.sleep": (
        r"\btime\s*\.\s*sleep\b|from time import [^\n]*\bsleep\b",
        "wait for the thing itself, with a timeout",
    ),
    "serve_forever": (r"\bserve_forever\b", "`async with`, so that the cell ends"),
    "run_forever": (r"\brun_forever\b", "`await`, so that the cell ends"),
    "sock_recv": (
        r"\bsock_(?:recv|sendall|accept|connect)\w*\b",
        "a stream: with a socket that blocks, the kernel stands still, and stop too",
    ),
    "localhost": (r"\blocalhost\b", "127.0.0.1: the name may mean two addresses"),
    "gethostname": (r"\bgethostname\b", "127.0.0.1: the name may mean no address"),
    "0.0.0.0": (r"\b0\.0\.0\.0\b", "127.0.0.1: nobody outside may connect"),
    "fixed port": (
        rf"(?:{HOST})\s*,\s*[1-9]\d*|\b(?i:port)\b[\"']?\s*[=:]\s*[1-9]\d*"
        r"|://[^/\s\"'{]*:[1-9]\d*|--port[\s\"',=]+[1-9]\d*",
        "port 0: a fixed one is taken when two learners share a machine",
    ),
    "outside host": (
        rf"\b\w+://(?!{OURS}|{RESERVED})|\b(?!127\.0\.0\.1|0\.0\.0\.0)(?:\d+\.){{3}}\d+\b"
        rf"|[\"'@](?!{RESERVED})[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|io|dev|edu)\b",
        "127.0.0.1, or a name under example.com in bytes: lessons run offline",
    ),
    "nest_asyncio.apply": (
        r"\bnest_asyncio2?\s*\.\s*apply\b|from nest_asyncio2? import",
        "`await`: after it, Run All loses cells",
    ),
    "asyncio.run": (
        r"\basyncio\s*\.\s*(?:run|Runner)\b|\brun_until_complete\b",
        "`await`: the notebook's loop runs already",
    ),
    "unbounded wait": (
        r"\.join\(\s*\)|\.result\(\s*\)|\bsettimeout\(\s*None\s*\)|\binput\(",
        "give it a timeout: a lesson ends with an error, never with a hung cell",
    ),
    "magic": (r"^\s*(?:%|!|\?)\S|^\s*\w+\s*=\s*[%!]|\bget_ipython\b", "plain Python"),
}
OUTPUTS = {
    "traceback": (
        r"Traceback \(most recent call last\)|\bFile \"[^\n]*\", line \d+",
        "catch the error and print its type",
    ),
    "address": (
        r"\b(?:127\.0\.0\.1|localhost|\[::1\])(?::|['\"],\s?)[1-9]\d*"
        r"|\b(?!127\.0\.0\.1\b|0\.0\.0\.0\b)(?:\d{1,3}\.){3}\d{1,3}\b",
        "print who, not where",
    ),
    "port": (r"\bport\b\W{0,3}[1-9]\d{3,}\b", "print no port"),
    "date": (
        r"\b20\d\d-\d\d-\d\d\b|\b\d\d:\d\d:\d\d\b|\b1[6-9]\d{8}(?:\.\d+)?\b",
        "take the clock as a parameter, and give it a fixed value",
    ),
    "duration": (
        r"\b\d+(?:\.\d+)?\s?(?:ms|µs|us|ns)\b|\b\d+\.\d+\s?s(?:econds)?\b",
        "print a ratio or an order, or assert it",
    ),
    "path": (
        r"(?<![\w.:/])/(?:home|tmp|usr|var|opt|root|work|private|proc|Users)\b"
        r"|\b[A-Z]:\\\w|\bsite-packages\b|\.venv\b|\bipykernel_\d+",
        "print the name of the thing",
    ),
    "object id": (r"\bat 0x[0-9a-fA-F]{6,}|\b0x[0-9a-f]{9,}\b", "give it a repr"),
    "pid": (r"\bpid\b\W{0,3}\d+|\bfd=\d+", "print who, not which number"),
    "version": (
        r"(?<![\d.§])\d+\.\d+\.\d+(?![\d.]*\d)|\bPython \d\.\d+"
        r"|\b(?:websockets|jupyterlab|ipykernel|nbval|aiohttp)[ /=]+\d+\.\d+",
        "print no version: the next one prints another",
    ),
}
OTHERS = {"stderr", "error", "no Python"}  # found by what they are
NAMES = {*WORDS, *OUTPUTS, *OTHERS}


def words_and_outputs(page: Page) -> Iterator[Problem]:
    """Nothing forbidden is there, except where the cell names it as a villain."""
    for cell in page.cells:
        villains = set(noted(cell, "villain"))
        found: set[str] = set()
        if cell.cell_type == "code":
            for name, what, remedy in (*in_code(cell), *in_outputs(cell)):
                found.add(name)
                if name not in villains:
                    yield Problem(cell.id, f"{name} ({what})", remedy)
        for name in sorted(villains - found):
            why = "is not there" if name in NAMES else "is not the name of a rule"
            yield Problem(cell.id, f"villain {name!r} {why}", "take it away")


def in_code(cell: NotebookNode) -> Iterator[tuple[str, str, str]]:
    """Yield what a code cell has that it should not: name, excerpt, remedy."""
    text = without_comments(cell.source)
    for name, (pattern, remedy) in WORDS.items():
        if match := re.search(pattern, text, re.MULTILINE):
            yield name, match[0].strip(), remedy
    if parsed(cell) is None:
        yield "no Python", "it does not parse", "mend it, or show it as text"


def without_comments(source: str) -> str:
    """Return the source with an empty place for each comment."""
    lines = source.splitlines()
    try:
        for token in tokenize.generate_tokens(io.StringIO(source).readline):
            if token.type == tokenize.COMMENT:
                row, column = token.start
                lines[row - 1] = lines[row - 1][:column]
    except (tokenize.TokenError, SyntaxError):
        pass  # the rest stays as it is, comments too
    return "\n".join(lines)


def in_outputs(cell: NotebookNode) -> Iterator[tuple[str, str, str]]:
    """Yield what the outputs have that will differ: name, excerpt, remedy."""
    for output in cell.outputs:
        if output.output_type == "error":
            should = "catch it and print its type; tag the cell if it must be raised"
            yield "error", output.ename, should
        if output.get("name") == "stderr":
            yield "stderr", output.text[:60], "catch the warning, or mend its cause"
    text = "\n".join(shown(output) for output in cell.outputs)
    for name, (pattern, remedy) in OUTPUTS.items():
        if match := re.search(pattern, text):
            yield name, match[0], remedy
    if "raises-exception" in tags(cell) and not any(
        output.output_type == "error" for output in cell.outputs
    ):
        yield "error", "tagged raises-exception, raised none", "take the tag away"


def shown(output: NotebookNode) -> str:
    """Return all text that an output shows, that inside its pictures too."""
    data = output.get("data", {})
    html = data.get("text/html", "")
    drawn = [unquote(svg) for svg in re.findall(r"data:image/svg\+xml,([^\"]+)", html)]
    words = [_words(each) for each in (*drawn, html)]
    told = re.findall(r""" data-\w+=(?:'([^']*)'|"([^"]*)")""", "".join(drawn))
    # In front of lines that stand there once is which of them each part tells.
    words += (re.sub(r"^[\d. ]*¶", "", unescape(one or other)) for one, other in told)
    alts = [unescape(alt) for alt in re.findall(r"alt=\"([^\"]*)\"", html)]
    plain = [
        output.get("text", ""),
        output.get("evalue", ""),
        data.get("text/plain", ""),
    ]
    return "\n".join([*plain, *words, *alts])


def _words(markup: str) -> str:
    text = re.sub(r"<style>.*?</style>|<[^>]*>", "\n", markup, flags=re.DOTALL)
    return unescape(text)

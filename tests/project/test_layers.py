"""The house: which room may use which, and how large each may grow."""

import ast
import importlib
import io
import tokenize
from pathlib import Path

import pytest

from wslesson.styles import styles

PACKAGE = Path(__file__).parents[2] / "wslesson"

# A module of the protocol imports only those to its left: the order of the lessons.
SYLLABUS = [
    "errors",
    "reading",
    "packets",
    "heads",
    "handshake",
    "frames",
    "deflate",
    "events",
    "messages",
    "lifecycle",
    "connection",
]

# Which rooms a room may use, besides itself.
MAY_USE = {
    "protocol": set(),
    "drivers": {"protocol"},
    "services": {"drivers", "protocol"},
    "wire": {"protocol"},
    "course": {"wire", "protocol"},
    "editions": {"course", "wire", "protocol"},
}

# Lines of code: without blank ones, comments and docstrings.
CODE_BUDGETS = {"protocol drivers": 1770, "wire": 1420}
# Lines, counted with blank ones and docstrings.
BUDGETS = {"course": 1350, "editions": 1520}
NOT_BY_HAND = {"sans_io.py", "streams.py", "library.py"}  # the library's
LONGEST_SERVICE = 60
LONGEST_MODULE = 220
# To be read side by side; and each method that asyncio calls has a docstring.
LONGER = {"aio.py": 300, "blocking.py": 295}


def modules(room):
    return sorted((PACKAGE / room).rglob("*.py"))


def imports(path):
    """Yield each module of ours that a file imports, as ("protocol", "errors")."""
    package = path.relative_to(PACKAGE).parts[:-1]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.level:
            start = package[: len(package) - node.level + 1]
            base = (*start, *(node.module or "").split("."))
            yield tuple(part for part in base if part)


def foreign_imports(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield node.module


def every_module():
    return [(room, path) for room in MAY_USE for path in modules(room)]


@pytest.mark.parametrize(
    ("room", "path"), every_module(), ids=lambda value: getattr(value, "stem", value)
)
def test_a_room_uses_only_the_rooms_below_it(room, path):
    used = {name[0] for name in imports(path) if name} - {room}
    assert used <= MAY_USE[room]


@pytest.mark.parametrize("path", modules("protocol"), ids=lambda path: path.stem)
def test_the_syllabus_is_the_import_graph(path):
    if path.stem == "__init__":
        return
    earlier = SYLLABUS[: SYLLABUS.index(path.stem)]
    used = {name[1] for name in imports(path) if len(name) > 1}
    assert used <= set(earlier)


@pytest.mark.parametrize("path", modules("protocol"), ids=lambda path: path.stem)
def test_the_protocol_does_no_io(path):
    forbidden = {"socket", "asyncio", "threading", "time", "ssl", "select", "logging"}
    assert not forbidden & set(foreign_imports(path))
    assert "print(" not in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("room", MAY_USE)
def test_a_newcomer_is_told_what_belongs_in_a_room(room):
    assert importlib.import_module(f"wslesson.{room}").__doc__


NOT_CODE = {
    tokenize.COMMENT,
    tokenize.NL,
    tokenize.NEWLINE,
    tokenize.INDENT,
    tokenize.DEDENT,
    tokenize.ENCODING,
    tokenize.ENDMARKER,
}


def lines_of_code(source):
    """Return the numbers of the lines that have code, all lines of a docstring not."""
    tokens = tokenize.tokenize(io.BytesIO(source.encode()).readline)
    lines = {
        number
        for token in tokens
        if token.type not in NOT_CODE
        for number in range(token.start[0], token.end[0] + 1)
    }
    for node in ast.walk(ast.parse(source)):
        documented = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef
        if isinstance(node, documented) and ast.get_docstring(node) is not None:
            lines -= set(range(node.body[0].lineno, node.body[0].end_lineno + 1))
    return lines


def test_only_code_counts_as_code():
    source = '"""Doc.\n\nMore."""\n\n# why\nx = """a\nb"""  # c\n\ndef f():\n    "d"\n'
    assert lines_of_code(source) == {6, 7, 9}


@pytest.mark.parametrize("rooms", CODE_BUDGETS)
def test_a_room_has_no_more_code_than_its_budget(rooms):
    lines = sum(
        len(lines_of_code(path.read_text(encoding="utf-8")))
        for room in rooms.split()
        for path in modules(room)
        if path.name not in NOT_BY_HAND
    )
    assert lines < CODE_BUDGETS[rooms]


@pytest.mark.parametrize("rooms", BUDGETS)
def test_a_room_stays_small_enough_to_read_in_an_evening(rooms):
    lines = sum(
        len(path.read_text(encoding="utf-8").splitlines())
        for room in rooms.split()
        for path in modules(room)
        if not path.stem.startswith("lesson_")  # exercises are data
    )
    assert lines <= BUDGETS[rooms]


def test_each_service_fits_on_a_page():
    for style in styles():
        path = PACKAGE / "services" / f"{style.replace('-', '_')}.py"
        assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_SERVICE


def test_each_module_is_short():
    for path in PACKAGE.rglob("*.py"):
        if not path.stem.startswith("lesson_"):
            lines = len(path.read_text(encoding="utf-8").splitlines())
            assert lines <= LONGER.get(path.name, LONGEST_MODULE), path

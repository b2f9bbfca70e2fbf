"""The house: which room may use which, and how large what helps may grow."""

import ast
import importlib
import re
from pathlib import Path

import pytest

import wslesson
from wslesson.services.styles import styles

PACKAGE = Path(__file__).parents[2] / "wslesson"
AUTHORING = PACKAGE.parent / "authoring"

# A module of the protocol imports only those to its left: the order of the lessons.
SYLLABUS = [
    "errors",
    "reading",
    "packets",
    "heads",
    "addresses",
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
    "wire": {"protocol"},
    "services": {"drivers", "protocol"},
    "exercises": {"checking", "wire", "drivers", "protocol"},
    "projects": {"checking", "wire", "protocol"},
    "checking": {"wire", "protocol"},
    "course": {"projects", "exercises", "checking", "wire", "protocol"},
    "workspace": {"course", "projects", "exercises", "checking", "wire", "protocol"},
    "export": {"workspace", "exercises", "checking", "wire"},
    "cli": {
        "export",
        "workspace",
        "course",
        "projects",
        "checking",
        "wire",
        "services",
        "drivers",
        "protocol",
    },
    "lite": set(),
}

# Lines, blank ones too: what is neither content nor taught stays small.
HELPER = "checking", "course", "workspace", "export", "cli"
LONGEST_HELPER = 3800
APART = {  # see docs/decisions.md
    "checking/clock/*.py": 1300,
    "checking/stages/*.py": 800,
    "export/lite*.py": 320,
    "course/stored.py": 40,
}
LONGEST_LITE = 700  # lines of code: see docs/decisions.md
LONGEST_SERVICE = 60
LONGEST_MODULE = 220
LONGEST_FUNCTION = 30
# To be read side by side; and each method that asyncio calls has a docstring.
LONGER = {"aio.py": 300, "blocking.py": 295}
LONGER["reference.py"] = 250  # of a project: one file, as the learner's


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


def rooms():
    found = [
        f"{top.name}.{path.name}"
        for top in (PACKAGE, AUTHORING)
        for path in top.iterdir()
        if (path / "__init__.py").exists()
    ]
    return sorted(["authoring", *found])


@pytest.mark.parametrize("room", rooms())
def test_a_newcomer_is_told_what_belongs_in_a_room_and_what_never_does(room):
    told = importlib.import_module(room).__doc__
    assert re.search(r"\b(no|not|none|nor|never|nothing|only)\b", told, re.IGNORECASE)


def test_the_rooms_of_the_package_are_listed_wherever_they_are_told():
    assert {f"wslesson.{room}" for room in MAY_USE} == {
        room for room in rooms() if room.startswith("wslesson.")
    }
    listed = re.findall(r"^(\w+) {2,}\w", wslesson.__doc__, re.MULTILINE)
    assert listed == [*MAY_USE]
    page = (PACKAGE.parent / "CONTRIBUTING.md").read_text("utf-8")
    assert re.findall(r"^\| `wslesson/(\w+)/` \|", page, re.MULTILINE) == [*MAY_USE]


def lines(path):
    return len(path.read_text(encoding="utf-8").splitlines())


def test_the_helper_stays_small_enough_to_read_in_an_evening():
    helper = {path for room in HELPER for path in modules(room)}
    for pattern, longest in APART.items():
        apart = {*PACKAGE.glob(pattern)}
        assert sum(map(lines, apart)) < longest
        helper -= apart
    assert sum(map(lines, helper)) < LONGEST_HELPER


def lines_of_code(path):
    """Count neither blank lines nor those that are only for people."""
    text = path.read_text("utf-8")
    nodes = [node for node in ast.walk(ast.parse(text)) if hasattr(node, "lineno")]
    told = {
        line
        for node in nodes
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        for line in range(node.lineno, node.end_lineno + 1)
    }
    stripped = [line.strip() for line in text.splitlines()]
    code = {n for n, line in enumerate(stripped, 1) if line and line[0] != "#"}
    return len(code - told)


def test_what_only_a_browser_runs_stays_small():
    assert sum(map(lines_of_code, modules("lite"))) < LONGEST_LITE


def test_each_service_fits_on_a_page():
    for style in styles():
        path = PACKAGE / "services" / f"{style.replace('-', '_')}.py"
        assert lines(path) <= LONGEST_SERVICE


def functions(path):
    kinds = ast.FunctionDef, ast.AsyncFunctionDef
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [node for node in ast.walk(tree) if isinstance(node, kinds)]


def test_each_function_of_the_machinery_can_be_seen_at_once():
    rooms = *HELPER, "lite"
    files = [*AUTHORING.rglob("*.py"), *(p for room in rooms for p in modules(room))]
    sizes = {
        f"{path.name}: {each.name}": each.end_lineno - each.lineno + 1
        for path in files
        for each in functions(path)
    }
    assert not {name: size for name, size in sizes.items() if size > LONGEST_FUNCTION}


def test_each_module_is_short():
    for path in PACKAGE.rglob("*.py"):
        if "exercises" not in path.parts:
            assert lines(path) <= LONGER.get(path.name, LONGEST_MODULE), path

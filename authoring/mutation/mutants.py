"""Make the small faults that `mutmut` knows, one in a copy of a module.

`mutmut` itself leaves a function alone that has a decorator, as most of ours have that
open something, and it tries all faults in one process, which threads do not forgive.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path

import libcst as cst
from libcst.metadata import CodeRange, MetadataWrapper, PositionProvider
from mutmut.mutation.mutators import mutation_operators

SIMPLE = cst.Name | cst.BaseNumber | cst.BaseString
SILENT = cst.Annotation | cst.Decorator  # they say nothing while a function runs
QUESTIONS = {"isinstance", "len"}  # to spoil what they are given is an error at once

# Not to be tried: one of its mutants would end every process of the machine.
HARMFUL = "programs.Program._end_what_it_started"


@dataclass(frozen=True)
class Mutant:
    """One fault. `lines` are where it is, and `near` is the function around it."""

    name: str
    path: Path
    lines: range
    near: range
    module: cst.Module
    old: cst.CSTNode
    new: cst.CSTNode

    def code(self) -> str:
        """Return the text of the module that has the fault."""
        changed = self.module.deep_replace(self.old, self.new)
        assert isinstance(changed, cst.Module)
        return changed.code

    def is_fit(self) -> bool:
        """Return whether Python can read the module still, and may run it."""
        if self.name.startswith(HARMFUL):
            return False
        try:
            compile(self.code(), "", "exec")
        except SyntaxError:
            return False
        return True

    def diff(self) -> str:
        """Show what was changed."""
        old, new = self.module.code.splitlines(), self.code().splitlines()
        lines = unified_diff(old, new, lineterm="", n=1)
        return "\n".join([f"# {self.name} ({self.path})", *list(lines)[2:]])


def mutants(paths: Iterable[Path]) -> Iterator[Mutant]:
    """Yield each mutant of these modules, in the order of their texts."""
    for path in paths:
        wrapper = MetadataWrapper(cst.parse_module(path.read_text(encoding="utf-8")))
        visitor = _Visitor(path, wrapper.module)
        wrapper.visit(visitor)
        yield from visitor.found


class _Visitor(cst.CSTVisitor):
    METADATA_DEPENDENCIES = (PositionProvider,)

    def __init__(self, path: Path, module: cst.Module) -> None:
        super().__init__()
        self.found: list[Mutant] = []
        self._path = path
        self._module = module
        self._names = [path.parent.name if path.stem == "__init__" else path.stem]
        self._near: list[range] = []  # the body of each function that we are in
        self._lines = [range(0)]
        self._made: Counter[str] = Counter()

    def on_visit(self, node: cst.CSTNode) -> bool:
        place = self.get_metadata(PositionProvider, node, None)
        self._lines.append(_lines(place) if place else self._lines[-1])
        if isinstance(node, cst.FunctionDef | cst.ClassDef):
            self._names.append(node.name.value)
        if isinstance(node, cst.FunctionDef):
            self._near.append(_lines(self.get_metadata(PositionProvider, node.body)))
        if _is_left_alone(node):
            return False
        if self._near:  # what stands outside of functions is data
            self._note(node)
        return True

    def on_leave(self, original_node: cst.CSTNode) -> None:
        self._lines.pop()
        if isinstance(original_node, cst.FunctionDef | cst.ClassDef):
            self._names.pop()
        if isinstance(original_node, cst.FunctionDef):
            self._near.pop()

    def _note(self, old: cst.CSTNode) -> None:
        where = ".".join(self._names)
        for kind, operator in mutation_operators:
            for new in operator(old) if isinstance(old, kind) else ():
                self._made[where] += 1
                name = f"{where}.{self._made[where]}"
                at = self._lines[-1], self._near[-1]
                found = Mutant(name, self._path, *at, self._module, old, new)
                self.found.append(found)


def _lines(place: CodeRange) -> range:
    return range(place.start.line, place.end.line + 1)


def _is_left_alone(node: cst.CSTNode) -> bool:
    if isinstance(node, cst.Call) and isinstance(node.func, cst.Name):
        return node.func.value in QUESTIONS
    if isinstance(node, cst.Param) and node.default:  # may fail as the module begins
        return not isinstance(node.default, SIMPLE)
    return isinstance(node, SILENT)

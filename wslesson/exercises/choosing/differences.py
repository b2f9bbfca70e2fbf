"""Find what else differs between two benchmarks."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from functools import partial

from ...checking.model import Attempt, Case, Exercise, Slip, Try


def differences(ours: dict[str, object], theirs: dict[str, object]) -> list[str]:
    """Return the names of the settings in which two benchmarks differ, sorted.

    A setting that only one of them tells counts. "library" does not: it is what
    they compare.
    """
    return sorted(
        name
        for name in ours.keys() | theirs.keys()
        if name != "library" and ours.get(name) != theirs.get(name)
    )


class ChangedError(Exception):
    """An answer changed what it was given to read."""


def unchanged(attempt: Attempt, case: Case) -> Iterator[Try]:
    """Try `attempt(ours, theirs)`, and see whether both are afterwards as before."""
    ours, theirs = case.args
    yield Try(f"{attempt.__name__}({ours}, {theirs})", partial(_read, attempt, case))


def _read(attempt: Attempt, case: Case) -> object:
    given = deepcopy(case.args)
    found = attempt(*given)
    if given != case.args:
        raise ChangedError("it changed a dict that it was given")
    return found


EXERCISE = Exercise(
    id="differences",
    title="Find what else differs",
    minutes=6,
    solution=differences,
    trial=unchanged,
    cases=(
        Case(
            (
                {"library": "one", "in flight": 1, "bytes": 16},
                {"library": "two", "in flight": 100, "bytes": 16},
            ),
            ["in flight"],
            "Only `in flight` differs, 1 and 100: `return` a list of it.",
        ),
        Case(
            (
                {"library": "one", "compression": "off", "bytes": 16},
                {"library": "two", "bytes": 16},
            ),
            ["compression"],
            "One says: no compression. The other says nothing about it.",
        ),
        Case(
            (
                {
                    "warm-up": 1,
                    "client": "in C",
                    "bytes": 64,
                    "library": "one",
                    "tls": "on",
                    "python": "3.14",
                },
                {
                    "library": "two",
                    "rounds": 9,
                    "bytes": 16,
                    "cores": 8,
                    "system": "Linux",
                    "pings": "off",
                },
            ),
            [
                "bytes",
                "client",
                "cores",
                "pings",
                "python",
                "rounds",
                "system",
                "tls",
                "warm-up",
            ],
            "All that only one of them tells, and all that differs, sorted.",
        ),
        Case(
            ({"library": "one"}, {"library": "one"}),
            [],
            "Here nothing differs, not even the library: skip its name with `if`.",
        ),
        Case(
            (
                {"library": "one", "tls": False, "warm-up": 0},
                {"proxy": "", "library": "two"},
            ),
            ["proxy", "tls", "warm-up"],
            'False, 0 and "" are values, too: only None says that there is none.',
        ),
        Case(
            ({"bytes": 16, "library": "one"}, {"library": "one", "bytes": "16"}),
            ["bytes"],
            "One is a number, the other a text: they differ.",
        ),
        Case(
            ({"library": "one", "bytes": 16}, {"bytes": 16}),
            [],
            "Only one of them tells its library. That is left out all the same.",
        ),
        Case(
            (
                {"library": "one", "library version": 3},
                {"library": "two", "library version": 4},
            ),
            ["library version"],
            'Only the name "library" itself is left out.',
        ),
    ),
    hidden=(
        Case(
            (
                {"library": "one", "tls": False, "cores": 0},
                {"cores": 2, "note": "", "library": "two"},
            ),
            ["cores", "note", "tls"],
        ),
        Case(({"bytes": 16}, {"bytes": 16, "library": "two"}), []),
        Case(({"rounds": 9, "bytes": 64}, {"bytes": 16, "rounds": 9}), ["bytes"]),
    ),
    hints=(
        "Which names are there in all? A set of both has each name once.",
        "`ours.keys() | theirs.keys()` is the set of all names. Compare what "
        "`get` gives for a name in the one and in the other.",
        'for name in sorted(ours.keys() | theirs.keys()): if name != "library" and '
        "ours.get(name) != theirs.get(name), it goes into the list.",
    ),
    mistakes=(
        Slip(
            'name != "library" and ',
            "",
            '"library" is what they compare: leave it out.',
        ),
        Slip(
            "ours.keys() | theirs.keys()\n"
            '        if name != "library" and ours.get(name) != theirs.get(name)',
            "ours\n        if ours[name] != theirs[name]",
            '"library" is what they compare: leave it out. And `theirs[name]` fails '
            "for a name that only `ours` has: write `theirs.get(name)`.",
        ),
        Slip(
            "ours.keys() | theirs.keys()",
            "ours.keys() & theirs.keys()",
            "What only one of them tells counts, too: you do not know it of the other.",
        ),
        Slip(
            "ours.keys() | theirs.keys()",
            "ours",
            "Names that only `theirs` has are missing: go through the names of both.",
        ),
        Slip(
            "ours.keys() | theirs.keys()",
            "theirs",
            "Names that only `ours` has are missing: go through the names of both.",
        ),
        Slip(
            "theirs.get(name)",
            "theirs[name]",
            "`theirs[name]` fails for a name that only `ours` has: write "
            "`theirs.get(name)`.",
        ),
        Slip(
            "ours.get(name)",
            "ours[name]",
            "`ours[name]` fails for a name that only `theirs` has: write "
            "`ours.get(name)`.",
        ),
        Slip(
            "ours.keys() | theirs.keys()",
            "[*ours, *theirs]",
            "A name is there twice: `ours.keys() | theirs.keys()`.",
        ),
        Slip(
            "sorted(\n        name\n        for name in ours.keys() | theirs.keys()",
            "list(\n        name\n        for name in {**ours, **theirs}",
            "The right names, not sorted: use `sorted`.",
        ),
        Slip(
            "ours.get(name) != theirs",
            "ours.get(name) == theirs",
            "These are the ones that do not differ.",
        ),
        Slip(
            "sorted(",
            "set(",
            "The right names, as a set: `sorted` makes a list of it.",
        ),
        Slip(
            "return ",
            'del ours["library"]\n    return ',
            "Who called you still needs the dicts as they are: skip the name with "
            "`if`, and change nothing in them.",
        ),
    ),
)

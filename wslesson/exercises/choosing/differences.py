"""Find what else differs: what `differences` must do."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from functools import partial

from ...checking.model import Attempt, Case, Exercise, Mistake, Try, mistake


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


Settings = dict[str, object]


@mistake('"library" is what they compare: leave it out.')
def _keeps_the_library(ours: Settings, theirs: Settings) -> list[str]:
    found = differences(ours, theirs)
    return sorted([*found, "library"])


def _only_ours(ours: Settings, theirs: Settings) -> list[str]:
    return [name for name in differences(ours, theirs) if name in ours]


@mistake("Names that only `ours` has are missing: go through the names of both.")
def _only_theirs(ours: Settings, theirs: Settings) -> list[str]:
    return [name for name in differences(ours, theirs) if name in theirs]


@mistake("What only one of them tells counts, too: you do not know it of the other.")
def _only_in_both(ours: Settings, theirs: Settings) -> list[str]:
    return [name for name in _only_ours(ours, theirs) if name in theirs]


@mistake(
    "`theirs[name]` fails for a name that only `ours` has: write `theirs.get(name)`."
)
def _indexes_theirs(ours: Settings, theirs: Settings) -> list[str]:
    return [name for name in sorted(ours) if ours[name] != theirs[name]]


@mistake("The right names, not sorted: use `sorted`.")
def _not_sorted(ours: Settings, theirs: Settings) -> list[str]:
    found = differences(ours, theirs)
    return [name for name in {**ours, **theirs} if name in found]


@mistake("A name is there twice: `ours.keys() | theirs.keys()`.")
def _twice(ours: Settings, theirs: Settings) -> list[str]:
    found = differences(ours, theirs)
    return sorted(name for name in (*ours, *theirs) if name in found)


@mistake("These are the ones that do not differ.")
def _what_is_equal(ours: Settings, theirs: Settings) -> list[str]:
    found = {*differences(ours, theirs), "library"}
    return sorted((ours.keys() | theirs.keys()) - found)


@mistake("The right names, as a set: `sorted` makes a list of it.")
def _a_set(ours: Settings, theirs: Settings) -> set[str]:
    return set(differences(ours, theirs))


@mistake(
    "Who called you still needs the dicts: skip the name with `if`, "
    "and take nothing out of them."
)
def _changes_ours(ours: Settings, theirs: Settings) -> list[str]:
    found = differences(ours, theirs)
    del ours["library"]
    return found


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
    ),
    hidden=(
        Case(
            (
                {"library": "one", "tls": False, "warm-up": 0},
                {"proxy": "", "library": "two"},
            ),
            ["proxy", "tls", "warm-up"],
        ),
        Case(
            ({"bytes": 16, "library": "one"}, {"library": "one", "bytes": "16"}),
            ["bytes"],
        ),
        Case(({"library": "one", "bytes": 16}, {"bytes": 16}), []),
    ),
    hints=(
        "Which names are there in all? A set of both has each name once.",
        "`ours.keys() | theirs.keys()` is the set of all names. Compare what "
        "`get` gives for a name in the one and in the other.",
        'for name in sorted(ours.keys() | theirs.keys()): if name != "library" and '
        "ours.get(name) != theirs.get(name), it goes into the list.",
    ),
    mistakes=(
        _keeps_the_library,
        _only_in_both,
        Mistake(
            _only_ours,
            "Names that only `theirs` has are missing: go through the names of both.",
        ),
        _only_theirs,
        _indexes_theirs,
        _twice,
        _not_sorted,
        _what_is_equal,
        _a_set,
        _changes_ours,
    ),
    trial=unchanged,
)

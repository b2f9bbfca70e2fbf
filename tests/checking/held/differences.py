"""Unusual answers, what each is told, and how it is judged."""

ANSWERS = (
    (
        """\
def differences(ours, theirs):
    names = {name for name, _ in ours.items() ^ theirs.items()}
    return sorted(names - {"library"})
""",
        "passed",
        "",
    ),
    (
        """\
def differences(ours, theirs):
    found = []
    nowhere = object()
    for name in sorted({**ours, **theirs}):
        if name == "library":
            continue
        if ours.get(name, nowhere) != theirs.get(name, nowhere):
            found.append(name)
    return found
""",
        "passed",
        "",
    ),
    (
        """\
def differences(ours, theirs):
    ours, theirs = dict(ours), dict(theirs)
    ours.pop("library", None)
    theirs.pop("library", None)
    for name in [*ours]:
        if name in theirs and ours[name] == theirs[name]:
            del ours[name], theirs[name]
    names = [*{*ours, *theirs}]
    names.sort()
    return names
""",
        "passed",
        "",
    ),
    (  # what is false counts as nothing
        """\
def differences(ours, theirs):
    return sorted(
        name
        for name in ours.keys() | theirs.keys()
        if name != "library" and (ours.get(name) or "") != (theirs.get(name) or "")
    )
""",
        "not yet",
        "only None says that there is none",
    ),
    (  # as they are printed
        """\
def differences(ours, theirs):
    return sorted(
        name
        for name in ours.keys() | theirs.keys()
        if name != "library" and str(ours.get(name)) != str(theirs.get(name))
    )
""",
        "not yet",
        "One is a number, the other a text: they differ.",
    ),
    (  # each name in which the word stands
        """\
def differences(ours, theirs):
    return sorted(
        name
        for name in ours.keys() | theirs.keys()
        if "library" not in name and ours.get(name) != theirs.get(name)
    )
""",
        "not yet",
        'Only the name "library" itself is left out.',
    ),
    (  # fails where nothing is to be taken out
        """\
def differences(ours, theirs):
    found = [
        name
        for name in sorted(ours.keys() | theirs.keys())
        if ours.get(name) != theirs.get(name)
    ]
    found.remove("library")
    return found
""",
        "not yet",
        "Here nothing differs, not even the library: skip its name with `if`.",
    ),
    (  # what only one of them tells, and not what differs
        """\
def differences(ours, theirs):
    return sorted((ours.keys() ^ theirs.keys()) - {"library"})
""",
        "not yet",
        "Only `in flight` differs, 1 and 100",
    ),
    (  # by length
        """\
def differences(ours, theirs):
    names = sorted(ours.keys() | theirs.keys(), key=lambda name: (len(name), name))
    return [
        name
        for name in names
        if name != "library" and ours.get(name) != theirs.get(name)
    ]
""",
        "not yet",
        "All that only one of them tells, and all that differs, sorted.",
    ),
    (  # fills up a dict that is not its own
        """\
def differences(ours, theirs):
    names = ours.keys() | theirs.keys()
    theirs.setdefault("library", "")
    theirs.update({name: None for name in names - theirs.keys()})
    return sorted(
        name for name in names if name != "library" and ours.get(name) != theirs[name]
    )
""",
        "not yet",
        "it changed a dict that it was given",
    ),
    (  # a tuple
        """\
def differences(ours, theirs):
    return tuple(
        name
        for name in sorted(ours.keys() | theirs.keys())
        if name != "library" and ours.get(name) != theirs.get(name)
    )
""",
        "not yet",
        "got a tuple, expected a list",
    ),
    (  # the library, too, and a name that only one has
        """\
def differences(ours, theirs):
    return [name for name in sorted(ours) if ours[name] != theirs[name]]
""",
        "not yet",
        "leave it out. And `theirs[name]` fails for a name that only `ours` has",
    ),
)

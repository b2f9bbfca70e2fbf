"""The stub is the solution without its bodies."""

from dataclasses import replace

from tests.checking.test_judging import EXERCISE
from wslesson.checking.cells import marked_cell, solved_cell, stub_cell


def with_both(first, second):
    """Return both.

    In a tuple.
    """
    # A comment that would give it away.
    both = (first, second)

    def inner():
        return both

    return inner()


def without_a_docstring(text: str) -> str:
    return text


class Counter:
    """Counts."""

    def __init__(self) -> None:
        """Start at 0."""
        self.count = 0

    def up(self) -> int:
        """Add one, and return the count."""

        def more() -> int:
            return self.count + 1

        self.count = more()
        return self.count


def stub_of(solution, imports=""):
    return stub_cell(replace(EXERCISE, solution=solution, imports=imports))


def test_signature_and_docstring_stay_and_the_body_goes():
    assert stub_of(with_both) == (
        "# Answer: Count bytes\n"
        "def with_both(first, second):\n"
        '    """Return both.\n'
        "\n"
        "    In a tuple.\n"
        '    """\n'
        "    raise NotImplementedError"
    )


def test_imports_come_before():
    assert stub_of(with_both, "import struct\n").startswith(
        "# Answer: Count bytes\nimport struct\n\n\ndef with_both"
    )


def test_without_a_docstring_only_the_signature_stays():
    assert stub_of(without_a_docstring).splitlines()[1:] == [
        "def without_a_docstring(text: str) -> str:",
        "    raise NotImplementedError",
    ]


def test_each_method_of_a_class_is_left_to_the_learner():
    assert stub_of(Counter).splitlines()[1:] == [
        "class Counter:",
        '    """Counts."""',
        "",
        "    def __init__(self) -> None:",
        '        """Start at 0."""',
        "        raise NotImplementedError",
        "",
        "    def up(self) -> int:",
        '        """Add one, and return the count."""',
        "        raise NotImplementedError",
    ]


def test_the_solved_cell_is_the_solution_itself():
    names = {}
    exec(solved_cell(replace(EXERCISE, solution=with_both)), names)
    assert names["with_both"](1, 2) == (1, 2)


def test_marks_stand_around_each_body_and_nothing_else():
    marked = marked_cell(replace(EXERCISE, solution=Counter), "# [", "# ]")
    assert marked.splitlines()[4:] == [
        "    def __init__(self) -> None:",
        '        """Start at 0."""',
        "        # [",
        "        self.count = 0",
        "        # ]",
        "",
        "    def up(self) -> int:",
        '        """Add one, and return the count."""',
        "        # [",
        "",
        "        def more() -> int:",
        "            return self.count + 1",
        "",
        "        self.count = more()",
        "        return self.count",
        "        # ]",
    ]

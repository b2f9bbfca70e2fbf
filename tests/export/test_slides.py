"""A lesson as slides, before Sphinx has seen them: `make pages` looks at the decks."""

import re

import pytest

from wslesson.export.slides import SKIPPED, first_sentence, slides
from wslesson.workspace.files import lessons, shipped
from wslesson.workspace.notebook import Cell, Notebook

LESSONS = lessons(shipped())
PRINTED = [{"output_type": "stream", "name": "stdout", "text": "8\n"}]


def text(*paragraphs, part=""):
    about = {"wslesson": {"exercise": "encode_message", "part": part}} if part else {}
    source = "\n\n".join(paragraphs)
    return {"cell_type": "markdown", "metadata": about, "source": source}


def code(source, outputs=PRINTED, part=""):
    return {**text(source, part=part), "cell_type": "code", "outputs": outputs}


def deck(*cells):
    return slides(Notebook.of({"cells": list(cells), "metadata": {}}))


def test_a_heading_opens_a_slide():
    one, two = deck(text("# Count", "One. Two.", "## Why", "Three. Four.", "Five."))
    assert (one.title, one.below, one.notes) == ("# Count", ["One."], ["One. Two."])
    assert (two.title, two.below) == ("## Why", ["Three."])
    assert two.notes == ["Three. Four.", "Five."]


def test_a_code_cell_is_a_question_with_code_and_then_an_output():
    question = "**Predict.** How many?"
    _, asks, shows = deck(
        text("## Count", "We count.", question),
        code("# Bytes of `len_x`\nx = 8\nprint(x)"),
        text("Eight. Of course."),
    )
    assert asks.title == shows.title == r"### Bytes of \`len\_x\`"
    assert (asks.above, asks.notes) == ([question], [])
    assert (asks.cell["source"], asks.cell["outputs"]) == ("x = 8\nprint(x)", [])
    assert shows.cell["outputs"] == PRINTED
    assert shows.cell["metadata"]["tags"] == ["remove-input"]
    assert (shows.below, shows.notes) == (["Eight."], ["Eight. Of course."])


def test_code_without_output_is_one_slide():
    _, one = deck(text("## Count"), code("# Say it\ndef f():\n    pass", outputs=[]))
    assert one.cell["source"] == "def f():\n    pass"


def test_one_line_of_code_that_nobody_asks_about_is_not_shown():
    _, one = deck(text("## Check yourself"), code('# Question 1\nquiz("framing.euro")'))
    assert one.cell["outputs"] == PRINTED
    assert one.cell["metadata"]["tags"] == ["remove-input"]


def test_one_line_of_code_that_is_asked_about_is_shown():
    _, asks, _ = deck(text("## Draw", "**Predict.** What?"), code("# Draw\ndraw()"))
    assert asks.cell["source"] == "draw()"


def fold(cell):
    return {**cell, "metadata": {"jupyter": {"source_hidden": True}}}


def test_of_folded_code_only_the_picture_is_shown():
    _, one = deck(text("## Draw"), fold(code("# Draw\nsequence(\n)")))
    assert one.cell["outputs"] == PRINTED
    assert one.cell["metadata"]["tags"] == ["remove-input"]


def test_a_question_stands_before_the_picture_also_where_code_is_folded():
    _, asks, shows = deck(
        text("## Draw", "**Predict.** What?"), fold(code("# Draw\nsequence(\n)"))
    )
    assert (asks.above, asks.cell) == (["**Predict.** What?"], None)
    assert (shows.above, shows.cell["outputs"]) == ([], PRINTED)


def test_prose_between_two_cells_explains_the_first_then_leads_to_the_second():
    _, _, first, second, _ = deck(
        text("## Count"),
        code("# A\nf(\n)"),
        text("That was eight.", "Now nine. Easy."),
        code("# B\ng(\n)"),
    )
    assert first.notes == first.below == ["That was eight."]
    assert (second.above, second.notes) == (["Now nine."], ["Now nine. Easy."])


@pytest.mark.parametrize(
    "whole", ["- one\n- two", "1. one\n2. two", "| a |\n|---|\n| b |", "    x = 8"]
)
def test_lists_tables_and_lines_of_code_are_shown_whole(whole):
    [slide] = deck(text("## Count", "One. Two.", "Three.", whole))
    assert slide.below == ["One.", whole]
    assert slide.notes == ["One. Two.", "Three.", whole]


def test_code_with_an_empty_line_stays_in_one_piece():
    [slide] = deck(text("## Count", "    x = 8\n\n    y = 9", "One."))
    assert slide.below == ["    x = 8\n\n    y = 9"]


def test_what_is_too_long_for_a_slide_is_for_the_speaker_only():
    long = "\n".join(f"- {number}" for number in range(13))
    [slide] = deck(text("## Count", long))
    assert (slide.below, slide.notes) == ([], [long])


def test_of_an_exercise_its_title_and_minutes_are_shown():
    [slide] = deck(
        text("## Exercises", "Solve them."),
        text("### Count · `encode_message` · 4 minutes", "Write `f`.", part="card"),
        code("# Answer encode_message\ndef f(): ...", part="answer"),
        code("# Check encode_message\ncheck()", part="check"),
        text("### Refuse · `parse_header` · 6 minutes", "Write `g`.", part="card"),
    )
    assert slide.below == [
        "Solve them.",
        "- Count · `encode_message` · 4 minutes",
        "- Refuse · `parse_header` · 6 minutes",
    ]
    assert slide.notes == ["Solve them."]


@pytest.mark.parametrize("heading", SKIPPED)
def test_what_nobody_shows_a_class_is_left_out(heading):
    deck_ = deck(text("# A", heading, "Words."), code("# B\nx\ny"), text("## C"))
    assert [slide.title for slide in deck_] == ["# A", "## C"]


@pytest.mark.parametrize(
    ("paragraph", "sentence"),
    [
        ("One. Two.", "One."),
        ("One? Two.", "One?"),
        ("*Lesson 02 · 75 minutes*", "*Lesson 02 · 75 minutes*"),
        ("It asks in a comment:", "It asks in a comment:"),
        ("`a. b` is 1.5 wide. Two.", "`a. b` is 1.5 wide."),
        ("**Fault 5: no. 5.** Two.", "**Fault 5: no. 5.**"),
        ("It says “no.” Two.", "It says “no.”"),
        ("(One.) Two.", "(One.)"),
        ("One,\ntwo. Three.", "One,\ntwo."),
    ],
)
def test_a_sentence_ends_where_a_reader_sees_it_end(paragraph, sentence):
    assert first_sentence(paragraph) == sentence


def test_a_slide_becomes_cells_with_its_notes_at_the_end():
    _, slide = deck(text("## A"), code("# B\nx", outputs=[]), text("One. Two."))
    sources = [cell["source"] for cell in slide.cells()]
    notes = '<aside class="notes">\n\nOne. Two.\n\n</aside>'
    assert sources == ["### B", "x", "One.", notes]


def test_a_link_to_a_heading_becomes_plain_words():
    [slide] = deck(text("## A", "See [the end](#Next) of [01](01_streams.ipynb)."))
    shown = [cell["source"] for cell in slide.cells()]
    assert "See the end of [01](01_streams.ipynb)." in shown


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_the_speaker_has_all_the_prose_of_a_lesson(path):
    lesson = Notebook.read(path)
    there = {each for slide in slides(lesson) for each in slide.notes + slide.above}
    skipping = False
    for cell in lesson.cells:
        if cell.kind == "markdown" and not cell.part:
            for paragraph in cell.source.split("\n\n"):
                if paragraph.startswith("#"):
                    skipping = paragraph in SKIPPED
                elif not skipping:
                    assert any(paragraph in each for each in there)


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_each_output_of_a_lesson_is_on_one_slide(path):
    lesson = Notebook.read(path)
    shown = [slide.cell["outputs"] for slide in slides(lesson) if slide.cell]
    made, skipping = [], False
    for raw in lesson.content["cells"]:
        cell = Cell.of(raw)
        if cell.kind == "markdown":
            headings = re.findall("^## .*", cell.source, re.MULTILINE)
            skipping = headings[-1] in SKIPPED if headings else skipping
        elif not cell.part and not skipping:
            made.append(raw["outputs"])
    assert list(filter(None, shown)) == list(filter(None, made))

"""The page of all kinds of pictures: complete, and what its code makes."""

import ast
import inspect

import pytest

from authoring import gallery
from wslesson import wire
from wslesson.wire.pictures.gallery import KINDS

each_kind = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)


@pytest.fixture
def elsewhere(monkeypatch, tmp_path):
    monkeypatch.setattr(gallery, "PAGE", tmp_path / "pictures.md")
    return tmp_path


def test_the_page_is_what_the_code_makes():
    assert gallery.problems() == []


def test_what_is_written_is_fresh_and_leaves_nothing_old(elsewhere):
    gallery.write()
    assert gallery.problems() == []
    drawing, old = elsewhere / "pictures/plot.svg", elsewhere / "pictures/old.svg"
    drawing.write_text("<svg/>")
    old.write_text("<svg/>")
    said = ["old.svg is stale: make gallery", "plot.svg is stale: make gallery"]
    assert gallery.problems() == said
    gallery.write()
    assert gallery.problems() == []
    assert not old.exists()


def test_a_page_that_was_never_written_is_named(elsewhere):
    assert "pictures.md is stale: make gallery" in gallery.problems()


def test_each_kind_that_the_course_can_draw_is_on_the_page():
    draws = [
        name
        for name in wire.__all__
        if callable(thing := getattr(wire, name))
        and inspect.signature(thing).return_annotation == "Picture"
    ]
    assert {*draws, "compare"} == {kind.name for kind in KINDS}


@each_kind
def test_a_kind_is_a_sentence_and_at_most_three_lines(kind):
    lines = kind.code.splitlines()
    assert 1 <= len(lines) <= 3
    assert max(map(len, lines)) <= 88
    assert kind.sentence.endswith(".")
    last = ast.parse(kind.code).body[-1]
    assert isinstance(last, ast.Expr)
    assert kind.name in ast.unparse(last)


@each_kind
def test_a_kind_is_the_same_at_every_run(kind):
    assert kind.made() == kind.made()
    assert str(kind.made())

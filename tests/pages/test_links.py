"""The checker of links finds what is wrong, and only that."""

import pytest

from tests.pages import links


@pytest.fixture
def pages(tmp_path):
    def write(**texts):
        for name, text in texts.items():
            (tmp_path / f"{name}.html").write_text(text)
        return links.read(tmp_path)

    return write


@pytest.mark.parametrize(
    "link", ["two.html", "./two.html", "#here", "two.html#there", "https://x.test/", ""]
)
def test_a_good_link(pages, link):
    one, two = f'<a id="here" href="{link}">', '<p id="there">'
    assert not list(links.dead(pages(one=one, two=two)))


@pytest.mark.parametrize(
    "link", ["three.html", "#nowhere", "two.html#nowhere", "sub/two.html"]
)
@pytest.mark.parametrize("tag", ["a href", "img src", "script src", "link href"])
def test_a_dead_link(pages, tag, link):
    found = pages(one=f'<{tag}="{link}">', two='<p id="there">')
    assert list(links.dead(found)) == [f"one.html: {link}"]


@pytest.mark.parametrize("address", ["https://x.test/y.js", "//x.test/y.js"])
def test_what_comes_from_another_host(pages, address):
    found = pages(one=f'<script src="{address}"></script>')
    assert list(links.foreign(found)) == [f"one.html: {address}"]


@pytest.mark.parametrize(
    "text", ['<a href="https://x.test/">', '<img src="data:image/png;base64,AA">']
)
def test_what_does_not(pages, text):
    assert not list(links.foreign(pages(one=text)))

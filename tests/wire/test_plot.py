"""Numbers as a picture."""

import io
import struct

from matplotlib.figure import Figure
from matplotlib.image import imread

from wslesson.wire import plot

TWIN = "size  copied\n   1      10"


def a_plot():
    figure = Figure(figsize=(3, 2), facecolor="black")
    figure.subplots().plot([1, 2], [10, 20])
    return plot(figure, TWIN, "A rising line.")


def test_a_notebook_shows_pixels_and_the_numbers():
    forms, about = a_plot()._repr_mimebundle_(include=None, exclude=None)
    assert forms["image/png"].startswith(b"\x89PNG\r\n\x1a\n")
    assert forms["text/plain"] == str(a_plot()) == TWIN
    assert about["image/png"]["alt"] == f"A rising line.\n{TWIN}"


def test_it_is_sharp_on_a_dense_screen():
    forms, about = a_plot()._repr_mimebundle_()
    width, height = struct.unpack(">II", forms["image/png"][16:24])
    assert (width, height) == (3 * 192, 2 * 192)
    assert about["image/png"]["width"] == width // 2


def test_its_ground_is_light_in_both_themes():
    pixels = imread(io.BytesIO(a_plot().png))
    assert list(pixels[0][0]) == [1, 1, 1, 1]


def test_the_same_figure_gives_the_same_bytes():
    assert a_plot() == a_plot()
    assert b"Software" not in a_plot().png

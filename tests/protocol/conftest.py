"""A client and a server that are open, for each test."""

import pytest

from tests.protocol.pairs import Pair


@pytest.fixture
def pair():
    return Pair().open()


@pytest.fixture(params=["client", "server"])
def ends(pair, request):
    """Each behaviour must hold whichever end starts."""
    us = getattr(pair, request.param)
    return us, pair.other(us), pair

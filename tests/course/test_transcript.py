"""The lines of a transcript do not depend on who was faster."""

from concurrent.futures import ThreadPoolExecutor

from wslesson.course import Transcript


def test_each_actor_has_a_lane_in_the_order_that_was_declared():
    log = Transcript("server", "client")
    log("client", "connects")
    log("server", "accepts")
    log("client", "sends 5 bytes")
    assert repr(log).splitlines() == [
        "server │ accepts",
        "client │ connects",
        "       │ sends 5 bytes",
    ]


def test_actors_that_were_not_declared_come_last_by_name():
    log = Transcript("server")
    for actor in ("zoe", "server", "adam"):
        log(actor, "speaks")
    assert [line.split()[0] for line in repr(log).splitlines()] == [
        "server",
        "adam",
        "zoe",
    ]


def test_in_order_shows_what_happened_when():
    log = Transcript("server", "client")
    log("client", "connects")
    log("client", "waits")
    log("server", "accepts")
    log("client", "sends")
    assert log.in_order().splitlines() == [
        "client │ connects",
        "       │ waits",
        "server │ accepts",
        "client │ sends",
    ]


def test_nothing_that_threads_write_is_lost():
    log = Transcript()
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: [log(f"t{n}", str(i)) for i in range(1000)], range(8)))
    lanes = repr(log).splitlines()
    assert [line.split("│ ")[1] for line in lanes] == [str(i) for i in range(1000)] * 8


def test_an_empty_transcript_prints_nothing():
    assert repr(Transcript("server")) == ""


def test_a_picture_gets_the_lines_as_they_happened():
    log = Transcript("server", "client")
    log("client", "connects")
    log("server", "accepts")
    assert list(log) == [("client", "connects"), ("server", "accepts")]
    assert list(log) == list(log)

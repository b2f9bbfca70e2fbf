"""Print one table: what was measured, in one run, beside what it should be."""

import argparse
import sys
from contextlib import ExitStack
from functools import partial
from statistics import median
from time import process_time

from . import codec, relay, servers, strangers
from .codec import DECODERS, ENCODERS, LABELS, THEIRS, THEIRS_PURE, WSPROTO

IN_C = ", C mask"


def side_by_side(contestants, measure, rounds):
    """Return the seconds of each contestant, round by round, in turns."""
    results = {name: [] for name in contestants}
    for _ in range(rounds):
        for name, contestant in contestants.items():
            results[name].append(measure(contestant))
    return results


def ratio(results, over, under):
    """Return the median of the ratios of each round."""
    pairs = zip(results[over], results[under], strict=True)
    return median(a / b for a, b in pairs)


def timed(count, call, *arguments):
    start = process_time()
    call(*arguments)
    return (process_time() - start) / count


class Table:
    """Rows as they are measured: the last column says whether the target is met."""

    def __init__(self):
        self.missed = 0

    def title(self, text):
        print(f"\n{text}")

    def row(self, what, figure, *, least=None, most=None, unit=""):
        target = (
            "" if least is most else f">= {least}" if most is None else f"<= {most}"
        )
        met = (least is None or figure >= least) and (most is None or figure <= most)
        self.missed += not met
        verdict = ("met" if met else "MISSED") if target else ""
        shown = f"{figure:.2f}{unit}"
        print(f"  {what:<52}{shown:>12}  {target:<8}{verdict}".rstrip(), flush=True)

    def medians(self, results):
        for name, seconds in results.items():
            self.row(name, median(seconds) * 1e6, unit=" us")


def code_and_decode(table, size, rounds):
    count = 4096 if size < 1000 else 512
    chunks, text = codec.stream(size, count), "a" * size
    for verb, contestants, measure in (
        ("decode", DECODERS, lambda decoder: timed(count, decoder, chunks)),
        ("encode", ENCODERS, lambda encoder: timed(count, encoder, text, count)),
    ):
        table.title(f"{verb} masked, {size} B")
        results = side_by_side(contestants, measure, rounds)
        table.medians(results)

        def times(ours, theirs, least, results=results):
            figure = ratio(results, theirs, ours)
            table.row(f"{ours} : {theirs}", figure, least=least, unit=" x")

        if size < 1000:
            times("our frames", THEIRS, 1.5)
            times("our frames", WSPROTO, 4)
            decoding = {16: 1.3, 125: 1.15}[size] if verb == "decode" else None
            times("our Connection", THEIRS, decoding)
        else:
            for ours in "our frames", "our Connection":
                times(ours, THEIRS_PURE, 0.9)
                times(ours + IN_C, THEIRS, 0.9)


def labels(table, rounds):
    count = 4096
    chunks = codec.stream(16, count)
    table.title("labels, while nobody draws: decode masked, 16 B")
    results = side_by_side(
        LABELS, lambda decoder: timed(count, decoder, chunks), rounds
    )
    table.medians(results)
    figure = ratio(results, "a parser without labels", "our parser")
    table.row("our parser : the same without labels", figure, least=0.95, unit=" x")
    figure = ratio(results, "a loop by hand", "our frames")
    table.row("our frames : a loop by hand", figure, unit=" x")


def growth(table, rounds):
    """Show that time grows with the bytes and with the frames, and not faster."""
    table.title("growth: our Connection")
    each = []
    for count in 1000, 4000, 16000:
        chunks = [b"".join(codec.stream(16, count))]
        each.append(
            median(timed(count, codec.our_connection, chunks) for _ in range(rounds))
        )
        table.row(
            f"for each of {count} frames in one chunk", each[-1] * 1e6, unit=" us"
        )
    table.row("the most frames : the fewest", each[-1] / each[0], most=1.25, unit=" x")
    each = []
    for kib in 64, 256, 1024:
        data = b"".join(codec.stream(kib * 1024, 1))
        chunks = [data[i : i + 1024] for i in range(0, len(data), 1024)]
        each.append(
            median(timed(kib, codec.our_connection, chunks) for _ in range(rounds))
        )
        table.row(
            f"for each KiB of {kib} in chunks of 1 KiB", each[-1] * 1e6, unit=" us"
        )
    table.row("the longest : the shortest", each[-1] / each[0], most=1.25, unit=" x")


def strange(table, rounds):
    """Show that twice as much of anything that a stranger sends takes twice as long."""
    for title, kinds, size in strangers.KINDS:
        table.title(f"twice as much of {title} (from {size} B): the time, times")
        for name, kind in kinds.items():
            once, twice = strangers.growth(kind, size, 3 * rounds)
            table.row(name, twice / once, most=2.6, unit=" x")


def echo(table, rounds):
    table.title("CPU of the server for an echo of 16 B")
    with ExitStack() as stack:
        stack.enter_context(servers.one_processor())
        clients = {}
        for name, code in servers.SERVERS.items():
            process, port = stack.enter_context(servers.running(code))
            clients[name] = process, stack.enter_context(servers.dial(port))
        results = side_by_side(
            clients, lambda client: servers.echoes(*client, 2000), rounds
        )
    table.medians(results)
    figure = ratio(results, "our asyncio", "websockets asyncio")
    table.row("our asyncio : websockets asyncio", figure, most=0.65, unit=" x")


def tapped(table, rounds):
    """Show what a tap costs. The bare stream has no target: it only moves memory.

    A tap must wake up twice for each echo and keep its bytes, whatever they say.
    """
    library = servers.SERVERS["websockets asyncio"]
    for name, code, echoes, least in (
        ("a WebSocket", library, relay.websockets_echoes, 0.33),
        ("a bare stream", relay.TCP, relay.tcp_echoes, None),
    ):
        table.title(f"an echo of 64 KiB over {name}")
        with servers.running(code) as (_, port):
            ways = {
                "straight": echoes,
                "through a tap": partial(relay.through_a_tap, echoes),
            }
            results = side_by_side(
                ways, lambda way, at=f"127.0.0.1:{port}": way(at), 3 * rounds
            )
        table.medians(results)
        figure = ratio(results, "straight", "through a tap")
        table.row("throughput through a tap : straight", figure, least=least, unit=" x")


def idle(table, count, rounds):
    table.title(f"{count} idle connections")
    codes = {
        name: servers.SERVERS[name] for name in ("websockets asyncio", "our asyncio")
    }
    results = side_by_side(codes, lambda code: servers.idle(code, count), rounds)
    seconds = {name: [wall for _, wall in both] for name, both in results.items()}
    for name, both in results.items():
        most = 6 if name == "our asyncio" else None
        size = median(used for used, _ in both) / 1024
        table.row(f"{name}: each", size, most=most, unit=" KiB")
        table.row(f"{name}: to open all", median(seconds[name]), unit=" s")
    figure = ratio(seconds, "our asyncio", "websockets asyncio")
    table.row("to open: our asyncio : websockets", figure, most=0.5, unit=" x")


def main():
    parser = argparse.ArgumentParser(
        prog="python -m authoring.bench", description=__doc__
    )
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--idle", type=int, default=10_000, help="0: none")
    arguments = parser.parse_args()
    table = Table()
    for size in 16, 125, 4096:
        code_and_decode(table, size, arguments.rounds)
    labels(table, arguments.rounds)
    growth(table, arguments.rounds)
    strange(table, arguments.rounds)
    echo(table, arguments.rounds)
    tapped(table, arguments.rounds)
    if arguments.idle:
        idle(table, arguments.idle, 3)
    print(f"\n{table.missed} missed" if table.missed else "\nall met")
    return 1 if table.missed else 0


if __name__ == "__main__":
    sys.exit(main())

"""Print every ratio in one run. `--idle N` also holds N idle clients."""

import argparse
from contextlib import ExitStack
from statistics import median
from time import process_time

from . import codec, servers


def side_by_side(contestants, measure, rounds):
    """Return the seconds of each contestant, round by round, in turns."""
    results = {name: [] for name in contestants}
    for _ in range(rounds):
        for name, contestant in contestants.items():
            results[name].append(measure(contestant))
    return results


def report(title, results, against, unit="µs", *, faster=True):
    """Print medians, and the median of the ratios of each round."""
    print(f"\n{title}")
    for name, seconds in results.items():
        pairs = zip(seconds, results[against], strict=True)
        ratio = median(b / a if faster else a / b for a, b in pairs)
        print(f"  {name:<28}{median(seconds) * 1e6:10.2f} {unit}   x {ratio:.2f}")


def timed(count, call, *arguments):
    start = process_time()
    call(*arguments)
    return (process_time() - start) / count


def code_and_decode(size, count, rounds):
    chunks, text = codec.stream(size, count), "a" * size
    theirs = "websockets Protocol (C)"

    def decode(decoder):
        return timed(count, decoder, chunks)

    def encode(encoder):
        return timed(count, encoder, text, count)

    for title, contestants, measure in (
        ("decode masked", codec.DECODERS, decode),
        ("encode masked", codec.ENCODERS, encode),
        ("encode unmasked", codec.SENDERS, encode),
    ):
        results = side_by_side(contestants, measure, rounds)
        report(f"{title} {size} B: times as fast", results, theirs)


def main():
    parser = argparse.ArgumentParser(prog="python -m tests.bench")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--idle", type=int, default=0)
    arguments = parser.parse_args()
    for size, count in (16, 4096), (125, 4096), (4096, 512):
        code_and_decode(size, count, arguments.rounds)
    growth(arguments.rounds)
    echo(arguments.rounds)
    if arguments.idle:
        print(f"\n{arguments.idle} idle clients: KiB each, ms of CPU to open one")
        for name in "websockets asyncio", "our asyncio":
            print(
                "  {:<28}{:.2f} {:.3f}".format(
                    name, *servers.idle(servers.SERVERS[name], arguments.idle)
                )
            )


def growth(rounds):
    """Show that time grows with the bytes and with the frames, and not faster."""
    print("\nour Connection, µs for each frame, or for each KiB in chunks of 1 KiB")
    for count in 1000, 4000, 16000:
        chunks = [b"".join(codec.stream(16, count))]
        each = median(timed(count, codec.our_connection, chunks) for _ in range(rounds))
        print(f"  {count:>6} frames in one chunk {each * 1e6:8.2f}")
    for kib in 64, 256, 1024:
        data = b"".join(codec.stream(kib * 1024, 1))
        chunks = [data[i : i + 1024] for i in range(0, len(data), 1024)]
        each = median(timed(kib, codec.our_connection, chunks) for _ in range(rounds))
        print(f"  {kib:>6} KiB in one frame    {each * 1e6:8.2f}")


def echo(rounds):
    with ExitStack() as stack:
        stack.enter_context(servers.one_processor())
        clients = {}
        for name, code in servers.SERVERS.items():
            process, port = stack.enter_context(servers.running(code))
            clients[name] = process, stack.enter_context(servers.dial(port))
        results = side_by_side(
            clients, lambda client: servers.echoes(*client, 2000), rounds
        )
        report(
            "server CPU for an echo of 16 B: share",
            results,
            "websockets asyncio",
            faster=False,
        )


if __name__ == "__main__":
    main()

"""The hand-made connection alone: whatever comes, and however it is cut.

Only RemoteProtocolError may be raised, and the bytes must mean the same, whole or not.
A compressed message may be wrong twice, as text and as compressed data. Then the cuts
decide which is found first, and so the code; that it is refused they do not.
"""

from __future__ import annotations

import sys
import traceback
from collections.abc import Iterable
from random import Random

from authoring.chaos.plans import spoil
from authoring.chaos.talks import client_talk, server_talk
from wslesson.protocol.connection import Connection, Role
from wslesson.protocol.deflate import Deflate
from wslesson.protocol.errors import RemoteProtocolError
from wslesson.protocol.handshake import Terms

NONCE = b"the sample nonce"  # of RFC 6455 §1.3
LONGEST = 10_000  # bytes: longer talks are not cut into single bytes

Said = list[object]


def connection(role: Role, deflate: bool) -> Connection:
    """Return a connection that has asked, if it is a client."""
    made = Connection(
        role,
        terms=Terms(extension=Deflate if deflate else None),
        random_bytes=lambda size: (NONCE * (size // len(NONCE) + 1))[:size],
    )
    if role is Role.CLIENT:
        made.connect("127.0.0.1")
    return made


def meaning(role: Role, deflate: bool, pieces: Iterable[bytes]) -> Said:
    """Return what a connection makes of these pieces, and what it says to them."""
    said: Said = []
    made = connection(role, deflate)
    try:
        for piece in [*filter(None, pieces), b""]:
            made.receive_data(piece)
            for event in made.events():
                said.append(event)
                if reply := made.reply_to(event):
                    said.append(made.send(reply))
    except RemoteProtocolError as error:
        last_words = made.fail(error)
        said += ["refused"] if deflate else [error.code, str(error), last_words]
        assert made.next_event() is None
    return said


def quarrel(seed: int, number: int) -> list[str]:
    """Return what is wrong with one conversation."""
    random = Random(f"{seed}:{number}")
    role, deflate = (Role.SERVER, Role.CLIENT)[number % 2], number % 4 > 1
    talk = client_talk if role is Role.SERVER else server_talk
    pieces = talk(random, deflate)
    pieces = spoil(random, pieces, first=int(random.random() > 0.3))
    whole = b"".join(pieces)
    cuts = {"piece by piece": pieces}
    if len(whole) <= LONGEST:
        cuts["byte by byte"] = [whole[n : n + 1] for n in range(len(whole))]
    try:
        right = meaning(role, deflate, [whole])
        said = {how: meaning(role, deflate, cut) for how, cut in cuts.items()}
    except Exception:  # whatever it is: only RemoteProtocolError may come
        return [f"{seed}:{number} {role.name} {whole.hex()}", traceback.format_exc()]
    return [
        f"{seed}:{number} {role.name}, {how}: {cut} instead of {right}\n{whole.hex()}"
        for how, cut in said.items()
        if cut != right
    ]


def quarrels(seed: int, count: int) -> int:
    """Hold many conversations, print what was wrong, and return 1 if anything was."""
    wrong = 0
    for number in range(count):
        for line in quarrel(seed, number):
            wrong = 1
            print(line)
        if number % 1000 == 999 and sys.stdout.isatty():
            print(f"\r{number + 1} of {count}", end="", flush=True)
    print(f"\r{count} conversations in memory: {'FAILED' if wrong else 'ok'}")
    return wrong

"""Stages 0 to 2: an address, a handshake, and what is none."""

from __future__ import annotations

from contextlib import suppress

from websockets.exceptions import WebSocketException
from websockets.sync.client import connect

from ...checking.model import Slip
from ...checking.stages.clients import NotYetError
from ...checking.stages.model import Scene, Stage
from .guests import KEY, REQUEST, Guest, naming

SHORT_KEY = "A" * 20  # 15 bytes in Base64, where 16 are needed
SPELLED = REQUEST.replace(
    b"Connection: Upgrade", b"connection:  keep-alive ,Upgrade"
).replace(b"Upgrade: websocket", b"UPGRADE: WebSocket")
AT = [1, 20, *range(len(REQUEST) - 3, len(REQUEST))]  # within the empty line, too

BROKEN = {  # what is changed, and into what
    "POST instead of GET": ("GET", "POST"),
    "HTTP/1.0": ("HTTP/1.1", "HTTP/1.0"),
    "no Host": ("Host: 127.0.0.1\r\n", ""),
    "no Upgrade": ("Upgrade: websocket\r\n", ""),
    "Connection: keep-alive": ("Connection: Upgrade", "Connection: keep-alive"),
    "no key": (f"Sec-WebSocket-Key: {KEY}\r\n", ""),
    "a key of 15 bytes": (KEY, SHORT_KEY),
    "version 8": ("Version: 13", "Version: 8"),
    "a head of 64 KiB": ("\r\n\r\n", f"\r\nX: {'x' * 65536}\r\n\r\n"),
}


def prints_its_address(scene: Scene) -> None:
    """Come twice, and say nothing: each time the server hangs up in the end."""
    for _ in range(2):
        client = scene.connect()
        client.finish()
        client.hear_out("that it hangs up, since the client has nothing to say")
        if client.tape.chunks[-1].reset:
            raise client.not_yet("expected that it hangs up, but the line was cut")
        client.hang_up()


def lets_in(scene: Scene) -> None:
    """Come as RFC 6455 has it, in pieces, spelled otherwise, and as a real client."""
    Guest(scene).knock().leaves()
    pieces = [REQUEST[a:b] for a, b in zip([0, *AT], [*AT, None], strict=True)]
    Guest(scene).knock(*pieces).leaves()
    Guest(scene).knock(SPELLED).leaves()
    if scene.port:
        real_client(f"ws://127.0.0.1:{scene.port}/")


def real_client(address: str) -> None:
    """Let the library in, which draws a key of its own."""
    try:
        websocket = connect(address, proxy=None, compression=None)
    except (WebSocketException, OSError, EOFError) as error:
        raise NotYetError(f"the library `websockets` says: {error}") from None
    with suppress(OSError):
        websocket.close_socket()


def refuses(scene: Scene) -> None:
    """Break the request in nine ways."""
    for name, (old, new) in BROKEN.items():
        request = REQUEST.replace(old.encode(), new.encode(), 1)
        guest = Guest(scene)
        try:
            response = guest.refused(request)
        except NotYetError as error:
            raise naming(name, error) from None
        if name == "version 8":
            if response.status != 426:
                why = f"{name}: expected 426, got {response.status}"
                raise guest.client.not_yet(why)
            if response.headers.get("sec-websocket-version") != "13":
                why = "426 names the version that will do: Sec-WebSocket-Version: 13"
                raise guest.client.not_yet(why)
        guest.leaves()


STAGES = (
    Stage(
        "It prints its address, and serves one client after the other",
        "01",
        5,
        prints_its_address,
        (
            Slip('print(f"ws://', 'print(f"', "The line is no address of a WebSocket."),
            Slip(
                "while True:\n            sock,",
                "if True:\n            sock,",
                "It ends after one client.",
            ),
        ),
    ),
    Stage(
        "It lets a real client in, however its request arrives",
        "03",
        30,
        lets_in,
        (
            Slip(
                "base64.b64encode(digest).decode()",
                "digest.hex()",
                "The token is in hex, where Base64 is wanted.",
            ),
            Slip(
                "headers[name.lower()] = ",
                "headers[name] = ",
                "Names of headers are taken as they are spelled.",
            ),
            Slip(
                'token not in re.split(r"\\s*,\\s*", headers.get(name, "").lower())',
                'token != headers.get(name, "").lower()',
                "Connection must be nothing but Upgrade, and it is a list.",
            ),
            Slip(
                "while mark not in self.waiting:",
                "if mark not in self.waiting:",
                "A second recv must bring the rest, or there is none.",
            ),
        ),
    ),
    Stage(
        "It refuses nine broken requests, and says which version it speaks",
        "03",
        20,
        refuses,
        (
            Slip(
                'if headers.get("sec-websocket-version") != "13":',
                "if False:",
                "The version is not looked at.",
            ),
            Slip(
                "\\r\\nSec-WebSocket-Version: 13",
                "",
                "426 does not say which version will do.",
            ),
            Slip(
                "if len(self.waiting) > most:",
                "if False:",
                "A head may be as long as it likes.",
            ),
        ),
    ),
)

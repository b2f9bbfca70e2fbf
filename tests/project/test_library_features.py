"""The table of features says what the installed `websockets` does."""

import asyncio
import inspect
import re
from contextlib import ExitStack
from functools import reduce
from threading import Thread

import pytest
import websockets.asyncio.client
import websockets.asyncio.router
import websockets.asyncio.server
import websockets.client
import websockets.protocol
import websockets.server
import websockets.sync.client
import websockets.sync.router
import websockets.sync.server
import websockets.trio.client
import websockets.trio.router
import websockets.trio.server
from websockets.exceptions import ConnectionClosed
from websockets.frames import Frame, Opcode
from websockets.uri import parse_uri

from authoring.maps.marks import TABLES, rows

FEATURES = rows(TABLES["features"])
MODULES = {
    "asyncio": websockets.asyncio,
    "threading": websockets.sync,
    "trio": websockets.trio,
    "sans_io": websockets,
}
SANS_IO = {"connect": "ClientProtocol", "serve": "ServerProtocol"}

# What must be there: in the ways that do I/O, and in Sans-I/O if it has the feature.
# A name with a dot in front is one of a connection; (word) is in what it takes.
EVIDENCE = {
    "L01": (".handshake", ".connect .accept"),
    "L02": ("connect(open_timeout) serve(open_timeout)",),
    "L03": (".send", ".send_text .send_binary"),
    "L04": ("broadcast",),
    "L05": (".recv", ".events_received"),
    "L06": (".__iter__ | .__aiter__",),
    "L07": (".send(Iterable)", ".send_text(fin) .send_continuation"),
    "L08": (".recv_streaming",),
    "L09": (".recv",),
    "L10": (".send(text)",),
    "L11": (".recv(decode)",),
    "L12": (".ping", ".send_ping"),
    "L13": (".__init__(ClientProtocol)", ".recv_frame"),
    "L14": (".pong", ".send_pong"),
    "L15": ("connect(ping_interval) serve(ping_interval)",),
    "L16": ("connect(ping_timeout) serve(ping_timeout)",),
    "L17": (".latency",),
    "L18": (".close(code) | .aclose(code)", ".send_close(code)"),
    "L19": ("connect(close_timeout) serve(close_timeout)",),
    "L20": (".close_code .close_reason", ".close_code .close_reason"),
    "L21": ("connect(compression) serve(compression)", "connect(extensions)"),
    "L22": ("connect(extensions)", "connect(extensions)"),
    "L23": ("connect(extensions)", "connect(extensions)"),
    "L24": ("connect(extensions)", "connect(extensions)"),
    "L25": ("connect(subprotocols)", "connect(subprotocols)"),
    "L26": ("connect(max_size) serve(max_size)", "connect(max_size) serve(max_size)"),
    "L27": ("connect(logger) serve(logger)", "connect(logger) serve(logger)"),
    "L28": ("serve(host) serve(port)",),
    "L29": ("unix_serve",),
    "L30": ("serve(sock) | serve(listeners)",),
    "L31": ("serve(ssl)",),
    "L32": ("Server.__exit__ | Server.__aexit__",),
    "L33": (".__exit__ | .__aexit__",),
    "L34": ("Server.close | Server.shutdown | Server.aclose",),
    "L35": ("serve(origins)", "serve(origins)"),
    "L36": ("serve(select_subprotocol)", "serve(select_subprotocol)"),
    "L37": ("serve(server_header)", ".send_response"),
    "L38": ("serve(process_request)", ".accept(request)"),
    "L39": ("serve(process_response)", ".send_response(response)"),
    "L40": (".respond(status)", ".reject(status)"),
    "L41": ("basic_auth", "basic_auth"),
    "L42": ("route",),
    "L43": ("connect",),
    "L44": ("unix_connect",),
    "L45": ("connect(sock) | connect(stream)",),
    "L46": ("connect(ssl)",),
    "L47": (".__exit__ | .__aexit__",),
    "L48": ("connect.__aiter__ | reconnect.__iter__",),
    "L49": ("connect(origin)", "connect(origin)"),
    "L50": ("connect(user_agent_header)", ".send_request(request)"),
    "L51": ("connect(additional_headers)", ".send_request(request)"),
    "L52": ("connect(create_connection)", ".process_response(response)"),
    "L53": ("connect(uri)", "connect(uri)"),
    "L54": ("connect.process_redirect | reconnect.process_redirect",),
    "L55": ("connect(uri)", "connect(uri)"),
    "L56": ("connect(proxy)",),
    "L57": ("connect(proxy)",),
}


def objects(way, name):
    """Yield what has this name in one way: of a module, or of a connection."""
    package = MODULES[way]
    modules = [package.client, package.server, getattr(package, "router", None)]
    sans_io = package is websockets
    if name.startswith("."):
        kind = "Protocol" if sans_io else "Connection"
        ends = [package.client, f"Client{kind}"], [package.server, f"Server{kind}"]
        name = name.removeprefix(".")
        yield from (getattr(getattr(*end), name, None) for end in ends)
        for end in ends:  # and what it has only once it is made
            made = [vars(each).get("__init__") for each in getattr(*end).__mro__[:-1]]
            if any(name in init.__code__.co_names for init in made if init):
                yield name
        return
    name = SANS_IO.get(name, name) if sans_io else name
    for module in modules:
        yield reduce(part_of, name.split("."), module)


def part_of(found, name):
    return getattr(found, name, None)


def takes(way, name, found):
    """Return the text of a signature, with that of the call it hands the rest to."""
    text = str(inspect.signature(found))
    further = {"connect": "create_connection", "serve": "create_server"}
    if way == "asyncio" and name in further:
        handed_on = getattr(asyncio.AbstractEventLoop, further[name])
        text += str(inspect.signature(handed_on))
    return text


def is_there(way, what):
    """Tell whether one way has a name, and a word in what it takes."""
    name, _, word = what.removesuffix(")").partition("(")
    return any(
        not word or re.search(rf"\b{word}\b", takes(way, name, found))
        for found in objects(way, name)
        if found is not None
    )


def shows(way, evidence):
    """Tell whether all of one of the alternatives is there."""
    return any(
        all(is_there(way, what) for what in each.split())
        for each in evidence.split(" | ")
    )


def test_each_feature_is_looked_for():
    assert [row["id"] for row in FEATURES] == list(EVIDENCE)


@pytest.mark.parametrize("way", MODULES)
@pytest.mark.parametrize("row", FEATURES, ids=lambda row: row["id"])
def test_the_table_says_what_is_there(row, way):
    with_io, *without = EVIDENCE[row["id"]]
    evidence = with_io if way != "sans_io" else "".join(without)
    said = "yes" if evidence and shows(way, evidence) else {"no", "n/a"}
    assert row[way] in said


def test_what_is_not_there_is_not_found():
    assert not shows("trio", "unix_serve")
    assert not shows("threading", "connect(event_loop)")
    assert not shows("sans_io", "connect(open_timeout)")


# What a name alone does not prove, and what the table once said otherwise


@pytest.fixture
def running():
    """Return what runs a server with threads until the test ends, and its address."""
    with ExitStack() as stack:

        def run(handler, **options):
            server = websockets.sync.server.serve(handler, "127.0.0.1", 0, **options)
            thread = Thread(target=stack.enter_context(server).serve_forever)
            thread.start()
            stack.callback(thread.join, 10)
            stack.callback(server.shutdown)
            return "ws://{}:{}".format(*server.socket.getsockname())

        yield run


def test_a_client_with_threads_follows_a_redirect(running):
    def redirect(connection, request):
        if request.path == "/old":
            response = connection.respond(302, "")
            response.headers["Location"] = "/new"
            return response
        return None

    where = running(lambda ws: ws.send(ws.request.path), process_request=redirect)
    with websockets.sync.client.connect(f"{where}/old", proxy=None) as ws:
        assert ws.recv(timeout=5) == "/new"


def test_a_client_with_threads_connects_again(running):
    where = running(lambda ws: ws.close(1012))
    codes = []
    for ws in websockets.sync.client.reconnect(where, proxy=None):
        with pytest.raises(ConnectionClosed):
            ws.recv(timeout=5)
        codes.append(ws.close_code)
        if len(codes) == 2:
            break
    assert codes == [1012, 1012]


def test_a_connection_of_ones_own_may_alter_the_response(running):
    class Altered(websockets.sync.client.ClientConnection):
        def process_event(self, event):
            if self.response is None:
                event.headers["X-Seen"] = "yes"
            super().process_event(event)

    where = running(lambda ws: ws.close())
    options = {"proxy": None, "create_connection": Altered}
    with websockets.sync.client.connect(where, **options) as ws:
        assert ws.response.headers["X-Seen"] == "yes"


def test_sans_io_answers_a_ping_by_itself():
    server = websockets.server.ServerProtocol(state=websockets.protocol.OPEN)
    server.receive_data(Frame(Opcode.PING, b"42").serialize(mask=True))
    assert server.data_to_send() == [Frame(Opcode.PONG, b"42").serialize(mask=False)]


def test_an_address_may_have_other_letters_and_credentials():
    uri = parse_uri("ws://Ada:secret@example.com/café")
    request = websockets.client.ClientProtocol(uri).connect()
    assert request.path == "/caf%C3%A9"
    assert request.headers["Authorization"] == "Basic QWRhOnNlY3JldA=="


def test_trio_dispatches_with_the_help_of_werkzeug():
    assert websockets.trio.router.__all__ == ["route", "Router"]

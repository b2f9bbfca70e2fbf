"""Lesson 03: how does HTTP become a WebSocket?"""

from __future__ import annotations

import base64
import hashlib

from ...checking.model import Case, Choice, Exercise, Mistake, Question
from ...protocol.handshake import GUID

SAMPLE = "dGhlIHNhbXBsZSBub25jZQ=="  # RFC 6455 §1.3: "the sample nonce"

# 03.1


def accept_token(key: str) -> str:
    """Return the value of Sec-WebSocket-Accept that answers this key."""
    digest = hashlib.sha1((key + GUID).encode()).digest()
    return base64.b64encode(digest).decode()


def _sha1(key: str) -> bytes:
    return hashlib.sha1((key + GUID).encode()).digest()


def _gives_hex(key: str) -> str:
    return _sha1(key).hex()


def _hex_in_base64(key: str) -> str:
    return base64.b64encode(_sha1(key).hex().encode()).decode()


def _decodes_the_key(key: str) -> str:
    digest = hashlib.sha1(base64.b64decode(key) + GUID.encode()).digest()
    return base64.b64encode(digest).decode()


def _small_letters(key: str) -> str:
    digest = hashlib.sha1((key + GUID.lower()).encode()).digest()
    return base64.b64encode(digest).decode()


def _guid_first(key: str) -> str:
    return base64.b64encode(hashlib.sha1((GUID + key).encode()).digest()).decode()


def _no_guid(key: str) -> str:
    return base64.b64encode(hashlib.sha1(key.encode()).digest()).decode()


def _something_between(key: str) -> str:
    return base64.b64encode(hashlib.sha1(f"{key} {GUID}".encode()).digest()).decode()


def _no_hash(key: str) -> str:
    return base64.b64encode((key + GUID).encode()).decode()


def _another_hash(key: str) -> str:
    return base64.b64encode(hashlib.sha256((key + GUID).encode()).digest()).decode()


def _stays_bytes(key: str) -> bytes:
    return base64.b64encode(_sha1(key))


def _only_the_digest(key: str) -> bytes:
    return _sha1(key)


def _decodes_the_digest(key: str) -> str:
    return _sha1(key).decode()


def _str_of_bytes(key: str) -> str:
    return str(base64.b64encode(_sha1(key)))


def _with_a_newline(key: str) -> str:
    return base64.encodebytes(_sha1(key)).decode()


def _for_addresses(key: str) -> str:
    return base64.urlsafe_b64encode(_sha1(key)).decode()


def _only_the_sample(_key: str) -> str:
    return "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="


def _echoes(key: str) -> str:
    return key


def _text_into_the_hash(key: str) -> str:
    raise TypeError(key)  # as sha1 and b64encode do with what is not bytes


def _gives_nothing(_key: str) -> None:
    return None


def _whole_header(key: str) -> str:
    return "Sec-WebSocket-Accept: " + accept_token(key)


def _newline_between(key: str) -> str:
    digest = hashlib.sha1(f"{key}\n{GUID}".encode()).digest()
    return base64.b64encode(digest).decode()


ACCEPT_TOKEN = Exercise(
    id="03.1",
    title="Prove that you read the key",
    minutes=4,
    solution=accept_token,
    imports="import base64\nimport hashlib\n\n"
    "from wslesson.protocol.handshake import GUID",
    rules=("H22",),
    cases=(
        Case(
            (SAMPLE,),
            "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=",
            why="The order: glue, encode, sha1, digest, b64encode, decode. And the key "
            "stays as it came.",
        ),
        Case(
            ("x3JJHMbDL1EzLkh9GBhXDw==",),
            "HSmrc0sMlYUkAGmm5OPpG2HaGWk=",
            why="Another key, another token.",
        ),
        Case(("AAAAAAAAAAAAAAAAAAAAAA==",), "ICX+Yqv66kxgM0FcWaLWlFLwTAI="),
    ),
    hidden=(Case(("AQIDBAUGBwgJCgsMDQ4PEA==",), "C/0nmHhBztSRGR1CwL6Tf4ZjwpY="),),
    hints=(
        "Three things happen to the key, one after the other. Which function of step "
        "2 does each of them?",
        "Glue the key and the GUID, as text; hash the bytes of that; write the 20 "
        "bytes of the digest in base64. At last make it text.",
        "digest = hashlib.sha1((key + GUID).encode()).…\n"
        "return base64.b64encode(…).decode()",
    ),
    mistakes=(
        Mistake(
            _for_addresses,
            "This is the base64 for web addresses, with - and _ in place of + and /. "
            "The header takes the usual one: `b64encode`.",
        ),
        Mistake(
            _only_the_sample,
            "This is the token of the RFC's key, whatever the key is. Compute it "
            "from `key`.",
        ),
        Mistake(
            _text_into_the_hash,
            "`sha1` and `b64encode` take bytes. Text becomes bytes by `encode()`; a "
            "hash gives its bytes by `digest()`.",
        ),
        Mistake(
            _gives_nothing,
            "This returns nothing: perhaps it prints. Write `return`.",
        ),
        Mistake(
            _whole_header,
            "This is the whole header. Return its value only.",
        ),
        Mistake(
            _newline_between,
            "There is a newline between the key and the GUID. They are glued together "
            "with nothing between them.",
        ),
        Mistake(
            _gives_hex,
            "These are the hexadecimal digits of the digest. The header holds base64, "
            "of the 20 bytes themselves: `digest()`, then `b64encode`.",
        ),
        Mistake(
            _hex_in_base64,
            "base64 was given the 40 hexadecimal digits. Give it the 20 bytes: "
            "`digest()`, not `hexdigest()`.",
        ),
        Mistake(
            _decodes_the_key,
            "The key was decoded from base64 first. Nobody decodes it: the text of "
            "the key, as it stands in the header, is glued to the GUID.",
        ),
        Mistake(
            _small_letters,
            "The GUID is written with small letters. For a hash, a small letter is "
            "another letter: take it as the RFC prints it.",
        ),
        Mistake(
            _guid_first,
            "The GUID stands before the key. The key comes first.",
        ),
        Mistake(
            _no_guid,
            "This hashes the key alone, and anybody could do that. The GUID shows "
            "that the server speaks WebSocket: glue it behind the key.",
        ),
        Mistake(
            _something_between,
            "There is a space between the key and the GUID. They are glued together "
            "with nothing between them.",
        ),
        Mistake(
            _no_hash,
            "Key and GUID went into base64 as they are. Hash them first, with SHA-1.",
        ),
        Mistake(
            _another_hash,
            "This is another hash. The RFC chose SHA-1, and both ends must take the "
            "same one.",
        ),
        Mistake(
            _only_the_digest,
            "This is the digest, 20 bytes of any value. A header is text: write them "
            "in base64.",
        ),
        Mistake(
            _decodes_the_digest,
            "The digest is 20 bytes of any value: there is no text in them to decode. "
            "`b64encode` them first.",
        ),
        Mistake(
            _stays_bytes,
            "The token is right, but it is bytes, and the answer shall be text: "
            "`.decode()` it.",
        ),
        Mistake(
            _str_of_bytes,
            "`str` of bytes keeps the b and the quotes. Bytes become text by "
            "`.decode()`.",
        ),
        Mistake(
            _with_a_newline,
            "There is a newline behind the token: `encodebytes` adds one. "
            "`b64encode` does not.",
        ),
        Mistake(
            _echoes,
            "This sends the key back as it came. An old cache could do that too: it "
            "proves nothing.",
        ),
    ),
)

# 03.2

END = b"\r\n\r\n"


def split_head(data: bytes) -> tuple[bytes, bytes] | None:
    r"""Return the head without the \r\n\r\n that ends it, and all that came after.

    Return None while the end of the head has not arrived.
    """
    head, end, rest = data.partition(b"\r\n\r\n")
    return (head, rest) if end else None


def _drops_the_rest(data: bytes) -> tuple[bytes, bytes] | None:
    return (data.partition(END)[0], b"") if END in data else None


def _only_the_head(data: bytes) -> bytes | None:
    return data.partition(END)[0] if END in data else None


def _does_not_wait(data: bytes) -> tuple[bytes, bytes]:
    head, _, rest = data.partition(END)
    return head, rest


def _looks_at_the_end(data: bytes) -> tuple[bytes, bytes] | None:
    return (data.removesuffix(END), b"") if data.endswith(END) else None


def _splits_in_two(data: bytes) -> tuple[bytes, bytes] | None:
    if END not in data:
        return None
    head, rest = data.split(END)
    return head, rest


def _always_splits_in_two(data: bytes) -> tuple[bytes, bytes]:
    head, rest = data.split(END)
    return head, rest


def _takes_the_second_part(data: bytes) -> tuple[bytes, bytes] | None:
    parts = data.split(END)
    return (parts[0], parts[1]) if parts[1:] else None


def _last_mark(data: bytes) -> tuple[bytes, bytes] | None:
    head, end, rest = data.rpartition(END)
    return (head, rest) if end else None


def _keeps_the_mark(data: bytes) -> tuple[bytes, bytes] | None:
    head, end, rest = data.partition(END)
    return (head + end, rest) if end else None


def _rest_too_long(data: bytes) -> tuple[bytes, bytes] | None:
    head, end, rest = data.partition(END)
    return (head, end + rest) if end else None


def _rest_two_too_long(data: bytes) -> tuple[bytes, bytes] | None:
    head, end, rest = data.partition(END)
    return (head, end[2:] + rest) if end else None


def _first_line(data: bytes) -> tuple[bytes, bytes] | None:
    head, end, rest = data.partition(b"\r\n")
    return (head, rest) if end else None


def _no_rest_no_head(data: bytes) -> tuple[bytes, bytes] | None:
    head, _, rest = data.partition(END)
    return (head, rest) if rest else None


def _find_unchecked(data: bytes) -> tuple[bytes, bytes]:
    at = data.find(END)
    return data[:at], data[at + 4 :]


def _index_raises(data: bytes) -> tuple[bytes, bytes]:
    at = data.index(END)
    return data[:at], data[at + 4 :]


def _two_newlines(data: bytes) -> tuple[bytes, bytes] | None:
    head, end, rest = data.partition(b"\n\n")
    return (head, rest) if end else None


def _as_text(data: bytes) -> tuple[str, str] | None:
    head, end, rest = data.decode("latin-1").partition("\r\n\r\n")
    return (head, rest) if end else None


def _as_a_list(data: bytes) -> list[bytes] | None:
    return data.split(END, 1) if END in data else None


def _strips_the_rest(data: bytes) -> tuple[bytes, bytes] | None:
    head, end, rest = data.partition(END)
    return (head, rest.strip()) if end else None


ASKS = b"GET / HTTP/1.1\r\nHost: example.com"


def _three_parts_or_none(data: bytes) -> tuple[bytes, bytes, bytes] | None:
    return data.partition(END) if END in data else None


def _rest_first(data: bytes) -> tuple[bytes, bytes] | None:
    head, end, rest = data.partition(END)
    return (rest, head) if end else None


def _false(data: bytes) -> tuple[bytes, bytes] | bool:
    head, end, rest = data.partition(END)
    return (head, rest) if end else False


def _none_and_data(data: bytes) -> tuple[bytes | None, bytes]:
    head, end, rest = data.partition(END)
    return (head, rest) if end else (None, data)


def _nothing_and_data(data: bytes) -> tuple[bytes, bytes]:
    head, end, rest = data.partition(END)
    return (head, rest) if end else (b"", data)


def _none_and_none(data: bytes) -> tuple[bytes, bytes] | tuple[None, None]:
    head, end, rest = data.partition(END)
    return (head, rest) if end else (None, None)


def _head_as_text(data: bytes) -> tuple[str, bytes] | None:
    head, end, rest = data.partition(END)
    return (head.decode(), rest) if end else None


def _any_bytes_as_text(data: bytes) -> tuple[str, str] | None:
    head, end, rest = data.decode().partition("\r\n\r\n")
    return (head, rest) if end else None


def _no_rest_is_none(data: bytes) -> tuple[bytes, bytes | None] | None:
    head, end, rest = data.partition(END)
    return (head, rest or None) if end else None


def _rest_one_too_long(data: bytes) -> tuple[bytes, bytes] | None:
    head, end, rest = data.partition(END)
    return (head, end[3:] + rest) if end else None


def _no_head_no_end(data: bytes) -> tuple[bytes, bytes] | None:
    return None if data.startswith(END) else split_head(data)


def _text_as_mark(data: bytes) -> None:
    raise TypeError(data)  # as bytes do when they are asked for a str


SPLIT_HEAD = Exercise(
    id="03.2",
    title="Find the end of the head",
    minutes=5,
    solution=split_head,
    rules=("H24",),
    cases=(
        Case((ASKS + END,), (ASKS, b""), why="The head is here, and nothing after it."),
        Case(
            (ASKS + END + b"\x81\x07welcome",),
            (ASKS, b"\x81\x07welcome"),
            why="The first frame came with the head: it is the rest.",
        ),
        Case(
            (ASKS + END + b"one\r\n\r\ntwo",),
            (ASKS, b"one\r\n\r\ntwo"),
            why="The first \\r\\n\\r\\n ends the head. A frame may hold any bytes.",
        ),
        Case((b"",), None, why="Nothing has arrived yet."),
        Case((b"GET / HTT",), None, why="The first line is not whole yet."),
        Case((ASKS,), None, why="No end so far: another line may follow."),
        Case((ASKS + b"\r\n",), None, why="One line has ended. The head has not."),
        Case((ASKS + b"\r\n\r",), None, why="The last byte of the end is missing."),
        Case(
            (ASKS + END + b"\r\n \n",),
            (ASKS, b"\r\n \n"),
            why="What follows the head is not text: nothing of it may be lost.",
        ),
        Case(
            (END + b"x",),
            (b"", b"x"),
            why="The mark is here, though nothing stands before it.",
        ),
    ),
    hidden=(
        Case((b"HTTP/1.1 101 OK\r\n\r\n\x81\x00",), (b"HTTP/1.1 101 OK", b"\x81\x00")),
        Case((b"GET / HTTP/1.1\n\n",), None),
    ),
    hints=(
        "Which four bytes end the head? What is left when you take the head and these "
        "four away?",
        "`partition` cuts at the first place where it finds the mark, and gives three "
        "parts. The middle one is empty when the mark is not there.",
        'head, end, rest = data.partition(b"\\r\\n\\r\\n")\nif not end:\n'
        "    return …\nreturn …, …",
    ),
    mistakes=(
        Mistake(
            _no_head_no_end,
            "The mark is here, though nothing stands before it. Ask whether the mark "
            "was found, not whether the head is empty.",
        ),
        Mistake(
            _no_rest_is_none,
            'The rest is empty, not missing: return `b""`, not None.',
        ),
        Mistake(
            _splits_in_two,
            "The bytes after the head may hold \\r\\n\\r\\n, too. Then there are more "
            "than two parts: cut at the first mark only.",
        ),
        Mistake(
            _takes_the_second_part,
            "The bytes after the head may hold \\r\\n\\r\\n, too. The part behind that "
            "one is lost: cut at the first mark only.",
        ),
        Mistake(
            _no_rest_no_head,
            "An empty rest is no reason to wait: the head is complete. Ask whether "
            "the mark was found.",
        ),
        Mistake(
            _strips_the_rest,
            "`strip` took bytes away from the rest. They look like white space, but "
            "in a frame they may be anything.",
        ),
        Mistake(
            _last_mark,
            "This cuts at the last mark. The head ends at the first one; what follows "
            "may be anything.",
        ),
        Mistake(
            _drops_the_rest,
            "What came after the head is lost. Those bytes were received, and no "
            "recv will bring them again: return them as the rest.",
        ),
        Mistake(
            _looks_at_the_end,
            "This waits until the data ends with the mark. When a frame comes "
            "with the head, it never does: look for the mark anywhere in the data.",
        ),
        Mistake(
            _three_parts_or_none,
            "`partition` gives three parts. Return the first and the third.",
        ),
        Mistake(
            _rest_first,
            "Head and rest stand in the wrong order.",
        ),
        Mistake(
            _only_the_head,
            "This returns the head alone. Return two things, head and rest: what is "
            "not returned is lost.",
        ),
        Mistake(
            _keeps_the_mark,
            "The four bytes of the mark are still at the end of the head.",
        ),
        Mistake(
            _rest_too_long,
            "The rest begins with the mark. It belongs to neither part: skip its four "
            "bytes.",
        ),
        Mistake(
            _rest_two_too_long,
            "The rest begins two bytes too early. The mark has four bytes.",
        ),
        Mistake(
            _rest_one_too_long,
            "The mark has four bytes; one of them is still in the rest.",
        ),
        Mistake(
            _two_newlines,
            "HTTP ends a line with two bytes, \\r\\n. So an empty line is "
            "\\r\\n\\r\\n.",
        ),
        Mistake(
            _as_text,
            "These are text. Return the bytes as they came, without `decode`.",
        ),
        Mistake(
            _any_bytes_as_text,
            "What follows the head may not be text at all, and then `decode` fails. "
            "Return the bytes as they came.",
        ),
        Mistake(
            _head_as_text,
            "This head is text. Return its bytes as they came, without `decode`.",
        ),
        Mistake(
            _as_a_list,
            "The two parts are right, but they come in a list. Return a tuple: "
            "`return head, rest`.",
        ),
        Mistake(
            _false,
            "While the head is not complete, return None, not False.",
        ),
        Mistake(
            _none_and_data,
            "While the head is not complete, return None alone, not a pair.",
        ),
        Mistake(
            _nothing_and_data,
            "While the head is not complete, return None, not a pair with an empty "
            "head.",
        ),
        Mistake(
            _none_and_none,
            "While the head is not complete, return one None, not two.",
        ),
        Mistake(
            _does_not_wait,
            "The end of the head is not here, and this takes what it has for the "
            "whole head. Return None: more will come.",
        ),
        Mistake(
            _find_unchecked,
            "`find` gives -1 when the mark is not there, and -1 is an index, too: the "
            "last byte. Ask before you cut.",
        ),
        Mistake(
            _index_raises,
            "`index` raises an error when the mark is not there. That is no fault "
            "here: the rest of the head is on its way. Return None.",
        ),
        Mistake(
            _always_splits_in_two,
            "Without the mark there is one part, and with two marks there are three. "
            "Cut at the first mark only, and ask first whether it is there.",
        ),
        Mistake(
            _first_line,
            "This stops after the first line. The head ends with an empty line: "
            "\\r\\n twice.",
        ),
        Mistake(
            _text_as_mark,
            "The data are bytes, and so must be the mark: write b in front of its "
            "quotes.",
        ),
    ),
)

# 03.3


def wants_websocket(headers: dict[str, str]) -> bool:
    """Tell whether a request asks for an upgrade to WebSocket.

    The names in `headers` are in small letters already.
    """
    listed = headers.get("connection", "").lower().split(",")
    tokens = [token.strip() for token in listed]
    return headers.get("upgrade", "").lower() == "websocket" and "upgrade" in tokens


def _upgrade_fits(headers: dict[str, str]) -> bool:
    return headers.get("upgrade", "").lower() == "websocket"


def _tokens(headers: dict[str, str]) -> list[str]:
    value = headers.get("connection", "").lower()
    return [token.strip() for token in value.split(",")]


def _connection_is_one_word(headers: dict[str, str]) -> bool:
    return _upgrade_fits(headers) and headers.get("connection", "").lower() == "upgrade"


def _part_of_a_word(headers: dict[str, str]) -> bool:
    return _upgrade_fits(headers) and "upgrade" in headers.get("connection", "").lower()


def _exactly_as_printed(headers: dict[str, str]) -> bool:
    return (
        headers.get("upgrade") == "websocket" and headers.get("connection") == "Upgrade"
    )


def _token_in_capitals(headers: dict[str, str]) -> bool:
    listed = headers.get("connection", "").split(",")
    return _upgrade_fits(headers) and "Upgrade" in [each.strip() for each in listed]


def _name_in_one_case(headers: dict[str, str]) -> bool:
    return headers.get("upgrade") == "websocket" and "upgrade" in _tokens(headers)


def _spaces_stay(headers: dict[str, str]) -> bool:
    value = headers.get("connection", "").lower()
    return _upgrade_fits(headers) and "upgrade" in value.split(",")


def _comma_and_space(headers: dict[str, str]) -> bool:
    value = headers.get("connection", "").lower()
    return _upgrade_fits(headers) and "upgrade" in value.split(", ")


def _splits_at_spaces(headers: dict[str, str]) -> bool:
    value = headers.get("connection", "").lower()
    return _upgrade_fits(headers) and "upgrade" in value.split()


def _commas_become_spaces(headers: dict[str, str]) -> bool:
    value = headers.get("connection", "").lower()
    return _upgrade_fits(headers) and "upgrade" in value.replace(",", " ").split()


def _drops_all_spaces(headers: dict[str, str]) -> bool:
    value = headers.get("connection", "").lower()
    return _upgrade_fits(headers) and "upgrade" in value.replace(" ", "").split(",")


def _must_be_there(headers: dict[str, str]) -> bool:
    tokens = [token.strip() for token in headers["connection"].lower().split(",")]
    return headers["upgrade"].lower() == "websocket" and "upgrade" in tokens


def _part_of_a_word_or_error(headers: dict[str, str]) -> bool:
    return (
        headers["upgrade"].lower() == "websocket"
        and "upgrade" in headers["connection"].lower()
    )


def _names_as_printed(headers: dict[str, str]) -> bool:
    listed = headers.get("Connection", "").lower().split(",")
    tokens = [token.strip() for token in listed]
    return headers.get("Upgrade", "").lower() == "websocket" and "upgrade" in tokens


def _names_as_printed_or_error(headers: dict[str, str]) -> bool:
    return headers["Upgrade"].lower() == "websocket"


def _values_in_small_letters_only(headers: dict[str, str]) -> bool:
    return headers["upgrade"] == "websocket" and "upgrade" in headers["connection"]


def _only_connection(headers: dict[str, str]) -> bool:
    return "upgrade" in _tokens(headers)


def _only_upgrade(headers: dict[str, str]) -> bool:
    return _upgrade_fits(headers)


def _any_upgrade(headers: dict[str, str]) -> bool:
    return "upgrade" in headers and "upgrade" in _tokens(headers)


def _either(headers: dict[str, str]) -> bool:
    return _upgrade_fits(headers) or "upgrade" in _tokens(headers)


def _true_or_nothing(headers: dict[str, str]) -> bool | None:
    return True if wants_websocket(headers) else None


def _first_word(headers: dict[str, str]) -> bool:
    return _upgrade_fits(headers) and _tokens(headers)[0] == "upgrade"


def _first_word_or_error(headers: dict[str, str]) -> bool:
    first = headers["connection"].lower().split(",")[0].strip()
    return headers["upgrade"].lower() == "websocket" and first == "upgrade"


def _last_word(headers: dict[str, str]) -> bool:
    return _upgrade_fits(headers) and _tokens(headers)[-1] == "upgrade"


def _how_it_ends(headers: dict[str, str]) -> bool:
    value = headers.get("connection", "").lower()
    return _upgrade_fits(headers) and value.endswith("upgrade")


def _both_are_there(headers: dict[str, str]) -> bool:
    return "upgrade" in headers and "connection" in headers


def _part_of_the_protocol(headers: dict[str, str]) -> bool:
    value = headers.get("upgrade", "").lower()
    return "websocket" in value and "upgrade" in _tokens(headers)


def _parts_of_both(headers: dict[str, str]) -> bool:
    upgrade, connection = headers.get("upgrade", ""), headers.get("connection", "")
    return "websocket" in upgrade.lower() and "upgrade" in connection.lower()


def _how_a_word_begins(headers: dict[str, str]) -> bool:
    begins = [token.startswith("upgrade") for token in _tokens(headers)]
    return _upgrade_fits(headers) and any(begins)


def _get_gives_none(headers: dict[str, str]) -> bool:
    if "upgrade" not in headers or "connection" not in headers:
        raise AttributeError  # None has no lower
    return wants_websocket(headers)


WANTS_WEBSOCKET = Exercise(
    id="03.3",
    title="Is it an upgrade?",
    minutes=6,
    solution=wants_websocket,
    rules=("H03", "H04"),
    cases=(
        Case(({"upgrade": "websocket", "connection": "upgrade"},), True),
        Case(
            ({"upgrade": "websocket", "connection": "Upgrade"},),
            True,
            why="Both values are the same in any case.",
        ),
        Case(
            ({"upgrade": "WebSocket", "connection": "upgrade"},),
            True,
            why="Both values are the same in any case.",
        ),
        Case(
            ({"upgrade": "websocket", "connection": "keep-alive, Upgrade"},),
            True,
            why="Connection is a list, and Upgrade is in it.",
        ),
        Case(
            ({"upgrade": "websocket", "connection": "UPGRADE,keep-alive"},),
            True,
            why="A list needs no space after its comma.",
        ),
        Case(
            ({"upgrade": "websocket", "connection": "keep-alive ,  Upgrade"},),
            True,
            why="Spaces around the words of a list mean nothing.",
        ),
        Case(
            ({"upgrade": "websocket", "connection": "Upgrade , keep-alive"},),
            True,
            why="Spaces around the words of a list mean nothing.",
        ),
        Case(({"connection": "Upgrade"},), False, why="Upgrade is missing."),
        Case(({"upgrade": "websocket"},), False, why="Connection is missing."),
        Case(
            ({"upgrade": "h2c", "connection": "Upgrade"},),
            False,
            why="An upgrade, but to another protocol.",
        ),
        Case(
            ({"upgrade": "websocket", "connection": "keep-alive"},),
            False,
            why="Connection does not list Upgrade.",
        ),
        Case(
            ({"upgrade": "websocket", "connection": "no-upgrade"},),
            False,
            why="no-upgrade is another word, though it has upgrade in it.",
        ),
        Case(
            ({"upgrade": "websocket", "connection": "no upgrade"},),
            False,
            why="Only a comma parts two words: this is one, and not upgrade.",
        ),
        Case(
            ({"upgrade": "websocket", "connection": "up grade"},),
            False,
            why="A space inside a word is a part of it: this is not upgrade.",
        ),
        Case(({"host": "example.com"},), False, why="A request for a page."),
        Case(
            ({"upgrade": "websocket2", "connection": "Upgrade"},),
            False,
            why="websocket2 is another word.",
        ),
        Case(
            ({"upgrade": "websocket", "connection": "upgrade-insecure"},),
            False,
            why="upgrade-insecure is another word.",
        ),
    ),
    hidden=(
        Case(({"upgrade": "WEBSOCKET", "connection": "close, upgrade"},), True),
        Case(({"upgrade": "my-websocket", "connection": "Upgrade"},), False),
        Case(({"upgrade": "websocket", "connection": "close, upgraded"},), False),
        Case(({},), False),
    ),
    hints=(
        "Which two headers say it, and which of them is a list?",
        'A header may be missing: `headers.get(name, "")`. Make the value small, '
        "split the list at its commas, and strip each word.",
        "words = []\n"
        'for word in headers.get("connection", "").lower().split(","):\n'
        "    words.append(word.…)\n"
        'return headers.get("upgrade", "").… == … and … in words',
    ),
    mistakes=(
        Mistake(
            _part_of_the_protocol,
            "websocket2 is another word, though it has websocket in it. Compare the "
            "whole value: ==.",
        ),
        Mistake(
            _how_a_word_begins,
            "upgrade-insecure is another word, though it begins with upgrade. Compare "
            "whole words: ==.",
        ),
        Mistake(
            _commas_become_spaces,
            "This was split at a space, and only a comma parts two words. Split at the "
            "commas, then `strip`.",
        ),
        Mistake(
            _drops_all_spaces,
            "A space was taken out of the middle of a word. Only those around a word "
            "mean nothing: `strip` each word after the split.",
        ),
        Mistake(
            _part_of_a_word,
            "`in` finds a part of a word, too: no-upgrade is not upgrade. Split the "
            "list at its commas, then compare whole words.",
        ),
        Mistake(
            _name_in_one_case,
            "The name of the protocol may come in any case: WebSocket is websocket.",
        ),
        Mistake(
            _splits_at_spaces,
            "A list is split at its commas. Split at spaces, a word keeps its comma.",
        ),
        Mistake(
            _any_upgrade,
            "There are other protocols to upgrade to. Look at the value of Upgrade.",
        ),
        Mistake(
            _first_word,
            "Only the first word of the list was looked at. Look at all words before "
            "you return False.",
        ),
        Mistake(
            _last_word,
            "Only the last word of the list was looked at.",
        ),
        Mistake(
            _token_in_capitals,
            "The words of the list may come in any case: upgrade, UPGRADE. Make the "
            "value small first.",
        ),
        Mistake(
            _only_connection,
            "Connection was looked at, and Upgrade not: to which protocol?",
        ),
        Mistake(
            _how_it_ends,
            "A list does not always end with the word that you look for, and another "
            "word may end like it. Split at the commas.",
        ),
        Mistake(
            _parts_of_both,
            "A part of a word is not the word: websocket2 is not websocket, "
            "upgrade-insecure is not upgrade. Compare whole words: ==.",
        ),
        Mistake(
            _both_are_there,
            "Both headers are there. But what do they say?",
        ),
        Mistake(
            _get_gives_none,
            "`get` gives None for a missing header, and None has no `lower`. Give "
            '`get` a second value: `headers.get(name, "")`.',
        ),
        Mistake(
            _spaces_stay,
            "There are spaces around the words of the list. `strip` each word after "
            "the split.",
        ),
        Mistake(
            _comma_and_space,
            "A list may come without a space after the comma, or with two. Split at "
            "the comma, then `strip`.",
        ),
        Mistake(
            _must_be_there,
            "A header may be missing, and then `[…]` raises KeyError. A request for a "
            'page is no error here: `headers.get(name, "")`, and the answer is False.',
        ),
        Mistake(
            _first_word_or_error,
            "Only the first word of the list was looked at: look at all before you "
            "return False. And where a header is missing, `[…]` raises KeyError: use "
            "`get`.",
        ),
        Mistake(
            _only_upgrade,
            "Upgrade was looked at, and Connection not. Both must say it.",
        ),
        Mistake(
            _connection_is_one_word,
            "Connection is a list: browsers send `keep-alive, Upgrade`. Split it at "
            "the commas.",
        ),
        Mistake(
            _part_of_a_word_or_error,
            "A header may be missing, and then `[…]` raises KeyError: use `get`. And "
            "split the list before you look for a word in it.",
        ),
        Mistake(
            _exactly_as_printed,
            "This knows one way to write it. Both values may come in any case, and "
            "Connection is a list.",
        ),
        Mistake(
            _either,
            "One of the two is not enough. Both must say it: `and`, not `or`.",
        ),
        Mistake(
            _values_in_small_letters_only,
            "The value here is `Upgrade`, with a capital. Make the values small, too: "
            "`.lower()`.",
        ),
        Mistake(
            _names_as_printed,
            "The names in this dict are in small letters: `upgrade`, `connection`.",
        ),
        Mistake(
            _names_as_printed_or_error,
            "There is no such name in this dict: its names are in small letters, "
            "`upgrade` and `connection`.",
        ),
        Mistake(
            _true_or_nothing,
            "Where the answer is no, this gives None. Return False.",
        ),
    ),
)

# 03.4


def choose_status(method: str, headers: dict[str, str]) -> int:
    """Return the status that a request has earned: 101, or the refusal that fits.

    The names in `headers` are in small letters already.
    """
    if method != "GET":
        return 405
    if headers.get("upgrade", "").lower() != "websocket":
        return 426
    if "sec-websocket-key" not in headers or "sec-websocket-version" not in headers:
        return 400
    return 101 if headers["sec-websocket-version"] == "13" else 426


def _without_order(method: str, headers: dict[str, str]) -> int:
    if "sec-websocket-key" not in headers or "sec-websocket-version" not in headers:
        return 400
    return choose_status(method, headers)


def _method_later(method: str, headers: dict[str, str]) -> int:
    status = choose_status("GET", headers)
    return 405 if status == 101 and method != "GET" else status


def _any_method(_method: str, headers: dict[str, str]) -> int:
    return choose_status("GET", headers)


def _always_400(method: str, headers: dict[str, str]) -> int:
    return 101 if choose_status(method, headers) == 101 else 400


def _old_version_is_400(method: str, headers: dict[str, str]) -> int:
    status = choose_status(method, headers)
    upgrades = headers.get("upgrade", "").lower() == "websocket"
    return 400 if status == 426 and upgrades else status


def _no_version_is_426(method: str, headers: dict[str, str]) -> int:
    if method != "GET":
        return 405
    if headers.get("upgrade", "").lower() != "websocket":
        return 426
    if headers.get("sec-websocket-version") != "13":
        return 426
    return 101 if "sec-websocket-key" in headers else 400


def _no_version_is_426_key_first(method: str, headers: dict[str, str]) -> int:
    if method != "GET":
        return 405
    if headers.get("upgrade", "").lower() != "websocket":
        return 426
    if "sec-websocket-key" not in headers:
        return 400
    return 101 if headers.get("sec-websocket-version") == "13" else 426


def _version_before_key(method: str, headers: dict[str, str]) -> int:
    if method != "GET":
        return 405
    if headers.get("upgrade", "").lower() != "websocket":
        return 426
    if headers.get("sec-websocket-version", "13") != "13":
        return 426
    return choose_status(method, headers)


def _version_is_a_number(method: str, headers: dict[str, str]) -> int:
    status = choose_status(method, headers)
    return 426 if status == 101 else status


def _compares_texts(method: str, headers: dict[str, str]) -> int:
    status = choose_status(method, headers)
    if headers.get("sec-websocket-version", "") >= "13" and status == 426:
        return choose_status(method, headers | {"sec-websocket-version": "13"})
    return status


def _newer_is_welcome(method: str, headers: dict[str, str]) -> int:
    if int(headers.get("sec-websocket-version", "0")) > 13:
        headers = headers | {"sec-websocket-version": "13"}
    return choose_status(method, headers)


def _any_version(method: str, headers: dict[str, str]) -> int:
    if "sec-websocket-version" in headers:
        headers = headers | {"sec-websocket-version": "13"}
    return choose_status(method, headers)


def _case_matters(method: str, headers: dict[str, str]) -> int:
    if method == "GET" and headers.get("upgrade") != "websocket":
        return 426
    return choose_status(method, headers)


def _takes_for_granted(method: str, headers: dict[str, str]) -> int:
    if method != "GET":
        return 405
    if headers["upgrade"].lower() != "websocket":
        return 426
    _, version = headers["sec-websocket-key"], headers["sec-websocket-version"]
    return 101 if version == "13" else 426


def _forgets_the_key(method: str, headers: dict[str, str]) -> int:
    return choose_status(method, {"sec-websocket-key": "", **headers})


def _says_ok(method: str, headers: dict[str, str]) -> int:
    status = choose_status(method, headers)
    return 200 if status == 101 else status


def _as_words(method: str, headers: dict[str, str]) -> str:
    return str(choose_status(method, headers))


ASKED = {
    "upgrade": "websocket",
    "sec-websocket-key": SAMPLE,
    "sec-websocket-version": "13",
}


def _lacks(name: str) -> dict[str, str]:
    return {other: value for other, value in ASKED.items() if other != name}


def _both_must_be_missing(method: str, headers: dict[str, str]) -> int:
    status = choose_status(method, headers)
    if status != 400:
        return status
    if "sec-websocket-key" not in headers and "sec-websocket-version" not in headers:
        return 400
    return 101 if headers.get("sec-websocket-version") == "13" else 426


def _both_must_be_missing_or_error(method: str, headers: dict[str, str]) -> int:
    if "sec-websocket-version" not in headers and "sec-websocket-key" in headers:
        raise KeyError  # the next rule asks for the version with […]
    return _both_must_be_missing(method, headers)


def _int_of_the_version(method: str, headers: dict[str, str]) -> int:
    int(headers.get("sec-websocket-version", "0"))
    return choose_status(method, headers)


def _upgrade_taken_for_granted(method: str, headers: dict[str, str]) -> int:
    if method != "GET":
        return 405
    if headers["upgrade"].lower() != "websocket":
        return 426
    return choose_status(method, headers)


def _or_of_a_text(method: str, headers: dict[str, str]) -> int:
    status = choose_status(method, headers)
    upgrades = headers.get("upgrade", "").lower() == "websocket"
    return 400 if method == "GET" and upgrades else status


def _or_of_a_text_or_error(method: str, headers: dict[str, str]) -> int:
    if method == "GET" and "upgrade" not in headers:
        raise KeyError  # rule 2 asks for it with […]
    return _or_of_a_text(method, headers)


def _get_gives_no_text(method: str, headers: dict[str, str]) -> int:
    if method == "GET" and "upgrade" not in headers:
        raise AttributeError  # None has no lower
    return choose_status(method, headers)


def _upgrade_to_anything(method: str, headers: dict[str, str]) -> int:
    if "upgrade" in headers:
        headers = headers | {"upgrade": "websocket"}
    return choose_status(method, headers)


def _last_rule_decides(method: str, headers: dict[str, str]) -> int:
    status = 101
    if method != "GET":
        status = 405
    if headers.get("upgrade", "").lower() != "websocket":
        status = 426
    if "sec-websocket-key" not in headers or "sec-websocket-version" not in headers:
        status = 400
    if headers.get("sec-websocket-version") != "13":
        status = 426
    return status


def _no_return_at_the_end(method: str, headers: dict[str, str]) -> int | None:
    status = choose_status(method, headers)
    return None if status == 101 else status


def _part_of_the_version(method: str, headers: dict[str, str]) -> int:
    if "13" in headers.get("sec-websocket-version", ""):
        headers = headers | {"sec-websocket-version": "13"}
    return choose_status(method, headers)


def _method_in_any_case(method: str, headers: dict[str, str]) -> int:
    return choose_status(method.upper(), headers)


def _only_post(method: str, headers: dict[str, str]) -> int:
    return 405 if method == "POST" else choose_status("GET", headers)


def _part_of_the_upgrade(method: str, headers: dict[str, str]) -> int:
    if "websocket" in headers.get("upgrade", "").lower():
        headers = headers | {"upgrade": "websocket"}
    return choose_status(method, headers)


def _asks_for_connection(method: str, headers: dict[str, str]) -> int:
    if method == "GET" and "connection" not in headers:
        return 426
    return choose_status(method, headers)


CHOOSE_STATUS = Exercise(
    id="03.4",
    title="Choose the status",
    minutes=7,
    solution=choose_status,
    rules=("H01", "H15", "H17", "H21"),
    cases=(
        Case(("GET", ASKED), 101, why="All four rules hold."),
        Case(
            ("GET", ASKED | {"upgrade": "WebSocket"}),
            101,
            why="The name of the protocol comes in any case.",
        ),
        Case(("POST", ASKED), 405, why="Only GET can be upgraded."),
        Case(
            ("POST", {"host": "example.com"}),
            405,
            why="Several things are wrong: the first rule decides.",
        ),
        Case(
            ("GET", {"host": "example.com"}),
            426,
            why="It asks for a page: the header is missing. Then "
            '`headers.get("upgrade", "")` gives an empty text, and no KeyError.',
        ),
        Case(("GET", ASKED | {"upgrade": "h2c"}), 426, why="Another protocol."),
        Case(("GET", _lacks("sec-websocket-key")), 400, why="There is no key."),
        Case(
            ("GET", _lacks("sec-websocket-version")),
            400,
            why="No version at all: the request is broken, not old.",
        ),
        Case(("GET", {"upgrade": "websocket"}), 400, why="Both are missing."),
        Case(("GET", ASKED | {"sec-websocket-version": "8"}), 426, why="Too old."),
        Case(("GET", ASKED | {"sec-websocket-version": "14"}), 426, why="Too new."),
        Case(("GET", ASKED | {"sec-websocket-version": "0"}), 426, why="Too old."),
        Case(("GET", ASKED | {"sec-websocket-version": "130"}), 426, why="Not 13."),
        Case(("GET", ASKED | {"sec-websocket-version": "x"}), 426, why="Not 13."),
        Case(
            ("GET", {"upgrade": "websocket", "sec-websocket-version": "8"}),
            400,
            why="Several things are wrong: rule 3 comes before rule 4.",
        ),
        Case(("PUT", ASKED), 405, why="PUT is not GET."),
        Case(("get", ASKED), 405, why="In a method, case matters: get is not GET."),
        Case(("GET", ASKED | {"upgrade": "websocket2"}), 426, why="Another protocol."),
    ),
    hidden=(
        Case(("DELETE", ASKED), 405),
        Case(("Get", ASKED), 405),
        Case(("GET", ASKED | {"upgrade": "my-websocket"}), 426),
        Case(("GET", {**ASKED, "upgrade": "WEBSOCKET"}), 101),
        Case(("GET", {**ASKED, "sec-websocket-version": "7"}), 426),
    ),
    hints=(
        "Which rule is asked first? When it is broken, do the others matter?",
        "One `if` for each rule, in their order, each with its own `return`. `in` "
        "tells whether a header is there.",
        'if method != "GET":\n    return 405\n'
        'if headers.get("upgrade", "").lower() != …:\n    return …\n'
        'if "sec-websocket-key" not in headers or … not in headers:\n    return …\n'
        "if …:\n    return …\nreturn 101",
    ),
    mistakes=(
        Mistake(
            _method_in_any_case,
            "In a method, case matters: get is not GET. Compare it as it came.",
        ),
        Mistake(
            _only_post,
            "POST is not the only other method. Ask whether the method is GET: "
            '`!= "GET"`.',
        ),
        Mistake(
            _part_of_the_upgrade,
            "websocket2 is another protocol, though it has websocket in it. Compare "
            "the whole value: !=.",
        ),
        Mistake(
            _get_gives_no_text,
            "`get` gives None for a missing header, and None has no `lower`. Give "
            '`get` a second value: `headers.get("upgrade", "")`.',
        ),
        Mistake(
            _upgrade_to_anything,
            "There are other protocols to upgrade to. Look at the value of upgrade.",
        ),
        Mistake(
            _part_of_the_version,
            '`in` finds a part: "13" is in "130", too. Compare the whole: ==.',
        ),
        Mistake(
            _method_later,
            "Several rules are broken here, and the first of them decides. Look at "
            "the method before the headers.",
        ),
        Mistake(
            _no_version_is_426_key_first,
            "A missing version is not another version: it is a broken request, 400. "
            "`get` gives None for it, and None is not 13.",
        ),
        Mistake(
            _version_before_key,
            "There is no key, and the version is old. Rule 3 comes before rule 4: "
            "first ask what is missing.",
        ),
        Mistake(
            _case_matters,
            "The name of the protocol may come in any case: WebSocket is websocket.",
        ),
        Mistake(
            _no_return_at_the_end,
            "When no rule is broken, this comes to its end and returns nothing. "
            "Return 101 there.",
        ),
        Mistake(
            _int_of_the_version,
            '`int` cannot read every version. Compare texts: `!= "13"`.',
        ),
        Mistake(
            _newer_is_welcome,
            "A newer version may be quite different. Exactly 13 is understood.",
        ),
        Mistake(
            _says_ok,
            "200 means: here is your page. The upgrade is agreed to with 101, "
            "Switching Protocols.",
        ),
        Mistake(
            _version_is_a_number,
            'A header\'s value is text: "13" is not 13. Compare with "13".',
        ),
        Mistake(
            _any_method,
            "The method is not looked at. Only GET can be upgraded: the others get "
            "405.",
        ),
        Mistake(
            _without_order,
            "Several rules are broken, and a later one decides here. A request for a "
            "page has no key, but rule 2 comes first: `return` at once.",
        ),
        Mistake(
            _no_version_is_426,
            "No version at all is not another version: rule 3, and 400. Ask whether "
            "the header is there before you compare it.",
        ),
        Mistake(
            _forgets_the_key,
            "There is no key, and one of the two missing is enough for 400: "
            '`"…" not in headers or "…" not in headers`, each with its own `not in`.',
        ),
        Mistake(
            _both_must_be_missing,
            "One of the two is missing, and that is enough: `or`, not `and`.",
        ),
        Mistake(
            _both_must_be_missing_or_error,
            "One of the two is missing, and that is enough for 400: "
            '`"…" not in headers or "…" not in headers`.',
        ),
        Mistake(
            _upgrade_taken_for_granted,
            "The header is missing, and `[…]` raises KeyError. "
            '`headers.get("upgrade", "")` gives an empty text instead.',
        ),
        Mistake(
            _last_rule_decides,
            "Several rules are broken, and the last one decides here. The first must: "
            "`return` at once.",
        ),
        Mistake(
            _compares_texts,
            'These are texts, and "8" comes behind "13", as b comes behind a. '
            "Exactly 13 is understood: use == or !=.",
        ),
        Mistake(
            _old_version_is_400,
            "A request of another version is not broken. 426 says that there is a "
            "version which is understood.",
        ),
        Mistake(
            _any_version,
            "The version is there, but which one is it? Only 13 is understood.",
        ),
        Mistake(
            _takes_for_granted,
            "A header may be missing, and then `[…]` raises KeyError. Ask with `in`, "
            'or take `headers.get(name, "")`.',
        ),
        Mistake(
            _or_of_a_text,
            'A good request gets 400. Is there `"a" or "b" not in headers`, or a '
            "look at `connection`? Neither belongs here.",
        ),
        Mistake(
            _or_of_a_text_or_error,
            'A good request gets 400: `"a" or "b" not in headers` is always true. '
            "Write `not in headers` for each of the two. And where a header is "
            "missing, `[…]` raises KeyError: use `get`.",
        ),
        Mistake(
            _always_400,
            "400 says only that something is wrong. 405 and 426 say what: one `if` "
            "for each rule.",
        ),
        Mistake(
            _as_words,
            'The status shall be a number: 101, not "101".',
        ),
        Mistake(
            _asks_for_connection,
            "A good request gets 426. Is there a look at `connection`? It is done in "
            "03.3; leave it out here.",
        ),
    ),
)

LESSON = "03"
EXERCISES = (
    ACCEPT_TOKEN,
    SPLIT_HEAD,
    WANTS_WEBSOCKET,
    CHOOSE_STATUS,
)

QUESTIONS = (
    Question(
        "03.q1",
        "What does a right Sec-WebSocket-Accept tell the client?",
        (
            Choice(
                "The server knows a secret, so it is the one I meant.",
                "the GUID is printed in the RFC: anybody can know it. Who the server "
                "is, only wss:// can tell.",
            ),
            Choice(
                "The server read this very key, and it speaks WebSocket.",
                "an old answer from a cache, or a server that ignores what it does "
                "not know, has another token or none.",
                right=True,
            ),
            Choice(
                "What follows is encrypted with the key.",
                "nothing is encrypted with it. The key is used once, for this proof.",
            ),
        ),
    ),
    Question(
        "03.q2",
        "recv(4096) gave you the head of the 101 and nine bytes more. And now?",
        (
            Choice(
                "I keep the nine bytes, and read them before I call recv again.",
                "they are the beginning of what the server says, perhaps all of it.",
                right=True,
            ),
            Choice(
                "I drop them: the answer ends with the empty line.",
                "the answer does, the stream does not. No recv brings them again.",
            ),
            Choice(
                "I keep them, and call recv for the rest of the frame.",
                "the frame may be complete already. Then recv waits for something "
                "that never comes: look first.",
            ),
        ),
    ),
    Question(
        "03.q3",
        "You open your server's address in a browser tab. It gets 426. What is wrong?",
        (
            Choice(
                "The browser is too old for WebSockets.",
                "the browser was not asked for one. A tab asks for a page.",
            ),
            Choice(
                "The server has crashed.",
                "it answered, and politely. A crashed server answers nothing.",
            ),
            Choice(
                "Nothing: a tab asks for a page, and here is only a WebSocket.",
                "a script in a page, or a client program, must ask for the upgrade.",
                right=True,
            ),
        ),
    ),
)
